"""Which step comes after which: pure, so that it is tested as a table."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from xiangyue.hall.lectures.prepared import Item
from xiangyue.hall.scripts.states import Part


class Verb(StrEnum):
    """What the one button does."""

    OPEN_LOBBY = "open-lobby"
    GO_ON_AIR = "go-on-air"
    """On air, and with it the second part: the opening lead."""
    PART = "part"
    POLL = "poll"
    POLL_CLOSE = "poll-close"
    QUIZ = "quiz"
    QUIZ_REVEAL = "quiz-reveal"
    DRAW_RULES = "draw-rules"
    DRAW_ROSTER = "draw-roster"
    DRAW_SECRET = "draw-secret"  # noqa: S105 - the name of a step
    DRAW_ENTROPY = "draw-entropy"
    DRAW_RESULT = "draw-result"
    END = "end"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a lecture stands on its line, after record number `seq`.

    `put` are the names of commands that brought something on (`stage.command(lecture, item.name)`); `poll`,
    `item` and `draw` the numbers of what is open, 0 for nothing; `item_until_ms` when the last answer to the open
    item may come.
    """

    seq: int = 0
    phase: str = ""
    on_air_ms: int = 0
    part: int = 0
    part_ms: int = 0
    chapters: tuple[tuple[int, str, int], ...] = ()
    put: frozenset[str] = frozenset()
    poll: int = 0
    item: int = 0
    item_until_ms: int = 0
    draw: int = 0
    draw_step: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What there is to bring on, in order. `names` are the commands under which each goes onto the line; `skipped`
    parts are planned with no minutes at all.
    """

    items: tuple[Item, ...] = ()
    names: tuple[str, ...] = ()
    skipped: frozenset[Part] = frozenset()

    def waiting(self, kind: str, put: frozenset[str]) -> Item | None:
        """The first of a kind that was not brought on yet."""
        return next(
            (item for item, name in zip(self.items, self.names, strict=True) if item.kind == kind and name not in put),
            None,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: `verb` with its object (`part` of a chapter, `ref` of something prepared, `i` of something
    open), and `label`, the words on the button. `not_before_ms`: pressed earlier, the line would refuse.
    """

    verb: Verb
    label: str
    part: int = 0
    ref: str = ""
    i: int = 0
    not_before_ms: int = field(default=0)


AFTER_DRAW = {
    "draw_rules": Verb.DRAW_ROSTER,
    "draw_roster": Verb.DRAW_SECRET,
    "draw_secret": Verb.DRAW_ENTROPY,
    "draw_entropy": Verb.DRAW_RESULT,
}
"""From the last event of an open draw to the step that follows it."""


def next_step(standing: Standing, prepared: Prepared) -> Step:
    """What the one button does now. What is open is finished before anything else begins."""
    match standing.phase:
        case "":
            return Step(Verb.OPEN_LOBBY, _("打开候场"))
        case "lobby":
            return Step(Verb.GO_ON_AIR, _("开播，念开讲导语"), part=Part.LEAD)
        case "ended":
            return Step(Verb.NOTHING, _("这一场已经结束"))
    return _finish(standing) or _go_on(standing, prepared)


def _finish(standing: Standing) -> Step | None:
    if standing.poll:
        return Step(Verb.POLL_CLOSE, _("结束投票，公布结果"), i=standing.poll)
    if standing.item:
        return Step(Verb.QUIZ_REVEAL, _("公布答案"), i=standing.item, not_before_ms=standing.item_until_ms + 1)
    if standing.draw:
        verb = AFTER_DRAW[standing.draw_step]
        words = {
            Verb.DRAW_ROSTER: _("抽奖第二步：锁定名单"),
            Verb.DRAW_SECRET: _("抽奖第三步：公开主办方的密码"),
            Verb.DRAW_ENTROPY: _("抽奖第四步：两人录入摇出的数字"),
            Verb.DRAW_RESULT: _("抽奖第五步：公布中奖"),
        }
        return Step(verb, words[verb], i=standing.draw)
    return None


def _go_on(standing: Standing, prepared: Prepared) -> Step:
    if standing.part == Part.INTERACTION and (poll := prepared.waiting("poll", standing.put)):
        return Step(Verb.POLL, _("投票：{label}").format(label=poll.label), ref=poll.ref)
    if standing.part == Part.QUIZ:
        if item := prepared.waiting("quiz", standing.put):
            return Step(Verb.QUIZ, _("出题：{label}").format(label=item.label), ref=item.ref)
        if draw := prepared.waiting("draw", standing.put):
            return Step(Verb.DRAW_RULES, _("抽奖第一步：公布规则"), ref=draw.ref)
    following = next(
        (part for part in Part if part > max(standing.part, Part.POSTER) and _is_held(part, prepared)), None
    )
    if following is None:
        return Step(Verb.END, _("结束宣讲"))
    return Step(Verb.PART, _("进入“{part}”").format(part=following.label), part=following)


def _is_held(part: Part, prepared: Prepared) -> bool:
    """A part is held when it has minutes, or something prepared; the last one only for quiz or draw."""
    kinds = {item.kind for item in prepared.items}
    if part == Part.QUIZ:
        return bool(kinds & {"quiz", "draw"})
    return part not in prepared.skipped or (part == Part.INTERACTION and "poll" in kinds)
