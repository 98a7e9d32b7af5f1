"""What the worker does to matters, round by round. Each step is one transaction, and finds only what is still due."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from xiangyue.kernel import clock, workdays
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import deadlines
from xiangyue.ledger.matters.actions import Order, balancing
from xiangyue.ledger.matters.models import Command, Matter
from xiangyue.ledger.matters.states import RUNNING, State
from xiangyue.ledger.timers import queries
from xiangyue.ledger.timers.models import Digest, Fired
from xiangyue.notify import actions as notify
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.mailboxes import queries as mailboxes

MOST = 500
"""Of one round: the worker has others to serve in between."""

KEPT = timedelta(days=90)
"""How long a command is remembered: an outbox that comes back later than this is read by a person."""


def run_due() -> int:
    """Let everything happen whose time has come; how much did."""
    return sum(step() for step in (climb_due, accept_due, resume_due, wake_due))


def climb_due() -> int:
    """Fire the rungs whose working morning has come, and write each down in its unit's digest of the day.

    A morning that was missed because nobody was running is made up for on the next working day, never on a day off.
    """
    if not _is_working_time():
        return 0
    return _each(_to_climb().order_by("next_rung_at", "pk").values_list("pk", flat=True)[:MOST], _climb)


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it is sent."""

    title: str
    body: str


Writes = Callable[[Digest, list[queries.Line]], Letter]
"""Writes what a unit is told: pages know addresses and words."""


def tell_due(writes: Writes, *, mail: str) -> int:
    """Send every unit the digest of its morning, once all of the morning's rungs stand in it; how many were sent.

    That a unit was told and the message in the queue are one transaction, so a process that dies in between has told
    nobody yet, and the next one tells once. A unit without an address finds its digest on its page.
    """
    if not _is_working_time() or _to_climb().exists():
        return 0
    return sum(_tell(name, writes, mail) for name in queries.untold(workdays.county_day(clock.now())))


def accept_due() -> int:
    """Count as accepted what nobody signed for within the kind's hours."""
    now, done = clock.now(), 0
    for kind in kinds.all_current():
        since = deadlines.ago(now, kind.accept_within, calendars.current())
        late = Matter.objects.filter(state=State.ASSIGNED, kind=kind.code, assigned_at__lte=since)
        done += _each(late.values_list("pk", flat=True)[:MOST], matters.accept_silently)
    return done


def resume_due() -> int:
    """Let the clock run again where a pause is over."""
    over = Matter.objects.filter(paused_until__isnull=False, paused_until__lte=clock.now(), state=State.WORKING)
    return _each(over.values_list("pk", flat=True)[:MOST], lambda name: matters.resume(name, Order(HOUSE)))


def wake_due() -> int:
    """Let what was closed as unable be work again on its day."""
    awake = Matter.objects.filter(review_at__isnull=False, review_at__lte=clock.now(), state=State.CLOSED)
    return _each(awake.values_list("pk", flat=True)[:MOST], matters.wake)


def recalc_due(*, most: int = MOST) -> int:
    """Count anew what an older calendar counted. Every deadline that moves says so in its own chain."""
    version = calendars.version()
    behind = Matter.objects.filter(state__in=sorted(RUNNING), due__isnull=False).exclude(calendar=version)
    return _each(behind.order_by("pk").values_list("pk", flat=True)[:most], matters.recalc)


def compact_counts() -> int:
    """Put rows of counters together, and draw the balances that are due; how many boxes had several rows."""
    merged = balancing.compact()
    balancing.balance()
    return merged


def forget_commands() -> None:
    """Forget the replies of months ago."""
    Command.objects.filter(at__lt=clock.now() - KEPT).delete()


@transaction.atomic
def _climb(name: str) -> None:
    matter = Matter.objects.select_for_update().get(pk=name)
    level = matter.next_rung
    if matter.lead_id is None or matter.next_rung_at is None or matter.next_rung_at > clock.now():
        return
    matters.climb(name, level)
    digest = _digest(matter.lead_id, workdays.county_day(clock.now()))
    Fired.objects.get_or_create(matter=name, level=level, defaults={"digest": digest, "at": clock.now()})


def _digest(unit: str, on: date) -> Digest:
    """The digest of a day, held; what fires after it was sent stands in the one of the next working morning."""
    made = {"made_at": clock.now()}
    digest, _made = Digest.objects.get_or_create(unit_id=unit, on=on, defaults=made)
    digest = Digest.objects.select_for_update().get(pk=digest.pk)
    if digest.told_at is None:
        return digest
    following = workdays.county_day(workdays.morning_after(workdays.end_of(on), calendars.current()))
    return Digest.objects.get_or_create(unit_id=unit, on=following, defaults=made)[0]


@transaction.atomic
def _tell(name: int, writes: Writes, mail: str) -> bool:
    digest = Digest.objects.select_related("unit").select_for_update(of=("self",)).get(pk=name)
    if digest.told_at is not None:
        return False
    Digest.objects.filter(pk=name).update(told_at=clock.now())
    if lines := queries.lines(digest):
        letter = writes(digest, lines)
        notify.send(mailboxes.addresses(digest.unit_id), letter.title, letter.body, mail=mail)
    return bool(lines)


def _to_climb() -> QuerySet[Matter]:
    return Matter.objects.filter(
        state__in=sorted(RUNNING), paused_at__isnull=True, next_rung_at__lte=clock.now(), next_rung__gt=0
    )


def _is_working_time() -> bool:
    """Whether people are told things now: on a working day, from its morning on."""
    now = clock.now()
    return (
        calendars.current().works(workdays.county_day(now))
        and now.astimezone(clock.COUNTY_ZONE).time() >= workdays.MORNING
    )


def _each(names: Iterable[str], do: Callable[[str], object]) -> int:
    """Do it to each; one that somebody else moved in between is left to them."""
    done = 0
    for name in list(names):
        try:
            do(name)
        except Refusal:
            continue
        done += 1
    return done
