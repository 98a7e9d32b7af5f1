"""Reviews: ordered from a case, written by their lead, with measures below and a lecture that tells others."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangyue.hall.studios import queries as studios
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Kind
from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.matters import rules as who
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.rules import MAX_REASON, MAX_TITLE
from xiangyue.ledger.matters.states import State, Verb
from xiangyue.ledger.reviews import actions, queries
from xiangyue.ledger.reviews.actions import Measure
from xiangyue.ledger.reviews.rules import KIND, MEASURE, TEMPLATE, Item, Lecture
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import GUEST, Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.ledger.reviews.queries import Paper, Written

BLANK = 2
"""Quiz questions that people write themselves, beside those that follow from the case."""


# ------------------------------------------------ from a case
class BeginForm(forms.Form):
    """What a review is about and who leads it."""

    category = forms.ChoiceField(label=__("哪一类复盘"))
    lead = forms.ChoiceField(label=__("由哪个单位牵头"), help_text=__("牵头单位写，别的单位的人看材料核查。"))
    text = forms.CharField(
        label=__("为什么要复盘（可不填）"),
        max_length=MAX_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    command = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, kind: Kind, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["category"].choices = _categories(kind)  # type: ignore[attr-defined]
        self.fields["lead"].choices = _leads()  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def begin(request: HttpRequest, member: Member, matter: str) -> HttpResponse:
    """Order a review of a case, for the office outside its line."""
    row = matters.get(member, matter)
    who.require_office(member, Verb.ASSIGN, row.office, row.lead)
    kind = kinds.current(KIND)
    form = BeginForm(kind, request.POST or None, initial={"command": uuid.uuid4()})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            given = form.cleaned_data
            order = Order(member, command=str(given["command"]))
            try:
                reply = actions.begin(matter, given["category"], given["lead"], given["text"], order)
            except Refusal as no:
                form.add_error(None, no.sentence)
                status = no.status
            else:
                return redirect("ledger:review", reply.matter)
    context = {"case": row, "form": form, "there": queries.of_case(row), "here": "ledger"}
    return render(request, "ledger/review_begin.html", context, status=status)


# ------------------------------------------------ the review itself
@require_safe
@personal
def page(request: HttpRequest, member: Member, review: str) -> HttpResponse:
    """The four questions, the measures, the lectures."""
    return _show(request, member, queries.get(member, review))


@require_POST
@personal
def write(request: HttpRequest, member: Member, review: str, asked: str) -> HttpResponse:
    """Answer one of the four questions."""
    given = {name: request.POST.get(name, "") for name in TEMPLATE.get(asked, {"text": ""})}
    return _did(request, member, review, lambda order: actions.write(review, asked, given, order), _("写好了。"))


@require_POST
@personal
def propose(request: HttpRequest, member: Member, review: str) -> HttpResponse:
    """Put a measure below the review."""
    form = MeasureForm(kinds.current(MEASURE), request.POST)
    if not form.is_valid():
        return _show(request, member, queries.get(member, review), measure=form, status=400)
    given = form.cleaned_data
    measure = Measure(given["title"], given["category"], given["text"], given["grade"], given["lead"])
    return _did(request, member, review, lambda order: actions.propose(review, measure, order), _("措施已经列上。"))


@require_POST
@personal
def order(request: HttpRequest, member: Member, review: str) -> HttpResponse:
    """Order a lecture in the hall."""
    paper = queries.get(member, review)
    form = LectureForm(request.POST)
    if not form.is_valid():
        return _show(request, member, paper, lecture=form, status=400)
    given = form.cleaned_data
    wanted = Lecture(given["studio"], given["title"], given["about"], tuple(form.items(paper)))
    return _did(
        request, member, review, lambda asked: actions.order_lecture(review, wanted, asked), _("约讲已经送到直播间。")
    )


class MeasureForm(forms.Form):
    """A measure. Its lead is named by the office; the review's lead leaves it open."""

    title = forms.CharField(label=__("做什么"), max_length=MAX_TITLE)
    category = forms.ChoiceField(label=__("哪一类"))
    grade = forms.ChoiceField(label=__("一次做完，还是长期做"))
    lead = forms.ChoiceField(label=__("由谁做"), required=False)
    text = forms.CharField(label=__("说明（可不填）"), max_length=MAX_REASON, required=False)

    def __init__(self, kind: Kind, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["category"].choices = _categories(kind)  # type: ignore[attr-defined]
        self.fields["grade"].choices = [(each.code, _named(each)) for each in kind.grades]  # type: ignore[attr-defined]
        self.fields["lead"].choices = [("", _("请办公室定")), *_leads()]  # type: ignore[attr-defined]


class LectureForm(forms.Form):
    """A lecture to be given, and the questions it brings: some follow from the case, some are written here."""

    studio = forms.ChoiceField(label=__("哪个直播间"))
    title = forms.CharField(label=__("讲什么"), max_length=MAX_TITLE)
    about = forms.CharField(
        label=__("讲给谁听、讲清哪一点"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    drafted = forms.BooleanField(label=__("带上从这件事出的题"), required=False, initial=True)

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["studio"].choices = [(each.code, each.name) for each in studios.visible_to(GUEST)]  # type: ignore[attr-defined]
        for place in range(1, BLANK + 1):
            self.fields[f"text_{place}"] = forms.CharField(label=_("再出一题：题目"), max_length=200, required=False)
            self.fields[f"right_{place}"] = forms.CharField(label=_("对的答案"), max_length=60, required=False)
            self.fields[f"wrong_{place}"] = forms.CharField(
                label=_("错的答案，一行一个"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
            )

    def items(self, paper: "Paper") -> list[Item]:
        """The questions that go along."""
        given = self.cleaned_data
        found = queries.items(paper) if given["drafted"] else []
        for place in range(1, BLANK + 1):
            if given[f"text_{place}"]:
                wrong = tuple(line.strip() for line in given[f"wrong_{place}"].splitlines() if line.strip())
                found.append(Item(given[f"text_{place}"], given[f"right_{place}"], wrong))
        return found


def _did(request: HttpRequest, member: Member, review: str, do: Callable[[Order], object], said: str) -> HttpResponse:
    try:
        do(Order(member, command=request.POST.get("command", "")))
    except NotFound:
        raise
    except Refusal as no:
        return _show(request, member, queries.get(member, review), refused=no, status=no.status)
    messages.success(request, said)
    return redirect("ledger:review", review)


def _show(
    request: HttpRequest,
    member: Member,
    paper: "Paper",
    *,
    measure: MeasureForm | None = None,
    lecture: LectureForm | None = None,
    refused: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    row = paper.matter
    leads = row.lead is not None and access.may(member, Right.WORK, row.lead)
    office = access.may(member, Right.DISPATCH, row.office)
    context = {
        "paper": paper, "matter": row, "state": State(row.state).label, "refused": refused, "here": "ledger",
        "answers": [_answer(each) for each in paper.written],
        "may_write": leads and row.state == State.WORKING,
        "may_add": (leads or office) and row.state != State.CLOSED,
        "measure": measure or MeasureForm(kinds.current(MEASURE)),
        "lecture": lecture or LectureForm(initial={"title": row.title.removeprefix("复盘：")}),
        "drafted": queries.items(paper), "command": str(uuid.uuid4()),
    }  # fmt: skip
    return render(request, "ledger/review.html", context, status=status)


def _answer(written: "Written") -> dict[str, Any]:
    """An answer, with the fields in which it is written anew."""
    template = TEMPLATE.get(written.asked.code, {"text": _("答复")})
    fields = [(name, str(label), written.parts.get(str(label), "")) for name, label in template.items()]
    return {"asked": written.asked, "name": _named(written.asked), "written": written, "fields": fields}


def _named(thing: Any) -> str:
    return str(thing.name_en if get_language() == "en" else thing.name)


def _categories(kind: Kind) -> list[tuple[str, str]]:
    return [(each.code, _named(each)) for each in kind.categories]


def _leads() -> list[tuple[str, str]]:
    return [(unit.code, unit.name) for unit in [*units.places(), *units.departments()]]
