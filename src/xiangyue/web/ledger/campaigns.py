"""Campaigns 专项: a period, what is looked for in it, how far it is. Their figures are the filter on the list."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.lectures import queries as lectures
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.campaigns import actions, queries
from xiangyue.ledger.campaigns.actions import Plan
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units
from xiangyue.web import tabs
from xiangyue.web.ledger.forms import day
from xiangyue.web.ledger.rows import named
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.ledger.campaigns.models import Campaign


class CampaignForm(forms.Form):
    """A new campaign: its checklist is chosen among the categories there are."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    code = forms.RegexField(
        label=gettext_lazy("代码"), regex=r"\A[a-z][a-z0-9-]{1,39}\Z",
        help_text=gettext_lazy("小写字母、数字和短横，以后不改，例如 winter-fire-2026。"),
    )  # fmt: skip
    begins_on = day(gettext_lazy("从哪一天"))
    ends_on = day(gettext_lazy("到哪一天"))
    target = forms.IntegerField(label=gettext_lazy("计划查多少件"), min_value=1, max_value=1_000_000, required=False)
    checklist = forms.MultipleChoiceField(
        label=gettext_lazy("重点查什么"), required=False, widget=forms.SelectMultiple(attrs={"size": 10})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        field = self.fields["checklist"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (named(kind), [(f"{kind.code}/{category.code}", named(category)) for category in kind.categories])
            for kind in kinds.all_current()
        ]

    def plan(self) -> Plan:
        """The plan in a valid form; of each category, what to look for is its closing condition."""
        words = self.cleaned_data
        every = {kind.code: kind for kind in kinds.all_current()}
        chosen = [one.split("/", 1) for one in words["checklist"]]
        items = tuple((kind, code, every[kind].category(code).closing) for kind, code in chosen)
        return Plan(words["name"], words["begins_on"], words["ends_on"], items, words["target"])


@require_safe
@personal
def listed(request: HttpRequest, member: Member) -> HttpResponse:
    """Every campaign, the latest first."""
    return _listed(request, member, CampaignForm())


@require_POST
@personal
def found(request: HttpRequest, member: Member) -> HttpResponse:
    """Begin a campaign."""
    access.require(member, Right.DISPATCH, units.root())
    form = CampaignForm(request.POST)
    if not form.is_valid():
        return _listed(request, member, form, status=400)
    try:
        campaign = actions.found(form.cleaned_data["code"], form.plan(), by=member)
    except Refusal as no:
        form.add_error(None, no.sentence)
        return _listed(request, member, form, status=no.status)
    messages.success(request, _("专项已经立下。"))
    return redirect("ledger:campaign", campaign.code)


@require_safe
@personal
def page(request: HttpRequest, member: Member, campaign: str) -> HttpResponse:
    """One campaign: how far it is over the matters that the viewer may see, its checklist, its lectures."""
    row = queries.get(campaign)
    context = {
        "here": "ledger",
        "tabs": tabs.of(member),
        "campaign": row,
        "progress": queries.progress(member, row),
        "checklist": _checklist(row),
        "lectures": list(lectures.visible_to(member).filter(pk__in=queries.lectures(row))),
    }
    return render(request, "ledger/campaign.html", context)


def _listed(request: HttpRequest, member: Member, form: CampaignForm, *, status: int = 200) -> HttpResponse:
    context = {
        "here": "ledger",
        "tabs": tabs.of(member),
        "campaigns": list(queries.all_campaigns()),
        "form": form,
        "founds": access.may(member, Right.DISPATCH, units.root()),
    }
    return render(request, "ledger/campaigns.html", context, status=status)


def _checklist(row: "Campaign") -> list[tuple[str, str, str]]:
    """Each item with the name of its category; what a kind has dropped since keeps its words."""
    names = {
        (kind.code, category.code): named(category) for kind in kinds.all_current() for category in kind.categories
    }
    return [
        (
            f"kind={item['kind']}&category={item['category']}",
            names.get((item["kind"], item["category"]), ""),
            item["text"],
        )
        for item in row.checklist
    ]
