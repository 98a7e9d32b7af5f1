"""Public numbers: where they come from, what two people type, and the one spelling of it (RFC 3797 section 4).

A source says in its own sentence how it is written down, so that the rules alone suffice to check it:

    福彩3D 第2026315期（3个数，0到9，按次序）
    双色球 第2026137期（6个数，1到33，从小到大；1个数，1到16，按次序）
    镜头前掷骰子（若干个数，1到6，按次序）

按次序 is a sequence: the order in which the numbers fell is part of what happened, and a number may come twice.
从小到大 is a set: drawn without putting back, written in ascending order. 若干 is as many as the draw needs, known as
soon as the roster is locked; only the last source may say so.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from xiangyue.kernel.errors import Refusal

MOST_NUMBERS = 200
"""Numbers of one part. A hundred dice are 258 bits: a hundred prizes among five thousand people need more, and lottery
numbers beside them.
"""

_SENTENCE = re.compile(r"(?P<name>[^（）]{1,120})（(?P<parts>[^（）]{1,75})）")
_PART = re.compile(
    r"(?P<count>[1-9][0-9]{0,2}|若干)个数，(?P<low>[0-9]{1,4})到(?P<high>[0-9]{1,4})，(?P<form>按次序|从小到大)"
)
_SPELLED = re.compile(r"(?:(?:(?:0|[1-9][0-9]{0,3})\.)+/)+")


class BadSource(Refusal):
    code = "bad-source"
    status = 400
    text = "读不懂随机来源“{sentence}”：末尾应写明几个数、从几到几、按次序还是从小到大。"


class BadNumbers(Refusal):
    code = "bad-numbers"
    status = 400
    text = "第 {source} 个来源“{name}”：{why}。"


@dataclass(frozen=True, slots=True)
class Part:
    """Numbers of one kind: `count` of them (0: as many as needed), each from low to high."""

    count: int
    low: int
    high: int
    ordered: bool

    @property
    def span(self) -> int:
        return self.high - self.low + 1

    @property
    def combinations(self) -> int:
        return int(self.span**self.count) if self.ordered else math.comb(self.span, self.count)

    def fault(self, numbers: Sequence[int]) -> str:
        """Why these are no numbers of this part; empty when they are."""
        for at, number in enumerate(numbers, 1):
            if not self.low <= number <= self.high:
                return f"第 {at} 个数 {number} 不在 {self.low} 到 {self.high} 之间"
        if not self.ordered and len(set(numbers)) != len(numbers):
            return "有一个数重复了"
        return ""


@dataclass(frozen=True, slots=True)
class Source:
    """One source of public numbers, as its sentence in the rules says."""

    name: str
    parts: tuple[Part, ...]

    @property
    def is_open(self) -> bool:
        """Whether it yields as many numbers as the draw needs."""
        return any(part.count == 0 for part in self.parts)

    @property
    def count(self) -> int:
        return sum(part.count for part in self.parts)

    @property
    def combinations(self) -> int:
        return math.prod(part.combinations for part in self.parts)

    @property
    def sentence(self) -> str:
        """What stands in the rules."""
        return f"{self.name}（{'；'.join(map(_said, self.parts))}）"


def read(sentences: Sequence[str]) -> list[Source]:
    """The sources of some rules, in their order. Raises `BadSource`."""
    sources = [_source(sentence) for sentence in sentences]
    for at, source in enumerate(sources):
        if source.is_open and (at < len(sources) - 1 or len(source.parts) > 1 or not source.parts[0].ordered):
            raise BadSource(sentence=source.sentence)
    return sources


def settled(sources: Sequence[Source], needed: int) -> list[Source]:
    """The sources with their numbers counted: one that says 若干 gives as many as reach `needed` combinations."""
    if not sources or not sources[-1].is_open:
        return list(sources)
    *fixed, last = sources
    part, have, count = last.parts[0], math.prod(source.combinations for source in fixed), 0
    while have < needed or count == 0:
        have, count = have * part.span, count + 1
    return [*fixed, Source(last.name, (Part(count, part.low, part.high, ordered=True),))]


def combinations(sources: Sequence[Source]) -> int:
    """In how many ways the sources can fall together."""
    return math.prod(source.combinations for source in sources)


def typed(sources: Sequence[Source], texts: Sequence[str]) -> str:
    """The one spelling of what somebody typed, a text a source. Raises `BadNumbers`.

    Whatever stands between numbers is passed over; where every number has one digit, none need stand there at all.
    """
    if len(texts) != len(sources):
        raise BadNumbers(source=len(sources), name=sources[-1].name, why="没有填全")
    groups = []
    for at, (source, text) in enumerate(zip(sources, texts, strict=True), 1):
        plain = unicodedata.normalize("NFKC", text)
        one_digit = all(part.high <= 9 for part in source.parts)
        found = re.findall(r"[0-9]" if one_digit else r"[0-9]+", plain)
        groups.append(_spelled(at, source, [int(number) for number in found if len(number) <= 4]))
    return "".join(groups)


def numbers(text: str) -> list[list[int]] | None:
    """The numbers in a spelled text, a list a source; None if it is not in the one spelling."""
    if _SPELLED.fullmatch(text) is None:
        return None
    return [[int(number) for number in group.split(".")[:-1]] for group in text.split("/")[:-1]]


def misfit(sources: Sequence[Source], text: str) -> int:
    """The number of the first source, from 1, that a spelled text does not fit; 0 when it fits them all."""
    groups = numbers(text) or []
    for at, (source, group) in enumerate(zip(sources, groups, strict=False), 1):
        try:
            fits = _spelled(at, source, group) == f"{'.'.join(map(str, group))}./"
        except BadNumbers:
            fits = False
        if not fits:
            return at
    return 0 if len(groups) == len(sources) else min(len(groups), len(sources)) + 1


def differences(one: str, other: str) -> list[tuple[int, int]]:
    """Where two spelled texts differ: source and place, both from 1. Both were typed for the same sources."""
    pairs = zip(numbers(one) or [], numbers(other) or [], strict=True)
    return [
        (at, place)
        for at, (mine, theirs) in enumerate(pairs, 1)
        for place, (a, b) in enumerate(zip(mine, theirs, strict=True), 1)
        if a != b
    ]


def _source(sentence: str) -> Source:
    found = _SENTENCE.fullmatch(sentence)
    parts = [_PART.fullmatch(part) for part in found["parts"].split("；")] if found else []
    if found is None or not all(parts):
        raise BadSource(sentence=sentence)
    read = tuple(
        Part(0 if part["count"] == "若干" else int(part["count"]), int(part["low"]), int(part["high"]),
             ordered=part["form"] == "按次序")
        for part in parts if part
    )  # fmt: skip
    source = Source(found["name"], read)
    if source.sentence != sentence or not all(map(_is_sound, read)):
        raise BadSource(sentence=sentence)
    return source


def _is_sound(part: Part) -> bool:
    enough = part.ordered or part.count <= part.span
    return part.span >= 2 and part.count <= MOST_NUMBERS and enough


def _said(part: Part) -> str:
    form = "按次序" if part.ordered else "从小到大"
    return f"{part.count or '若干'}个数，{part.low}到{part.high}，{form}"


def _spelled(at: int, source: Source, group: Sequence[int]) -> str:
    if len(group) != source.count:
        raise BadNumbers(source=at, name=source.name, why=f"要 {source.count} 个数，填了 {len(group)} 个")
    said: list[int] = []
    for part in source.parts:
        these = group[len(said) : len(said) + part.count]
        if why := part.fault(these):
            raise BadNumbers(source=at, name=source.name, why=why)
        said += these if part.ordered else sorted(these)
    return "".join(f"{number}." for number in said) + "/"
