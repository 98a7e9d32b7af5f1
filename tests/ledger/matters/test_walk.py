"""Random verbs by random people, thousands of them: no promise breaks, whatever was tried and in whatever order."""

import random
import secrets
import uuid
from datetime import timedelta

import pytest
from tests.factories import matters as factory

from xiangyue.journal.models import Entry
from xiangyue.kernel import clock as the_clock
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.kinds.states import Level
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import desks, folding, projecting, queries
from xiangyue.ledger.matters.actions import Assignment, Order, Verdict
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.rules import same_line
from xiangyue.ledger.matters.states import OPEN, Outcome, State, Verb
from xiangyue.ledger.timers import actions as timers
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.ledger.verifying.models import Seat
from xiangyue.org.access.rules import HOUSE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # some thousand verbs, each a transaction

STEPS = 1000
HOUR = 3_600_000
PLAN = {
    "measures": "换管", "money": "两万元", "deadline": "年底", "person": "王所长", "emergency": "关阀",
    "until": "2027-03-31",
}  # fmt: skip


def verbs(desk, dice):
    """Everything anybody could press, with random words."""
    unit = dice.choice(["fushan", "hehua", "yibao", "fushan-village", "kecheng", "nowhere"])
    later = the_clock.now() + timedelta(days=dice.randint(-3, 20))
    category, grade = dice.choice([("exit", ""), ("exit", "major"), ("gas", ""), ("wires", ""), ("grease", "")])
    verdict = Verdict(passed=dice.random() < 0.7, text="看过。")
    finding = factory.a_finding(kind="street" if category in {"wires", "grease"} else "hazard", category=category)
    helpers = [("yibao", None)] if dice.random() < 0.3 else []
    return [
        lambda name, order: matters.report(finding, order),
        lambda name, order: matters.report(finding, order),
        lambda name, order: matters.assign(name, Assignment(unit, category, grade, helpers=helpers), order),
        lambda name, order: matters.assign(name, Assignment("fushan", category, grade), order),
        lambda name, order: matters.reject(name, "不是隐患。", order),
        lambda name, order: matters.merge(name, any_matter(dice), "同一件。", order),
        lambda name, order: matters.transfer(name, "市供电局", "产权在外。", order),
        matters.accept,
        matters.accept,
        lambda name, order: matters.give_back(name, "不归我们。", order),
        lambda name, order: matters.offer(name, unit, "请接。", order),
        matters.take_over,
        lambda name, order: matters.decline(name, "不接。", order),
        lambda name, order: matters.plan(name, PLAN, order),
        lambda name, order: matters.progress(name, "在办。", order),
        lambda name, order: matters.done(name, "做完。", order),
        lambda name, order: matters.ask_extension(name, later, "material", "等材料。", order),
        lambda name, order: matters.decide_extension(name, order, granted=dice.random() < 0.5, text="知道了。"),
        lambda name, order: matters.pause(name, "weather", "下雨。", later, order),
        matters.resume,
        lambda name, order: matters.claim(name, "改好了。", order),
        lambda name, order: matters.claim(name, "改好了。", order),
        lambda name, order: matters.claim(name, "改好了。", order),
        lambda name, order: verifying.withdraw(name, "点错了。", order),
        lambda name, order: matters.verify(name, verdict, order),
        lambda name, order: matters.unable(name, "暂时没办法。", later, order),
        lambda name, order: matters.annul(name, "又堵了。", order),
        lambda name, order: matters.found_again(name, finding, order),
        lambda name, order: matters.escalate(name, dice.choice(list(Level)), "抓紧。", order),
        lambda name, order: matters.comment(name, "看看。", order),
        lambda name, order: matters.correct(name, order, reason="写错。", finding={"place": unit, "title": "另一句"}),
        lambda name, order: matters.redact(name, dice.randint(0, 8), "依法删除。", order),
        lambda name, order: matters.publish(name, order, on=True, decision="公开。"),
        lambda name, order: matters.tag(name, "winter", order),
        lambda name, order: matters.close_unchecked(name, "x", order),
        lambda name, order: matters.recheck(name, matters.Verdict(False, "还堵着。"), order, unit="hehua"),
    ]


def sensible(desk, dice, name):
    """What somebody who knows the work would do next, and who."""
    later = the_clock.now() + timedelta(days=dice.randint(2, 9))
    matter = Matter.objects.filter(pk=name).first()
    state = matter.state if matter else ""
    category, grade = dice.choice([("exit", ""), ("exit", "major"), ("gas", "")])
    if matter and matter.kind == "street":
        category, grade = "grease", ""
    steps = {
        State.REPORTED: [
            (desk.office, lambda n, o: matters.assign(n, Assignment("fushan", category, grade, helpers=[("yibao", None)]), o)),
            (desk.office, lambda n, o: matters.assign(n, Assignment("fushan", category, grade), o)),
        ],
        State.ASSIGNED: [(desk.clerk, matters.accept), (desk.clerk, lambda n, o: matters.give_back(n, "退。", o))],
        State.WORKING: [
            (desk.clerk, lambda n, o: matters.claim(n, "改好了。", o)),
            (desk.clerk, lambda n, o: matters.claim(n, "改好了。", o)),
            (desk.bureau_clerk, lambda n, o: matters.done(n, "协办完成。", o)),
            (desk.clerk, lambda n, o: matters.plan(n, PLAN, o)),
            (desk.clerk, lambda n, o: matters.offer(n, "hehua", "归荷花。", o)),
            (desk.other_clerk, matters.take_over),
            (desk.clerk, lambda n, o: matters.ask_extension(n, later, "material", "等料。", o)),
            (desk.office, lambda n, o: matters.decide_extension(n, o, granted=True, text="同意。")),
            (desk.office, lambda n, o: matters.pause(n, "weather", "雨。", later, o)),
            (desk.office, lambda n, o: matters.publish(n, o, on=True, decision="挂牌。")),
            (desk.office, lambda n, o: matters.unable(n, "没办法。", later, o)),
        ],
        State.CLOSED: [
            (desk.inspectors[1], lambda n, o: matters.found_again(n, factory.a_finding(category="exit"), o)),
            (desk.office, lambda n, o: matters.annul(n, "又堵了。", o)),
        ],
    }  # fmt: skip
    kind, category = dice.choice([("street", "grease"), ("hazard", category)])
    finding = factory.a_finding(kind=kind, category=category)
    return dice.choice(steps.get(state) or [(desk.inspectors[0], lambda _n, o: matters.report(finding, o))])


def any_matter(dice):
    names = list(Matter.objects.order_by("reported_at", "number").values_list("pk", flat=True))
    return dice.choice(names) if names else "0" * 16


def everybody(desk):
    return [
        desk.office, desk.clerk, desk.other_clerk, desk.village_clerk, desk.bureau_clerk, *desk.inspectors,
        desk.own_inspector, desk.expert, desk.auditor,
    ]  # fmt: skip


def decide_seats(desk, dice):
    people = {who.username: who for who in everybody(desk)}
    for seat in Seat.objects.filter(state="WAITING"):
        try:
            if dice.random() < 0.2:
                verifying.recuse(seat, "认识。", Order(people[seat.person]))
            elif dice.random() < 0.7:
                verifying.decide(seat, Verdict(passed=dice.random() < 0.7, text="看过。"), Order(people[seat.person]))
        except Refusal:
            continue


def require_promises(desk):
    """What must hold after whatever happened."""
    lines = {unit.code: unit.path for unit in factory.all_units()}
    paths = {who.username: [post.path for post in who.posts] for who in everybody(desk)}
    for matter in Matter.objects.select_related("lead", "office"):
        events = queries.events(matter.pk)
        assert projecting.differences(matter, folding.fold(events)) == []
        if matter.outcome == Outcome.FIXED:
            assert matter.vouched
            for who in matter.vouched:  # P3: outside the line, in no part of the claim
                assert not any(same_line(path, matter.lead.path, matter.office.path) for path in paths[who])
                assert who not in {matter.reporter, *matter.hands}
            assert len(matter.vouched) >= (3 if matter.grade == "major" else 1)
        for event in events:
            if event.verb in {Verb.PASS, Verb.VOUCH}:
                assert (
                    not any(path.startswith(lines["fushan"]) for path in paths[event.by]) or matter.lead_id != "fushan"
                )
        reported = [event.at for event in events if event.verb == Verb.REPORT]
        assert len(reported) == 1
        assert round(matter.reported_at.timestamp() * 1000) == reported[0]  # the total clock never starts again
        firsts = [
            event.data["clock"]["original"]
            for event in events
            if event.data and "original" in event.data.get("clock", {})
        ]
        assert len(set(firsts)) <= 1  # the original due moment is fixed once
        levels = [event.data["level"] for event in events if event.verb == Verb.ESCALATE]
        assert levels == sorted(set(levels))  # each rung once


def require_sums(days):
    """Open and closed are what was filed, on every past day: from the counters, and from the chains."""
    office = HOUSE
    for day in days:
        boxes = desks.figures(office, on=day)
        end = the_clock.now()
        filed = sum(box.n for box in boxes)
        still = sum(box.n for box in boxes if box.state in OPEN)
        closed = sum(box.n for box in boxes if box.state == State.CLOSED)
        assert all(box.n > 0 for box in boxes)
        assert still + closed == filed
        end = desks.workdays.end_of(day)
        standings = [
            folding.fold(past)
            for name in Matter.objects.filter(reported_at__lte=end).values_list("pk", flat=True)
            if (past := queries.events(name, until=end))
        ]
        assert len(standings) == filed
        assert sum(standing.state in OPEN for standing in standings) == still


@pytest.fixture
def dice(seed, monkeypatch):
    """Every chance of the walk, the county's own secrets and names included: the same seed is the same walk."""
    thrown = random.Random(seed)
    own = random.Random(seed + 1000)
    monkeypatch.setattr(secrets, "token_bytes", own.randbytes)
    monkeypatch.setattr(secrets, "choice", own.choice)
    return thrown


@pytest.mark.parametrize(
    "seed", [pytest.param(1, marks=pytest.mark.either_engine), pytest.param(2, marks=pytest.mark.postgres)]
)
def test_no_promise_breaks(dice, desk, clock):
    days, done, refused = set(), 0, 0
    for _ in range(STEPS):
        clock.move(dice.randint(0, HOUR))
        name = any_matter(dice)
        who, press = sensible(desk, dice, name)
        if dice.random() < 0.4:
            who, press = dice.choice(everybody(desk)), dice.choice(verbs(desk, dice))
        order = Order(who, command=str(uuid.UUID(int=dice.getrandbits(128))))
        before = Entry.objects.count()
        try:
            reply = press(name, order)
            done += 1
            assert press(name, order) == reply  # the same command, the same reply
        except Refusal:
            refused += 1
            assert Entry.objects.count() == before  # a no leaves nothing behind
        if dice.random() < 0.05:
            clock.move(dice.randint(1, 30) * HOUR)
            days.add(desks.workdays.county_day(the_clock.now()))
            verifying.run_due()
            timers.run_due()
            decide_seats(desk, dice)
    require_promises(desk)
    require_sums(sorted(days)[:: max(1, len(days) // 8)])
    timers.compact_counts()
    require_sums(sorted(days)[-3:])
    assert done > STEPS // 8
    happened = set(Entry.objects.filter(chain__startswith=queries.PREFIX).values_list("verb", flat=True))
    assert {"pass", "escalate", "accept", "claim", "draw"} <= happened
