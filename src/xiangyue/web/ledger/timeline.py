"""What happened to a matter, told to people: who, what, and in their own words. Newest first on the page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from xiangyue.kernel import clock
from xiangyue.ledger.holders.states import DECIDED, Said
from xiangyue.ledger.kinds.rules import Reason
from xiangyue.ledger.kinds.states import How, Level
from xiangyue.ledger.matters.queries import Line
from xiangyue.ledger.matters.states import Verb
from xiangyue.web.ledger import when, words
from xiangyue.web.ledger.rows import named

if TYPE_CHECKING:
    from xiangyue.web.ledger.facts import Facts
    from xiangyue.web.ledger.photographs import Photograph

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the timeline."""

    seq: int
    at: datetime
    label: str
    who: str
    tone: str
    facts: list[str]
    text: str
    parts: list[tuple[str, str]] = field(default_factory=list)
    photographs: "list[Photograph]" = field(default_factory=list)
    erased: str = ""
    """The decision by which its text was taken out."""
    voice: tuple[str, int] | None = None
    """A recording that came from a phone: its name, and how many seconds it is long."""
    paper: str = ""
    """A notice that went out about it."""


TONES = {
    Verb.PASS: "moss", Verb.CONFIRM: "moss", Verb.FAIL: "amber", Verb.ANNUL: "seal", Verb.REBOUND: "seal",
    Verb.ESCALATE: "amber", Verb.RETURN: "amber", Verb.CLAIM: "ink", Verb.WITHDRAW: "amber",
}  # fmt: skip


def told(facts: "Facts", pictures: "dict[str, Photograph]", names: dict[str, str]) -> list[Told]:
    """The history, newest first. `names` are of people whom events name besides who acted."""
    erased = {line.data["of"]: str(line.data.get("decision", "")) for line in facts.lines if line.verb is Verb.REDACT}
    entries = [_told(facts, line, pictures, names, erased.get(line.seq, "")) for line in facts.lines]
    return entries[::-1]


def people_in(lines: list[Line]) -> set[str]:
    """Accounts that events name besides who acted."""
    found: set[str] = set()
    for line in lines:
        found |= {*line.data.get("people", ()), line.data.get("person", ""), line.data.get("next", "")}
        found.add(_actor(line))
    return {name for name in found if name}


def _told(facts: "Facts", line: Line, pictures: "dict[str, Photograph]", names: dict[str, str], erased: str) -> Told:
    said = line.said or {}
    shown = [pictures[name] for name, _sha, _role in line.data.get("evidence", ()) if name in pictures]
    parts = [(_part(facts, code), text) for code, text in dict(said.get("parts", {})).items()]
    return Told(
        line.seq, line.at, line.label, _who(facts, line, names), TONES.get(line.verb, ""),
        _facts(facts, line, names), _text(line, said), parts, shown, erased, _voice(line),
        str(line.data.get("notice", "")) if line.verb is Verb.NOTE else "",
    )  # fmt: skip


def _facts(facts: "Facts", line: Line, names: dict[str, str]) -> list[str]:
    tell = _FACTS.get(line.verb)
    found = tell(facts, line.data, names) if tell is not None else []
    if line.verb is Verb.REPORT and (line.by or line.unit):
        return [_("来源：{via}").format(via=words.via(line.data["via"])), *found]
    if line.verb is Verb.NOTE and line.data.get("what") in SENT and line.said:
        return [*found, _("发给{name}").format(name=line.said.get("name", ""))]
    return found


SENT = DECIDED | {Said.INVITED, Said.REVOKED}
"""Notes that name a firm or shop to which the lead did something; in all others that name one, it spoke itself."""

ACTED = SENT | {"notice", "measure-proposed", "lecture-ordered"}
"""Notes of the house that say by whose hand."""


def _who(facts: "Facts", line: Line, names: dict[str, str]) -> str:
    unit = facts.unit_name(line.unit)
    if line.verb is Verb.NOTE:
        if by := _actor(line):
            return _together(unit, names.get(by, by))
        if line.data.get("what") in SENT:
            return facts.unit_name(facts.matter.lead_id) or _("责任单位")
        if line.said and line.said.get("name"):
            return str(line.said["name"])
    if line.verb is Verb.REPORT and not line.by:
        return unit or words.via(facts.matter.via)
    if line.name == "system" or (not line.name and not unit):
        return _("系统")
    return _together(unit, line.name)


def _actor(line: Line) -> str:
    """The account of who did what the house noted."""
    acted = line.verb is Verb.NOTE and line.data.get("what") in ACTED
    return str(line.data.get("by") or line.data.get("person", "")) if acted else ""


def _together(unit: str, name: str) -> str:
    """A unit and somebody of it; whose name says the unit already says it once."""
    return name if unit and unit in name else " · ".join(part for part in (unit, name) if part)


def _text(line: Line, said: Data) -> str:
    if line.verb is Verb.REPORT:
        return str(said.get("text", ""))
    reason = said.get("reason", "")
    return str(said.get("text", "") if line.verb is not Verb.CORRECT else reason)


def _voice(line: Line) -> tuple[str, int] | None:
    kept = line.data.get("voice") if line.verb is Verb.NOTE else None
    return (str(kept[0]), int(kept[2])) if kept else None


def _part(facts: "Facts", code: str) -> str:
    parts = facts.grade.plan_parts if facts.grade is not None else ()
    return next((named(part) for part in parts if part.code == code), code)


# ------------------------------------------------ what each event adds to its label
def _report(_facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    at = data.get("found_at")
    return [_("发现于 {at}").format(at=when.moment(clock.from_ms(at)))] if at else []


def _assign(facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    kind = facts.kind
    found = [_("{unit}承办").format(unit=facts.unit_name(data["lead"]))]
    if data.get("helpers"):
        found.append(_("{units}协办").format(units="、".join(facts.unit_name(unit) for unit, _due in data["helpers"])))
    found.append(f"{named(kind.category(data['category']))} · {named(kind.grade(data['grade']))}")
    due = data.get("clock", {}).get("due")
    if due:
        found.append(_("期限 {due}").format(due=when.moment(clock.from_ms(due))))
    if rule := data.get("rule_due"):
        found.append(_("由办公室定得更早，规定是 {due}").format(due=when.moment(clock.from_ms(rule))))
    return found


def _accept(_facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    return [_("到时没有人签收，视为已签收")] if data.get("auto") else []


def _offer(facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    return [_("给{unit}，等它答复；答复以前仍由原单位负责").format(unit=facts.unit_name(data["to"]))]


def _take_over(facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    return [_("原由{unit}承办；两个时限都不重新起算").format(unit=facts.unit_name(data["from"]))]


def _ask(facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    rule = facts.kind.extend
    reason = _reason(rule.reasons if rule else (), data["reason"])
    return [_("到 {until}").format(until=when.moment(clock.from_ms(data["until"]))), reason]


def _decide(_facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    if not data["granted"]:
        return [_("不同意，期限不变")]
    due = when.moment(clock.from_ms(data["clock"]["due"]))
    return [_("同意延到 {due}；原期限不变，考核仍按原期限").format(due=due)]


def _pause(facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    rule = facts.kind.pause
    reason = _reason(rule.reasons if rule else (), data["reason"])
    return [_("到 {until}").format(until=when.moment(clock.from_ms(data["until"]))), reason]


def _draw(_facts: "Facts", data: Data, names: dict[str, str]) -> list[str]:
    who = "、".join(names.get(each, each) for each in data["people"])
    until = when.moment(clock.from_ms(data["until"]))
    return [_("{who}，{how}，{until} 前").format(who=who, how=words.how(How(data["how"])), until=until)]


def _recuse(_facts: "Facts", data: Data, names: dict[str, str]) -> list[str]:
    gone, following = names.get(data["person"], data["person"]), data.get("next", "")
    if not following:
        return [_("{gone}回避，空出的位置下一次再抽").format(gone=gone)]
    return [_("{gone}回避，按抽签的顺序由{next}递补").format(gone=gone, next=names.get(following, following))]


def _fail(_facts: "Facts", _data: Data, _names: dict[str, str]) -> list[str]:
    return [_("退回整改，期限如同没有停过")]


def _watched(_facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    until = data.get("watch_until")
    return [_("观察到 {until}，其间再发现就撤销销号").format(until=when.day(clock.from_ms(until)))] if until else []


def _unchecked(facts: "Facts", data: Data, names: dict[str, str]) -> list[str]:
    return [_("抽签没有抽到：按申请结案，没有人看过，不盖章"), *_watched(facts, data, names)]


def _unable(_facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    return [_("{at} 自动恢复，再办").format(at=when.day(clock.from_ms(data["review_at"])))]


def _recheck(_facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    return [_("第三方看过，仍然合格") if data["holds"] else _("第三方看过，没有整改好")]


def _withdrawn(_facts: "Facts", _data: Data, _names: dict[str, str]) -> list[str]:
    return [_("还没有抽核查人，期限如同没有停过")]


def _annul(_facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    if data.get("by_finding"):
        found = [_("观察期内又被发现")]
    else:
        found = [_("回头看没有通过")] if data.get("by_recheck") else []
    found.append(_("退回整改，期限如同没有停过"))
    return [*found, _("一年内第二次，必须复盘")] if data.get("review") else found


def _rebound(_facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    said = [_("观察期过后又出现，另立一件，期限减半")]
    return [*said, _("一年内第二次，必须复盘")] if data.get("review") else said


def _escalate(_facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    return [words.rung(Level(data["level"]))]


def _publish(_facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    return [_("向社会公开") if data["on"] else _("不再公开")]


def _recalc(_facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    if not data.get("moved"):
        return [_("期限没有变")]
    before, after = clock.from_ms(data["before"]), clock.from_ms(data["clock"]["due"])
    return [_("{before} 改为 {after}").format(before=when.moment(before), after=when.moment(after))]


def _redact(_facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    return [str(data.get("decision", ""))]


def _note(_facts: "Facts", data: Data, _names: dict[str, str]) -> list[str]:
    said = [words.note(str(data.get("what", "")))]
    if data.get("what") == "notice":
        said += [part for part in (words.paper(str(data.get("form", ""))), str(data.get("number", ""))) if part]
        said += [_("落款 {name}").format(name=data["signed"])] if data.get("signed") else []
    if data.get("arrows"):
        said.append(_("照片上画了箭头"))
    if data.get("voice"):
        said.append(_("录音 {n} 秒").format(n=data["voice"][2]))
    until = data.get("until")
    return [*said, _("到 {until}").format(until=when.moment(clock.from_ms(until)))] if until else said


def _reason(reasons: tuple[Reason, ...], code: str) -> str:
    return next((named(reason) for reason in reasons if reason.code == code), code)


_FACTS: dict[Verb, Callable[["Facts", Data, dict[str, str]], list[str]]] = {
    Verb.REPORT: _report, Verb.ASSIGN: _assign, Verb.ACCEPT: _accept, Verb.OFFER: _offer, Verb.TAKE_OVER: _take_over,
    Verb.ASK_EXTENSION: _ask, Verb.DECIDE_EXTENSION: _decide, Verb.PAUSE: _pause, Verb.DRAW: _draw,
    Verb.RECUSE: _recuse, Verb.FAIL: _fail, Verb.PASS: _watched, Verb.CONFIRM: _watched,
    Verb.CLOSE_UNCHECKED: _unchecked, Verb.UNABLE: _unable, Verb.RECHECK: _recheck, Verb.ANNUL: _annul,
    Verb.REBOUND: _rebound, Verb.ESCALATE: _escalate, Verb.PUBLISH: _publish, Verb.RECALC: _recalc,
    Verb.WITHDRAW: _withdrawn, Verb.REDACT: _redact, Verb.NOTE: _note,
}  # fmt: skip
