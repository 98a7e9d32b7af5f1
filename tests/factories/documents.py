"""Prints without a press: what a finished one leaves in the tables."""

from xiangyue.documents.papers import queries as papers
from xiangyue.documents.papers.states import Paper
from xiangyue.documents.posters import actions
from xiangyue.documents.posters.states import Design, Form
from xiangyue.documents.press import actions as press
from xiangyue.documents.press.actions import Made
from xiangyue.documents.press.models import Print
from xiangyue.files.states import Kind
from xiangyue.hall.lectures.models import Lecture
from xiangyue.org.access.rules import HOUSE


def a_poster(lecture: Lecture, content: bytes = b"a picture") -> Print:
    """The poster for phones, of a few bytes unless they are given."""
    row = actions.ask(lecture, Design.FRONT, Form.PHONE_PNG, by=HOUSE)
    press.make_due({"poster": lambda _row: Made(content, Kind.PNG)})
    row.refresh_from_db()
    return row


def a_paper(lecture: Lecture) -> Print:
    """The table of results, of a few bytes, for a lecture in any state."""
    row = press.ask(lecture, papers.what(Paper.CSV), "0" * 64, by="host")
    while press.make_due({"paper": lambda _row: Made(b"a table", Kind.CSV)}):
        pass
    row.refresh_from_db()
    return row
