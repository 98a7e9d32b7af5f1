"""Answers, spelt out once. All who get the same answer get the same bytes object: head and body in one write."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import Protocol

import msgspec

from xiangyue.edge import errors
from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal

FOREVER = "public, max-age=31536000, immutable"
"""Numbered things never change; a cache may keep them for a year (RFC 8246)."""

MOMENT = "max-age=1"
NEVER = "no-store"

JSON = "application/json"

WORTH_PACKING = 512
"""Bytes. Below it gzip saves less than a packet."""

GZIP, CLOSE, HEAD = 1, 2, 4
"""The ways to spell one answer; they add up."""

Fields = tuple[tuple[str, str], ...]


class Answer:
    """One complete answer. `packed` says that `body` is gzip; whoever cannot read that gets it unpacked."""

    __slots__ = ("_body", "_fields", "_packed", "_spelt", "_status", "keep_s")

    def __init__(self, status: int, fields: Fields, body: bytes, *, packed: bool = False, keep_s: float = 0.0) -> None:
        self._status = status
        self._fields = fields
        self._body = body
        self._packed = packed
        self._spelt: dict[int, bytes] = {}
        self.keep_s = keep_s
        """Seconds for which the same address may get this very answer again without asking."""

    @property
    def size(self) -> int:
        return len(self._body)

    def spelt(self, way: int) -> bytes:
        """The bytes on the wire for a sum of `GZIP`, `CLOSE` and `HEAD`, made at the first call."""
        made = self._spelt.get(way)
        if made is None:
            made = self._spelt[way] = self._spell(way)
        return made

    def _spell(self, way: int) -> bytes:
        body, fields = self._body, self._fields
        if self._packed:
            fields = (*fields, ("Vary", "Accept-Encoding"))
            if way & GZIP:
                fields = (*fields, ("Content-Encoding", "gzip"))
            else:
                body = gzip.decompress(body)
        return head(self._status, fields, len(body), close=bool(way & CLOSE)) + (b"" if way & HEAD else body)


class Watch(Protocol):
    """What a line or a rendition hands out to one who waits."""

    def cancel(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """Not there yet. `watch` calls back once when it is there or will not come; `again`, given what `watch` returned,
    then answers or raises a refusal. Everybody under one `key` waits together.
    """

    key: bytes
    watch: Callable[[Callable[[], None]], Watch]
    again: Callable[[Watch], Answer]


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer too large for memory: its head (ending in an empty line) and its pieces, `length` bytes in all."""

    status: int
    fields: Fields
    length: int
    pieces: Iterator[bytes]


def head(status: int, fields: Fields, length: int, *, close: bool) -> bytes:
    """Status line and header fields up to the empty line (RFC 9112)."""
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        f"Date: {formatdate(clock.now_ms() / 1000, usegmt=True)}",
    ]
    lines += [f"{name}: {value}" for name, value in fields]
    lines.append(f"Content-Length: {length}")
    if close:
        lines.append("Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def public(kind: str, cache: str) -> Fields:
    """The fields of what everybody may read: any page anywhere may fetch it, no cookie travels with it."""
    return (("Content-Type", kind), ("Cache-Control", cache), ("Access-Control-Allow-Origin", "*"))


def numbered(body: bytes) -> Answer:
    """A sealed body (gzip, JSON) under its number, for ever. Kept 2 s: the herd comes within one tick."""
    return Answer(200, public(JSON, FOREVER), body, packed=True, keep_s=2.0)


def media(body: bytes, kind: str, cache: str = FOREVER) -> Answer:
    """A part, a segment or an init of media under its number; compressed already."""
    return Answer(200, public(kind, cache), body, keep_s=2.0)


@lru_cache(maxsize=64)
def text(body: bytes, kind: str, cache: str, keep_s: float = 0.0) -> Answer:
    """A document made on request, packed once for all who get the same one."""
    if len(body) < WORTH_PACKING:
        return Answer(200, public(kind, cache), body, keep_s=keep_s)
    return Answer(200, public(kind, cache), gzip.compress(body, 6, mtime=0), packed=True, keep_s=keep_s)


def personal(document: object) -> Answer:
    """The answer to one who spoke: JSON that no cache keeps."""
    return Answer(200, (("Content-Type", JSON), ("Cache-Control", NEVER)), msgspec.json.encode(document))


def refused(refusal: Refusal) -> Answer:
    """A refusal in the one shape, never kept by anybody: what is not there now may be there in a moment."""
    fields = [*public(JSON, NEVER)]
    if isinstance(refusal, errors.Later):
        fields.append(("Retry-After", str(max(1, -int(-refusal.retry_s // 1)))))
    elif refusal.status == HTTPStatus.SERVICE_UNAVAILABLE:
        fields.append(("Retry-After", "1"))
    elif isinstance(refusal, errors.WrongMethod):
        fields.append(("Allow", refusal.allow))
    elif isinstance(refusal, errors.BadRange):
        fields.append(("Content-Range", f"bytes */{refusal.length}"))
    return Answer(refusal.status, tuple(fields), msgspec.json.encode(refusal.as_dict()))
