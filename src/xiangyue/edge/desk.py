"""The desk behind every connection: takes a request, gives an answer or says what to wait for."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass, field

from xiangyue.edge import answers, errors, routes
from xiangyue.edge.answers import Answer, Stream, Waiting
from xiangyue.edge.cycle import Outcome
from xiangyue.edge.hall import Hall
from xiangyue.edge.internal import Port
from xiangyue.edge.known import Known
from xiangyue.edge.reading import Reading
from xiangyue.edge.request import Request
from xiangyue.edge.rooms import Room, Rooms
from xiangyue.edge.routes import Kind
from xiangyue.edge.rules import EdgeRules
from xiangyue.edge.shelf import Shelf
from xiangyue.edge.speaking import Speaking
from xiangyue.edge.studio import Studios
from xiangyue.kernel import clock
from xiangyue.kernel.errors import Fault, Refusal

logger = logging.getLogger(__name__)

LOG_S = 1.0
"""Between two lines in the log about accidents of one kind."""

READ = frozenset({b"GET", b"HEAD"})


@dataclass(slots=True)
class Figures:
    """What the operator may want to know; counted since the start."""

    asked: int = 0
    """Requests under /live/."""
    accidents: int = 0
    choked: int = 0
    """Connections cut because they left too much unread."""
    refused: Counter[str] = field(default_factory=Counter)
    """Refusals by code."""


class Desk:
    """One per house. Everything happens in the loop's thread."""

    def __init__(self, hall: Hall, *, secret: str, rules: EdgeRules) -> None:
        self.rules = rules
        self.figures = Figures()
        self.shelf = Shelf()
        self.known = Known()
        self.rooms = Rooms(self.shelf, hold_s=rules.hold_s, failed=self._failed)
        self._reading = Reading(hall, secret=secret)
        self._speaking = Speaking(hall, secret=secret, rules=rules)
        self._port = Port(hall, secret=secret)
        self.studios = Studios(hall.pages)
        self._said: dict[type[Exception], float] = {}

    def body_limit(self, request: Request) -> int:
        """Bytes of body this address takes."""
        return self.rules.port_body_bytes if request.url.startswith(b"/live/-/") else self.rules.body_bytes

    def answer(self, request: Request) -> Outcome:
        """What a complete request leads to. Never raises."""
        self.figures.asked += 1
        if request.method in READ:
            # What everybody asks for at this moment is known by its address alone.
            if kept := self.shelf.find(request.url):
                return kept
            if room := self.rooms.find(request.url):
                return room
        try:
            outcome = self._find(request)
        except Exception as error:  # noqa: BLE001 - one connection's accident is its own
            return self._failed(error)
        if isinstance(outcome, Answer):
            self.shelf.keep(request.url, outcome)
        return outcome

    def welcome(self, request: Request) -> tuple[str, bytes] | None:
        """For a studio page's handshake: its lecture and the head of our answer. None for anything else."""
        try:
            target = routes.find(request.path)
        except Refusal:
            return None
        if target.kind is not Kind.STUDIO:
            return None
        head = self.studios.welcome(target.lecture, request)
        return (target.lecture, head) if head else None

    def seat(self, waiting: Waiting, loop: asyncio.AbstractEventLoop) -> Room | Answer:
        """The room to wait in; an answer when it turns out that there is nothing to wait for. Never raises."""
        try:
            return self.rooms.open(waiting, loop)
        except Exception as error:  # noqa: BLE001 - same
            return self._failed(error)

    async def settle(self, outcome: Awaitable[Answer | Stream]) -> Answer | Stream:
        """The answer of something that takes its time. Never raises."""
        try:
            return await outcome
        except Exception as error:  # noqa: BLE001 - same
            return self._failed(error)

    def _find(self, request: Request) -> Outcome:
        target = routes.find(request.path)
        if target.kind in (Kind.SPEAK, Kind.PORT):
            if request.method != b"POST":
                raise errors.WrongMethod("POST")
            return (self._speaking if target.kind is Kind.SPEAK else self._port).answer(target, request)
        if target.kind is Kind.STUDIO:
            raise errors.NotThisWay
        if request.method not in READ:
            raise errors.WrongMethod("GET, HEAD")
        return self._reading.answer(target, request)

    def _failed(self, error: Exception) -> Answer:
        if isinstance(error, Refusal):
            self.figures.refused[error.code] += 1
            return answers.refused(error)
        self.figures.accidents += 1
        # One broken file is asked for by thousands: said once a second, counted always.
        if self._said.get(type(error), -LOG_S) + LOG_S <= (now := clock.monotonic()):
            self._said[type(error)] = now
            logger.error("a request came to grief (%d so far)", self.figures.accidents, exc_info=error)
        return answers.refused(errors.NotReady(2) if isinstance(error, Fault) and error.retry else errors.Accident(5))
