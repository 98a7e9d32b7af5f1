"""Which verbs a page offers somebody now: those the core would carry out, and one of them first.

The core decides again when the button is pressed. This only keeps people from walking into a no.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.kinds.states import How, Level
from xiangyue.ledger.matters import rules
from xiangyue.ledger.matters.states import BY_CLAIM, MOVES, State, Verb, Who
from xiangyue.org.access import rules as access
from xiangyue.org.access.states import Right
from xiangyue.web.ledger.facts import Facts

FIRST = (
    Verb.TAKE_OVER, Verb.DECIDE_EXTENSION, Verb.ASSIGN, Verb.ACCEPT, Verb.PLAN, Verb.DONE, Verb.CLAIM, Verb.RESUME,
    Verb.PROGRESS,
)  # fmt: skip
"""What is most likely the next step, in this order; the first that may be done is the page's one primary button."""

BESIDE = (
    Verb.CLAIM, Verb.PLAN, Verb.PROGRESS, Verb.DONE, Verb.ACCEPT, Verb.RETURN, Verb.DECLINE, Verb.ASK_EXTENSION,
    Verb.OFFER, Verb.RESUME, Verb.ESCALATE, Verb.ANNUL, Verb.WITHDRAW,
)  # fmt: skip
"""What stands beside it; everything else folds away."""

FOLDED = (
    Verb.REJECT, Verb.MERGE, Verb.TRANSFER, Verb.PAUSE, Verb.UNABLE, Verb.CORRECT, Verb.PUBLISH, Verb.TAG, Verb.REDACT,
    Verb.COMMENT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offers:
    """The verbs of a page."""

    primary: Verb | None = None
    beside: list[Verb] = field(default_factory=list)
    folded: list[Verb] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.primary or self.beside or self.folded)

    def __contains__(self, verb: Verb) -> bool:
        return verb == self.primary or verb in self.beside or verb in self.folded


def to(facts: Facts) -> Offers:
    """The verbs that this person may carry out on this matter now."""
    possible = [verb for verb in dict.fromkeys((*FIRST, *BESIDE, *FOLDED)) if may(facts, verb)]
    primary = next((verb for verb in FIRST if verb in possible and (verb is not Verb.PLAN or _plan_due(facts))), None)
    rest = [verb for verb in possible if verb != primary]
    return Offers(primary, [verb for verb in BESIDE if verb in rest], [verb for verb in FOLDED if verb in rest])


def may(facts: Facts, verb: Verb) -> bool:
    """Whether somebody may carry out a verb now, as far as a page can tell."""
    matter = facts.matter
    if State(matter.state) not in MOVES[verb].sources or not is_theirs(facts, verb):
        return False
    extra = _EXTRA.get(verb)
    return extra is None or extra(facts)


def is_theirs(facts: Facts, verb: Verb) -> bool:
    """Whether a verb is for this person at all, whatever the state."""
    member, matter = facts.member, facts.matter
    who = MOVES[verb].who
    if who is Who.OFFICE:
        return _passes(lambda: rules.require_office(member, verb, matter.office, matter.lead))
    if who in {Who.LEAD, Who.PART, Who.HELPER, Who.TAKER}:
        helpers = [facts.units.get(code) for code in matter.helpers]
        seats = {
            Who.LEAD: [matter.lead],
            Who.PART: [matter.lead, *helpers],
            Who.HELPER: helpers,
            Who.TAKER: [facts.units.get(matter.offered)] if matter.offered else [],
        }
        return _passes(lambda: rules.require_work(member, verb, seats[who]))
    # An auditor reads everything and adds nothing.
    return who is Who.ANYBODY and not access.may(member, Right.AUDIT, matter.office)


def _passes(require: Callable[[], None]) -> bool:
    try:
        require()
    except Refusal:
        return False
    return True


def _plan_due(facts: Facts) -> bool:
    return facts.grade is not None and bool(facts.grade.plan_parts) and not facts.matter.planned


def _helps(facts: Facts) -> bool:
    """Whether a unit of theirs still has its part to do."""
    waiting = [code for code, (_due, done) in facts.matter.helpers.items() if done is None]
    units = [facts.units[code] for code in waiting if code in facts.units]
    return any(access.may(facts.member, Right.WORK, unit) for unit in units)


def _all_done(facts: Facts) -> bool:
    """What stands on the matter's own row; children are the core's to count. A question is answered on its own page."""
    matter = facts.matter
    if facts.kind.verify[matter.grade].how is How.ASKER:
        return False
    helped = all(done is not None for _due, done in matter.helpers.values())
    return matter.paused_at is None and helped and not _plan_due(facts)


def unfinished(facts: Facts) -> list[str]:
    """Units whose part keeps this person from claiming; nobody where that is not theirs, or not yet the question."""
    matter = facts.matter
    if matter.state != State.WORKING or not is_theirs(facts, Verb.CLAIM):
        return []
    return [facts.unit_name(code) for code, (_due, done) in matter.helpers.items() if done is None]


def _extendable(facts: Facts) -> bool:
    rule, matter = facts.kind.extend, facts.matter
    return rule is not None and matter.due is not None and matter.extensions < rule.times and matter.asked_until is None


def _annullable(facts: Facts) -> bool:
    matter = facts.matter
    watched = matter.watch_until is not None and facts.now <= matter.watch_until
    return watched and matter.outcome in BY_CLAIM


def _withdrawable(facts: Facts) -> bool:
    """Whether nobody is drawn yet, as far as the matter's own row says; what is locked is the core's to know."""
    matter = facts.matter
    in_time = matter.due is None or facts.now <= matter.due
    is_open = not matter.how and matter.added_at is None and facts.kind.verify[matter.grade].how is not How.ASKER
    return in_time and is_open and not rules.has_withdrawn([line.verb for line in facts.lines])


def _erasable(facts: Facts) -> bool:
    return any(line.said for line in facts.lines)


_EXTRA: dict[Verb, Callable[[Facts], bool]] = {
    Verb.RETURN: lambda facts: not facts.matter.returns,
    Verb.OFFER: lambda facts: not facts.matter.offered,
    Verb.PLAN: lambda facts: facts.grade is not None and bool(facts.grade.plan_parts),
    Verb.DONE: _helps,
    Verb.ASK_EXTENSION: _extendable,
    Verb.DECIDE_EXTENSION: lambda facts: facts.matter.asked_until is not None,
    Verb.PAUSE: lambda facts: facts.kind.pause is not None and facts.matter.paused_at is None,
    Verb.RESUME: lambda facts: facts.matter.paused_at is not None,
    Verb.CLAIM: _all_done,
    Verb.WITHDRAW: _withdrawable,
    Verb.ANNUL: _annullable,
    Verb.ESCALATE: lambda facts: facts.matter.rung < Level.TALK and facts.matter.state != State.REPORTED,
    Verb.REDACT: _erasable,
}
"""What else must hold, verb by verb."""
