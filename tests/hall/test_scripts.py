"""What is prepared in words: six parts, speakers, minutes; and the copy of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.hall.lectures import actions, errors, prepared, queries
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.rules import next_like
from xiangyue.hall.lectures.states import State
from xiangyue.hall.scripts import rules
from xiangyue.hall.scripts.models import Passage, Speaker
from xiangyue.hall.scripts.queries import minutes_on_air
from xiangyue.hall.scripts.rules import Script
from xiangyue.hall.scripts.states import MINUTES, Part
from xiangyue.kernel import clock as the_clock
from xiangyue.org.access.rules import HOUSE

YE = rules.Speaker("叶主任", "主任", "府山供电所")
LI = rules.Speaker("李警官")


@pytest.fixture
def studio(county, lines):
    return a_studio(county.fushan, "fushan")


@pytest.fixture
def lecture(studio):
    return a_lecture(studio)


def written(**more):
    parts = tuple(rules.Passage(part, f"第 {part} 部分", part * 2) for part in Part)
    return replace(Script(title="用电", speakers=(YE, LI), topic="安全", summary="怎么用电", parts=parts), **more)


def test_what_is_written_is_what_is_read(lecture, cast):
    actions.prepare(lecture, written(), by=cast.officer)
    row = Lecture.objects.get()
    assert queries.script_of(row) == written()
    assert row.speaker == "叶主任（府山供电所 主任）、李警官"


def test_a_new_lecture_is_planned_with_the_usual_minutes_and_costs_no_rows(lecture):
    script = queries.script_of(lecture)
    assert {passage.part: passage.minutes for passage in script.parts} == MINUTES
    assert script.minutes_on_air == 40
    assert (Passage.objects.count(), Speaker.objects.count()) == (0, 0)


def test_line_ends_and_spaces_of_a_browser_change_nothing_that_was_approved(lecture):
    script = replace(queries.script_of(lecture), parts=(rules.Passage(Part.LEAD, "一\n二", 3),))
    actions.prepare(lecture, script, by=HOUSE)
    before = queries.content_hash(lecture)
    again = replace(script, title=f" {script.title} ", parts=(rules.Passage(Part.LEAD, "一 \r\n二\r\n", 3),))
    actions.prepare(lecture, again, by=HOUSE)
    assert queries.content_hash(lecture) == before


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "请写标题，80 个字以内。"),
        ({"speakers": ()}, "请写明谁来讲。"),
        ({"speakers": (rules.Speaker("", "主任"),)}, "请写明谁来讲。"),
        ({"speakers": (YE,) * 7}, "一场宣讲最多写六位宣讲员。"),
        ({"speakers": (rules.Speaker("长" * 61),)}, "姓名和单位最多 60 个字，职务最多 40 个字。"),
        ({"parts": (rules.Passage(Part.LEAD, "长" * 501, 3),)}, "“开讲导语”最多 500 个字，现在有 501 个。"),
        ({"parts": (rules.Passage(Part.TALK, "", 181),)}, "每一部分的时长是 0 到 180 分钟。"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(wrong, sentence, lecture, cast):
    with pytest.raises(errors.BadLecture) as refused:
        actions.prepare(lecture, written(**wrong), by=cast.officer)
    assert refused.value.sentence == sentence
    assert Lecture.objects.get().title == "医保怎么缴"


@pytest.mark.parametrize(
    ("speakers", "line"),
    [
        ((YE,), "叶主任（府山供电所 主任）"),
        ((rules.Speaker("叶主任", unit="供电所"), LI), "叶主任（供电所）、李警官"),
        (
            tuple(rules.Speaker(f"宣讲员{n}", "副主任科员", "府山街道办事处") for n in range(6)),
            "、".join(f"宣讲员{n}" for n in range(6)),
        ),
        ((rules.Speaker("长" * 60), LI), "长" * 59 + "…"),
    ],
)
def test_the_programme_names_the_speakers_in_one_line_that_fits(speakers, line):
    assert rules.line(speakers) == line


@pytest.mark.parametrize(
    ("days", "later"),
    [(-30, 5), (-7, 7), (-6, 1), (-1, 6), (0, 7), (3, 10), (8, 15)],
)
def test_the_next_of_its_kind_is_the_same_hour_with_a_day_to_prepare(days, later, clock):
    now = the_clock.now()
    assert next_like(now + timedelta(days=days), now=now) == now + timedelta(days=later)


def test_a_copy_takes_everything_along_and_is_a_draft(lecture, cast):
    taken = []
    prepared.contribute(prepared.Contribution("notes", copy=lambda *what: taken.append(what)))
    actions.prepare(lecture, written(), by=HOUSE)
    try:
        made = actions.copy(lecture, by=cast.officer)
    finally:
        prepared.withdraw("notes")
    assert (made.state, made.planned_by) == (State.DRAFT, "officer")
    assert made.planned_at == lecture.planned_at + timedelta(weeks=1)
    assert queries.script_of(made) == written()
    assert taken == [(lecture.pk, made.pk, cast.officer)]


def test_the_last_one_is_copied_and_there_must_be_one(studio, cast):
    with pytest.raises(errors.NothingToCopy):
        queries.to_copy(cast.officer, studio)
    a_lecture(studio, "前一讲", in_hours=-2)
    last = a_lecture(studio, "最近一讲")
    a_lecture(studio, "取消的", State.CANCELLED, in_hours=5)
    assert queries.to_copy(cast.officer, studio) == last


@pytest.mark.parametrize("rows", [1, 3])
def test_minutes_of_a_list_cost_one_query(rows, studio, django_assert_num_queries):
    found = [a_lecture(studio, f"第 {number} 讲") for number in range(rows)]
    actions.prepare(found[0], written(), by=HOUSE)
    with django_assert_num_queries(1):
        minutes = minutes_on_air(lecture.pk for lecture in found)
    assert minutes == {found[0].pk: 40} | {lecture.pk: 40 for lecture in found[1:]}
