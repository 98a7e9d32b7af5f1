"""Whether every row is the fold of its chain: for `xiangyue audit verify`."""

from collections.abc import Iterator

from xiangyue.journal.models import Entry
from xiangyue.ledger.matters import folding, projecting, queries
from xiangyue.ledger.matters.folding import Event
from xiangyue.ledger.matters.models import Matter

BATCH = 500
"""Matters whose chains are read at once."""


def differing() -> Iterator[tuple[str, list[str]]]:
    """The chains whose rows are not their fold, each with the fields that differ. Reads everything once."""
    last = ""
    while True:
        rows = list(Matter.objects.filter(pk__gt=last).order_by("pk")[:BATCH])
        if not rows:
            return
        last = rows[-1].pk
        chains = _chains([row.pk for row in rows])
        for row in rows:
            fields = _differences(row, chains.get(queries.chain(row.pk), []))
            if fields:
                yield queries.chain(row.pk), fields


def _differences(row: Matter, events: list[Event]) -> list[str]:
    try:
        return projecting.differences(row, folding.fold(events))
    except (ValueError, KeyError, TypeError, AttributeError):
        return ["*"]  # the chain itself was changed, which its own proof names


def _chains(names: list[str]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    entries = Entry.objects.filter(chain__in=[queries.chain(name) for name in names]).order_by("chain", "seq")
    for entry in entries:
        found.setdefault(entry.chain, []).append(queries.event_of(entry))
    return found
