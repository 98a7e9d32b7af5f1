"""What a host fills in."""

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
