"""Signed slips of paper: a resident's ticket to one lecture, and the studio's key to its own preview.

The identity behind a ticket stays outside: it carries a pseudonym that is good for one lecture only.
"""

from dataclasses import dataclass

from xiangyue.kernel import clock, ids, signing
from xiangyue.kernel.signing import Forged

GUEST, VERIFIED = "guest", "verified"

PSEUDONYM_LETTERS = 10
"""50 bits: no two of a lecture's residents share one, and none can be guessed."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who speaks, as far as this lecture may know. `since_ms`: when it was issued."""

    lecture: str
    pseudonym: str
    name: str
    level: str
    expires_ms: int
    since_ms: int


class Tickets:
    """Issues tickets and reads them back."""

    def __init__(self, secret: str, *, valid_ms: int) -> None:
        self._key = signing.derive(secret, "ticket")
        self._valid_ms = valid_ms

    def issue(self, lecture: str, *, name: str, level: str = GUEST, pseudonym: str = "") -> tuple[str, Ticket]:
        """A new ticket, as a token and as what it says. A name of "" becomes one made from the pseudonym."""
        pseudonym = pseudonym or ids.new_secret(PSEUDONYM_LETTERS)
        now = clock.now_ms()
        ticket = Ticket(lecture, pseudonym, name or f"乡亲{pseudonym[:4]}", level, now + self._valid_ms, now)
        payload = {"lecture": lecture, "who": pseudonym, "name": ticket.name, "level": level, "iat": now}
        return signing.sign(self._key, payload, expires_ms=ticket.expires_ms), ticket

    def read(self, token: str, lecture: str) -> Ticket:
        """The ticket behind a token. Raises `Forged` (also for another lecture's) or `Expired`."""
        payload = signing.verify(self._key, token)
        if payload["lecture"] != lecture:
            raise Forged
        return Ticket(lecture, payload["who"], payload["name"], payload["level"], 0, payload.get("iat", 0))


class Previews:
    """Keys to the preview of a lecture that is not on air: part of the address, because a player sends no headers."""

    def __init__(self, secret: str) -> None:
        self._key = signing.derive(secret, "preview")

    def issue(self, lecture: str, *, expires_ms: int) -> str:
        return signing.sign(self._key, {"lecture": lecture}, expires_ms=expires_ms)

    def check(self, token: str, lecture: str) -> None:
        """Raises `Forged` or `Expired`."""
        if signing.verify(self._key, token).get("lecture") != lecture:
            raise Forged


class Studios:
    """Permits to go live from a page: the control tower signs them for a member who may run the lecture."""

    def __init__(self, secret: str) -> None:
        self._key = signing.derive(secret, "studio")

    def issue(self, lecture: str, *, expires_ms: int) -> str:
        return signing.sign(self._key, {"lecture": lecture}, expires_ms=expires_ms)

    def check(self, token: str, lecture: str) -> None:
        """Raises `Forged` or `Expired`."""
        if signing.verify(self._key, token).get("lecture") != lecture:
            raise Forged
