"""What a keeper fills in for a draw."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from xiangyue.hall.draws import rules
from xiangyue.hall.draws.rules import COMMON_SOURCES, DICE, Plan, Rule
from xiangyue.hall.draws.states import Eligibility

PRIZE_ROWS, LOTTERY_ROWS = 5, 2

LOTTERIES = [
    ("", _("不用彩票")),
    ("fucai-3d", _("福彩3D")),
    ("pailie-5", _("排列5")),
    ("shuangseqiu", _("双色球")),
    ("daletou", _("大乐透")),
    ("kuaile-8", _("快乐8")),
]


class PlanForm(forms.Form):
    """A draw but for its prizes, which are rows of two fields. Sources are offered, not typed."""

    title = forms.CharField(label=_("抽奖的名字"), max_length=rules.MAX_TITLE, initial=_("今晚的奖品"))
    eligibility = forms.ChoiceField(
        label=_("谁能参加"), choices=Eligibility.choices, initial=Eligibility.ALL_RIGHT, widget=forms.RadioSelect
    )
    least = forms.IntegerField(
        label=_("至少答对几题"), min_value=1, max_value=rules.MAX_LEAST, required=False,
        help_text=_("只在选了“答对若干题以上”时填写。"),
    )  # fmt: skip
    dice = forms.BooleanField(
        label=_("镜头前掷骰子"), initial=True, required=False,
        help_text=_("要掷几粒，锁定名单以后会告诉您：一千人抽三个奖，要掷十九粒。"),
    )  # fmt: skip
    lottery_1 = forms.ChoiceField(label=_("再加彩票开奖号"), choices=LOTTERIES, required=False)
    issue_1 = forms.RegexField(label=_("第几期"), regex=r"\A[0-9]{5,10}\Z", required=False)
    lottery_2 = forms.ChoiceField(label=_("再加一种"), choices=LOTTERIES, required=False)
    issue_2 = forms.RegexField(label=_("第几期"), regex=r"\A[0-9]{5,10}\Z", required=False)
    claim = forms.CharField(
        label=_("在哪里领奖"), max_length=rules.MAX_CLAIM, help_text=_("地点和时间，居民会看到。家人可以代领。")
    )
    claim_days = forms.IntegerField(
        label=_("几天之内来领"), min_value=1, max_value=rules.MAX_DAYS, initial=7, help_text=_("过期由候补递补。")
    )

    def group(self, *names: str, errors: bool = False) -> dict[str, object]:
        """Some of the fields, as `_fields.html` reads a form."""
        return {
            "visible_fields": [self[name] for name in names],
            "non_field_errors": self.non_field_errors() if errors else "",
        }

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        for row in range(1, LOTTERY_ROWS + 1):
            if words.get(f"lottery_{row}") and not words.get(f"issue_{row}"):
                self.add_error(f"issue_{row}", _("请写还没有开奖的那一期的期号。"))
        return words


def plan(words: dict[str, Any], post: QueryDict) -> Plan:
    """The plan in a valid form and the rows beside it."""
    names, counts = post.getlist("prize-name"), post.getlist("prize-count")
    prizes = [
        {"name": name.strip(), "count": int(count) if count.isascii() and count.isdigit() else 0}
        for name, count in zip(names, counts, strict=False)
        if name.strip()
    ]
    patterns = dict(COMMON_SOURCES)
    chosen = [(words[f"lottery_{row}"], words[f"issue_{row}"]) for row in range(1, LOTTERY_ROWS + 1)]
    sources = [patterns[code].format(issue=issue) for code, issue in chosen if code]
    rule = Rule(Eligibility(words["eligibility"]), words["least"] or 0)
    sources += [DICE] if words["dice"] else []
    return Plan(words["title"].strip(), prizes, rule, sources, words["claim"].strip(), words["claim_days"])


def initial(plan: Plan) -> dict[str, object]:
    """A plan as the form shows it again."""
    found: dict[str, object] = {
        "title": plan.title, "eligibility": plan.rule.eligibility, "least": plan.rule.least or None,
        "dice": DICE in plan.sources, "claim": plan.claim, "claim_days": plan.claim_days,
    }  # fmt: skip
    row = 1
    for code, pattern in COMMON_SOURCES[1:]:
        before, _dots, behind = pattern.partition("{issue}")
        for sentence in plan.sources:
            if sentence.startswith(before) and sentence.endswith(behind) and row <= LOTTERY_ROWS:
                found |= {f"lottery_{row}": code, f"issue_{row}": sentence[len(before) : -len(behind)]}
                row += 1
    return found


class PrizeForm(forms.Form):
    """A prize for the library."""

    name = forms.CharField(max_length=rules.MAX_NAME)
    note = forms.CharField(max_length=200, required=False)
