"""The papers of a lecture after its end."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.documents.papers import actions, queries
from xiangyue.documents.papers.states import Paper
from xiangyue.documents.press import queries as press
from xiangyue.hall.traces import queries as traces
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.web.documents.forms import PersonForm
from xiangyue.web.documents.lectures import attached, mine
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture


@require_safe
@personal
def page(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """What there is to hand up and to count with."""
    return show(request, member, mine(member, code, name))


def show(
    request: HttpRequest, member: Member, lecture: "Lecture", *, person: PersonForm | None = None, status: int = 200
) -> HttpResponse:
    """The page, perhaps with a form on it that came back."""
    items = queries.items(member, lecture)
    context = {
        "lecture": lecture,
        "studio": lecture.studio,
        "items": items,
        "given": lecture.state in actions.GIVEN,
        "waits": any(item.is_waiting for item in items),
        "erased": traces.erased(member, lecture),
        "definitions": queries.definitions(),
        "may_look_up": access.may(member, Right.PLAN, lecture.studio.unit),
        "person": person or PersonForm(),
    }
    return render(request, "documents/papers.html", context, status=status)


@require_POST
@personal
def make(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Have all papers made of what the line says now."""
    actions.ask(mine(member, code, name), by=member)
    messages.success(request, _("正在整理，几秒钟后可以下载。"))
    return redirect("documents:papers", code, name)


@require_safe
@personal
def download(request: HttpRequest, member: Member, code: str, name: str, paper: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A finished paper, under a name that says what it is."""
    lecture = mine(member, code, name)
    try:
        wanted = Paper(paper.upper())
    except ValueError:
        raise NotFound from None
    made = queries.content(member, lecture, wanted)
    assert made.file is not None, "a finished one"
    title = "".join(letter for letter in lecture.title if letter.isalnum() or letter in " ，、·")
    kind = _("宣讲简报") if wanted in (Paper.DOCX, Paper.PDF) else _("结果与数据")
    return attached(press.content(made), made.file.media_type, f"{title} {kind}.{paper.lower()}")
