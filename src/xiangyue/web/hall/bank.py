"""The question bank of a studio's unit: what is in it, writing, and bringing in a workbook."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.bank import actions, errors, queries, sheets
from xiangyue.hall.bank.states import Kind
from xiangyue.hall.studios import queries as studios
from xiangyue.kernel.errors import Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.web import paging
from xiangyue.web.hall.question_forms import QuestionForm, SheetForm, filled
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.studios.models import Studio

PAGE = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@personal
def page(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """What the unit's bank holds."""
    return _show(request, member, studios.get_mine(member, code), QuestionForm())


@require_POST
@personal
def add(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """Write a question; what is wrong is said on the form."""
    studio, form = studios.get_mine(member, code), QuestionForm(request.POST)
    if form.is_valid():
        try:
            actions.add(studio.unit, form.draft(), by=member)
        except Refusal as no:
            form.add_error(None, no.sentence)
        else:
            messages.success(request, _("已经放进题库。"))
            return redirect("hall:bank", code)
    return _show(request, member, studio, form, status=400)


@personal
def edit(request: HttpRequest, member: Member, code: str, question: str) -> HttpResponse:
    """Write a question anew; quizzes that copied it keep their copy."""
    studio = studios.get_mine(member, code)
    access.require(member, Right.PLAN, studio.unit)
    found = queries.get(member, studio.unit, question)
    form = QuestionForm(request.POST or None, initial=filled(found.draft))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(found, form.draft(), by=member)
        except Refusal as no:
            form.add_error(None, no.sentence)
        else:
            messages.success(request, _("已经改好。"))
            return redirect("hall:bank", code)
    context = {
        "studio": studio, "form": form, "fields": "hall/_question_fields.html", "title": _("改这道题"),
        "back": reverse("hall:bank", args=[code]),
    }  # fmt: skip
    return render(request, "hall/edit.html", context, status=400 if form.errors else 200)


@require_POST
@personal
def retire(request: HttpRequest, member: Member, code: str, question: str) -> HttpResponse:
    """Offer a question no more."""
    actions.retire(queries.get(member, studios.get_mine(member, code).unit, question), by=member)
    messages.success(request, _("已经停用，用过它的宣讲不受影响。"))
    return redirect("hall:bank", code)


@require_POST
@personal
def bring_in(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """Put a workbook's good rows into the bank, and say of each other row why not."""
    studio, form = studios.get_mine(member, code), SheetForm(request.POST, request.FILES)
    access.require(member, Right.PLAN, studio.unit)
    if not form.is_valid():
        return _show(request, member, studio, QuestionForm(), sheet=form, status=400)
    try:
        drafts, refused = sheets.read(form.cleaned_data["sheet"].read(sheets.MAX_BYTES + 1))
    except errors.NoSheet as no:
        form.add_error("sheet", no.sentence)
        return _show(request, member, studio, QuestionForm(), sheet=form, status=400)
    added, more = actions.bring_in(studio.unit, drafts, by=member)
    return _show(request, member, studio, QuestionForm(), brought=(added, sorted(refused + more)))


@require_safe
@personal
def template(request: HttpRequest, member: Member, code: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A workbook to fill in."""
    studios.get_mine(member, code)
    headers = {"Content-Disposition": "attachment; filename*=UTF-8''%E9%A2%98%E5%BA%93%E6%A8%A1%E6%9D%BF.xlsx"}
    return HttpResponse(sheets.template(), content_type=XLSX, headers=headers)


def _show(
    request: HttpRequest, member: Member, studio: "Studio", form: QuestionForm, *, sheet: SheetForm | None = None,
    brought: tuple[int, list[tuple[int, str]]] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    words, kind = request.GET.get("words", "")[:100], request.GET.get("kind", "")
    found = queries.of_unit(member, studio.unit, words=words, kind=kind if kind in Kind.values else "")
    listed = paging.Page(paging.asked(request), PAGE, found.count())
    kept = {name: value for name, value in (("words", words), ("kind", kind)) if value}
    context = {
        "studio": studio,
        "questions": found[listed.offset : listed.offset + PAGE],
        "page": listed,
        "query": urlencode(kept) + "&" if kept else "",
        "words": words,
        "kind": kind,
        "kinds": Kind.choices,
        "may_plan": access.may(member, Right.PLAN, studio.unit),
        "form": form,
        "sheet": sheet or SheetForm(),
        "brought": brought,
    }
    return render(request, "hall/bank.html", context, status=status)


urlpatterns = [
    path("", page, name="bank"),
    path("add/", add, name="bank-add"),
    path("import/", bring_in, name="bank-import"),
    path("template.xlsx", template, name="bank-template"),
    path("<slug:question>/edit/", edit, name="bank-edit"),
    path("<slug:question>/retire/", retire, name="bank-retire"),
]
