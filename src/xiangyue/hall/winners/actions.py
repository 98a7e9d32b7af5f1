"""Who holds a prize is found, written down, and sent a text, in this order. Called by the work child."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.formats import date_format

from xiangyue.hall.claims import queries
from xiangyue.hall.claims.models import Settlement
from xiangyue.hall.claims.rules import Holder
from xiangyue.hall.claims.states import Outcome
from xiangyue.hall.draws.models import Draw, Step
from xiangyue.hall.draws.states import State
from xiangyue.hall.winners.models import Telling
from xiangyue.kernel import clock, vouchers
from xiangyue.kernel.draw import label
from xiangyue.kernel.errors import Fault, NotFound
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.residents import actions as residents
from xiangyue.org.residents import queries as known

logger = logging.getLogger(__name__)

FRESH = timedelta(days=3)
"""How long after a result, or after a substitute stepped in, somebody is still told: later it would only confuse."""

WAIT = timedelta(minutes=5)
"""Between two tries, and how long a try is left to the process that began it."""

TRIES = 5
PURPOSE = "通知抽奖中奖"


def tell_winners() -> int:
    """Text everybody who holds a prize and left a telephone number; how many texts were sent."""
    if not known.texts_words():
        return 0
    for draw in _fresh():
        _write_down(draw)
    due = Telling.objects.filter(due_at__lte=clock.now()).select_related("draw__lecture__studio")
    return sum(_send(row) for row in due)


def _fresh() -> Iterable[Draw]:
    since = clock.now() - FRESH
    drawn = Step.objects.filter(kind="draw_result", at__gte=int(since.timestamp() * 1000)).values("draw")
    moved = Settlement.objects.filter(outcome=Outcome.FORFEITED, settled_at__gte=since).values("draw")
    recent = Draw.objects.filter(Q(pk__in=drawn) | Q(pk__in=moved), state=State.RESULT)
    return recent.filter(lecture__rehearsal_of__isnull=True).select_related("lecture__studio")


@transaction.atomic
def _write_down(draw: Draw) -> None:
    told = set(Telling.objects.filter(draw=draw).values_list("label", flat=True))
    fresh = [one for one in queries.holders(draw) if one.label not in told and not one.outcome]
    if not fresh:
        return
    people = _people(draw, {one.label for one in fresh})
    now = clock.now()
    for one in fresh:
        person = people.get(one.label, "")
        Telling.objects.create(draw=draw, label=one.label, person=person, due_at=now if person else None)


def _people(draw: Draw, wanted: set[str]) -> dict[str, str]:
    """The person keys behind numbers of this draw."""
    secret, found = settings.SECRET_KEY, {}
    for person in known.keys(HOUSE):
        who = vouchers.pseudonym(secret, person, draw.lecture_id)
        number = label(secret, draw.lecture_id, draw.seq or 0, who)
        if number in wanted:
            found[number] = person
    return found


def _send(row: Telling) -> bool:
    claimed = Telling.objects.filter(pk=row.pk, due_at=row.due_at)
    if claimed.update(tries=F("tries") + 1, due_at=clock.now() + WAIT) != 1:
        return False  # another round has it
    holder = next((one for one in queries.holders(row.draw) if one.label == row.label and not one.outcome), None)
    sent = done = False
    try:
        sent = holder is not None and residents.text(row.person, _words(row.draw, holder), PURPOSE, by=HOUSE)
        done = True
    except NotFound:
        done = True  # the identity was erased since
    except Fault as fault:
        logger.warning("a winner of draw %s was not told: %s", row.draw_id, fault)
    if done or row.tries + 1 >= TRIES:
        Telling.objects.filter(pk=row.pk).update(due_at=None)
    return sent


def _words(draw: Draw, holder: Holder) -> str:
    """Who writes, what was won, with what it is fetched, where, until when. Chinese in every language."""
    prize, code = draw.prizes[holder.prize]["name"], queries.code_of(draw, holder.label)
    until = date_format(queries.due_until(draw).astimezone(clock.COUNTY_ZONE), "n月j日 H:i")
    return (
        f"【{settings.COUNTY}乡约】您在“{draw.lecture.title}”抽中{prize}，领奖码 {code}（号码 {holder.label}）。"
        f"{draw.claim}，{until} 前领取，家人可以代领。不收任何费用。"
    )
