"""Reading the journal: one chain, the slips, and everything at once for a proof.

Slips are public. Records are not: whoever shows them to a person asks `org` first.
"""

import itertools
import operator
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
from django.db.models import QuerySet
from django.db.models.functions import Substr

from xiangyue.journal import bulk, slips, spelling
from xiangyue.journal.errors import NoSlip
from xiangyue.journal.models import Entry, Head, Slip
from xiangyue.journal.proof import Columns, Record
from xiangyue.journal.slipbook import Kept

CHUNK = 2000
"""Rows fetched at once while proving: 1 MB or so, whatever the chain's length."""

FEW = 4
"""Slips fetched at once."""

OPENING = 1000
"""Letters at the start of a slip's body that hold its header: some 300 are used, marks may be megabytes."""


def of(chain: str, *, after: int = -1, limit: int = 200) -> list[Entry]:
    """Records of one chain, oldest first."""
    return list(Entry.objects.filter(chain=chain, seq__gt=after).order_by("seq")[:limit])


def named(chain: str, verb: str) -> list[Entry]:
    """The records of one chain that carry a verb, oldest first."""
    return list(Entry.objects.filter(chain=chain, verb=verb).order_by("seq"))


def newest(chain: str, *, limit: int = 20) -> list[Entry]:
    """The last records of one chain, newest first."""
    return list(Entry.objects.filter(chain=chain).order_by("-seq")[:limit])


def newest_slips(*, limit: int = 30, before: int | None = None) -> list[Slip]:
    """Slips, newest first; with `before`, those of smaller numbers. Their marks stay in the database."""
    found = Slip.objects.all() if before is None else Slip.objects.filter(no__lt=before)
    return list(found.defer("body").annotate(opening=Substr("body", 1, OPENING))[:limit])


def slip(no: int) -> Slip:
    """One slip. Raises `NoSlip`."""
    return _present(Slip.objects.filter(no=no).first())


def newest_slip() -> Slip:
    """The last slip that was taken. Raises `NoSlip`."""
    return _present(Slip.objects.first())


def slip_of(on: date) -> Slip:
    """The last slip of a day of China's. Raises `NoSlip`."""
    return _present(Slip.objects.filter(on=on).first())


def header(slip: Slip) -> slips.Header:
    """What a slip says of itself."""
    opening: str = vars(slip).get("opening") or slip.body
    return slips.read(opening.partition("\n")[0])[0]


def line(slip: Slip) -> str:
    """A slip as it is printed."""
    return slips.line(header(slip), bytes(slip.root))


def stated(slip: Slip) -> dict[str, Any]:
    """A slip as a public document: header, root and line; without the marks of single chains."""
    root = bytes(slip.root)
    return {
        "kind": "xiangyue-slip",
        **msgspec.to_builtins(header(slip)),
        "root": root.hex(),
        "spelled": spelling.spell(root),
        "line": line(slip),
    }


def kept_slips() -> Iterator[Kept]:
    """All slips by their numbers, for proving them; few at once, because a body may be megabytes."""
    for slip in Slip.objects.order_by("no").iterator(FEW):
        yield Kept(slip.no, bytes(slip.root), slip.body)


def heads() -> Iterator[tuple[str, int, bytes]]:
    """The register of heads: chain, length and last link."""
    for chain, length, link in bulk.select(Head.objects.values_list("chain", "length", "link")):
        yield chain, length, bytes(link)


def chains() -> list[str]:
    """Every chain that has records or stands in the register."""
    names = set(Entry.objects.order_by("chain").values_list("chain", flat=True).distinct())
    return sorted(names | set(Head.objects.values_list("chain", flat=True)))


def records(chain: str) -> Iterator[Record]:
    """All records of a chain as they are stored, for proving it."""
    return map(_record, bulk.select(_rows(Entry.objects.filter(chain=chain).order_by("seq"))))


def walk() -> Iterator[tuple[str, Iterator[Record]]]:
    """Every chain with its records: one reading of the whole table along its index, however many chains there are."""
    rows = bulk.select(_rows(Entry.objects.order_by("chain", "seq")))
    for name, group in itertools.groupby(rows, key=operator.itemgetter(0)):
        yield name, map(_record, group)


UNREADABLE = -1
"""The moment of a row in which somebody wrote something else than a moment: no payload states it."""


def _rows(entries: QuerySet[Entry]) -> QuerySet[Entry, tuple[Any, ...]]:
    moments = entries.annotate(moment=bulk.moment("at"))
    return moments.values_list("chain", "seq", "leaf", "link", "salt", "payload", "moment", "verb", "by")


def _record(row: tuple[Any, ...]) -> Record:
    _chain, seq, leaf, link, salt, payload, at, verb, by = row
    try:
        moment = bulk.milliseconds(at)
    except (ValueError, TypeError):
        moment = UNREADABLE
    return Record(
        seq,
        bytes(leaf),
        bytes(link),
        None if salt is None else bytes(salt),
        None if payload is None else payload.encode(),
        Columns(moment, verb, by),
    )


def _present(slip: Slip | None) -> Slip:
    if slip is None:
        raise NoSlip
    return slip
