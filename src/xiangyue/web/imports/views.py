"""From a file to matters, in three steps that can each be taken back: what it is, what it would do, doing it."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.documents.papers.wording import harmless
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.imports import actions, queries
from xiangyue.ledger.imports.states import DROPPABLE, MAPPABLE, WORK, Note, State, Target, Verdict
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.subjects.states import Datum
from xiangyue.org.access.rules import Member
from xiangyue.org.units import queries as units
from xiangyue.web import paging, tabs
from xiangyue.web.imports import forms
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.ledger.imports.models import Import, Line

PAGE = 20


@require_safe
@personal
def list_page(request: HttpRequest, member: Member) -> HttpResponse:
    """Bring a file, and what was brought before."""
    return _list(request, member, forms.FileForm())


@require_POST
@personal
def receive(request: HttpRequest, member: Member) -> HttpResponse:
    """Take in a file; what is wrong with it is said on the form."""
    queries.require(member)
    form = forms.FileForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        table = given["table"]
        try:
            content = table.read(settings.UPLOAD_MB * 1_000_000)
            made = actions.receive(table.name, content, source=given["source"], kind=given["kind"], by=member)
        except Refusal as no:
            if no.status != 400:
                raise
            form.add_error("table", no.sentence)
        else:
            return redirect("imports:page", made.pk)
    return _list(request, member, form, status=400)


@require_safe
@personal
def page(request: HttpRequest, member: Member, brought: str) -> HttpResponse:
    """Where one import stands, and what is asked next."""
    return _page(request, member, queries.get(member, brought))


@require_POST
@personal
def map_columns(request: HttpRequest, member: Member, brought: str) -> HttpResponse:
    """Say what the columns are."""
    row = queries.get(member, brought)
    if row.state in MAPPABLE:
        try:
            actions.map_columns(brought, forms.mapping(row, request.POST), by=member)
        except Refusal as no:
            if no.status != 400:
                raise
            row.mapping = actions.stored(forms.mapping(row, request.POST))
            return _page(request, member, row, wrong=no.sentence, status=400)
    return redirect("imports:page", brought)


@require_POST
@personal
def apply(request: HttpRequest, member: Member, brought: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Bring it in."""
    actions.apply(brought, by=member)
    return redirect("imports:page", brought)


@require_POST
@personal
def drop(request: HttpRequest, member: Member, brought: str) -> HttpResponse:
    """Leave it."""
    actions.drop(brought, by=member)
    messages.success(request, _("已放弃，这份表没有改动台账。"))
    return redirect("imports:list")


@require_safe
@personal
def refused(request: HttpRequest, member: Member, brought: str) -> HttpResponse:  # noqa: ARG001 - same
    """Every bad row with its reason and its own cells, to be mended and brought again."""
    row = queries.get(member, brought)
    # Django streams a response that is none of its `HttpResponse`s; middleware and the server take both.
    answer: Any = StreamingHttpResponse(_written(member, row), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="refused-{row.pk}.csv"'
    return cast("HttpResponse", answer)


def _written(member: Member, row: "Import") -> Iterator[bytes]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("行"), _("原因"), *(harmless(heading) for heading in row.about.get("headings", []))])
    yield b"\xef\xbb\xbf"
    for line in queries.refused(member, row.pk):
        writer.writerow([line.line, harmless(line.reason), *(harmless(cell) for cell in line.cells)])
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    yield text.getvalue().encode()


def _list(request: HttpRequest, member: Member, form: forms.FileForm, *, status: int = 200) -> HttpResponse:
    found = queries.newest(member)
    listed = paging.Page(paging.asked(request), PAGE, found.count())
    rows = list(found[listed.offset : listed.offset + PAGE])
    context = {
        "here": "ledger",
        "tabs": tabs.of(member),
        "form": form,
        "rows": rows,
        "page": listed,
        "sources": sorted({row.source for row in rows}),
        "names": {kind.code: kind.name for kind in queries.importable()},
    }
    return render(request, "imports/list.html", context, status=status)


def _page(request: HttpRequest, member: Member, row: "Import", *, wrong: str = "", status: int = 200) -> HttpResponse:
    state = State(row.state)
    counts = [(verdict, row.counts[verdict.value]) for verdict in Verdict if row.counts.get(verdict.value)]
    shown = state in {State.CHECKED, State.DONE}
    context = {
        "row": row,
        "state": state,
        "waits": state in WORK,
        "done": sum(count for _verdict, count in counts),
        "notes": [(note, row.counts[note.value]) for note in Note if row.counts.get(note.value)] if shown else [],
        "counts": counts,
        "goes_in": any(row.counts.get(verdict.value) for verdict in (Verdict.NEW, Verdict.BEFORE, Verdict.UPDATED)),
        "samples": _samples(member, row, [verdict for verdict, _n in counts]) if shown else [],
        "columns": forms.columns(row) if state in MAPPABLE else [],
        "targets": Target.choices,
        "data": Datum.choices,
        "datum": row.mapping.get("datum", Datum.WGS84.value),
        "may_drop": state in DROPPABLE,
        "wrong": wrong,
    }
    return render(request, "imports/page.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Known:
    """What to know of a line: where its deadline was not taken, with the moment that counts and what the table said.

    `stays`: the moment is the matter's own, which is here already; else it is the rule's last one.
    """

    label: str
    latest: datetime | None
    said: datetime | None
    stays: bool


Sample = tuple["Line", str, list[Known]]
"""A line, how it was read, and what to know of it."""


def _samples(member: Member, row: "Import", verdicts: list[Verdict]) -> list[tuple[Verdict, list[Sample]]]:
    """The lines that the page shows, by what is done with them."""
    found = {verdict: queries.lines(member, row.pk, verdict) for verdict in verdicts}
    names = _names(row, [pair for verdict in verdicts if verdict is not Verdict.REFUSED for line in found[verdict]
                         for pair in line.cells])  # fmt: skip
    return [(verdict, [_sample(line, names) for line in found[verdict]]) for verdict in verdicts]


def _sample(line: "Line", names: dict[tuple[str, str], str]) -> Sample:
    if line.verdict == Verdict.REFUSED:
        return line, "", []
    said = [
        f"{Target(code).label} {names.get((code, value), value)}" for code, value in line.cells if code in set(Target)
    ]
    return line, " · ".join(said), [_noted(Note(code), value) for code, value in line.cells if code in set(Note)]


def _noted(note: Note, value: str) -> Known:
    latest, said = (datetime.fromisoformat(at) for at in value.split()) if value else (None, None)
    return Known(str(note.label), latest, said, note is Note.STAYS)


def _names(row: "Import", pairs: list[list[str]]) -> dict[tuple[str, str], str]:
    """What people call the codes that stand in lines: two queries."""
    kind = kinds.current(row.kind)
    named = {(Target.CATEGORY.value, each.code): each.name for each in kind.categories}
    named |= {(Target.GRADE.value, each.code): each.name for each in kind.grades}
    known = units.by_code({value for code, value in pairs if code in {Target.PLACE, Target.LEAD}})
    return named | {(code, value): known[value].short_name for code, value in pairs if value in known}
