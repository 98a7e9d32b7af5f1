"""What residents fill in. Nothing has to be known: a photo or a sentence is enough."""

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangyue.files.rules import Upload
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.reporting import queries, rules
from xiangyue.web import careful

UNSORTED = "street"
"""The kind of what nobody has sorted yet: the office files it as what it is."""

SPOT = 200
CONTACT = 100


class ReportForm(forms.Form):
    """Everything but the photos, which come beside it."""

    command = forms.UUIDField(widget=forms.HiddenInput)
    plate = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    spot = forms.CharField(
        label=gettext_lazy("在哪里"),
        required=False,
        max_length=SPOT,
        help_text=gettext_lazy("路名和门牌，或者旁边的店名。"),
    )
    sentence = forms.CharField(
        label=gettext_lazy("怎么回事"),
        required=False,
        max_length=rules.MAX_SENTENCE,
        widget=careful.words(3),
        help_text=gettext_lazy("一句话就行，办理的单位看得到：请不要写姓名、电话。"),
    )
    anyway = careful.anyway()
    category = forms.ChoiceField(label=gettext_lazy("是哪一类"), required=False)
    contact = forms.CharField(
        label=gettext_lazy("电话或微信号（可以不填）"),
        required=False,
        max_length=CONTACT,
        help_text=gettext_lazy("加密单独存放，办理单位看不到；办公室要看，得写明理由并留下记录。"),
    )

    def __init__(self, *words: Any, **more: Any) -> None:
        super().__init__(*words, **more)
        english = translation.get_language() == "en"
        fields = {field.code: field.name for field in kinds.fields()}
        groups: list[Any] = [("", _("不知道归哪类，请工作人员分"))]
        # What is seen in the street first, and in it the order of its table: what comes most often stands on top.
        for kind in sorted(queries.kinds_for_public(), key=lambda kind: kind.code != UNSORTED):
            found: dict[str, list[tuple[str, str]]] = {}
            for one in kind.categories:
                said = (f"{kind.code}/{one.code}", one.name_en if english else one.name)
                found.setdefault(fields.get(one.field, one.field), []).append(said)
            name = kind.name_en if english else kind.name
            groups += [(f"{name} · {field}", names) for field, names in found.items()]
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        category.choices = groups

    def clean(self) -> dict[str, Any]:
        careful.look(self, "sentence")
        return self.cleaned_data

    def sorted_as(self) -> tuple[str, str]:
        """Kind and category."""
        kind, _slash, category = self.cleaned_data["category"].partition("/")
        return kind or UNSORTED, category


class MoreForm(forms.Form):
    """What is added later."""

    command = forms.UUIDField(widget=forms.HiddenInput)
    sentence = forms.CharField(
        label=gettext_lazy("补充一句"),
        required=False,
        max_length=rules.MAX_SENTENCE,
        widget=careful.words(2),
    )
    anyway = careful.anyway()

    def clean(self) -> dict[str, Any]:
        careful.look(self, "sentence")
        return self.cleaned_data


def fresh() -> dict[str, uuid.UUID]:
    """The first content of a form: a command of its own, so that a second press is the same report."""
    return {"command": uuid.uuid4()}


def photos(request: HttpRequest) -> tuple[Upload, ...]:
    """The photos that came along."""
    return tuple(Upload(file.name or "", file.read()) for file in request.FILES.getlist("photos"))
