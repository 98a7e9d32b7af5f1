"""The hot path: everything under /live/ is answered inside uvicorn's own protocol, before ASGI is entered.

A request costs 12 µs here and 72 µs through ASGI (docs/decisions/0002). What is not ours goes to the application
untouched, in its turn: both kinds of cycle stand in uvicorn's one queue per connection.
"""

import asyncio
import math
from collections.abc import Coroutine, Iterator
from typing import Any, ClassVar, cast

import httptools
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from xiangyue.edge import errors
from xiangyue.edge.cycle import HotCycle
from xiangyue.edge.desk import READ, Desk
from xiangyue.edge.hall import Hall
from xiangyue.edge.request import Request
from xiangyue.edge.rules import EdgeRules
from xiangyue.edge.studio import StudioSocket
from xiangyue.kernel.errors import Refusal

OURS = b"/live/"

QUEUE = 64
"""Requests that may stand behind an unfinished one. Browsers do not pipeline at all; caches by twos and threes."""

FIELD_OVERHEAD = 4
"""Bytes of ": " and the line end, which the parser does not hand out."""


class EdgeProtocol(HttpToolsProtocol):
    """One connection. `bind` gives it its desk; uvicorn makes one per connection."""

    desk: ClassVar[Desk]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rules = self.desk.rules
        self._front: HotCycle | RequestResponseCycle | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._deadline = math.inf
        self._begun = 0
        """Requests that have begun on this connection."""
        self._partial = self._in_head = False
        """Whether the newest is still expected from the client: its headers, and, if it is ours, its body."""
        self._between = True
        """Whether the parser stands between two messages, so that the next byte begins one."""
        self._whole = b""
        """The packet that is being read, if it begins with a message and not inside one."""
        self._size = self._pending = self._unread = 0
        self._last = self._beyond = self._deaf = False
        """Whether the last request of this connection has been taken; another has followed it; nothing is heard now."""
        self._excess: Refusal | None = None
        self._studio: tuple[str, bytes] | None = None
        """A studio page's lecture and the answer to its handshake, between its headers and the change of language."""

    # ------------------------------------------------ the connection
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_within(self._rules.header_s)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        # uvicorn tells only the newest cycle; the one being answered may be another.
        for cycle in self._unfinished():
            if isinstance(cycle, HotCycle):
                cycle.drop()
            else:
                cycle.disconnected = True
                cycle.message_event.set()
        self.pipeline.clear()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._deaf or self.transport.is_closing():
            return
        if self._between and self._front is None and self._asked_again(data):
            return
        partial, head = self._partial, self._begun if self._in_head else 0
        self._whole = data if self._between else b""
        self._feed(data)
        if self._in_head and head == self._begun:
            # Still the same headers: the parser hands out whole fields only, and one endless field would fill memory.
            self._pending += len(data)
            if self._pending > self._rules.head_bytes:
                self._stop(errors.HeadTooLarge())
        if self._partial and (not partial or self._deadline == math.inf):
            self._expect_within(self._rules.header_s)

    def shutdown(self) -> None:
        if self._front is None:
            self.transport.close()
            return
        for cycle in list(self._unfinished()):
            cycle.keep_alive = False
        if isinstance(self._front, HotCycle):
            self._front.hurry()

    def own(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something for a request of this connection; the server waits for its end before it stops."""
        task = self.loop.create_task(work)
        task.add_done_callback(self.tasks.discard)
        self.tasks.add(task)

    def is_choked(self) -> bool:
        """Whether the client leaves too much unread; if so, it has just been cut off."""
        if self.transport.get_write_buffer_size() <= self._rules.unsent_bytes:
            return False
        self.desk.figures.choked += 1
        self.transport.abort()
        return True

    # ------------------------------------------------ what the parser calls
    def on_message_begin(self) -> None:
        # The scope is made only for requests that go to the application.
        self.url = b""
        self.headers = []
        self.expect_100_continue = False
        self._begun += 1
        self._between = False
        self._size = self._pending = 0
        self._partial = self._in_head = not self._last

    def on_url(self, url: bytes) -> None:
        self.url += url
        self._weigh(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        # Written out, not passed on: a browser sends a dozen, and this is a quarter of what a hot request costs.
        self._size += len(name) + len(value) + FIELD_OVERHEAD
        if self._size > self._rules.head_bytes:
            self._weigh(0)
        name = name.lower()
        if name == b"expect" and value.lower() == b"100-continue":
            self.expect_100_continue = True
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        self._in_head = False
        if self._last:
            self._beyond = True
            return
        keep_alive = self.parser.should_keep_alive() and self.parser.get_http_version() != "1.0"
        self._last = not keep_alive or len(self.pipeline) >= QUEUE
        if self.url.startswith(OURS):
            method = self.parser.get_method()
            request = Request(method, self.url, self.headers, self.client[0] if self.client else "")
            if self.parser.should_upgrade():
                self._last = True  # whatever we answer: what follows might be another language
                self._studio = self.desk.welcome(request) if self._front is None else None
                if self._studio is not None:
                    self._received()
                    return
            self.headers = []  # one who waits holds no more than he must
            self._queue(HotCycle(self, request, keep_alive=not self._last))
            if method not in READ:
                self._check_length(request)
            return
        self._received()
        url, headers, expects, before = self.url, self.headers, self.expect_100_continue, self.cycle
        super().on_message_begin()
        self.url, self.expect_100_continue = url, expects
        self.headers.extend(headers)  # the scope holds this very list
        super().on_headers_complete()
        if self._last and self.cycle is not before:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        cycle = self.cycle
        if self._beyond or self._studio is not None:
            return
        if not isinstance(cycle, HotCycle):
            super().on_body(body)
        elif not cycle.received:
            cycle.request.body += body
            if len(cycle.request.body) > self.desk.body_limit(cycle.request):
                self._stop(errors.BodyTooLarge())

    def on_message_complete(self) -> None:
        self._between = not self._last
        cycle = self.cycle
        if self._beyond or self._studio is not None:
            return
        if not isinstance(cycle, HotCycle):
            super().on_message_complete()
        elif not cycle.received:
            self._received()
            if self._whole and self._between and not self.expect_100_continue:
                self.desk.known.learn(self._whole, cycle.request)
            cycle.complete()

    # ------------------------------------------------ the short way
    def _asked_again(self, data: bytes) -> bool:
        """Whether this was one request in known words for what is on the shelf or waited for; it is then served.

        Everything else goes through the parser. The address is one that the parser let through before.
        """
        found = self.desk.known.find(data)
        if found is None:
            return False
        url, way = found
        if kept := self.desk.shelf.find(url):
            self.desk.figures.asked += 1
            if not self.is_choked():
                self.transport.write(kept.spelt(way))
                self.on_response_complete()
            return True
        room = self.desk.rooms.find(url)
        if room is None:
            return False
        self.desk.figures.asked += 1
        cycle = HotCycle(self, Request(b"GET", url, [], ""), keep_alive=True)
        self._front = self.cycle = cast("RequestResponseCycle", cycle)
        self._deadline = math.inf
        cycle.wait_in(room, way)
        return True

    # ------------------------------------------------ the queue
    def on_response_complete(self) -> None:
        self.server_state.total_requests += 1
        self._front = None
        if self.transport.is_closing():
            return
        if self.flow.read_paused:
            self.flow.resume_reading()
        if self.pipeline:
            cycle, app = self.pipeline.pop()
            self._start_asgi_task(cycle, app)
        elif not self._partial:
            self._expect_within(self._rules.keep_alive_s)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._front = cycle
        if not self._partial:
            self._deadline = math.inf
        if isinstance(cycle, HotCycle):
            cycle.begin()
        else:
            super()._start_asgi_task(cycle, app)

    def _queue(self, cycle: HotCycle) -> None:
        """Give a hot request its turn now, or stand it behind what is not answered yet."""
        fellow = cast("RequestResponseCycle", cycle)  # it has all that uvicorn asks of one in its queue
        existing, self.cycle = self.cycle, fellow
        if existing is None or existing.response_complete:
            self._start_asgi_task(fellow, self.app)
        else:
            self.flow.pause_reading()
            self.pipeline.appendleft((fellow, self.app))

    def _unfinished(self) -> Iterator[HotCycle | RequestResponseCycle]:
        if self._front is not None:
            yield self._front
        for cycle, _ in reversed(self.pipeline):
            yield cycle

    # ------------------------------------------------ limits and clocks
    def _received(self) -> None:
        """The client has done its part; now it waits for us."""
        self._partial = False
        self._deadline = math.inf

    def _feed(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as change:
            if self._studio is not None:
                self._become_studio(*self._studio, data[change.args[0] :])
            elif self._should_upgrade():
                self.handle_websocket_upgrade()
        except httptools.HttpParserError:
            self._stop(self._excess or errors.Malformed())

    def _become_studio(self, lecture: str, head: bytes, rest: bytes) -> None:
        """From here on this connection speaks WebSocket, and not through us."""
        if self._timer is not None:
            self._timer.cancel()
        self._deaf = True
        self.desk.figures.asked += 1
        socket = StudioSocket(self.desk.studios, lecture, self.loop, self.connections.discard)
        self.connections.discard(self)
        self.connections.add(cast("HttpToolsProtocol", socket))
        self.transport.write(head)
        self.transport.set_protocol(socket)
        socket.connection_made(self.transport)
        if rest:
            socket.data_received(rest)

    def _weigh(self, size: int) -> None:
        self._size += size
        if self._size > self._rules.head_bytes and not self._last:
            self._excess = errors.HeadTooLarge()
            raise self._excess  # ends the parser's work; `_feed` answers

    def _check_length(self, request: Request) -> None:
        length = request.header(b"content-length")
        if length and int(length) > self.desk.body_limit(request):
            self._stop(errors.BodyTooLarge())

    def _stop(self, refusal: Refusal) -> None:
        """Refuse the request that is being read, after the answers to those before it, and hear no more."""
        if self._deaf:
            return
        self._deaf = self._last = True
        self._partial = self._in_head = False
        cycle = self.cycle
        if isinstance(cycle, HotCycle) and not cycle.received:
            cycle.refuse(refusal)
        elif cycle is not None and not isinstance(cycle, HotCycle) and cycle.more_body and not cycle.response_complete:
            self.transport.close()  # the application is reading this body; it learns that the connection went
        else:
            unread = HotCycle(self, Request(b"", b"", [], ""), keep_alive=False)
            self._queue(unread)
            unread.refuse(refusal)

    def _expect_within(self, seconds: float) -> None:
        """The client must have done its part by then. The timer is moved only when it would ring too late."""
        self._deadline = self.loop.time() + seconds
        if self._timer is None:
            self._timer = self.loop.call_later(seconds, self._ring)
        elif self._timer.when() > self._deadline:
            self._timer.cancel()
            self._timer = self.loop.call_later(seconds, self._ring)

    def _ring(self) -> None:
        self._timer = None
        left = self._deadline - self.loop.time()
        if left > 0:
            if left < math.inf:
                self._timer = self.loop.call_later(left, self._ring)
        elif self._partial:
            self._stop(errors.TooSlow())
        elif unread := self.transport.get_write_buffer_size():
            self._look_at_reader(unread)
        else:
            self.transport.close()

    def _look_at_reader(self, unread: int) -> None:
        """Nothing new was asked for, because the last answer is still on its way: a village's line may need minutes for
        a segment. Only a reader who took nothing at all since the last look is gone.
        """
        if unread == self._unread:
            self.transport.abort()
        self._unread = unread
        self._expect_within(self._rules.keep_alive_s)


def bind(hall: Hall, *, secret: str, rules: EdgeRules | None = None) -> type[EdgeProtocol]:
    """The protocol class of one house, for `uvicorn.Config(http=...)`. Its `desk` has the operator's figures."""
    return type("BoundEdgeProtocol", (EdgeProtocol,), {"desk": Desk(hall, secret=secret, rules=rules or EdgeRules())})
