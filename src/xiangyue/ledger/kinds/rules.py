"""A kind as a value: what the loader makes of a file, and what the engine asks it. Pure, and frozen.

Shares are whole per mille, because a record holds no fractions. Spans are counted by `kernel.workdays`.
"""

from dataclasses import dataclass
from datetime import date

from xiangyue.kernel.workdays import Span, Unit
from xiangyue.ledger.kinds import errors
from xiangyue.ledger.kinds.states import Anchor, Audience, FirstStep, How, Level, Need, Party, Reporter, Side, View
from xiangyue.ledger.subjects.states import Type

_WEEK = Span(5, Unit.WORKDAYS)


@dataclass(frozen=True, slots=True)
class Reason:
    """One entry of a list that people choose from."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Grade:
    """How grave a matter is. `due` is None where the approved plan sets it; then `plan_within` says until when."""

    code: str
    name: str
    name_en: str
    weight: int
    """In the index: 1 for a general hazard, 5 for a major one."""
    due: Span | None
    plan_within: Span | None = None
    plan_parts: tuple[Reason, ...] = ()
    """What a plan must contain: 五落实 for a major hazard."""
    supervised_by: Party | None = None
    publish_filed: Span | None = None
    """Within this span of filing it is published; None: never because of its grade."""
    publish_closed: Span | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """How claims of one grade are verified. `share` (per mille) and `drawn` are for samples only."""

    how: How
    by: Party = Party.OTHER_UNIT
    people: int = 1
    expert: bool = False
    within: Span = _WEEK
    share: int | None = None
    drawn: How | None = None
    """How the drawn part of a sample is verified."""
    minutes: int = 20
    """Of one person, travel included: what the forecast reckons with."""


@dataclass(frozen=True, slots=True)
class Recheck:
    """回头看: `share` (per mille) of what passed is looked at again by a third unit that sees no earlier result."""

    share: int
    after: Span


@dataclass(frozen=True, slots=True)
class Extension:
    """延期: asked so long before due, decided outside the lead's line, so often and so far at most."""

    ask_before: dict[str, Span]
    """By grade."""
    decided_by: Party
    times: int
    longest: Span
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Pause:
    """缓办: for a listed reason, so long at most. The stage's clock stops, the total never does."""

    reasons: tuple[Reason, ...]
    longest: Span


@dataclass(frozen=True, slots=True)
class Rebound:
    """反弹: found again within `watch`, the closure is annulled; within `link`, a new matter points at the old."""

    watch: Span
    link: Span
    review_after: int
    """So many rebounds of one subject within `link` force a review."""


@dataclass(frozen=True, slots=True)
class EvidenceRules:
    """Which pictures must come along at each step."""

    report: Need
    claim: Need
    verify: Need


@dataclass(frozen=True, slots=True)
class Offset:
    """A moment beside another: due-1wd, due, due+3wd. `span` None means the moment itself."""

    anchor: Anchor
    span: Span | None = None
    before: bool = False

    def __str__(self) -> str:
        return (
            self.anchor.value if self.span is None else f"{self.anchor.value}{'-' if self.before else '+'}{self.span}"
        )


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the ladder, fired once for a matter. Empty `grades` are all grades."""

    at: Offset
    level: Level
    grades: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """Who leads and who helps. Of `co`, each is a side, or `field:<code>` for the department of another field."""

    lead: Side
    co: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """One row of a kind's table. What is None follows the kind or the grade."""

    code: str
    name: str
    name_en: str
    field: str
    """Of `kinds/fields.csv`: fire, gas, urban ...: the line department and the special committee follow from it."""
    closing: str
    """The closing condition, one sentence that somebody standing there can say yes or no to."""
    closing_en: str
    radius_m: int
    """Two findings of this category nearer than this may be the same."""
    route: Route
    grade: str | None = None
    """Always this grade; None: who files it decides by `grave_when`."""
    grave_when: str = ""
    """What makes it the graver grade, quoted for whoever files it."""
    due: Span | None = None
    """Instead of the due of its one grade, else of the mildest."""
    watch: Span | None = None
    visual: bool = True
    first_step: FirstStep = FirstStep.NOTICE
    public: bool = True
    """Whether it may be seen by the public at all, where the kind has a public view."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Everything the engine knows of a sort of matter."""

    code: str
    version: int
    name: str
    name_en: str
    number: str
    """A pattern with `{year}` and `{seq}`."""
    effective_on: date
    subjects: tuple[Type, ...]
    """Empty: it needs none (a directive)."""
    report_by: frozenset[Reporter]
    grades: tuple[Grade, ...]
    """Mildest first."""
    accept_within: Span
    """签收: after this it counts as accepted, and says so."""
    verify: dict[str, Verification]
    """By grade."""
    recheck: Recheck | None
    extend: Extension | None
    pause: Pause | None
    rebound: Rebound | None
    evidence: EvidenceRules
    ladder: tuple[Rung, ...]
    see: dict[Audience, View]
    keep_years: int
    categories: tuple[Category, ...]
    parents: frozenset[str] = frozenset()
    """Kinds it may be a child of; with any, it cannot stand alone."""
    children: frozenset[str] = frozenset()
    """Kinds that may be its children: see `waits`."""
    fields_asked: tuple[Reason, ...] = ()
    """What else whoever files it must write: the four answers of a review."""

    def grade(self, code: str) -> Grade:
        """Raises `UnknownGrade`."""
        for grade in self.grades:
            if grade.code == code:
                return grade
        raise errors.UnknownGrade(kind=self.name, code=code)

    def category(self, code: str) -> Category:
        """Raises `UnknownCategory`."""
        for category in self.categories:
            if category.code == code:
                return category
        raise errors.UnknownCategory(kind=self.name, code=code)

    def due(self, category: Category, grade: Grade) -> Span | None:
        """How long the lead has; None until a plan is approved.

        A category's own span is that of its one grade, else of the mildest: what is urgent stays urgent.
        """
        own = grade.code == (category.grade or self.grades[0].code)
        return category.due if grade.due is not None and own and category.due else grade.due

    def waits(self, grade: str) -> bool:
        """Whether it stays open while a child is open. An inspection does not: its findings outlive it."""
        return bool(self.children) and self.verify[grade].how is not How.RELEASE

    def watch(self, category: Category) -> Span | None:
        """How long a closure is on probation; None where nothing can come back."""
        return None if self.rebound is None else category.watch or self.rebound.watch

    def picture(self, need: Need, category: Category) -> bool:
        """Whether a picture must come along at a step with this need."""
        return need is Need.REQUIRED or (need is Need.IF_VISUAL and category.visual)

    def must_show(self, how: str) -> bool:
        """Whether a verifier's yes needs a picture of their own: from whoever was there, whatever the category."""
        return how == How.ON_SITE and self.evidence.verify in {Need.REQUIRED, Need.IF_VISUAL}

    def rungs(self, grade: str) -> tuple[Rung, ...]:
        """The ladder of one grade, lowest first."""
        return tuple(rung for rung in self.ladder if not rung.grades or grade in rung.grades)

    def view(self, audience: Audience) -> View:
        """What somebody sees; whoever is not named sees nothing."""
        return self.see.get(audience, View.NONE)
