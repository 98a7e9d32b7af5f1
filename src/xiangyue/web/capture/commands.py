"""What the phone's outbox sends: a list of commands, a reply for each. The same command gets the same reply.

One that is refused says so and holds up no other; where somebody else was first, both sides are told.
"""

import uuid
from datetime import datetime
from typing import Any

import msgspec
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from xiangyue.kernel import clock
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.captures import actions, errors
from xiangyue.ledger.captures.actions import Deed
from xiangyue.ledger.captures.rules import Baggage, Shot
from xiangyue.ledger.inspections import actions as inspections
from xiangyue.ledger.inspections.rules import Found
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import errors as refused
from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.matters.actions import Order, Reply
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.matters.states import State
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.org.access.rules import Member
from xiangyue.web.capture import exchange

MOST = 20
MAX_BODY = 400_000


class Photo(msgspec.Struct):
    """An upload, and the arrows drawn over it in thousandths of its width and height."""

    command: str
    arrows: list[tuple[int, int, int, int]] = []


class Sent(msgspec.Struct):
    """One command. What a verb does not need is left out."""

    command: str
    verb: str
    matter: str = ""
    expected: int | None = None
    sentence: str = ""
    photos: list[Photo] = []
    voice: str = ""
    inspection: str = ""
    kind: str = ""
    category: str = ""
    subject: str = ""
    place: str = ""
    spot: str = ""
    via: str = ""
    unit: str = ""
    lat: float | None = None
    lon: float | None = None
    found: int = 0
    anew: bool = False


class Letter(msgspec.Struct):
    """`by` is whose outbox it comes from: a phone may have changed hands since."""

    by: str
    commands: list[Sent]


class OtherAccount(Refusal):
    code = "other-account"
    status = 409
    text = _("这些是别的账号记下的，要由本人登录以后再送。")  # type: ignore[assignment]


class TooManyCommands(Refusal):
    code = "too-many-commands"
    status = 400
    text = _("一次最多送 {limit} 条。")  # type: ignore[assignment]


@require_POST
@exchange.asked
def commands(request: HttpRequest, member: Member) -> dict[str, Any]:
    """Carry out each, in order."""
    letter = _read(request)
    if letter.by != member.username:
        raise OtherAccount
    if len(letter.commands) > MOST:
        raise TooManyCommands(limit=MOST)
    return {"replies": [_answered(sent, member) for sent in letter.commands]}


def _read(request: HttpRequest) -> Letter:
    if request.content_type != "application/json" or len(request.body) > MAX_BODY:
        raise exchange.Malformed
    try:
        return msgspec.json.decode(request.body, type=Letter)
    except msgspec.DecodeError as wrong:
        raise exchange.Malformed from wrong


def _answered(sent: Sent, member: Member) -> dict[str, Any]:
    try:
        reply = _carried_out(sent, Order(member, sent.command, sent.expected))
    except Refusal as no:
        said: dict[str, Any] = {"command": sent.command, "status": no.status, **no.as_dict(), **exchange.more(no)}
        if (theirs := _theirs(no, sent, member)) is not None:
            said["theirs"] = theirs
        return said
    return {"command": sent.command, "reply": reply}


def _carried_out(sent: Sent, order: Order) -> dict[str, Any]:
    baggage = Baggage(
        tuple(Shot(_uuid(photo.command), tuple(photo.arrows)) for photo in sent.photos),
        _uuid(sent.voice) if sent.voice else None,
    )
    if sent.verb == "finding":
        kept = inspections.bring(sent.inspection, _sealed(sent), sent.sentence, baggage, order)
        return {"matter": "", "number": "", "seq": kept.seq, "at": kept.at}
    reply = _in_the_ledger(sent, baggage, order)
    return dict(msgspec.to_builtins(reply))


def _in_the_ledger(sent: Sent, baggage: Baggage, order: Order) -> Reply:
    if sent.verb == "report":
        return actions.report(_finding(sent), sent.sentence, baggage, order, anew=sent.anew)
    if sent.verb == "find-again":
        return actions.find_again(sent.matter, _finding(sent), sent.sentence, baggage, order)
    if sent.verb in verifying.VERDICTS:
        return verifying.decide_in_the_street(Deed(sent.verb, sent.matter, sent.sentence), baggage, order)
    return actions.act(Deed(sent.verb, sent.matter, sent.sentence), baggage, order)


def _finding(sent: Sent) -> Finding:
    try:
        via = Reporter(sent.via)
    except ValueError as wrong:
        raise exchange.Malformed from wrong
    return Finding(
        kind=sent.kind, title="", category=sent.category, subject=sent.subject, place=sent.place, spot=sent.spot,
        position=_position(sent), found_at=_found_at(sent.found), via=via, unit=sent.unit,
    )  # fmt: skip


def _sealed(sent: Sent) -> Found:
    return Found(
        kind=sent.kind, category=sent.category, title="", subject=sent.subject, place=sent.place, spot=sent.spot,
        position=_position(sent), found_at=_found_at(sent.found),
    )  # fmt: skip


def _position(sent: Sent) -> Position | None:
    if sent.lat is None or sent.lon is None:
        return None
    return Position.of(sent.lat, sent.lon, Datum.WGS84)


def _found_at(ms: int) -> datetime | None:
    """When the phone says it was found. A clock that runs ahead is not believed: then it is when it arrived."""
    try:
        found = datetime.fromtimestamp(ms / 1000, tz=clock.COUNTY_ZONE) if ms else None
    except (OverflowError, ValueError, OSError):
        return None
    return found if found is not None and found <= clock.now() else None


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as wrong:
        raise refused.BadCommand from wrong


def _theirs(no: Refusal, sent: Sent, member: Member) -> dict[str, Any] | None:
    """The other side of a conflict: how the matter stands, and what happened to it meanwhile."""
    if isinstance(no, errors.WasMended):
        return {"matter": str(no.fields["matter"]), "number": str(no.fields["number"])}
    if not sent.matter or no.status != 409:
        return None
    try:
        matter = matters.get(member, sent.matter)
    except NotFound:
        return None
    lines = [line for line in matters.timeline(member, matter) if line.seq >= (sent.expected or 0)]
    return {
        "matter": matter.pk,
        "number": matter.number,
        "seq": matter.seq,
        "state": str(State(matter.state).label),
        "lines": [
            {
                "at": round(line.at.timestamp() * 1000),
                "label": line.label,
                "name": line.name,
                "text": str((line.said or {}).get("text", "")),
            }
            for line in lines[-10:]
        ],
    }
