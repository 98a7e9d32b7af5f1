"""Whether every row is the fold of its chain: for `xiangyue audit verify`, which reads the chains anyway."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.db.models import QuerySet

from xiangyue.journal import bulk
from xiangyue.journal.models import Entry
from xiangyue.ledger.matters import folding, projecting, queries
from xiangyue.ledger.matters.folding import Event
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.queries import PREFIX
from xiangyue.ledger.matters.states import WORDS

BATCH = 500
"""Matters whose rows are read at once."""

Payloads = Sequence[bytes | None]
"""What the records of one chain say, from the first; None where one was erased."""


def count() -> int:
    """How many rows there are."""
    return Matter.objects.count()


def compared(chains: Mapping[str, Payloads]) -> tuple[int, list[tuple[str, list[str]]]]:
    """Hold rows against the records of their chains: how many rows there were, and the fields in which any differ."""
    names = [chain.removeprefix(PREFIX) for chain in chains]
    found, seen = [], 0
    for name, *columns in bulk.select(_rows(Matter.objects.filter(pk__in=names))):
        seen += 1
        chain = queries.chain(name)
        if fields := _differences(columns, chains[chain]):
            found.append((chain, fields))
    return seen, found


def _rows(matters: QuerySet[Matter]) -> QuerySet[Matter, tuple[Any, ...]]:
    moments = {f"{name}_text": bulk.moment(name) for name in projecting.MOMENTS}
    columns = [f"{name}_text" if name in projecting.MOMENTS else column for name, column in projecting.COLUMNS.items()]
    return matters.order_by("pk").annotate(**moments).values_list("pk", *columns)


def differing() -> Iterator[tuple[str, list[str]]]:
    """The same over every row, reading the chains too."""
    last = ""
    while names := list(Matter.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = names[-1]
        chains: dict[str, list[bytes | None]] = {queries.chain(name): [] for name in names}
        entries = Entry.objects.filter(chain__in=list(chains)).order_by("chain", "seq")
        for chain, payload in entries.values_list("chain", "payload"):
            chains[chain].append(None if payload is None else payload.encode())
        yield from compared(chains)[1]


def _differences(columns: Sequence[Any], payloads: Payloads) -> list[str]:
    try:
        folded = folding.fold(_event(seq, payload) for seq, payload in enumerate(payloads))
        return projecting.differences_raw(columns, folded)
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError, AttributeError):
        return ["*"]  # the chain itself was changed, which its own proof names too; or what the row holds is no value


class _Payload(msgspec.Struct, frozen=True):
    at: int
    by: str
    verb: str
    data: dict[str, Any]


_payload = msgspec.json.Decoder(_Payload).decode


def _event(seq: int, payload: bytes | None) -> Event:
    """From what is hashed, not from the columns beside it; of an erased record nothing is left but its place."""
    if payload is None:
        return Event(seq, 0, "", WORDS, None)
    stated = _payload(payload)
    return Event(seq, stated.at, stated.by, stated.verb, stated.data)
