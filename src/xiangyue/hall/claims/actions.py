"""Everything that ends a win: a prize given out, or one whose time ran out. Each verb checks, writes, records."""

from django.db import IntegrityError, transaction
from django.utils.formats import date_format

from xiangyue.hall.claims import errors, queries
from xiangyue.hall.claims.models import Settlement
from xiangyue.hall.claims.rules import Holder
from xiangyue.hall.claims.states import Bearer, Outcome
from xiangyue.hall.draws.models import Draw
from xiangyue.hall.draws.states import State
from xiangyue.journal import actions as journal
from xiangyue.kernel import clock
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right


def give(draw: Draw, code: str, bearer: Bearer, *, by: Member) -> Holder:
    """Give a prize to whoever shows its code. Raises `Forbidden`, `NotDrawnYet`, `UnknownCode`, `AlreadySettled`."""
    holder = queries.find(by, draw, code)
    _settle(draw, holder, Outcome.GIVEN, bearer, by=by)
    return holder


def forfeit(draw: Draw, label: str, *, by: Member) -> Holder:
    """Hand on the prize of somebody who did not come in time. Raises `TooEarly`, `UnknownCode`, `AlreadySettled`."""
    access.require(by, Right.RUN, draw.lecture.studio.unit)
    if draw.state != State.RESULT:
        raise errors.NotDrawnYet
    if clock.now() < (until := queries.due_until(draw)):
        raise errors.TooEarly(until=date_format(until.astimezone(clock.COUNTY_ZONE), "Y-m-d H:i"))
    holder = next((one for one in queries.holders(draw) if one.label == label), None)
    if holder is None:
        raise errors.UnknownCode
    _settle(draw, holder, Outcome.FORFEITED, Bearer.SELF, by=by)
    return holder


@transaction.atomic
def forget(lecture: str) -> None:
    """Delete what was settled in a lecture that is deleted: a rehearsal."""
    Settlement.objects.filter(draw__lecture_id=lecture).delete()


def _settle(draw: Draw, holder: Holder, outcome: Outcome, bearer: Bearer, *, by: Member) -> None:
    row = Settlement(draw=draw, label=holder.label, prize=holder.prize, outcome=outcome, bearer=bearer)
    row.settled_at, row.settled_by = clock.now(), by.username
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            data = {"label": holder.label, "prize": holder.prize, "outcome": outcome.value, "bearer": bearer.value}
            journal.record(f"draw/{draw.pk}", "settle", data, by=by.username)
    except IntegrityError as first:
        known = Settlement.objects.get(draw=draw, label=holder.label)
        when = date_format(known.settled_at.astimezone(clock.COUNTY_ZONE), "m-d H:i")
        raise errors.AlreadySettled(outcome=Outcome(known.outcome).label, when=when) from first
