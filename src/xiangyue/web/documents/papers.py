"""The papers of a lecture after its end, and one person's data: to look at, to give out, to erase."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from xiangyue.documents.papers import actions, queries
from xiangyue.documents.papers.states import Paper
from xiangyue.documents.press import queries as press
from xiangyue.kernel import clock
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.web.documents.lectures import attached, mine
from xiangyue.web.looking import personal

SHOWN = 50
"""Records of a person on the page; the file has all of them."""


KINDS = {
    "say": gettext_lazy("弹幕"),
    "like": gettext_lazy("点赞"),
    "held": gettext_lazy("待审的弹幕"),
    "verdict": gettext_lazy("审核结果"),
    "pass": gettext_lazy("审核结果"),
    "ask": gettext_lazy("提问"),
    "question": gettext_lazy("问题的处理"),
    "up": gettext_lazy("也想知道"),
    "vote": gettext_lazy("投票"),
    "answer": gettext_lazy("答题"),
    "mute": gettext_lazy("禁言"),
    "redact": gettext_lazy("撤回"),
    "refused": gettext_lazy("没有公开"),
}
"""What residents call the kinds of records."""


class PersonForm(forms.Form):
    """Whose data: the pseudonym that stands on their own phone."""

    who = forms.CharField(label=gettext_lazy("居民的编号"), max_length=200, strip=True)


class EraseForm(PersonForm):
    """And by which decision it goes."""

    decision = forms.CharField(label=gettext_lazy("依据"), max_length=300)


@require_safe
@personal
def page(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """What there is to hand up and to count with."""
    lecture = mine(member, code, name)
    items = queries.items(member, lecture)
    context = {
        "lecture": lecture,
        "studio": lecture.studio,
        "items": items,
        "given": lecture.state in actions.GIVEN,
        "waits": any(item.is_waiting for item in items),
        "definitions": queries.definitions(),
        "may_look_up": access.may(member, Right.PLAN, lecture.studio.unit),
        "person": PersonForm(),
    }
    return render(request, "documents/papers.html", context)


@require_POST
@personal
def make(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Have all papers made of what the line says now."""
    actions.ask(mine(member, code, name), by=member)
    messages.success(request, _("正在整理，几秒钟后可以下载。"))
    return redirect("documents:papers", code, name)


@require_safe
@personal
def download(request: HttpRequest, member: Member, code: str, name: str, paper: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A finished paper, under a name that says what it is."""
    lecture = mine(member, code, name)
    try:
        wanted = Paper(paper.upper())
    except ValueError:
        raise NotFound from None
    made = queries.content(member, lecture, wanted)
    assert made.file is not None, "a finished one"
    title = "".join(letter for letter in lecture.title if letter.isalnum() or letter in " ，、·")
    kind = _("宣讲简报") if wanted in (Paper.DOCX, Paper.PDF) else _("结果与数据")
    return attached(press.content(made), made.file.media_type, f"{title} {kind}.{paper.lower()}")


@sensitive_post_parameters()
@require_POST
@personal
def person(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Everything the line has of one person. By POST: a pseudonym does not belong into addresses and their logs."""
    lecture, form = mine(member, code, name), PersonForm(request.POST)
    held = queries.of_person(member, lecture, _words(form)["who"])
    context = {
        "lecture": lecture,
        "studio": lecture.studio,
        "who": form.cleaned_data["who"],
        "held": [(clock.from_ms(each.at), KINDS.get(each.kind, each.kind), each.data) for each in held[:SHOWN]],
        "total": len(held),
        "erasable": sum(each.is_erasable for each in held),
        "erase": EraseForm(initial={"who": form.cleaned_data["who"]}),
    }
    return render(request, "documents/person.html", context)


@sensitive_post_parameters()
@require_POST
@personal
def person_file(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """The same as a file, to hand to that person."""
    lecture = mine(member, code, name)
    who = str(_words(PersonForm(request.POST))["who"])
    held = queries.of_person(member, lecture, who)
    facts = {
        "lecture": lecture.pk,
        "title": lecture.title,
        "pseudonym": who,
        "records": [
            {"number": each.seq, "at": clock.from_ms(each.at).isoformat(), "kind": each.kind, "data": each.data}
            for each in held
        ],
    }
    answer = JsonResponse(facts, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = f'attachment; filename="{lecture.pk}-person.json"'
    return answer


@sensitive_post_parameters()
@require_POST
@personal
def person_erase(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Erase what can be erased, by a decision."""
    lecture = mine(member, code, name)
    words = _words(EraseForm(request.POST))
    count = actions.erase_person(lecture, words["who"], words["decision"], by=member)
    messages.success(request, _("已经删除 {n} 条记录，依据已记入记录链。").format(n=count))
    return redirect("documents:papers", code, name)


def _words(form: forms.Form) -> dict[str, str]:
    if not form.is_valid():
        raise Refusal(" ".join(str(sentence) for errors in form.errors.values() for sentence in errors))
    return form.cleaned_data
