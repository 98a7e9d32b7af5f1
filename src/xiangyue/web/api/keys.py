"""An account's tokens, on a page of its own: made, shown once, taken back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from xiangyue.org.access.rules import Member
from xiangyue.org.tokens import actions, queries
from xiangyue.web.looking import personal


@require_safe
@personal
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """The tokens there are."""
    return _page(request, member)


@sensitive_variables("secret")
@require_POST
@personal
def make(request: HttpRequest, member: Member) -> HttpResponse:
    """One more; its secret stands on the answer and nowhere else."""
    secret = actions.make(request.POST.get("label", ""), by=member)
    return _page(request, member, secret)


@require_POST
@personal
def revoke(request: HttpRequest, member: Member, number: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Take one back."""
    actions.revoke(number, by=member)
    return redirect("api:keys")


@sensitive_variables("secret")
def _page(request: HttpRequest, member: Member, secret: str = "") -> HttpResponse:
    context = {"tokens": queries.mine(member), "secret": secret, "may": bool(member.posts)}
    return render(request, "api/keys.html", context)
