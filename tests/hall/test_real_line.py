"""The hall on real lines: files on disk, written by the timeline's own loop, reached from this thread."""

import asyncio
import threading

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
from xiangyue.timeline.lines import Lines
from xiangyue.timeline.rules import LineRules

pytestmark = pytest.mark.slow  # every append is an fsync


class Bridge:
    """A port over lines that live in a loop of their own, as the roof's does over HTTP."""

    def __init__(self, folder):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        self.lines = self.run(self._start(folder))

    async def _start(self, folder):
        lines = Lines(folder, LineRules(hold_ms=0))
        await lines.start(ticking=False)
        return lines

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    def ask(self, question):
        async def answer():
            return question()

        return self.run(answer())

    def open(self, lecture):
        self.ask(lambda: self.lines.open(lecture))

    def append(self, lecture, kind, data, *, command, by, expected=None):
        async def write():
            return await self.lines.find(lecture).append(kind, data, command=command, by=by, expected=expected)

        return self.run(write())

    def read(self, lecture, after, limit=1000):
        return self.ask(lambda: self.lines.find(lecture).read(after, limit))

    def heads(self):
        return self.ask(self.lines.heads)

    def studio(self, lecture):
        return None

    def erase(self, lecture, seqs, *, reason, by, command):
        return self.run(self.lines.find(lecture).erase(seqs, reason=reason, by=by, command=command))

    def close(self):
        self.run(self.lines.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


@pytest.fixture
def bridge(tmp_path):
    bridge = Bridge(tmp_path / "lines")
    stage.connect(bridge)
    yield bridge
    stage.connect(None)
    bridge.close()


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


def test_what_is_erased_by_decision_leaves_the_figures(county, bridge):
    lecture = a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)
    said = bridge.append(lecture.pk, "say", {"name": "甲", "text": "别人的电话"}, command="say", by="p")
    bridge.append(lecture.pk, "say", {"name": "乙", "text": "谢谢"}, command="thanks", by="p")
    audience.follow_all()
    assert Figures.objects.get().said == 2
    bridge.erase(lecture.pk, [said.seq], reason="依决定", by="office", command="decision")
    audience.follow_all()
    assert Figures.objects.get().said == 1


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
