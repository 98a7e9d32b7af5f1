"""The helper's page: a code for somebody who stands at the desk, to be scanned or typed."""

import io
from typing import TYPE_CHECKING

import segno
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.studios import queries as studios
from xiangyue.hall.traces import actions as traces
from xiangyue.kernel.errors import Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.residents import actions
from xiangyue.org.residents.actions import Handed
from xiangyue.org.units import queries as units
from xiangyue.web import addresses
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.studios.models import Studio


class SubjectForm(forms.Form):
    """Whose code it is."""

    subject = forms.CharField(
        label=_("手机号，或者身份证号"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "autofocus": True}),
        help_text=_("看过本人的手机或证件再写。号码封存起来，不会显示在任何页面上。"),
    )


@require_safe
@personal
def page(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """The form."""
    studio = studios.get_mine(member, code)
    decides = access.may(member, Right.GRANT, units.root())
    return _show(request, studio, SubjectForm(), erasing=EraseForm() if decides else None)


class EraseForm(forms.Form):
    """Whom to take out of which lecture, and on whose word."""

    lecture = forms.CharField(label=_("宣讲的编号（网址里的 16 位）"), max_length=16)
    pseudonym = forms.CharField(label=_("笔名（导出文件里的 called）"), max_length=40)
    decision = forms.CharField(label=_("依据的决定"), max_length=200, help_text=_("文号或标题；会留在记录里。"))


@require_POST
@personal
def erase(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """Erase a person from one lecture's line, by decision."""
    studio = studios.get_mine(member, code)
    access.require(member, Right.GRANT, units.root())
    form = EraseForm(request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            lecture = lectures.get_mine(member, sent["lecture"])
            count = traces.erase(lecture, sent["pseudonym"], sent["decision"], by=member)
        except Refusal as no:
            form.add_error(None, no.sentence)
        else:
            messages.success(request, gettext("已经删除 {count} 条记录。").format(count=count))
            return redirect("residents:helper", code)
    return _show(request, studio, SubjectForm(), erasing=form, status=400)


@sensitive_post_parameters("subject")
@require_POST
@personal
def hand(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """A code in its one moment: in the answer itself, so that it is stored nowhere."""
    studio = studios.get_mine(member, code)
    form = SubjectForm(request.POST)
    if form.is_valid():
        try:
            handed = actions.hand_code(form.cleaned_data["subject"], studio.unit, by=member)
        except Refusal as no:
            if no.status == 403:
                raise
            form.add_error("subject", no.sentence)
        else:
            return _show(request, studio, SubjectForm(), handed)
    return _show(request, studio, form, status=400)


def _show(
    request: HttpRequest,
    studio: "Studio",
    form: SubjectForm,
    handed: Handed | None = None,
    *,
    erasing: EraseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    qr = _qr(handed.code) if handed else ""
    context = {"studio": studio, "form": form, "handed": handed, "qr": qr, "erasing": erasing}
    return render(request, "residents/helper.html", context, status=status)


def _qr(code: str) -> str:
    """The page that redeems the code, as a drawing; behind the # no server and no proxy writes it down."""
    address = f"{addresses.public(reverse('residents:me'))}#code={code}"
    drawing = io.BytesIO()
    segno.make(address, error="m").save(
        drawing, kind="svg", scale=7, border=4, dark="#1b1916", light="#ffffff", xmldecl=False
    )
    return drawing.getvalue().decode()
