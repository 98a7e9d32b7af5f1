"""How every verb is carried out: the same command is answered as before; else look, check, record, project.

The row is locked first (PostgreSQL's row lock, SQLite's one writer) and written by compare-and-set on `seq`. What is
recorded and what the row says are one transaction, so either both are there or neither.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from django.db import transaction

from xiangyue.journal import actions as journal
from xiangyue.journal.models import Entry
from xiangyue.kernel import clock
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.evidence.rules import About
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Category, Kind
from xiangyue.ledger.matters import deadlines, errors, folding, projecting, queries, rules
from xiangyue.ledger.matters.actions import seating
from xiangyue.ledger.matters.deadlines import Terms
from xiangyue.ledger.matters.folding import Standing
from xiangyue.ledger.matters.models import Command, Matter
from xiangyue.ledger.matters.states import LABELS, WORDS, Verb
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum
from xiangyue.org.access.rules import Member

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """Who asks for a verb, under which command, having seen which number of records.

    The page makes the command (a UUID), so that a second press is the same command and gets the first reply.
    `expected` is the matter's `seq` that the page showed; None does not ask.
    """

    by: Member
    command: str = field(default_factory=lambda: str(uuid.uuid4()))
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command came to. Stored with it, and given again when it is sent again."""

    matter: str
    number: str
    seq: int
    state: str
    at: int


@dataclass(frozen=True)
class Case:
    """A locked matter, and what a verb needs to decide about it, each thing looked up once."""

    matter: Matter
    by: Member
    now: datetime

    @cached_property
    def kind(self) -> Kind:
        return kinds.get(self.matter.kind, self.matter.version)

    @cached_property
    def category(self) -> Category:
        return self.kind.category(self.matter.category)

    @cached_property
    def terms(self) -> Terms:
        matter = self.matter
        calendar = calendars.current()
        return Terms(self.kind, self.category, matter.grade, calendar, halved=bool(matter.rebound_of))

    @property
    def about(self) -> About:
        """What pictures of this matter are held against."""
        matter = self.matter
        place = None
        if matter.lat is not None and matter.lon is not None and matter.datum:
            place = Position(matter.lat, matter.lon, Datum(matter.datum))
        return About(place, matter.reported_at, self.category.radius_m if matter.category else 0)

    def moved(self, due: datetime, *, provisional: bool | None = None, failed: datetime | None = None) -> Data:
        """The clock with another current due moment."""
        sure = self.matter.provisional if provisional is None else provisional
        return deadlines.moved(self.terms, due, provisional=sure, fired=self.matter.rung, failed=failed)


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be recorded: a verb with its structure, and the free text that goes with it."""

    verb: Verb
    data: Data
    words: Mapping[str, Any] = field(default_factory=dict)


class Answered(Protocol):
    """What a reply says of a matter, whether its row is there already or about to be written."""

    @property
    def pk(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def state(self) -> str: ...


Decide = Callable[[Case], Act | Sequence[Act]]


@transaction.atomic
def act(name: str, verb: Verb, order: Order, decide: Decide) -> Reply:
    """Carry out a verb on a matter. `decide` checks whose it is and says what is recorded; it writes nothing itself.

    Raises `NotFound`, `Stale`, `WrongMove`, `CommandReused`, `BadCommand` and what `decide` raises.
    """
    matter = queries.locked(order.by, name)
    if (before := answered(order, verb, name=name)) is not None:
        return before
    if order.expected is not None and order.expected != matter.seq:
        raise _stale(matter, order.expected)
    rules.require_move(verb, matter.state)
    decided = decide(Case(matter, order.by, clock.now()))
    acts = [decided] if isinstance(decided, Act) else list(decided)
    carry_out(matter, acts, by=order.by)
    return answer(order, verb, matter)


def carry_out(matter: Matter, acts: Sequence[Act], *, by: Member) -> None:
    """Record acts of one person on a locked matter, and let the row follow. Joins the caller's transaction."""
    entries = journal.record_all(queries.chain(matter.pk), spelled(acts, matter.seq), by=by.username)
    project(matter, entries)


def spelled(acts: Sequence[Act], seq: int) -> list[tuple[str, Data]]:
    """Acts as records: the structure, then its words, if any, in a record of their own that names it."""
    records: list[tuple[str, Data]] = []
    for each in acts:
        records.append((each.verb.value, each.data))
        if each.words:
            records.append((WORDS, {"of": seq + len(records) - 1, **each.words}))
    return records


def project(matter: Matter, entries: Sequence[Entry]) -> None:
    """Let the row follow what was recorded. Raises `Stale` when somebody else wrote it meanwhile, against the lock."""
    standing = projecting.standing_of(matter)
    before, box = projecting.columns(standing), seating.box_of(standing)
    seen = standing.seq
    for entry in entries:
        folding.step(standing, queries.event_of(entry))
    write(matter, standing, before, expected=seen)
    seating.recount(box, seating.box_of(standing), entries[-1].at)


def write(matter: Matter, standing: Standing, before: Mapping[str, Any], *, expected: int) -> None:
    """Write the columns that changed, and what hangs on them. The row in hand follows."""
    after = projecting.columns(standing)
    changes = projecting.changed(dict(before), after)
    if not changes:
        return  # words were erased that no column shows
    if Matter.objects.filter(pk=matter.pk, seq=expected).update(**changes) != 1:
        raise _stale(matter, expected)
    for column, value in changes.items():
        setattr(matter, column, value)
    said = bool(changes.keys() & {"title", "text", "spot"})
    if said or changes.keys() & {"place_id", "line_id", "lead_id", "offered", "helpers"}:
        seating.seat(matter.pk, standing, said=said)
    if "verifiers" in changes:
        seating.seat_verifiers(matter)


# ------------------------------------------------ commands
def answered(order: Order, *verbs: Verb, name: str = "") -> Reply | None:
    """The reply that a command got when it first came, as one of these verbs. Raises `CommandReused`, `BadCommand`."""
    stored = Command.objects.filter(pk=_uuid(order.command)).first()
    if stored is None:
        return None
    is_other = stored.by != order.by.username or stored.verb not in {verb.value for verb in verbs}
    if is_other or (name and stored.matter != name):
        raise errors.CommandReused
    return Reply(**stored.reply)


def answer(order: Order, verb: Verb, matter: Matter | Answered) -> Reply:
    """Store the reply to a command with what it did."""
    return keep(order, verb, Reply(matter.pk, matter.number, matter.seq, matter.state, clock.now_ms()))


def keep(order: Order, verb: Verb, reply: Reply) -> Reply:
    """Store a reply that was made under another command, for this one sent again."""
    Command.objects.create(
        pk=_uuid(order.command),
        by=order.by.username,
        verb=verb.value,
        matter=reply.matter,
        reply=asdict(reply),
        at=clock.now(),
    )
    return reply


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as wrong:
        raise errors.BadCommand from wrong


def _stale(matter: Matter, expected: int) -> errors.Stale:
    missed = [
        f"{LABELS[Verb(entry.verb)]}"
        for entry in Entry.objects.filter(chain=queries.chain(matter.pk), seq__gte=max(expected, 0)).order_by("seq")[
            :20
        ]
        if entry.verb != WORDS
    ]
    return errors.Stale(count=len(missed), since="、".join(missed))
