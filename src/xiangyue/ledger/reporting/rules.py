"""What residents may send, how often, and what their matter's history says in plain words: pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from xiangyue.files.rules import Upload
from xiangyue.ledger.matters.states import Verb
from xiangyue.ledger.reporting import errors
from xiangyue.ledger.subjects.rules import Position

PHOTOS = 4
MAX_SENTENCE = 500

DAY = timedelta(days=1)
NET_A_DAY = 40
"""Per address: a village, or a whole carrier, stands behind one; who floods gets no further."""

NET_HERE_A_DAY = 3
"""Per address and place: who has something to add adds it to the report."""

HERE_A_DAY = 30
"""Per place: after this nobody learns anything new from one more."""

KNOCKS_KEPT = 3 * DAY


@dataclass(frozen=True, slots=True)
class Told:
    """What a resident sends. `kind` and `category` may be empty: the office knows better."""

    sentence: str
    kind: str
    category: str = ""
    subject: str = ""
    place: str = ""
    spot: str = ""
    position: Position | None = None
    contact: str = ""
    photos: tuple[Upload, ...] = ()


@dataclass(frozen=True, slots=True)
class More:
    """What a resident adds later."""

    sentence: str
    photos: tuple[Upload, ...] = ()


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often it was reported within a day: by this network, by it from this place, by anybody here."""

    net: int
    net_here: int
    here: int


def require_told(sentence: str, photos: tuple[Upload, ...]) -> None:
    """Pass what somebody can work with. Raises `SaidNothing`, `TooManyPhotos`."""
    if not sentence.strip() and not photos:
        raise errors.SaidNothing
    if len(photos) > PHOTOS:
        raise errors.TooManyPhotos(limit=PHOTOS)


def require_few(seen: Frequency) -> None:
    """Raises `TooManyReports`, `TooManyHere`."""
    if seen.net >= NET_A_DAY:
        raise errors.TooManyReports
    if seen.net_here >= NET_HERE_A_DAY or seen.here >= HERE_A_DAY:
        raise errors.TooManyHere


# ------------------------------------------------ in plain words
@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a matter, as its history has it. `unit` names a unit, never a person."""

    at: datetime
    verb: Verb
    unit: str = ""
    due: datetime | None = None
    share: int = 0
    """Per mille of the claims that are looked at, where only a drawn sample is; 0: each of them."""
    waits: bool = False
    """Whether the unit has said by then that it is mended, and nobody has looked yet."""
    data: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the reporter reads; `tone` is "good" for what somebody else vouched for, "again" for what came back."""

    at: datetime
    text: str
    reason: str = ""
    tone: str = ""


def plain(happening: Happening) -> Sentence | None:
    """A happening in words for whoever reported it; None for what only the offices need."""
    if happening.verb not in _PLAIN:
        return None
    text, tone = _PLAIN[happening.verb](happening)
    reason = str(happening.said.get("text", "")) if happening.verb in _REASONED else ""
    return Sentence(happening.at, text, reason, tone) if text else None


_REASONED = frozenset({Verb.REJECT, Verb.TRANSFER, Verb.UNABLE, Verb.NOT_ANSWERED})
"""Verbs whose reason is written for the reporter, or by them; what units write to one another is theirs."""

Words = Callable[[Happening], tuple[str, str]]


def _assign(it: Happening) -> tuple[str, str]:
    if it.due is None:
        return _("已经交给{unit}办理。").format(unit=it.unit), ""
    return _("已经交给{unit}办理，要求 {day} 前办好。").format(unit=it.unit, day=f"{it.due:%m-%d %H:%M}"), ""


def _claim(it: Happening) -> tuple[str, str]:
    if not it.share:
        return _("{unit}说已经办好。还不算数：要等另一个单位看过。").format(unit=it.unit), ""
    said = _(
        "{unit}说已经办好。这一类按 {share} 抽查：抽到的由另一个单位看过才销号，没有抽到的按“未抽查”结案，不盖章。"
        "没有修好，请随时告诉我们。"
    )
    return said.format(unit=it.unit, share=f"{it.share / 10:g}%"), ""


def _decide(it: Happening) -> tuple[str, str]:
    if not it.data.get("granted") or it.due is None:
        return "", ""
    return _("期限延到 {day}，原来的期限仍然记着。").format(day=f"{it.due:%m-%d %H:%M}"), ""


def _added(it: Happening) -> str:
    """One's own words again; where a sample is drawn, that this one is looked at for certain."""
    text = str(it.said.get("text", ""))
    said = _("您补充了情况：“{text}”").format(text=text) if text else _("您补充了照片。")
    return said + _("这一件不按“未抽查”结案，一定有别的单位去看。") if it.waits and it.share else said


def _note(it: Happening) -> tuple[str, str]:
    return {
        "from-reporter": (_added(it), ""),
        "disputes": (_("您说以前那件还没有修好，这是新的一件，和那一件连在一起。"), "again"),
        "disputed": (_("您说还没有修好，已经另立一件，和这一件连在一起。"), "again"),
    }.get(str(it.data.get("what", "")), ("", ""))


_PLAIN: dict[Verb, Words] = {
    Verb.REPORT: lambda _it: (_("收到您的上报，已经登记。"), ""),
    Verb.ASSIGN: _assign,
    Verb.ACCEPT: lambda it: (_("{unit}已经签收，正在办理。").format(unit=it.unit), ""),
    Verb.TAKE_OVER: lambda it: (_("改由{unit}办理，时间从您上报那天算起，不重新计。").format(unit=it.unit), ""),
    Verb.DECIDE_EXTENSION: _decide,
    Verb.PAUSE: lambda _it: (_("暂时缓办，原因写在记录里。"), ""),
    Verb.RESUME: lambda _it: (_("恢复办理。"), ""),
    Verb.CLAIM: _claim,
    Verb.WITHDRAW: lambda it: (_("{unit}收回了“已经办好”的话，接着办，期限不重新计。").format(unit=it.unit), ""),
    Verb.PASS: lambda _it: (_("另一个单位看过，已经整改到位，销号。"), "good"),
    Verb.NOT_ANSWERED: lambda _it: (_("您说没有答到，退回重新答复。"), ""),
    Verb.CONFIRM: lambda _it: (_("您说答到了，按“已答复”了结。没有别的单位核查过。"), ""),
    Verb.FAIL: lambda _it: (_("另一个单位看过，没有做到位，退回重做。"), ""),
    Verb.CLOSE_UNCHECKED: lambda _it: (_("办理单位说已经办好，这一批按比例抽查，没有抽到这一件。"), ""),
    Verb.REJECT: lambda _it: (_("没有立案。"), ""),
    Verb.MERGE: lambda _it: (_("和另一件是同一处，并到那一件一起办。"), ""),
    Verb.TRANSFER: lambda _it: (_("不归区里管，已经移送有权处理的单位。"), ""),
    Verb.UNABLE: lambda _it: (_("现在还解决不了，到期再看。"), ""),
    Verb.WAKE: lambda _it: (_("到了再看的时候，恢复办理。"), ""),
    Verb.ANNUL: lambda _it: (_("又发现同样的问题，上次销号作废，时间不重新计。"), "again"),
    Verb.REBOUND: lambda _it: (_("同一处又发现同样的问题，已经另立一件。"), "again"),
    Verb.NOTE: _note,
}
