"""Photos and recordings, piece by piece: how far one has come, and its next piece. The last piece makes it evidence."""

import uuid
from datetime import datetime
from typing import Any

import msgspec
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

from xiangyue.files import actions as files
from xiangyue.files import errors as refused
from xiangyue.files import queries as arriving
from xiangyue.files import rules
from xiangyue.files.rules import MB, Part, Upload
from xiangyue.files.states import IMAGES, SOUNDS
from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence import queries as pictures
from xiangyue.ledger.evidence.rules import Claims
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum
from xiangyue.ledger.voices import actions as voices
from xiangyue.ledger.voices import queries as recordings
from xiangyue.org.access.rules import Member
from xiangyue.web.capture import exchange


class About(msgspec.Struct):
    """What an upload says of itself in its address. `taken` in milliseconds, `lat` and `lon` in degrees: claims."""

    what: str
    size: int
    offset: int
    name: str = ""
    seconds: int = 0
    taken: int = 0
    lat: float | None = None
    lon: float | None = None


@require_http_methods(["GET", "POST"])
@exchange.asked
def piece(request: HttpRequest, member: Member, upload: uuid.UUID) -> dict[str, Any]:
    """GET says how far it has come, POST brings the next piece."""
    if _is_there(upload, member):
        return {"have": 0, "done": True}
    if request.method == "GET":
        return {"have": arriving.arrived(upload, by=member.username), "done": False}
    about = _read(request)
    if int(request.headers.get("Content-Length") or 0) > rules.MAX_PIECE:
        raise refused.BadPiece
    part = Part(about.size, about.offset, request.body)
    _require_early(about, part)
    with transaction.atomic():
        have = files.arrive(upload, part, by=member.username)
        if have < about.size:
            return {"have": have, "done": False}
        _keep(upload, about, files.assemble(upload, by=member.username), member)
    return {"have": have, "done": True}


def _is_there(name: uuid.UUID, member: Member) -> bool:
    return bool(pictures.sent([name], by=member.username)) or recordings.sent(name, by=member.username) is not None


def _read(request: HttpRequest) -> About:
    try:
        return msgspec.convert(request.GET.dict(), About, strict=False)
    except msgspec.ValidationError as wrong:
        raise exchange.Malformed from wrong


def _require_early(about: About, part: Part) -> None:
    """What would be refused at the end is refused at the first piece: nobody carries twenty megabytes for a no."""
    is_photo = about.what == "photo"
    limit = settings.IMAGE_MB if is_photo else voices.MAX_MB
    if about.size > limit * MB:
        raise refused.FileTooLarge(name=about.name, limit=limit, size=-(-about.size // MB))
    if part.offset == 0:
        rules.require(Upload(about.name, part.content), IMAGES if is_photo else SOUNDS, max_mb=limit)


def _keep(name: uuid.UUID, about: About, content: bytes, member: Member) -> None:
    brought = Upload(about.name, content)
    if about.what == "photo":
        evidence.keep(brought, _claims(about), command=str(name), by=member.username)
    else:
        voices.keep(brought, about.seconds, command=name, by=member.username)


def _claims(about: About) -> Claims:
    """What the phone says of a photo. Its clock may be wrong and its position refused: then nothing is claimed."""
    taken = None
    if about.taken:
        try:
            taken = datetime.fromtimestamp(about.taken / 1000, tz=clock.COUNTY_ZONE)
        except (OverflowError, ValueError, OSError):
            taken = None
    position = None
    if about.lat is not None and about.lon is not None:
        try:
            position = Position.of(about.lat, about.lon, Datum.WGS84)
        except Refusal:
            position = None
    return Claims(taken, position)
