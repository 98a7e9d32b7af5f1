"""Where a headline breaks: pure. A typesetter's rules, not a browser's: by sense first, then evenly, never against the
rules of Chinese punctuation, and no longer in any line than the page is wide.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NOT_FIRST = "，。、；：！？”’）》」』】〉…—～·％%,.;:!?)]}»"
"""No line begins with these (GB/T 15834, and every newspaper)."""

NOT_LAST = "“‘（《「『【〈([{«"
"""And none ends with these."""

SEPARATORS = " 　·|｜/"
"""Between two halves of a title; where the line breaks here, the break says it and the sign goes."""

PAUSES = "，。；：！？、"
PARTICLES = "的了着过吗呢吧们与和及或之"
MOST_LINES = 8

SPLIT_HAN, SPLIT_WORD, SPLIT_PARTICLE, SPLIT_SCRIPT = 0.5, 2.5, 1.5, 0.2
"""What a break costs between two characters, inside a known word, before a particle, between Chinese and Latin."""

INNER_PAUSE = 1.0
"""What a comma or a separator in the middle of a line costs, once there is more than one line: it wanted the break."""

WORTH = 0.28
"""A headline a quarter smaller is as good as one with another point of cost: large, but not at any price."""

WIDOW = 1.2
"""What a last line costs that is nearly empty, and a line that ends a phrase begun on the one before."""

LONE, SHORTEST = 6.0, 1.6
"""What a line of a single character costs, the last one above all."""

SPLIT_NAMED = 1.6
"""What a break inside 《 》 or “ ” costs: a name is read in one piece."""

SPLIT_NAME = 12.0
"""What a break inside the name of a unit or a person costs: it is only taken where nothing else can be broken."""

BIND = "\u2060"
"""The word joiner: invisible, and no line breaks there (for text that the typesetter breaks itself)."""

MOMENT = re.compile(r"[0-9]{1,2}月[0-9]{1,2}日|(?:凌晨|上午|中午|下午|晚上)?[0-9]{1,2}[点:：][0-9]{0,2}(?:半|分)?")

ASKS = ("怎么", "怎样", "如何", "为什么")
"""These lean on the word after them: 怎么领, 如何办."""

UNEVEN = 3.0
"""Weight of the lines' unequal widths beside the sense of the breaks."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A headline set: its lines, and the size of a character in the unit of the box."""

    lines: tuple[str, ...]
    size: float


def fit(
    title: str, *, width: float, height: float, largest: float, leading: float = 1.2, names: Iterable[str] = ()
) -> Setting:
    """The setting of a title that reads best in a box. Lines that somebody broke by hand stay as they are.

    `names` of units and people that may stand in it: they are not broken where anything else can be.
    """
    by_hand = [line.strip() for line in title.splitlines() if line.strip()]
    if len(by_hand) > 1:
        return Setting(tuple(by_hand), _size(by_hand, width, height, largest, leading))
    text = " ".join(title.split())
    known = _Text(text, names)
    best, best_worth = Setting((text,), _size([text], width, height, largest, leading)), 0.0
    for count in range(1, MOST_LINES + 1):
        found = known.broken(count)
        if found is None:
            break
        lines, cost = found
        size = _size(lines, width, height, largest, leading)
        worth = size / (1 + WORTH * cost)
        if worth > best_worth * 1.001:
            best, best_worth = Setting(tuple(lines), size), worth
    return best


def advance(text: str) -> float:
    """About how wide a line is, in characters: Chinese ones are square, Latin ones some half as wide."""
    total = sum(_wide(letter) for letter in text)
    seams = sum(_is_han(one) != _is_han(two) and " " not in (one, two) for one, two in itertools.pairwise(text))
    hanging = 0.5 if text and text[-1] in PAUSES else 0.0
    return total + 0.25 * seams - hanging


class _Text:
    """A title with what is asked of it again and again: where it may break, at what price, how wide each piece is."""

    def __init__(self, text: str, names: Iterable[str] = ()) -> None:
        self.text = text
        whole = list(_whole(text, names))
        inside = {at for start, end in whole for at in range(start + 1, end)}
        beside = {at for span in whole for at in span if 0 < at < len(text) and text[at] not in PARTICLES}
        self.places = [0, *(at for at in range(1, len(text)) if _may_break(text, at)), len(text)]
        prices = (SPLIT_NAME if at in inside else _break_cost(text, at, at in beside) for at in self.places[1:-1])
        self.prices = [0.0, *prices, 0.0]
        self.width = advance(text)
        self._pieces: dict[tuple[int, int], tuple[str, float, int]] = {}

    def piece(self, start: int, end: int) -> tuple[str, float, int]:
        """The line between two places: its text, how wide it is, how many pauses it passes over."""
        found = self._pieces.get((start, end))
        if found is None:
            line = self.text[self.places[start] : self.places[end]].strip(SEPARATORS)
            passed = sum(letter in PAUSES or letter in "·|｜" for letter in line[:-1])
            found = self._pieces[start, end] = (line, advance(line), passed)
        return found

    def broken(self, count: int) -> tuple[list[str], float] | None:
        """The best lines of exactly `count`, and what they cost; None when there are not so many places."""
        final = len(self.places) - 1
        # rows[k][j]: the cheapest way to end line k at place j, and where that line begins.
        rows: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
        for line in range(1, count + 1):
            ends = [final] if line == count else range(line, final)
            row = {end: min(options) for end in ends if (options := list(self._options(rows[-1], end, count)))}
            rows.append(row)
        if final not in rows[-1]:
            return None
        cuts = [final]
        for row in reversed(rows[1:]):
            cuts.append(row[cuts[-1]][1])
        cuts.reverse()
        lines = [self.piece(one, two)[0] for one, two in itertools.pairwise(cuts)]
        return lines, rows[-1][final][0]

    def _options(self, before: dict[int, tuple[float, int]], end: int, count: int) -> Iterator[tuple[float, int]]:
        for start, (cost, _begin) in before.items():
            if start < end:
                yield cost + self._cost(start, end, count), start

    def _cost(self, start: int, end: int, count: int) -> float:
        """What a line from one place to another costs when there are to be `count` of them."""
        line, width, passed = self.piece(start, end)
        last, mean = end == len(self.places) - 1, self.width / count
        cost = UNEVEN * ((width - mean) / mean) ** 2
        if count > 1:
            cost += INNER_PAUSE * passed + (LONE if width < SHORTEST else 0.0)
        if last:
            return cost + (WIDOW if count > 1 and width < max(1.6, 0.4 * mean) else 0.0)
        if start and line[-1:] in PAUSES and width < 0.7 * mean:
            cost += WIDOW  # the stump of a phrase
        return cost + self.prices[end]


def bound(text: str, names: Iterable[str]) -> str:
    """A text in which names, dates and times are tied together: for what the typesetter breaks by its own rules."""
    tied = {at for start, end in _whole(text, names) for at in range(start + 1, end)}
    return "".join(f"{BIND}{letter}" if at in tied else letter for at, letter in enumerate(text))


def _whole(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where names, dates and times stand in a text."""
    for name in names:
        if len(name) > 1:
            yield from ((found.start(), found.end()) for found in re.finditer(re.escape(name), text))
    yield from ((found.start(), found.end()) for found in MOMENT.finditer(text))


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after in SEPARATORS:
        return False  # the break comes after it, once
    if before in SEPARATORS:
        whole = text[:at].rstrip(SEPARATORS)
        return bool(whole) and whole[-1] not in NOT_LAST and after not in NOT_FIRST
    if after in NOT_FIRST or before in NOT_LAST:
        return False
    return not (_is_latin(before) and _is_latin(after))


def _break_cost(text: str, at: int, beside: bool) -> float:
    """`beside` a name or a moment the line may well end, figures or not."""
    cost = _seam_cost(text, at)
    return (min(cost, SPLIT_SCRIPT) if beside else cost) + (SPLIT_NAMED if _is_named(text, at) else 0.0)


def _is_named(text: str, at: int) -> bool:
    """Whether a place lies between a pair of marks that hold a name together."""
    return any(text.rfind(opens, 0, at) > text.rfind(closes, 0, at) for opens, closes in ("《》", "“”", "「」"))


def _seam_cost(text: str, at: int) -> float:
    before, after = text[at - 1], text[at]
    if before in " 　" and at > 1 and text[at - 2].isdigit() and _is_han(after):
        return SPLIT_WORD
    if before in SEPARATORS or before in PAUSES:
        return 0.0
    if before in "”’）》」』】":
        return 0.1
    if before.isdigit() or after.isdigit():
        return SPLIT_WORD  # a number belongs to what it counts
    if _is_han(before) != _is_han(after):
        return SPLIT_SCRIPT
    if any(text[max(0, at - back) : at + ahead] in words() for back in (1, 2, 3) for ahead in (1, 2, 3)):
        return SPLIT_WORD
    if after in PARTICLES or text[:at].endswith(ASKS):
        return SPLIT_PARTICLE
    return SPLIT_HAN / 2 if before in "的和与" else SPLIT_HAN


@cache
def words() -> frozenset[str]:
    """Words of two to four characters that a county's titles are made of; breaking one is a mistake that hurts."""
    return frozenset((Path(__file__).parent / "words.txt").read_text().split())


def _size(lines: Iterable[str], width: float, height: float, largest: float, leading: float) -> float:
    kept = list(lines)
    widest = max(advance(line) for line in kept)
    return min(largest, width / max(widest, 1.0), height / (leading * len(kept)))


def _wide(letter: str) -> float:
    if _is_han(letter):
        return 1.0
    if letter.isspace():
        return 0.25
    return 0.72 if letter.isupper() or letter in "%@&" else 0.56


def _is_han(letter: str) -> bool:
    return ord(letter) >= 0x2E80 or letter in "“”‘’—…·"


def _is_latin(letter: str) -> bool:
    return not _is_han(letter) and not letter.isspace()
