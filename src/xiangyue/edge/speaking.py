"""Everything a resident can do in a lecture. Each deed is checked, paid for, committed, and only then answered."""

import hashlib
import hmac
from collections.abc import Awaitable
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta

from xiangyue.edge import answers, errors, screen, speech
from xiangyue.edge.answers import Answer
from xiangyue.edge.hall import Hall
from xiangyue.edge.holders import Holders
from xiangyue.edge.limits import Limits
from xiangyue.edge.request import Request
from xiangyue.edge.routes import Target
from xiangyue.edge.rules import EdgeRules
from xiangyue.edge.tickets import VERIFIED, Ticket, Tickets
from xiangyue.kernel import clock, draw, signing
from xiangyue.kernel.errors import Refusal
from xiangyue.timeline.errors import UnknownPiece
from xiangyue.timeline.events import Receipt
from xiangyue.timeline.line import Line

MAX_LIKES = 100
"""Taps in one message: ten seconds of a very quick thumb."""


class Muted(Refusal):
    code = "muted"
    status = 403
    text = "主持人请您先听一会儿，{minutes} 分钟后可以再发言。"


class NetWatched(Refusal):
    code = "verify-here"
    status = 403
    text = "您所在的网络刚有人被禁言。请先核验身份再发言；不核验也可以一直观看。"


class VerifyFirst(Refusal):
    code = "verify-first"
    status = 403
    text = "发言前请先核验身份；不核验也可以一直观看。"


class Enter(msgspec.Struct):
    """`voucher`: what verification left on the phone; without one, a guest enters. `ticket`: the one in hand, of
    whoever takes a name or is verified now: the same phone, not another.
    """

    name: str = ""
    voucher: str = ""
    ticket: str = ""


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


class Ask(msgspec.Struct):
    ticket: str
    command: UUID
    text: str


class Up(msgspec.Struct):
    """`question`: the number it is known by."""

    ticket: str
    command: UUID
    question: int


class Vote(msgspec.Struct):
    """`choice`: numbers of options, the first is 0."""

    ticket: str
    command: UUID
    poll: int
    choice: list[int]


class Reply(msgspec.Struct):
    """An answer to a quiz item: options (in the order asked for) or a number as it is written."""

    ticket: str
    command: UUID
    item: int
    choice: list[int] | None = None
    number: str | None = None


class Mine(msgspec.Struct):
    ticket: str


class Label(msgspec.Struct):
    """`draw`: the number it is known by."""

    ticket: str
    draw: int


Command = TypeVar("Command", Enter, Say, Like, Beat, Ask, Up, Vote, Reply, Mine, Label)


class Speaking:
    """Answers the POSTs of residents."""

    def __init__(self, hall: Hall, *, secret: str, rules: EdgeRules) -> None:
        self._hall = hall
        self._rules = rules
        self._limits = Limits(rules)
        self._holders = Holders(hall, Tickets(secret, valid_ms=rules.ticket_ms), secret)
        self._secret = secret
        self._nets = signing.derive(secret, "net")

    def answer(self, target: Target, request: Request) -> Answer | Awaitable[Answer]:
        """Raises refusals; what must be committed first comes back as something to await."""
        origin = self._limits.knock(request, ticket=target.name == "ticket")
        line = self._hall.lines.find(target.lecture)
        match target.name:
            case "ticket":
                return self._enter(line, _read(request, Enter))
            case "beat":
                return self._beat(line, _read(request, Beat))
            case "like":
                return self._like(line, _read(request, Like))
            case "ask":
                return self._ask(line, _read(request, Ask), self._net(line, origin))
            case "up":
                return self._up(line, _read(request, Up))
            case "vote":
                return self._vote(line, _read(request, Vote))
            case "answer":
                return self._answer(line, _read(request, Reply))
            case "mine":
                return self._mine(line, _read(request, Mine))
            case "label":
                return self._label(line, _read(request, Label))
            case _:
                return self._say(line, _read(request, Say), self._net(line, origin))

    def _enter(self, line: Line, enter: Enter) -> Answer:
        name = speech.name(enter.name)
        before = self._holders.guest(enter.ticket, line.lecture)
        token, ticket = self._holders.enter(line.lecture, name=name, voucher=enter.voucher, guest=before)
        if before and before != ticket.pseudonym:
            line.left(before)
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
        ticket = self._holders.read(beat.ticket, line.lecture)
        self._limits.speak("beat", line.lecture, ticket.pseudonym)
        line.beat(ticket.pseudonym)
        return answers.personal({"viewers": line.state.viewers.now})

    async def _like(self, line: Line, like: Like) -> Answer:
        ticket, command = self._holders.read(like.ticket, line.lecture), str(like.command)
        self._limits.speak("like", line.lecture, ticket.pseudonym, command=command)
        return _told(await line.append("like", {"n": like.n}, command=command, by=ticket.pseudonym))

    async def _say(self, line: Line, say: Say, net: str) -> Answer:
        ticket, command = self._holders.read(say.ticket, line.lecture), str(say.command)
        self._may_speak(line, ticket, net)
        said = {"name": ticket.name, "text": speech.sentence(say.text), "from": ticket.pseudonym}
        slow_s = line.state.slow
        self._limits.speak("say", line.lecture, ticket.pseudonym, command=command, slow_s=slow_s)
        private = {"net": net}
        if word := screen.hit(said["text"], line.course.words) or screen.hit(ticket.name, line.course.words):
            # The same answer as for every sentence: who tries words out learns nothing.
            private |= {"word": word}
            return _told(await line.append("held", said, command=command, by=ticket.pseudonym, private=private))
        return _told(
            await line.append("say", said, command=command, by=ticket.pseudonym, media_ms=say.playhead, private=private)
        )

    async def _ask(self, line: Line, ask: Ask, net: str) -> Answer:
        ticket, command = self._holders.read(ask.ticket, line.lecture), str(ask.command)
        self._may_speak(line, ticket, net)
        asked = {"name": ticket.name, "text": speech.sentence(ask.text), "from": ticket.pseudonym}
        return await self._put(line, ticket, "ask", asked, command, private={"net": net})

    async def _up(self, line: Line, up: Up) -> Answer:
        ticket = self._holders.read(up.ticket, line.lecture)
        return await self._put(line, ticket, "up", {"i": up.question}, str(up.command))

    async def _vote(self, line: Line, vote: Vote) -> Answer:
        ticket = self._holders.read(vote.ticket, line.lecture)
        return await self._put(line, ticket, "vote", {"i": vote.poll, "choice": vote.choice}, str(vote.command))

    async def _answer(self, line: Line, reply: Reply) -> Answer:
        ticket = self._holders.read(reply.ticket, line.lecture)
        said = {"i": reply.item, "choice": reply.choice, "number": reply.number}
        given = {field: value for field, value in said.items() if value is not None}
        return await self._put(line, ticket, "answer", given, str(reply.command))

    def _mine(self, line: Line, mine: Mine) -> Answer:
        """What this person has put in: for a page that was loaded again, on whichever device."""
        ticket = self._holders.read(mine.ticket, line.lecture)
        self._limits.speak("mine", line.lecture, ticket.pseudonym)
        return answers.personal({**line.of(ticket.pseudonym), "pseudonym": ticket.pseudonym, "level": ticket.level})

    def _label(self, line: Line, wanted: Label) -> Answer:
        """This person's number in a draw, and the code that fetches a prize if the number wins."""
        ticket = self._holders.read(wanted.ticket, line.lecture)
        self._limits.speak("label", line.lecture, ticket.pseudonym)
        if wanted.draw not in line.course.programme.draws:
            raise UnknownPiece
        label = draw.label(self._secret, line.lecture, wanted.draw, ticket.pseudonym)
        code = draw.claim_code(self._secret, line.lecture, wanted.draw, label)
        return answers.personal({"label": label, "code": code})

    async def _put(
        self, line: Line, ticket: Ticket, kind: str, data: dict[str, Any], command: str,
        private: dict[str, Any] | None = None,
    ) -> Answer:  # fmt: skip
        self._limits.speak(kind, line.lecture, ticket.pseudonym, command=command)
        known = {**(private or {}), "level": ticket.level}
        return _told(await line.append(kind, data, command=command, by=ticket.pseudonym, private=known))

    def _may_speak(self, line: Line, ticket: Ticket, net: str) -> None:
        if self._rules.speaking == VERIFIED and ticket.level != VERIFIED:
            raise VerifyFirst
        course, now = line.course, clock.now_ms()
        if (until := course.muted.get(ticket.pseudonym, 0)) > now:
            raise Muted(minutes=max(1, (until - now) // 60_000))
        since, until = course.nets.get(net, (0, 0))
        if until > now and ticket.since_ms >= since and ticket.level != VERIFIED:
            raise NetWatched

    def _net(self, line: Line, origin: str) -> str:
        """Where somebody speaks from, as far as the log may know: the same within one lecture, and no address."""
        return hmac.digest(self._nets, f"{line.lecture}/{origin}".encode(), hashlib.sha256).hex()[:16]


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
