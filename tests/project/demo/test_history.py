"""Past lectures are made by the code of present ones, with the clock moved by hand."""

from datetime import timedelta

import pytest
from tests.factories import media

from xiangyue.kernel import clock, ids
from xiangyue.media.frames import TIMESCALE
from xiangyue.project.demo.clip import Clip
from xiangyue.project.demo.history import PastHall
from xiangyue.timeline.rules import LineRules

BEGAN = 1_795_347_000_000


def a_clip():
    items = list(media.programme(media.video(seconds=4), media.audio(seconds=4)))
    codecs = tuple(item for item in items if not hasattr(item, "dts"))
    frames = tuple(item for item in items if hasattr(item, "dts"))
    return Clip(codecs, frames, 4 * TIMESCALE)


@pytest.mark.slow  # a whole lecture through lines and recorder, on the disk
@pytest.mark.parametrize("turn", range(3))
def test_a_lecture_ends_whenever_its_last_words_were_said(tmp_path, turn):
    lecture = ids.new_id()
    with PastHall(tmp_path, LineRules(), 333) as past, clock.stopped(BEGAN) as hands:
        past.open(lecture)
        past.append(lecture, "opened", {"title": "讲", "studio": "室"}, command=ids.new_id(), by="")
        past.append(lecture, "phase", {"phase": "on_air"}, command=ids.new_id(), by="")
        past.play(lecture, a_clip(), timedelta(seconds=20))
        hands.move(20_000)
        past.append(lecture, "phase", {"phase": "ended"}, command=ids.new_id(), by="")
        records = past.read(lecture, 0)
        assert past._lines.find(lecture).ended
    said = [record for record in records if record.kind == "say"]
    assert said
    assert [record.data["state"] for record in records if record.kind == "media"][:1] == ["published"]
