"""Residents report: a photo, a place, a sentence. Nobody signs in."""

import io
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from xiangyue.files import queries as files
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.matters import errors as refused
from xiangyue.ledger.reporting import actions, queries
from xiangyue.ledger.reporting.rules import Told
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.ledger.subjects.states import Type
from xiangyue.org.access.rules import GUEST
from xiangyue.web.networks import network
from xiangyue.web.places.forms import ReportForm, fresh, photos

if TYPE_CHECKING:
    from xiangyue.ledger.subjects.models import Subject

KEEP_S = 3600

FINE = 56
"""Pixels across of what a veiled picture is made of: a street is known again, a face and a number plate are not."""

SHOWN = 320


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The form, for a place when its plate was scanned, with what was already reported there."""
    plate = request.GET.get("p", "")
    return _page(request, ReportForm(initial=fresh() | {"plate": plate}), _subject(plate))


@require_POST
@never_cache
def send(request: HttpRequest) -> HttpResponse:
    """Take it in, and lead to the page that shows what becomes of it."""
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, form, _subject(request.POST.get("plate", "")), status=400)
    said = form.cleaned_data
    subject = _subject(said["plate"])
    kind, category = form.sorted_as()
    told = Told(
        sentence=said["sentence"], kind=kind, category=category, subject=subject.public_id if subject else "",
        spot=said["spot"] or (subject.address if subject else ""), contact=said["contact"], photos=photos(request),
    )  # fmt: skip
    try:
        receipt = actions.tell(told, command=str(said["command"]), net=network(request))
    except Refusal as no:
        form.add_error("spot" if isinstance(no, refused.BadMatter) and subject is None else None, no.sentence)
        return _page(request, form, subject, status=no.status)
    return redirect(f"{reverse('places:follow', args=[receipt.code])}?new")


@require_safe
@cache_control(public=True, max_age=KEEP_S)
def veiled(request: HttpRequest, picture: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A picture of a matter that anybody may see, so coarse that nobody on it is known again."""
    from PIL import Image  # noqa: PLC0415 - pages without pictures do not need it

    small = queries.public_picture(picture).small
    assert small is not None, "a public picture has one"
    with Image.open(io.BytesIO(files.content(small))) as opened:
        plain = opened.convert("RGB")
    high = max(1, round(FINE * plain.height / plain.width))
    coarse = plain.resize((FINE, high), Image.Resampling.BOX)
    shown = coarse.resize((SHOWN, round(SHOWN * high / FINE)), Image.Resampling.BICUBIC)
    written = io.BytesIO()
    shown.save(written, "WEBP", quality=60)
    return HttpResponse(written.getvalue(), content_type="image/webp")


def _page(request: HttpRequest, form: ReportForm, subject: "Subject | None", *, status: int = 200) -> HttpResponse:
    if subject is not None:
        form.fields.pop("spot")
    rows = queries.history(subject.public_id, limit=5, unread=True) if subject else []
    context = {"here": "report", "form": form, "subject": subject, "rows": rows}
    return render(request, "places/report.html", context, status=status)


def _subject(plate: str) -> "Subject | None":
    """The place of a plate; an unknown one is no reason to turn anybody away."""
    if not plate:
        return None
    try:
        found = subjects.by_code(GUEST, plate)
    except NotFound:
        return None
    return None if found.type == Type.HOUSEHOLD or found.closed_at is not None else found
