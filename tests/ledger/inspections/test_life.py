"""From a plan to the ledger."""

import uuid
from datetime import timedelta

import pytest
from tests.factories import inspections as factory
from tests.factories import matters as ledger

from xiangyue.journal.models import Entry, Head
from xiangyue.kernel import clock as the_clock
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.inspections import actions, errors, queries
from xiangyue.ledger.inspections.models import Inspection, Reading
from xiangyue.ledger.inspections.rules import Helper, OnSite
from xiangyue.ledger.inspections.states import Purpose, Result, State
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.errors import OwnLine
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.subjects.states import Type
from xiangyue.notify.models import Message
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.models import Grant
from xiangyue.org.access.states import Role
from xiangyue.org.mailboxes import actions as mailboxes
from xiangyue.org.people.models import Person
from xiangyue.org.units.models import Unit

pytestmark = pytest.mark.django_db


def test_from_plan_to_ledger(scene, clock):
    row = factory.drawn(scene)
    stood = factory.stood(row)
    assert len(stood.places) == 2
    (inspector,) = stood.people
    assert inspector != "own-inspector"
    clock.move(3_600_000)
    place = queries.places(stood.places)[stood.places[0]]
    at_spot = the_clock.now()
    actions.add_finding(row.pk, factory.found(place), Order(factory.member(inspector)))
    (finding,) = factory.stood(row).to_report
    in_two_days = the_clock.now() + timedelta(days=2)
    on_site = OnSite("fushan", (Helper("yibao", in_two_days),), text="街道牵头，当场定的。")
    actions.decide(row.pk, finding.name, on_site, Order(scene.chief))
    clock.move(3_600_000)
    released = factory.released(scene, row)
    assert (released.state, released.number) == (State.RELEASED, "查〔2026〕1号")
    matter = Matter.objects.get()
    assert (matter.number, matter.lead_id, matter.reporter) == ("街〔2026〕1号", "fushan", inspector)
    assert matter.found_at == at_spot
    assert matter.reported_at == at_spot + timedelta(hours=1)
    assert matter.helpers["yibao"] is not None
    assert ledger.folds(matter)
    assert queries.origin(matter.pk) == "查〔2026〕1号"


def test_only_the_leader_of_inspections_plans(scene, cast):
    for who in (scene.desk.office, scene.desk.clerk, scene.desk.inspectors[2], cast.office, cast.auditor, cast.admin):
        with pytest.raises(Forbidden):
            actions.plan(factory.a_scope(), Order(who))
    assert not Inspection.objects.exists()


def test_to_who_is_not_of_the_crew_it_does_not_exist(scene, cast, django_assert_num_queries):
    row = factory.drawn(scene)
    for who in (scene.desk.clerk, scene.desk.office, scene.desk.own_inspector, scene.desk.auditor, cast.office):
        for name in (row.pk, "0" * 16):
            with django_assert_num_queries(1), pytest.raises(NotFound):
                queries.get(who, name)
            with pytest.raises(NotFound):
                actions.look(who, name, purpose=Purpose.PREPARE, what="plan")
            with pytest.raises(NotFound):
                actions.release(name, Order(who))
    assert not Reading.objects.exists()


def test_every_reading_is_told_to_the_lead(scene, clock):
    row = factory.drawn(scene)
    (inspector,) = factory.stood(row).people
    actions.look(factory.member(inspector), row.pk, purpose=Purpose.VISIT, what="plan")
    clock.move(60_000)
    actions.look(scene.chief, row.pk, purpose=Purpose.REVIEW, what="release")
    told = [(one.person, one.purpose, one.what) for one in queries.readings(scene.chief, row)]
    assert told == [("chief", "REVIEW", "release"), (inspector, "VISIT", "plan")]
    with pytest.raises(NotFound):
        queries.readings(factory.member(inspector), row)


def test_a_finding_arrives_once(scene):
    row = factory.drawn(scene)
    command = str(uuid.uuid4())
    for _ in range(3):
        kept = actions.add_finding(row.pk, factory.found(scene.shop), Order(scene.chief, command))
        assert kept.seq == 3
    assert list(factory.stood(row).findings) == [command]


def test_a_phone_that_was_without_a_net_brings_its_finding_after_the_release(scene):
    row = factory.drawn(scene)
    actions.add_finding(row.pk, factory.found(scene.shop), Order(scene.chief))
    factory.released(scene, row)
    command = str(uuid.uuid4())
    for _ in range(2):
        actions.add_finding(row.pk, factory.found(scene.alley, title="路灯下飞线"), Order(scene.chief, command))
    assert sorted(Matter.objects.values_list("title", flat=True)) == ["路灯下飞线", "飞线横跨街面"]


def test_a_release_says_what_is_missing_and_files_nothing(scene):
    row = factory.drawn(scene)
    elsewhere = next(
        one for one in (scene.shop, scene.alley, scene.estate) if one.public_id not in factory.stood(row).places
    )
    actions.add_finding(row.pk, factory.found(elsewhere), Order(scene.chief))
    with pytest.raises(errors.NotReady, match="2 个点位"):
        actions.release(row.pk, Order(scene.chief))
    assert (factory.look(row.pk).state, Matter.objects.count()) == (State.DRAWN, 0)


def test_a_release_is_all_or_nothing(scene):
    row = factory.drawn(scene)
    actions.add_finding(row.pk, factory.found(scene.shop), Order(scene.chief))
    actions.add_finding(row.pk, factory.found(scene.alley), Order(scene.chief))
    second = list(factory.stood(row).findings)[1]
    # The second is handed to a unit in whose line the leader of the inspection has taken a post meanwhile.
    actions.decide(row.pk, second, OnSite("fushan"), Order(scene.chief))
    for name in factory.stood(row).places:
        if name not in factory.stood(row).visits:
            actions.visit(row.pk, name, Result.CLEAN, "", Order(scene.chief))
    before = Entry.objects.count()
    Grant.objects.create(
        person=Person.objects.get(username="chief"), role=Role.CHIEF, unit=Unit.objects.get(code="fushan"),
        since_at=the_clock.now(), granted_by="system",
    )  # fmt: skip
    with pytest.raises(OwnLine):
        actions.release(row.pk, Order(scene.chief))
    assert (factory.look(row.pk).state, Matter.objects.count(), Entry.objects.count()) == (State.DRAWN, 0, before)


def test_the_same_release_again_gives_the_same_reply(scene):
    row = factory.drawn(scene)
    actions.add_finding(row.pk, factory.found(scene.shop), Order(scene.chief))
    for name in factory.stood(row).places:
        if name not in factory.stood(row).visits:
            actions.visit(row.pk, name, Result.MISSED, "大门上锁。", Order(scene.chief))
    order = Order(scene.chief)
    assert actions.release(row.pk, order) == actions.release(row.pk, order)
    assert Matter.objects.count() == 1
    assert Entry.objects.filter(chain=f"inspection/{row.pk}").count() == 1


def test_what_came_while_the_lead_was_reading_stops_the_release(scene):
    row = factory.drawn(scene)
    seen = factory.look(row.pk).seq
    actions.add_finding(row.pk, factory.found(scene.shop), Order(scene.chief))
    with pytest.raises(errors.Moved):
        actions.release(row.pk, Order(scene.chief, expected=seen))


def test_what_came_back_annuls_or_points_at_the_old(scene, clock):
    first = factory.drawn(scene, count=3)
    actions.add_finding(first.pk, factory.found(scene.shop), Order(scene.chief))
    factory.released(scene, first)
    old = Matter.objects.get()
    Matter.objects.filter(pk=old.pk).update(
        state="CLOSED", outcome="UNCHECKED", closed_at=the_clock.now(), how="sample",
        watch_until=the_clock.now() - timedelta(days=1),
    )  # fmt: skip
    second = factory.drawn(scene, count=3)
    actions.add_finding(second.pk, factory.found(scene.shop, again=old.pk), Order(scene.chief))
    with pytest.raises(errors.BadFinding):
        actions.add_finding(second.pk, factory.found(scene.alley, again=old.pk), Order(scene.chief))
    factory.released(scene, second)
    assert Matter.objects.exclude(pk=old.pk).get().rebound_of == old.pk


def test_the_third_neglect_of_a_shop_front_goes_up_a_rung(scene, clock):
    for _ in range(3):
        row = factory.drawn(scene, count=3)
        actions.add_finding(row.pk, factory.found(scene.shop), Order(scene.chief))
        clock.move(8 * 24 * 3_600_000)
        factory.released(scene, row)
    rungs = list(Matter.objects.order_by("reported_at").values_list("rung", flat=True))
    assert rungs == [0, 0, 4]


def test_a_finding_where_one_of_the_crew_works_is_not_taken(scene):
    row = factory.drawn(scene)
    while (people := factory.stood(row).people) != ["inspector-a"]:
        actions.recuse(row.pk, people[0], "另有任务。", Order(scene.chief))
    with pytest.raises(errors.OwnUnit, match="荷花街道"):
        actions.add_finding(row.pk, factory.found(scene.hehua_shop), Order(scene.chief))


def test_who_took_a_post_there_loses_sight_of_it(scene, county):
    row = factory.drawn(scene)
    (inspector,) = factory.stood(row).people
    queries.get(factory.member(inspector), row.pk)
    Grant.objects.create(
        person=Person.objects.get(username=inspector), role=Role.CLERK, unit=county.fushan, since_at=the_clock.now(),
        granted_by="system",
    )  # fmt: skip
    with pytest.raises(NotFound):
        actions.look(factory.member(inspector), row.pk, purpose=Purpose.VISIT, what="plan")


def test_stepping_aside_seats_the_next_of_the_draw(scene):
    row = factory.drawn(scene)
    stood = factory.stood(row)
    (first,), following = stood.people, stood.substitutes[0]
    actions.recuse(row.pk, first, "店主是亲戚。", Order(factory.member(first)))
    assert factory.stood(row).people == [following]
    with pytest.raises(NotFound):
        queries.get(factory.member(first), row.pk)
    queries.get(factory.member(following), row.pk)


def test_a_plan_is_given_up_with_a_reason_but_not_with_findings(scene):
    row = factory.drawn(scene)
    actions.add_finding(row.pk, factory.found(scene.shop), Order(scene.chief))
    with pytest.raises(errors.HasFindings):
        actions.drop(row.pk, "不去了。", Order(scene.chief))
    (finding,) = factory.stood(row).to_report
    with pytest.raises(errors.ReasonMissing):
        actions.withdraw(row.pk, finding.name, " ", Order(scene.chief))
    actions.withdraw(row.pk, finding.name, "当场查明不是飞线。", Order(scene.chief))
    actions.drop(row.pk, "台风，改期。", Order(scene.chief))
    assert (factory.look(row.pk).state, factory.stood(row).why) == (State.DROPPED, "台风，改期。")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": " "}, "名称"),
        ({"count": 0}, "点位"),
        ({"people": 9}, "督查员"),
        ({"types": (Type.HOUSEHOLD,)}, "户和村"),
        ({"excluded": ("nowhere",)}, "nowhere"),
        ({"named": ("nothing",)}, "nothing"),
    ],
)
def test_a_plan_that_is_not_whole_is_refused(scene, changes, says):
    with pytest.raises(errors.BadPlan, match=says):
        factory.planned(scene, **changes)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "accident"}, "inspection-bad-finding"),
        ({"category": "dragons"}, "unknown-category"),
        ({"title": ""}, "bad-matter"),
        ({"text": "长" * 4001}, "bad-matter"),
        ({"subject": "", "place": "fushan", "spot": ""}, "inspection-bad-finding"),
        ({"subject": "0" * 16}, "inspection-bad-finding"),
        ({"evidence": ("0" * 16,)}, "no-such-picture"),
    ],
)
def test_a_finding_that_is_not_whole_is_refused(scene, changes, code):
    row = factory.drawn(scene)
    with pytest.raises(Refusal) as no:
        actions.add_finding(row.pk, factory.found(scene.shop, **changes), Order(scene.chief))
    assert no.value.code == code


def test_nothing_is_written_outside_before_the_release(scene):
    before = (Entry.objects.count(), Head.objects.count(), Matter.objects.count())
    row = factory.drawn(scene)
    actions.add_finding(row.pk, factory.found(scene.shop), Order(scene.chief))
    assert (Entry.objects.count(), Head.objects.count(), Matter.objects.count()) == before


def test_the_release_tells_each_unit_once_and_before_it_nobody(scene, county, settings):
    settings.MAIL = "mailto://house:secret@example.com"
    for unit, who in ((county.fushan, scene.desk.clerk), (county.hehua, scene.desk.other_clerk)):
        mailboxes.set_up(unit, f"{unit.code}@example.com", by=who)
    row = factory.drawn(scene)
    for title in ("飞线横跨街面", "路面油污一片"):
        kept = str(uuid.uuid4())
        actions.add_finding(row.pk, factory.found(scene.shop, title=title), Order(scene.chief, kept))
        actions.decide(row.pk, kept, OnSite("fushan"), Order(scene.chief))
    assert not Message.objects.exists()
    factory.released(scene, row)
    (message,) = Message.objects.all()
    assert "to=fushan%40example.com" in message.address
    assert message.title == "督查 查〔2026〕1号 已发布：府山街道 2 件"
    assert all(title in message.body for title in ("飞线横跨街面", "路面油污一片"))
