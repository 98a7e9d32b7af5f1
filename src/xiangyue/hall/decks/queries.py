"""Reads of decks: for those inside the studio only. What the audience may know of slides is on the line."""

from dataclasses import dataclass

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
            page.alt,
        )
        for page in pages
    ]


def fingerprint(lecture: str) -> list[list[str]]:
    """What an approval of the lecture approves of its slides: the hash of each page in order, and its description."""
    pages = Page.objects.filter(deck__lecture=lecture, deck__state=State.READY).order_by("position")
    return [[sha256, alt] for sha256, alt in pages.values_list("large__sha256", "alt")]


def says(lecture: str) -> str:
    """What there is of slides, in a few words for the preparation page."""
    deck = Deck.objects.filter(lecture=lecture).exclude(state=State.REPLACED).order_by("-uploaded_at", "-pk").first()
    if deck is None or deck.state == State.REFUSED:
        return ""
    if deck.state == State.MAKING:
        return _("正在生成")
    return _("{pages} 页").format(pages=deck.pages)
