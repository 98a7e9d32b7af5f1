"""What a draw promises and who may be drawn: pure, so that a page can say beforehand what an action will do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from xiangyue.hall import stage
from xiangyue.hall.draws import errors
from xiangyue.hall.draws.states import Eligibility
from xiangyue.kernel.draw import entropy, strength

MAX_TITLE, MAX_CLAIM, MAX_REASON, MAX_NAME = 40, 200, 500, 40
MAX_PRIZES, MAX_COUNT, MAX_SOURCES, MAX_LEAST, MAX_DAYS = 20, 1_000, 5, 100, 365

WAIT_DAYS = 7
"""How long after a lecture its public numbers may still come."""

DICE = "镜头前掷骰子（若干个数，1到6，按次序）"

COMMON_SOURCES = (
    ("dice", DICE),
    ("fucai-3d", "福彩3D 第{issue}期开奖号（3个数，0到9，按次序）"),
    ("pailie-5", "排列5 第{issue}期开奖号（5个数，0到9，按次序）"),
    ("shuangseqiu", "双色球 第{issue}期开奖号（6个数，1到33，从小到大；1个数，1到16，按次序）"),
    ("daletou", "大乐透 第{issue}期开奖号（5个数，1到35，从小到大；2个数，1到12，从小到大）"),
    ("kuaile-8", "快乐8 第{issue}期开奖号（20个数，1到80，从小到大）"),
)
"""What a form offers; any other sentence that says how its numbers are written down will do."""


class Record(Protocol):
    """What eligibility reads of a record of the line's log (`timeline.events.Accepted`)."""

    @property
    def seq(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def data(self) -> dict[str, Any]: ...
    @property
    def by(self) -> str: ...
    @property
    def private(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may be drawn, as data."""

    eligibility: Eligibility
    least: int = 0
    is_verified: bool = False
    """Whether only those are drawn who proved who they are (the setting WINNING)."""

    @property
    def sentence(self) -> str:
        """As the rules say it: Chinese, because it becomes part of what is published and hashed."""
        said = _SENTENCES[self.eligibility].format(least=self.least)
        return f"{said}{VERIFIED_ONLY}" if self.is_verified else said


VERIFIED_ONLY = "（答题前核验过身份，一人一个号码）"

ONE_EACH = "一人一个号码，不论用几部手机。"
ONE_A_PHONE = "一部手机一个号码；这一场不核验身份，用两部手机答题的人会有两个号码。"
"""Where nobody proves who they are, a number stands for a phone, and the rules say no more than that."""

_SENTENCES = {
    Eligibility.ALL_RIGHT: "本场题目全部答对的人",
    Eligibility.AT_LEAST: "本场题目至少答对 {least} 题的人",
    Eligibility.ANSWERED_ALL: "本场每道题都答了的人，对错不论",
    Eligibility.TOOK_PART: "本场答过题、投过票或者提过问的人",
}


@dataclass(slots=True)
class _Quiz:
    """What a log says of a lecture's quiz, as far as a roster needs it."""

    kinds: dict[int, str] = field(default_factory=dict)
    answers: dict[int, Any] = field(default_factory=dict)
    given: dict[str, dict[int, Any]] = field(default_factory=dict)
    present: set[str] = field(default_factory=set)
    verified: set[str] = field(default_factory=set)

    def take(self, record: Record) -> None:
        if record.private.get("level") == "verified":
            self.verified.add(record.by)
        match record.kind:
            case "quiz_item":
                self.kinds[record.seq] = str(record.data["kind"])
            case "quiz_reveal":
                self.answers[record.data["i"]] = record.data["answer"]
            case "answer":
                given = record.data.get("choice")
                given = record.data.get("number") if given is None else given
                self.given.setdefault(record.by, {}).setdefault(record.data["i"], given)
            case "vote" | "ask":
                self.present.add(record.by)

    def right(self, answers: Mapping[int, Any]) -> int:
        """How many are right, as the line itself counts."""
        both = [(i, answer, answers[i]) for i, answer in self.answers.items() if answers.get(i) is not None]
        return sum(stage.is_right(self.kinds[i], answer, given) for i, answer, given in both)


def eligible(records: Iterable[Record], rule: Rule) -> list[str]:
    """The pseudonyms that a log makes eligible, sorted. Raises `QuizNotFinished` while right answers are unknown."""
    quiz = _Quiz()
    for record in records:
        quiz.take(record)
    found = _found(quiz, rule)
    return sorted(found & quiz.verified) if rule.is_verified else sorted(found)


def _found(quiz: _Quiz, rule: Rule) -> set[str]:
    if rule.eligibility == Eligibility.TOOK_PART:
        return quiz.present | quiz.given.keys()
    if rule.eligibility == Eligibility.ANSWERED_ALL:
        return {who for who, given in quiz.given.items() if quiz.kinds.keys() <= given.keys()}
    if unrevealed := len(quiz.kinds.keys() - quiz.answers.keys()):
        raise errors.QuizNotFinished(count=unrevealed)
    least = len(quiz.kinds) if rule.eligibility == Eligibility.ALL_RIGHT else rule.least
    return {who for who, given in quiz.given.items() if quiz.right(given) >= least}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a keeper fills in."""

    title: str
    prizes: Sequence[Mapping[str, Any]]
    rule: Rule
    sources: Sequence[str]
    claim: str
    claim_days: int = 7

    @property
    def wanted(self) -> int:
        return sum(int(prize["count"]) for prize in self.prizes)


def require_plan(plan: Plan) -> None:
    """Pass, or raise `BadDraw`, `BadSource`, `TooWeak` with what is wrong."""
    names = [str(prize["name"]) for prize in plan.prizes]
    counted = all(1 <= int(prize["count"]) <= MAX_COUNT for prize in plan.prizes)
    named = all(name == name.strip() and 1 <= len(name) <= MAX_NAME for name in names)
    least = plan.rule.eligibility != Eligibility.AT_LEAST or 1 <= plan.rule.least <= MAX_LEAST
    for holds, sentence in (
        (1 <= len(plan.title) <= MAX_TITLE, errors.TITLE),
        (1 <= len(names) <= MAX_PRIZES and counted and named and len(set(names)) == len(names), errors.PRIZES),
        (least, errors.LEAST),
        (1 <= len(plan.sources) <= MAX_SOURCES, errors.SOURCES),
        (1 <= len(plan.claim) <= MAX_CLAIM, errors.CLAIM),
        (1 <= plan.claim_days <= MAX_DAYS, errors.DAYS),
    ):
        if not holds:
            raise errors.BadDraw(str(sentence))
    # For twice as many people as prizes, or it can never do.
    try:
        require_strength(entropy.read(plan.sources), max(2 * plan.wanted, 10), plan.wanted)
    except errors.TooWeak as weak:
        raise errors.WeakPlan(None, **weak.fields) from None


def require_strength(sources: Sequence[entropy.Source], count: int, wanted: int) -> list[entropy.Source]:
    """The sources with their numbers counted for a roster of `count`. Raises `TooWeak`."""
    needed = strength.needed(count, wanted)
    settled = entropy.settled(sources, needed)
    have = entropy.combinations(settled)
    if have < needed or any(part.count > entropy.MOST_NUMBERS for source in settled for part in source.parts):
        fixed = entropy.combinations([source for source in sources if not source.is_open])
        have = have if have < needed else fixed
        raise errors.TooWeak(count=count, wanted=wanted, need=strength.floor(needed), have=strength.floor(have))
    return settled


def carried(plan: Plan) -> Plan:
    """The plan as another draw takes it over: without lotteries, whose issue may have been drawn by then."""
    return replace(plan, sources=[DICE])


def words(plan: Plan) -> str:
    """The rules as everybody reads them: Chinese, because they are published and hashed as they stand."""
    prizes = "、".join(f"{prize['name']} {prize['count']} 件" for prize in plan.prizes)
    return (
        f"奖品：{prizes}。谁能参加：{plan.rule.sentence}。{ONE_EACH if plan.rule.is_verified else ONE_A_PHONE}"
        "先公布本规矩，同时封好主办方的密码；再锁定名单，全部公布；再把密码开封；最后才有随机数，"
        "由两个人分别录入，完全一致才算。随机数一到，全部号码的次序就定了：排在最前面的中奖，后面的依次候补。"
        f"领奖：{plan.claim}。{plan.claim_days} 天内没有来领的，由候补依次递补。"
        "宣讲结束时名单没有锁定、或者密码没有开封的，密码打不开的，"
        f"以及宣讲结束后 {WAIT_DAYS} 天内没有录入随机数的，这次抽奖作废，另立规矩，用新的随机数重抽。"
    )


def places(differences: Iterable[tuple[int, int]], shown: int = 5) -> str:
    """Where two readings differ, in words; never what either says, or the second reader would only copy the first."""
    found = list(differences)
    by_source: dict[int, list[str]] = {}
    for source, place in found[:shown]:
        by_source.setdefault(source, []).append(str(place))
    said = "，".join(f"第 {source} 个来源第 {'、'.join(numbers)} 个数" for source, numbers in by_source.items())
    return said + ("等" if len(found) > shown else "")
