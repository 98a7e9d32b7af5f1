"""The words that hold a sentence back, as the keeper of a studio sees and changes them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.chat import actions as chat
from xiangyue.hall.chat import queries
from xiangyue.hall.studios import queries as studios
from xiangyue.kernel.errors import Refusal
from xiangyue.org.access.rules import Member
from xiangyue.web.hall.forms import WordForm
from xiangyue.web.looking import personal


@require_safe
@personal
def page(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """The unit's own words, and those from above."""
    return _show(request, member, code, WordForm())


@require_POST
@personal
def add(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """Hold a word from now on, in lectures that run too; what is wrong is said beside the field."""
    studio, form = studios.get_mine(member, code), WordForm(request.POST)
    if form.is_valid():
        try:
            chat.add_words(studio.unit, form.cleaned_data["word"], by=member)
        except Refusal as no:
            if no.status not in (400, 409):
                raise
            form.add_error(None, no.sentence)
        else:
            messages.success(request, _("加上了。正在开的宣讲一两秒内生效。"))
            return redirect("hall:words", code)
    return _show(request, member, code, form, status=400)


@require_POST
@personal
def remove(request: HttpRequest, member: Member, code: str, number: int) -> HttpResponse:
    """Hold a word no longer."""
    chat.remove_word(studios.get_mine(member, code).unit, number, by=member)
    messages.success(request, _("去掉了。"))
    return redirect("hall:words", code)


def _show(request: HttpRequest, member: Member, code: str, form: WordForm, *, status: int = 200) -> HttpResponse:
    studio = studios.get_mine(member, code)
    context = {
        "studio": studio,
        "form": form,
        "own": queries.own_words(member, studio.unit),
        "above": queries.words_above(member, studio.unit),
    }
    return render(request, "hall/words.html", context, status=status)
