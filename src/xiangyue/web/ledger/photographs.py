"""Photographs as a page shows them: what is known of each, what is only claimed, and what is odd."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from xiangyue.files import queries as files
from xiangyue.ledger.evidence.states import Flag, Role, State
from xiangyue.web.ledger import arrows, when

if TYPE_CHECKING:
    from xiangyue.files.models import File
    from xiangyue.ledger.evidence.models import Evidence
    from xiangyue.web.ledger.arrows import Overlay


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

    @property
    def alt(self) -> str:
        said = f"{self.label} · {self.received}"
        return said if self.drawn is None else f"{said} · {_('画有 {n} 个箭头').format(n=self.drawn.count)}"


@dataclass(frozen=True, slots=True)
class Pair:
    """Before and after, side by side: the first that was found, the last that was claimed."""

    before: Photograph | None
    after: Photograph | None
    flags: list[str]

    def __bool__(self) -> bool:
        return self.before is not None or self.after is not None


def shown(pictures: "Iterable[Evidence]") -> dict[str, Photograph]:
    """Pictures by name, in the order they came."""
    return {picture.pk: _shown(picture) for picture in pictures}


def pair(pictures: "Iterable[Photograph]") -> Pair:
    """The two that a page sets side by side."""
    found = list(pictures)
    before = next((one for one in found if one.role == Role.BEFORE), None)
    after = next((one for one in reversed(found) if one.role == Role.AFTER), None)
    return Pair(before, after, after.flags if after is not None else [])


def _shown(picture: "Evidence") -> Photograph:
    ready = picture.state == State.READY
    return Photograph(
        picture.pk, picture.role, str(Role(picture.role).label) if picture.role else "", picture.received_at,
        _("{at} 收到").format(at=when.moment(picture.received_at)),
        _address(picture.large), _address(picture.small),
        "" if ready else str(State(picture.state).label),
        _claims(picture), [str(Flag(flag).label) for flag in picture.flags], _drawn(picture),
    )  # fmt: skip


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


def _address(file: "File | None") -> str:
    return "" if file is None else files.address(file)
