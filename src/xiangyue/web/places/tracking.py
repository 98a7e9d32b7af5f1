"""What became of a report, for whoever holds its link; kept by no cache and no search engine."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.reporting import actions, queries
from xiangyue.ledger.reporting.rules import More
from xiangyue.ledger.tellers import actions as tellers
from xiangyue.web import addresses, serving
from xiangyue.web.networks import network
from xiangyue.web.places.forms import MoreForm, fresh, photos


@require_safe
@never_cache
def page(request: HttpRequest, slip: str) -> HttpResponse:
    """Everything that happened, in plain words; what may be the same; and a word back."""
    return _page(request, slip, MoreForm(initial=fresh()))


def _page(request: HttpRequest, slip: str, form: MoreForm, *, status: int = 200) -> HttpResponse:
    followed = queries.follow(slip)
    context = {
        "here": "report",
        "followed": followed,
        "similar": queries.similar(followed.matter) if "new" in request.GET else [],
        "is_new": "new" in request.GET,
        "address": addresses.public(reverse("places:follow", args=[slip])),
        "slip": slip,
        "form": form,
    }
    answer = render(request, "places/follow.html", context, status=status)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
def photo(request: HttpRequest, slip: str, picture: str, size: str) -> HttpResponse:
    """One's own photograph, for whoever holds the link; what others took is not there."""
    return serving.photograph(request, queries.own_pictures(slip), picture, size, cache=serving.NOWHERE)


@require_POST
@never_cache
def add(request: HttpRequest, slip: str) -> HttpResponse:
    """Something to add."""
    form = MoreForm(request.POST)
    if not form.is_valid():
        return _page(request, slip, form, status=400)
    more = More(form.cleaned_data["sentence"], photos(request))
    try:
        actions.add(slip, more, command=str(form.cleaned_data["command"]), net=network(request))
    except NotFound:
        raise
    except Refusal as no:
        return _refused(request, slip, form, no)
    messages.success(request, _("补充好了，办理的人看得到。"))
    return redirect("places:follow", slip)


def _refused(request: HttpRequest, slip: str, form: MoreForm, no: Refusal) -> HttpResponse:
    """The page again, with why not and everything that was typed."""
    form.add_error(None, no.sentence)
    return _page(request, slip, form, status=no.status)


@require_POST
@never_cache
def again(request: HttpRequest, slip: str) -> HttpResponse:
    """It is not mended: a new report, linked to this one."""
    form = MoreForm(request.POST)
    if not form.is_valid():
        return _page(request, slip, form, status=400)
    more = More(form.cleaned_data["sentence"], photos(request))
    try:
        receipt = actions.dispute(slip, more, command=str(form.cleaned_data["command"]), net=network(request))
    except NotFound:
        raise
    except Refusal as no:
        return _refused(request, slip, form, no)
    return redirect(f"{reverse('places:follow', args=[receipt.code])}?new")


@require_POST
@never_cache
def answer(request: HttpRequest, slip: str) -> HttpResponse:
    """Whether an official answer answers."""
    try:
        tellers.answer(slip, satisfied=request.POST.get("satisfied") == "yes", missing=request.POST.get("missing", ""))
    except NotFound:
        raise
    except Refusal as no:
        messages.error(request, no.sentence)
    return redirect("places:follow", slip)
