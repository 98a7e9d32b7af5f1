"""Questions: official answers for everybody, a page to ask on, its follow-up, and the department's answer."""

import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangyue.kernel import answers, clock
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.kinds.rules import Kind
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.rules import MAX_REASON, MAX_TEXT, Finding
from xiangyue.ledger.matters.states import Outcome, State
from xiangyue.ledger.questions import actions, queries
from xiangyue.ledger.questions import rules as questions
from xiangyue.ledger.questions.errors import NobodyAnswers
from xiangyue.ledger.tellers import actions as tellers
from xiangyue.ledger.tellers import queries as telling
from xiangyue.ledger.tellers.actions import MAX_CONTACT, Contact
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units
from xiangyue.web import careful, paging
from xiangyue.web.ledger import rows
from xiangyue.web.looking import personal, public
from xiangyue.web.paging import Page

if TYPE_CHECKING:
    from xiangyue.ledger.matters.models import Matter
    from xiangyue.ledger.questions.models import Question

PAGE = 20


# ------------------------------------------------ for everybody
@require_safe
@public
def answers_page(request: HttpRequest) -> HttpResponse:
    """Every official answer to what was asked in public, to be searched."""
    words = " ".join(request.GET.get("words", "")[:100].split())
    category = request.GET.get("category", "")[:40]
    found = queries.public(words, category)
    page = Page(paging.asked(request), PAGE, found.count())
    kind = queries.kind()
    context = {
        "answers": queries.told(list(found[page.offset : page.offset + PAGE])), "page": page,
        "query": f"{urlencode({'words': words, 'category': category})}&", "words": words, "category": category,
        "categories": _listed(kind, public_only=True) if kind else [], "here": "answers", "asks": kind is not None,
    }  # fmt: skip
    return render(request, "ledger/answers.html", context)


class AskForm(forms.Form):
    """A question of a resident who is in no lecture."""

    text = forms.CharField(
        label=__("您想问什么"), max_length=MAX_TEXT, widget=careful.words(4),
        help_text=__("写清楚事情和地方。请不要写姓名、电话、身份证号。"),
    )  # fmt: skip
    anyway = careful.anyway()
    category = forms.ChoiceField(label=__("是哪方面的"), required=False)
    place = forms.ChoiceField(label=__("您在哪个乡镇、街道"), required=False)
    contact = forms.CharField(
        label=__("怎么联系您（可不填）"), max_length=MAX_CONTACT, required=False,
        help_text=__("加密存放，答复的单位看不到。"),
    )  # fmt: skip
    shown = forms.BooleanField(label=__("问题和答复可以公开，让别人也看到"), required=False, initial=True)
    command = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, kind: Kind, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["category"].choices = [("", _("不清楚，请办公室来分")), *_listed(kind)]  # type: ignore[attr-defined]
        places = [(unit.code, unit.name) for unit in units.places()]
        self.fields["place"].choices = [("", _("不清楚，或者不相关")), *places]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        careful.look(self, "text")
        return self.cleaned_data


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a department. The answer to it is the address where it is followed, shown once."""
    kind = queries.kind()
    if kind is None:
        raise NobodyAnswers
    if request.method != "POST":
        form = AskForm(kind, initial={"command": uuid.uuid4()})
        return render(request, "ledger/ask.html", {"form": form, "here": "answers"})
    form = AskForm(kind, request.POST)
    if form.is_valid():
        try:
            told = _asked(form.cleaned_data, str(request.META.get("REMOTE_ADDR", "")))
        except Refusal as no:
            form.add_error(None, no.sentence)
        else:
            return redirect(f"{reverse('ledger:asked', args=[told.secret])}?new")
    return render(request, "ledger/ask.html", {"form": form, "here": "answers"}, status=400)


def _asked(words: dict[str, Any], origin: str) -> tellers.Told:
    finding = Finding(
        kind=questions.KIND, category=words["category"], title=questions.titled(words["text"]), text=words["text"],
        place=words["place"] or units.root().code,
    )  # fmt: skip
    return actions.ask(finding, Contact(words["contact"], origin), command=str(words["command"]), shown=words["shown"])


@require_safe
@never_cache
def asked(request: HttpRequest, secret: str) -> HttpResponse:
    """What became of a question, for whoever holds its link."""
    followed = telling.follow(secret)
    answer, source = answers.parted(followed.answer)
    context = {
        "followed": followed, "answer": answer, "source": source, "secret": secret, "here": "answers",
        "returned": bool(answer) and not followed.asks and followed.state != State.CLOSED,
        "closed": followed.state == State.CLOSED, "yes": followed.outcome == Outcome.ANSWERED,
    }  # fmt: skip
    return render(request, "ledger/asked.html", context)


@require_POST
@never_cache
def judge(request: HttpRequest, secret: str) -> HttpResponse:
    """Say whether the answer answers."""
    satisfied = request.POST.get("answers") == "yes"
    tellers.answer(secret, satisfied=satisfied, missing=request.POST.get("missing", ""))
    done = _("收到，谢谢您的回音，这件事办成了。")
    messages.success(request, done if satisfied else _("收到，谢谢您的回音，已经退回去重新答复。"))
    return redirect("ledger:asked", secret)


# ------------------------------------------------ the department
class AnswerForm(forms.Form):
    """The official answer."""

    answer = forms.CharField(label=__("答复"), max_length=MAX_REASON, widget=forms.Textarea(attrs={"rows": 7}))
    source = forms.CharField(
        label=__("依据（可不填）"), max_length=questions.MAX_SOURCE, required=False, help_text=__("哪份文件、哪一条。")
    )
    command = forms.UUIDField(widget=forms.HiddenInput)
    expected = forms.IntegerField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def answer(request: HttpRequest, member: Member, posed: str) -> HttpResponse:
    """Answer officially: what the department says goes to whoever asked, who says whether it answers."""
    row, question = queries.of_matter(member, posed)
    if request.method != "POST":
        start = {"command": uuid.uuid4(), "expected": row.seq, "answer": question.answer, "source": question.source}
        return _answering(request, member, row, question, AnswerForm(initial=start))
    form = AnswerForm(request.POST)
    status = 400
    if form.is_valid():
        given = form.cleaned_data
        order = Order(member, command=str(given["command"]), expected=given["expected"])
        try:
            actions.answer(posed, given["answer"], given["source"], order)
        except Refusal as no:
            form.add_error(None, no.sentence)
            status = no.status
        else:
            messages.success(request, _("答复已经送出，等提问人回音。"))
            return redirect("ledger:answer", posed)
    return _answering(request, member, row, question, form, status=status)


def _answering(
    request: HttpRequest, member: Member, matter: "Matter", question: "Question", form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    may = matter.lead is not None and access.may(member, Right.WORK, matter.lead)
    kind = queries.kind()
    category = kind.category(matter.category) if kind is not None and matter.category else None
    context = {
        "missing": queries.missing(member, matter), "asked": queries.asked(question),
        "matter": matter, "question": question, "form": form, "closing": category,
        "answered": matter.outcome == Outcome.ANSWERED, "may": may and matter.state == State.WORKING, "here": "ledger",
        "state": rows.stamp(matter, clock.now()).word,
    }  # fmt: skip
    return render(request, "ledger/answer.html", context, status=status)


def _listed(kind: Kind, *, public_only: bool = False) -> list[tuple[str, str]]:
    english = get_language() == "en"
    return [
        (row.code, row.name_en if english else row.name) for row in kind.categories if row.public or not public_only
    ]
