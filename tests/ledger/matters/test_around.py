"""What stands around matters: rows of another ledger, tellers, duty holders, campaigns, lists, figures, recounting."""

import uuid
from datetime import date, timedelta

import pytest
from tests.factories import matters as factory

from xiangyue.kernel import clock as the_clock
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.campaigns import actions as campaigns
from xiangyue.ledger.campaigns import queries as campaign_reads
from xiangyue.ledger.holders import actions as holders
from xiangyue.ledger.holders import errors as holder_errors
from xiangyue.ledger.holders import queries as holder_reads
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import desks, errors, proving, published, queries
from xiangyue.ledger.matters.actions import Assignment, Brought, Order
from xiangyue.ledger.matters.desks import Filter
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import Outcome, State
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum
from xiangyue.ledger.tellers import actions as tellers
from xiangyue.ledger.tellers import queries as teller_reads
from xiangyue.org.access.errors import Forbidden

pytestmark = pytest.mark.django_db
HOUR = 3_600_000


# ------------------------------------------------ another ledger
def rows(desk, count, **more):
    finding = factory.a_finding(via=Reporter.IMPORT, title="旧台账来的一条", campaign="winter")
    return [Brought(f"old-{number}", finding, **more) for number in range(count)]


def test_rows_of_another_ledger_come_once(desk):
    first = matters.bring("excel", rows(desk, 7, lead="fushan"), by=desk.office)
    again = matters.bring("excel", rows(desk, 9, lead="fushan"), by=desk.office)
    assert [row.is_new for row in first] == [True] * 7
    assert [row.is_new for row in again] == [False] * 7 + [True] * 2
    assert [row.matter for row in again[:7]] == [row.matter for row in first]
    assert sorted(Matter.objects.values_list("number", flat=True), key=len)[:3] == [
        "隐〔2026〕1号",
        "隐〔2026〕2号",
        "隐〔2026〕3号",
    ]
    assert all(factory.folds(matter) for matter in Matter.objects.all())
    assert sum(box.n for box in desks.figures(desk.office)) == 9
    assert desks.search(desk.office, Filter(words="旧台账")).count() == 9
    assert desks.of_unit(desk.clerk, factory.look(first[0].matter).lead).to_accept.count() == 9


def test_old_closures_are_not_ours_and_never_opened_by_coming_again(desk):
    closed = the_clock.now() - timedelta(days=90)
    (came,) = matters.bring("excel", rows(desk, 1, closed_at=closed), by=desk.office)
    matter = factory.look(came.matter)
    assert (matter.state, matter.outcome, matter.vouched) == (State.CLOSED, Outcome.BEFORE, [])
    matters.bring("excel", rows(desk, 1, lead="fushan"), by=desk.office)
    assert factory.look(came.matter).outcome == Outcome.BEFORE


def test_only_who_dispatches_brings(desk):
    with pytest.raises(errors.NotReported):
        matters.bring("excel", rows(desk, 1), by=desk.clerk)


# ------------------------------------------------ tellers
def told(command="", **changes):
    finding = factory.a_finding(via=Reporter.PUBLIC, **changes)
    return tellers.tell(finding, tellers.Contact("13800000000"), command=command or str(uuid.uuid4()))


def test_a_resident_reports_and_follows_and_the_lead_never_learns_who(desk):
    command = str(uuid.uuid4())
    report = told(command)
    assert told(command) == report
    name = report.reply.matter
    matters.assign(name, Assignment("fushan", "exit"), Order(desk.office))
    matter = factory.look(name)
    assert matter.reporter == ""
    assert next(line.by for line in queries.timeline(desk.clerk, matter)) == ""
    with pytest.raises((errors.NotYours, errors.OwnLine)):
        tellers.open_contact(desk.clerk, name, "想找他谈谈")
    assert tellers.open_contact(desk.office, name, "回访") == "13800000000"
    followed = teller_reads.follow(report.secret)
    assert (followed.number, followed.state, followed.lead) == (matter.number, State.ASSIGNED, "府山街道")
    with pytest.raises(NotFound):
        teller_reads.follow("0" * 26)


def test_who_reports_all_day_is_asked_to_call(desk):
    for _ in range(tellers.MOST_A_DAY):
        told()
    with pytest.raises(tellers.errors.TooOften):
        told()


def test_staff_who_reported_is_hidden_from_the_lead(desk):
    matter = factory.working(desk)
    assert queries.timeline(desk.clerk, matter)[0].by == ""
    assert queries.timeline(desk.office, matter)[0].by == desk.inspectors[0].username


# ------------------------------------------------ duty holders
def test_a_duty_holder_answers_through_a_link_and_the_lead_stays_responsible(desk, clock):
    matter = factory.working(desk)
    link = holders.invite(matter.pk, "新桥街百货店", "请清空通道。", days=7, by=desk.clerk)
    holders.opened(link.secret)
    command = str(uuid.uuid4())
    reply = holders.answer(link.secret, "今晚清完。", command=command)
    assert holders.answer(link.secret, "今晚清完。", command=command) == reply
    row = holder_reads.of_matter(desk.clerk, matter).get()
    assert (row.answers, row.slip != link.secret, row.opened_at is not None) == (1, True, True)
    after = factory.look(matter.pk)
    assert (after.state, after.lead_id) == (State.WORKING, "fushan")
    assert [line.data.get("what") for line in queries.timeline(desk.clerk, after)][-2:] == [
        "holder-invited",
        "holder-answered",
    ]
    assert factory.folds(after)


def test_a_stolen_or_late_link_opens_nothing(desk, clock):
    matter = factory.working(desk)
    link = holders.invite(matter.pk, "百货店", "请清空。", days=1, by=desk.clerk)
    with pytest.raises(NotFound):
        holders.answer("0" * 26, "喂。", command=str(uuid.uuid4()))
    clock.move(25 * HOUR)
    with pytest.raises(holder_errors.LinkOver):
        holders.answer(link.secret, "喂。", command=str(uuid.uuid4()))
    lost = holders.invite(matter.pk, "百货店", "请清空。", days=1, by=desk.clerk)
    holders.revoke(lost.invitation.pk, by=desk.clerk)
    with pytest.raises(holder_errors.LinkOver):
        holder_reads.by_secret(lost.secret)
    with pytest.raises((errors.NotYours, NotFound)):
        holders.invite(matter.pk, "百货店", "请清空。", days=1, by=desk.other_clerk)


# ------------------------------------------------ campaigns
def test_a_campaign_counts_what_the_filter_on_the_ledger_gives(desk):
    plan = campaigns.Plan("今冬明春消防", date(2026, 11, 1), date(2027, 3, 31), (("hazard", "exit", "看通道"),))
    campaign = campaigns.found("winter", plan, by=desk.office)
    campaigns.attach("winter", "a" * 16, by=desk.office)
    campaigns.attach("winter", "a" * 16, by=desk.office)
    inside = [factory.reported(desk, campaign="winter") for _ in range(3)]
    factory.reported(desk)
    matters.reject(inside[0].pk, "不是。", Order(desk.office))
    progress = campaign_reads.progress(desk.office, campaign)
    assert (progress.filed, progress.open, progress.other) == (3, 2, 1)
    assert desks.search(desk.office, Filter(campaign="winter")).count() == progress.filed
    assert campaign_reads.lectures(campaign) == ["a" * 16]
    with pytest.raises(Forbidden):
        campaigns.amend("winter", plan, by=desk.clerk)


# ------------------------------------------------ lists
def test_what_is_alike_is_shown_and_what_is_far_is_not(desk):
    here = Position(28_970_000, 118_870_000, Datum.WGS84)
    near = Position(28_970_200, 118_870_000, Datum.WGS84)
    far = Position(28_980_000, 118_870_000, Datum.WGS84)
    other_datum = Position(28_970_000, 118_870_000, Datum.GCJ02)
    same = factory.reported(desk, position=near)
    factory.reported(desk, position=far)
    factory.reported(desk, position=other_datum)
    factory.reported(desk, position=near, category="gas")
    found = desks.similar(desk.inspectors[0], "hazard", "exit", at=here)
    assert [(each.matter, each.metres) for each in found] == [(same.pk, 22)]
    assert desks.similar(desk.office, "hazard", "exit", at=here) == found


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_number_of_queries_however_long_they_are(desk, django_assert_num_queries, count):
    for _ in range(count):
        factory.working(desk)
    unit = factory.look(Matter.objects.first().pk).lead
    with django_assert_num_queries(2):
        assert len(desks.of_unit(desk.clerk, unit).working) == count
    with django_assert_num_queries(4):
        assert len(desks.search(desk.clerk, Filter(words="纸箱"))) == count


def test_a_third_unit_and_a_stranger_find_nothing_by_searching(desk, cast):
    factory.working(desk)
    for who in (desk.other_clerk, cast.stranger, cast.guest, desk.expert):
        assert list(desks.search(who, Filter(words="纸箱"))) == []
    with pytest.raises(Forbidden):
        desks.of_unit(desk.other_clerk, factory.look(Matter.objects.get().pk).lead)


def test_the_responsibility_report_names_what_nobody_has(desk, clock, county):
    lost = told(place="", spot="大南门桥下")
    offered = factory.working(desk)
    matters.offer(offered.pk, "hehua", "归荷花。", Order(desk.clerk))
    clock.move(25 * HOUR)
    report = desks.orphans(desk.office, county.district)
    assert [each.pk for each in report.unfiled] == [lost.reply.matter]
    assert [each.pk for each in report.without_place] == [lost.reply.matter]
    assert [each.pk for each in report.not_taken] == [offered.pk]


def test_the_public_sees_rows_of_public_kinds_only(desk):
    shown = factory.reported(desk, kind="street", category="wires", title="新桥街飞线")
    factory.reported(desk)
    assert [row.number for row in published.public()] == [shown.number]
    assert published.public_one(shown.number).spot == shown.spot
    with pytest.raises(NotFound):
        published.public_one("隐〔2026〕1号")


# ------------------------------------------------ proving
def test_a_row_that_was_changed_by_hand_is_named(desk):
    matter = factory.working(desk)
    assert list(proving.differing()) == []
    Matter.objects.filter(pk=matter.pk).update(due=matter.due + timedelta(days=30))
    assert list(proving.differing()) == [(f"matter/{matter.pk}", ["due"])]


def test_words_are_erased_by_a_decision_and_the_row_stays_the_fold(desk):
    matter = factory.working(desk)
    matters.redact(matter.pk, 0, "网信决定 3 号", Order(desk.office))
    after = factory.look(matter.pk)
    assert (after.title, after.text, after.state) == ("", "", State.WORKING)
    assert factory.folds(after)
    assert desks.search(desk.office, Filter(words="纸箱")).count() == 0
    assert queries.timeline(desk.office, after)[0].said is None
    with pytest.raises(errors.NothingToRedact):
        matters.redact(matter.pk, 0, "再删一次", Order(desk.office))


def test_a_village_under_the_lead_sees_what_is_handed_down_to_it_and_nothing_before(desk):
    handed, given = factory.working(desk), factory.reported(desk)

    def seen(matter):
        return {who.username: sees(who, matter.pk) for who in (desk.clerk, desk.village_clerk, desk.other_clerk)}

    assert seen(handed) == {"clerk": True, "village-clerk": False, "other-clerk": False}
    matters.offer(handed.pk, "fushan-village", "你们村里办。", Order(desk.clerk))
    matters.take_over(handed.pk, Order(desk.village_clerk))
    matters.assign(given.pk, Assignment("fushan-village", "exit"), Order(desk.office))
    for matter in (handed, given):
        assert factory.look(matter.pk).lead_id == "fushan-village"
        assert seen(matter) == {"clerk": True, "village-clerk": True, "other-clerk": False}


def sees(who, name):
    try:
        queries.get(who, name)
    except NotFound:
        return False
    return True
