"""How every verb is carried out: the same command is answered as before; else look, check, seal, compare and set."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from xiangyue.kernel import chain as hashes
from xiangyue.kernel import clock
from xiangyue.ledger.inspections import errors, queries, rules, vault
from xiangyue.ledger.inspections.folding import Standing
from xiangyue.ledger.inspections.models import Inspection, SealedCommand, SealedRecord
from xiangyue.ledger.inspections.states import MOVES, Verb
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.errors import BadCommand
from xiangyue.org.access.rules import Member

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a command came to. Stored with it, and given again when it is sent again."""

    inspection: str
    seq: int
    at: int


@dataclass(frozen=True, slots=True)
class Case:
    """A locked inspection and what a verb needs to decide about it; `also` are columns that change with it."""

    row: Inspection
    stood: Standing
    by: Member
    now: datetime
    also: dict[str, Any] = field(default_factory=dict)


Decide = Callable[[Case], Data]
After = Callable[[Inspection], None]


@transaction.atomic
def act(
    name: str, verb: Verb, order: Order, decide: Decide, *, only_lead: bool = False, after: After | None = None
) -> Kept:
    """Carry out a verb. `decide` checks and says what is sealed; what it and `after` write is in the same transaction.

    Raises `NotFound` (also for who is not of the crew), `Moved`, `WrongStep`, `OnlyLead`, `CommandTaken`.
    """
    row = queries.locked(order.by, name)
    if (before := answered(order, verb, name)) is not None:
        return before
    stood = queries.standing(row)
    queries.require_outside(order.by, row, stood)
    if order.expected is not None and order.expected != row.seq:
        raise errors.Moved(count=row.seq - order.expected)
    if only_lead and order.by.username != row.lead:
        raise errors.OnlyLead
    rules.require_move(verb, row.state)
    case = Case(row, stood, order.by, clock.now())
    append(row, verb, decide(case), by=order.by, also=case.also)
    if after is not None:
        after(row)
    return answer(order, verb, row)


def append(
    row: Inspection, verb: Verb, data: Mapping[str, Any], *, by: Member, also: Mapping[str, Any] | None = None
) -> None:
    """Seal one record into the chain of a locked inspection. Raises `Moved` when somebody was first all the same."""
    payload = hashes.canonical({"at": clock.now_ms(), "by": by.username, "data": dict(data), "verb": verb.value})
    salt = hashes.salt()
    leaf = hashes.leaf(salt, payload)
    link = hashes.link(bytes(row.head), row.seq, leaf)
    changes = {"seq": row.seq + 1, "head": link, "state": MOVES[verb][1] or row.state, **(also or {})}
    if Inspection.objects.filter(pk=row.pk, seq=row.seq, state=row.state).update(**changes) != 1:
        raise errors.Moved(count=1)
    box = vault.seal(row.pk, f"record/{row.seq}", payload)
    SealedRecord.objects.create(inspection=row, seq=row.seq, salt=salt, leaf=leaf, link=link, box=box)
    for column, value in changes.items():
        setattr(row, column, value)


def answered(order: Order, verb: Verb, name: str = "") -> Kept | None:
    """The reply that a command got when it first came. Raises `CommandTaken`, `BadCommand`."""
    try:
        uuid.UUID(order.command)
    except ValueError as wrong:
        raise BadCommand from wrong
    stored = queries.answered(order.command)
    if stored is None:
        return None
    if (stored.by, stored.verb) != (order.by.username, verb.value) or (name and stored.inspection_id != name):
        raise errors.CommandTaken
    return Kept(**stored.reply)


def answer(order: Order, verb: Verb, row: Inspection) -> Kept:
    """Store the reply to a command with what it did."""
    reply = Kept(row.pk, row.seq, clock.now_ms())
    SealedCommand.objects.create(
        pk=uuid.UUID(order.command), inspection=row, by=order.by.username, verb=verb.value, reply=asdict(reply)
    )
    return reply
