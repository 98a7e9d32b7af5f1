"""What somebody was drawn for, as a list: no more of each than its own page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiangyue.ledger.evidence import queries as evidence
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Kind
from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.queries import Claim
from xiangyue.ledger.verifying import queries
from xiangyue.ledger.verifying.models import Seat
from xiangyue.ledger.verifying.states import Purpose
from xiangyue.org.access.rules import Member

if TYPE_CHECKING:
    from xiangyue.ledger.evidence.models import Evidence


@dataclass(frozen=True, slots=True)
class Listed:
    """A seat, and what to look at: enough to plan the way there."""

    seat: Seat
    number: str
    title: str
    spot: str
    category: str
    category_en: str
    closing: str
    closing_en: str


def mine(viewer: Member) -> list[Listed]:
    """What waits for somebody, nearest first: three queries, however much it is."""
    seats = list(queries.waiting(viewer))
    if not seats:
        return []
    rows = {matter.pk: matter for matter in Matter.objects.filter(pk__in={seat.matter for seat in seats})}
    known = kinds.every()
    return [_listed(seat, rows[seat.matter], known) for seat in seats if seat.matter in rows]


def _listed(seat: Seat, matter: Matter, known: dict[tuple[str, int], Kind]) -> Listed:
    category = known[matter.kind, matter.version].category(matter.category)
    return Listed(
        seat, matter.number, matter.title, matter.spot, category.name, category.name_en, category.closing,
        category.closing_en,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a unit says it did, and the last picture that it brought to show it, if it can be seen."""

    claim: Claim
    after: "Evidence | None"


def claimed(listed: Sequence[Listed]) -> dict[str, Claimed]:
    """What is claimed of those that somebody was drawn for, by seat; of a second look nothing. Two queries."""
    of_claims = {one.seat.matter: one.seat.pk for one in listed if one.seat.purpose == Purpose.CLAIM}
    found = matters.claims(of_claims)
    brought = evidence.named([name for claim in found.values() for name in claim.pictures])
    seen = {picture.pk: picture for picture in brought if picture.large is not None}
    return {of_claims[name]: Claimed(claim, _last(claim, seen)) for name, claim in found.items()}


def _last(claim: Claim, seen: "Mapping[str, Evidence]") -> "Evidence | None":
    return next((seen[name] for name in reversed(claim.pictures) if name in seen), None)
