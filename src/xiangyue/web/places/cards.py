"""The card of a place, to print and hang: for those who register places there."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from xiangyue.documents.plates import making
from xiangyue.documents.plates.making import Plate
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.ledger.subjects.states import Type
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.web import addresses
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.ledger.subjects.models import Subject


@require_safe
@personal
def card(request: HttpRequest, member: Member, plate: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """One card of A6."""
    subject = mine(member, plate)
    return printed(making.card(plate_of(subject), county=settings.COUNTY), f"{subject.name} 点位牌 A6.pdf")


@require_safe
@personal
def sheet(request: HttpRequest, member: Member, plate: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Four of them on a sheet of A4."""
    subject = mine(member, plate)
    return printed(making.sheet([plate_of(subject)], county=settings.COUNTY), f"{subject.name} 点位牌 A4.pdf")


def mine(member: Member, plate: str) -> "Subject":
    """A place whose card somebody may print. Raises `NotFound`, `Forbidden`."""
    subject = subjects.by_code(member, plate)
    if subject.type == Type.HOUSEHOLD:
        raise NotFound
    access.require(member, Right.REGISTER, subject.unit)
    return subject


def plate_of(subject: "Subject") -> Plate:
    """What stands on its card."""
    where = addresses.public(reverse("places:place", args=[subject.code]))
    return Plate(subject.name, subject.address, subject.unit.name, where, subject.code)


def printed(content: bytes, name: str) -> HttpResponse:
    """A paper, shown in the browser, that keeps its name when it is saved."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = str(content_disposition_header(as_attachment=False, filename=name))
    return answer
