"""What a unit was told on which morning, and where it is told: one page a unit."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.timers import queries
from xiangyue.org.access.rules import Member
from xiangyue.org.mailboxes import actions as mailbox
from xiangyue.org.mailboxes import queries as mailboxes
from xiangyue.org.units import queries as units
from xiangyue.web.ledger import when, words
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit

LISTED = 20


class MailboxForm(forms.Form):
    """Where a unit is told."""

    addresses = forms.CharField(
        label=gettext_lazy("收件地址，一行一个"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("邮箱，或者钉钉、企业微信、飞书群机器人的地址。写了新的，旧的就不再用；留空就不发。"),
    )  # fmt: skip


@require_safe
@personal
def page(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """The mornings of a unit, latest first."""
    return _show(request, member, _unit(code), MailboxForm())


@require_POST
@personal
def set_up(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """Say where it is told."""
    found, form = _unit(code), MailboxForm(request.POST)
    if form.is_valid():
        try:
            mailbox.set_up(found, form.cleaned_data["addresses"], by=member)
        except Refusal as no:
            if no.status != 400:
                raise
            form.add_error("addresses", no.sentence)
        else:
            messages.success(request, _("收件地址存好了。"))
            return redirect("ledger:digests", code)
    return _show(request, member, found, form, status=400)


def _unit(code: str) -> "Unit":
    found = units.by_code([code]).get(code)
    if found is None:
        raise NotFound
    return found


def _show(request: HttpRequest, member: Member, unit: "Unit", form: MailboxForm, *, status: int = 200) -> HttpResponse:
    rows = queries.digests(member, unit)[:LISTED]
    context = {
        "here": "ledger", "unit": unit, "form": form, "kept": mailboxes.shown(member, unit),
        "may": mailboxes.may_set(member, unit),
        "mornings": [
            {"on": row.on, "told": when.moment(row.told_at) if row.told_at else "",
             "lines": [(line, words.rung(line.level)) for line in queries.lines(row)]}
            for row in rows
        ],
    }  # fmt: skip
    return render(request, "ledger/digests.html", context, status=status)
