"""What each verb asks: only what it needs. Limits and refusals are the core's; a form catches a slip of the hand."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from xiangyue.kernel import workdays
from xiangyue.ledger.kinds.states import Level
from xiangyue.ledger.matters import rules
from xiangyue.ledger.matters.states import LABELS, Verb
from xiangyue.web.ledger import choices, setting, when, words
from xiangyue.web.ledger.rows import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from xiangyue.web.ledger.facts import Facts

HELPERS = 4
"""Units that help, chosen on one page; more are added by handing down again below."""


def text(label: "StrOrPromise", hint: "StrOrPromise" = "", *, needed: bool = True, rows: int = 4) -> forms.CharField:
    """A field for a sentence or two."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=needed, max_length=rules.MAX_REASON, widget=area)


def day(label: "StrOrPromise", hint: "StrOrPromise" = "", *, needed: bool = True) -> forms.DateField:
    """A field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=needed, widget=widget)


class ActForm(forms.Form):
    """What every verb sends along: the command's name, and the number of records its page showed."""

    command = forms.UUIDField(widget=forms.HiddenInput)
    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, facts: "Facts", data: "Mapping[str, Any] | None" = None, **more: Any) -> None:
        fresh = {"command": uuid.uuid4(), "expected": facts.matter.seq, **more.pop("initial", {})}
        super().__init__(data, initial=fresh, use_required_attribute=False, **more)
        self.facts = facts
        self.arrange()

    def arrange(self) -> None:
        """Fit the fields to the matter."""

    def again(self, seq: int) -> None:
        """Let the next press of the button count on what the page shows now. What was typed stays."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "expected": str(seq)}

    def moment(self, name: str) -> datetime:
        """The end of a chosen day."""
        return workdays.end_of(self.cleaned_data[name])


class Nothing(ActForm):
    """A verb that asks nothing."""


class ReturnForm(ActForm):
    text = text(_("为什么退回"), _("写明不该由你们承办的理由。只能退一次，第二次由区级兜底指定。"))


class DeclineForm(ActForm):
    text = text(_("为什么不接手"))


class ProgressForm(ActForm):
    text = text(_("现在到哪一步"), _("一两句话。没有新情况就不用填，不要求天天报。"))


class DoneForm(ActForm):
    text = text(_("你们这一份做了什么"))


class ClaimForm(ActForm):
    text = text(_("做了什么，现在怎么样"), _("照着销号条件写。核查的人会拿它对现场。"))


class WithdrawForm(ActForm):
    text = text(_("为什么撤回"), _("比如：点错了，或者还没有做完。这句话留在记录里。"))


class RejectForm(ActForm):
    text = text(_("为什么不立案"), _("反映问题的人会看到这句话。"))


class CommentForm(ActForm):
    text = text(_("留言"))


class AnnulForm(ActForm):
    text = text(_("为什么撤销"), _("写明看到了什么。期限从没停过，会接着算。"))


class OfferForm(ActForm):
    to = forms.ChoiceField(label=_("转交给"))
    text = text(_("为什么该由它办"))

    def arrange(self) -> None:
        _choose(self, "to", choices.mending())


class TransferForm(ActForm):
    to = forms.CharField(label=_("移送到哪里"), max_length=60, help_text=_("本区台账以外的单位，写全称。"))
    text = text(_("理由"))


class MergeForm(ActForm):
    into = forms.CharField(label=_("并入哪一件"), max_length=60, help_text=_("写编号，例如 街〔2026〕12号。"))
    text = text(_("怎么看出是同一件"), needed=False)


class AssignForm(ActForm):
    category = forms.ChoiceField(
        label=_("类别"), error_messages={"required": _("还没有分类，请选一个类别：期限、销号条件和分工都由它定。")}
    )
    grade = forms.ChoiceField(label=_("等级"), required=False, help_text=_("不选就按类别的规定。"))
    lead = forms.ChoiceField(label=_("承办单位"), required=False, help_text=_("不选就按类别的分工表。"))
    due = day(_("期限提前到哪一天"), _("不填就按规定的期限。只能比规定的早，考核也按它。"), needed=False)
    text = text(_("交办的话"), needed=False, rows=2)

    def arrange(self) -> None:
        kind = self.facts.kind
        # Nothing is chosen for whoever has not chosen: a wrong category is a wrong deadline and a wrong check.
        _choose(self, "category", [("", _("请选类别")), *choices.categories(kind)])
        grades = [(grade.code, named(grade)) for grade in kind.grades]
        _choose(self, "grade", [("", _("按类别规定")), *grades])
        units = choices.mending()
        _choose(self, "lead", [("", _("按分工表")), *units])
        for row in range(1, HELPERS + 1):
            self.fields[f"helper_{row}"] = forms.ChoiceField(
                label=_("协办单位 {n}").format(n=row), required=False, choices=[choices.NONE, *units]
            )
            self.fields[f"until_{row}"] = day(_("它的期限"), needed=False)

    def main(self) -> list[forms.BoundField]:
        """The fields above the helpers."""
        return [self[name] for name in ("category", "grade", "lead", "due", "text")]

    def sets(self) -> "setting.Sets | None":
        """What will stand once the button is pressed, by the category, the grade and the lead that are chosen now."""
        chosen = [self[name].value() or "" for name in ("category", "grade", "lead")]
        return setting.of(self.facts, *chosen)

    def until(self) -> datetime | None:
        """The deadline that the office itself set; None for the rule's."""
        return self.moment("due") if self.cleaned_data.get("due") else None

    def helper_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each helper beside its own deadline."""
        return [(self[f"helper_{row}"], self[f"until_{row}"]) for row in range(1, HELPERS + 1)]

    def helpers(self) -> list[tuple[str, datetime | None]]:
        """The helpers that were chosen."""
        found = []
        for row in range(1, HELPERS + 1):
            until = self.cleaned_data.get(f"until_{row}")
            if code := self.cleaned_data.get(f"helper_{row}"):
                found.append((code, workdays.end_of(until) if until else None))
        return found


class PlanForm(ActForm):
    """The parts that the grade asks for, each a field."""

    def arrange(self) -> None:
        grade = self.facts.grade
        for part in grade.plan_parts if grade is not None else ():
            self.fields[f"part_{part.code}"] = text(named(part), rows=3)
        if grade is not None and grade.due is None and self.facts.matter.original_due is None:
            self.fields["until"] = day(_("哪一天完成"), _("这一天就是整改期限，也是考核用的期限。"))

    def parts(self) -> dict[str, str]:
        """The plan as the core takes it."""
        said = {
            name.removeprefix("part_"): said for name, said in self.cleaned_data.items() if name.startswith("part_")
        }
        until = self.cleaned_data.get("until")
        return said | ({"until": until.isoformat()} if until else {})


class ExtensionForm(ActForm):
    until = day(_("延到哪一天"))
    reason = forms.ChoiceField(label=_("理由"))
    text = text(_("进展，以及这段时间怎么保证安全"), _("由别的单位决定。原期限不变，考核仍按原期限。"))

    def arrange(self) -> None:
        rule = self.facts.kind.extend
        if rule is not None:
            _choose(self, "reason", choices.reasons(rule.reasons))
            said = _now("最多延 {span}，只能延 {times} 次。")
            self.fields["until"].help_text = said.format(span=when.span(rule.longest), times=rule.times)


class DecideForm(ActForm):
    """What was asked stands above the decision."""

    granted = forms.ChoiceField(
        label=_("决定"), choices=[("yes", _("同意延期")), ("no", _("不同意"))], widget=forms.RadioSelect
    )
    text = text(_("理由"))

    def asks(self) -> "list[tuple[StrOrPromise, str]]":
        """Until when, for which reason and with which words more time was asked, and the deadlines as they stand."""
        matter, rule = self.facts.matter, self.facts.kind.extend
        asked = next((line for line in reversed(self.facts.lines) if line.verb is Verb.ASK_EXTENSION), None)
        if asked is None or matter.asked_until is None:
            return []
        reasons = {reason.code: named(reason) for reason in (rule.reasons if rule else ())}
        code = str(asked.data["reason"])
        found = [
            (_("申请延到"), when.moment(matter.asked_until)),
            (_("理由"), reasons.get(code, code)),
            (_("申请的单位写的"), str((asked.said or {}).get("text", ""))),
            (_("现在的期限"), when.moment(matter.due) if matter.due else ""),
            (_("原期限"), when.moment(matter.original_due) if matter.original_due else ""),
        ]
        return [(label, said) for label, said in found if said]


class PauseForm(ActForm):
    reason = forms.ChoiceField(label=_("理由"))
    until = day(_("缓到哪一天"))
    text = text(_("情况"), _("整改期限暂停，总时长不停；到期自动恢复。"))

    def arrange(self) -> None:
        rule = self.facts.kind.pause
        if rule is not None:
            _choose(self, "reason", choices.reasons(rule.reasons))
            self.fields["until"].help_text = _now("最多缓 {span}。").format(span=when.span(rule.longest))


class UnableForm(ActForm):
    text = text(_("为什么现在解决不了"), _("会向反映人说明，也可能公开。"))
    review_at = day(_("什么时候再看"), _("到这一天自动恢复，再办。"))


class EscalateForm(ActForm):
    level = forms.TypedChoiceField(label=_("升到"), coerce=int)
    text = text(_("要求"))

    def arrange(self) -> None:
        levels = [level for level in Level if level > max(self.facts.matter.rung, Level.RED)]
        _choose(self, "level", [(str(int(level)), words.rung(level)) for level in levels])


class CorrectForm(ActForm):
    title = forms.CharField(label=_("标题"), max_length=rules.MAX_TITLE)
    said = forms.CharField(
        label=_("情况"), max_length=rules.MAX_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    spot = forms.CharField(label=_("地点"), max_length=rules.MAX_SPOT, required=False)
    place = forms.ChoiceField(label=_("属地"), required=False)
    line = forms.ChoiceField(label=_("主管部门"), required=False)
    text = text(_("为什么更正"), _("原来写的留在记录里。"), rows=2)

    def arrange(self) -> None:
        matter, units = self.facts.matter, choices.mending()
        for side in ("place", "line"):
            _choose(self, side, [choices.NONE, *units])
        found = {"title": matter.title, "said": matter.text, "spot": matter.spot}
        self.initial = {**self.initial, **found, "place": matter.place_id or "", "line": matter.line_id or ""}

    def finding(self) -> dict[str, str]:
        """What changes, as the core takes it."""
        said = self.cleaned_data
        return {
            "title": said["title"], "text": said["said"], "spot": said["spot"], "place": said["place"],
            "line": said["line"],
        }  # fmt: skip


class PublishForm(ActForm):
    on = forms.ChoiceField(
        label=_("怎么决定"), choices=[("yes", _("向社会公开，写明责任单位")), ("no", _("不再公开"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = text(_("依据哪个决定"), _("写明谁在什么时候决定的。没有决定，逾期单位从不向社会点名。"), rows=2)

    def arrange(self) -> None:
        self.initial["on"] = "no" if self.facts.matter.published else "yes"


class TagForm(ActForm):
    campaign = forms.ChoiceField(label=_("哪个专项"), required=False)

    def arrange(self) -> None:
        self.initial["campaign"] = self.facts.matter.campaign
        _choose(self, "campaign", [("", _("不归专项")), *choices.campaigns()])


class RedactForm(ActForm):
    of = forms.TypedChoiceField(label=_("删除哪一条的文字"), coerce=int)
    text = text(_("依据哪个决定"), _("文字删去，办过什么仍在记录里，别人看得到是依决定删除的。"), rows=2)

    def arrange(self) -> None:
        found = [
            (str(line.seq), f"{LABELS[line.verb]} · {when.moment(line.at)}") for line in self.facts.lines if line.said
        ]
        _choose(self, "of", found)


def _choose(form: forms.Form, name: str, found: "list[Any]") -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = found
