"""How fast one may speak: buckets per viewer, per address and per room. A repeated command costs nothing."""

import ipaddress
from collections import deque
from collections.abc import Hashable
from functools import lru_cache

from xiangyue.edge.errors import Later
from xiangyue.edge.request import Request
from xiangyue.edge.rules import EdgeRules, Rate
from xiangyue.kernel import clock

REMEMBERED = 8
"""Commands a bucket remembers as paid: a phone that lost an answer asks again within its next few sentences."""

SWEEP_AT = 4096
"""Buckets made between two looks for full ones, which say no more than new ones."""


DEEDS = ("say", "like", "beat", "ask", "up", "vote", "answer", "mine", "label")
"""What is limited per viewer, each by the field of `EdgeRules` of that name."""


class TooFast(Later):
    code = "too-fast"
    status = 429
    text = "发得太快了，请歇几秒再发。"


class AddressBusy(Later):
    code = "address-busy"
    status = 429
    text = "你所在的网络请求太多，请稍等再试。"


class RoomBusy(Later):
    code = "room-busy"
    status = 429
    text = "现在说话的人太多了，请稍等再发。"


class Bucket:
    """Drops run in at a rate up to the brim; each deed takes one."""

    __slots__ = ("_at", "_level", "_paid")

    def __init__(self, rate: Rate, now: float) -> None:
        self._level = rate.burst
        self._at = now
        self._paid: deque[str] = deque(maxlen=REMEMBERED)

    def take(self, rate: Rate, now: float, command: str = "") -> float:
        """Take one drop: 0.0, or the seconds until there is one. A command that paid before pays no more."""
        if command and command in self._paid:
            return 0.0
        self._level, self._at = self.level(rate, now), now
        if self._level < 1:
            return (1 - self._level) / rate.per_s
        self._level -= 1
        if command:
            self._paid.append(command)
        return 0.0

    def level(self, rate: Rate, now: float) -> float:
        return min(rate.burst, self._level + (now - self._at) * rate.per_s)


class Buckets:
    """One bucket per key, all of one rate unless the taking says otherwise."""

    def __init__(self, rate: Rate, refusal: type[Later]) -> None:
        self._rate = rate
        self._refusal = refusal
        self._buckets: dict[Hashable, Bucket] = {}
        self._sweep_at = SWEEP_AT

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, key: Hashable, *, command: str = "", slower: Rate | None = None) -> None:
        """Take one drop of `key`'s bucket; `slower` is a stricter rate for now. Raises the refusal with its seconds."""
        now, rate = clock.monotonic(), slower or self._rate
        bucket = self._buckets.get(key)
        if bucket is None:
            self._sweep(now)
            bucket = self._buckets[key] = Bucket(rate, now)
        if wait := bucket.take(rate, now, command):
            raise self._refusal(wait)

    def _sweep(self, now: float) -> None:
        """Forget full buckets, so that memory follows who speaks, not who ever spoke."""
        if len(self._buckets) < self._sweep_at:
            return
        rate = self._rate
        self._buckets = {key: kept for key, kept in self._buckets.items() if kept.level(rate, now) < rate.burst}
        self._sweep_at = max(SWEEP_AT, 2 * len(self._buckets))


class Limits:
    """All buckets of one edge."""

    def __init__(self, rules: EdgeRules) -> None:
        self._verbs = {verb: Buckets(getattr(rules, verb), TooFast) for verb in DEEDS}
        self._tickets = Buckets(rules.ticket, AddressBusy)
        self._addresses = Buckets(rules.address, AddressBusy)
        self._rooms = Buckets(rules.room, RoomBusy)
        self._proxies = rules.trusted_proxies

    def knock(self, request: Request, *, ticket: bool = False) -> str:
        """Any POST, counted by where it comes from, before anything is read; the address. Raises `AddressBusy`."""
        origin = address(request, self._proxies)
        (self._tickets if ticket else self._addresses).take(origin)
        return origin

    def speak(self, verb: str, lecture: str, pseudonym: str, *, command: str = "", slow_s: int = 0) -> None:
        """One deed of one viewer. `slow_s` is the room's slow mode. Raises `TooFast`, `RoomBusy`."""
        slower = Rate(1 / slow_s, 1) if slow_s else None
        self._verbs[verb].take((lecture, pseudonym), command=command, slower=slower)
        if verb in ("say", "ask"):
            self._rooms.take(lecture, command=command)


def address(request: Request, proxies: tuple[str, ...]) -> str:
    """Where a request comes from: the nearest address that is not one of our proxies."""
    origin = request.peer
    # Some proxies add a line of their own below the sender's; all lines together are the list (RFC 9110 section 5.3).
    lines = b",".join(value for name, value in request.headers if name == b"x-forwarded-for")
    hops = [hop.strip().decode("latin-1") for hop in lines.split(b",") if hop.strip()]
    while hops and _trusted(origin, proxies):
        origin = hops.pop()
    return _network(origin)


@lru_cache(maxsize=1024)
def _trusted(address: str, proxies: tuple[str, ...]) -> bool:
    try:
        parsed = _parsed(address)
        return any(parsed in ipaddress.ip_network(proxy, strict=False) for proxy in proxies)
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def _network(address: str) -> str:
    """What one subscriber holds: an IPv4 address, or an IPv6 /64, of which anyone has 2^64 addresses."""
    try:
        parsed = _parsed(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An address; an IPv4 one in IPv6 dress (::ffff:192.0.2.7) as what it is. Raises `ValueError`."""
    parsed = ipaddress.ip_address(address)
    return (parsed.ipv4_mapped or parsed) if parsed.version == 6 else parsed
