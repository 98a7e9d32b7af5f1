"""What the worker does to matters, round by round. Each step is one transaction, and finds only what is still due."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.db import transaction

from xiangyue.kernel import clock, workdays
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import deadlines
from xiangyue.ledger.matters.actions import Order, balancing
from xiangyue.ledger.matters.models import Command, Matter
from xiangyue.ledger.matters.states import RUNNING, State
from xiangyue.ledger.timers.models import Digest, Fired
from xiangyue.org.access.rules import HOUSE

MOST = 500
"""Of one round: the worker has others to serve in between."""

KEPT = timedelta(days=90)
"""How long a command is remembered: an outbox that comes back later than this is read by a person."""


def run_due() -> int:
    """Let everything happen whose time has come; how much did."""
    return sum(step() for step in (climb_due, accept_due, resume_due, wake_due))


def climb_due() -> int:
    """Fire the rungs whose working morning has come, and write each down in its unit's digest of the day."""
    due = Matter.objects.filter(
        state__in=sorted(RUNNING), paused_at__isnull=True, next_rung_at__lte=clock.now(), next_rung__gt=0
    )
    return _each(due.order_by("next_rung_at", "pk").values_list("pk", flat=True)[:MOST], _climb)


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


def told(digest: Digest) -> None:
    """Note that a unit has got its digest."""
    Digest.objects.filter(pk=digest.pk).update(told_at=clock.now())


@transaction.atomic
def _climb(name: str) -> None:
    matter = Matter.objects.select_for_update().get(pk=name)
    level, today = matter.next_rung, workdays.county_day(clock.now())
    if matter.lead_id is None or matter.next_rung_at is None or matter.next_rung_at > clock.now():
        return
    matters.climb(name, level)
    digest = _digest(matter.lead_id, today)
    Fired.objects.get_or_create(matter=name, level=level, defaults={"digest": digest, "at": clock.now()})


def _digest(unit: str, on: date) -> Digest:
    digest, _made = Digest.objects.get_or_create(unit_id=unit, on=on, defaults={"made_at": clock.now()})
    return digest


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
