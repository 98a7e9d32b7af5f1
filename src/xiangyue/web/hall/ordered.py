"""What stands prepared for a lecture in an order: the items of its quiz, its polls. Written, changed, moved, removed.

Each noun says its words and what its page shows beside the list; what it does on air is its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.kernel.errors import Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.web.hall import director
from xiangyue.web.hall.question_forms import MoveForm
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture


class Verbs(Protocol):
    """The noun's `actions`, as far as they are called here."""

    def add(self, lecture: "Lecture", draft: Any, /, *, by: Member) -> Any: ...
    def change(self, thing: Any, draft: Any, /, *, by: Member) -> None: ...
    def move(self, thing: Any, to: int, /, *, by: Member) -> None: ...
    def remove(self, thing: Any, /, *, by: Member) -> None: ...


class Standing(Protocol):
    """A thing and where it is, as the noun's queries say it."""

    @property
    def thing(self) -> Any: ...
    @property
    def is_free(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One of the list: where it stands, its addresses, the places above and below it that it may go to (else 0)."""

    standing: Standing
    address: str
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """One such list. `name` begins the names of its addresses, `one` is the part of an address that names one of it.

    `form` has the noun's `draft()`, and `filled` is what it begins with for one that exists; `fields` is how it looks.
    `show` is the page, with a form that may have something to say.
    """

    name: str
    one: str
    verbs: Verbs
    get: Callable[[Member, "Lecture", str], Any]
    form: Any
    filled: Callable[[Any], dict[str, Any]]
    fields: str
    added: str | Promise
    title: str | Promise
    show: Callable[[HttpRequest, Member, "Lecture", Form, int], HttpResponse]

    @property
    def urlpatterns(self) -> list[URLPattern]:
        """The addresses that every such list has."""
        one = f"<slug:{self.one}>"
        return [
            path("", require_safe(personal(self.page)), name=self.name),
            path("add/", require_POST(personal(self.add)), name=f"{self.name}-add"),
            path(f"{one}/edit/", personal(self.edit), name=f"{self.name}-edit"),
            path(f"{one}/remove/", require_POST(personal(self.remove)), name=f"{self.name}-remove"),
            path(f"{one}/move/", require_POST(personal(self.move)), name=f"{self.name}-move"),
        ]

    def rows(self, lecture: "Lecture", standing: Sequence[Standing]) -> list[Row]:
        """The list as the page shows it; what is on the line keeps its place, and nothing goes past it."""
        page, free = self._page(lecture), [each.is_free for each in standing]
        return [
            Row(
                each,
                f"{page}{each.thing.pk}/",
                each.thing.position - 1 if place and free[place - 1] else 0,
                each.thing.position + 1 if place + 1 < len(free) and free[place + 1] else 0,
            )
            for place, each in enumerate(standing)
        ]

    def page(self, request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
        """What is prepared, and how it went."""
        return self.show(request, member, director.lecture_of(member, code, name), self.form(), 200)

    def add(self, request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
        """Prepare one more; what is wrong is said on the form."""
        lecture, form = director.lecture_of(member, code, name), self.form(request.POST)
        if form.is_valid():
            try:
                self.verbs.add(lecture, form.draft(), by=member)
            except Refusal as no:
                form.add_error(None, no.sentence)
            else:
                messages.success(request, str(self.added))
                return redirect(self._page(lecture))
        return self.show(request, member, lecture, form, 400)

    def edit(self, request: HttpRequest, member: Member, /, code: str, name: str, **one: str) -> HttpResponse:
        """Write one anew."""
        lecture = director.lecture_of(member, code, name)
        access.require(member, Right.PLAN, lecture.studio.unit)
        found = self.get(member, lecture, one[self.one])
        form = self.form(request.POST or None, initial=self.filled(found.draft))
        if request.method == "POST" and form.is_valid():
            try:
                self.verbs.change(found, form.draft(), by=member)
            except Refusal as no:
                form.add_error(None, no.sentence)
            else:
                messages.success(request, _("已经改好。"))
                return redirect(self._page(lecture))
        context = {
            "lecture": lecture, "studio": lecture.studio, "here": self.name, "form": form, "fields": self.fields,
            "title": self.title, "back": self._page(lecture),
        }  # fmt: skip
        return render(request, "hall/edit.html", context, status=400 if form.errors else 200)

    def remove(self, request: HttpRequest, member: Member, /, code: str, name: str, **one: str) -> HttpResponse:
        """Take one out."""
        lecture = director.lecture_of(member, code, name)
        self.verbs.remove(self.get(member, lecture, one[self.one]), by=member)
        messages.success(request, _("已经删去。"))
        return redirect(self._page(lecture))

    def move(self, request: HttpRequest, member: Member, /, code: str, name: str, **one: str) -> HttpResponse:
        """Put one at another place."""
        form = MoveForm(request.POST)
        if not form.is_valid():
            raise director.NotUnderstood
        lecture = director.lecture_of(member, code, name)
        self.verbs.move(self.get(member, lecture, one[self.one]), form.cleaned_data["to"], by=member)
        return redirect(self._page(lecture))

    def _page(self, lecture: "Lecture") -> str:
        return reverse(f"hall:{self.name}", args=[lecture.studio.code, lecture.pk])
