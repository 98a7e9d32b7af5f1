"""One line, driven by hand: accepted, sealed, waited for, read; and the same after a restart."""

import asyncio
import gzip
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.line import EVENING_MS, LECTURE, PROMPT, an_open_line, change, opened, pass_time, say, some_lines

from xiangyue.kernel import clock
from xiangyue.timeline import errors, segments
from xiangyue.timeline.fold import FRESH, fold
from xiangyue.timeline.lines import Lines
from xiangyue.timeline.rules import LineRules
from xiangyue.timeline.verify import verify


@pytest.fixture
def hands():
    with clock.stopped(EVENING_MS) as moved:
        yield moved


def public(line):
    """What everybody could read so far, number by number."""
    return [line.segment(line.epoch, n) for n in range(line.head + 1)]


def events(line):
    return [(event["i"], event["k"]) for n in range(line.head + 1) for event in opened(line, n)["ev"]]


@pytest.mark.slow  # a thousand records made, linked and read back
async def test_a_thousand_appends_at_once_take_few_syncs_and_each_is_on_disk(tmp_path, hands):
    async with some_lines(tmp_path, LineRules(commit_ms=20)) as lines:
        line = await an_open_line(lines)
        before = lines.writer.syncs
        receipts = await asyncio.gather(*(say(line, f"第{i}句") for i in range(1_000)))
        assert [receipt.seq for receipt in receipts] == list(range(2, 1_002))
        assert lines.writer.syncs - before <= 50
        assert [record.data["text"] for record in line.read(1, 1_000)] == [f"第{i}句" for i in range(1_000)]
        assert receipts[-1].link == line.chain_head()[1][:8]


async def test_the_same_command_is_one_record_in_flight_afterwards_and_after_a_restart(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        same = {"kind": "say", "data": {"name": "甲", "text": "好"}, "command": "one"}
        first, second = await asyncio.gather(line.append(**same), line.append(**same))
        assert (first.repeated, second.repeated) == (False, True)
        third = await line.append(**same)
        assert line.chain_head()[0] == 2
    async with some_lines(tmp_path) as lines:
        fourth = await lines.find(LECTURE).append(**same)
        assert lines.find(LECTURE).chain_head()[0] == 2
    assert {(each.seq, each.at, each.link) for each in (first, second, third, fourth)} == {(2, EVENING_MS, first.link)}


async def test_sealed_bytes_wake_their_readers_and_nobody_else(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        woken = []
        for n in (0, 0, 1):
            line.wait(n, lambda n=n: woken.append((n, line.segment(1, n).hash)))
        left = line.wait(0, lambda: woken.append("gone"))
        left.cancel()
        assert line.waiting == 3
        await line.seal()
        assert woken == [(0, line.segment(1, 0).hash)] * 2
        assert line.waiting == 1
        await pass_time(line, hands, 2_000)
        assert (len(woken), line.waiting) == (3, 0)


async def test_readers_are_answered_by_number(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        await line.seal()
        asked = dict.fromkeys((-1, 1, 2, 3))
        for n in asked:
            with pytest.raises(Exception) as refused:
                line.segment(1, n)
            asked[n] = refused.type
        assert asked == {-1: errors.UnknownPiece, 1: errors.NotYet, 2: errors.NotYet, 3: errors.TooFar}
        for epoch in (0, 2):
            with pytest.raises(errors.UnknownPiece):
                line.segment(epoch, 0)
        with pytest.raises(errors.TooFar):
            line.wait(3, print)
        for piece in (line.snapshot, line.block):
            with pytest.raises(errors.UnknownPiece):
                piece(1, 0)
        with pytest.raises(errors.UnknownLine):
            lines.find("0000000000000000")
        with pytest.raises(errors.UnknownLine):
            lines.open("../escape")


async def test_a_line_that_stands_still_tells_its_readers(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = lines.open(LECTURE)  # not opened, so it does not tick
        woken = []
        line.wait(0, lambda: woken.append(1))
        hands.move(PROMPT.hold_limit_ms)
        assert not line.tick(clock.now_ms())
        assert woken == []
        hands.move(1)
        line.tick(clock.now_ms())
        assert (woken, line.waiting) == ([1], 0)
        with pytest.raises(errors.NotYet):
            line.segment(1, 0)


async def test_ticks_are_slow_when_quiet_fast_when_lively_and_early_for_a_director(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        await line.seal()
        assert (line.tick_ms, line.due_ms()) == (500, EVENING_MS + 500)
        for _ in range(25):
            await pass_time(line, hands, 500)
        assert line.tick_ms == 2_000
        assert not line.tick(line.due_ms() - 1)
        await change(line, "notice", text="八点抽奖")
        assert line.due_ms() == opened(line, line.head)["at"] + PROMPT.tick_least_ms


async def test_two_directors_and_one_version(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        seen = line.version
        both = [
            line.append("phase", {"phase": "on_air"}, command="a", expected=seen),
            line.append("notice", {"text": "稍等"}, command="b", expected=seen),
        ]
        first, second = await asyncio.gather(*both, return_exceptions=True)
        assert (first.seq, type(second), line.version) == (2, errors.WrongVersion, 2)
        with pytest.raises(errors.WrongMoment):
            await change(line, "phase", phase="lobby")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("say", {"name": "甲", "text": ""}),
        ("say", {"name": "甲", "text": "好", "phone": "1"}),
        ("like", {"n": 0}),
        ("lottery", {}),
        ("sampled", {"n": 1, "seqs": []}),
        ("viewers", {"now": 1, "total": 1}),
    ],
)
async def test_what_does_not_fit_the_table_of_kinds_is_refused(tmp_path, hands, kind, data):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        with pytest.raises(errors.BadEvent):
            await line.append(kind, data, command="c")
        assert line.chain_head()[0] == 1


async def test_a_playhead_is_believed_for_thirty_seconds_and_never_ahead(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        for playhead in (EVENING_MS + 5_000, EVENING_MS - 29_999, EVENING_MS - 40_000, None):
            await say(line, "好", media_ms=playhead)
        found = [record.media_ms for record in line.read(1)]
        assert found == [EVENING_MS, EVENING_MS - 29_999, EVENING_MS - 30_000, None]


async def test_moderation_before_sealing_keeps_it_in_the_log_only(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        good, bad = await say(line, "好"), await say(line, "广告")
        await change(line, "refused", i=bad.seq, reason="广告")
        await pass_time(line, hands, 2_000)
        assert events(line) == [(1, "opened"), (good.seq, "say")]
        with pytest.raises(errors.TooLate):
            await change(line, "refused", i=good.seq)
        await change(line, "redact", i=good.seq, reason="误发")
        await pass_time(line, hands, 100)
        assert (line.state.said, line.state.recent, line.state.redacted) == (1, (), (good.seq,))
        with pytest.raises(errors.UnknownPiece):
            await change(line, "redact", i=1)


async def test_a_silenced_room_holds_longer(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        await say(line, "好")
        await change(line, "silence", on=True)
        await pass_time(line, hands, PROMPT.silence_ms - 1)
        assert line.held == 1
        await change(line, "silence", on=False)
        await pass_time(line, hands, 0)
        assert line.held == 0


async def test_sampling_is_written_down_before_it_is_public(tmp_path, hands):
    async with some_lines(tmp_path, LineRules(commit_ms=0, danmaku_per_s=2)) as lines:
        line = await an_open_line(lines)
        await line.seal()
        await asyncio.gather(*(say(line, f"{i}") for i in range(10)), change(line, "notice", text="八点"))
        await pass_time(line, hands, 2_000)
        segment = opened(line, 1)
        record = line.read(line.chain_head()[0] - 1)[0]
        assert (record.kind, record.data["n"], len(record.data["seqs"])) == ("sampled", 1, 6)
        shown = [event["i"] for event in segment["ev"] if event["k"] == "say"]
        assert (len(shown), segment["sampled"]) == (4, 6)
        assert sorted(shown + record.data["seqs"]) == list(range(2, 12))
        assert "notice" in [event["k"] for event in segment["ev"]]


async def test_viewers_are_counted_from_beats_and_the_total_survives_a_restart(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        for pseudonym in ("a", "b", "a"):
            line.beat(pseudonym)
        await line.seal()
        await pass_time(line, hands, 500)
        assert (line.state.viewers.now, line.state.viewers.total) == (2, 2)
        assert b"pseudonym" not in gzip.decompress(line.segment(1, 1).body)
    async with some_lines(tmp_path) as lines:
        line = lines.find(LECTURE)
        hands.move(60_000)
        for pseudonym in ("b", "c"):
            line.beat(pseudonym)
        await line.seal()
        await pass_time(line, hands, 500)
        assert (line.state.viewers.now, line.state.viewers.total) == (2, 3)


async def test_a_lecture_ends_when_the_last_held_danmaku_is_out(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        await change(line, "phase", phase="on_air")
        last = await say(line, "再见")
        await change(line, "phase", phase="ended")
        await line.seal()
        assert (line.state.phase, line.ended) == ("ended", False)
        with pytest.raises(errors.Over):
            await say(line, "还有")
        left = []
        line.wait(line.head + 2, lambda: left.append(1))
        await pass_time(line, hands, 2_000)
        assert (line.ended, left, opened(line, line.head)["last"]) == (True, [1], True)
        assert events(line)[-1] == (last.seq, "say")
        with pytest.raises(errors.UnknownPiece):
            line.segment(1, line.head + 1)
        assert lines.unfinished() == []
        await lines.writer.drain()
        block = msgspec.json.decode(gzip.decompress(line.block(1, 0).body))
        assert (block["from"], block["to"]) == (0, line.head)
        assert block["segments"] == [opened(line, n) for n in range(line.head + 1)]
        heads = [(LECTURE, *line.chain_head())]
    async with some_lines(tmp_path) as lines:
        assert lines.heads() == heads
        assert lines.find(LECTURE).ended


async def test_blocks_are_minutes_and_a_minute_without_segments_has_none(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        for gap in (0, 59_999, 1, 120_000):
            await pass_time(line, hands, gap)
        await lines.writer.drain()
        found = {i: msgspec.json.decode(gzip.decompress(line.block(1, i).body)) for i in (0, 1)}
        assert {i: (block["from"], block["to"]) for i, block in found.items()} == {0: (0, 1), 1: (2, 2)}
        for missing in (2, 3):
            with pytest.raises(errors.UnknownPiece):
                line.block(1, missing)


async def test_a_late_joiner_needs_the_head_and_one_snapshot(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        for n in range(27):
            await say(line, f"{n}")
            await pass_time(line, hands, 500)
        head = msgspec.json.decode(line.head_document())
        assert [segment["n"] for segment in head["since"]] == list(range(20, 27))
        assert {key: head[key] for key in ("v", "lecture", "epoch", "head", "snapshot", "phase", "ended")} == {
            "v": 1, "lecture": LECTURE, "epoch": 1, "head": 26, "snapshot": 1, "phase": "lobby", "ended": False,
        }  # fmt: skip
        assert (head["started_ms"], head["server_ms"]) == (EVENING_MS, clock.now_ms())
        assert head["media"] == {
            "base": f"/live/{LECTURE}/1/", "renditions": ["source", "audio"], "state": "none",
        }  # fmt: skip
        state = segments.decode_snapshot(gzip.decompress(line.snapshot(1, head["snapshot"]).body)).state
        for n in range(20, 27):
            state = fold(state, segments.decode(gzip.decompress(line.segment(1, n).body)))
        assert state == line.state
        hands.move(7)
        later = msgspec.json.decode(line.head_document())
        assert later == {**head, "server_ms": head["server_ms"] + 7}


class Life:
    """A lecture that a script lives through, restarts included."""

    def __init__(self, root, hands):
        self.root, self.hands = root, hands
        self.said = []

    async def start(self):
        self.lines = Lines(self.root, PROMPT)
        await self.lines.start(ticking=False)
        self.line = self.lines.open(LECTURE)

    async def step(self, name):
        match name:
            case "say":
                self.said.append((await say(self.line, "好")).seq)
            case "redact" if self.said:
                await change(self.line, "redact", i=self.said[-1])
            case "like":
                await change(self.line, "like", n=3)
            case "notice":
                await change(self.line, "notice", text="八点")
            case "tick":
                await pass_time(self.line, self.hands, 700)
            case "restart":
                await self.lines.close()
                await self.start()


@pytest.mark.slow  # sixty lives with real files and restarts
@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["say", "like", "notice", "redact", "tick", "tick", "restart"]), max_size=40))
def test_whatever_happens_sealed_bytes_stay_and_everything_comes_out_once(steps):
    async def live(root):
        with clock.stopped(EVENING_MS) as hands:
            life, sealed = Life(root, hands), []
            await life.start()
            await change(life.line, "opened", title="医保怎么报", studio="信安街道")
            for name in [*steps, *["tick"] * 4, "restart"]:
                await life.step(name)
                assert public(life.line)[: len(sealed)] == sealed
                sealed = public(life.line)
            state = FRESH
            for piece in sealed:
                state = fold(state, segments.decode(gzip.decompress(piece.body)))
            assert state == life.line.state
            assert state.likes == 3 * steps.count("like")
            out = [i for i, kind in events(life.line) if kind == "say"]
            assert out == sorted(set(out))
            taken_back = {record.data["i"] for record in life.line.read(0) if record.kind == "redact"}
            assert set(life.said) - set(out) <= taken_back
            assert life.line.held == 0
            await life.lines.close()
            assert verify(root / LECTURE).breaks == ()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(live(Path(folder)))


def test_what_the_snapshots_say_is_the_fold_of_everything_before(tmp_path):
    async def live():
        with clock.stopped(EVENING_MS) as hands:
            async with some_lines(tmp_path) as lines:
                line = await an_open_line(lines)
                for n in range(45):
                    await say(line, f"{n}")
                    if n % 3 == 0:
                        await change(line, "like", n=n + 1)
                    await pass_time(line, hands, 500)
                state = FRESH
                for n in range(line.head + 1):
                    state = fold(state, segments.decode(gzip.decompress(line.segment(1, n).body)))
                    if n % 10 == 9:
                        shot = segments.decode_snapshot(gzip.decompress(line.snapshot(1, n // 10).body))
                        assert (shot.k, shot.n, shot.state) == (n // 10, n, state)
                assert state == line.state

    asyncio.run(live())
