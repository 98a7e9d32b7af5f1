"""The poster of a lecture: everybody's picture, and the keeper's page with both designs."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from xiangyue.documents.posters import actions, queries
from xiangyue.documents.posters.rules import MAX_HEADLINE, still_fits
from xiangyue.documents.posters.states import Design, Form
from xiangyue.documents.press import queries as press
from xiangyue.hall.lectures.states import OVER
from xiangyue.kernel import clock
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import GUEST, Member
from xiangyue.org.access.states import Right
from xiangyue.web.documents.lectures import attached, mine, shown
from xiangyue.web.looking import personal

KEEP_S = 300
"""How long a poster may be kept (seconds): a lecture that is moved has a new one within five minutes everywhere."""

SIZES = {
    Form.PHONE_PNG: gettext_lazy("手机 1080×1920"),
    Form.A2_PDF: gettext_lazy("A2 付印"),
    Form.A2_PNG: gettext_lazy("A2 图片"),
    Form.PHONE_PDF: gettext_lazy("手机"),
}
"""How big a form is, in the name of its file."""


class ChooseForm(forms.Form):
    """A design, and the title with the breaks that its keeper wants."""

    design = forms.ChoiceField(choices=Design.choices)
    headline = forms.CharField(
        label=gettext_lazy("题目怎么分行"),
        required=False,
        max_length=MAX_HEADLINE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("一行就是海报上的一行。留空由系统分行。"),
    )


@require_safe
@cache_control(public=True, max_age=KEEP_S)
def public(request: HttpRequest, name: str) -> HttpResponse:
    """The poster for a phone, for everybody who may know of the lecture."""
    made = queries.public(GUEST, name)
    assert made.file is not None, "a finished one"
    return shown(request, press.content(made), made.file.media_type, made.file.sha256)


@require_safe
@personal
def page(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Both designs, what is chosen, and every form to download."""
    return _page(request, member, code, name, None)


@require_POST
@personal
def choose(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Choose a design and where the headline breaks."""
    lecture, form = mine(member, code, name), ChooseForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data
        try:
            actions.choose(lecture, Design(words["design"]), words["headline"], by=member)
        except Refusal as no:
            if no.status != 400:
                raise
            form.add_error("headline", no.sentence)
        else:
            messages.success(request, _("海报已经选好，几秒钟后可以下载。"))
            return redirect("documents:poster", code, name)
    return _page(request, member, code, name, form, status=400)


@require_safe
@personal
def download(request: HttpRequest, member: Member, code: str, name: str, design: str, form: str) -> HttpResponse:
    """A finished poster: shown when it is asked for by a page (`?show`), else as a file with a speaking name."""
    lecture = mine(member, code, name)
    look, size = _words(design, form)
    made = queries.content(member, lecture, look, size)
    assert made.file is not None, "a finished one"
    if "show" in request.GET:
        return shown(request, press.content(made), made.file.media_type, made.file.sha256)
    title = "".join(letter for letter in lecture.title if letter.isalnum() or letter in " ，、·")
    day = lecture.planned_at.astimezone(clock.COUNTY_ZONE)
    name = f"{title} {day:%Y-%m-%d} {_('海报')} {look.label} {SIZES[size]}"
    return attached(press.content(made), made.file.media_type, f"{name}.{made.file.address_name[-3:]}")


@require_POST
@personal
def make(request: HttpRequest, member: Member, code: str, name: str, design: str, form: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Have one more form made."""
    actions.ask(mine(member, code, name), *_words(design, form), by=member)
    return redirect("documents:poster", code, name)


def _page(
    request: HttpRequest, member: Member, code: str, name: str, form: ChooseForm | None, *, status: int = 200
) -> HttpResponse:
    lecture = mine(member, code, name)
    choice, items = queries.choice(member, lecture), queries.items(member, lecture)
    designs = [(design, [item for item in items if item.design is design]) for design in Design]
    first = {
        "design": choice.design,
        "headline": choice.headline if still_fits(choice.headline, lecture.title) else lecture.title,
    }
    context = {
        "lecture": lecture,
        "studio": lecture.studio,
        "choice": choice,
        "designs": designs,
        "form": form or ChooseForm(initial=first),
        "waits": any(item.is_waiting for item in items),
        "may_choose": access.may(member, Right.PLAN, lecture.studio.unit) and lecture.state not in OVER,
    }
    return render(request, "documents/poster.html", context, status=status)


def _words(design: str, form: str) -> tuple[Design, Form]:
    """The words of an address. Raises `NotFound`."""
    try:
        return Design(design.upper()), Form(form.upper().replace("-", "_"))
    except ValueError:
        raise NotFound from None
