"""The list of matters: filtered, searched in Chinese, kept as somebody's own filters."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.filters import actions as filters
from xiangyue.ledger.filters import queries as saved
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import slices
from xiangyue.ledger.matters.desks import Filter
from xiangyue.ledger.matters.listings import Listing
from xiangyue.ledger.matters.slices import Slice
from xiangyue.ledger.matters.states import Outcome, State
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units
from xiangyue.web import paging, tabs
from xiangyue.web.choosing import Choices
from xiangyue.web.ledger import choices, rows, when
from xiangyue.web.ledger.rows import named
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.ledger.kinds.rules import Kind

SIZE = 50
FARTHEST = 200
"""Nobody reads ten thousand rows: who comes here is told to narrow the search."""

ANY = ("", gettext_lazy("不限"))


class FilterForm(forms.Form):
    """What can be asked of the list; everything empty asks nothing."""

    words = forms.CharField(label=gettext_lazy("搜"), required=False, max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("事项"), required=False, widget=Choices)
    category = forms.ChoiceField(label=gettext_lazy("类别"), required=False, widget=Choices)
    state = forms.ChoiceField(label=gettext_lazy("状态"), required=False, widget=Choices, choices=[ANY, *State.choices])
    outcome = forms.ChoiceField(
        label=gettext_lazy("怎么了结的"),
        required=False,
        widget=Choices,
        choices=[ANY, *Outcome.choices[1:]],
    )
    listing = forms.ChoiceField(
        label=gettext_lazy("工作台上的哪一张"), required=False, widget=Choices, choices=[ANY, *Listing.choices]
    )
    lead = forms.ChoiceField(label=gettext_lazy("承办"), required=False, widget=Choices)
    within = forms.ChoiceField(label=gettext_lazy("承办（含下属单位）"), required=False, widget=Choices)
    place = forms.ChoiceField(label=gettext_lazy("属地"), required=False, widget=Choices)
    campaign = forms.ChoiceField(label=gettext_lazy("专项"), required=False, widget=Choices)
    overdue = forms.BooleanField(label=gettext_lazy("只看逾期"), required=False)
    subject = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    since = forms.DateField(
        label=gettext_lazy("登记从"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(label=gettext_lazy("到"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, known: "list[Kind]", data: Any) -> None:
        super().__init__(data, auto_id="filter_%s", use_required_attribute=False)
        mending = choices.mending()
        offered: dict[str, list[Any]] = {
            "kind": [(kind.code, named(kind)) for kind in known],
            "category": [
                (named(kind), [(category.code, named(category)) for category in kind.categories]) for kind in known
            ],
            "campaign": choices.campaigns(),
            "lead": mending,
            "within": mending,
            "place": mending,
        }
        for name, found in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [ANY, *found]

    def wanted(self) -> Filter:
        """The filter; what could not be read asks nothing."""
        self.is_valid()
        read = {name: value for name, value in self.cleaned_data.items() if value}
        return Filter(**read)

    def said(self) -> list[str]:
        """The same in words, for who comes from a desk and has chosen nothing here."""
        self.is_valid()
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if not value or name in {"words", "subject"}:
                continue
            if isinstance(field, forms.ChoiceField):
                found.append(f"{field.label}：{_label(field, value)}")
            else:
                found.append(str(field.label) if value is True else f"{field.label} {when.day(value)}")
        return found

    def query(self) -> str:
        """The same as the tail of an address."""
        return urlencode([(name, self.data[name]) for name in self.fields if self.data.get(name)])


def _label(field: forms.ChoiceField, value: str) -> str:
    """What a choice is called, in whichever group it stands."""
    listed: Any = field.choices
    for code, label in listed:
        for one, name in label if isinstance(label, list | tuple) else [(code, label)]:
            if str(one) == value:
                return str(name)
    return value


@require_safe
@personal
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """The matters that somebody may see and that fit: the same number of queries for three rows and for fifty, and as
    quick on a far page as on the first.
    """
    known = kinds.all_current()
    form = FilterForm(known, request.GET)
    shown, found = _shown(request, member, form.wanted())
    query = form.query()
    context = {
        "here": "ledger",
        "form": form,
        "rows": rows.listed(found.rows),
        "page": shown,
        "farthest": shown.number == FARTHEST and shown.has_next,
        "query": f"{query}&" if query else "",
        "plain": query,
        "filtered": bool(query),
        "said": form.said(),
        "saved": saved.mine(member),
        "about": subjects.by_ids(member, [form.cleaned_data.get("subject", "")]),
        "total": found.total,
        "counted": found.is_counted,
        "tabs": tabs.of(member),
        "hands_down": access.may(member, Right.DISPATCH, units.root()),
    }
    return render(request, "ledger/list.html", context)


def _shown(request: HttpRequest, member: Member, wanted: Filter) -> tuple[paging.Page, Slice]:
    """The page that is asked for and its rows. A number that does not say where the page before ended is the first."""
    after, before = (slices.read_mark(request.GET.get(name, "")) for name in ("after", "before"))
    number = min(paging.asked(request), FARTHEST) if after or before else 1
    if number == 1:
        after = before = None
    found = slices.cut(member, wanted, SIZE, after=after, before=before)
    goes_on = found.has_more or (before is not None and after is None)
    total = number * SIZE + 1 if goes_on else (number - 1) * SIZE + len(found.rows)
    return paging.Page(number, SIZE, total, str(found.first or ""), str(found.last or ""), is_counted=False), found


@require_POST
@personal
def keep(request: HttpRequest, member: Member) -> HttpResponse:
    """Keep a filter under a name."""
    form = FilterForm(kinds.all_current(), request.POST)
    query = form.query()
    kept = filters.keep(request.POST.get("name", ""), query, by=member)
    messages.success(request, _("存下了：{name}").format(name=kept.name))
    return redirect(f"/ledger/list/?{query}")


@require_POST
@personal
def drop(request: HttpRequest, member: Member, number: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Let one's own filter go."""
    kept = saved.get(member, number)
    if kept is None:
        raise NotFound
    filters.drop(kept, by=member)
    return redirect("ledger:list")
