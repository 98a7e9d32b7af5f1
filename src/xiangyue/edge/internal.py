"""The control tower's way to the lines, when it lives in another process: POST /live/-/{operation}, signed, JSON.

It is never reachable through the proxy: the shipped configuration denies the address, and a request that came through
any proxy is refused here as well. Every order names its own body, lives 30 s, and is idempotent where it changes
anything.
"""

import hashlib
from collections.abc import Awaitable
from typing import Any

import msgspec

from xiangyue.edge import answers, errors
from xiangyue.edge.answers import Answer
from xiangyue.edge.hall import Hall
from xiangyue.edge.request import Request
from xiangyue.edge.routes import Target
from xiangyue.kernel import clock, signing
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.kernel.signing import Forged

PURPOSE = "port"
ORDER_MS = 30_000
"""How long a signed order is good: longer than any hiccup between two of our processes, shorter than a log's life."""

BEARER = b"bearer "


class OnLecture(msgspec.Struct):
    lecture: str


class Append(msgspec.Struct):
    lecture: str
    kind: str
    data: dict[str, Any]
    command: str
    by: str
    expected: int | None = None


class Erase(msgspec.Struct):
    lecture: str
    seqs: list[int]
    reason: str
    by: str
    command: str


class Read(msgspec.Struct):
    lecture: str
    after: int
    limit: int = 1000


class Follow(msgspec.Struct):
    lecture: str
    kinds: list[str]
    after: int
    limit: int
    newest: bool = False


def order(secret: str, operation: str, body: bytes) -> str:
    """The value of the Authorization header of one order: for the control tower's client."""
    payload = {"op": operation, "sum": hashlib.sha256(body).hexdigest()}
    token = signing.sign(signing.derive(secret, PURPOSE), payload, expires_ms=clock.now_ms() + ORDER_MS)
    return f"Bearer {token}"


class Port:
    """Answers the control tower. Results are `{"result": ...}`, refusals in the one shape."""

    def __init__(self, hall: Hall, *, secret: str) -> None:
        self._hall = hall
        self._key = signing.derive(secret, PURPOSE)

    def answer(self, target: Target, request: Request) -> Answer | Awaitable[Answer]:
        """Raises `Forged`, `Expired`, `NotFound` for an unknown operation, and the refusals of the line."""
        self._check(target.name, request)
        body = request.body or b"{}"
        try:
            match target.name:
                case "open":
                    self._hall.lines.open(msgspec.json.decode(body, type=OnLecture).lecture)
                    return _result(None)
                case "append":
                    return self._append(msgspec.json.decode(body, type=Append))
                case "erase":
                    return self._erase(msgspec.json.decode(body, type=Erase))
                case "read":
                    wanted = msgspec.json.decode(body, type=Read)
                    return _result(self._hall.lines.find(wanted.lecture).read(wanted.after, wanted.limit))
                case "follow":
                    return self._follow(msgspec.json.decode(body, type=Follow))
                case "raw":
                    wanted = msgspec.json.decode(body, type=Read)
                    return _result(self._hall.lines.find(wanted.lecture).raw(wanted.after, wanted.limit))
                case "heads":
                    return _result(self._hall.lines.heads())
                case "look_again":
                    return self._look_again()
                case _:
                    return self._studio(target.name, msgspec.json.decode(body, type=OnLecture).lecture)
        except msgspec.DecodeError as error:
            raise errors.Malformed from error

    def _follow(self, wanted: Follow) -> Answer:
        line = self._hall.lines.find(wanted.lecture)
        return _result(line.follow(frozenset(wanted.kinds), wanted.after, wanted.limit, newest=wanted.newest))

    async def _append(self, wanted: Append) -> Answer:
        line = self._hall.lines.find(wanted.lecture)
        receipt = await line.append(
            wanted.kind, wanted.data, command=wanted.command, by=wanted.by, expected=wanted.expected
        )
        return _result(receipt)

    async def _erase(self, wanted: Erase) -> Answer:
        line = self._hall.lines.find(wanted.lecture)
        return _result(await line.erase(wanted.seqs, reason=wanted.reason, by=wanted.by, command=wanted.command))

    async def _look_again(self) -> Answer:
        await self._hall.look_again()
        return _result(None)

    def _studio(self, operation: str, lecture: str) -> Answer:
        if operation == "studio":
            try:
                return _result(self._hall.broadcast(lecture).report())
            except Refusal:
                return _result(None)  # no encoder is known yet
        broadcast = self._hall.broadcast(lecture)
        match operation:
            case "hand_over":
                broadcast.hand_over()
            case "revoke":
                broadcast.revoke()
            case _:
                raise NotFound
        return _result(None)

    def _check(self, operation: str, request: Request) -> None:
        if any(request.header(name) for name in (b"x-forwarded-for", b"forwarded", b"via")):
            raise NotFound
        given = request.header(b"authorization")
        if given[: len(BEARER)].lower() != BEARER:
            raise Forged
        stated = signing.verify(self._key, given[len(BEARER) :].decode("latin-1"))
        if stated != {"op": operation, "sum": hashlib.sha256(request.body).hexdigest()}:
            raise Forged


def _result(value: object) -> Answer:
    return answers.personal({"result": value})
