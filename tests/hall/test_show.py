"""What a director changes for everybody."""

import pytest
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.hall.lectures.errors import WrongMoment
from xiangyue.hall.lectures.states import State
from xiangyue.hall.show import actions, errors
from xiangyue.kernel.errors import Refusal
from xiangyue.org.access.errors import Forbidden


@pytest.fixture
def lecture(county, cast, lines):
    return a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)


def test_delay_and_cover_are_records_with_a_name(lecture, cast, lines):
    actions.delay(lecture, 20, by=cast.host, command="delay")
    actions.cover(lecture, True, text="马上回来", by=cast.host, command="cover")
    actions.cover(lecture, False, text="马上回来", by=cast.officer, command="uncover")
    assert [(record.kind, record.data, record.by) for record in lines.lines[lecture.pk][2:]] == [
        ("delay", {"s": 20}, "host"),
        ("cover", {"on": True, "text": "马上回来"}, "host"),
        ("cover", {"on": False}, "officer"),
    ]


@pytest.mark.parametrize(
    "value",
    [-1, 61],
)
def test_what_cannot_be_is_refused_in_words(value, lecture, cast):
    with pytest.raises(errors.BadDelay):
        actions.delay(lecture, value, by=cast.officer, command="one")


def test_of_two_directors_the_second_is_refused(lecture, cast):
    seen = 2  # the lecture went on air
    actions.delay(lecture, 10, by=cast.officer, command="one", expected=seen)
    with pytest.raises(Refusal):
        actions.delay(lecture, 20, by=cast.host, command="two", expected=seen)


def test_the_neighbouring_township_changes_nothing(lecture, cast):
    for verb, value in ((actions.delay, 5), (actions.cover, True)):
        with pytest.raises(Forbidden):
            verb(lecture, value, by=cast.neighbour, command="one")


def test_a_poll_is_closed_by_its_number(lecture, cast, lines):
    lines.happen(lecture.pk, "poll", text="几点好？", options=["七点", "八点"])
    actions.close_poll(lecture, 3, by=cast.host, command="close")
    assert lines.lines[lecture.pk][-1].data == {"i": 3}
    with pytest.raises(Forbidden):
        actions.close_poll(lecture, 3, by=cast.neighbour, command="again")


def test_after_the_end_nothing_changes(county, cast, lines):
    lecture = a_lecture(a_studio(county.fushan, "fushan"), state=State.REPLAY)
    with pytest.raises(WrongMoment):
        actions.cover(lecture, True, by=cast.officer, command="late")
