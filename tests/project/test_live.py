"""The roof over lines and broadcasts: what an earlier process left is taken up, one lecture's accident is its own."""

import asyncio
import os

import pytest
from tests.factories import media

from xiangyue.kernel import ids
from xiangyue.project import live as roof_of_lines
from xiangyue.project.config import Config
from xiangyue.project.live import Live
from xiangyue.project.withheld import ReplayWithheld
from xiangyue.timeline.errors import UnknownLine


class Peer:
    """An encoder's connection."""

    peer = "192.0.2.1:50000"

    def __init__(self):
        self.refused = []

    def refuse(self, code, text):
        self.refused.append(code)


class Roof:
    """A live role without sockets: its lines tick, its broadcasts are fed by hand."""

    def __init__(self, folder):
        (folder / "media").mkdir(parents=True, exist_ok=True)
        self.config = Config({"XIANGYUE_DATA": str(folder), "XIANGYUE_HOLD_MS": "0"})
        self.live = Live(self.config)

    async def __aenter__(self):
        await self.live.lines.start(ticking=False)
        for line in self.live.lines.unfinished():
            self.live._take_up(line)
        return self

    async def __aexit__(self, *_):
        await self.close()

    async def close(self):
        await self.settled()
        await self.live.close()

    async def settled(self):
        while self.live._tasks:
            await asyncio.gather(*self.live._tasks)

    async def lecture(self):
        """A line on air, and its name."""
        name = ids.new_id()
        line = self.live.lines.open(name)
        await line.append("opened", {"title": "一讲", "studio": "荷花街道"}, command="opened")
        await line.append("phase", {"phase": "on_air"}, command="on_air")
        return name

    def publish(self, name, seconds=3.0):
        publication = self.live.broadcast(name).admit(Peer())
        codec, frames = media.video(seconds)
        publication.codec(codec)
        for frame in frames:
            publication.frame(frame)
        return publication

    async def sealed_state(self, name):
        await self.settled()
        line = self.live.lines.find(name)
        await line.seal()
        return line.state.media.state


pytestmark = pytest.mark.slow  # lines and recordings are synced to the disk


async def test_the_line_hears_of_its_encoder(tmp_path):
    async with Roof(tmp_path) as roof:
        name = await roof.lecture()
        publication = roof.publish(name)
        assert await roof.sealed_state(name) == "live"
        publication.close("gone")
        assert await roof.sealed_state(name) == "away"


async def test_an_encoder_that_died_with_the_process_is_said_to_be_away(tmp_path):
    roof = await Roof(tmp_path).__aenter__()
    name = await roof.lecture()
    roof.publish(name)
    assert await roof.sealed_state(name) == "live"
    await roof.live.lines.close()  # and nothing else: the process was killed
    async with Roof(tmp_path) as again:
        assert await again.sealed_state(name) == "away"
        again.publish(name)
        assert await again.sealed_state(name) == "live"


async def test_a_lecture_that_nobody_published_is_not_said_to_be_away(tmp_path):
    roof = await Roof(tmp_path).__aenter__()
    name = await roof.lecture()
    await roof.close()
    async with Roof(tmp_path) as again:
        assert await again.sealed_state(name) == "none"
        again.publish(name)
        assert await again.sealed_state(name) == "live"


async def test_a_recording_that_cannot_be_read_keeps_no_other_off_the_air(tmp_path, caplog):
    roof = await Roof(tmp_path).__aenter__()
    bad, good = await roof.lecture(), await roof.lecture()
    for name in (bad, good):
        roof.publish(name)
    await roof.close()
    for index in (tmp_path / "media" / bad / "source").glob("*.idx"):
        index.unlink()
        index.mkdir()
    async with Roof(tmp_path) as again:
        assert "could not be taken up" in caplog.text
        assert again.live.broadcast(good).on_air


async def test_the_end_of_the_line_is_the_end_of_the_broadcast(tmp_path):
    async with Roof(tmp_path) as roof:
        name = await roof.lecture()
        publication = roof.publish(name)
        await roof.live.lines.find(name).append("phase", {"phase": "ended"}, command="ended")
        assert roof.live.broadcast(name).ended
        publication.frame(media.video(3.0)[1][0])  # an encoder that did not hear yet changes nothing
        assert roof.live.broadcast_states() == {"ended": 1}


async def test_an_unknown_lecture_has_no_broadcast(tmp_path):
    async with Roof(tmp_path) as roof:
        with pytest.raises(UnknownLine):
            roof.live.broadcast(ids.new_id())


async def test_a_replay_that_is_kept_back_is_shown_to_nobody_and_a_lecture_on_air_to_everybody(tmp_path):
    async with Roof(tmp_path) as roof:
        name = await roof.lecture()
        roof.publish(name)
        roof.live.withheld.rows = frozenset({name})
        assert roof.live.broadcast(name).on_air
        await roof.live.lines.find(name).append("phase", {"phase": "ended"}, command="ended")
        with pytest.raises(ReplayWithheld):
            roof.live.broadcast(name)
        roof.live.withheld.rows = frozenset()
        assert roof.live.broadcast(name).rendition("source").segment(0)


async def test_the_replay_that_is_being_watched_is_not_the_one_that_is_closed(tmp_path, monkeypatch):
    monkeypatch.setattr(roof_of_lines, "REPLAYS_KEPT", 2)
    async with Roof(tmp_path) as roof:
        names = [await roof.lecture() for _ in range(3)]
        for name in names[:2]:
            await roof.live.lines.find(name).append("phase", {"phase": "ended"}, command="ended")
        watched = roof.live.broadcast(names[0])
        await roof.live.lines.find(names[2]).append("phase", {"phase": "ended"}, command="ended")
        roof.live._forget_replays()
        assert roof.live.broadcast(names[0]) is watched
        assert list(roof.live._broadcasts) == [names[2], names[0]]


async def order(roof, name, kind, **data):
    await roof.live.lines.find(name).append(kind, data, command=f"{kind} {sorted(data.items())!a}"[:60])


async def test_the_picture_follows_the_cover(tmp_path):
    async with Roof(tmp_path) as roof:
        name = await roof.lecture()
        await order(roof, name, "cover", on=True, text="请稍候")
        roof.publish(name)
        assert roof.live.broadcast(name).state == "none"
        await order(roof, name, "cover", on=False, text="")
        roof.publish(name)
        assert roof.live.broadcast(name).state == "live"


async def test_the_picture_follows_the_delay(tmp_path):
    async with Roof(tmp_path) as roof:
        name = await roof.lecture()
        await order(roof, name, "delay", s=30)
        roof.publish(name)
        assert roof.live.broadcast(name).state == "none"
        assert roof.live.broadcast(name).report()["publishing"]


async def test_a_cover_holds_after_the_process_was_killed_before_it_was_public(tmp_path):
    async with Roof(tmp_path) as roof:
        name = await roof.lecture()
        await order(roof, name, "cover", on=True, text="")
        await order(roof, name, "delay", s=5)
        assert roof.live.lines.find(name).state.cover.on is False  # accepted, not sealed
    async with Roof(tmp_path) as again:
        again.publish(name)
        broadcast = again.live.broadcast(name)
        assert (broadcast._covered, broadcast._delay_ms) == (True, 5000)
        assert broadcast.state == "none"


def test_two_live_processes_do_not_write_into_one_folder(tmp_path):
    held = roof_of_lines.take_alone(tmp_path)
    with pytest.raises(roof_of_lines.NotAlone):
        roof_of_lines.take_alone(tmp_path)
    os.close(held)
    os.close(roof_of_lines.take_alone(tmp_path))
