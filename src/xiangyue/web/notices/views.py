"""A notice from its form to the issued paper."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xiangyue.documents.notices import actions, errors, queries, writing
from xiangyue.documents.notices.states import OPEN, Form, State
from xiangyue.documents.notices.writing import Words
from xiangyue.files.states import Kind
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.matters import queries as matters
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units
from xiangyue.web import paging, tabs
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.documents.notices.models import Notice

PAGE = 30
KINDS = {"pdf": Kind.PDF, "docx": Kind.DOCX}

FIELDS: dict[type[Refusal], str] = {
    errors.NoSigner: "signed", errors.NotAnOffice: "signed", errors.NoNewDay: "until", errors.DayOver: "until",
}  # fmt: skip
"""Beside which field a refusal stands."""


class WordsForm(forms.Form):
    """What the office adds to the facts."""

    basis = forms.CharField(label=gettext_lazy("依据"), max_length=actions.LIMITS["basis"], required=False)
    demand = forms.CharField(
        label=gettext_lazy("要求"),
        max_length=actions.LIMITS["demand"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("留空用通常的写法。"),
    )
    contact = forms.CharField(label=gettext_lazy("联系人和电话"), max_length=actions.LIMITS["contact"], required=False)
    number = forms.CharField(
        label=gettext_lazy("发文字号"),
        max_length=actions.LIMITS["number"],
        required=False,
        help_text=gettext_lazy("由办公室编号，系统不自动编。"),
    )
    signed = forms.CharField(
        label=gettext_lazy("落款单位"),
        max_length=actions.LIMITS["signed"],
        required=False,
        widget=forms.TextInput(attrs={"list": "signers", "autocomplete": "off"}),
        help_text=gettext_lazy("发文机关的全称，例如某某安全生产委员会办公室。"),
    )
    until = forms.DateField(
        label=gettext_lazy("逾期的，限哪一天前整改到位"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("没有逾期的不用填。只写进这份文书，台账里的期限不变。"),
    )

    def words(self) -> Words:
        given = {name: self.cleaned_data[name] for name in actions.LIMITS}
        until = given["until"]
        return Words(**{**given, "until": until.isoformat() if until else ""})


class DraftForm(WordsForm):
    """Which form, about which matters."""

    form = forms.ChoiceField(label=gettext_lazy("文种"), choices=Form.choices)
    numbers = forms.CharField(
        label=gettext_lazy("事项编号"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("一行一个，例如“隐〔2026〕12号”。"),
    )
    field_order = ("form", "numbers", "signed", "until", "basis", "demand", "contact", "number")


@require_safe
@personal
def list_page(request: HttpRequest, member: Member) -> HttpResponse:
    """What was drafted and issued, and the form for the next."""
    numbers = request.GET.getlist("number")[: actions.MOST]
    return _list(request, member, DraftForm(initial={"numbers": "\n".join(numbers), "signed": queries.signer(member)}))


@require_POST
@personal
def draft(request: HttpRequest, member: Member) -> HttpResponse:
    """Freeze the facts and have a draft set."""
    queries.require(member)
    form = DraftForm(request.POST)
    if form.is_valid():
        try:
            given = form.cleaned_data
            numbers = [line.strip() for line in given["numbers"].splitlines() if line.strip()]
            names = [_named(member, number) for number in numbers[: actions.MOST + 1]]
            made = actions.draft(Form(given["form"]), names, form.words(), by=member)
        except Refusal as no:
            form.add_error(FIELDS.get(type(no), "numbers"), no.sentence)
        else:
            return redirect("notices:page", made.pk)
    return _list(request, member, form, status=400)


@require_safe
@personal
def page(request: HttpRequest, member: Member, notice: str) -> HttpResponse:
    """One notice, as it reads."""
    return _page(request, member, queries.get(member, notice))


@require_POST
@personal
def rewrite(request: HttpRequest, member: Member, notice: str) -> HttpResponse:
    """Change what the office added."""
    queries.require(member)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, member, queries.get(member, notice), form, status=400)
    try:
        actions.rewrite(notice, form.words(), by=member)
    except tuple(FIELDS) as no:
        form.add_error(FIELDS[type(no)], no.sentence)
        return _page(request, member, queries.get(member, notice), form, status=400)
    return redirect("notices:page", notice)


@require_POST
@personal
def issue(request: HttpRequest, member: Member, notice: str) -> HttpResponse:
    """Send it out as it is."""
    actions.issue(notice, by=member)
    messages.success(request, _("已发出，这一版的指纹已记入每件事项的记录链。"))
    return redirect("notices:page", notice)


@require_POST
@personal
def drop(request: HttpRequest, member: Member, notice: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Throw a draft away."""
    actions.drop(notice, by=member)
    return redirect("notices:list")


@require_safe
@personal
def download(request: HttpRequest, member: Member, notice: str, ending: str) -> HttpResponse:  # noqa: ARG001 - same
    """The paper itself."""
    found = queries.get(member, notice)
    if ending not in KINDS:
        raise NotFound
    answer = HttpResponse(queries.content(found, ending), content_type=KINDS[ending].media_type)
    name = f"{Form(found.form).label} {found.to}.{ending}"
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def _named(member: Member, number: str) -> str:
    try:
        return matters.by_number(member, number).pk
    except NotFound:
        raise Refusal(_("没有编号为“{number}”的事项。").format(number=number)) from None


def _list(request: HttpRequest, member: Member, form: DraftForm, *, status: int = 200) -> HttpResponse:
    found = queries.newest(member)
    listed = paging.Page(paging.asked(request), PAGE, found.count())
    rows = [(row, Form(row.form).label, State(row.state).label) for row in found[listed.offset : listed.offset + PAGE]]
    context = {
        "here": "ledger",
        "form": form,
        "rows": rows,
        "page": listed,
        "signers": _signers(),
        "tabs": tabs.of(member),
    }
    return render(request, "notices/list.html", context, status=status)


def _signers() -> list[str]:
    """Names to choose from: departments, and committees with their offices."""
    offices = [f"{units.root().name}{committee.name}办公室" for committee in units.committees()]
    return [*offices, *(unit.name for unit in units.departments())]


def _page(
    request: HttpRequest, member: Member, found: "Notice", form: WordsForm | None = None, *, status: int = 200
) -> HttpResponse:
    may = access.may(member, Right.DISPATCH, units.root()) and found.state in OPEN
    words = {**found.facts["words"], "signed": found.facts["office"]}
    context = {
        "here": "ledger",
        "notice": found,
        "kind": Form(found.form).label,
        "state": State(found.state).label,
        "sheet": _sheet(found),
        "form": (form or WordsForm(initial=words)) if may else None,
        "signers": _signers() if may else (),
        "waits": found.state == State.WAITING,
    }
    return render(request, "notices/page.html", context, status=status)


def _sheet(found: "Notice") -> writing.Sheet | None:
    """As it was set; a draft that is being set as it will be. What was issued before words were kept has its paper."""
    if found.sheet is not None:
        return writing.sheet_of(found.sheet)
    return None if found.state == State.ISSUED else writing.write(writing.facts_of(found.facts))
