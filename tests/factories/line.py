"""Lines to test on: rules that wait for nothing, a set of lines to drive by hand, lectures that happen by a script."""

import contextlib
import gzip
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec

from xiangyue.kernel import clock, ids
from xiangyue.timeline import segments
from xiangyue.timeline.events import Receipt
from xiangyue.timeline.fold import FRESH, fold
from xiangyue.timeline.line import Line
from xiangyue.timeline.lines import Lines
from xiangyue.timeline.rules import LineRules
from xiangyue.timeline.segments import Event, Segment

EVENING_MS = 1_795_518_000_000
"""2026-11-24 19:00 in Quzhou."""

LECTURE = "kecheng000000001"
"""Letters of `kernel.ids`."""

PROMPT = LineRules(commit_ms=0)
"""The rules of the house, but a commit gathers only what is already there."""


@contextlib.asynccontextmanager
async def some_lines(root: Path, rules: LineRules = PROMPT) -> AsyncIterator[Lines]:
    """Lines that tick only when told to, under a clock that the caller has stopped."""
    lines = Lines(root, rules)
    await lines.start(ticking=False)
    try:
        yield lines
    finally:
        await lines.close()


async def an_open_line(lines: Lines, lecture: str = LECTURE) -> Line:
    """A line in its lobby, nothing sealed yet."""
    line = lines.open(lecture)
    await line.append("opened", {"title": "医保怎么报", "studio": "信安街道"}, command=f"open-{lecture}")
    return line


async def say(line: Line, text: str, *, by: str = "villager", media_ms: int | None = None) -> Receipt:
    return await line.append("say", {"name": "村民", "text": text}, command=ids.new_id(), by=by, media_ms=media_ms)


async def change(line: Line, kind: str, /, **data: Any) -> Receipt:
    """A director's command."""
    return await line.append(kind, data, command=ids.new_id(), by="director")


def opened(line: Line, n: int) -> dict[str, Any]:
    """Segment `n` of the present epoch as a phone reads it."""
    return msgspec.json.decode(gzip.decompress(line.segment(line.epoch, n).body))


async def pass_time(line: Line, hands: clock.Hands, milliseconds: int) -> None:
    """Let time pass and seal what it brings."""
    hands.move(milliseconds)
    await line.seal()


def a_step(dice: random.Random, i: int) -> tuple[str, dict[str, Any]]:
    """Something of the run of show, about things that are there and things that are not."""
    of = dice.randint(max(1, i - 20), max(1, i))
    options = ["甲", "乙", "丙"][: dice.randint(2, 3)]
    prizes = [{"name": "热水壶", "count": 2}, {"name": "毛巾", "count": 10}]
    rules = {
        "title": "答题抽奖",
        "text": "全部答对的人参加。",
        "prizes": prizes,
        "eligible": "全部答对",
        "sources": ["十个骰子"],
    }
    return dice.choice(
        [
            ("part", {"p": dice.randint(1, 6), **dice.choice([{}, {"title": "答疑"}])}),
            (
                "slide",
                {"deck": "d", "n": dice.randint(0, 9), "pages": 9, **dice.choice([{}, {"src": "/f/a", "alt": "图"}])},
            ),
            ("cover", {"on": dice.random() < 0.5, **dice.choice([{}, {"text": "马上回来"}])}),
            ("review", {"on": dice.random() < 0.5}),
            ("question", {"state": "approved", "i": of, "name": "老余", "text": "外地怎么交？"}),
            (
                "question",
                {
                    "state": dice.choice(["live", "answered", "declined"]),
                    "i": of,
                    "answer": "手机上交。",
                    "unit": "医保局",
                },
            ),
            ("question", {"state": "approved", "text": "预备的问题"}),
            ("ups", {"counts": [[of, dice.randint(1, 99)], [i, 3]], "upto": i}),
            (
                "poll",
                {
                    "text": "几点好？",
                    "options": options,
                    **dice.choice([{}, {"multi": True, "most": 2, "shown": True}]),
                },
            ),
            ("poll_close", {"i": of}),
            (
                "tally",
                {
                    "i": of,
                    "counts": [dice.randint(0, 9) for _ in options],
                    "voters": 9,
                    **dice.choice([{}, {"final": True}]),
                },
            ),
            (
                "quiz_item",
                {"no": 1, "kind": "single", "text": "何时缴？", "options": options, "s": 20, "commit": "0" * 64},
            ),
            ("quiz_item", {"no": 2, "kind": "number", "text": "多少元？", "unit": "元", "s": 30, "commit": "0" * 64}),
            (
                "quiz_reveal",
                {
                    "i": of,
                    "answer": dice.choice([[1], "400"]),
                    "salt": "s" * 16,
                    **dice.choice([{}, {"why": "见文件"}]),
                },
            ),
            ("quiz_result", {"i": of, "answered": 9, "right": 4, "counts": [4, 5], "upto": i}),
            ("draw_rules", {**rules, "commit": "1" * 64, "n": 10, **dice.choice([{}, {"algorithm": "XYD-1"}])}),
            ("draw_roster", {"i": of, "sha256": "2" * 64, "count": 9, "url": "/draws/a/roster.txt"}),
            ("draw_secret", {"i": of, "otp": "3" * 64}),
            ("draw_entropy", {"i": of, "entropy": "3.1.7./", "by": ["甲", "乙"]}),
            (
                "draw_result",
                {"i": of, "winners": [{"label": "k3f9", "prize": 0, "pos": "4" * 64}], "substitutes": ["m2m2"]},
            ),
            ("draw_void", {"i": of, "reason": "口令没有交出"}),
        ]
    )


def an_event(dice: random.Random, i: int) -> Event:
    """Any public event, the unusual ones too."""
    k, d = dice.choice(
        [
            ("say", {"name": dice.choice(["甲", "乙"]), "text": f"第{i}句"}),
            ("say", {"name": "场控", "text": "官方解答", "from": "医保局"}),
            ("like", {"n": dice.randint(1, 40)}),
            ("viewers", {"now": dice.randint(0, 9), "total": dice.randint(9, 99)}),
            ("phase", {"phase": dice.choice(["lobby", "on_air", "ended"])}),
            ("notice", {"text": dice.choice(["", "八点抽奖"])}),
            ("silence", {"on": dice.random() < 0.5}),
            ("slow", {"s": dice.choice([0, 5])}),
            ("redact", {"i": dice.randint(1, max(1, i)), "reason": "广告"}),
            ("media", {"state": dice.choice(["published", "away", "back", "ended"])}),
            ("opened", {"title": "再来一讲", "studio": "花园街道", "poster": "/p.png"}),
            ("constructor", {"not": "known yet"}),
            a_step(dice, i),
        ]
    )
    if dice.random() < 0.05:
        return Event(i, "erased", leaf="00" * 32)
    return Event(
        i, k, dice.randint(0, 500), EVENING_MS + i if dice.random() < 0.5 else None, d, "AAAAAAAAAAAAAAAAAAAAAA"
    )


def a_history(seed: int, *, ticks: int, most: int) -> list[Segment]:
    """Chained segments of random events; the same for the same seed."""
    dice, i, previous = random.Random(seed), 0, segments.genesis(LECTURE, 1)
    found = []
    for n in range(ticks):
        ev = [an_event(dice, i := i + 1) for _ in range(dice.randint(0, most))]
        segment = segments.chained(previous, Segment(1, n, EVENING_MS + 500 * n, 500, "", "", ev))
        previous = segments.unletters(segment.hash)
        found.append(segment)
    return found


VECTORS = {"quiet": (1, 12, 2), "lively": (2, 20, 30), "crowded": (3, 4, 400)}
"""Captures under tests/captures/line by name: seed, ticks, most events in a tick."""


def vector(name: str) -> bytes:
    """A capture's text: segments, and the state after each of them."""
    seed, ticks, most = VECTORS[name]
    history, state = a_history(seed, ticks=ticks, most=most), FRESH
    states = [state := fold(state, segment) for segment in history]
    return msgspec.json.format(msgspec.json.encode({"segments": history, "states": states}), indent=1) + b"\n"
