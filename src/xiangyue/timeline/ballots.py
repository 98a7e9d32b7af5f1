"""Who has voted, answered and asked for what: the private fold of a line's log, from which the public sums are made.

It has two layers: what is on disk, and the claims of what is on its way there, so that of two answers sent at once one
is refused. When the disk refuses a write the claims are dropped with it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from xiangyue.timeline.errors import AlreadyAnswered, AlreadyUp, AnswersClosed, BadEvent, PollClosed, UnknownPiece
from xiangyue.timeline.events import Accepted
from xiangyue.timeline.programme import LISTED, Item, Programme, is_right

KINDS = frozenset({"up", "vote", "answer", "ask"})
"""What residents put in; `question` events tell what became of an `ask`."""

Given = list[int] | str


class Ballots:
    """Everything by the number of what was put to the audience, then by pseudonym."""

    def __init__(self) -> None:
        self._answers: dict[int, dict[str, Given]] = {}
        self._votes: dict[int, dict[str, list[int]]] = {}
        self._ups: dict[int, set[str]] = {}
        self._asks: dict[str, list[int]] = {}
        self._claims: set[tuple[str, int, str]] = set()
        self._told: dict[int, int] = {}
        self._changed: set[int] = set()

    # ------------------------------------------------ what may come
    def claim(self, programme: Programme, kind: str, data: Mapping[str, Any], by: str, at: int) -> None:
        """Check a resident's record against what is open, and hold its place. Raises what the resident is told."""
        if kind == "ask":
            return
        i = data["i"]
        match kind:
            case "up":
                if i not in programme.questions:
                    raise UnknownPiece
                if by in self._ups.get(i, ()) or ("up", i, by) in self._claims:
                    raise AlreadyUp
            case "vote":
                poll = programme.polls.get(i)
                if poll is None:
                    raise UnknownPiece
                if not poll.is_open:
                    raise PollClosed
                _check_places(data["choice"], poll.options, least=1, most=poll.most)
                return  # the last one counts
            case "answer":
                item = programme.items.get(i)
                if item is None:
                    raise UnknownPiece
                _check_answer(item, data)
                if by in self._answers.get(i, ()) or ("answer", i, by) in self._claims:
                    raise AlreadyAnswered
                if not item.from_ms <= at <= item.until_ms:
                    raise AnswersClosed
        self._claims.add((kind, i, by))

    def lost(self) -> None:
        """The disk refused what was on its way."""
        self._claims.clear()

    # ------------------------------------------------ what is on disk
    def take(self, record: Accepted) -> None:
        """Take in a committed record, in the order of numbers; other kinds are passed over."""
        by, data = record.by, record.data
        match record.kind:
            case "ask":
                self._asks.setdefault(by, []).append(record.seq)
                return
            case "up":
                self._ups.setdefault(data["i"], set()).add(by)
                self._changed.add(data["i"])
            case "vote":
                self._votes.setdefault(data["i"], {})[by] = data["choice"]
                self._changed.add(data["i"])
            case "answer":
                given = data["choice"] if data.get("choice") is not None else data["number"]
                self._answers.setdefault(data["i"], {}).setdefault(by, given)
            case _:
                return
        self._claims.discard((record.kind, data["i"], by))

    # ------------------------------------------------ what is told
    def ups(self) -> list[list[int]]:
        """Questions whose number of supporters changed since this was asked last, with the number."""
        found = sorted(i for i in self._changed if i in self._ups)
        self._changed -= set(found)
        counts = [[i, len(self._ups[i])] for i in found if self._told.get(i) != len(self._ups[i])]
        self._told.update((i, count) for i, count in counts)
        return counts

    def supporters(self, i: int) -> int:
        """How many want a question answered."""
        return len(self._ups.get(i, ()))

    def moved(self, polls: Iterable[int]) -> list[int]:
        """Those of the polls in which somebody voted since this was asked last."""
        found = [i for i in polls if i in self._changed]
        self._changed -= set(found)
        return found

    def tally(self, i: int, options: int) -> dict[str, Any]:
        """How often each option of a poll was chosen, by how many."""
        votes = self._votes.get(i, {})
        chosen = Counter(place for choice in votes.values() for place in choice)
        return {"i": i, "counts": [chosen[place] for place in range(options)], "voters": len(votes)}

    def result(self, i: int, item: Item) -> dict[str, Any]:
        """How a quiz item was answered, once its answer is known."""
        given = self._answers.get(i, {}).values()
        chosen = Counter(place for answer in given if isinstance(answer, list) for place in answer)
        right = sum(is_right(item, answer) for answer in given)
        counts = [chosen[place] for place in range(item.options)]
        return {"i": i, "answered": len(given), "right": right, "counts": counts}

    def of(self, by: str) -> dict[str, Any]:
        """What one person has put in so far: for a page that was loaded again."""
        return {
            "votes": {i: votes[by] for i, votes in self._votes.items() if by in votes},
            "answers": {i: answers[by] for i, answers in self._answers.items() if by in answers},
            "ups": sorted(i for i, people in self._ups.items() if by in people),
            "asks": list(self._asks.get(by, ())),
        }

    def recalled(self, totals: Iterable[tuple[int, int]]) -> None:
        """Numbers of supporters that are public already: they need not be told again after a restart."""
        self._told.update(totals)


def _check_answer(item: Item, data: Mapping[str, Any]) -> None:
    choice, number = data.get("choice"), data.get("number")
    if (choice is None) == (number is None) or (item.kind in LISTED) == (choice is None):
        raise BadEvent("answer: not what was asked for")
    if choice is None:
        return
    exact = {"single": 1, "truefalse": 1, "order": item.options}.get(item.kind, 0)
    _check_places(choice, item.options, least=exact or 1, most=exact or item.options)


def _check_places(choice: list[int], options: int, *, least: int, most: int) -> None:
    """Different options that there are, not too few, not too many."""
    if not least <= len(choice) <= most or len(set(choice)) != len(choice) or not all(p < options for p in choice):
        raise BadEvent("choice: no such options")
