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

from xiangyue.documents.notices import actions, queries, writing
from xiangyue.documents.notices.states import OPEN, Form, State
from xiangyue.documents.notices.writing import Words
from xiangyue.files.states import Kind
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.matters import queries as matters
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units
from xiangyue.web import paging
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.documents.notices.models import Notice

PAGE = 30
KINDS = {"pdf": Kind.PDF, "docx": Kind.DOCX}


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

    def words(self) -> Words:
        return Words(**self.cleaned_data)


class DraftForm(WordsForm):
    """Which form, about which matters."""

    form = forms.ChoiceField(label=gettext_lazy("文种"), choices=Form.choices)
    numbers = forms.CharField(
        label=gettext_lazy("事项编号"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("一行一个，例如“隐〔2026〕12号”。"),
    )
    field_order = ("form", "numbers", "basis", "demand", "contact", "number")


@require_safe
@personal
def list_page(request: HttpRequest, member: Member) -> HttpResponse:
    """What was drafted and issued, and the form for the next."""
    numbers = request.GET.getlist("number")[: actions.MOST]
    return _list(request, member, DraftForm(initial={"numbers": "\n".join(numbers)}))


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
            words = Words(**{name: given[name] for name in actions.LIMITS})
            made = actions.draft(Form(given["form"]), names, words, by=member)
        except Refusal as no:
            form.add_error("numbers", no.sentence)
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
    actions.rewrite(notice, form.words(), by=member)
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
    return render(request, "notices/list.html", {"form": form, "rows": rows, "page": listed}, status=status)


def _page(
    request: HttpRequest, member: Member, found: "Notice", form: WordsForm | None = None, *, status: int = 200
) -> HttpResponse:
    facts = writing.facts_of(found.facts)
    may = access.may(member, Right.DISPATCH, units.root()) and found.state in OPEN
    context = {
        "notice": found,
        "kind": Form(found.form).label,
        "state": State(found.state).label,
        "sheet": writing.write(facts),
        "form": (form or WordsForm(initial=found.facts["words"])) if may else None,
        "waits": found.state == State.WAITING,
    }
    return render(request, "notices/page.html", context, status=status)
