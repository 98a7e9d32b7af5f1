"""An inspection as the fold of its sealed chain: pure."""

from dataclasses import dataclass, field
from typing import Any

from xiangyue.ledger.inspections.states import Result, State, Verb

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """One sealed record, opened."""

    seq: int
    at: int
    by: str
    verb: Verb
    data: Data


@dataclass(slots=True)
class Visit:
    """That somebody went to a place, or why not."""

    result: Result
    text: str
    by: str
    at: int


@dataclass(slots=True)
class Finding:
    """What was found, and what was decided about it on the spot. `withdrawn` says why it is not to be reported."""

    name: str
    """Its command: what the phone called it."""
    by: str
    at: int
    data: Data
    decision: Data = field(default_factory=dict)
    withdrawn: str = ""


@dataclass(slots=True)
class Standing:
    """How an inspection stands."""

    state: State = State.PLANNED
    scope: Data = field(default_factory=dict)
    lead: str = ""
    places: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    substitutes: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    short: int = 0
    draw: Data = field(default_factory=dict)
    recused: dict[str, str] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    why: str = ""
    number: str = ""
    matters: dict[str, str] = field(default_factory=dict)

    @property
    def crew(self) -> list[str]:
        return [self.lead, *self.people]

    @property
    def to_report(self) -> list[Finding]:
        """The findings that a release files, in the order they came."""
        return [finding for finding in self.findings.values() if not finding.withdrawn]

    def of_place(self, subject: str) -> list[Finding]:
        return [finding for finding in self.findings.values() if finding.data["subject"] == subject]


def fold(events: list[Event]) -> Standing:
    """How an inspection stands after its records."""
    standing = Standing()
    for event in events:
        step(standing, event)
    return standing


def step(standing: Standing, event: Event) -> None:
    """Let one record follow."""
    data = event.data
    match event.verb:
        case Verb.PLAN:
            standing.scope, standing.lead = data, event.by
        case Verb.DRAW:
            standing.state, standing.draw = State.DRAWN, data
            standing.places, standing.people = list(data["places"]), list(data["people"])
            standing.substitutes, standing.lines = list(data["substitutes"]), list(data["lines"])
            standing.short = data["short"]
        case Verb.RECUSE:
            _recuse(standing, data)
        case Verb.VISIT:
            standing.visits[data["subject"]] = Visit(Result(data["result"]), data["text"], event.by, event.at)
        case Verb.FIND:
            standing.findings[data["name"]] = Finding(data["name"], event.by, event.at, data)
            if data["subject"]:
                visited = standing.visits.get(data["subject"])
                text = visited.text if visited is not None and visited.result != Result.MISSED else ""
                standing.visits[data["subject"]] = Visit(Result.FOUND, text, event.by, event.at)
        case Verb.DECIDE:
            standing.findings[data["name"]].decision = {**data, "by": event.by, "at": event.at}
        case Verb.WITHDRAW:
            standing.findings[data["name"]].withdrawn = data["text"]
        case Verb.RELEASE:
            standing.state, standing.number, standing.matters = State.RELEASED, data["number"], data["matters"]
        case Verb.DROP:
            standing.state, standing.why = State.DROPPED, data["text"]


def _recuse(standing: Standing, data: Data) -> None:
    person, following = data["person"], data["next"]
    standing.people = [who for who in standing.people if who != person]
    standing.recused[person] = data["text"]
    if following:
        standing.people.append(following)
        standing.substitutes = [who for who in standing.substitutes if who != following]
    else:
        standing.short += 1
