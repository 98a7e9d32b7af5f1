"""Prints without a press: what a finished one leaves in the tables."""

from xiangyue.documents.posters import actions
from xiangyue.documents.posters.states import Design, Form
from xiangyue.documents.press import actions as press
from xiangyue.documents.press.actions import Made
from xiangyue.documents.press.models import Print
from xiangyue.files.states import Kind
from xiangyue.hall.lectures.models import Lecture
from xiangyue.org.access.rules import HOUSE


def a_poster(lecture: Lecture) -> Print:
    """The poster for phones, of a few bytes."""
    row = actions.ask(lecture, Design.FRONT, Form.PHONE_PNG, by=HOUSE)
    press.make_due({"poster": lambda _row: Made(b"a picture", Kind.PNG)})
    row.refresh_from_db()
    return row
