"""Asking for a print and making it. The worker calls `make_due` with the makers that the roof puts together."""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, QuerySet

from xiangyue.documents.press.models import Print
from xiangyue.documents.press.states import State
from xiangyue.files import actions as files
from xiangyue.files.states import Kind
from xiangyue.kernel import clock
from xiangyue.kernel.errors import Fault, Refusal

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
TRIES = 4
AGAIN = timedelta(seconds=20)
"""Before a print that met an accident is tried again."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a maker gives back; None instead means that nobody wants it any more."""

    content: bytes
    kind: Kind


Maker = Callable[[Print], Made | None]
"""Makes a print from what its lecture is now. May raise `Refusal` (never again) and `Fault`."""


def ask(lecture: "Lecture", what: str, key: str, *, by: str) -> Print:
    """Have something printed; what is there already, or waits, is not made twice. One that failed is tried again."""
    now = clock.now()
    row, made = Print.objects.get_or_create(
        lecture=lecture, what=what, key=key, defaults={"asked_at": now, "asked_by": by, "due_at": now}
    )
    if not made and row.state == State.FAILED:
        failed = Print.objects.filter(pk=row.pk, state=State.FAILED)
        failed.update(state=State.WAITING, tries=0, due_at=now, reason="")
        row.refresh_from_db()
    return row


def make_due(makers: Mapping[str, Maker], *, limit: int = 2) -> int:
    """Make what waits, the oldest first; how many were made. `makers` by the first word of `what`."""
    made = 0
    waiting = Print.objects.filter(state=State.WAITING, due_at__lte=clock.now()).order_by("due_at", "pk")
    for row in waiting.select_related("lecture__studio__unit")[:limit]:
        if not _claim(row):
            continue
        try:
            result = makers[row.what.partition("/")[0]](row)
        except Refusal as no:
            _fail(row, no.sentence)
        except Fault as fault:
            logger.warning("print %s %s: %s", row.pk, row.what, fault)
            if fault.retry and row.tries < TRIES:
                _held(row).update(due_at=clock.now() + AGAIN)
            else:
                _fail(row, str(fault))
        else:
            made += _finish(row, result)
    return made


@transaction.atomic
def forget(lecture_id: str, *, only: Collection[str] = ()) -> None:
    """Delete the prints of a lecture, or of some kinds of them; one that is being made meanwhile is not kept."""
    prints = Print.objects.filter(lecture=lecture_id)
    for each in (prints.filter(what__in=only) if only else prints).select_related("file"):
        Print.objects.filter(pk=each.pk).delete()
        if each.file is not None:
            files.drop(each.file)


def _claim(row: Print) -> bool:
    """Compare and set on the tries; a worker that died in the same print too often is not followed by another."""
    mine = Print.objects.filter(pk=row.pk, state=State.WAITING, tries=row.tries)
    if mine.update(tries=F("tries") + 1, due_at=clock.now() + LEASE) != 1:
        return False
    row.tries += 1
    if row.tries > TRIES:
        _fail(row, "")
        return False
    return True


@transaction.atomic
def _finish(row: Print, result: Made | None) -> int:
    if result is None:
        _held(row).delete()
        return 0
    file = files.keep(result.content, kind=result.kind, label=f"print/{row.pk}", by=row.asked_by)
    if _held(row).update(state=State.READY, file=file, made_at=clock.now(), reason="") != 1:
        transaction.set_rollback(True)
        return 0
    # What was made of an older content is of no use to anybody once this is there.
    older = Print.objects.filter(lecture=row.lecture_id, what=row.what, pk__lt=row.pk)
    for each in older.select_related("file"):
        Print.objects.filter(pk=each.pk).delete()
        if each.file is not None:
            files.drop(each.file)
    return 1


def _fail(row: Print, reason: str) -> None:
    _held(row).update(state=State.FAILED, reason=str(reason)[:500])


def _held(row: Print) -> QuerySet[Print]:
    return Print.objects.filter(pk=row.pk, state=State.WAITING, tries=row.tries)
