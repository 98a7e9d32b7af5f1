"""What a lecture's line holds of one person: to look at, to give out, to erase by decision."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from xiangyue.hall.traces import actions
from xiangyue.hall.traces import queries as traces
from xiangyue.hall.traces.errors import NobodyFound
from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units
from xiangyue.web.documents import papers, said
from xiangyue.web.documents.forms import EraseForm, PersonForm
from xiangyue.web.documents.lectures import mine
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
    "up": gettext_lazy("也想问"),
    "vote": gettext_lazy("投票"),
    "answer": gettext_lazy("答题"),
    "mute": gettext_lazy("禁言"),
    "redact": gettext_lazy("撤回"),
    "refused": gettext_lazy("没有公开"),
}
"""What residents call the kinds of records."""


@sensitive_post_parameters()
@require_POST
@personal
def page(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Everything the line has of one person. By POST: a pseudonym does not belong into addresses and their logs."""
    lecture, form = mine(member, code, name), PersonForm(request.POST)
    if not form.is_valid():
        return papers.show(request, member, lecture, person=form, status=400)
    try:
        held = traces.of_pseudonym(member, lecture, form.cleaned_data["who"])
    except NobodyFound as no:
        # A digit misheard at the counter: it is said beside the field, where it can be mended.
        form.add_error("who", no.sentence)
        return papers.show(request, member, lecture, person=form, status=400)
    known, decides = said.known(member, lecture, held), access.may(member, Right.GRANT, units.root())
    context = {
        "lecture": lecture,
        "studio": lecture.studio,
        "who": form.cleaned_data["who"],
        "held": [(clock.from_ms(each.at), KINDS[each.kind], said.sentence(each, known)) for each in held[:SHOWN]],
        "total": len(held),
        "decides": decides,
        "erasable": sum(each.is_erasable for each in held) if decides else 0,
    }
    return render(request, "documents/person.html", context)


@sensitive_post_parameters()
@require_POST
@personal
def download(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """The same as a file, to hand to that person."""
    lecture = mine(member, code, name)
    who = str(_words(PersonForm(request.POST))["who"])
    held = traces.of_pseudonym(member, lecture, who)
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
def erase(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Erase what can be erased, by a decision: for the office, not for the studio itself."""
    lecture = mine(member, code, name)
    words = _words(EraseForm(request.POST))
    count = actions.erase(lecture, words["who"], words["decision"], by=member)
    messages.success(request, _("已经删除 {n} 条记录，依据已记入记录链。").format(n=count))
    return redirect("documents:papers", code, name)


def _words(form: forms.Form) -> dict[str, str]:
    if not form.is_valid():
        raise Refusal(" ".join(str(sentence) for errors in form.errors.values() for sentence in errors))
    return form.cleaned_data
