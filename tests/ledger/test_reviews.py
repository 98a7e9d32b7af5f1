"""A review answers four questions, waits for its measures, and orders a lecture whose quiz comes from the case."""

from datetime import timedelta

import pytest
from tests.factories.lectures import a_studio
from tests.factories.matters import a_desk, assigned, folds, look
from tests.factories.matters import kinds as small_kinds
from tests.factories.questions import a_kind

from xiangyue.hall.commissions import actions as commissions
from xiangyue.hall.commissions.errors import MovedMeanwhile
from xiangyue.hall.commissions.models import Commission
from xiangyue.hall.commissions.states import State as Placed
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.quiz.models import Item as Question
from xiangyue.kernel import clock as clocks
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.kinds.states import How
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import errors as refused
from xiangyue.ledger.matters.actions import Drawn, Order, Verdict
from xiangyue.ledger.matters.states import State
from xiangyue.ledger.reviews import actions, errors, queries
from xiangyue.ledger.reviews.actions import Measure
from xiangyue.ledger.reviews.rules import Item, Lecture
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import HOUSE

CAUSE = {"happened": "充电起火", "direct": "线路老化", "indirect": "没有巡查", "root": "无人负责", "check": "月度检查"}


@pytest.fixture
def desk(county):
    small_kinds()
    a_kind("review")
    a_kind("measure")
    return a_desk(county)


@pytest.fixture
def case(desk):
    return assigned(desk)


@pytest.fixture
def review(case, desk):
    made = actions.begin(case.pk, "rebound", "hehua", "又堵上了。", Order(desk.office))
    matters.accept(made.matter, Order(desk.other_clerk))
    return look(made.matter)


def measure(review, desk):
    reply = actions.propose(review.pk, Measure("清出通道", "rule", lead="hehua"), Order(desk.office))
    return look(reply.matter)


def close(matter, desk, clock):
    """Claimed by its lead, and passed by somebody drawn."""
    matters.accept(matter.pk, Order(desk.other_clerk))
    matters.claim(matter.pk, "办好了。", Order(desk.other_clerk))
    inspector = desk.inspectors[1]
    drawn = Drawn("0" * 16, How.PAPERS, [inspector.username], clocks.now() + timedelta(days=3))
    matters.draw(matter.pk, drawn, Order(HOUSE))
    matters.verify(matter.pk, Verdict(True, "看过材料。"), Order(inspector))


def test_a_review_is_the_offices_to_order_and_hangs_on_its_case(review, case, desk):
    assert (review.kind, review.parent, review.lead_id, review.title) == (
        "review",
        case.pk,
        "hehua",
        f"复盘：{case.title}",
    )
    assert [one.pk for one in queries.of_case(case)] == [review.pk]
    for member in (desk.clerk, desk.other_clerk):
        with pytest.raises((refused.NotYours, NotFound)):
            actions.begin(case.pk, "rebound", "hehua", "", Order(member))


def test_it_ends_with_four_answers_and_no_open_measure(review, desk, clock):
    order = Order(desk.other_clerk)
    with pytest.raises(refused.AnswersMissing) as no:
        matters.claim(review.pk, "复盘完了。", order)
    assert no.value.sentence.count("、") == 3
    actions.write(review.pk, "cause", CAUSE, Order(desk.other_clerk))
    actions.write(
        review.pk, "responsibility", {"found": "街道", "document": "柯安委〔2026〕1号"}, Order(desk.other_clerk)
    )
    actions.write(review.pk, "measures", {"sum": "通道已清"}, Order(desk.other_clerk))
    actions.write(review.pk, "lesson", {"told": "开了现场会"}, Order(desk.other_clerk))
    below = measure(review, desk)
    assert (below.parent, below.lead_id, below.state) == (review.pk, "hehua", State.ASSIGNED)
    with pytest.raises(refused.ChildrenOpen):
        matters.claim(review.pk, "复盘完了。", Order(desk.other_clerk))
    close(below, desk, clock)
    matters.claim(review.pk, "复盘完了。", Order(desk.other_clerk))
    assert look(review.pk).state == State.CLAIMED
    assert folds(review)


def test_every_part_of_an_answer_is_needed_and_the_latest_counts(review, desk):
    with pytest.raises(refused.BadMatter):
        actions.write(review.pk, "cause", {**CAUSE, "root": " "}, Order(desk.other_clerk))
    with pytest.raises(refused.NotAsked):
        actions.write(review.pk, "blame", {"text": "张三"}, Order(desk.other_clerk))
    with pytest.raises(refused.NotYours):
        actions.write(review.pk, "cause", CAUSE, Order(desk.office))
    actions.write(review.pk, "cause", CAUSE, Order(desk.other_clerk))
    actions.write(review.pk, "cause", {**CAUSE, "root": "责任没有写进合同"}, Order(desk.other_clerk))
    paper = queries.get(desk.other_clerk, review.pk)
    [cause, *rest] = paper.written
    assert (cause.parts["根本原因"], cause.parts["经过"], cause.name) == ("责任没有写进合同", "充电起火", "other-clerk")
    assert list(cause.parts) == ["经过", "直接原因", "间接原因", "根本原因", "本应由哪道检查发现"]
    assert [one.parts for one in rest] == [{}, {}, {}]


def test_the_lead_proposes_a_measure_and_the_office_hands_it_out(review, desk):
    reply = actions.propose(review.pk, Measure("换门", "equipment"), Order(desk.other_clerk))
    assert (look(reply.matter).state, look(reply.matter).parent) == (State.REPORTED, review.pk)
    with pytest.raises(NotFound):
        actions.propose(review.pk, Measure("换门", "equipment"), Order(desk.village_clerk))


def test_a_lecture_is_ordered_taken_given_and_answers_the_fourth_question(review, case, desk, county, lines):
    a_studio(county.hehua, "hehua")
    questions = (Item("通道能堆东西吗？", "不能", ("能", "晚上能", "少量能"), case.number),)
    wanted = Lecture("hehua", "出口为什么不能堵", "从一件事讲起", questions)
    order = Order(desk.other_clerk)
    name = actions.order_lecture(review.pk, wanted, order)
    assert actions.order_lecture(review.pk, wanted, order) == name
    commission = Commission.objects.get()
    with pytest.raises(Forbidden):
        commissions.take(commission, speaker="宣讲员", planned_at=clocks.now(), by=desk.clerk)
    lecture = commissions.take(
        commission, speaker="宣讲员", planned_at=clocks.now() + timedelta(hours=1), by=HOUSE
    )  # fmt: skip
    [asked] = Question.objects.filter(lecture=lecture)
    assert (asked.text, len(asked.options), asked.why) == ("通道能堆东西吗？", 4, case.number)
    with pytest.raises(MovedMeanwhile):
        commissions.decline(commission, "来不及", by=HOUSE)
    for verb in (lectures.open_lobby, lectures.go_on_air, lectures.end):
        verb(lecture, by=HOUSE)
    assert Commission.objects.get().state == Placed.GIVEN
    paper = queries.get(desk.office, review.pk)
    assert [(told.what, told.lecture) for told in paper.lectures] == [
        ("lecture-ordered", ""), ("lecture-planned", lecture.pk), ("lecture-given", lecture.pk),
    ]  # fmt: skip
    assert (paper.written[3].asked.code, paper.written[3].parts) == ("lesson", {"": lecture.title})
    assert folds(review)


def test_an_order_without_a_place_is_refused(review, desk):
    for wanted in (Lecture("", "题目", ""), Lecture("hehua", " ", ""), Lecture("hehua", "题" * 81, "")):
        with pytest.raises(errors.BadLectureOrder):
            actions.order_lecture(review.pk, wanted, Order(desk.other_clerk))
    with pytest.raises(NotFound):
        actions.order_lecture(review.pk, Lecture("nowhere", "题目", ""), Order(desk.other_clerk))


def test_questions_that_follow_from_the_case_have_one_right_option(review, desk):
    assert queries.items(queries.get(desk.office, review.pk)) == []  # two categories make no choice
