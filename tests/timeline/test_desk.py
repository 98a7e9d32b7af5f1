"""What directors are told of a line, and the sentences that a word held back."""

import json

import pytest
from tests.factories.line import EVENING_MS, an_open_line, change, opened, pass_time, say, some_lines

from xiangyue.kernel import chain, clock, ids
from xiangyue.timeline import errors, records
from xiangyue.timeline.verify import verify

KINDS = frozenset({"say", "held", "verdict", "mute"})


@pytest.fixture
def hands():
    with clock.stopped(EVENING_MS) as moved:
        yield moved


def events(line):
    return [(event["i"], event["k"]) for n in range(line.head + 1) for event in opened(line, n)["ev"]]


async def hold(line, text):
    data = {"name": "村民", "text": text}
    return await line.append("held", data, command=ids.new_id(), by="villager", private={"word": "贷款"})


async def test_the_desk_says_what_waits_who_is_muted_and_against_what_a_press_is_held(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        first = await say(line, "讲得好")
        await change(line, "delay", s=20)
        await change(line, "screen", words=["贷款"])
        mute = await change(line, "mute", who="troll", until_ms=EVENING_MS + 600_000, net="a3f9")
        await change(line, "mute", who="past", until_ms=EVENING_MS)
        last = await say(line, "听不清")
        found = line.follow(KINDS, 0, 10).desk
        assert (found.waiting, found.delay_s, found.words) == ((first.seq, last.seq), 20, 1)
        assert (found.muted, found.nets) == ({"troll": EVENING_MS + 600_000}, {"a3f9": EVENING_MS + 600_000})
        assert (found.version, found.length) == (mute.seq + 1, last.seq)
        await change(line, "pass", i=last.seq)
        assert line.follow(KINDS, 0, 10).desk.waiting == (first.seq,)
        await pass_time(line, hands, 3_000)
        assert line.follow(KINDS, 0, 10).desk.waiting == ()


async def test_notes_are_of_the_kinds_asked_for_the_first_or_the_newest(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        said = [(await say(line, f"第 {number} 句")).seq for number in range(5)]
        await line.append("like", {"n": 3}, command="like", by="villager")
        assert [note.seq for note in line.follow(KINDS, 0, 2).notes] == said[:2]
        assert [note.seq for note in line.follow(KINDS, 0, 2, newest=True).notes] == said[-2:]
        assert [note.seq for note in line.follow(KINDS, said[3], 9).notes] == said[4:]
        assert line.follow(KINDS, said[4], 9).notes == []


async def test_a_sentence_held_back_is_in_the_log_only_and_keeps_nobody_waiting(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        held = await hold(line, "办贷款加我")
        after = await say(line, "讲得好")
        await pass_time(line, hands, 3_000)
        assert [i for i, kind in events(line) if kind in ("held", "say")] == [after.seq]
        with pytest.raises(errors.UnknownPiece):
            await change(line, "verdict", i=after.seq, passed=False)
        await change(line, "verdict", i=held.seq, passed=False, reason="广告")
        await pass_time(line, hands, 3_000)
        assert [i for i, kind in events(line) if kind in ("held", "verdict")] == []
        assert [note.data["text"] for note in line.follow({"held"}, 0, 9).notes] == ["办贷款加我"]
    assert verify(tmp_path / line.lecture).sound


async def test_the_words_that_hold_are_known_again_after_a_restart(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        await change(line, "screen", words=["贷款", "刷单"])
    async with some_lines(tmp_path) as lines:
        assert lines.find(line.lecture).course.words == ("贷款", "刷单")


async def test_raw_records_prove_themselves(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        await say(line, "讲得好")
        rows = line.raw(0, 10)
        link = records.genesis(line.lecture)
        for row in rows:
            link = records.link(link, row.seq, row.header.encode())
            body = chain.leaf(bytes.fromhex(row.salt), row.body.encode()).hex()
            assert (row.link, json.loads(row.header)["body"]) == (link.hex(), body)
        assert line.chain_head() == (len(rows), rows[-1].link)
