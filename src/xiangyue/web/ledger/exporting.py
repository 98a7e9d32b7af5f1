"""The list of matters to take along: as CSV, as a workbook, or in somebody's own template."""

import csv
import importlib
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.documents.exports import columns, errors
from xiangyue.documents.papers.wording import harmless
from xiangyue.files.states import Kind
from xiangyue.kernel import clock, workdays
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import desks
from xiangyue.org.access.rules import Member
from xiangyue.web import tabs
from xiangyue.web.ledger.searching import FilterForm
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiangyue.ledger.matters.models import Matter

CHUNK = 500


@require_safe
@personal
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """How much there is to take along, and in which forms: what is too much for one is said before it is pressed."""
    most = columns.MOST
    form = FilterForm(kinds.all_current(), request.GET)
    count = desks.search(member, form.wanted()).order_by()[: most + 1].count()
    context = {
        "here": "ledger", "tabs": tabs.of(member), "said": form.said(), "plain": form.query(), "count": count,
        "most": most, "over": count > most,
    }  # fmt: skip
    return render(request, "ledger/export.html", context)


@require_safe
@personal
def comma_separated(request: HttpRequest, member: Member) -> HttpResponse:
    """Everything that fits, however much, as it is read."""
    # Django streams a response that is none of its `HttpResponse`s; middleware and the server take both.
    answer: Any = StreamingHttpResponse(_lines(_found(request, member)), content_type=Kind.CSV.media_type)
    answer.headers["Content-Disposition"] = _named("csv")
    return cast("HttpResponse", answer)


@require_safe
@personal
def workbook(request: HttpRequest, member: Member) -> HttpResponse:
    """The same as a workbook. Too many, for who comes past the page that says so, lead back to it."""
    try:
        return _attached(_sheets().workbook(_few(_found(request, member))))
    except errors.TooMany as no:
        return _back(request, no)


@require_POST
@personal
def fill(request: HttpRequest, member: Member) -> HttpResponse:
    """The same in the template of the platform above."""
    given = request.FILES.get("template")
    if given is None:
        raise Refusal(_("请选一份模板。"))
    template = given.read(_sheets().LARGEST_MB * 1_000_000 + 1)
    try:
        return _attached(_sheets().filled(template, _few(_found(request, member))))
    except errors.TooMany as no:
        return _back(request, no)


def _back(request: HttpRequest, no: Refusal) -> HttpResponse:
    messages.error(request, no.sentence)
    return redirect(f"{reverse('ledger:export')}?{request.GET.urlencode()}")


def _found(request: HttpRequest, member: Member) -> "QuerySet[Matter]":
    return desks.search(member, FilterForm(kinds.all_current(), request.GET).wanted())


def _few(found: "QuerySet[Matter]") -> "list[Matter]":
    most = columns.MOST
    rows = list(found[: most + 1])
    if len(rows) > most:
        raise errors.TooMany(limit=most)
    return rows


def _sheets() -> Any:
    """Loaded when asked for: a workbook's library is needed by nobody else."""
    return importlib.import_module("xiangyue.documents.exports.sheets")


def _lines(found: "QuerySet[Matter]") -> Iterator[bytes]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns.NAMES)
    yield b"\xef\xbb\xbf" + text.getvalue().encode()
    for matter in found.iterator(CHUNK):
        text.seek(0)
        text.truncate()
        writer.writerow([harmless(words) for words in columns.row(matter)])
        yield text.getvalue().encode()


def _attached(content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=Kind.XLSX.media_type)
    answer.headers["Content-Disposition"] = _named("xlsx")
    return answer


def _named(ending: str) -> str:
    """Attached under a name that says whose it is and of which day."""
    day = workdays.county_day(clock.now()).isoformat()
    return str(content_disposition_header(as_attachment=True, filename=f"{settings.COUNTY}台账 {day}.{ending}"))
