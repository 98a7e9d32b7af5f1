"""An evening of polls, quiz and questions on one line: what is public, when, and what a restart owes."""

import asyncio
import gzip

import pytest
from tests.factories.line import EVENING_MS, LECTURE, PROMPT, an_open_line, change, opened, pass_time, say, some_lines

from xiangyue.kernel import clock, ids
from xiangyue.timeline.errors import AlreadyAnswered, BadEvent, Over, TooEarly, UnknownPiece
from xiangyue.timeline.fold import FRESH, fold
from xiangyue.timeline.line import Line
from xiangyue.timeline.programme import commitment
from xiangyue.timeline.segments import decode
from xiangyue.timeline.verify import verify

SALT = "0123456789abcdef"
ITEM = {
    "no": 1,
    "kind": "single",
    "text": "何时缴费？",
    "options": ["春", "秋"],
    "s": 20,
    "commit": commitment([1], SALT),
}
WINDOW_MS = 25_000 + 20_000 + 1_000


@pytest.fixture
def hands():
    with clock.stopped(EVENING_MS) as moved:
        yield moved


async def put(line: Line, kind: str, by: str, **data: object):
    """A resident's word."""
    return await line.append(kind, data, command=ids.new_id(), by=by)


def told(line: Line, kind: str):
    """The data of every public event of a kind, in order."""
    found = [event["d"] for n in range(line.head + 1) for event in opened(line, n)["ev"] if event["k"] == kind]
    return [{field: value for field, value in data.items() if field != "upto"} for data in found]


async def finish(line: Line, hands: clock.Hands) -> None:
    if line.phase == "lobby":
        await change(line, "phase", phase="on_air")
    await change(line, "phase", phase="ended")
    while not line.ended:
        await pass_time(line, hands, 2_000)


async def test_a_quiz_item_from_question_to_result(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        item = (await change(line, "quiz_item", **ITEM)).seq
        await asyncio.gather(*(put(line, "answer", f"p{n}", i=item, choice=[n % 2]) for n in range(9)))
        with pytest.raises(AlreadyAnswered):
            await put(line, "answer", "p1", i=item, choice=[1])
        await line.seal()
        assert [event["k"] for event in opened(line, 0)["ev"]] == ["opened", "quiz_item"]
        assert line.state.items[0].m == EVENING_MS
        assert line.state.items[0].until == EVENING_MS + WINDOW_MS
        with pytest.raises(TooEarly):
            await change(line, "quiz_reveal", i=item, answer=[1], salt=SALT)
        hands.move(WINDOW_MS + 1)
        await change(line, "quiz_reveal", i=item, answer=[1], salt=SALT, why="九月到十二月")
        await pass_time(line, hands, 500)
        await pass_time(line, hands, 500)
        assert told(line, "quiz_result") == [{"i": item, "answered": 9, "right": 4, "counts": [5, 4]}]
        seen = line.state.items[0]
        assert (seen.answer, seen.answered, seen.right, seen.counts) == ((1,), 9, 4, (5, 4))
        assert line.of("p1") == {"votes": {}, "answers": {item: [1]}, "ups": [], "asks": []}


async def test_a_poll_shows_nothing_before_its_close_unless_it_says_so(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        hidden = (await change(line, "poll", text="几点好？", options=["六点", "七点"])).seq
        shown = (await change(line, "poll", text="讲什么？", options=["燃气", "用电"], shown=True)).seq
        for poll in (hidden, shown):
            await put(line, "vote", "甲", i=poll, choice=[0])
            await put(line, "vote", "乙", i=poll, choice=[1])
            await put(line, "vote", "甲", i=poll, choice=[1])
        await line.seal()
        await pass_time(line, hands, 500)
        assert told(line, "tally") == [{"i": shown, "counts": [0, 2], "voters": 2}]
        await pass_time(line, hands, 500)
        assert len(told(line, "tally")) == 1
        await change(line, "poll_close", i=hidden)
        await pass_time(line, hands, 500)
        await pass_time(line, hands, 500)
        assert told(line, "tally")[1:] == [{"i": hidden, "counts": [0, 2], "voters": 2, "final": True}]
        assert [(poll.open, poll.counts) for poll in line.state.polls] == [(False, (0, 2)), (True, (0, 2))]
        await finish(line, hands)
        assert told(line, "tally")[2:] == [{"i": shown, "counts": [0, 2], "voters": 2, "final": True}]
        await lines.writer.drain()
    assert verify(tmp_path / LECTURE).breaks == ()


async def test_what_a_line_owes_is_written_after_a_restart_and_once(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        poll = (await change(line, "poll", text="几点好？", options=["六点", "七点"])).seq
        question = (await change(line, "question", state="approved", text="怎么缴？")).seq
        await put(line, "vote", "甲", i=poll, choice=[0])
        await put(line, "up", "甲", i=question)
        await change(line, "poll_close", i=poll)  # and the process dies before the next tick
    for _ in range(2):
        async with some_lines(tmp_path) as lines:
            line = lines.find(LECTURE)
            await pass_time(line, hands, 500)
            await pass_time(line, hands, 500)
            assert told(line, "tally") == [{"i": poll, "counts": [1, 0], "voters": 1, "final": True}]
            assert told(line, "ups") == [{"counts": [[question, 1]]}]


async def test_a_question_is_the_residents_until_a_moderator_says_so(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        asked = await put(line, "ask", "甲", name="石室老余", text="外地怎么交？", **{"from": "甲"})
        with pytest.raises(UnknownPiece):
            await put(line, "up", "乙", i=asked.seq)
        with pytest.raises(UnknownPiece):
            await change(line, "question", state="approved", i=1)
        await line.seal()
        assert line.state.questions == ()
        await change(line, "question", state="approved", i=asked.seq, name="石室老余", text="外地怎么交？")
        await put(line, "up", "乙", i=asked.seq)
        await change(line, "question", state="answered", i=asked.seq, answer="手机上就能交。", unit="区医保局")
        await pass_time(line, hands, 500)
        await pass_time(line, hands, 500)
        seen = line.state.questions[0]
        assert (seen.i, seen.name, seen.state, seen.up, seen.answer) == (
            asked.seq,
            "石室老余",
            "answered",
            1,
            "手机上就能交。",
        )
        await change(line, "question", state="declined", i=asked.seq)
        await pass_time(line, hands, 500)
        assert line.state.questions == ()


async def test_while_each_is_reviewed_nothing_leaves_unseen_and_nothing_waits_for_ever(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        await change(line, "review", on=True)
        good, unread = await say(line, "讲得好"), await say(line, "没人看到的一句")
        await pass_time(line, hands, 10_000)
        assert told(line, "say") == []
        await line.append("pass", {"i": good.seq}, command=ids.new_id(), by="director")
        await pass_time(line, hands, 500)
        assert [said["text"] for said in told(line, "say")] == ["讲得好"]
        await pass_time(line, hands, 60_000)
        await pass_time(line, hands, 500)
        assert [record.data for record in line.read(0) if record.kind == "refused"] == [
            {"i": unread.seq, "reason": "unreviewed"}
        ]
        await say(line, "最后一句")
        await finish(line, hands)
        assert [said["text"] for said in told(line, "say")] == ["讲得好"]
        await lines.writer.drain()
    assert verify(tmp_path / LECTURE).breaks == ()


async def test_what_is_timed_carries_the_picture_s_time_with_the_broadcast_delay(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        await change(line, "slide", deck="d", n=1, pages=9, src="/files/a", alt="封面")
        await change(line, "delay", s=30)
        await change(line, "slide", deck="d", n=2, pages=9, src="/files/b")
        item = (await change(line, "quiz_item", **ITEM)).seq
        await line.seal()
        assert [(slide.n, slide.m) for slide in line.state.slides] == [(1, EVENING_MS), (2, EVENING_MS + 30_000)]
        assert (
            line.state.items[0].until == EVENING_MS + 30_000 + WINDOW_MS == line.course.programme.items[item].until_ms
        )
        assert told(line, "delay") == []


async def test_who_is_muted_is_known_to_the_line_alone(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        await change(line, "mute", who="甲", until_ms=EVENING_MS + 600_000, net="n1", reason="刷屏")
        assert dict(line.course.muted) == {"甲": EVENING_MS + 600_000}
        assert dict(line.course.nets) == {"n1": (EVENING_MS, EVENING_MS + 600_000)}
        await change(line, "mute", who="甲", until_ms=0, net="n1")
        assert (line.course.muted, line.course.nets) == ({}, {})
        await line.seal()
        assert told(line, "mute") == []
    async with some_lines(tmp_path) as lines:
        assert lines.find(LECTURE).course.muted == {}


async def test_after_the_end_residents_are_told_that_it_is_over(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        poll = (await change(line, "poll", text="几点好？", options=["六点", "七点"])).seq
        await change(line, "phase", phase="on_air")
        await change(line, "phase", phase="ended")
        with pytest.raises(Over):
            await put(line, "vote", "甲", i=poll, choice=[0])
        with pytest.raises(BadEvent):
            await change(line, "tally", i=poll, counts=[9, 0], voters=9)


async def test_state_plus_events_is_fresh_state_with_everything_in_it(tmp_path, hands):
    async with some_lines(tmp_path, PROMPT) as lines:
        line = await an_open_line(lines)
        poll = (await change(line, "poll", text="几点好？", options=["六点", "七点"], shown=True)).seq
        for n in range(30):
            await put(line, "vote", f"p{n % 7}", i=poll, choice=[n % 2])
            await change(line, "part", p=1 + n % 6)
            await pass_time(line, hands, 500)
        state = FRESH
        for n in range(line.head + 1):
            state = fold(state, decode(gzip.decompress(line.segment(1, n).body)))
        assert state == line.state


async def test_a_sum_that_is_not_what_was_counted_is_named(tmp_path, hands):
    """A house that counts wrongly on purpose, all else being in order."""
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        poll = (await change(line, "poll", text="几点好？", options=["六点", "七点"], shown=True)).seq
        await put(line, "vote", "甲", i=poll, choice=[0])
        forged = {"i": poll, "counts": [0, 5], "voters": 5, "upto": 3}
        told = await line._accept(line._own("tally", forged))
        await finish(line, hands)
        await lines.writer.drain()
    assert [(found.code, found.where) for found in verify(tmp_path / LECTURE).breaks] == [
        ("sum-wrong", f"record {told.seq}")
    ]
