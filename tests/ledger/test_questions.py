"""A question becomes a matter with a department and a deadline; its answer is read off its chain."""

from dataclasses import replace

import pytest
from tests.factories.matters import a_desk, folds, look
from tests.ledger.conftest import shipped

from xiangyue.kernel.clock import COUNTY_ZONE
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.kinds import actions as kinds
from xiangyue.ledger.kinds.models import Field
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import queries as ledger
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.errors import NotYours
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.matters.states import Outcome, State
from xiangyue.ledger.questions import actions, errors, queries, rules
from xiangyue.ledger.questions.models import Question
from xiangyue.ledger.questions.rules import Asked
from xiangyue.ledger.questions.states import Word
from xiangyue.ledger.tellers import actions as tellers
from xiangyue.ledger.tellers.actions import Contact
from xiangyue.org.access.rules import HOUSE

ASKED = Asked("0" * 16, 7, "外地打工怎么缴医保？", "医保怎么缴", "medical", "fushan", shown=True)


@pytest.fixture
def desk(county):
    kinds.load(shipped(), by=HOUSE)
    Field.objects.filter(code="medical").update(unit=county.yibao)
    return a_desk(county)


def taken(**changes):
    return look(actions.take(replace(ASKED, **changes)).pk)


def answered(desk, said="手机上就能缴。", source="当年参保缴费通知", **changes):
    matter = taken(**changes)
    matters.accept(matter.pk, Order(desk.bureau_clerk))
    actions.answer(matter.pk, said, source, Order(desk.bureau_clerk))
    actions.follow_due()
    return look(matter.pk)


def row(matter):
    return Question.objects.get(pk=matter.pk)


def test_a_question_of_a_lecture_gets_a_department_and_a_deadline(desk):
    matter = taken()
    assert (matter.kind, matter.title, matter.text) == ("question", ASKED.text, ASKED.text)
    assert (matter.state, matter.lead_id, matter.line_id, matter.place_id) == (
        State.ASSIGNED, "yibao", "yibao", "fushan",
    )  # fmt: skip
    assert matter.due.astimezone(COUNTY_ZONE).date().isoformat() == "2026-11-30"  # five working days
    assert actions.take(ASKED).pk == matter.pk  # handed on again, the same
    assert Question.objects.count() == 1
    assert folds(matter)


def test_a_category_that_names_nobody_waits_for_the_office(desk):
    matter = taken(category="other")
    assert (matter.state, matter.lead) == (State.REPORTED, None)


def test_only_the_department_answers_and_the_asker_closes(desk):
    matter = taken()
    matters.accept(matter.pk, Order(desk.bureau_clerk))
    for member in (desk.office, desk.auditor):
        with pytest.raises(NotYours):
            actions.answer(matter.pk, "手机上就能缴。", "", Order(member))
    with pytest.raises(NotFound):
        actions.answer(matter.pk, "手机上就能缴。", "", Order(desk.other_clerk))
    with pytest.raises(errors.NothingAsked):
        actions.judge(ASKED.lecture, ASKED.i, satisfied=True)
    actions.answer(matter.pk, "手机上就能缴。\r\n", "当年参保\n缴费通知", Order(desk.bureau_clerk))
    actions.follow_due()
    found = row(matter)
    assert (found.answer, found.source, found.unit, found.word) == (
        "手机上就能缴。", "当年参保 缴费通知", "区医保局", Word.AWAITED,
    )  # fmt: skip
    actions.judge(ASKED.lecture, ASKED.i, satisfied=True)
    assert (look(matter.pk).state, look(matter.pk).outcome, row(matter).word) == (
        State.CLOSED, Outcome.ANSWERED, Word.YES,
    )  # fmt: skip
    assert folds(matter)


def test_an_answer_that_is_none_goes_back_and_stays_readable_until_the_next(desk):
    matter = answered(desk)
    due = matter.original_due
    actions.judge(ASKED.lecture, ASKED.i, satisfied=False)
    assert (look(matter.pk).state, look(matter.pk).original_due) == (State.WORKING, due)
    assert (row(matter).word, row(matter).answer) == (Word.NO, "手机上就能缴。")
    actions.answer(matter.pk, "到社区服务窗口办。", "", Order(desk.bureau_clerk))
    actions.follow_due()
    assert (row(matter).word, row(matter).answer, row(matter).source) == (Word.AWAITED, "到社区服务窗口办。", "")


def test_silence_closes_without_the_seal(desk, clock):
    matter = answered(desk)
    assert actions.close_silent() == 0
    clock.move(11 * 24 * 3600 * 1000)
    assert (actions.close_silent(), actions.close_silent()) == (1, 0)
    actions.follow_due()
    assert (look(matter.pk).outcome, row(matter).word) == (Outcome.UNCHECKED, Word.SILENT)


def test_answers_are_found_by_everybody_with_date_and_source(desk, clock):
    answered(desk)
    clock.move(1000)
    answered(desk, i=8, text="大学生怎么参保？", shown=False)
    answered(desk, i=9, text="欠薪找谁？", category="medical", source="")
    assert [one.question for one in queries.told(list(queries.public()))] == ["欠薪找谁？", ASKED.text]
    [one] = queries.told(list(queries.public("缴费通知 外地")))
    assert (one.unit, one.source, one.category, one.occasion, one.lecture, one.i) == (
        "区医保局", "当年参保缴费通知", "医疗保障", "医保怎么缴", ASKED.lecture, 7,
    )  # fmt: skip
    assert list(queries.public("没有的词")) == []
    assert queries.one(one.number) == one
    hidden = Question.objects.get(i=8)
    with pytest.raises(NotFound):
        queries.one(hidden.matter.number)


def test_an_erased_answer_is_read_nowhere(desk):
    matter = answered(desk)
    claim = next(line for line in ledger.timeline(HOUSE, matter) if line.verb == "claim")
    matters.redact(matter.pk, claim.seq, "处理决定一号", Order(desk.office))
    actions.follow_due()
    assert (row(matter).answer, list(queries.public())) == ("", [])


def test_a_residents_page_asks_too_and_its_link_judges(desk):
    finding = Finding(kind="question", category="medical", title="断保了怎么补缴？", place="fushan")
    told = actions.ask(finding, Contact("13857012345"), command="3f0b7a52-6a53-4bb9-9d3e-0a5b3f3f7a10", shown=True)
    again = actions.ask(finding, Contact("13857012345"), command="3f0b7a52-6a53-4bb9-9d3e-0a5b3f3f7a10", shown=True)
    assert (again, Question.objects.count(), look(told.reply.matter).lead_id) == (told, 1, "yibao")
    matters.accept(told.reply.matter, Order(desk.bureau_clerk))
    actions.answer(told.reply.matter, "到社区窗口补缴。", "", Order(desk.bureau_clerk))
    tellers.answer(told.secret, satisfied=True)
    actions.follow_due()
    assert row(look(told.reply.matter)).word == Word.YES


@pytest.mark.parametrize(
    ("answer", "source"), [("", ""), (" \n ", ""), ("答" * 1001, ""), ("答" * 990, "依据" * 20), ("答", "源" * 201)]
)
def test_an_answer_has_limits(answer, source):
    with pytest.raises(errors.BadAnswer):
        rules.spelt(answer, source)


def test_a_long_question_has_a_title(desk):
    matter = taken(text="问" * 300)
    assert (len(matter.title), matter.title[-2:], matter.text) == (80, "……", "问" * 300)
