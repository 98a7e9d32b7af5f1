"""The hall on real lines: files on disk, written by the timeline's own loop, reached from this thread."""

import pytest
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.hall import stage
from xiangyue.hall.audience import actions as audience
from xiangyue.hall.audience.models import Figures
from xiangyue.hall.lectures import actions
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State
from xiangyue.kernel.errors import Refusal
from xiangyue.org.access.rules import HOUSE

pytestmark = pytest.mark.slow  # every append is an fsync


def test_a_lecture_is_held_on_a_real_line_and_its_figures_are_its_log(county, bridge, clock):
    lecture = a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)
    for number in range(3):
        bridge.append(lecture.pk, "say", {"name": "甲", "text": f"第 {number} 句"}, command=f"say-{number}", by="p")
    bridge.append(lecture.pk, "like", {"n": 9}, command="like", by="p")
    actions.notice(lecture, "八点抽奖", by=HOUSE, command="notice")
    clock.move(60_000)
    actions.end(lecture, by=HOUSE)
    audience.follow_all()

    row = Figures.objects.get()
    assert (row.phase, row.said, row.likes, row.duration_ms) == ("ended", 3, 9, 60_000)
    assert (Lecture.objects.get().state, Lecture.objects.get().on_air_at) == (State.REPLAY, lecture.on_air_at)
    followed = Figures.objects.values().get()
    audience.rebuild(lecture.pk)
    assert Figures.objects.values().get() == followed


def test_what_is_erased_by_decision_stays_in_the_figures(county, bridge):
    lecture = a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)
    said = bridge.append(lecture.pk, "say", {"name": "甲", "text": "别人的电话"}, command="say", by="p")
    bridge.append(lecture.pk, "say", {"name": "乙", "text": "谢谢"}, command="thanks", by="p")
    audience.follow_all()
    assert Figures.objects.get().said == 2
    bridge.erase(lecture.pk, [said.seq], reason="依决定", by="office", command="decision")
    audience.follow_all()
    assert Figures.objects.get().said == 2


def test_a_move_that_was_interrupted_is_made_once_when_tried_again(county, bridge):
    lecture = a_lecture(a_studio(county.fushan, "fushan"), state=State.LOBBY)
    first = stage.phase(lecture.pk, "on_air", by="host")
    actions.go_on_air(lecture, by=HOUSE)
    again = stage.phase(lecture.pk, "on_air", by="host")
    assert (again.seq, again.repeated) == (first.seq, True)


def test_a_line_that_has_ended_takes_no_orders(county, bridge):
    lecture = a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)
    stage.phase(lecture.pk, "ended", by="host")
    with pytest.raises(Refusal):
        actions.notice(lecture, "还在吗", by=HOUSE, command="late")
