"""Reads of matters, the viewer first. To whom a matter does not concern, it does not exist."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import Exists, OuterRef, Q, QuerySet

from xiangyue.journal import queries as journal
from xiangyue.journal.models import Entry
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.matters import folding
from xiangyue.ledger.matters.folding import Event, Standing
from xiangyue.ledger.matters.models import Matter, Party, Task, named
from xiangyue.ledger.matters.states import GIVEN_BACK, LABELS, WORDS, Verb
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.people import queries as people
from xiangyue.org.units import queries as units

PREFIX = "matter/"
"""Of the chains of matters."""

WHOLE = 100_000
"""Records of one chain that are read at once: a matter with more is a mistake."""

BRIEF = (
    "seq", "number", "kind", "version", "category", "grade", "title", "spot", "state", "outcome", "line", "helpers",
    "found_at", "reported_at", "original_due", "due", "closed_at", "paused_at", "added_at", "fails", "annuls",
    "place__code", "place__short_name", "lead__code", "lead__short_name",
)  # fmt: skip
"""What lists show and programs get of a row: a third of its columns."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a matter's timeline, as its page shows it. `said` is the free text, None when it was erased."""

    seq: int
    at: datetime
    verb: Verb
    by: str
    name: str
    unit: str
    data: dict[str, Any]
    said: dict[str, Any] | None

    @property
    def label(self) -> str:
        return str(LABELS[self.verb])


def visible(viewer: Member) -> QuerySet[Matter]:
    """The matters that somebody may see in full, with their units. One query at most beside its own."""
    found = Matter.objects.select_related("place", "line", "office", "lead")
    if sees_all(viewer):
        return found
    if not viewer.username:
        return found.none()
    own = Q(reporter=viewer.username) | Exists(Task.objects.filter(matter=OuterRef("pk"), person=viewer.username))
    return found.filter(own | concerns(access.units(viewer, Right.VIEW_LEDGER)))


def sees_all(viewer: Member) -> bool:
    """Whether somebody sees every matter of the county."""
    if viewer.is_house:
        return True
    paths = access.paths(viewer, Right.VIEW_LEDGER)
    return bool(paths) and units.root().path in paths


def concerns(codes: Sequence[str]) -> Q:
    """The condition that one of some units, or one under them, is concerned in a matter."""
    return Q(Exists(Party.objects.filter(matter=OuterRef("pk"), unit_id__in=list(codes))))


def named_in(paths: tuple[str, ...]) -> Q:
    """The same said of the row itself, for lists that read every row anyway or stand in an index with its units.

    One query, for the units under those at some paths.
    """
    codes = units.codes(paths)
    # Two lists, each of a partial index: of both in one, SQLite would go through all that the unit ever had.
    helping, offered = (
        Party.objects.filter(unit_id__in=codes, **{side: True}).values("matter") for side in ("helps", "offered")
    )
    concerned = Q(lead_id__in=codes) | Q(place_id__in=codes) | Q(line_id__in=codes)
    return concerned | Q(pk__in=helping) | Q(pk__in=offered)


def newest(viewer: Member) -> QuerySet[Matter]:
    """The matters that concern somebody's units, newest first, along an index: what lists are cut from.

    What somebody only reported, or was drawn for, is in `mine`.
    """
    found = Matter.objects.select_related("place", "line", "office", "lead")
    if sees_all(viewer):
        return found.order_by("-reported_at", "-pk")
    codes = access.units(viewer, Right.VIEW_LEDGER)
    if len(codes) == 1:
        return found.filter(Q(parties__unit=codes[0])).order_by("-parties__reported_at", "-pk")
    return found.filter(concerns(codes)).order_by("-reported_at", "-pk") if codes else found.none()


def first(found: QuerySet[Matter], count: int) -> list[Matter]:
    """The first so many of a list, in brief: which they are is asked before anything is read of them.

    Two statements: in one, the list's order would be spelled twice, which took longer than to ask.
    """
    names = list(found.values_list("pk", flat=True)[:count])
    shown = {matter.pk: matter for matter in brief(Matter.objects.filter(pk__in=names))}
    return [shown[name] for name in names]


def brief(found: QuerySet[Matter]) -> QuerySet[Matter]:
    """Some matters with what lists show of them, and the names of place and lead. Asked for more, a row asks anew."""
    return found.select_related("place", "lead").only(*BRIEF)


def mine(viewer: Member) -> QuerySet[Matter]:
    """What somebody reported themselves or was drawn to verify, newest first."""
    found = Matter.objects.select_related("place", "line", "office", "lead")
    if not viewer.username:
        return found.none()
    tasks = Task.objects.filter(person=viewer.username).values("matter")
    return found.filter(named("reporter", viewer.username) | Q(pk__in=tasks)).order_by("-reported_at", "-pk")


def get(viewer: Member, name: str) -> Matter:
    """One matter. Raises `NotFound`: for a third unit as for an unknown name."""
    return _present(visible(viewer).filter(pk=name).first())


def locked(viewer: Member, name: str) -> Matter:
    """The same, held until the caller's transaction ends."""
    return _present(visible(viewer).filter(pk=name).select_for_update(of=("self",)).first())


def locked_for_all(name: str) -> Matter:
    """The same for those who may find anything again anywhere: they get only what follows from it."""
    found = Matter.objects.select_related("place", "line", "office", "lead").filter(pk=name)
    return _present(found.select_for_update(of=("self",)).first())


def by_number(viewer: Member, number: str) -> Matter:
    """One matter by the number people call it. Raises `NotFound`."""
    return _present(visible(viewer).filter(number=number).first())


def chain(name: str) -> str:
    """The name of a matter's chain in the journal."""
    return f"{PREFIX}{name}"


def timeline(viewer: Member, matter: Matter) -> list[Line]:
    """What happened to a matter that the viewer got from here, oldest first.

    Who reported it is kept from everybody who has no part in dispatching or auditing it.
    """
    shows = may_know_reporter(viewer, matter)
    entries = journal.of(chain(matter.pk), limit=WHOLE)
    texts = {entry.data["of"]: entry.data for entry in entries if entry.verb == WORDS and entry.data is not None}
    acts = [entry for entry in entries if entry.verb != WORDS]
    names = people.names_of({entry.by for entry in acts if entry.by})
    return [_line(entry, texts.get(entry.seq), names, hides=entry.verb == Verb.REPORT and not shows) for entry in acts]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a lead said when it asked for a matter to be verified, and the pictures it brought."""

    at: datetime
    unit: str
    text: str
    pictures: tuple[str, ...]


def claims(names: Iterable[str], *, until: datetime | None = None) -> dict[str, Claim]:
    """The last claim of each of some matters that the caller may show, up to a moment if one is given: one query."""
    found = Entry.objects.filter(chain__in=[chain(name) for name in names], verb__in=[Verb.CLAIM.value, WORDS])
    if until is not None:
        found = found.filter(at__lte=until)
    said: dict[tuple[str, int], str] = {}
    last: dict[str, Entry] = {}
    for entry in found.order_by("chain", "seq"):
        if entry.data is None:
            continue
        if entry.verb == WORDS:
            said[entry.chain, entry.data["of"]] = str(entry.data.get("text", ""))
        else:
            last[entry.chain] = entry
    return {name.removeprefix(PREFIX): _claim(entry, said.get((name, entry.seq), "")) for name, entry in last.items()}


def _claim(entry: Entry, text: str) -> Claim:
    data = entry.data or {}
    brought = tuple(str(name) for name, _sha256, _role in data.get("evidence", ()))
    return Claim(entry.at, str(data.get("unit", "")), text, brought)


ADDED = "from-reporter"
"""What a note is called that whoever reported a matter adds to it."""


def added(names: Iterable[str]) -> dict[str, str]:
    """What whoever reported each of some matters said last when they added to it, "" for pictures alone: one query."""
    found = Entry.objects.filter(chain__in=[chain(name) for name in names], verb__in=[Verb.NOTE.value, WORDS])
    said: dict[str, str] = {}
    last: dict[str, int] = {}
    for entry in found.order_by("chain", "seq"):
        data, name = entry.data or {}, entry.chain.removeprefix(PREFIX)
        if entry.verb == Verb.NOTE and data.get("what") == ADDED:
            said[name], last[name] = "", entry.seq
        elif entry.verb == WORDS and data.get("of") == last.get(name):
            said[name] = str(data.get("text", ""))
    return said


def withdrawn(lines: Sequence[Line]) -> set[str]:
    """Pictures of what was claimed and then sent back or taken back: they prove nothing of how a matter stands now."""
    gone: set[str] = set()
    done: set[str] = set()
    claimed: set[str] = set()
    for line in lines:
        shown = {str(name) for name, _sha256, _role in line.data.get("evidence", ())}
        if line.verb is Verb.CLAIM:
            claimed |= shown
        elif line.verb is Verb.DONE:
            done |= shown
        elif line.verb in GIVEN_BACK:
            # Whoever takes a claim back takes nothing back of what others have done.
            over = claimed if line.verb is Verb.WITHDRAW else claimed | done
            gone |= over
            claimed, done = set(), done - over
    return gone


def may_know_reporter(viewer: Member, matter: Matter) -> bool:
    """Whether somebody may learn who reported a matter: never its lead."""
    if viewer.username and viewer.username == matter.reporter:
        return True
    if matter.lead is not None and access.in_subtree(viewer, matter.lead):
        return False
    return access.may(viewer, Right.DISPATCH, matter.office) or access.may(viewer, Right.AUDIT, matter.office)


def events(name: str, *, until: datetime | None = None) -> list[Event]:
    """The chain of a matter as events, up to a moment if one is given. For the fold; pages ask `timeline`."""
    rows = Entry.objects.filter(chain=chain(name)).order_by("seq")
    if until is not None:
        rows = rows.filter(at__lte=until)
    return [event_of(entry) for entry in rows]


def as_of(viewer: Member, name: str, moment: datetime) -> Standing:
    """How a matter stood at a moment, from its chain alone. Raises `NotFound`, also for one not yet reported then."""
    get(viewer, name)
    past = events(name, until=moment)
    if not past:
        raise NotFound
    return folding.fold(past)


def event_of(entry: Entry) -> Event:
    """A record of the journal as an event."""
    at = round(entry.at.timestamp() * 1000)
    data = None if entry.payload is None else msgspec.json.decode(entry.payload)["data"]
    return Event(entry.seq, at, entry.by, entry.verb, data)


def _line(entry: Entry, said: dict[str, Any] | None, names: dict[str, str], *, hides: bool) -> Line:
    data = entry.data or {}
    by = "" if hides else entry.by
    return Line(entry.seq, entry.at, Verb(entry.verb), by, names.get(by, ""), str(data.get("unit", "")), data, said)


def _present(matter: Matter | None) -> Matter:
    if matter is None:
        raise NotFound
    return matter
