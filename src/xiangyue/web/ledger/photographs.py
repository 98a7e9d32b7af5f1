"""Photographs as a page shows them: what is known of each, what is only claimed, and what is odd."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangyue.ledger.evidence.states import Flag, Role, State
from xiangyue.web.ledger import arrows, when

if TYPE_CHECKING:
    from xiangyue.ledger.evidence.models import Evidence
    from xiangyue.web.ledger.arrows import Overlay

Door = Callable[[str, str], str]
"""Where a picture is fetched, by its name and size: an address that asks for the same right as the page around it."""


@dataclass(frozen=True, slots=True)
class Photograph:
    """One picture. `received` is a fact; `claims` are what whoever sent it says."""

    name: str
    role: str
    label: str
    received_at: datetime
    received: str
    large: str
    small: str
    waits: str
    """Why there is nothing to see yet."""
    claims: list[str]
    flags: list[str]
    drawn: "Overlay | None" = None
    """The arrows that whoever took it drew over it."""
    withdrawn: bool = False
    """Whether it came with a claim that was sent back or taken back: it says nothing of how things are."""

    @property
    def alt(self) -> str:
        said = f"{self.label} · {self.received}"
        return said if self.drawn is None else f"{said} · {_('画有 {n} 个箭头').format(n=self.drawn.count)}"


@dataclass(frozen=True, slots=True)
class Pair:
    """Before and after, side by side: the first that was found, the last of a claim that still stands."""

    before: Photograph | None
    after: Photograph | None
    flags: list[str]

    def __bool__(self) -> bool:
        return self.before is not None or self.after is not None


def of_matter(picture: str, size: str) -> str:
    """The door for who sees the picture's matter in full."""
    return reverse("ledger:photo", args=[picture, size])


def shown(
    pictures: "Iterable[Evidence]", *, door: Door = of_matter, withdrawn: Collection[str] = ()
) -> dict[str, Photograph]:
    """Pictures by name, in the order they came; `withdrawn` are those of claims that do not stand any more."""
    return {picture.pk: _shown(picture, door, withdrawn=picture.pk in withdrawn) for picture in pictures}


def pair(pictures: "Iterable[Photograph]") -> Pair:
    """The two that a page sets side by side."""
    found = list(pictures)
    before = next((one for one in found if one.role == Role.BEFORE), None)
    after = next((one for one in reversed(found) if one.role == Role.AFTER and not one.withdrawn), None)
    return Pair(before, after, after.flags if after is not None else [])


def _shown(picture: "Evidence", door: Door, *, withdrawn: bool) -> Photograph:
    ready = picture.state == State.READY
    return Photograph(
        picture.pk, picture.role, _label(picture, withdrawn=withdrawn), picture.received_at,
        _("{at} 收到").format(at=when.moment(picture.received_at)),
        door(picture.pk, "large") if picture.large is not None else "",
        door(picture.pk, "small") if picture.small is not None else "",
        "" if ready else str(State(picture.state).label),
        _claims(picture), [str(Flag(flag).label) for flag in picture.flags], _drawn(picture), withdrawn,
    )  # fmt: skip


def _label(picture: "Evidence", *, withdrawn: bool) -> str:
    if withdrawn:
        return _("退回或撤回的申请")
    return str(Role(picture.role).label) if picture.role else ""


def _drawn(picture: "Evidence") -> "Overlay | None":
    large = picture.large
    return None if large is None else arrows.over(picture.arrows, width=large.width, height=large.height)


def _claims(picture: "Evidence") -> list[str]:
    said = []
    if picture.taken_at is not None:
        said.append(_("自述拍摄于 {at}").format(at=when.moment(picture.taken_at)))
    if picture.taken_lat is not None:
        said.append(_("自述带有位置"))
    return said
