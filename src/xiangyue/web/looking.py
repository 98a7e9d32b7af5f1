"""Who is looking. Only pages that change with the person ask; they are never kept by a shared cache."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control, never_cache

from xiangyue.org.access import queries as access
from xiangyue.org.access.rules import Member

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
PersonalView = Callable[Concatenate[HttpRequest, Member, P], HttpResponse]

PUBLIC_S = 15
"""How long a public page may be kept (seconds): "on air" may lag by this much, a crowd costs four pages a minute."""


def public(view: View[P]) -> View[P]:
    """A page that is the same for everybody: it must not ask who is looking."""
    return cache_control(public=True, max_age=PUBLIC_S)(view)


def personal(view: PersonalView[P]) -> View[P]:
    """A page for people who signed in. The view gets the member after the request."""

    @wraps(view)
    def ask(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, access.member(request.user), *args, **kwargs)

    return never_cache(login_required(ask))


def inside(view: PersonalView[P]) -> View[P]:
    """What a page for people who signed in has in it, a photograph say: to a guest it is not there, nobody is sent to
    sign in for it. The view says how it may be kept, which is never by a shared cache.
    """

    @wraps(view)
    def ask(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, access.member(request.user), *args, **kwargs)

    return ask
