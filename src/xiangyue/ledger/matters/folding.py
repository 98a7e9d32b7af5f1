"""What each event does to a matter: the pure fold of a chain. The row of a matter is this, and nothing else.

No event asks a calendar or a kind: whatever followed from them when it happened (due moments, the next rung, who was
drawn) stands in the event itself. So the fold of an old chain gives the same for ever.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from xiangyue.ledger.matters.states import ENDS, MOVES, WORDS, Outcome, State, Verb

Data = Mapping[str, Any]

ASKER = "asker"
"""In the place of an account, where whoever asked has said that it answers."""


class Event(NamedTuple):
    """One record of a matter's chain. `data` is None when it was erased by a decision. Moments are ms."""

    seq: int
    at: int
    by: str
    verb: str
    data: Data | None


class Act(NamedTuple):
    """What an effect reads of an event."""

    at: int
    by: str
    data: Data


@dataclass(slots=True)
class Standing:
    """How a matter stands. Moments are milliseconds; units are codes; people are accounts; "" is nobody or nothing."""

    seq: int = 0
    """How many records its chain has: what a command expects."""
    number: str = ""
    kind: str = ""
    version: int = 0
    category: str = ""
    grade: str = ""
    subject: str = ""
    place: str = ""
    """属地: the unit where it lies."""
    line: str = ""
    """主管部门: the department that answers for its field."""
    office: str = ""
    """Where it is dispatched and decided."""
    lead: str = ""
    helpers: dict[str, list[int | None]] = field(default_factory=dict)
    """Units that help, each with [due, done]."""
    title: str = ""
    text: str = ""
    spot: str = ""
    lat: int | None = None
    lon: int | None = None
    """Millionths of a degree, in `datum`."""
    datum: str = ""
    via: str = ""
    """Who reported it, as `kinds.states.Reporter`."""
    reporter: str = ""
    """The account that reported it; "" for the public, who have none."""
    reporting: str = ""
    """The unit for which it was reported."""
    state: State = State.REPORTED
    outcome: Outcome = Outcome.OPEN
    found_at: int = 0
    reported_at: int = 0
    assigned_at: int | None = None
    accepted_at: int | None = None
    claimed_at: int | None = None
    closed_at: int | None = None
    original_due: int | None = None
    due: int | None = None
    provisional: bool = False
    calendar: str = ""
    next_rung: int = 0
    next_rung_at: int | None = None
    rung: int = 0
    """The highest rung that fired."""
    paused_at: int | None = None
    paused_until: int | None = None
    asked_until: int | None = None
    """The new moment of an extension that waits for its decision."""
    offered: str = ""
    planned: bool = False
    hands: list[str] = field(default_factory=list)
    """Everybody who worked on it, claimed it or took a claim back, sorted: none of them verifies."""
    how: str = ""
    """How the claim is verified, as `kinds.states.How`; "" until drawn."""
    batch: str = ""
    verifiers: list[str] = field(default_factory=list)
    vouched: list[str] = field(default_factory=list)
    check_due: int | None = None
    on_time: bool | None = None
    """Whether the claim that passed came by the original due moment."""
    watch_until: int | None = None
    review_at: int | None = None
    """When an unable matter wakes."""
    published: bool = False
    review_required: bool = False
    parent: str = ""
    merged_into: str = ""
    rebound_of: str = ""
    cluster: str = ""
    campaign: str = ""
    source: str = ""
    external: str = ""
    returns: int = 0
    hand_offs: int = 0
    extensions: int = 0
    fails: int = 0
    annuls: int = 0
    rebounds: int = 0
    rechecks: int = 0
    comments: int = 0
    evidence: int = 0
    auto_accepted: bool = False
    added_at: int | None = None
    """When whoever reported it last had something to add that no claim and no end has come after."""


def fold(events: Iterable[Event]) -> Standing:
    """The standing after all events of one chain, in their order."""
    standing = Standing()
    for event in events:
        step(standing, event)
    return standing


def step(standing: Standing, event: Event) -> None:
    """Let one event happen to a standing. Raises `ValueError` for what is no event of a matter."""
    standing.seq = event.seq + 1
    if event.verb == WORDS:
        _words(standing, event.data)
        return
    if event.data is None:
        raise ValueError(f"record {event.seq} holds structure and was erased")
    if (known := _STEPS.get(event.verb)) is None:
        raise ValueError(f"{event.verb!r} is no verb")
    data = event.data
    if known.effect is not None:
        known.effect(standing, Act(event.at, event.by, data))
    if known.hands and event.by and event.by not in standing.hands:
        standing.hands = sorted([*standing.hands, event.by])
    if "clock" in data:
        _clock(standing, data["clock"])
    if "evidence" in data:
        standing.evidence += len(data["evidence"])
    if known.target is not None:
        standing.state = known.target
    if known.outcome is not None:
        standing.closed_at, standing.added_at = event.at, None
        standing.outcome = known.outcome


_HANDS = frozenset({Verb.ACCEPT, Verb.OFFER, Verb.TAKE_OVER, Verb.PLAN, Verb.PROGRESS, Verb.DONE, Verb.CLAIM})
_HANDS |= {Verb.WITHDRAW}


def _words(s: Standing, data: Data | None) -> None:
    if data is not None and "title" in data:
        s.title, s.text, s.spot = data["title"], data["text"], data["spot"]


def _clock(s: Standing, clock: Data) -> None:
    """Whatever an event says of deadlines. What it does not mention stays."""
    s.original_due = clock.get("original", s.original_due)
    s.due = clock.get("due", s.due)
    s.provisional = clock.get("provisional", s.provisional)
    s.calendar = clock.get("calendar", s.calendar)
    s.next_rung = clock.get("rung", s.next_rung)
    s.next_rung_at = clock.get("rung_at", s.next_rung_at)
    s.rung = max(s.rung, clock.get("fired", 0))


def _report(s: Standing, act: Act) -> None:
    for name in _REPORTED:
        if name in act.data:
            setattr(s, name, act.data[name])
    s.reporter, s.reporting = act.by, act.data.get("unit", "")
    s.reported_at = act.at
    s.found_at = act.data.get("found_at", act.at)
    s.cluster = act.data["cluster"]


_REPORTED = (
    "number", "kind", "version", "category", "grade", "subject", "place", "line", "office", "lat", "lon", "datum",
    "via", "parent", "rebound_of", "campaign", "source", "external", "review_required",
)  # fmt: skip


def _assign(s: Standing, act: Act) -> None:
    s.category, s.grade, s.lead, s.line = act.data["category"], act.data["grade"], act.data["lead"], act.data["line"]
    s.helpers = {unit: [due, None] for unit, due in act.data["helpers"]}
    s.assigned_at, s.accepted_at, s.offered = act.at, None, ""


def _accept(s: Standing, act: Act) -> None:
    s.accepted_at, s.auto_accepted = act.at, act.data.get("auto", False)


def _return(s: Standing, _act: Act) -> None:
    s.returns += 1
    s.lead, s.helpers, s.assigned_at, s.offered, s.asked_until = "", {}, None, "", None


def _take_over(s: Standing, act: Act) -> None:
    s.lead, s.offered, s.accepted_at, s.auto_accepted = act.data["lead"], "", act.at, False
    s.helpers.pop(s.lead, None)
    s.hand_offs += 1


def _offer(s: Standing, act: Act) -> None:
    s.offered = act.data["to"]


def _decline(s: Standing, _act: Act) -> None:
    s.offered = ""


def _plan(s: Standing, _act: Act) -> None:
    s.planned = True


def _done(s: Standing, act: Act) -> None:
    s.helpers[act.data["unit"]] = [s.helpers[act.data["unit"]][0], act.at]


def _ask(s: Standing, act: Act) -> None:
    s.asked_until = act.data["until"]


def _decide(s: Standing, act: Act) -> None:
    s.asked_until = None
    s.extensions += bool(act.data["granted"])


def _pause(s: Standing, act: Act) -> None:
    s.paused_at, s.paused_until = act.at, act.data["until"]


def _resume(s: Standing, _act: Act) -> None:
    s.paused_at = s.paused_until = None


def _claim(s: Standing, act: Act) -> None:
    s.claimed_at, s.offered, s.asked_until, s.added_at = act.at, "", None, None
    s.how, s.batch, s.verifiers, s.vouched, s.check_due = "", "", [], [], None


def _draw(s: Standing, act: Act) -> None:
    s.how, s.batch, s.verifiers, s.check_due = (
        act.data["how"],
        act.data["batch"],
        list(act.data["people"]),
        act.data["until"],
    )


def _recuse(s: Standing, act: Act) -> None:
    s.verifiers = [act.data["next"] if who == act.data["person"] else who for who in s.verifiers]
    s.verifiers = [who for who in s.verifiers if who]


def _vouch(s: Standing, act: Act) -> None:
    s.vouched = sorted({*s.vouched, act.by})


def _pass(s: Standing, act: Act) -> None:
    _vouch(s, act)
    _ended(s, act)


def _ended(s: Standing, act: Act) -> None:
    s.on_time = s.claimed_at is not None and s.original_due is not None and s.claimed_at <= s.original_due
    s.watch_until = act.data.get("watch_until")


def _confirm(s: Standing, act: Act) -> None:
    s.how, s.vouched = act.data["how"], [ASKER]
    _ended(s, act)


def _fail(s: Standing, _act: Act) -> None:
    s.fails += 1
    _reopen(s)


def _reopen(s: Standing) -> None:
    """As if the clock had never stopped: both due moments stay."""
    s.claimed_at = s.closed_at = s.on_time = s.watch_until = s.check_due = s.review_at = None
    s.outcome, s.how, s.batch, s.verifiers, s.vouched = Outcome.OPEN, "", "", [], []
    s.added_at = None


def _withdraw(s: Standing, act: Act) -> None:
    _reopen(s)
    s.added_at = act.data.get("added_at")


def _annul(s: Standing, act: Act) -> None:
    s.annuls += 1
    s.review_required |= act.data.get("review", False)
    _reopen(s)


def _wake(s: Standing, _act: Act) -> None:
    _reopen(s)


def _unable(s: Standing, act: Act) -> None:
    s.review_at, s.paused_at, s.paused_until = act.data["review_at"], None, None


def _merge(s: Standing, act: Act) -> None:
    s.merged_into = act.data["into"]


def _recheck(s: Standing, _act: Act) -> None:
    s.rechecks += 1


def _rebound(s: Standing, act: Act) -> None:
    s.rebounds += 1
    s.review_required |= act.data.get("review", False)


def _escalate(s: Standing, act: Act) -> None:
    s.rung = max(s.rung, act.data["level"])


def _comment(s: Standing, _act: Act) -> None:
    s.comments += 1


def _note(s: Standing, act: Act) -> None:
    if act.data.get("added") and s.state is not State.CLOSED:
        s.added_at = act.at


def _correct(s: Standing, act: Act) -> None:
    for name in ("category", "grade", "subject", "place", "line", "lat", "lon", "datum"):
        if name in act.data:
            setattr(s, name, act.data[name])


def _publish(s: Standing, act: Act) -> None:
    s.published = act.data["on"]


def _tag(s: Standing, act: Act) -> None:
    s.campaign = act.data["campaign"]


_EFFECTS: dict[Verb, Callable[[Standing, Act], None]] = {
    Verb.REPORT: _report,
    Verb.ASSIGN: _assign,
    Verb.MERGE: _merge,
    Verb.ACCEPT: _accept,
    Verb.RETURN: _return,
    Verb.OFFER: _offer,
    Verb.TAKE_OVER: _take_over,
    Verb.DECLINE: _decline,
    Verb.PLAN: _plan,
    Verb.DONE: _done,
    Verb.ASK_EXTENSION: _ask,
    Verb.DECIDE_EXTENSION: _decide,
    Verb.PAUSE: _pause,
    Verb.RESUME: _resume,
    Verb.CLAIM: _claim,
    Verb.WITHDRAW: _withdraw,
    Verb.DRAW: _draw,
    Verb.RECUSE: _recuse,
    Verb.VOUCH: _vouch,
    Verb.PASS: _pass,
    Verb.FAIL: _fail,
    Verb.CONFIRM: _confirm,
    Verb.NOT_ANSWERED: _fail,
    Verb.CLOSE_UNCHECKED: _ended,
    Verb.UNABLE: _unable,
    Verb.WAKE: _wake,
    Verb.RECHECK: _recheck,
    Verb.ANNUL: _annul,
    Verb.REBOUND: _rebound,
    Verb.ESCALATE: _escalate,
    Verb.COMMENT: _comment,
    Verb.NOTE: _note,
    Verb.CORRECT: _correct,
    Verb.PUBLISH: _publish,
    Verb.TAG: _tag,
}


class _Step(NamedTuple):
    """What a verb does, put together once: a fold of ten million events asks nothing else."""

    effect: Callable[[Standing, Act], None] | None
    hands: bool
    target: State | None
    outcome: Outcome | None


def _step_of(verb: Verb) -> _Step:
    target = MOVES[verb].target
    return _Step(_EFFECTS.get(verb), verb in _HANDS, target, ENDS[verb] if target is State.CLOSED else None)


_STEPS = {verb.value: _step_of(verb) for verb in Verb}
