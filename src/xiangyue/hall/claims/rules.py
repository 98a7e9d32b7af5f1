"""Who holds which prize now: pure, from the published result and what was settled since, in that order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from xiangyue.hall.claims.states import Outcome


class Settled(Protocol):
    """What is read of a settlement."""

    @property
    def label(self) -> str: ...
    @property
    def outcome(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Holder:
    """A number that has, or had, a prize. `place` counts from 1 in the order of the draw, substitutes behind winners;
    `outcome` is empty while the prize waits.
    """

    label: str
    prize: int
    place: int
    is_substitute: bool
    outcome: str = ""


def holders(winners: Sequence[dict[str, Any]], substitutes: Sequence[str], settled: Iterable[Settled]) -> list[Holder]:
    """Everybody who has or had a prize, in the order of the draw.

    Each one who stayed away hands the prize on to the next substitute, in the order in which it was written down.
    """
    outcomes = {row.label: str(row.outcome) for row in settled}
    found = {
        str(one["label"]): Holder(str(one["label"]), int(one["prize"]), place, is_substitute=False)
        for place, one in enumerate(winners, 1)
    }
    waiting = iter(enumerate(substitutes, len(winners) + 1))
    for label, outcome in outcomes.items():
        if outcome == Outcome.FORFEITED and label in found and (following := next(waiting, None)):
            place, name = following
            found[name] = Holder(name, found[label].prize, place, is_substitute=True)
    return sorted(
        (
            Holder(one.label, one.prize, one.place, one.is_substitute, outcomes.get(one.label, ""))
            for one in found.values()
        ),
        key=lambda one: one.place,
    )


def plain(code: str) -> str:
    """A code as it is compared: as people read it aloud, with or without the dash."""
    letters = code.strip().lower().translate(str.maketrans("oil", "011"))
    return "".join(letter for letter in letters if letter.isalnum())
