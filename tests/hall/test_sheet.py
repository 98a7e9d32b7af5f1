"""What became of a lecture: figures with what they count, chapters against the plan."""

import pytest
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.hall.audience import actions as audience
from xiangyue.hall.audience import queries
from xiangyue.hall.audience.sheet import clocked
from xiangyue.hall.lectures import actions
from xiangyue.hall.lectures.states import State
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access.rules import GUEST, HOUSE


@pytest.fixture
def lecture(county, lines, clock):
    """On air for ten minutes: lead at once, the talk after two, the closing after nine."""
    lecture = a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)
    actions.part(lecture, 2, by=HOUSE, command="two")
    clock.move(120_000)
    actions.part(lecture, 3, by=HOUSE, command="three", title="怎么缴费")
    lines.happen(lecture.pk, "say", name="甲", text="好")
    lines.happen(lecture.pk, "viewers", now=7, total=9)
    clock.move(420_000)
    actions.part(lecture, 5, by=HOUSE, command="five")
    clock.move(60_000)
    actions.end(lecture, by=HOUSE)
    audience.follow_all()
    return lecture


def test_every_figure_says_what_it_counts(lecture):
    sheet = queries.sheet(GUEST, lecture)
    values = {measure.code: measure.value for measure in sheet.measures}
    assert values == {
        "minutes": 10, "views": 9, "peak": 7, "said": 1, "redacted": 0, "likes": 0, "gaps": 0, "gap_seconds": 0,
    }  # fmt: skip
    assert all(str(measure.means) and str(measure.word) for measure in sheet.measures)


def test_chapters_are_what_was_held(lecture):
    chapters = queries.sheet(GUEST, lecture).chapters
    assert [(each.part, each.title, each.begins, each.length, each.planned_minutes) for each in chapters] == [
        (2, "开讲导语", "0:00", "2:00", 3),
        (3, "怎么缴费", "2:00", "7:00", 15),
        (5, "结语", "9:00", "1:00", 2),
    ]


@pytest.mark.parametrize("state", [State.PUBLISHED, State.LOBBY, State.ON_AIR, State.CANCELLED])
def test_there_is_no_sheet_of_what_is_not_over(state, county, lines):
    with pytest.raises(NotFound):
        queries.sheet(GUEST, a_lecture(a_studio(county.fushan), state=state))


def test_a_lecture_without_a_single_chapter_has_a_sheet_all_the_same(county, lines):
    assert queries.sheet(GUEST, a_lecture(a_studio(county.fushan), state=State.REPLAY)).chapters == ()


@pytest.mark.parametrize(("ms", "said"), [(0, "0:00"), (59_999, "0:59"), (605_000, "10:05"), (3_725_000, "1:02:05")])
def test_a_length_as_a_clock_says_it(ms, said):
    assert clocked(ms) == said
