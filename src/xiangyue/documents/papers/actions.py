"""Asking for a lecture's papers."""

from typing import TYPE_CHECKING

from xiangyue.documents.papers import errors, making, queries
from xiangyue.documents.papers.states import Paper
from xiangyue.documents.press import actions as press
from xiangyue.hall.lectures.states import State
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

GIVEN = frozenset({State.ENDED, State.REPLAY})
"""It took place, and nothing more will happen on its line."""


def ask(lecture: "Lecture", *, by: Member) -> None:
    """Have all papers made. Raises `Forbidden`, `SecondFactorMissing`, `NotYet`."""
    access.require(by, Right.VIEW_STUDIO, lecture.studio.unit)
    if lecture.state not in GIVEN:
        raise errors.NotYet
    key = making.key(lecture)
    for paper in Paper:
        press.ask(lecture, queries.what(paper), key, by=by.username)


def drop(lecture: str) -> None:
    """Delete every paper of a lecture, made or waiting: they say what its line no longer says. For the roof."""
    press.forget(lecture, only=[queries.what(paper) for paper in Paper])
