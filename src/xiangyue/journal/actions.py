"""Everything that adds to the journal: record, erase, checkpoint, take a slip. Each joins its caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum

from xiangyue.journal import bulk, errors, slips
from xiangyue.journal.models import Entry, Head, Seen, Slip
from xiangyue.journal.proof import CHECKPOINTS, ERASURES, LINE_PREFIX
from xiangyue.kernel import chain as hashes
from xiangyue.kernel import clock

CHUNK = 50
"""Records of checkpoints in memory at once."""

BATCH = 100
"""Rows of one INSERT: nine columns each, under SQLite's oldest limit of 999 variables."""

MOST_HEADS = 5000
"""Of one record of a checkpoint: half a megabyte. An import of a hundred thousand chains makes twenty."""

SLIP_HOUR = 22
"""China's hour after which the day's slip is due: evening lectures end at half past nine."""

LineHead = tuple[str, int, str]

Acts = Sequence[tuple[str, Mapping[str, Any]]]
"""What is recorded in one chain: verbs with their data, in order."""


def record(chain: str, verb: str, data: Mapping[str, Any], *, by: str) -> Entry:
    """Add one record to a chain. `by` is an account's public name, "" for the system.

    `data` is JSON without floats (`kernel.chain.canonical`). It is durable when the caller's transaction is.
    """
    return record_all(chain, [(verb, data)], by=by)[0]


@transaction.atomic(savepoint=False)
def record_all(chain: str, acts: Acts, *, by: str) -> list[Entry]:
    """Add records of several (verb, data) to one chain at once: an import pays for the head only once."""
    _require_ours(chain)
    head = _locked_head(chain)
    entries, link = _linked(head, acts, by=by)
    # Compare and set: PostgreSQL's row lock and SQLite's one writer make it certain, and it is checked all the same.
    moved = Head.objects.filter(pk=head.pk, length=head.length)
    if moved.update(length=head.length + len(entries), link=link, moved=True) != 1:
        raise errors.MovedMeanwhile(chain)
    return Entry.objects.bulk_create(entries, batch_size=BATCH)


@transaction.atomic(savepoint=False)
def begin_all(chains: Mapping[str, Acts], *, by: str) -> int:
    """Begin many chains at once, each with its first records: what an import brings. A chain that is there is loud.

    Returns the moment (ms) that all of them state.
    """
    moment_ms = clock.now_ms()
    moment, heads, entries = clock.from_ms(moment_ms), [], []
    for chain, acts in chains.items():
        _require_ours(chain)
        link = hashes.genesis(chain)
        for seq, (verb, data) in enumerate(acts):
            payload, salt, leaf = _sealed(moment_ms, by, verb, data)
            link = hashes.link(link, seq, leaf)
            entries.append((chain, seq, moment, by, verb, payload.decode(), salt, leaf, link))
        heads.append((chain, len(acts), link, True))
    bulk.insert(Head, ("chain", "length", "link", "moved"), heads)
    bulk.insert(Entry, ("chain", "seq", "at", "by", "verb", "payload", "salt", "leaf", "link"), entries)
    return moment_ms


def _sealed(moment_ms: int, by: str, verb: str, data: Mapping[str, Any]) -> tuple[bytes, bytes, bytes]:
    """A record's payload, the salt that hides it, and its leaf."""
    payload = hashes.canonical({"at": moment_ms, "by": by, "data": dict(data), "verb": verb})
    salt = hashes.salt()
    return payload, salt, hashes.leaf(salt, payload)


def _require_ours(chain: str) -> None:
    if chain.startswith(LINE_PREFIX):
        raise ValueError("lines of lectures are written by the live role")


def _linked(head: Head, acts: Acts, *, by: str) -> tuple[list[Entry], bytes]:
    """The records that follow a head, and the link of the last."""
    moment_ms = clock.now_ms()
    entries, link = [], bytes(head.link)
    for seq, (verb, data) in enumerate(acts, head.length):
        payload, salt, leaf = _sealed(moment_ms, by, verb, data)
        link = hashes.link(link, seq, leaf)
        entry = Entry(chain=head.chain, seq=seq, at=clock.from_ms(moment_ms), by=by, verb=verb)
        entry.payload, entry.salt, entry.leaf, entry.link = payload.decode(), salt, leaf, link
        entries.append(entry)
    return entries, link


@transaction.atomic
def erase(entry: Entry, *, decision: str, by: str) -> Entry:
    """Remove what a record says, by a decision (its number or title), and record that. Returns the decision's record.

    Leaf and link stay, so the chain still proves that something stood there and that nothing else changed.
    Raises `NotErasable` and `AlreadyErased`.
    """
    if entry.chain in {ERASURES, CHECKPOINTS}:
        raise errors.NotErasable
    gone = Entry.objects.filter(pk=entry.pk, payload__isnull=False).update(payload=None, salt=None, by="")
    if gone != 1:
        raise errors.AlreadyErased
    return decide_erasure(
        entry.chain,
        entry.seq,
        leaf=bytes(entry.leaf),
        at_ms=_milliseconds(entry.at),
        verb=entry.verb,
        decision=decision,
        by=by,
    )


def decide_erasure(chain: str, seq: int, *, leaf: bytes, at_ms: int, verb: str, decision: str, by: str) -> Entry:
    """Record that a record of any chain, a line of a lecture included, loses its payload by a decision."""
    stated = {"chain": chain, "seq": seq, "leaf": leaf.hex(), "at": at_ms, "verb": verb, "decision": decision}
    return record(ERASURES, "erase", stated, by=by)


@transaction.atomic
def checkpoint(heads_of_lines: Iterable[LineHead] = ()) -> Entry | None:
    """Note the head of every chain that moved since the last checkpoint; None when nothing moved.

    Called about each minute. A history recomputed later contradicts the checkpoint of its minute.
    """
    marks = sorted(_noted_lines(heads_of_lines) + _noted_chains())
    if not marks:
        return None
    heads = [(mark.chain, mark.length, mark.head) for mark in marks]
    acts = [("checkpoint", {"heads": heads[at : at + MOST_HEADS]}) for at in range(0, len(heads), MOST_HEADS)]
    noted = record_all(CHECKPOINTS, acts, by="")
    Head.objects.filter(chain=CHECKPOINTS).update(moved=False)
    return noted[-1]


def _noted_lines(heads: Iterable[LineHead]) -> list[slips.Mark]:
    """Marks of the lines that moved, which count as seen from now on. An empty line has nothing to witness."""
    marks = [slips.Mark(LINE_PREFIX + lecture, length, head) for lecture, length, head in heads if length]
    seen = dict(Seen.objects.filter(chain__startswith=LINE_PREFIX).values_list("chain", "length"))
    moved = [mark for mark in marks if seen.get(mark.chain) != mark.length]
    Seen.objects.bulk_create(
        [Seen(chain=mark.chain, length=mark.length, link=bytes.fromhex(mark.head)) for mark in moved],
        update_conflicts=True,
        unique_fields=["chain"],
        update_fields=["length", "link"],
    )
    return moved


def _noted_chains() -> list[slips.Mark]:
    """Marks of the chains that moved, which count as noted from now on: their rows are held until the commit."""
    heads = list(Head.objects.filter(moved=True).exclude(chain=CHECKPOINTS).order_by("chain").select_for_update())
    for at in range(0, len(heads), BATCH):
        Head.objects.filter(pk__in=[head.pk for head in heads[at : at + BATCH]]).update(moved=False)
    return [slips.Mark(head.chain, head.length, bytes(head.link).hex()) for head in heads]


def slip_is_due() -> bool:
    """Whether the last evening's hour passed without a slip since. True at a first start: the book begins at once."""
    now = clock.now().astimezone(clock.COUNTY_ZONE)
    evening = datetime.combine(now.date(), time(SLIP_HOUR), clock.COUNTY_ZONE)
    if now < evening:
        evening -= timedelta(days=1)
    return not Slip.objects.filter(at__gte=evening).exists()


@transaction.atomic
def take_slip(heads_of_lines: Iterable[LineHead], *, county: str) -> Slip:
    """Witness every chain in a new slip that names the one before: what moved since that one, and all else by its root.

    A chain stands in the slip of the day it last moved; the roots bind that slip to every later one.
    """
    checkpoint(heads_of_lines)
    last = Slip.objects.select_for_update().first()
    marks = _moved_since(last)
    lines = Seen.objects.filter(chain__startswith=LINE_PREFIX)
    moment = clock.now()
    today = moment.astimezone(clock.COUNTY_ZONE).date()
    header = slips.Header(
        no=last.no + 1 if last else 1,
        date=today.isoformat(),
        at=clock.now_ms(),
        county=county,
        previous=bytes(last.root).hex() if last else slips.FIRST,
        chains=Head.objects.count() + lines.count(),
        records=sum(rows.aggregate(sum=Sum("length"))["sum"] or 0 for rows in (Head.objects.all(), lines)),
        v=slips.MOVED_ONLY,
    )
    body = slips.write(header, marks)
    # Two at once: the number is unique, so the second fails whole and the next round finds a slip that is there.
    return Slip.objects.create(no=header.no, on=today, at=moment, root=slips.root(body), body=body)


def _locked_head(chain: str) -> Head:
    heads = Head.objects.select_for_update()
    head = heads.filter(chain=chain).first()
    if head is None:
        Head.objects.get_or_create(chain=chain, defaults={"length": 0, "link": hashes.genesis(chain)})
        head = heads.get(chain=chain)
    return head


def _moved_since(last: Slip | None) -> list[slips.Mark]:
    """The last mark of every chain that a checkpoint noted since a slip, and the mark of the checkpoints themselves."""
    before = slips.read(last.body)[1] if last is not None else []
    start = next((mark.length for mark in before if mark.chain == CHECKPOINTS), 0)
    marks: dict[str, slips.Mark] = {}
    for entry in Entry.objects.filter(chain=CHECKPOINTS, seq__gte=start).order_by("seq").iterator(CHUNK):
        for chain, length, head in (entry.data or {"heads": []})["heads"]:
            marks[chain] = slips.Mark(chain, length, head)
    for row in Head.objects.filter(chain=CHECKPOINTS):
        marks[CHECKPOINTS] = slips.Mark(CHECKPOINTS, row.length, bytes(row.link).hex())
    return list(marks.values())


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
