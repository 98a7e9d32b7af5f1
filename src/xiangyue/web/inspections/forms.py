"""What a crew fills in."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from xiangyue.kernel import clock
from xiangyue.ledger.inspections import rules
from xiangyue.ledger.inspections.rules import Found, Helper, OnSite, Scope
from xiangyue.ledger.inspections.states import Result
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import rules as matters
from xiangyue.ledger.subjects.states import Type
from xiangyue.org.units import queries as units

HELPERS = 4
"""Rows for units that help; more is no decision on the spot but a meeting."""

MOMENT = "%Y-%m-%dT%H:%M"

Choices = list[tuple[str, Any]]


def moment(label: Any, *, required: bool = True) -> forms.DateTimeField:
    """A field for a moment."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[MOMENT], required=required)


def command() -> forms.UUIDField:
    """A press of the button: pressed twice, it is the same."""
    return forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class PlanForm(forms.Form):
    """Where to look, when, and with how many."""

    title = forms.CharField(
        label=_("名称"), max_length=rules.MAX_TITLE, help_text=_("只有组里看得到，发布以后才公开。")
    )
    from_at = moment(_("从"))
    until_at = moment(_("到"))
    types = forms.MultipleChoiceField(
        label=_("看哪几类点位"),
        choices=[(each.value, each.label) for each in Type if each in rules.PLACES],
        widget=forms.CheckboxSelectMultiple,
    )
    count = forms.IntegerField(label=_("抽几个点位"), min_value=1, max_value=rules.MOST_PLACES, initial=8)
    people = forms.IntegerField(label=_("抽几名督查员"), min_value=1, max_value=rules.MOST_PEOPLE, initial=2)
    excluded = forms.MultipleChoiceField(
        label=_("不去哪些单位"), required=False, help_text=_("刚去过的、另有安排的。可以不选。"),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    note = forms.CharField(
        label=_("给组里的话"), max_length=rules.MAX_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    command = command()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["excluded"].choices = [(unit.code, unit.name) for unit in units.places()]  # type: ignore[attr-defined]

    @classmethod
    def fresh(cls) -> "PlanForm":
        """An empty form that begins in an hour and ends tomorrow evening."""
        begin = clock.now().astimezone(clock.COUNTY_ZONE).replace(minute=0) + timedelta(hours=1)
        until = (begin + timedelta(days=1)).replace(hour=21)
        return cls(initial={"from_at": begin, "until_at": until, "types": [Type.PLACE, Type.FRONT, Type.ESTATE]})

    def scope(self) -> Scope:
        """What was filled in."""
        words = self.cleaned_data
        return Scope(
            words["title"], words["from_at"], words["until_at"], tuple(Type(one) for one in words["types"]),
            words["count"], words["people"], tuple(words["excluded"]), note=words["note"],
        )  # fmt: skip


class FindingForm(forms.Form):
    """One finding, where somebody stands."""

    sort = forms.ChoiceField(label=_("是什么问题"))
    title = forms.CharField(label=_("一句话"), max_length=matters.MAX_TITLE)
    text = forms.CharField(
        label=_("说明"), max_length=matters.MAX_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    spot = forms.CharField(
        label=_("在哪里"), max_length=matters.MAX_SPOT, required=False, help_text=_("门牌、几楼、从哪根杆到哪根杆。")
    )
    place = forms.ChoiceField(label=_("属于"), required=False)
    again = forms.ChoiceField(label=_("以前查过吗"), required=False)
    command = command()

    def __init__(self, *args: Any, closed: Choices | None = None, elsewhere: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sort"].choices = [("", _("请选")), *sorts()]  # type: ignore[attr-defined]
        if elsewhere:
            towns = [(unit.code, unit.name) for unit in units.places()]
            self.fields["place"].choices = [("", _("请选")), *towns]  # type: ignore[attr-defined]
            self.fields["place"].required = self.fields["spot"].required = True
        else:
            del self.fields["place"]
        if closed:
            self.fields["again"].choices = [("", _("新问题")), *closed]  # type: ignore[attr-defined]
        else:
            del self.fields["again"]

    def found(self, subject: str, pictures: Iterable[str]) -> Found:
        """What was filled in, at a place."""
        words = self.cleaned_data
        kind, _colon, category = words["sort"].partition(":")
        return Found(
            kind, category, words["title"], words["text"], subject=subject, place=words.get("place", ""),
            spot=words["spot"], evidence=tuple(pictures), again=words.get("again", ""),
        )  # fmt: skip


class VisitForm(forms.Form):
    """Nothing found, or not reached."""

    result = forms.ChoiceField(choices=[each for each in Result.choices if each[0] != Result.FOUND])
    text = forms.CharField(max_length=matters.MAX_REASON, required=False)
    command = command()


class DecisionForm(forms.Form):
    """现场办公: who leads, who helps until when."""

    lead = forms.ChoiceField(label=_("牵头单位"))
    grade = forms.ChoiceField(label=_("等级"), required=False)
    text = forms.CharField(
        label=_("当场怎么定的"), max_length=matters.MAX_REASON, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    command = command()

    def __init__(self, *args: Any, grades: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        some = answering()
        self.fields["lead"].choices = [("", _("请选")), *some]  # type: ignore[attr-defined]
        if len(grades) > 1:
            self.fields["grade"].choices = grades  # type: ignore[attr-defined]
        else:
            del self.fields["grade"]
        for row in range(HELPERS):
            self.fields[f"unit_{row}"] = forms.ChoiceField(
                label=_("协办单位"), choices=[("", _("没有")), *some], required=False
            )
            self.fields[f"until_{row}"] = moment(_("办到几时"), required=False)

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        for row in range(HELPERS):
            if words.get(f"unit_{row}") and not words.get(f"until_{row}"):
                self.add_error(f"until_{row}", _("协办单位要有时限。"))
        return words

    def on_site(self) -> OnSite:
        """What was decided."""
        words = self.cleaned_data
        rows = [(words[f"unit_{row}"], words[f"until_{row}"]) for row in range(HELPERS)]
        helpers = tuple(Helper(unit, until) for unit, until in rows if unit and isinstance(until, datetime))
        return OnSite(words["lead"], helpers, words.get("grade", ""), words["text"])


class ReasonForm(forms.Form):
    """A reason, and whom or what it is about."""

    text = forms.CharField(label=_("理由"), max_length=matters.MAX_REASON)
    person = forms.CharField(required=False, max_length=32)
    command = command()


def sorts() -> list[tuple[str, Any]]:
    """Every category a finding can have, by kind."""
    found: Choices = []
    for kind in kinds.all_current():
        if kind.code in rules.KINDS:
            rows = [(f"{kind.code}:{one.code}", english(one.name, one.name_en)) for one in kind.categories]
            found.append((english(kind.name, kind.name_en), rows))
    return found


def answering() -> Choices:
    """Units that can lead or help: everything under the district."""
    return [(unit.code, unit.name) for unit in units.tree() if unit.parent_id is not None]


def english(chinese: str, english: str) -> str:
    """A name of a kind in the language of the page."""
    return english if (translation.get_language() or "").startswith("en") else chinese
