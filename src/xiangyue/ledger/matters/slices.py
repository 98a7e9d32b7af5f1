"""One page of a list of matters, cut where the page before ended: as quick on page 200 as on page 1.

The newest come first; of what is overdue, the longest overdue; of what waits to be handed down, the gravest.

A list is one walk along one index, or several that are merged: one for each unit of somebody's, one for what they
reported and one for what they were drawn for. Each gives no more rows than the page has.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiangyue.kernel import clock
from xiangyue.ledger.matters import desks, queries, searching
from xiangyue.ledger.matters.desks import Filter
from xiangyue.ledger.matters.listings import Listing
from xiangyue.ledger.matters.models import Matter, Task, named
from xiangyue.ledger.matters.pressing import gravity
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

MOST_UNITS = 8
"""Of one person's whose lists are walked apart and merged; who has more walks the county's and looks at each."""


FEW = 5000
"""Matters of one person's of which the overdue are found by looking at each."""


RANKS = frozenset({"", "1", "2", "3"})
"""As a mark carries them; the first is not said."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where in a list somebody is: at the matter that was reported then, or was due; `rank` as `gravity` has it."""

    at: datetime
    matter: str
    rank: int = 0

    def __str__(self) -> str:
        return f"{round(self.at.timestamp() * 1000)}.{self.matter}" + (f".{self.rank}" if self.rank else "")


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows of one page, and whether the list goes on in the direction it was asked for."""

    rows: list[Matter]
    has_more: bool
    by_due: bool = False
    total: int | None = None
    """Where words were asked for: how many of what was looked at there are, on all pages together."""
    is_counted: bool = True
    """Whether everything was looked at, so that there are no more than the total."""

    @property
    def first(self) -> Mark | None:
        """Before which the rows of the page before are; None for an empty page."""
        return mark_of(self.rows[0], by_due=self.by_due) if self.rows else None

    @property
    def last(self) -> Mark | None:
        """After which the list goes on."""
        return mark_of(self.rows[-1], by_due=self.by_due) if self.rows else None


@dataclass(frozen=True, slots=True)
class _Walk:
    """Matters along one index: those with a `seat`, in the order of `moment`, which stands beside the seat."""

    matters: QuerySet[Matter]
    seat: Q = field(default_factory=Q)
    moment: str = "reported_at"
    apart: bool = False
    """Whether an index says which rows they are before one is read."""

    def cut(self, mark: Mark | None, size: int, *, rising: bool) -> list[Matter]:
        moment, side, wanted = self.moment, "gt" if rising else "lt", self.seat
        if mark is not None:
            # The first condition is where the index begins; the other leaves out what was reported in that same moment.
            wanted &= Q(**{f"{moment}__{side}e": mark.at})
            wanted &= Q(**{f"{moment}__{side}": mark.at}) | Q(**{f"pk__{side}": mark.matter})
        order = (moment, "pk") if rising else (f"-{moment}", "-pk")
        # All in one condition: a second one would join the seats a second time.
        found = self.matters.filter(wanted).order_by(*order)
        return queries.first(found, size) if self.apart else list(found[:size])


def mark_of(matter: Matter, *, by_due: bool = False) -> Mark:
    """Where a matter stands in any list, or in any of the overdue."""
    at = matter.due if by_due and matter.due else matter.reported_at
    return Mark(at, matter.pk, getattr(matter, "rank", 0))


def read_mark(text: str) -> Mark | None:
    """A mark as an address carries it; None for what is none."""
    moment, _dot, rest = text.partition(".")
    matter, _dot, rank = rest.partition(".")
    if not (moment.isascii() and moment.isdigit() and len(moment) <= 13 and matter and rank in RANKS):
        return None
    return Mark(clock.from_ms(int(moment)), matter, int(rank or 0))


def cut(viewer: Member, wanted: Filter, size: int, *, after: Mark | None = None, before: Mark | None = None) -> Slice:
    """So many of what `desks.search` finds, behind a mark or before one; from the first on when there is none."""
    if wanted.words.strip():
        return _cut_found(viewer, wanted, size, after, before)
    if wanted.listing == Listing.FILING:
        return _cut_grave(viewer, wanted, size, after, before)
    backwards = before is not None and after is None
    rising = backwards != wanted.overdue
    found: dict[str, Matter] = {}
    for walk in _walks(viewer, wanted):
        rows = walk.cut(before if backwards else after, size + 1, rising=rising)
        found |= {matter.pk: matter for matter in rows}
    by_due = wanted.overdue
    ordered = sorted(found.values(), key=lambda each: (mark_of(each, by_due=by_due).at, each.pk), reverse=not rising)
    kept = ordered[:size]
    return Slice(kept[::-1] if backwards else kept, len(ordered) > size, by_due)


def _cut_grave(viewer: Member, wanted: Filter, size: int, after: Mark | None, before: Mark | None) -> Slice:
    """The same in the order in which the office's desk has what waits to be handed down."""
    found = desks.narrowed(_every(), wanted).annotate(rank=gravity())
    found = found if queries.sees_all(viewer) else found.filter(_theirs(viewer))
    backwards = before is not None and after is None
    side, mark = "lt" if backwards else "gt", after or before
    if mark is not None:
        same = Q(rank=mark.rank)
        at = Q(reported_at=mark.at) & Q(**{f"pk__{side}": mark.matter})
        later = same & (Q(**{f"reported_at__{side}": mark.at}) | at)
        found = found.filter(Q(**{f"rank__{side}": mark.rank}) | later)
    order = ("-rank", "-reported_at", "-pk") if backwards else ("rank", "reported_at", "pk")
    rows: list[Matter] = [*found.order_by(*order)[: size + 1]]
    kept = rows[:size]
    return Slice(kept[::-1] if backwards else kept, len(rows) > size)


def _cut_found(viewer: Member, wanted: Filter, size: int, after: Mark | None, before: Mark | None) -> Slice:
    """The same where words are asked for: they are looked up once, for the page and for how many there are."""
    sees_all = queries.sees_all(viewer)
    names = desks.with_words(viewer, wanted, sees_all=sees_all, most=searching.PAGED)
    if not names:
        return Slice([], has_more=False, by_due=wanted.overdue, total=0)
    fitting = desks.narrowed(Matter.objects.filter(searching.among(names)), wanted)
    fitting = fitting if sees_all else fitting.filter(_theirs(viewer))
    places = fitting.values_list("due" if wanted.overdue else "reported_at", "pk").order_by()
    found = sorted(places, reverse=not wanted.overdue)
    total, is_counted = len(found), len(names) < searching.PAGED
    mark = after or before
    if mark is not None:
        side = (mark.at, mark.matter)
        # Behind the mark, in whichever direction the list goes, or before it.
        greater = wanted.overdue == (after is not None)
        found = [each for each in found if each != side and (each > side) == greater]
    kept = found[-size:] if mark is not None and after is None else found[:size]
    rows = {matter.pk: matter for matter in _every().filter(pk__in=[name for _at, name in kept])}
    shown = [rows[name] for _at, name in kept]
    return Slice(shown, len(found) > size, wanted.overdue, total, is_counted)


def _theirs(viewer: Member) -> Q:
    """The condition that a matter is on somebody's list."""
    if paths := access.paths(viewer, Right.VIEW_LEDGER):
        return queries.named_in(paths)
    return _own_of_many(viewer) if viewer.username else Q(pk__in=[])


def _every() -> QuerySet[Matter]:
    return queries.brief(Matter.objects.all())


def _walks(viewer: Member, wanted: Filter) -> Sequence[_Walk]:
    narrow, every = partial(desks.narrowed, wanted=wanted), _every()
    if queries.sees_all(viewer):
        return [_Walk(narrow(every), moment="due" if wanted.overdue else "reported_at")]
    codes = access.units(viewer, Right.VIEW_LEDGER)
    if not codes and not viewer.username:
        return []
    if wanted.overdue:
        if codes:
            return [_Walk(narrow(every), queries.named_in(access.paths(viewer, Right.VIEW_LEDGER)), "due", apart=True)]
        own = _own_of_few(viewer) or [_own_of_many(viewer)]
        return [_Walk(narrow(every.filter(each)), moment="due") for each in own]
    if len(codes) > MOST_UNITS:
        return [_Walk(narrow(every.filter(queries.concerns(codes))))]
    if codes:
        return [_Walk(narrow(every), Q(parties__unit=code), "parties__reported_at") for code in codes]
    return [
        _Walk(narrow(every), named("reporter", viewer.username)),
        _Walk(narrow(every), Q(tasks__person=viewer.username), "tasks__reported_at"),
    ]


def _own_of_many(viewer: Member) -> Q:
    """The condition that a matter is one that somebody reported or was drawn for, looked up for each: fifty late ones
    of the county's are soon found among them by who has had many.
    """
    drawn = Exists(Task.objects.filter(matter=OuterRef("pk"), person=viewer.username))
    return named("reporter", viewer.username) | Q(drawn)


def _own_of_few(viewer: Member) -> list[Q]:
    """The same as lists of names, for who has had few; nothing for who has had more than a list bears."""
    reported = Matter.objects.filter(named("reporter", viewer.username)).values("pk")
    lists: list[QuerySet[Any, Any]] = [reported, Task.objects.filter(person=viewer.username).values("matter")]
    if any(each.order_by()[FEW : FEW + 1].exists() for each in lists):
        return []
    return [Q(pk__in=each) for each in lists]
