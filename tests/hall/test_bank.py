import io
from dataclasses import replace

import pytest
from openpyxl import Workbook
from tests.factories.quiz import CALL, EVERY, FIRE, STAIRS, STEPS, WHEN

from xiangyue.hall.bank import actions, errors, queries, rules, sheets
from xiangyue.hall.bank.models import Question
from xiangyue.hall.bank.rules import Draft
from xiangyue.hall.bank.states import Kind
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access.errors import Forbidden


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (replace(WHEN, text="  "), "请写题目，200 个字以内。"),
        (replace(WHEN, options=("只有一个",)), "选项要有 2 到 8 个，各不相同，每个 60 个字以内。"),
        (replace(WHEN, options=("一样", "一样")), "选项要有 2 到 8 个，各不相同，每个 60 个字以内。"),
        (replace(WHEN, right=()), "没有指定正确答案。"),
        (replace(WHEN, right=(0, 1)), "单选题只能有一个正确答案；有几个对的，请改成多选题。"),
        (replace(WHEN, right=(5,)), "答案“F”不在选项里。"),
        (replace(STAIRS, right=()), "判断题的答案写“对”或“错”。"),
        (replace(FIRE, right="一百一十九"), "数字题的答案要是一个数，最多 12 位整数、6 位小数。"),
        (replace(FIRE, measure="很长" * 20), "数字的单位最多 20 个字。"),
        (replace(WHEN, seconds=3), "答题时间是 5 到 120 秒。"),
        (replace(WHEN, why="长" * 480), "解释和依据合起来最多 480 个字，现在多了 8 个。"),
    ],
)
def test_a_bad_question_is_refused_with_a_sentence(draft, sentence):
    with pytest.raises(errors.BadQuestion) as no:
        rules.require(rules.trimmed(draft))
    assert no.value.sentence == sentence


@pytest.mark.parametrize("draft", EVERY, ids=lambda draft: draft.kind)
def test_every_kind_can_be_asked(draft):
    rules.require(rules.trimmed(draft))


@pytest.mark.parametrize(
    ("said", "spelt"),
    [
        ("007", "7"),
        ("-0", "0"),
        ("1,200.50", "1200.5"),
        ("\uff11\uff11\uff19", "119"),
        ("+3", "3"),
        ("-0.50", "-0.5"),
        ("三", "三"),
    ],
)
def test_a_number_has_one_spelling(said, spelt):
    assert rules.number(said) == spelt


def test_a_unit_has_its_own_bank_and_may_use_those_above(county, cast):
    own = actions.add(county.fushan, WHEN, by=cast.officer)
    above = actions.add(county.district, CALL, by=cast.office)
    actions.add(county.hehua, STAIRS, by=cast.neighbour)
    assert list(queries.of_unit(cast.officer, county.fushan)) == [own]
    assert set(queries.usable(cast.host, county.fushan)) == {own, above}
    assert list(queries.usable(cast.officer, county.fushan, words="医保 缴费")) == [own]
    assert list(queries.usable(cast.officer, county.fushan, kind="MULTIPLE")) == [above]
    with pytest.raises(Forbidden):
        queries.of_unit(cast.neighbour, county.fushan)
    with pytest.raises(NotFound):
        queries.get(cast.officer, county.fushan, above.pk)


def test_who_may_not_plan_adds_nothing(county, cast):
    for member in (cast.host, cast.neighbour, cast.auditor, cast.stranger):
        with pytest.raises(Forbidden):
            actions.add(county.fushan, WHEN, by=member)
    assert not Question.objects.exists()


def test_the_same_question_is_there_once_until_it_is_retired(county, cast):
    first = actions.add(county.fushan, WHEN, by=cast.officer)
    with pytest.raises(errors.AlreadyThere):
        actions.add(county.fushan, WHEN, by=cast.officer)
    actions.retire(first, by=cast.officer)
    with pytest.raises(errors.AlreadyRetired):
        actions.retire(first, by=cast.officer)
    actions.add(county.fushan, WHEN, by=cast.officer)
    assert queries.of_unit(cast.officer, county.fushan).count() == 1


def test_a_changed_question_is_what_was_written_last(county, cast):
    question = actions.add(county.fushan, STEPS, by=cast.officer)
    actions.change(question, replace(FIRE, right="0119"), by=cast.officer)
    assert question.draft == FIRE


def test_the_template_comes_in_whole(county, cast):
    drafts, refused = sheets.read(sheets.template())
    assert refused == []
    assert [draft.kind for _row, draft in drafts] == list(Kind)
    assert [rules.spoken(draft) for _row, draft in drafts] == [
        "B 9 月到 12 月",
        "A 房屋着火；B 电动车冒烟；D 煤气泄漏",
        "错",
        "提起来 → 拔掉保险销 → 对准火根 → 压下手柄",
        "119",
    ]
    assert actions.bring_in(county.fushan, drafts, by=cast.officer) == (5, [])


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_headings_go_by_many_names_and_kinds_are_guessed():
    drafts, refused = sheets.read(
        workbook(
            ("题干", "备选项", "正确答案", "解析", "时间（秒）"),
            ("哪个好？", "甲；乙；丙", "乙", "因为", 30),
            ("哪些好？", "甲\n乙\n丙", "a, c", None, None),
            ("多少？", None, 3.5, None, None),
            ("对不对？", None, True, None, None),
        )
    )
    assert refused == []
    assert [draft for _row, draft in drafts] == [
        Draft(Kind.SINGLE, "哪个好？", (1,), ("甲", "乙", "丙"), why="因为", seconds=30),
        Draft(Kind.MULTIPLE, "哪些好？", (0, 2), ("甲", "乙", "丙")),
        Draft(Kind.NUMBER, "多少？", "3.5"),
        Draft(Kind.TRUEFALSE, "对不对？", (0,), ("对", "错")),
    ]


def test_good_rows_go_in_and_bad_ones_say_why(county, cast):
    actions.add(county.fushan, FIRE, by=cast.officer)
    drafts, refused = sheets.read(
        workbook(
            ("题型", "题目", "选项A", "选项B", "答案"),
            ("单选", "好的一题", "甲", "乙", "A"),
            ("单选", "没有答案", "甲", "乙", ""),
            (None, None, None, None, None),
            ("单选", "不在里面", "甲", "乙", "C"),
            ("问答", "没有这种", "", "", "x"),
            ("排序", "缺一个", "甲", "乙", "A"),
            ("数字", FIRE.text, "", "", 119),
        )
    )
    added, more = actions.bring_in(county.fushan, drafts, by=cast.officer)
    assert added == 1
    assert sorted(refused + more) == [
        (3, "没有指定正确答案。"),
        (5, "答案“C”不在选项里。"),
        (6, "不认识的题型“问答”，请写单选、多选、判断、排序或数字。"),
        (7, "排序题的答案要把每个选项排一次，不能缺、不能重。"),
        (8, "题库里已经有这道题了。"),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 not quite", "这不是 Excel 工作簿（.xlsx）。老格式 .xls 请先另存为 .xlsx；有密码的请先去掉密码。"),
        (b"", "这不是 Excel 工作簿（.xlsx）。老格式 .xls 请先另存为 .xlsx；有密码的请先去掉密码。"),
        (b"x" * (sheets.MAX_BYTES + 1), "文件太大：最多 2 MB。"),
        (workbook(("题目", "答案")), "表里没有题目。"),
        (workbook(*[("题目", "答案")] + [("问", "1")] * 501), "一次最多导入 500 道题，这份有 501 行，请分成几份。"),
    ],
)
def test_a_file_that_is_no_sheet_of_questions_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(errors.NoSheet) as no:
        sheets.read(content)
    assert no.value.sentence == sentence


def test_unknown_headings_are_answered_with_the_known_ones():
    with pytest.raises(errors.NoSheet, match="第一行没有认出“题目”和“答案”两列"):
        sheets.read(workbook(("姓名", "电话"), ("甲", "乙")))
