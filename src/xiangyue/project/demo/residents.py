"""Simulated residents of the demo: they read every segment as a phone does, and say something now and then."""

import asyncio
import gzip
import random
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import httptools
import msgspec

from xiangyue.kernel import clock, vouchers
from xiangyue.project.demo import crowd as whims
from xiangyue.project.demo.script import NAMES, SAYINGS

PAUSE_S = (25.0, 90.0)
"""Between two sentences of one resident; forty of them make about one danmaku in a second and a half."""

DELAY_MS = 2_000
"""How far a resident's picture is behind the present."""

BEAT_S = 30.0

ASKING = 0.15
"""Of what a resident says, so much is a question to the stage."""

WORDS = {"vote": "poll", "answer": "item", "up": "question"}
"""What each verb of the edge calls the thing it is about."""


class Answer:
    """One HTTP answer; what httptools calls while it reads."""

    def __init__(self) -> None:
        self.body = b""
        self.gzipped = False
        self.complete = False

    def on_header(self, name: bytes, value: bytes) -> None:
        self.gzipped |= name.lower() == b"content-encoding" and value == b"gzip"

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        self.complete = True


class Wire:
    """One keep-alive connection to the edge."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        """The status and the decoded JSON of one request; reconnects when the server went away."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(*self._address)
        reader, writer = self._streams
        payload = b"" if body is None else msgspec.json.encode(body)
        try:
            writer.write(
                f"{method} {path} HTTP/1.1\r\nHost: {self._address[0]}\r\nAccept-Encoding: gzip\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(payload)}\r\n\r\n".encode()
                + payload
            )
            answer = Answer()
            parser = httptools.HttpResponseParser(answer)
            while not answer.complete:
                data = await reader.read(65_536)
                if not data:
                    raise ConnectionResetError  # noqa: TRY301 - closes like any other broken exchange, below
                parser.feed_data(data)
        except BaseException:
            self.close()
            raise
        raw = gzip.decompress(answer.body) if answer.gzipped else answer.body
        return parser.get_status_code(), msgspec.json.decode(raw) if raw else None

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


class Resident:
    """One person with a phone: a ticket, a place in the line, now and then a sentence or a like."""

    def __init__(self, host: str, port: int, lecture: str, name: str, *, voucher: str = "") -> None:
        self._address = (host, port)
        self._reading, self._speaking = Wire(host, port), Wire(host, port)
        self._path = f"/live/{lecture}"
        self._entering = {"name": name, "voucher": voucher}
        self._random = random.Random(name)  # noqa: S311 - a simulation, the same every time
        self.read = 0
        """Segments read so far."""
        self.said = 0
        """Sentences acknowledged so far."""
        self.took_part = 0
        """Votes, answers and support for questions acknowledged so far."""
        self._ticket = ""
        self._deeds: set[asyncio.Task[None]] = set()

    async def live(self) -> None:
        """Read and talk to the lecture's end; a server that goes away is asked again, as a phone would."""
        talking = asyncio.create_task(self._again(self._talk))
        try:
            await self._again(self._read)
        finally:
            talking.cancel()
            for deed in self._deeds:
                deed.cancel()
            await asyncio.gather(talking, *self._deeds, return_exceptions=True)
            self._reading.close()
            self._speaking.close()

    async def _again(self, errand: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                return await errand()
            except (OSError, httptools.HttpParserError, msgspec.DecodeError):
                await asyncio.sleep(self._random.uniform(1, 4))

    async def _told(self, wire: Wire, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """The JSON of an answer that is a yes; a no (too fast, restarting, over) is asked again later."""
        status, told = await wire.ask(method, path, body)
        if status != 200:
            raise ConnectionResetError
        return told

    async def _read(self) -> None:
        head = await self._told(self._reading, "GET", f"{self._path}/head")
        number = head["head"] + 1
        while not head["ended"]:
            segment = await self._told(self._reading, "GET", f"{self._path}/{head['epoch']}/e/{number}")
            self.read += 1
            for event in segment.get("ev", ()):
                self._react(event)
            number += 1

    def _react(self, event: dict[str, Any]) -> None:
        deed = whims.reaction(self._random, event["k"], event["i"], event.get("d") or {})
        if deed is None or not self._ticket:
            return
        task = asyncio.create_task(self._take_part(deed))
        self._deeds.add(task)
        task.add_done_callback(self._deeds.discard)

    async def _take_part(self, deed: whims.Deed) -> None:
        """What was put is answered after a thought, over a connection of its own; a broken one costs this deed."""
        await asyncio.sleep(deed.after_s)
        wire = Wire(*self._address)
        named = {WORDS[deed.verb]: deed.data["i"], **{key: value for key, value in deed.data.items() if key != "i"}}
        try:
            body = {"ticket": self._ticket, "command": str(uuid.uuid4()), **named}
            status, _ = await wire.ask("POST", f"{self._path}/{deed.verb}", body)
            self.took_part += status == 200
        except (OSError, httptools.HttpParserError, msgspec.DecodeError):
            pass
        finally:
            wire.close()

    async def _talk(self) -> None:
        ticket = await self._told(self._speaking, "POST", f"{self._path}/ticket", self._entering)
        self._ticket = ticket["ticket"]
        beat_at = 0.0
        while True:
            if clock.monotonic() >= beat_at:
                await self._speaking.ask("POST", f"{self._path}/beat", {"ticket": ticket["ticket"]})
                beat_at = clock.monotonic() + BEAT_S
            await asyncio.sleep(min(self._random.uniform(*PAUSE_S), BEAT_S))
            command = {"ticket": ticket["ticket"], "command": str(uuid.uuid4())}
            if self._random.random() < 0.4:
                await self._speaking.ask("POST", f"{self._path}/like", {**command, "n": self._random.randint(1, 6)})
                continue
            if self._random.random() < ASKING:
                await self._speaking.ask("POST", f"{self._path}/ask", {**command, "text": whims.ask(self._random)})
                continue
            words = {"text": self._random.choice(SAYINGS), "playhead": clock.now_ms() - DELAY_MS}
            status, _ = await self._speaking.ask("POST", f"{self._path}/say", {**command, **words})
            self.said += status == 200


async def crowd(host: str, port: int, lecture: str, *, secret: str, count: int = 40) -> None:
    """So many residents in one lecture until cancelled, each verified once: they may speak and win whatever is set."""
    proofs = [vouchers.issue(secret, vouchers.person_key(secret, "DEMO", str(number))) for number in range(count)]
    people = [
        Resident(host, port, lecture, NAMES[number % len(NAMES)], voucher=proof) for number, proof in enumerate(proofs)
    ]
    await asyncio.gather(*(person.live() for person in people))
