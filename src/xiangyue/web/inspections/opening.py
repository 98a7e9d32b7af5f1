"""The door to a sealed inspection: 404 for who is not of its crew; the others say why, and each reading is kept."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.inspections import actions, queries
from xiangyue.ledger.inspections.states import Purpose
from xiangyue.org.access.rules import Member
from xiangyue.web.looking import personal

SealedView = Callable[..., HttpResponse]
"""A page that gets request, member and what was opened, then the parts of its address."""

SITTING_MS = 60 * 60 * 1000
"""How long a purpose holds. Each reading under it is written down all the same."""

KEY = "inspections"


def sealed(what: str) -> Callable[[SealedView], SealedView]:
    """A page of one inspection. `what` is what the log of readings calls it."""

    def of(view: SealedView) -> SealedView:
        def ask(request: HttpRequest, member: Member, /, name: str, **parts: str) -> HttpResponse:
            queries.get(member, name)
            purpose = purpose_of(request, name)
            if purpose is None:
                return ask_purpose(request, name)
            opened = actions.look(member, name, purpose=purpose, what=what)
            return view(request, member, opened, **parts)

        update_wrapper(ask, view)
        return require_safe(personal(ask))

    return of


@require_POST
@personal
def enter(request: HttpRequest, member: Member, name: str) -> HttpResponse:
    """Say why one opens it."""
    queries.get(member, name)
    chosen = request.POST.get("purpose", "")
    if chosen not in Purpose.values:
        return ask_purpose(request, name, wrong=True)
    said = {each: value for each, value in _said(request).items() if value[1] > clock.now_ms()}
    request.session[KEY] = {**said, name: [chosen, clock.now_ms() + SITTING_MS]}
    back = request.POST.get("next", "")
    return redirect(back if back.startswith(f"/inspections/{name}/") else f"/inspections/{name}/")


def purpose_of(request: HttpRequest, name: str) -> Purpose | None:
    """The purpose somebody gave in this sitting."""
    chosen, until = _said(request).get(name, ["", 0])
    return Purpose(chosen) if until > clock.now_ms() and chosen in Purpose.values else None


def ask_purpose(request: HttpRequest, name: str, *, wrong: bool = False) -> HttpResponse:
    """The page that asks, and shows nothing yet."""
    context = {"here": "ledger", "name": name, "purposes": Purpose.choices, "next": request.path, "wrong": wrong}
    return render(request, "inspections/purpose.html", context, status=400 if wrong else 200)


def sentence(no: Refusal) -> str:
    """What a refusal says on a form. What is secret or forbidden is no matter of forms: it is raised again."""
    if no.status in {403, 404} and no.code != "inspection-own-unit":
        raise no
    return no.sentence


def _said(request: HttpRequest) -> dict[str, list[Any]]:
    kept = request.session.get(KEY, {})
    return kept if isinstance(kept, dict) else {}
