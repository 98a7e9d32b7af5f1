"""What a host fills in."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangyue.hall.scripts import rules
from xiangyue.hall.scripts.states import Part
from xiangyue.kernel import clock

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

    @classmethod
    def soon(cls) -> "PlanForm":
        """An empty form, an hour from now: a moment that only needs to be moved."""
        ahead = clock.now().astimezone(clock.COUNTY_ZONE) + timedelta(minutes=75)
        return cls(initial={"planned_at": ahead - timedelta(minutes=ahead.minute % 15)})


class ScriptForm(forms.Form):
    """Everything that is prepared in words: title, speakers, six parts with their minutes."""

    title = forms.CharField(label=_("题目"), max_length=rules.MAX_TITLE)
    topic = forms.CharField(label=_("主题"), required=False, max_length=40, help_text=_("如：医保、防诈骗、用电安全。"))
    summary = forms.CharField(
        label=_("讲什么"),
        required=False,
        max_length=MAX_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("两三句话，登在节目单上。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(rules.MAX_SPEAKERS):
            # Only the first must be there; an empty row is nobody.
            self.fields[f"name_{number}"] = forms.CharField(label=_("姓名"), required=number == 0, max_length=60)
            self.fields[f"unit_{number}"] = forms.CharField(label=_("单位"), required=False, max_length=60)
            self.fields[f"post_{number}"] = forms.CharField(label=_("职务"), required=False, max_length=40)
        for part in Part:
            words = forms.Textarea(attrs={"rows": 3})
            self.fields[f"text_{part}"] = forms.CharField(
                label=part.label, required=False, max_length=rules.MAX_TEXT[part], widget=words
            )
            self.fields[f"minutes_{part}"] = forms.IntegerField(
                label=_("分钟"), min_value=0, max_value=rules.MAX_MINUTES
            )

    @classmethod
    def of(cls, script: rules.Script) -> "ScriptForm":
        """The form as it stands filled in."""
        filled: dict[str, object] = {"title": script.title, "topic": script.topic, "summary": script.summary}
        for number, person in enumerate(script.speakers):
            filled |= {f"name_{number}": person.name, f"unit_{number}": person.unit, f"post_{number}": person.post}
        for part in Part:
            passage = script.passage(part)
            filled |= {f"text_{part}": passage.text, f"minutes_{part}": passage.minutes}
        return cls(initial=filled)

    @property
    def people(self) -> list[list[forms.BoundField]]:
        """A row of three fields for each speaker."""
        return [
            [self[f"{field}_{number}"] for field in ("name", "unit", "post")] for number in range(rules.MAX_SPEAKERS)
        ]

    @property
    def used(self) -> int:
        """How many rows of speakers are filled in, at least one."""
        return max([1, *(number + 1 for number, row in enumerate(self.people) if row[0].value())])

    def words(self, part: int) -> tuple[forms.BoundField, forms.BoundField]:
        """The text and the minutes of a part."""
        return self[f"text_{part}"], self[f"minutes_{part}"]

    def script(self) -> rules.Script:
        """What was written. Call it on a valid form."""
        given = self.cleaned_data
        return rules.Script(
            title=given["title"],
            topic=given["topic"],
            summary=given["summary"],
            speakers=tuple(
                rules.Speaker(given[f"name_{number}"], given[f"post_{number}"], given[f"unit_{number}"])
                for number in range(rules.MAX_SPEAKERS)
            ),
            parts=tuple(rules.Passage(part, given[f"text_{part}"], given[f"minutes_{part}"]) for part in Part),
        )


class MomentForm(forms.Form):
    """Another moment for a plan."""

    planned_at = forms.DateTimeField(
        label=_("开讲时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )


class SubmitForm(forms.Form):
    """Handing in: whether it is to be published the moment it is approved."""

    publish = forms.BooleanField(required=False)


class ApproveForm(forms.Form):
    """One step of approval, over the content that the page showed."""

    seen = forms.RegexField(r"^[0-9a-f]{64}$")


class SentenceForm(forms.Form):
    """Why it comes back."""

    sentence = forms.CharField(required=False, max_length=300)


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
