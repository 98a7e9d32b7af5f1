"""Makes past lectures by the same code as present ones: the clock is stopped in the past, the frames go in fast."""

import asyncio
import contextlib
import os
import random
import threading
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Self, TypeVar

from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal
from xiangyue.media.broadcast import Broadcast
from xiangyue.media.frames import TIMESCALE
from xiangyue.media.rules import MediaRules
from xiangyue.project.demo import crowd
from xiangyue.project.demo.clip import Clip
from xiangyue.project.demo.script import NAMES, SAYINGS
from xiangyue.project.live import take_alone
from xiangyue.timeline.desk import Followed, Raw
from xiangyue.timeline.events import Accepted, Receipt
from xiangyue.timeline.line import Line
from xiangyue.timeline.lines import Lines
from xiangyue.timeline.rules import LineRules

STEP_MS = 500
"""How far the clock moves at a time: one tick of a lively line."""

DELAY_MS = 2_000

SAYING_EVERY_MS = 2_600
"""Between two sentences of the whole room."""

ASKING = 0.12
"""Of what a room says, so much is a question to the stage."""

PROVED = {"level": "verified"}
"""Everybody in the past was verified: a draw that asks for it has its people, whatever is set."""

Direct = Callable[[float], None]
"""What a director does so many seconds after the beginning."""

Result = TypeVar("Result")


@dataclass(slots=True)
class Guests:
    """Those who vote, answer and support in a past lecture, each in their own time."""

    line: Line
    whim: random.Random
    seen: int = 0
    deeds: list[tuple[int, str, crowd.Deed]] = field(default_factory=list)

    async def take_part(self) -> None:
        """React to what came since the last look, and do what was thought about long enough."""
        now = clock.now_ms()
        for record in self.line.read(self.seen, 1000):
            self.seen = record.seq
            for name in NAMES if record.kind in ("poll", "quiz_item", "question") else ():
                deed = crowd.reaction(self.whim, record.kind, record.seq, record.data)
                if deed is not None:
                    self.deeds.append((now + round(deed.after_s * 1000), name, deed))
        due = [each for each in self.deeds if each[0] <= now]
        self.deeds = [each for each in self.deeds if each[0] > now]
        for _at, name, deed in due:
            with contextlib.suppress(Refusal):  # closed meanwhile, as happens to people
                await self.line.append(deed.verb, deed.data, command=str(uuid.uuid4()), by=name, private=PROVED)


class Encoder:
    """The wire of a past encoder: nobody is there to be refused."""

    peer = "127.0.0.1"

    def refuse(self, code: str, text: str) -> None:
        raise AssertionError(f"{code}: {text}")


class PastHall:
    """Lines and broadcasts in a loop of their own thread, ticked by hand. Implements `timeline.port.Port`."""

    def __init__(self, data: Path, rules: LineRules, part_ms: int) -> None:
        self._data = data
        self._media, self._rules = data / "media", MediaRules(part_ms=part_ms)
        self._media.mkdir(parents=True, exist_ok=True)
        self._lines = Lines(data / "lines", rules)
        self._broadcasts: dict[str, Broadcast] = {}
        self._told: list[asyncio.Future[Receipt]] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="past", daemon=True)

    def __enter__(self) -> Self:
        self._alone = take_alone(self._data)
        self._thread.start()
        self._do(self._lines.start(ticking=False))
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._lines.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        os.close(self._alone)

    # ------------------------------------------------ the port
    def open(self, lecture: str) -> None:
        async def make() -> None:
            self._lines.open(lecture)

        self._do(make())

    def append(
        self, lecture: str, kind: str, data: dict[str, Any], *, command: str, by: str, expected: int | None = None
    ) -> Receipt:
        async def order() -> Receipt:
            line = self._lines.find(lecture)
            receipt = await line.append(kind, data, command=command, by=by, expected=expected)
            if kind == "phase":
                await self._follow(lecture, data["phase"])
            return receipt

        return self._do(order())

    def erase(self, lecture: str, seqs: list[int], *, reason: str, by: str, command: str) -> Receipt:
        return self._do(self._lines.find(lecture).erase(seqs, reason=reason, by=by, command=command))

    def read(self, lecture: str, after: int, limit: int = 1000) -> list[Accepted]:
        return self._lines.find(lecture).read(after, limit)

    def follow(self, lecture: str, kinds: list[str], after: int, limit: int, *, newest: bool = False) -> Followed:
        return self._lines.find(lecture).follow(frozenset(kinds), after, limit, newest=newest)

    def raw(self, lecture: str, after: int, limit: int = 1000) -> list[Raw]:
        return self._lines.find(lecture).raw(after, limit)

    def heads(self) -> list[tuple[str, int, str]]:
        return self._lines.heads()

    def look_again(self) -> None:
        """Nobody publishes into the past by a key."""

    def studio(self, lecture: str) -> dict[str, Any] | None:
        return self._broadcasts[lecture].report() if lecture in self._broadcasts else None

    # ------------------------------------------------ the play
    def play(self, lecture: str, clip: Clip, length: timedelta, direct: Direct | None = None) -> None:
        """Let a lecture run for so long from the stopped clock's moment on: picture, sound, residents, a director."""
        self._do(self._run(lecture, clip, length, direct))

    async def _run(self, lecture: str, clip: Clip, length: timedelta, direct: Direct | None) -> None:
        line, broadcast = self._lines.find(lecture), self._broadcasts[lecture]
        publication = broadcast.admit(Encoder())
        publication.note("encoder", "OBS")
        for codec in clip.codecs:
            publication.codec(codec)
        began_ms, whim = clock.now_ms(), random.Random(lecture)  # noqa: S311 - a simulation
        end_ms = began_ms + round(length.total_seconds() * 1000)
        says_at = began_ms + SAYING_EVERY_MS
        guests = Guests(line, whim)
        with clock.stopped(began_ms) as hands:
            for frame in clip.looped(round(length.total_seconds() * TIMESCALE)):
                while frame.dts // 90 > clock.now_ms() - began_ms and clock.now_ms() < end_ms:
                    hands.move(STEP_MS)
                    broadcast.tick(clock.now_ms())
                    if clock.now_ms() >= says_at:
                        says_at += round(SAYING_EVERY_MS * whim.uniform(0.3, 1.7))
                        await self._say(lecture, whim)
                    if direct is not None:
                        # In a thread, as the hall's verbs are live: they come back through the port to this loop.
                        await asyncio.to_thread(direct, (clock.now_ms() - began_ms) / 1000)
                        await guests.take_part()
                    line.tick(clock.now_ms())
                    await asyncio.sleep(0)
                publication.frame(frame)
        publication.close("closed")

    async def _say(self, lecture: str, whim: random.Random) -> None:
        line, name = self._lines.find(lecture), whim.choice(NAMES)
        line.beat(name)
        if whim.random() < 0.3:
            await line.append("like", {"n": whim.randint(1, 5)}, command=str(uuid.uuid4()), by=name)
        if whim.random() < ASKING:
            data = {"name": name, "text": crowd.ask(whim), "from": name}
            await line.append("ask", data, command=str(uuid.uuid4()), by=name, private=PROVED)
            return
        data = {"name": name, "text": whim.choice(SAYINGS)}
        playhead = clock.now_ms() - DELAY_MS
        await line.append("say", data, command=str(uuid.uuid4()), by=name, media_ms=playhead)

    async def _follow(self, lecture: str, phase: str) -> None:
        line = self._lines.find(lecture)
        if phase == "on_air":

            def tell(state: str, facts: dict[str, Any]) -> None:
                if line.phase != "ended":
                    news = line.append("media", {"state": state, **facts}, command=str(uuid.uuid4()))
                    self._told.append(asyncio.ensure_future(news))

            self._broadcasts[lecture] = Broadcast(lecture, self._media, self._rules, tell)
            self._broadcasts[lecture].go_on_air()
        elif phase == "ended" and lecture in self._broadcasts:
            await asyncio.gather(*self._told)
            self._told.clear()
            broadcast = self._broadcasts.pop(lecture)
            broadcast.end()
            broadcast.close()
            # The last words wait for their moderator, so the clock has to go on until they are out.
            with clock.stopped(clock.now_ms()) as hands:
                while not line.ended:
                    hands.move(STEP_MS)
                    await line.seal()

    def _do(self, errand: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(errand, self._loop).result()
