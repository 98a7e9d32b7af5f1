"""What anybody may see of the ledger: rows without words or names, of public kinds and of what was published."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from xiangyue.kernel import clock
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Kind
from xiangyue.ledger.kinds.states import Audience, View
from xiangyue.ledger.matters import queries
from xiangyue.ledger.matters.lateness import late as _late
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import Outcome, State

PAGE = 50


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A matter as anybody may see it: number, category, place, state and dates."""

    number: str
    kind: str
    category: str
    spot: str
    place: str
    state: State
    outcome: Outcome
    reported_at: datetime
    closed_at: datetime | None
    due: datetime | None
    fixed_by_others: bool
    """Carries the seal: somebody outside the line saw that it is mended."""


@dataclass(frozen=True, slots=True)
class News:
    """What a newspaper prints of the ledger: how much was mended since a day and seen by others, how much is late.

    `named` are late matters that a decision published, each with its lead: no other unit is named.
    """

    mended: list[PublicRow]
    mended_count: int
    late: int
    oldest: datetime | None
    named: list[tuple[PublicRow, str]]


def news(since: datetime, *, limit: int = 5) -> News:
    """The ledger's half of a front page, of what the public may see: six queries, however much there is."""
    shown, known, now = _public(), kinds.every(), clock.now()
    # Only what is closed has an outcome; said as a state too, SQLite would go through all that was ever closed.
    mended = Matter.objects.filter(shown, outcome=Outcome.FIXED, closed_at__gte=since)
    late = Matter.objects.filter(_in_public(), _late(now))
    oldest = late.order_by("due").values_list("due", flat=True).first()
    named = queries.first(late.filter(published=True).order_by("due", "pk"), limit)
    return News(
        [_public_row(matter, known) for matter in mended.select_related("place").order_by("-closed_at", "pk")[:limit]],
        mended.count(),
        late.count(),
        oldest,
        [(_public_row(matter, known), matter.lead.short_name if matter.lead else "") for matter in named],
    )


def public(*, kind: str = "", subject: str = "", limit: int = PAGE) -> list[PublicRow]:
    """The newest matters of kinds that have a public view, and those published by a decision."""
    found = Matter.objects.filter(_public()).select_related("place").order_by("-reported_at", "-pk")
    found = found.filter(kind=kind) if kind else found
    found = found.filter(subject=subject) if subject else found
    known = kinds.every()
    return [_public_row(matter, known) for matter in found[:limit]]


def shown_to_all() -> QuerySet[Matter]:
    """Every matter of which anybody may see the row, with its place."""
    return Matter.objects.filter(_public()).select_related("place")


def public_one(number: str) -> PublicRow:
    """One of them by its number. Raises `NotFound`."""
    matter = Matter.objects.filter(_public(), number=number).select_related("place").first()
    if matter is None:
        raise NotFound
    return _public_row(matter)


def _public() -> Q:
    """What the public may see, but for what was nothing or was there already."""
    return _in_public() & ~Q(outcome__in=[Outcome.INVALID, Outcome.DUPLICATE])


def _in_public() -> Q:
    """Kinds whose rows anybody may see, in categories that may be seen; and whatever a decision published."""
    condition = Q(published=True)
    for kind in kinds.all_current():
        if kind.view(Audience.PUBLIC) is not View.NONE:
            shown = [category.code for category in kind.categories if category.public]
            condition |= Q(kind=kind.code, category__in=shown)
    return condition


def _public_row(matter: Matter, known: dict[tuple[str, int], Kind] | None = None) -> PublicRow:
    kind = known[matter.kind, matter.version] if known is not None else kinds.get(matter.kind, matter.version)
    name = kind.category(matter.category).name if matter.category else ""
    return PublicRow(
        matter.number, kind.name, name, matter.spot, matter.place.short_name if matter.place else "",
        State(matter.state), Outcome(matter.outcome), matter.reported_at, matter.closed_at, matter.due,
        matter.outcome == Outcome.FIXED,
    )  # fmt: skip
