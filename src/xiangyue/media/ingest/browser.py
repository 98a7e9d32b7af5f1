"""What is said between a studio page and us, without a socket: messages in, frames to a publication, words out.

The page greets first; then its binary messages are records (`records`), ours say which number is wanted next. When it
is refused it hears a code and a sentence, which a closed connection alone could not tell a browser.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal
from xiangyue.media.frames import Connection, Publication
from xiangyue.media.ingest import facts, records
from xiangyue.media.ingest.errors import ProtocolError
from xiangyue.media.ingest.limits import Limits
from xiangyue.media.ingest.sitting import RESUME_S, Helpers, Sitting, nobody

GREETING_BYTES = 4096
"""A greeting with its permit; they are shorter than 1 KiB."""

SITTINGS = 128
"""At once: all of a county's studios live from their pages, and as many that lost their network."""

PATIENCE_MS = round(RESUME_S * 1000)

Admit = Callable[[str, str, Connection], Publication]
"""Lecture, permit and who asks; raises the refusals of the permit and of `Broadcast.admit`."""


class Crowded(Refusal):
    code = "pages-crowded"
    status = 503
    text = "同时直播的页面太多了，请稍等几分钟再试。"


class Hello(msgspec.Struct):
    token: str = ""
    sitting: str = ""
    agent: str = ""


class Said(msgspec.Struct):
    """One text message of a page."""

    hello: Hello | None = None
    facts: dict[str, Any] | None = None
    stop: bool = False


class Pages:
    """All sittings of one live process."""

    def __init__(self, admit: Admit, helpers: Helpers, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._admit, self._helpers = admit, helpers
        self._sittings: dict[str, Sitting] = {}

    @property
    def sitting(self) -> int:
        """How many pages publish, or may come back."""
        return len(self._sittings)

    def converse(self, lecture: str, write: Callable[[str], None]) -> "Conversation":
        """A page has connected."""
        return Conversation(self, lecture, write)

    def find(self, secret: str, lecture: str) -> Sitting | None:
        """The sitting a page wants to go on with, be it over."""
        found = self._sittings.get(secret)
        return found if found is not None and found.lecture == lecture else None

    def begin(self, lecture: str, token: str, agent: str) -> Sitting:
        """A new sitting that publishes. Raises `Crowded` and what `Admit` raises."""
        if len(self._sittings) >= SITTINGS:
            raise Crowded
        sitting = Sitting(lecture, self._helpers)
        sitting.publish(self._admit(lecture, token, sitting), agent)
        self._sittings[sitting.secret] = sitting
        return sitting

    def tick(self) -> None:
        """Look at the clock: who did not come back is gone. One that was sent away is kept as long, to be told so."""
        now = clock.monotonic()
        for secret, sitting in list(self._sittings.items()):
            if sitting.since is not None and now - sitting.since >= RESUME_S:
                sitting.expire()
                del self._sittings[secret]

    def close(self) -> None:
        for sitting in self._sittings.values():
            sitting.expire()
        self._sittings.clear()


class Conversation:
    """One connection of a page. `ended` is why it is over: a code, "" while it goes on."""

    def __init__(self, pages: Pages, lecture: str, write: Callable[[str], None]) -> None:
        self.ended = ""
        self.status = 0
        """Like HTTP's, of what it was refused with; 0 for an ordinary end."""
        self.heard_at = clock.monotonic()
        self._pages, self._lecture, self._write = pages, lecture, write
        self._sitting: Sitting | None = None
        self._said = 0

    @property
    def admitted(self) -> bool:
        return self._sitting is not None

    @property
    def limit(self) -> int:
        """Bytes of the next message at most."""
        return self._pages.limits.message_bytes if self.admitted else GREETING_BYTES

    def text(self, body: bytes) -> None:
        """Raises `ProtocolError`."""
        self.heard_at = clock.monotonic()
        try:
            said = msgspec.json.decode(body, type=Said)
        except msgspec.MsgspecError as error:
            raise ProtocolError("record", "a text that is none of ours") from error
        if said.hello is not None and self._sitting is None:
            self._greet(said.hello)
        elif self._sitting is None:
            raise ProtocolError("stranger", "something else before a greeting")
        if self._sitting is None:
            return
        for name, value in facts.of_page(said.facts or {}).items():
            self._sitting.note(name, value)
        if said.stop:
            self._sitting.stop()

    def binary(self, body: bytes) -> None:
        """Raises `ProtocolError`."""
        if self._sitting is None:
            raise ProtocolError("stranger", "media before a greeting")
        self.heard_at = clock.monotonic()
        self._sitting.take(records.parse(body))

    def tick(self) -> None:
        """Say what is wanted next, if that is news."""
        sitting = self._sitting
        if sitting is not None and not self.ended and sitting.next != self._said:
            self._said = sitting.next
            self._tell({"next": sitting.next})

    def gone(self) -> None:
        """The connection is no more; the sitting waits for another. Idempotent."""
        sitting, self._sitting = self._sitting, None
        if sitting is not None and sitting.tell_end == self._hear_end:
            sitting.since = clock.monotonic()
            sitting.tell_end = nobody
        self.ended = self.ended or "closed"

    # ------------------------------------------------
    def _greet(self, hello: Hello) -> None:
        found = self._pages.find(hello.sitting, self._lecture)
        try:
            if found is not None and found.ended is not None and found.ended[0] != "closed":
                self._turn_away(*found.ended)
                return
            known = found is not None and found.ended is None
            agent = facts.of_page({"agent": hello.agent}).get("agent", "")
            sitting = found if known and found else self._pages.begin(self._lecture, hello.token, str(agent))
        except Refusal as no:
            self.status = no.status
            self._turn_away(no.code, no.sentence)
            return
        if known:
            sitting.tell_end("replaced")  # a half-dead connection of the same page
        self._sitting, self._said = sitting, sitting.next
        sitting.since, sitting.tell_end = None, self._hear_end
        self._tell({"welcome": {"sitting": sitting.secret, "next": sitting.next, "resumed": known}})

    def _hear_end(self, reason: str = "") -> None:
        sitting = self._sitting
        if sitting is None:
            return
        if reason:
            self.gone()
            self.ended = reason
            return
        code, text = sitting.ended or ("closed", "")
        if text:
            self._turn_away(code, text)
        else:
            self._tell({"stopped": True})
        self.gone()
        self.ended = code

    def _turn_away(self, code: str, text: str) -> None:
        self.status = self.status or 403
        self._tell({"refused": {"code": code, "text": text}})
        self.ended = code

    def _tell(self, message: dict[str, Any]) -> None:
        self._write(msgspec.json.encode(message).decode())
