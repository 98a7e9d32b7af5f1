"""What a host fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangyue.hall.scripts import rules

MAX_SUMMARY = 1000


class PlanForm(forms.Form):
    """One lecture for the programme."""

    title = forms.CharField(label=_("题目"), max_length=rules.MAX_TITLE)
    speaker = forms.CharField(label=_("宣讲员"), max_length=60, help_text=_("居民看到的名字，可以写单位。"))
    planned_at = forms.DateTimeField(
        label=_("开讲时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )
    summary = forms.CharField(
        label=_("讲什么"),
        required=False,
        max_length=MAX_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("两三句话，登在节目单上。"),
    )


class KeyForm(forms.Form):
    """A new stream key: only who it is for."""

    label = forms.CharField(max_length=40)


class NoticeForm(forms.Form):
    """A sentence to pin; an empty one takes it down."""

    text = forms.CharField(required=False, max_length=200)
    command = forms.UUIDField()


class SilenceForm(forms.Form):
    """Nobody speaks, or everybody again."""

    on = forms.ChoiceField(choices=[("1", "on"), ("0", "off")])
    command = forms.UUIDField()


class PressForm(forms.Form):
    """One press on the director's console; each verb takes what it needs of it."""

    verb = forms.ChoiceField()
    command = forms.UUIDField()
    expected = forms.IntegerField(required=False, min_value=0)
    i = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    n = forms.IntegerField(required=False, min_value=0, max_value=100_000)
    on = forms.BooleanField(required=False)
    net = forms.BooleanField(required=False)
    kind = forms.CharField(required=False, max_length=20)
    ref = forms.CharField(required=False, max_length=64)
    step = forms.CharField(required=False, max_length=20)
    text = forms.CharField(required=False, max_length=500)

    def __init__(self, *given: Any, verbs: list[str]) -> None:
        super().__init__(*given)
        self.fields["verb"] = forms.ChoiceField(choices=[(verb, verb) for verb in verbs])


class EvidenceForm(forms.Form):
    """Whose records: of one who said a sentence, or of everybody between two times of the lecture's day."""

    i = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    since = forms.TimeField(required=False)
    until = forms.TimeField(required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("i") and not (given.get("since") and given.get("until")):
            raise forms.ValidationError(_("请写明是哪一句，或者从几点到几点。"))
        return given


class WordForm(forms.Form):
    """Words that hold a sentence back."""

    word = forms.CharField(
        label=_("要拦的词"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("可以一次写好几个，用逗号隔开，或者一行一个。"),
    )
