"""The ladder of a matter: which rungs fired, which comes next and when, and where a person's decision is needed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiangyue.ledger.kinds.states import Level
from xiangyue.ledger.matters.states import RUNNING, State, Verb
from xiangyue.web.ledger import when, words

if TYPE_CHECKING:
    from xiangyue.web.ledger.facts import Facts

COLOURS = {Level.BLUE: "blue", Level.YELLOW: "yellow", Level.RED: "red"}


@dataclass(frozen=True, slots=True)
class Step:
    """One rung. `fired` and `comes` are days, empty for what is not or not yet."""

    name: str
    colour: str
    fired: str
    comes: str
    is_late: bool = False
    """Whether the moment it comes at is past, and the round that sends it has not been yet."""


def of(facts: "Facts") -> list[Step]:
    """The rungs of the matter's grade, lowest first."""
    matter = facts.matter
    if not matter.grade:
        return []
    fired = {line.data["level"]: when.day(line.at) for line in facts.lines if line.verb is Verb.ESCALATE}
    steps = []
    for level in dict.fromkeys(rung.level for rung in facts.kind.rungs(matter.grade)):
        runs = (
            State(matter.state) in RUNNING
            and matter.paused_at is None
            and matter.next_rung == level
            and matter.next_rung_at is not None
        )
        comes = when.moment(matter.next_rung_at) if runs and matter.next_rung_at is not None else ""
        is_late = bool(comes) and matter.next_rung_at is not None and matter.next_rung_at < facts.now
        steps.append(Step(words.rung(level), COLOURS.get(level, "ink"), fired.get(int(level), ""), comes, is_late))
    return steps
