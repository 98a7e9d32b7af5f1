"""Notices to duty holders: the lead sends one from the matter; the firm or shop answers without signing in."""

import io
import uuid
from typing import TYPE_CHECKING, Any

import segno
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xiangyue.kernel import clock, workdays
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.evidence import queries as evidence
from xiangyue.ledger.evidence.states import Role
from xiangyue.ledger.holders import actions, errors, queries, rules
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters.errors import CommandReused
from xiangyue.ledger.matters.rules import MAX_REASON
from xiangyue.ledger.matters.states import OPEN, State, Verb
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.org.access.rules import GUEST, Member
from xiangyue.web import addresses, serving, uploading
from xiangyue.web.ledger import deeds, facts, granting, photographs, rows, when
from xiangyue.web.ledger.forms import day, text
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.ledger.evidence.models import Evidence
    from xiangyue.ledger.holders.models import Invitation
    from xiangyue.ledger.holders.queries import Spoken
    from xiangyue.web.ledger.facts import Facts

DAYS = 15
"""How long a link lives unless somebody says otherwise."""


class SendForm(forms.Form):
    """To whom, what is asked, and how long the link lives."""

    command = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("发给谁"), max_length=80, help_text=gettext_lazy("企业、店铺的名字，不写人名。")
    )
    demand = text(gettext_lazy("要求做什么"))
    days = forms.IntegerField(
        label=gettext_lazy("链接几天内有效"), min_value=1, max_value=rules.LONGEST_DAYS, initial=DAYS
    )

    def anew(self) -> None:
        """Let the next press of the button be another notice. What was typed stays."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "command": str(uuid.uuid4())}


class AnswerForm(forms.Form):
    """What a firm or shop says, and perhaps until when it asks for time."""

    command = forms.UUIDField(widget=forms.HiddenInput)
    text = text(gettext_lazy("改得怎么样了"))
    until = day(
        gettext_lazy("来不及的话，想延到哪一天"),
        gettext_lazy("不用就空着。能不能延，由通知你的单位答复，答复写在这一页上。"),
        needed=False,
    )


# ------------------------------------------------ the lead's side
@require_safe
@personal
def page(request: HttpRequest, member: Member, matter: str) -> HttpResponse:
    """The notices of a matter, and the form for another one; for its lead. The link of one just sent is shown once."""
    known = _of_lead(member, matter)
    form = SendForm(initial=_initial(known), use_required_attribute=False)
    if request.method != "GET" or not request.GET.get("sent"):
        return _page(request, known, form)
    link = actions.show(matter, request.GET["sent"], by=member)
    address = addresses.public(reverse("ledger:notice", args=[link.secret])) if link.secret else ""
    return _page(request, known, form, address=address, to=link.invitation.name)


@require_POST
@personal
def send(request: HttpRequest, member: Member, matter: str) -> HttpResponse:
    """Send a notice, once however often the button is pressed."""
    known = _of_lead(member, matter)
    form = SendForm(request.POST, use_required_attribute=False)
    if not form.is_valid():
        return _page(request, known, form, status=400)
    words = form.cleaned_data
    command = str(words["command"])
    try:
        actions.invite(matter, words["name"], words["demand"], days=words["days"], by=member, command=command)
    except NotFound:
        raise
    except Refusal as no:
        if isinstance(no, CommandReused):
            form.anew()
        return _page(request, known, form, refused=no, status=no.status)
    return redirect(f"{reverse('ledger:notices', args=[matter])}?sent={command}")


@require_POST
@personal
def revoke(request: HttpRequest, member: Member, matter: str, invitation: str) -> HttpResponse:
    """Let a link end now."""
    actions.revoke(invitation, by=member)
    messages.success(request, _("链接已经收回。"))
    return redirect("ledger:notices", matter)


def _of_lead(member: Member, matter: str) -> "Facts":
    """A matter, for who works for its lead. Raises `NotFound`, `NotYours`."""
    known = facts.of(member, matter)
    deeds.require_hand(known, Verb.CLAIM)
    return known


def _initial(known: "Facts") -> dict[str, Any]:
    """What is known already: the firm or shop of the subject, and the closing condition."""
    demand = known.category.closing if known.category is not None else ""
    start = {"command": uuid.uuid4(), "demand": demand}
    if not known.matter.subject:
        return start
    holder = subjects.holder(subjects.get(known.member, known.matter.subject))
    return {**start, "name": holder.name if holder is not None else ""}


def _page(request: HttpRequest, known: "Facts", form: forms.Form, *, status: int = 200, **more: Any) -> HttpResponse:
    address = more.get("address", "")
    context = {
        "here": "ledger",
        "matter": known.matter,
        "form": form,
        "sends": known.matter.state == State.WORKING,
        "notices": [_listed(row, known) for row in queries.of_matter(known.member, known.matter)],
        "code": _drawn(address) if address else "",
        **more,
    }
    return render(request, "ledger/notices.html", context, status=status)


def _listed(row: "Invitation", known: "Facts") -> dict[str, object]:
    over = row.revoked_at is not None or row.expires_at <= known.now
    asks = row.asked_until if row.revoked_at is None and known.matter.state in OPEN else None
    counts = rules.counting(row.granted_until, known.matter.due) if row.granted_until else None
    return {
        "of": row,
        "over": over,
        "until": when.moment(row.expires_at),
        "made": when.moment(row.made_at),
        "asked": when.moment(asks) if asks else "",
        "granted": when.moment(counts) if counts else "",
    }


def _drawn(address: str) -> str:
    drawing = io.BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", xmldecl=False, omitsize=True, border=3, dark="#1b1916")
    return mark_safe(drawing.getvalue().decode())  # noqa: S308 - made by segno; the address stands in it as squares only


# ------------------------------------------------ the firm's or shop's side
@require_safe
@never_cache
def notice(request: HttpRequest, token: str) -> HttpResponse:
    """What is asked, until when, and the form for the answer. The link is the right."""
    try:
        actions.opened(token)
        return _notice(request, token, _fresh())
    except (NotFound, errors.LinkOver):
        return _over(request)


@require_POST
@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Take in an answer, a wish for time, photographs."""
    try:
        row = queries.by_secret(token)
        if row.answers >= actions.MOST_ANSWERS:
            form = AnswerForm(request.POST, use_required_attribute=False)
            return _notice(request, token, form, said=errors.TooManyAnswers(limit=actions.MOST_ANSWERS))
        return _answered(request, token)
    except (NotFound, errors.LinkOver):
        return _over(request)


def _answered(request: HttpRequest, token: str) -> HttpResponse:
    form = AnswerForm(request.POST, use_required_attribute=False)
    if not form.is_valid():
        return _notice(request, token, form, status=400)
    words = form.cleaned_data
    brought = uploading.receive(request, GUEST, words["command"])
    if brought.wrong:
        return _notice(request, token, form, said=Refusal("；".join(brought.wrong)), kept=brought.pictures)
    until = workdays.end_of(words["until"]) if words["until"] else None
    try:
        actions.answer(token, words["text"], command=str(words["command"]), pictures=brought.names, until=until)
    except (NotFound, errors.LinkOver):
        raise
    except Refusal as no:
        return _notice(request, token, form, said=no, kept=brought.pictures)
    return redirect(f"{reverse('ledger:notice', args=[token])}?thanks=1")


def _fresh() -> AnswerForm:
    return AnswerForm(initial={"command": uuid.uuid4()}, use_required_attribute=False)


def _notice(
    request: HttpRequest, token: str, form: forms.Form, *, said: Refusal | None = None, kept: Any = (), status: int = 0
) -> HttpResponse:
    row = queries.by_secret(token)
    matter = row.matter
    spoken = queries.exchange(row)
    counts = rules.counting(row.granted_until, matter.due)
    kind = kinds.get(matter.kind, matter.version)

    def door(picture: str, size: str) -> str:
        return reverse("ledger:notice-photo", args=[token, picture, size])

    turns = granting.turns(row, spoken, _brought(spoken), door)
    context = {
        "row": row,
        "matter": matter,
        "token": token,
        "category": rows.category_of(matter, kind),
        "closing": kind.category(matter.category) if matter.category else None,
        "lead": matter.lead.name if matter.lead else "",
        "due": when.moment(counts) if counts else "",
        "left": when.left(counts, clock.now()),
        "turns": turns,
        "news": turns[0] if turns and turns[0].decides else None,
        "until": when.moment(row.expires_at),
        "pictures": list(photographs.shown(_found(row), door=door).values()),
        "form": form,
        "kept": kept,
        "said": said.sentence if said is not None else "",
        "thanks": request.method == "GET" and request.GET.get("thanks") == "1",
        "longest": MAX_REASON,
    }
    return render(request, "ledger/notice.html", context, status=status or (said.status if said is not None else 200))


@require_safe
def photo(request: HttpRequest, token: str, picture: str, size: str) -> HttpResponse:
    """A photograph of what is asked, for whoever holds a link that is not over; it lies on no phone afterwards."""
    try:
        row = queries.by_secret(token)
        shown = [*_found(row), *_brought(queries.exchange(row))]
    except errors.LinkOver as over:
        raise NotFound from over
    return serving.photograph(request, shown, picture, size, cache=serving.NOWHERE)


def _found(row: "Invitation") -> "list[Evidence]":
    """What was photographed when it was found: what others claimed or saw later is not a firm's business."""
    return [one for one in evidence.of_matter(row.matter_id) if one.role == Role.BEFORE]


def _brought(spoken: "list[Spoken]") -> "list[Evidence]":
    """What the firm or shop sent itself."""
    return evidence.named([name for each in spoken for name in each.pictures])


def _over(request: HttpRequest) -> HttpResponse:
    """The same for a link that is over and for one that never was; what was written comes back, to be copied."""
    return render(request, "ledger/notice_over.html", {"typed": request.POST.get("text", "")}, status=404)
