"""Everything a resident can do in a lecture. Each deed is checked, paid for, committed, and only then answered."""

from collections.abc import Awaitable
from typing import Annotated, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta

from xiangyue.edge import answers, errors, speech
from xiangyue.edge.answers import Answer
from xiangyue.edge.hall import Hall
from xiangyue.edge.limits import Limits
from xiangyue.edge.request import Request
from xiangyue.edge.routes import Target
from xiangyue.edge.rules import EdgeRules
from xiangyue.edge.tickets import VERIFIED, Tickets
from xiangyue.kernel.errors import Refusal
from xiangyue.timeline.events import Receipt
from xiangyue.timeline.line import Line

MAX_LIKES = 100
"""Taps in one message: ten seconds of a very quick thumb."""


class VerifyFirst(Refusal):
    code = "verify-first"
    status = 403
    text = "发言前请先核验身份；不核验也可以一直观看。"


class Enter(msgspec.Struct):
    name: str = ""


class Say(msgspec.Struct):
    """`playhead`: the programme's date at which the sender's picture stood, in milliseconds since the epoch."""

    ticket: str
    command: UUID
    text: str
    playhead: int | None = None


class Like(msgspec.Struct):
    ticket: str
    command: UUID
    n: Annotated[int, Meta(ge=1, le=MAX_LIKES)] = 1


class Beat(msgspec.Struct):
    ticket: str


Command = TypeVar("Command", Enter, Say, Like, Beat)


class Speaking:
    """Answers the POSTs of residents."""

    def __init__(self, hall: Hall, *, secret: str, rules: EdgeRules) -> None:
        self._hall = hall
        self._rules = rules
        self._limits = Limits(rules)
        self._tickets = Tickets(secret, valid_ms=rules.ticket_ms)

    def answer(self, target: Target, request: Request) -> Answer | Awaitable[Answer]:
        """Raises refusals; what must be committed first comes back as something to await."""
        self._limits.knock(request, ticket=target.name == "ticket")
        line = self._hall.lines.find(target.lecture)
        match target.name:
            case "ticket":
                return self._enter(line, _read(request, Enter))
            case "beat":
                return self._beat(line, _read(request, Beat))
            case "like":
                return self._like(line, _read(request, Like))
            case _:
                return self._say(line, _read(request, Say))

    def _enter(self, line: Line, enter: Enter) -> Answer:
        token, ticket = self._tickets.issue(line.lecture, name=speech.name(enter.name))
        return answers.personal(
            {
                "ticket": token,
                "pseudonym": ticket.pseudonym,
                "name": ticket.name,
                "level": ticket.level,
                "expires_ms": ticket.expires_ms,
            }
        )

    def _beat(self, line: Line, beat: Beat) -> Answer:
        ticket = self._tickets.read(beat.ticket, line.lecture)
        self._limits.speak("beat", line.lecture, ticket.pseudonym)
        line.beat(ticket.pseudonym)
        return answers.personal({"viewers": line.state.viewers.now})

    async def _like(self, line: Line, like: Like) -> Answer:
        ticket, command = self._tickets.read(like.ticket, line.lecture), str(like.command)
        self._limits.speak("like", line.lecture, ticket.pseudonym, command=command)
        return _told(await line.append("like", {"n": like.n}, command=command, by=ticket.pseudonym))

    async def _say(self, line: Line, say: Say) -> Answer:
        ticket, command = self._tickets.read(say.ticket, line.lecture), str(say.command)
        if self._rules.speaking == VERIFIED and ticket.level != VERIFIED:
            raise VerifyFirst
        said = {"name": ticket.name, "text": speech.sentence(say.text), "from": ticket.pseudonym}
        slow_s = line.state.slow
        self._limits.speak("say", line.lecture, ticket.pseudonym, command=command, slow_s=slow_s)
        receipt = await line.append("say", said, command=command, by=ticket.pseudonym, media_ms=say.playhead)
        return _told(receipt)


def _read(request: Request, shape: type[Command]) -> Command:
    """The command in a body. JSON only: what a foreign page can send without asking first is not JSON (CORS)."""
    kind = request.header(b"content-type").partition(b";")[0].strip().lower()
    if kind != answers.JSON.encode():
        raise errors.NotJson
    try:
        return msgspec.json.decode(request.body, type=shape)
    except msgspec.DecodeError as error:
        raise errors.Malformed from error


def _told(receipt: Receipt) -> Answer:
    return answers.personal(
        {
            "lecture": receipt.lecture,
            "seq": receipt.seq,
            "at": receipt.at,
            "link": receipt.link,
            "repeated": receipt.repeated,
        }
    )
