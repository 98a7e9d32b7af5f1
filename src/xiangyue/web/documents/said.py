"""What a record of one person says, in a sentence for the page: never a field's name, a code or a bare number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from xiangyue.hall.polls import queries as polls
from xiangyue.hall.questions import queries as questions
from xiangyue.hall.questions.states import State
from xiangyue.hall.scores import queries as scores
from xiangyue.kernel import clock
from xiangyue.org.access.rules import Member

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.hall.traces.rules import Trace


@dataclass(frozen=True, slots=True)
class Known:
    """What numbers on a lecture's line stand for: what was asked (with its options), and sentences."""

    asked: Mapping[int, tuple[str, tuple[str, ...]]]
    sentences: Mapping[int, str] = field(default_factory=dict)

    def text(self, data: Mapping[str, Any]) -> str:
        number = int(data.get("i", 0))
        return self.asked[number][0] if number in self.asked else self.sentences.get(number, "")

    def choice(self, data: Mapping[str, Any]) -> str:
        """What was chosen, in the words of its options."""
        options = self.asked.get(int(data.get("i", 0)), ("", ()))[1]
        places = [int(place) for place in data.get("choice") or ()]
        return "、".join(options[place] if place < len(options) else str(place + 1) for place in places)


def known(viewer: Member, lecture: "Lecture", traces: "list[Trace]") -> Known:
    """Polls, items and questions of a lecture, and the person's own sentences. Raises `Forbidden`."""
    asked = {row.i: (row.text, row.options) for row in polls.results(viewer, lecture)}
    asked |= {row.i: (row.text, tuple(row.options)) for row in scores.put(viewer, lecture)}
    asked |= {row.i: (row.text, ()) for row in questions.asked(viewer, lecture)}
    return Known(asked, {each.seq: str(each.data["text"]) for each in traces if "text" in each.data})


def sentence(trace: "Trace", known: Known) -> str:
    """One record in words."""
    data = trace.data
    match trace.kind:
        case "say" | "held" | "ask":
            said = _("以“{name}”的名字：{text}") if data.get("name") else "{text}"
            return said.format(name=data.get("name", ""), text=data.get("text", ""))
        case "like":
            return _("点了 {n} 个赞").format(n=data.get("n", 1))
        case "vote":
            return _("“{text}”投了：{choice}").format(text=known.text(data), choice=known.choice(data))
        case "answer":
            given = str(data["number"]) if data.get("number") is not None else known.choice(data)
            return _("“{text}”答了：{choice}").format(text=known.text(data), choice=given)
        case "up":
            return _("也想问：“{text}”").format(text=known.text(data))
        case "mute":
            return _mute(data)
        case _:
            return _about(trace.kind, data, known)


def _mute(data: Mapping[str, Any]) -> str:
    until = int(data.get("until_ms", 0))
    if not until:
        return _("解除了禁言")
    at = clock.from_ms(until).astimezone(clock.COUNTY_ZONE)
    return _with_reason(_("禁言到 {at}").format(at=f"{at:%H:%M}"), data)


def _about(kind: str, data: Mapping[str, Any], known: Known) -> str:
    """What somebody who works here did about a sentence or a question of theirs."""
    text = str(data.get("text") or known.text(data))
    if kind == "question":
        said = _("问题“{text}”：{state}").format(text=text, state=State(str(data["state"]).upper()).label)
        return f"{said}{_('。')}{data['answer']}" if data.get("answer") else said
    passed = kind == "pass" or (kind == "verdict" and bool(data.get("passed")))
    done = _("撤回了") if kind == "redact" else _("放行了") if passed else _("没有公开")
    return _with_reason(_("{done}：“{text}”").format(done=done, text=text), data)


def _with_reason(said: str, data: Mapping[str, Any]) -> str:
    """The reason as somebody wrote it; the line's own code for one is put in words."""
    reason = str(data.get("reason", ""))
    if reason == "unreviewed":
        reason = _("没有等到审核")
    return _("{said}（{reason}）").format(said=said, reason=reason) if reason else said
