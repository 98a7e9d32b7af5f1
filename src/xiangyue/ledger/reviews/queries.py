"""Reads of reviews: for those whom the matter concerns."""

from dataclasses import dataclass
from datetime import datetime

from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Kind, Reason
from xiangyue.ledger.matters import desks, queries
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import Outcome, State, Verb
from xiangyue.ledger.reviews import rules
from xiangyue.ledger.reviews.rules import Item
from xiangyue.org.access.rules import HOUSE, Member


@dataclass(frozen=True, slots=True)
class Written:
    """The latest answer to one of the questions."""

    asked: Reason
    parts: dict[str, str]
    at: datetime | None
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """A lecture that the review ordered, and what became of it."""

    what: str
    title: str
    lecture: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Paper:
    """A review as its page shows it."""

    matter: Matter
    kind: Kind
    case: Matter | None
    before: list[Matter]
    """What had been found at the same place before the case: was it in the ledger, since when."""
    written: list[Written]
    measures: list[Matter]
    lectures: list[Told]

    @property
    def open_measures(self) -> int:
        return sum(measure.state != State.CLOSED for measure in self.measures)


def get(viewer: Member, name: str) -> Paper:
    """A review. Raises `NotFound`, also for a matter that is none."""
    matter = queries.get(viewer, name)
    kind = kinds.get(matter.kind, matter.version)
    if not kind.fields_asked:
        raise NotFound
    found = desks.links(viewer, matter)
    case = found["parent"][0] if found["parent"] else None
    lines = queries.timeline(viewer, matter)
    latest = {line.data["answers"]: line for line in lines if line.data.get("answers")}
    written = []
    for asked in kind.fields_asked:
        line = latest.get(asked.code)
        said = (line.said or {}) if line is not None else {}
        parts = rules.in_order(asked.code, said.get("parts") or ({"": said["text"]} if said.get("text") else {}))
        written.append(Written(asked, parts, line.at if line else None, line.name if line else ""))
    told = [
        Told(line.data["what"], (line.said or {}).get("named", ""), line.data.get("lecture", ""), line.at)
        for line in lines
        if line.verb is Verb.NOTE and str(line.data.get("what", "")).startswith("lecture-")
    ]
    measures = [child for child in found["children"] if child.kind == rules.MEASURE]
    return Paper(matter, kind, case, _before(viewer, case), written, measures, told)


def items(paper: Paper) -> list[Item]:
    """Quiz questions that follow from the case; none where it has no category or its kind too few."""
    case = paper.case
    if case is None or not case.category:
        return []
    kind = kinds.get(case.kind, case.version)
    return rules.drafted(kind.category(case.category), kind.categories, case.number)


def of_case(case: Matter) -> list[Matter]:
    """The reviews of a case that are open or done, for whoever sees the case."""
    found = queries.visible(HOUSE).filter(parent=case.pk, kind=rules.KIND)
    return list(found.exclude(outcome=Outcome.INVALID).order_by("reported_at", "pk"))


def _before(viewer: Member, case: Matter | None) -> list[Matter]:
    if case is None or not case.subject:
        return []
    found = desks.subject_history(viewer, case.subject)
    return [matter for matter in found if matter.pk != case.pk and matter.reported_at < case.reported_at]
