"""Everything that changes a draw. Each step is written down, then told to the line, then followed by the row.

Should this process die in between, the step stands written: the same button, or the next round of `resume_all`, tells
the line once more under the same command, which answers with the first receipt. What a step says never changes.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from xiangyue.hall import stage
from xiangyue.hall.draws import errors, queries, rules, vault
from xiangyue.hall.draws.models import Draw, Reading, Roster, Sealed, Step
from xiangyue.hall.draws.rules import Plan
from xiangyue.hall.draws.states import MOVES, NUMBERLESS, UNOPENED, State, in_time
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import OVER
from xiangyue.hall.lectures.states import State as Phase
from xiangyue.journal import actions as journal
from xiangyue.kernel import clock, ids
from xiangyue.kernel.draw import entropy, label, proof, roster, xyd1, xyd2
from xiangyue.kernel.errors import Fault, NotFound, Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import HOUSE, Member
from xiangyue.org.access.states import Right

logger = logging.getLogger(__name__)

WHAT = "draw"
"""What a lecture's own record calls it."""

WITHHELD = "宣讲结束时密码没有开封，按公布的规矩作废。"
LOST = "封好的密码打不开了，按公布的规矩作废。"
LATE = f"宣讲结束后 {rules.WAIT_DAYS} 天内没有录入随机数，按公布的规矩作废。"

Data = Mapping[str, Any]


# ---------------------------------------------------------------- preparing
@transaction.atomic
def prepare(lecture: Lecture, plan: Plan, *, by: Member) -> Draw:
    """Prepare a draw and seal its secret.

    Raises `Forbidden`, `BadDraw`, `BadSource`, `TooWeak`, `SameTitle`, `WrongMoment`.
    """
    access.require(by, Right.PLAN, lecture.studio.unit)
    if lecture.state in OVER:
        raise errors.LectureNotOpen
    rules.require_plan(plan)
    _require_title(lecture, plan.title)
    draw = _make(lecture, plan, by=by)
    lectures.touched(lecture, WHAT, by=by)
    return draw


@transaction.atomic
def change(draw: Draw, plan: Plan, *, by: Member) -> None:
    """Change a draw that was not announced yet. Raises as `prepare` does."""
    access.require(by, Right.PLAN, draw.lecture.studio.unit)
    rules.require_plan(plan)
    _lock(draw, State.PREPARED)
    _require_title(draw.lecture, plan.title, but=draw.pk)
    _fill(draw, plan)
    draw.save(update_fields=["title", "prizes", "eligibility", "least", "sources", "claim", "claim_days"])
    _record(draw, "change", queries.said(plan), by=by.username)
    lectures.touched(draw.lecture, WHAT, by=by)


@transaction.atomic
def drop(draw: Draw, *, by: Member) -> None:
    """Forget a draw that was not announced. Raises `Forbidden`, `WrongMoment`."""
    access.require(by, Right.PLAN, draw.lecture.studio.unit)
    _lock(draw, State.PREPARED)
    if Step.objects.filter(draw=draw).exists():
        raise errors.WrongMoment(state=State.RULES.label)
    _record(draw, "drop", {"title": draw.title}, by=by.username)
    Draw.objects.filter(pk=draw.pk).delete()
    lectures.touched(draw.lecture, WHAT, by=by)


@transaction.atomic
def again(draw: Draw, *, by: Member) -> Draw:
    """Prepare anew what became void: the same prizes for the same people, a fresh secret, dice. Raises `WrongMoment`.

    Nobody has to approve what was approved once; it can be drawn in the same evening.
    """
    _require_staff(draw, by)
    _lock(draw, State.VOID)
    return _make(draw.lecture, rules.carried(queries.plan(draw)), by=by)


@transaction.atomic
def copy(source: str, target: str, by: Member) -> None:
    """Take a lecture's draws along to another, each with a secret of its own. `by` may copy the lecture."""
    lecture = Lecture.objects.select_related("studio__unit").get(pk=target)
    for draw in Draw.objects.filter(lecture_id=source).exclude(state=State.VOID):
        _make(lecture, rules.carried(queries.plan(draw)), by=by)


@transaction.atomic
def forget(lecture: str) -> None:
    """Delete the draws of a lecture that is deleted: a rehearsal."""
    Draw.objects.filter(lecture_id=lecture).delete()


# ---------------------------------------------------------------- the five steps
def announce(draw: Draw, *, by: Member) -> Step:
    """First step: the rules and the sealed secret's commitment, before anything is known."""
    plan = queries.plan(draw)
    said = {
        "title": draw.title, "text": rules.words(plan), "prizes": list(draw.prizes), "eligible": plan.rule.sentence,
        "sources": list(draw.sources), "algorithm": xyd2.ALGORITHM, "commit": draw.commit, "n": xyd1.CHAIN,
    }  # fmt: skip
    return _take(draw, "draw_rules", lambda _current: said, by=by)


def lock(draw: Draw, *, by: Member) -> Step:
    """Second step: who is on the roster, from the line's own log; published whole, and never another.

    Raises `QuizNotFinished`, `NobodyEligible`, `TooWeak` before anything is written.
    """
    _require_staff(draw, by)
    resume(draw)
    if Step.objects.filter(draw=draw, kind="draw_roster").exists() or draw.seq is None:
        return _take(draw, "draw_roster", _nothing, by=by)
    number = draw.seq
    people = rules.eligible(stage.whole(draw.lecture_id), queries.plan(draw).rule)
    if not people:
        raise errors.NobodyEligible
    text = roster.spell(label(settings.SECRET_KEY, draw.lecture_id, number, who) for who in people)
    count = text.count("\n")
    rules.require_strength(entropy.read(draw.sources), count, queries.plan(draw).wanted)

    def keep(current: Draw) -> Data:
        row = Roster.objects.create(draw=current, text=text, sha256=roster.fingerprint(text), count=count)
        return {"i": number, "sha256": row.sha256, "count": count, "url": queries.roster_path(current)}

    return _take(draw, "draw_roster", keep, by=by)


def open_secret(draw: Draw, *, by: Member) -> Step:
    """Third step: the sealed secret, now that the roster is fixed and before any number is. Raises `SecretLost`."""

    def opened(current: Draw) -> Data:
        sealed = Sealed.objects.filter(draw=current).first()
        secret = vault.unseal(settings.SECRET_KEY, current.pk, bytes(sealed.box)) if sealed else None
        if secret is None or xyd1.commitment(secret) != current.commit:
            raise errors.SecretLost
        return {"i": current.seq, "otp": xyd1.opening(secret)}

    return _take(draw, "draw_secret", opened, by=by)


def type_numbers(draw: Draw, texts: list[str], *, by: Member) -> Step | None:
    """Fourth step, taken by two people: what one of them read. None while the other has not; the step once they agree.

    Neither is shown what the other typed. Raises `BadNumbers`, `ReadingsDiffer`, `NeedsColleague`.
    """
    if by.is_guest or not by.works_here:
        raise errors.NeedsColleague
    resume(draw)
    if done := Step.objects.filter(draw=draw, kind="draw_entropy").first():
        return done
    text = _keep_reading(draw, texts, by=by)
    readings = list(Reading.objects.filter(draw=draw))
    others = [reading for reading in readings if reading.person != by.username]
    mine = next(reading for reading in readings if reading.person == by.username)
    for other in others:
        if other.text == text and (other.is_staff or mine.is_staff):
            return _agree(draw, text, _names(other, mine), by=by)
    if differing := [other for other in others if other.text != text]:
        raise errors.ReadingsDiffer(places=rules.places(entropy.differences(differing[-1].text, text)))
    return None


def _agree(draw: Draw, text: str, names: list[str], *, by: Member) -> Step:
    """The second of two who agree takes the step, whether or not they run the studio: the other one does."""
    said = {"i": draw.seq, "entropy": text, "by": names}
    return _take(draw, "draw_entropy", lambda _current: said, by=by, checked=True)


def settle(draw: Draw, *, by: Member) -> Step:
    """Fifth step: what follows from the four others, computed twice before anybody hears it."""

    def computed(current: Draw) -> Data:
        said = queries.result(current)
        verdict = proof.examine(queries.document(current, result=said)).verdict
        if verdict not in {"fair", "bare"} or queries.result(current) != said:
            raise errors.NotReproducedError(current.pk)
        return said

    return _take(draw, "draw_result", computed, by=by)


def void(draw: Draw, reason: str, *, by: Member) -> Step:
    """End a draw without a result, saying why; its roster and numbers stay public. Raises `BadDraw`, `WrongMoment`."""
    reason = reason.strip()
    if not 1 <= len(reason) <= rules.MAX_REASON:
        raise errors.BadDraw(str(errors.REASON))
    return _take(draw, "draw_void", lambda current: {"i": current.seq, "reason": reason}, by=by)


# ---------------------------------------------------------------- what a process that died left behind
def resume(draw: Draw) -> None:
    """Finish what was written down and perhaps not told; the row as it is now."""
    for step in Step.objects.filter(draw=draw, seq__isnull=True).select_related("draw__lecture__studio__unit"):
        _tell(step)
    draw.refresh_from_db(fields=["state", "seq"])


def resume_all() -> int:
    """Finish every step left behind, and end by the rules what can no longer happen. Called every few seconds."""
    done = 0
    pending = Step.objects.filter(seq__isnull=True).select_related("draw__lecture__studio__unit")
    for step in pending:
        try:
            done += _tell(step).seq is not None
        except (Refusal, Fault) as no:
            logger.warning("draw %s: %s not told yet: %s", step.draw_id, step.kind, no)
    for draw, reason in queries.lapsed(UNOPENED, NUMBERLESS, clock.now() - timedelta(days=rules.WAIT_DAYS)):
        try:
            void(draw, WITHHELD if reason == "withheld" else LATE, by=HOUSE)
            done += 1
        except (Refusal, Fault) as no:
            logger.warning("draw %s could not be ended: %s", draw.pk, no)
    return done


# ---------------------------------------------------------------- how a step is taken
def _take(draw: Draw, kind: str, say: Callable[[Draw], Data], *, by: Member, checked: bool = False) -> Step:
    if not checked:
        _require_staff(draw, by)
    resume(draw)
    step = _tell(_write_down(draw, kind, say, by=by))
    draw.refresh_from_db(fields=["state", "seq"])
    return step


@transaction.atomic
def _write_down(draw: Draw, kind: str, say: Callable[[Draw], Data], *, by: Member) -> Step:
    """Of two people who press at once the second finds the step of the first."""
    current = Draw.objects.select_for_update(of=("self",)).select_related("lecture__studio__unit").get(pk=draw.pk)
    step = Step.objects.filter(draw=current, kind=kind).select_related("draw__lecture__studio__unit").first()
    if step is not None:
        return step
    move = MOVES[kind]
    if current.state not in move.sources:
        raise errors.WrongMoment(state=State(current.state).label)
    if Step.objects.filter(draw=current, seq__isnull=True).exists():
        raise errors.Busy
    if not in_time(kind, Phase(current.lecture.state)):
        raise errors.LectureNotOpen
    return Step.objects.create(draw=current, kind=kind, data=dict(say(current)), by=by.username, made_at=clock.now())


def _tell(step: Step) -> Step:
    """Tell the line what stands written, and let the row follow. What it refuses never was."""
    if step.seq is not None:
        return step
    lecture = step.draw.lecture
    if lecture.state in OVER and MOVES[step.kind].after and not _is_told(step):
        return _follow(step, seq=0, at=clock.now_ms(), link="")
    # The first step goes by the name that the run of show knows it by (`lectures.prepared.Item`).
    name = f"draw/{step.draw_id}" + ("" if step.kind == "draw_rules" else f"/{step.kind}")
    command = stage.command(lecture.pk, name)
    try:
        receipt = stage.order(lecture.pk, step.kind, step.data, by=step.by, command=command)
    except Refusal:
        _forget(step)
        raise
    return _follow(step, seq=receipt.seq, at=receipt.at, link=receipt.link)


def _is_told(step: Step) -> bool:
    """Whether the line, which takes nothing more, has this step already: it was told just before the end."""
    return any(
        record.kind == step.kind and record.data.get("i") == step.data.get("i")
        for record in stage.whole(step.draw.lecture_id)
    )


@transaction.atomic
def _follow(step: Step, *, seq: int, at: int, link: str) -> Step:
    draw = Draw.objects.select_for_update().get(pk=step.draw_id)
    if Step.objects.filter(pk=step.pk, seq__isnull=True).update(seq=seq, at=at, link=link) == 1:
        name = {"seq": seq} if step.kind == "draw_rules" else {}
        moved = Draw.objects.filter(pk=draw.pk, state__in=sorted(MOVES[step.kind].sources))
        if moved.update(state=MOVES[step.kind].target, **name) != 1:
            raise errors.WrongMoment(state=State(draw.state).label)
        _record(draw, step.kind.removeprefix("draw_"), {**step.data, "seq": seq}, by=step.by)
    step.refresh_from_db()
    return step


@transaction.atomic
def _forget(step: Step) -> None:
    if step.kind == "draw_roster":
        Roster.objects.filter(draw_id=step.draw_id).delete()
    Step.objects.filter(pk=step.pk, seq__isnull=True).delete()


@transaction.atomic
def _keep_reading(draw: Draw, texts: list[str], *, by: Member) -> str:
    current = Draw.objects.select_for_update(of=("self",)).select_related("lecture__studio__unit").get(pk=draw.pk)
    if current.state != State.SECRET:
        raise errors.WrongMoment(state=State(current.state).label)
    text = entropy.typed(queries.settled_sources(current), texts)
    staff = access.may(by, Right.RUN, current.lecture.studio.unit)
    reading = {"name": by.name[: rules.MAX_NAME], "is_staff": staff, "text": text, "read_at": clock.now()}
    Reading.objects.update_or_create(draw=current, person=by.username, defaults=reading)
    _record(current, "type-numbers", {"text": text}, by=by.username)
    return text


def _names(one: Reading, other: Reading) -> list[str]:
    """What the public reads of who typed; two people of one name stay two."""
    if one.name != other.name:
        return [one.name, other.name]
    return [f"{reading.name[:18]}（{reading.person[:20]}）" for reading in (one, other)]


def _require_staff(draw: Draw, by: Member) -> None:
    access.require(by, Right.RUN, draw.lecture.studio.unit)


def _nothing(_current: Draw) -> Data:
    raise NotFound


def _lock(draw: Draw, wanted: State) -> None:
    current = Draw.objects.select_for_update().get(pk=draw.pk)
    if current.state != wanted:
        raise errors.WrongMoment(state=State(current.state).label)


def _require_title(lecture: Lecture, title: str, *, but: str = "") -> None:
    """Draws of one lecture go by their names, on phones and consoles; a void one is drawn anew under its own."""
    others = Draw.objects.filter(lecture=lecture, title=title).exclude(pk=but).exclude(state=State.VOID)
    if others.exists():
        raise errors.SameTitle(title=title)


def _make(lecture: Lecture, plan: Plan, *, by: Member) -> Draw:
    secret = xyd1.fresh_secret()
    draw = Draw(id=ids.new_id(), lecture=lecture, made_by=by.username, made_at=clock.now())
    _fill(draw, plan)
    draw.commit = xyd1.commitment(secret)
    draw.save(force_insert=True)
    Sealed.objects.create(draw=draw, box=vault.seal(settings.SECRET_KEY, draw.pk, secret))
    _record(draw, "prepare", queries.said(plan) | {"commit": draw.commit}, by=by.username)
    return draw


def _fill(draw: Draw, plan: Plan) -> None:
    draw.title, draw.prizes = plan.title, [dict(prize) for prize in plan.prizes]
    draw.eligibility, draw.least = plan.rule.eligibility, plan.rule.least
    draw.sources, draw.claim, draw.claim_days = list(plan.sources), plan.claim, plan.claim_days


def _record(draw: Draw, verb: str, data: Data, *, by: str) -> None:
    journal.record(f"draw/{draw.pk}", verb, data, by=by)
