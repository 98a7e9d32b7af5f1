"""What a keeper fills in for questions, polls and answers."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangyue.hall.bank import rules as questions
from xiangyue.hall.bank.rules import Draft, letter
from xiangyue.hall.bank.states import LISTED, TRUE_FALSE, Kind
from xiangyue.hall.polls import rules as polls
from xiangyue.hall.questions import rules as asked

OPTIONS = 8


class QuestionForm(forms.Form):
    """A question of any kind; which fields count follows from the kind."""

    kind = forms.ChoiceField(
        label=_("题型"), choices=Kind.choices, initial=Kind.SINGLE, widget=forms.RadioSelect, required=True
    )
    text = forms.CharField(
        label=_("题目"), max_length=questions.MAX_TEXT, widget=forms.Textarea(attrs={"rows": 2}), strip=True
    )
    truth = forms.ChoiceField(
        label=_("这句话"), choices=[(0, TRUE_FALSE[0]), (1, TRUE_FALSE[1])], widget=forms.RadioSelect, required=False
    )
    number = forms.CharField(label=_("答案是几"), max_length=40, required=False)
    measure = forms.CharField(label=_("单位"), max_length=questions.MAX_MEASURE, required=False)
    seconds = forms.IntegerField(
        label=_("答题时间（秒）"),
        min_value=questions.LEAST_S,
        max_value=questions.MOST_S,
        initial=questions.USUAL_S,
        help_text=_("从居民自己看到题目算起；画面慢的人多给 25 秒。"),
    )
    why = forms.CharField(
        label=_("为什么"), max_length=questions.MAX_WHY, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("公布答案时，居民会看到这句话。"),
    )  # fmt: skip
    source = forms.CharField(
        label=_("依据"), max_length=200, required=False, help_text=_("哪份文件、哪一条。和上一栏一起公布。")
    )

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        for place in range(OPTIONS):
            self.fields[f"option-{place}"] = forms.CharField(
                label=letter(place), max_length=questions.MAX_OPTION, required=False
            )
            self.fields[f"right-{place}"] = forms.BooleanField(label=letter(place), required=False)

    @property
    def rows(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Letter, field of the option, field that says it is right."""
        for place in range(OPTIONS):
            yield letter(place), self[f"option-{place}"], self[f"right-{place}"]

    def draft(self) -> Draft:
        """The question that was filled in; whether it can be asked is for `rules` to say."""
        given = self.cleaned_data
        kind = Kind(given["kind"])
        filled = [place for place in range(OPTIONS) if given[f"option-{place}"].strip()]
        right: questions.Right = tuple(order for order, place in enumerate(filled) if given[f"right-{place}"])
        if kind == Kind.NUMBER:
            right = given["number"]
        elif kind == Kind.TRUEFALSE:
            right = (int(given["truth"]),) if given["truth"] else ()
        options = tuple(given[f"option-{place}"] for place in filled) if kind in LISTED else ()
        return Draft(
            kind, given["text"], right, options, given["measure"], given["seconds"], given["why"], given["source"]
        )


def filled(draft: Draft) -> dict[str, Any]:
    """What the form of a question that exists begins with."""
    words: dict[str, Any] = {
        "kind": draft.kind, "text": draft.text, "measure": draft.measure, "seconds": draft.seconds, "why": draft.why,
        "source": draft.source,
    }  # fmt: skip
    if isinstance(draft.right, str):
        return {**words, "number": draft.right}
    if draft.kind == Kind.TRUEFALSE:
        return {**words, "truth": draft.right[0]}
    for place, option in enumerate(draft.options):
        words |= {f"option-{place}": option, f"right-{place}": place in draft.right and draft.kind != Kind.ORDER}
    return words


class SheetForm(forms.Form):
    """A workbook of questions."""

    sheet = forms.FileField(label=_("Excel 工作簿（.xlsx）"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))


class PollForm(forms.Form):
    """A poll; one option a line."""

    text = forms.CharField(label=_("问什么"), max_length=polls.MAX_TEXT)
    options = forms.CharField(
        label=_("选项"), widget=forms.Textarea(attrs={"rows": 5}), help_text=_("一行一个，2 到 8 个。")
    )
    multi = forms.BooleanField(label=_("可以选几个"), required=False)
    most = forms.IntegerField(label=_("最多选几个"), min_value=1, max_value=8, initial=2, required=False)
    shown = forms.BooleanField(
        label=_("边投边公布"), required=False, help_text=_("不勾选，则结束时才公布结果，先投的人不会影响后投的人。")
    )

    def draft(self) -> polls.Draft:
        given = self.cleaned_data
        options = tuple(line for line in given["options"].splitlines() if line.strip())
        return polls.Draft(given["text"], options, given["multi"], given["most"] or 2, given["shown"])


def filled_poll(draft: polls.Draft) -> dict[str, Any]:
    """What the form of a poll that exists begins with."""
    return {**draft.as_dict(), "options": "\n".join(draft.options), "most": max(2, draft.most)}


class PreparedForm(forms.Form):
    """A question that the house brings along."""

    text = forms.CharField(label=_("问题"), max_length=asked.MAX_TEXT)


class MoveForm(forms.Form):
    """To which place, counted from 1."""

    to = forms.IntegerField(min_value=1, max_value=99)
