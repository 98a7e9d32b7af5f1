"""Lists of matters, the viewer first: a unit's desk, the office's, searching, what is alike, what nobody has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count as HowMany
from django.db.models import F, Q, QuerySet

from xiangyue.kernel import clock, workdays
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.states import Audience, View
from xiangyue.ledger.matters import counting, queries, searching
from xiangyue.ledger.matters.lateness import late as _late
from xiangyue.ledger.matters.listings import Listing, condition
from xiangyue.ledger.matters.models import NOTHING, Matter, Party, named
from xiangyue.ledger.matters.pressing import gravity
from xiangyue.ledger.matters.states import OPEN, RUNNING, Outcome, State
from xiangyue.ledger.subjects import rules as places
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit

SIMILAR = 5
YEAR = timedelta(days=365)
PAGE = 50

UNFILED = timedelta(hours=24)
"""A report that nobody has filed for so long stands in the responsibility report."""

_RUNNING = Q(state__in=sorted(RUNNING))
_OPEN = Q(state__in=sorted(OPEN))


# ------------------------------------------------ a unit's desk
@dataclass(frozen=True, slots=True)
class Desk:
    """A unit's lists, each to be counted or cut by its page."""

    added: QuerySet[Matter]
    to_accept: QuerySet[Matter]
    overdue: QuerySet[Matter]
    soon: QuerySet[Matter]
    returned: QuerySet[Matter]
    working: QuerySet[Matter]
    calm: QuerySet[Matter]
    claimed: QuerySet[Matter]
    helping: QuerySet[Matter]
    offered: QuerySet[Matter]


def of_unit(viewer: Member, unit: "Unit") -> Desk:
    """What a unit and those under it have to do, nearest due first. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_LEDGER, unit)
    codes, now = units.codes((unit.path,)), clock.now()
    # Said as the index of what is open has it: all but the rows that are shown is read from there.
    open_ = Matter.objects.filter(Q(lead_id__in=codes), closed_at__isnull=True)
    led = queries.brief(open_).order_by(F("due").asc(nulls_last=True), "pk")
    return Desk(
        added=queries.brief(open_).filter(condition(Listing.ADDED, now)).order_by("added_at", "pk"),
        to_accept=led.filter(state=State.ASSIGNED),
        overdue=led.filter(_late(now)),
        soon=led.filter(condition(Listing.SOON, now)),
        returned=led.filter(condition(Listing.RETURNED, now)),
        working=led.filter(state=State.WORKING),
        calm=led.filter(condition(Listing.CALM, now)),
        claimed=led.filter(state=State.CLAIMED),
        helping=_seated(codes, helps=True).filter(_RUNNING),
        offered=_seated(codes, offered=True).filter(_RUNNING),
    )


@dataclass(frozen=True, slots=True)
class OfficeDesk:
    """What waits for an office."""

    added: QuerySet[Matter]
    reported: QuerySet[Matter]
    extensions: QuerySet[Matter]
    overdue: QuerySet[Matter]
    claimed: QuerySet[Matter]
    undrawn: QuerySet[Matter]
    reviews: QuerySet[Matter]
    paused: QuerySet[Matter]


def of_office(viewer: Member, office: "Unit") -> OfficeDesk:
    """What an office has to file, decide and look after. Raises `Forbidden`."""
    access.require(viewer, Right.DISPATCH, office)
    now = clock.now()
    all_ = queries.brief(Matter.objects.filter(office=office))
    return OfficeDesk(
        added=all_.filter(condition(Listing.ADDED, now)).order_by("added_at", "pk"),
        reported=all_.filter(condition(Listing.FILING, now)).order_by(gravity(), "reported_at", "pk"),
        extensions=all_.filter(condition(Listing.EXTENSIONS, now)).order_by("due", "pk"),
        overdue=all_.filter(_late(now)).order_by("due", "pk"),
        claimed=all_.filter(state=State.CLAIMED).order_by("claimed_at", "pk"),
        undrawn=all_.filter(condition(Listing.UNDRAWN, now)).order_by("claimed_at"),
        reviews=all_.filter(condition(Listing.REVIEWS, now)).order_by("reported_at", "pk"),
        paused=all_.filter(condition(Listing.PAUSED, now)).order_by("paused_until", "pk"),
    )


# ------------------------------------------------ searching
@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody looks for; everything that is empty asks nothing."""

    words: str = ""
    kind: str = ""
    category: str = ""
    grade: str = ""
    state: str = ""
    outcome: str = ""
    place: str = ""
    lead: str = ""
    subject: str = ""
    campaign: str = ""
    parent: str = ""
    within: str = ""
    """A unit that leads, or one above the one that leads."""
    listing: str = ""
    """One list of a desk, as `listings` names it."""
    overdue: bool = False
    since: date | None = None
    until: date | None = None


def search(viewer: Member, wanted: Filter) -> QuerySet[Matter]:
    """The matters of somebody's units that fit, newest first; words look at the newest 2,000 that have them all.

    What is overdue comes as desks have it, the longest overdue first, and what waits to be handed down as the office's
    desk has it. Who has no unit in the ledger (an inspector)
    searches in what is theirs. A page of it is cut by `slices`.
    """
    found = queries.newest(viewer) if _has_unit(viewer) else queries.mine(viewer)
    found = narrowed(found, wanted)
    if wanted.words.strip():
        names = with_words(viewer, wanted, sees_all=queries.sees_all(viewer))
        found = found.filter(searching.among(names))
    if wanted.listing == Listing.FILING:
        return found.order_by(gravity(), "reported_at", "pk")
    return found.order_by("due", "pk") if wanted.overdue else found


def narrowed(found: QuerySet[Matter], wanted: Filter) -> QuerySet[Matter]:
    """Those of some matters that fit, whatever their words."""
    named = ("kind", "category", "grade", "state", "outcome", "place", "lead", "subject", "campaign", "parent")
    found = found.filter(**{name: getattr(wanted, name) for name in named if getattr(wanted, name)})
    if wanted.within:
        found = found.filter(Q(lead_id__in=_line_of(wanted.within)))
    if wanted.listing in set(Listing):
        found = found.filter(condition(Listing(wanted.listing), clock.now()))
    if wanted.overdue:
        found = found.filter(_late(clock.now()))
    if wanted.since is not None:
        found = found.filter(reported_at__gt=workdays.end_of(wanted.since - timedelta(days=1)))
    if wanted.until is not None:
        found = found.filter(reported_at__lte=workdays.end_of(wanted.until))
    return found


def with_words(viewer: Member, wanted: Filter, *, sees_all: bool, most: int = searching.NEWEST) -> list[str]:
    """The names of the newest matters that have the words; of somebody who has one unit, only that unit's."""
    codes = access.units(viewer, Right.VIEW_LEDGER)
    alone = codes if len(codes) == 1 and not sees_all else ()
    return searching.newest(wanted.words, units=dict.fromkeys((*alone, *_below_the_county(wanted))), most=most)


def _below_the_county(wanted: Filter) -> list[str]:
    """The units that a filter names: words of a matter too, but for the county's own, which is concerned in all."""
    codes = {wanted.place, wanted.lead, wanted.within} - {""}
    return sorted(code for code, unit in units.by_code(codes).items() if unit.parent_id is not None)


def _line_of(code: str) -> list[str]:
    """The codes of a unit and of those under it; of an unknown one none."""
    return units.codes(tuple(unit.path for unit in units.by_code([code]).values()))


def _has_unit(viewer: Member) -> bool:
    return viewer.is_house or bool(access.paths(viewer, Right.VIEW_LEDGER))


# ------------------------------------------------ what is alike
@dataclass(frozen=True, slots=True)
class Similar:
    """A matter that may be the same, or the same place again: enough to tell, and no more."""

    matter: str
    number: str
    title: str
    spot: str
    state: State
    outcome: Outcome
    reported_at: datetime
    metres: int | None
    is_watched: bool
    """Closed so short ago that finding it again takes the closing back."""


def similar(
    viewer: Member, kind: str, category: str, *, subject: str = "", at: Position | None = None
) -> list[Similar]:
    """At most five of the same category at the same subject or within its radius, open or closed for less than a year.

    For who reports; a guest is shown what the public may see.
    """
    rule = kinds.current(kind)
    row = rule.category(category)
    now = clock.now()
    near: Q = Q(pk__in=[])
    if subject:
        near |= Q(subject=subject)
    if at is not None:
        box = places.box(at, row.radius_m)
        near |= Q(datum=at.datum.value, lat__range=(box.south, box.north), lon__range=(box.west, box.east))
    found = Matter.objects.filter(near, category=category, kind=kind).filter(_OPEN | Q(closed_at__gt=now - YEAR))
    found = found.exclude(outcome__in=[Outcome.INVALID, Outcome.DUPLICATE])
    if not viewer.works_here and not (row.public and rule.view(Audience.PUBLIC) is not View.NONE):
        found = found.filter(published=True)
    rows = [(_metres(matter, at), matter) for matter in found.order_by("-reported_at")[: SIMILAR * 20]]
    close = [
        (m, matter) for m, matter in rows if matter.subject == subject != "" or (m is not None and m <= row.radius_m)
    ]
    close.sort(key=lambda each: (each[1].state == State.CLOSED, each[0] or 0, each[1].pk))
    return [
        Similar(
            matter.pk, matter.number, matter.title, matter.spot, State(matter.state), Outcome(matter.outcome),
            matter.reported_at, metres, matter.watch_until is not None and now <= matter.watch_until,
        )
        for metres, matter in close[:SIMILAR]
    ]  # fmt: skip


# ------------------------------------------------ figures
@dataclass(frozen=True, slots=True)
class Figure:
    """How many matters stand in one box of the dashboard."""

    kind: str
    place: str
    lead: str
    state: State
    outcome: Outcome
    n: int


def figures(viewer: Member, *, on: date | None = None) -> list[Figure]:
    """How many matters stood where at the end of a day, now when none is given; for who sees the whole county.

    Raises `Forbidden`.
    """
    access.require(viewer, Right.VIEW_LEDGER, units.root())
    return _figures(counting.standing(on=on))


def figures_of(viewer: Member, unit: "Unit") -> list[Figure]:
    """The same for what one unit and those under it lead, now. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_LEDGER, unit)
    return _figures(counting.standing(leads=units.codes((unit.path,))))


def overdue_by_lead(viewer: Member) -> dict[str, int]:
    """How many matters are overdue now, by lead. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_LEDGER, units.root())
    late = Matter.objects.filter(_late(clock.now()))
    return dict(late.values_list("lead").annotate(n=HowMany("*")).order_by("lead"))


def _figures(standing: dict[counting.Box, int]) -> list[Figure]:
    return [
        Figure(kind, place, lead, State(state), Outcome(outcome), n)
        for (kind, place, lead, state, outcome), n in standing.items()
        if n
    ]


# ------------------------------------------------ what nobody answers for
@dataclass(frozen=True, slots=True)
class Orphans:
    """The responsibility report: where nobody has taken a matter, a place or a hand-over."""

    unfiled: list[Matter]
    without_place: list[Matter]
    not_taken: list[Matter]
    unverifiable: list[Matter]


def orphans(viewer: Member, office: "Unit", *, limit: int = 200) -> Orphans:
    """What stands still because nobody is responsible, oldest first. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_LEDGER, office)
    now = clock.now()
    all_ = Matter.objects.filter(_OPEN, office=office).select_related("place", "lead").order_by("reported_at", "pk")
    return Orphans(
        unfiled=list(all_.filter(state=State.REPORTED, reported_at__lt=now - UNFILED)[:limit]),
        without_place=list(all_.filter(place__isnull=True)[:limit]),
        # By whom it was offered to: in the order of the index, which SQLite would not take for another order.
        not_taken=list(all_.filter(~Q(offered=NOTHING)).order_by("offered", "reported_at", "pk")[:limit]),
        unverifiable=list(all_.filter(state=State.CLAIMED, how="", claimed_at__lt=now - timedelta(days=3))[:limit]),
    )


# ------------------------------------------------ beside one matter
def links(viewer: Member, matter: Matter) -> dict[str, list[Matter]]:
    """What a matter hangs together with, as far as the viewer may see it: parent, children, what it came back from."""
    seen = queries.visible(viewer)
    return {
        "parent": list(seen.filter(pk=matter.parent)) if matter.parent else [],
        "children": list(seen.filter(named("parent", matter.pk)).order_by("reported_at", "pk")),
        "rebound_of": list(seen.filter(pk=matter.rebound_of)) if matter.rebound_of else [],
        "rebounds": list(seen.filter(named("rebound_of", matter.pk)).order_by("reported_at", "pk")),
        "merged_into": list(seen.filter(pk=matter.merged_into)) if matter.merged_into else [],
    }


def subject_history(viewer: Member, subject: str, *, limit: int = PAGE) -> Sequence[Matter]:
    """What was ever found at a subject, newest first, as far as the viewer may see it."""
    return list(queries.visible(viewer).filter(subject=subject).order_by("-reported_at", "-pk")[:limit])


def open_at(viewer: Member, subjects: Sequence[str]) -> dict[str, int]:
    """How much is open at some subjects, as far as the viewer sees it: one query. Those with nothing are left out."""
    found = queries.visible(viewer).filter(_OPEN, subject__in=[name for name in subjects if name])
    return dict(found.order_by("subject").values_list("subject").annotate(n=HowMany("*")))


def _seated(codes: Sequence[str], **sides: bool) -> QuerySet[Matter]:
    seats = Party.objects.filter(Q(unit_id__in=list(codes)), **sides).values("matter")
    return queries.brief(Matter.objects.filter(pk__in=seats)).order_by(F("due").asc(nulls_last=True), "pk")


def _metres(matter: Matter, at: Position | None) -> int | None:
    if at is None or matter.lat is None or matter.lon is None or matter.datum != at.datum.value:
        return None
    return round(places.distance_m(at, Position(matter.lat, matter.lon, Datum(matter.datum))))
