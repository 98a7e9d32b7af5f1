"""Everything that adds to the journal: record, erase, checkpoint, take a slip. Each joins its caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction

from xiangyue.journal import errors, slips
from xiangyue.journal.models import Entry, Head, Seen, Slip
from xiangyue.journal.proof import CHECKPOINTS, ERASURES, LINE_PREFIX
from xiangyue.kernel import chain as hashes
from xiangyue.kernel import clock

BATCH = 100
"""Rows of one INSERT: nine columns each, under SQLite's oldest limit of 999 variables."""

SLIP_HOUR = 22
"""China's hour after which the day's slip is due: evening lectures end at half past nine."""

LineHead = tuple[str, int, str]


def record(chain: str, verb: str, data: Mapping[str, Any], *, by: str) -> Entry:
    """Add one record to a chain. `by` is an account's public name, "" for the system.

    `data` is JSON without floats (`kernel.chain.canonical`). It is durable when the caller's transaction is.
    """
    return record_all(chain, [(verb, data)], by=by)[0]


@transaction.atomic(savepoint=False)
def record_all(chain: str, acts: Sequence[tuple[str, Mapping[str, Any]]], *, by: str) -> list[Entry]:
    """Add records of several (verb, data) to one chain at once: an import pays for the head only once."""
    if chain.startswith(LINE_PREFIX):
        raise ValueError("lines of lectures are written by the live role")
    head, moment_ms = _locked_head(chain), clock.now_ms()
    entries, link = [], bytes(head.link)
    for seq, (verb, data) in enumerate(acts, head.length):
        payload = hashes.canonical({"at": moment_ms, "by": by, "data": dict(data), "verb": verb})
        salt = hashes.salt()
        leaf = hashes.leaf(salt, payload)
        link = hashes.link(link, seq, leaf)
        entry = Entry(chain=chain, seq=seq, at=clock.from_ms(moment_ms), by=by, verb=verb)
        entry.payload, entry.salt, entry.leaf, entry.link = payload.decode(), salt, leaf, link
        entries.append(entry)
    # Compare and set: PostgreSQL's row lock and SQLite's one writer make it certain, and it is checked all the same.
    moved = Head.objects.filter(pk=head.pk, length=head.length).update(length=head.length + len(entries), link=link)
    if moved != 1:
        raise errors.MovedMeanwhile(chain)
    return Entry.objects.bulk_create(entries, batch_size=BATCH)


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
    seen = {row.chain: row for row in Seen.objects.all()}
    now = {mark.chain: mark for mark in _marks_of_journal() if mark.chain != CHECKPOINTS}
    now |= {mark.chain: mark for mark in _marks_of_lines(heads_of_lines)}
    moved = [mark for mark in now.values() if mark.chain not in seen or seen[mark.chain].length != mark.length]
    if not moved:
        return None
    Seen.objects.bulk_create(
        [Seen(chain=mark.chain, length=mark.length, link=bytes.fromhex(mark.head)) for mark in moved],
        update_conflicts=True,
        unique_fields=["chain"],
        update_fields=["length", "link"],
    )
    heads = [(mark.chain, mark.length, mark.head) for mark in sorted(moved)]
    return record(CHECKPOINTS, "checkpoint", {"heads": heads}, by="")


def slip_is_due() -> bool:
    """Whether the last evening's hour passed without a slip since. True at a first start: the book begins at once."""
    now = clock.now().astimezone(clock.COUNTY_ZONE)
    evening = datetime.combine(now.date(), time(SLIP_HOUR), clock.COUNTY_ZONE)
    if now < evening:
        evening -= timedelta(days=1)
    return not Slip.objects.filter(at__gte=evening).exists()


@transaction.atomic
def take_slip(heads_of_lines: Iterable[LineHead], *, county: str) -> Slip:
    """Witness every chain as it stands now, lines of lectures included, in a new slip that names the one before."""
    checkpoint(heads_of_lines)
    lines = (slips.Mark(row.chain, row.length, bytes(row.link).hex()) for row in Seen.objects.all())
    marks = _marks_of_journal() + [mark for mark in lines if mark.chain.startswith(LINE_PREFIX)]
    last = Slip.objects.select_for_update().first()
    moment = clock.now()
    today = moment.astimezone(clock.COUNTY_ZONE).date()
    header = slips.Header(
        no=last.no + 1 if last else 1,
        date=today.isoformat(),
        at=clock.now_ms(),
        county=county,
        previous=bytes(last.root).hex() if last else slips.FIRST,
        chains=len(marks),
        records=sum(mark.length for mark in marks),
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


def _marks_of_journal() -> list[slips.Mark]:
    return [slips.Mark(head.chain, head.length, bytes(head.link).hex()) for head in Head.objects.all()]


def _marks_of_lines(heads: Iterable[LineHead]) -> list[slips.Mark]:
    """An empty line has no head yet and nothing to witness."""
    return [slips.Mark(LINE_PREFIX + lecture, length, head) for lecture, length, head in heads if length]


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
