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
    followed = queries.follow(slip)
    context = {
        "here": "report",
        "followed": followed,
        "similar": queries.similar(followed.matter) if "new" in request.GET else [],
        "is_new": "new" in request.GET,
        "address": addresses.public(reverse("places:follow", args=[slip])),
        "slip": slip,
        "form": MoreForm(initial=fresh()),
    }
    answer = render(request, "places/follow.html", context)
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
    try:
        if form.is_valid():
            more = More(form.cleaned_data["sentence"], photos(request))
            actions.add(slip, more, command=str(form.cleaned_data["command"]), net=network(request))
            messages.success(request, _("补充好了，办理的人看得到。"))
    except NotFound:
        raise
    except Refusal as no:
        messages.error(request, no.sentence)
    return redirect("places:follow", slip)


@require_POST
@never_cache
def again(request: HttpRequest, slip: str) -> HttpResponse:
    """It is not mended: a new report, linked to this one."""
    form = MoreForm(request.POST)
    try:
        if form.is_valid():
            more = More(form.cleaned_data["sentence"], photos(request))
            receipt = actions.dispute(slip, more, command=str(form.cleaned_data["command"]), net=network(request))
            return redirect(f"{reverse('places:follow', args=[receipt.code])}?new")
    except NotFound:
        raise
    except Refusal as no:
        messages.error(request, no.sentence)
    return redirect("places:follow", slip)


@require_POST
@never_cache
def answer(request: HttpRequest, slip: str) -> HttpResponse:
    """Whether an official answer answers."""
    try:
        tellers.answer(slip, satisfied=request.POST.get("satisfied") == "yes")
    except NotFound:
        raise
    except Refusal as no:
        messages.error(request, no.sentence)
    return redirect("places:follow", slip)
