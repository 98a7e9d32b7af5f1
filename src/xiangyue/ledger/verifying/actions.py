"""The daily draw, step by step, each finished by the next round if this process dies in it; and what verifiers say."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from xiangyue.journal import actions as journal
from xiangyue.journal.models import Head
from xiangyue.kernel import clock, ids
from xiangyue.kernel.draw import locking
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.captures import actions as captures
from xiangyue.ledger.captures.actions import Deed
from xiangyue.ledger.captures.rules import Baggage
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Verification
from xiangyue.ledger.kinds.states import How
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import deadlines
from xiangyue.ledger.matters import errors as refusals
from xiangyue.ledger.matters import queries as ledger
from xiangyue.ledger.matters.actions import Order, Reply, Verdict, acting, closing
from xiangyue.ledger.matters.deadlines import ms
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import State, Verb
from xiangyue.ledger.verifying import errors, queries, rules, vault
from xiangyue.ledger.verifying.models import Batch, Commitment, Look, Seat
from xiangyue.ledger.verifying.rules import Candidate, Drawn, Locked, Wanted
from xiangyue.ledger.verifying.states import Purpose, Step
from xiangyue.ledger.verifying.states import Seat as SeatState
from xiangyue.org.access import queries as access
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.access.states import RIGHTS, Right, Role
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit

HOUR = time(16, 0)
"""China's hour at which a day's claims lock."""

SETTLED = timedelta(hours=1)
"""How much older than a batch its commitment must be: noted by checkpoints, so nobody chose it knowing the claims."""

MOST = 2000
"""Claims of one batch."""

_NAMESPACE = uuid.UUID("5a0c2d52-0c0f-5c3e-8f37-7d9a3d3a6f11")
"""Under which the steps of a batch get their commands; changing it would let one happen twice."""

DRAWN = (How.ON_SITE, How.PICTURES, How.PAPERS, How.SAMPLE)


# ------------------------------------------------ the day's draw
def run_due() -> int:
    """Commit, lock, open and draw whatever is due, and finish what was begun; how many batches were finished.

    For the worker, each minute.
    """
    office = _office()
    if office is None:
        return 0
    commit(office)
    drop_overtaken()
    finished = sum(finish(batch) for batch in Batch.objects.exclude(step=Step.DONE).order_by("locked_at"))
    now = clock.now().astimezone(clock.COUNTY_ZONE)
    if now.time() < HOUR or not calendars.current().works(now.date()):
        return finished
    batch = lock(office, now.date())
    return finished + (finish(batch) if batch is not None else 0)


def drop_overtaken() -> int:
    """Ask nobody any more to look at what does not wait: a claim decided otherwise, a closing taken back; how many."""
    waiting = Seat.objects.filter(state=SeatState.WAITING)
    over = {Purpose.CLAIM: State.CLAIMED, Purpose.RECHECK: State.CLOSED}
    return sum(
        waiting.filter(purpose=purpose)
        .exclude(matter__in=Matter.objects.filter(state=state).values("pk"))
        .update(state=SeatState.DROPPED, done_at=clock.now())
        for purpose, state in over.items()
    )


@transaction.atomic
def commit(office: "Unit") -> Commitment:
    """Publish the end of a hash chain, unless one with links left is out."""
    last = Commitment.objects.filter(office=office).order_by("-pk").first()
    if last is not None and last.opened < last.n - 1:
        return last
    box, end = vault.fresh(office.code)
    made = Commitment.objects.create(office=office, box=box, commit=end, n=vault.LINKS, made_at=clock.now())
    journal.record(queries.chain(office.code), "commit", {"commit": end, "n": vault.LINKS}, by=HOUSE.username)
    return made


@transaction.atomic
def lock(office: "Unit", on: date) -> Batch | None:
    """Fix the day's claims and everything the choice rests on; None when there is nothing to draw, or it is done."""
    commitment = Commitment.objects.filter(office=office).select_for_update().order_by("-pk").first()
    now = clock.now()
    if commitment is None or now - commitment.made_at < SETTLED:
        return None
    if Batch.objects.filter(office=office, on=on).exists():
        return None
    wanted = _claims(office, now) + _looks(office, now)
    if not wanted:
        return None
    name = ids.new_id()
    locked = Locked(name, on.isoformat(), office.path, calendars.version(), _pool(office), wanted)
    text, link = locking.spell(locked), commitment.opened + 1
    batch = Batch.objects.create(
        id=name, office=office, on=on, commitment=commitment, link=link, text=text, locked_at=now
    )
    Commitment.objects.filter(pk=commitment.pk).update(opened=link)
    stated = {"batch": name, "on": on.isoformat(), "sha256": locking.fingerprint(text), "text": text, "link": link}
    journal.record(queries.chain(office.code), "lock", stated, by=HOUSE.username)
    return batch


def finish(batch: Batch) -> bool:
    """Open and draw a locked batch, from wherever it stands."""
    if batch.step == Step.LOCKED:
        _open(batch)
    wanted = {(one.matter, one.again): one for one in rules.read(batch.text).wanted}
    results = rules.drawn(batch.text, batch.opening)
    for result in results:
        _carry_out(batch, wanted[result.matter, result.again], result)
    _close(batch, results)
    return True


@transaction.atomic
def _open(batch: Batch) -> None:
    commitment = batch.commitment
    opening = vault.opening(batch.office_id, bytes(commitment.box), n=commitment.n, link=batch.link)
    if Batch.objects.filter(pk=batch.pk, step=Step.LOCKED).update(step=Step.OPENED, opening=opening) == 1:
        stated = {"batch": batch.pk, "link": batch.link, "otp": opening}
        journal.record(queries.chain(batch.office_id), "open", stated, by=HOUSE.username)
    batch.refresh_from_db()


@transaction.atomic
def _close(batch: Batch, results: Sequence[Drawn]) -> None:
    if Batch.objects.filter(pk=batch.pk, step=Step.OPENED).update(step=Step.DONE) == 1:
        draws = [[one.matter, one.chosen, one.people, one.again] for one in results]
        journal.record(queries.chain(batch.office_id), "result", {"batch": batch.pk, "draws": draws}, by=HOUSE.username)


@transaction.atomic
def _carry_out(batch: Batch, wanted: Wanted, result: Drawn) -> None:
    """What the draw means for one matter. Done before, it is not done again."""
    order = Order(HOUSE, command=_command(batch, result))
    if result.again:
        _note_look(batch, wanted, result)
        return
    matter = ledger.locked(HOUSE, result.matter)
    if matter.claimed_at is not None and matter.claimed_at > batch.locked_at:
        return  # another claim than the one that was locked: it waits for a draw that nobody knew when it was made
    if matter.state != State.CLAIMED or matter.how or (result.chosen and not rules.complete(wanted, result)):
        return  # nobody could be drawn: it stays among the claims, and in the report of what stands still
    if not result.chosen:
        if matter.added_at is not None:
            return  # whoever reported it has spoken since the lock: the next draw chooses it for certain
        matters.close_unchecked(result.matter, batch.pk, order)
        return
    until = clock.from_ms(wanted.until)
    drawn = matters.Drawn(batch.pk, How(wanted.how), result.people, until)
    matters.draw(result.matter, drawn, order)
    _seat(batch, wanted, result.people, result.substitutes, Purpose.CLAIM)


def _note_look(batch: Batch, wanted: Wanted, result: Drawn) -> None:
    matter = Matter.objects.filter(pk=result.matter, state=State.CLOSED).first()
    if matter is None or matter.closed_at is None:
        return
    chosen = result.chosen and rules.complete(wanted, result)
    _look, made = Look.objects.get_or_create(
        matter=result.matter, closed_at=matter.closed_at, defaults={"batch": batch, "chosen": chosen}
    )
    if made and chosen:
        _seat(batch, wanted, result.people, result.substitutes, Purpose.RECHECK)


def _seat(batch: Batch, wanted: Wanted, people: Sequence[str], rest: Sequence[str], purpose: Purpose) -> None:
    pool = {one.who: one for one in rules.read(batch.text).pool}
    Seat.objects.bulk_create(
        Seat(
            id=ids.new_id(), batch=batch, matter=wanted.matter, purpose=purpose, person=who, how=wanted.how,
            unit=pool[who].paths[0].rstrip("/").rpartition("/")[2], until=clock.from_ms(wanted.until),
            substitutes=list(rest), drawn_at=clock.now(),
        )
        for who in people
    )  # fmt: skip


# ------------------------------------------------ a claim taken back
@transaction.atomic
def withdraw(name: str, text: str, order: Order) -> Reply:
    """Take a claim back, for its lead, as long as no lock has had it: then nobody can know yet who would look, and
    nobody can claim anew for the sake of another verifier. The same command gets the first reply.

    Raises `NotFound`, `WrongMove`, `NotYours`, `ClaimStands`, `BadMatter`.
    """
    matter = ledger.locked(order.by, name)
    if (before := acting.answered(order, Verb.WITHDRAW, name=name)) is not None:
        return before
    # Who locks the day's claims holds this row: either it sees the claim withdrawn, or this sees it locked.
    list(Commitment.objects.filter(office=matter.office).select_for_update().order_by("-pk")[:1])
    if matter.state == State.CLAIMED and _was_locked(matter):
        raise refusals.ClaimStands(str(refusals.CLAIM_LOCKED))
    return matters.withdraw(name, text, order)


def _was_locked(matter: Matter) -> bool:
    """Whether a claim that waits is, or was, in a batch: also where the draw found nobody, or did not choose it."""
    has_it = Q(locked_at__gte=matter.claimed_at) | ~Q(step=Step.DONE)
    batches = Batch.objects.filter(has_it, office=matter.office)
    return any(matter.pk in {one.matter for one in rules.read(batch.text).wanted} for batch in batches)


# ------------------------------------------------ what verifiers say
@transaction.atomic
def decide(seat: Seat, verdict: Verdict, order: Order) -> Reply:
    """Say what was found, for the seat one was drawn to. The same command gets the first reply.

    Raises `NotFound`, `SeatDone`, `CommandReused`, `Sighted` and what `verify` raises.
    """
    if seat.person != order.by.username:
        raise NotFound
    seat = _held(seat)
    again = seat.purpose == Purpose.RECHECK
    verb = Verb.RECHECK if again else Verb.PASS if verdict.passed else Verb.FAIL
    if (before := acting.answered(order, verb, name=seat.matter)) is not None:
        return before
    _require_waiting(seat)
    if again:
        return _decide_again(seat, verdict, order)
    reply = matters.verify(seat.matter, verdict, order)
    _settle(seat, passed=verdict.passed)
    return reply


VERDICTS = {"pass": True, "fail": False}
"""What a phone calls the two answers."""


@transaction.atomic
def decide_in_the_street(deed: Deed, baggage: Baggage, order: Order) -> Reply:
    """The same from a phone, which knows matters and no seats, with what it brings along. Raises as `captures.act`."""
    waiting = Seat.objects.filter(matter=deed.matter, person=order.by.username, purpose=Purpose.CLAIM)
    seat = waiting.filter(state=SeatState.WAITING).select_for_update(of=("self",)).first()
    reply = captures.act(deed, baggage, order)
    if seat is not None:
        _settle(seat, passed=VERDICTS[deed.verb])
    return reply


def _settle(seat: Seat, *, passed: bool) -> None:
    """The seat is done with its verdict; by one no, so are the others that wait for the same claim."""
    _finish_seat(seat, passed=passed)
    if not passed:
        others = Seat.objects.filter(batch=seat.batch, matter=seat.matter, state=SeatState.WAITING)
        others.update(state=SeatState.DROPPED, done_at=clock.now())


@transaction.atomic
def recuse(seat: Seat, reason: str, order: Order) -> Reply | None:
    """Step aside, with the reason; the next of the draw's own order takes the place. None for a second look, of which
    the matter hears nothing. The same command gets the first reply. Raises `NotFound`, `SeatDone`, `ReasonMissing`.
    """
    if seat.person != order.by.username and not order.by.is_house:
        raise NotFound
    if not reason.strip():
        raise errors.ReasonMissing
    seat = _held(seat)
    if (before := acting.answered(order, Verb.RECUSE, name=seat.matter)) is not None:
        return before
    if seat.purpose == Purpose.RECHECK and seat.state == SeatState.RECUSED and seat.reason == reason.strip()[:300]:
        return None
    _require_waiting(seat)
    following = _following(seat)
    _finish_seat(seat, recused=reason.strip()[:300])
    data = {"batch": seat.batch_id, "matter": seat.matter, "person": seat.person, "next": following}
    journal.record(queries.chain(seat.batch.office_id), "recuse", data, by=order.by.username)
    if following:
        Seat.objects.create(
            id=ids.new_id(), batch=seat.batch, matter=seat.matter, purpose=seat.purpose, person=following, how=seat.how,
            until=seat.until, substitutes=seat.substitutes, drawn_at=clock.now(),
        )  # fmt: skip
    if seat.purpose == Purpose.RECHECK:
        return None
    return matters.recuse(seat.matter, seat.person, following, reason, order)


def _decide_again(seat: Seat, verdict: Verdict, order: Order) -> Reply:
    """The second look is told to the matter by the house: whoever looked first must not learn who looked again.

    Raises `Sighted` for who may read meanwhile what the first look found: grants change.
    """
    if ledger.visible(order.by).filter(pk=seat.matter).exists():
        raise errors.Sighted
    _finish_seat(seat, passed=verdict.passed)
    data = {"batch": seat.batch_id, "matter": seat.matter, "holds": verdict.passed, "text": verdict.text[:1000]}
    journal.record(queries.chain(seat.batch.office_id), "look", data, by=order.by.username)
    told = Order(HOUSE, command=str(uuid.uuid5(_NAMESPACE, f"look/{seat.pk}")))
    reply = matters.recheck(seat.matter, verdict, told, unit=seat.unit)
    return acting.keep(order, Verb.RECHECK, reply)


def _held(seat: Seat) -> Seat:
    """The seat as it is now, held until the caller's transaction ends: of two presses the second waits and sees."""
    return Seat.objects.select_related("batch").select_for_update(of=("self",)).get(pk=seat.pk)


def _require_waiting(seat: Seat) -> None:
    if seat.state != SeatState.WAITING:
        raise errors.SeatDone


def _finish_seat(seat: Seat, *, passed: bool = False, recused: str = "") -> None:
    state = SeatState.RECUSED if recused else SeatState.PASSED if passed else SeatState.FAILED
    row = Seat.objects.filter(pk=seat.pk, state=SeatState.WAITING)
    if row.update(state=state, reason=recused, done_at=clock.now()) != 1:
        raise errors.SeatDone


def _following(seat: Seat) -> str:
    """The next of the draw's order who has no seat in this yet; "" when nobody is left."""
    taken = set(Seat.objects.filter(batch=seat.batch, matter=seat.matter).values_list("person", flat=True))
    return next((who for who in seat.substitutes if who not in taken), "")


# ------------------------------------------------ what is locked
def _office() -> "Unit | None":
    try:
        return units.root()
    except NotFound:
        return None


def _claims(office: "Unit", now: datetime) -> list[Wanted]:
    waiting = Matter.objects.filter(state=State.CLAIMED, how="", office=office).select_related("lead", "office")
    found = []
    for matter in waiting.order_by("claimed_at", "pk")[:MOST]:
        rule = kinds.get(matter.kind, matter.version).verify[matter.grade]
        if rule.how in DRAWN:
            found.append(_wanted(matter, rule, now))
    return _with_links(found)


def _wanted(matter: Matter, rule: Verification, now: datetime) -> Wanted:
    sampled = rule.how is How.SAMPLE
    # Who reported it has had something to add since the claim: word against word, so somebody looks.
    share = rule.share if sampled and matter.added_at is None and rule.share is not None else rules.FULL
    how = rule.drawn if sampled and rule.drawn is not None else rule.how
    return Wanted(
        matter=matter.pk, link="", lines=_lines(matter), barred=sorted(closing.barred(matter, rule)),
        how=how.value, share=share, people=rule.people,
        expert=rule.expert, until=ms(deadlines.after(now, rule.within, calendars.current())),
        issuer=rule.by in closing.ISSUERS,
    )  # fmt: skip


def _looks(office: "Unit", now: datetime) -> list[Wanted]:
    """Closed matters whose turn for a second look has come."""
    found = []
    ripe = queries.ripe(office, now)[:MOST]
    seeing = queries.seeing(office, [matter.pk for matter in ripe])
    for matter in ripe:
        kind = kinds.get(matter.kind, matter.version)
        if kind.recheck is None or matter.closed_at is None:
            continue
        rule = kind.verify[matter.grade]
        how = rule.drawn if rule.how is How.SAMPLE and rule.drawn is not None else rule.how
        before = Seat.objects.filter(matter=matter.pk).values_list("person", "unit")
        looked = [who for who, _unit in before]
        homes = [unit.path for unit in units.by_code({unit for _who, unit in before if unit}).values()]
        found.append(
            Wanted(
                matter=matter.pk, link="", lines=sorted({*_lines(matter), *homes} - {office.path}), how=how.value,
                barred=sorted({matter.reporter, *matter.hands, *matter.vouched, *looked, *seeing[matter.pk]} - {""}),
                share=kind.recheck.share, people=1, expert=False, again=True,
                until=ms(deadlines.after(now, rule.within, calendars.current())),
            )
        )  # fmt: skip
    return _with_links(found)


def _lines(matter: Matter) -> list[str]:
    helpers = [unit.path for unit in units.by_code(list(matter.helpers)).values()]
    return sorted({*([matter.lead.path] if matter.lead else []), *helpers})


def _with_links(wanted: list[Wanted]) -> list[Wanted]:
    """With the head of each matter's own chain, in the order of their names."""
    names = [ledger.chain(one.matter) for one in wanted]
    heads = {
        chain: bytes(link).hex() for chain, link in Head.objects.filter(chain__in=names).values_list("chain", "link")
    }
    linked = [Wanted(**{**_fields(one), "link": heads.get(ledger.chain(one.matter), "")}) for one in wanted]
    return sorted(linked, key=lambda one: one.matter)


def _fields(wanted: Wanted) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in wanted.__struct_fields__}


def _pool(office: "Unit") -> list[Candidate]:
    holders = access.posts_of({Role.INSPECTOR, Role.EXPERT, Role.DISPATCHER, Role.OFFICE})
    return [
        Candidate(
            who=who,
            paths=sorted({post.path for post in posts}),
            inspector=any(post.role == Role.INSPECTOR for post in posts),
            expert=any(post.role == Role.EXPERT for post in posts),
            office=any(Right.DISPATCH in RIGHTS[post.role] and office.path.startswith(post.path) for post in posts),
        )
        for who, posts in sorted(holders.items())
    ]


def _command(batch: Batch, result: Drawn) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{batch.pk}/{result.matter}/{result.again}"))
