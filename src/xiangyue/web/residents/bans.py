"""Bans: who may neither speak nor win, by which decision; lifting one; and who somebody is, for a purpose on record.

A person is named here by what a moderator has: a lecture and the pseudonym in it. Whom that is, nobody sees but who
says what for; it stands in the answer alone and is stored nowhere.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.org.people import queries as people
from xiangyue.org.residents import actions, errors, queries
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.org.access.rules import Member

READ, LIFT = "read", "lift"


class OneForm(forms.Form):
    """Somebody of one lecture, and the decision to ban them or the purpose of looking who they are."""

    lecture = forms.CharField(label=_("宣讲的编号（网址里的 16 位）"), max_length=16)
    who = forms.CharField(label=_("笔名（导播台“⋯”里，或导出文件里的 from）"), max_length=40)
    words = forms.CharField(
        label=_("依据的决定，或者查看的用途"), max_length=200, help_text=_("4 到 200 个字，会留在记录里。")
    )


class WordsForm(forms.Form):
    """The decision that lifts a ban, or the purpose of looking who is behind it."""

    words = forms.CharField(max_length=200)
    do = forms.ChoiceField(choices=[(LIFT, LIFT), (READ, READ)])


@require_safe
@personal
def page(request: HttpRequest, member: "Member") -> HttpResponse:
    """The list; the director's console sends `?lecture=…&who=…` along."""
    given = {name: request.GET.get(name, "") for name in ("lecture", "who")}
    return _show(request, member, OneForm(initial=given))


@require_POST
@personal
def add(request: HttpRequest, member: "Member") -> HttpResponse:
    """Ban somebody of a lecture, or look who it is."""
    form = OneForm(request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            person = queries.behind(member, sent["lecture"].strip(), sent["who"].strip())
            if person is None:
                raise errors.NobodyBehind
            if request.POST.get("do") == READ:
                read = actions.read_identity(person, sent["words"], by=member)
                return _show(request, member, OneForm(initial=sent), read=read)
            actions.ban(person, sent["words"], by=member)
        except Refusal as no:
            _require_explicable(no)
            form.add_error(None, no.sentence)
        else:
            messages.success(request, gettext("已经停用，一秒钟内生效。"))
            return redirect("residents:bans")
    return _show(request, member, form, status=HTTPStatus.BAD_REQUEST)


@require_POST
@personal
def change(request: HttpRequest, member: "Member", number: int) -> HttpResponse:
    """Lift a ban, or look who is behind it."""
    ban, form = queries.ban(member, number), WordsForm(request.POST)
    if not form.is_valid():
        raise errors.BadDecision
    sent = form.cleaned_data
    try:
        if sent["do"] == READ:
            read = actions.read_identity(ban.person, sent["words"], by=member)
            return _show(request, member, OneForm(), read=read)
        actions.lift(ban.person, sent["words"], by=member)
    except NotFound as gone:
        # Lifted by somebody else meanwhile, or the identity was erased: the page says so.
        messages.error(
            request, gettext("封存的身份已经删除，或者刚才有人恢复了。") if sent["do"] == READ else gone.sentence
        )
    except Refusal as no:
        _require_explicable(no)
        messages.error(request, no.sentence)
    else:
        messages.success(request, gettext("已经恢复，一秒钟内生效。"))
    return redirect("residents:bans")


def _require_explicable(no: Refusal) -> None:
    if no.status == HTTPStatus.FORBIDDEN:
        raise no


def _show(
    request: HttpRequest, member: "Member", form: OneForm, *, read: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    rows = queries.bans(member)
    names = people.names_of({row.banned_by for row in rows})
    context = {"form": form, "read": read, "bans": [(row, names[row.banned_by]) for row in rows]}
    return render(request, "residents/bans.html", context, status=status)
