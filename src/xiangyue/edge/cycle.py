"""One hot request from its headers to its answer, in the shape of uvicorn's own cycle: both stand in one queue."""

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from xiangyue.edge import answers, errors
from xiangyue.edge.answers import Answer, Stream, Waiting
from xiangyue.edge.request import Request
from xiangyue.edge.rooms import Room
from xiangyue.kernel.errors import Refusal

if TYPE_CHECKING:
    from xiangyue.edge.protocol import EdgeProtocol

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"

STALL_S = 60.0
"""A download that takes no byte for so long has lost its reader."""

Outcome = Answer | Waiting | Room | Awaitable[Answer | Stream]
"""What a request can lead to: an answer, a wait (alone or with others), an answer after a commit or a disk's work."""


class HotCycle:
    """A request under /live/. Its turn comes when all before it on the connection are answered.

    `response_complete`, `disconnected`, `keep_alive` and `message_event` are what uvicorn looks at on any cycle.
    """

    __slots__ = (
        *("_protocol", "_refusal", "_room", "_started", "_turn", "_way"),
        *("disconnected", "keep_alive", "received", "request", "response_complete"),
    )

    message_event = asyncio.Event()
    """uvicorn rings it when the connection goes; nobody listens here, `drop` is called instead."""

    def __init__(self, protocol: "EdgeProtocol", request: Request, *, keep_alive: bool) -> None:
        self._protocol = protocol
        self._refusal: Refusal | None = None
        self._room: Room | None = None
        self._turn = False
        self._started = False
        self._way: int | None = None
        self.request = request
        self.keep_alive = keep_alive
        self.received = False
        """Whether the last byte of the body is in."""
        self.response_complete = False
        self.disconnected = False

    # ------------------------------------------------ what the protocol tells
    def begin(self) -> None:
        """All before are answered: it is this request's turn."""
        self._turn = True
        if self.received:
            self._run()
        elif self._protocol.expect_100_continue:
            self._protocol.transport.write(CONTINUE)

    def complete(self) -> None:
        """The last byte of the request is in."""
        self.received = True
        if self._turn:
            self._run()

    def refuse(self, refusal: Refusal) -> None:
        """Answer with a no in its turn, and close: what follows on the wire cannot be trusted."""
        self._refusal = refusal
        self.keep_alive = False
        self.complete()

    def drop(self) -> None:
        """The connection is gone; nobody waits any more."""
        self.disconnected = True
        if self._room is not None:
            self._room.leave(self)
            self._room = None

    def hurry(self) -> None:
        """The server stops: who waits is told to come back, everything else is finished first."""
        self.keep_alive = False
        if self._room is not None:
            self._room.leave(self)
            self.answer(answers.refused(errors.Restarting()))

    # ------------------------------------------------ towards the answer
    def _run(self) -> None:
        if self._started:
            return
        self._started = True
        desk = self._protocol.desk
        outcome = answers.refused(self._refusal) if self._refusal else desk.answer(self.request)
        if isinstance(outcome, Waiting):
            outcome = desk.seat(outcome, self._protocol.loop)
        if isinstance(outcome, Answer):
            self.answer(outcome)
        elif isinstance(outcome, Room):
            self._room = outcome
            self._room.join(self)
            self._way, self.request.headers = self._spelling(), []
        else:
            self._protocol.own(self._answer_after(outcome))

    def wait_in(self, room: Room, way: int) -> None:
        """A whole request whose headers were known: join those who wait, to be answered in that way."""
        self.received = self._turn = self._started = True
        self._room, self._way = room, way
        room.join(self)

    def answer(self, answer: Answer) -> None:
        """Write the answer, whole, and let the next request have its turn."""
        self._room = None
        if self.response_complete or self.disconnected:
            return
        protocol = self._protocol
        if protocol.is_choked():
            return
        way = self._spelling() if self._way is None else self._way
        protocol.transport.write(answer.spelt(way if self.keep_alive else way + answers.CLOSE))
        self._finish()

    def _spelling(self) -> int:
        gzip = answers.GZIP if self.request.reads_gzip else 0
        return gzip + answers.HEAD if self.request.method == b"HEAD" else gzip

    def _finish(self) -> None:
        self.response_complete = True
        if not self.keep_alive:
            self._protocol.transport.close()
        self._protocol.on_response_complete()

    async def _answer_after(self, outcome: Awaitable[Answer | Stream]) -> None:
        settled = await self._protocol.desk.settle(outcome)
        if isinstance(settled, Answer):
            self.answer(settled)
        elif not self.disconnected:
            await self._stream(settled)

    async def _stream(self, stream: Stream) -> None:
        """Piece by piece at the reader's speed; a reader who stalls is cut off, and so is a file that breaks."""
        transport, flow = self._protocol.transport, self._protocol.flow
        left = 0 if self.request.method == b"HEAD" else stream.length
        transport.write(answers.head(stream.status, stream.fields, stream.length, close=not self.keep_alive))
        try:
            while left and not self.disconnected and (piece := await asyncio.to_thread(next, stream.pieces, b"")):
                left -= len(piece)
                transport.write(piece)
                async with asyncio.timeout(STALL_S):
                    await flow.drain()
        except (OSError, TimeoutError):
            transport.abort()
        else:
            if left:
                transport.abort()  # a file that is shorter than it was said to be must not swallow the next answer
            elif not self.disconnected:
                self._finish()
