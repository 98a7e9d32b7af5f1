"""The follower: reads lines where it left off, and writes figures, states and its offset in one transaction."""

import logging
from collections.abc import Iterable
from dataclasses import asdict, fields

from django.db import DatabaseError, transaction

from xiangyue.hall import stage
from xiangyue.hall.audience import projections
from xiangyue.hall.audience.models import Figures
from xiangyue.hall.audience.tally import Tally, after
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures import queries as lecture_queries
from xiangyue.kernel.errors import Refusal

logger = logging.getLogger(__name__)

BATCH = 1000
"""Records a transaction; 10,000 danmaku are ten of them, about 0.2 s."""


def follow_all(heads: Iterable[tuple[str, int, str]] | None = None) -> int:
    """Follow every line that is ahead of its figures; how many records were read. Called about each second."""
    behind = {lecture: length for lecture, length, _link in (stage.heads() if heads is None else heads)}
    known = dict(Figures.objects.filter(pk__in=behind).values_list("pk", "offset"))
    late = [lecture for lecture, length in behind.items() if known.get(lecture, 0) < length]
    read = 0
    for lecture in lecture_queries.known(late):
        try:
            read += follow(lecture)
        except (Refusal, DatabaseError):
            # Its row cannot go where its line went; the rows of all other lectures can.
            logger.exception("lecture %s could not be followed", lecture)
    return read


def follow(lecture: str) -> int:
    """Follow one line to its end; how many records were read. Of two at once one finds the offset moved."""
    read = 0
    while records := _settled(lecture, start := _offset(lecture)):
        if start and any(record.kind == "epoch" for record in records):
            # Records before it lost their payload by decision: what they once counted is no longer theirs to say.
            return read + rebuild(lecture)
        if _write(lecture, start, records):
            read += len(records)
    return read


def rebuild(lecture: str) -> int:
    """Forget the figures of a lecture and read its line from the first record; how many were read."""
    read = 0
    with transaction.atomic():
        Figures.objects.filter(pk=lecture).delete()
        projections.forget(lecture)
        while records := _settled(lecture, read):
            _write(lecture, read, records)
            read = records[-1].seq
    return read


def _settled(lecture: str, after: int) -> list[stage.Accepted]:
    """Records behind a number, none behind a decision to erase that the disk does not show yet.

    A decision is a record before it is carried out: who read on in between would count what is about to go, and for
    ever. Read twice where there is one, for the first reading may be the older of the two.
    """
    records = stage.read(lecture, after, BATCH)
    decisions = [record for record in records if record.kind == "epoch"]
    if not decisions:
        return records
    early = next((record.seq for record in decisions if not _is_carried_out(lecture, record)), records[-1].seq + 1)
    return [record for record in stage.read(lecture, after, BATCH) if record.seq < early]


def _is_carried_out(lecture: str, decision: stage.Accepted) -> bool:
    """One rename strikes all that a decision names: where the last is gone, all are."""
    erased = decision.data.get("erased") or []
    return not erased or stage.read(lecture, max(erased) - 1, 1)[0].kind == "erased"


def _offset(lecture: str) -> int:
    return Figures.objects.filter(pk=lecture).values_list("offset", flat=True).first() or 0


@transaction.atomic
def _write(lecture: str, start: int, records: list[stage.Accepted]) -> bool:
    row, _made = Figures.objects.select_for_update().get_or_create(pk=lecture)
    if row.offset != start:
        return False  # somebody else followed meanwhile; the caller reads again from where they came to
    tally = Tally(**{field.name: getattr(row, field.name) for field in fields(Tally)})
    for record in records:
        before, tally = tally.phase, after(tally, record)
        if tally.phase != before:
            lectures.follow_phase(lecture, tally.phase, record.at, by=record.by)
    projections.take(lecture, records)
    Figures.objects.filter(pk=lecture).update(**asdict(tally))
    return True
