"""Reads of decks: for those inside the studio only. What the audience may know of slides is on the line."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xiangyue.files import queries as files
from xiangyue.hall.decks.models import Deck, Page
from xiangyue.hall.decks.states import State
from xiangyue.hall.lectures.models import Lecture
from xiangyue.org.access import rules
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as the console lists it: its place, its row, both addresses, its description."""

    n: int
    id: int
    src: str
    small: str
    width: int
    height: int
    alt: str


def current(viewer: Member, lecture: Lecture) -> Deck | None:
    """The deck that is shown from. Raises `Forbidden`, `SecondFactorMissing`."""
    rules.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return Deck.objects.filter(lecture=lecture, state=State.READY).first()


def latest(viewer: Member, lecture: Lecture) -> Deck | None:
    """The last upload, whatever became of it. Raises `Forbidden`, `SecondFactorMissing`."""
    rules.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return Deck.objects.filter(lecture=lecture).exclude(state=State.REPLACED).order_by("-uploaded_at", "-pk").first()


def sheets(viewer: Member, deck: Deck) -> list[Sheet]:
    """The pages of a deck in order. Raises `Forbidden`, `SecondFactorMissing`."""
    rules.require(viewer, Right.VIEW_STUDIO, deck.lecture.studio.unit)
    pages = Page.objects.filter(deck=deck).select_related("large", "small")
    return [
        Sheet(
            page.position,
            page.pk,
            files.address(page.large),
            files.address(page.small),
            page.large.width,
            page.large.height,
            page.said,
        )
        for page in pages
    ]


def content(lecture_id: str) -> dict[str, Any] | None:
    """What an approval of a lecture approves of its slides; None when there are none.

    By the uploads and not by their pictures: the same before and after they are rendered.
    """
    decks = Deck.objects.filter(lecture_id=lecture_id)
    deck = decks.filter(state=State.MAKING).first() or decks.filter(state=State.READY).first()
    if deck is None:
        return None
    pages = list(Page.objects.filter(deck=deck).order_by("position")) if deck.state == State.READY else []
    order = [page.number for page in pages]
    return {
        "brought": deck.brought,
        "order": [] if order == list(range(1, len(order) + 1)) and len(order) == deck.made else order,
        "said": [[page.number, page.alt] for page in pages if page.alt],
    }


def says(lecture_id: str) -> str:
    """How many pages there are, in a few words; empty while there are none."""
    deck = Deck.objects.filter(lecture_id=lecture_id, state=State.READY).first()
    return _("{n} 页").format(n=deck.pages) if deck else ""
