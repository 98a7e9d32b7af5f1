"""Planning where to look, the draw, who steps aside, and giving a plan up."""

import secrets
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction

from xiangyue.journal import queries as journal
from xiangyue.journal.errors import NoSlip
from xiangyue.kernel import chain as hashes
from xiangyue.kernel import clock, ids
from xiangyue.kernel.draw import locking, xyd1
from xiangyue.ledger.inspections import drawing, errors, queries, rules, vault, weighing
from xiangyue.ledger.inspections.actions import acting
from xiangyue.ledger.inspections.actions.acting import Case, Data, Kept
from xiangyue.ledger.inspections.drawing import Locked, Person, Place
from xiangyue.ledger.inspections.models import Crew, Inspection, Phone
from xiangyue.ledger.inspections.rules import Scope
from xiangyue.ledger.inspections.states import State, Verb
from xiangyue.ledger.inspections.weighing import Known
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.deadlines import ms
from xiangyue.org.access import queries as grants
from xiangyue.org.access import rules as access
from xiangyue.org.access.states import Right, Role
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.ledger.subjects.models import Subject

KIND = "inspection"

LINKS = 2
"""Of the hash chain of one inspection: its end is committed with the plan, the link before it is opened by the draw."""


@transaction.atomic
def plan(scope: Scope, order: Order) -> Kept:
    """Make a sealed inspection, and commit to its draw. Whoever makes it leads it.

    Raises `Forbidden`, `BadPlan`, `UnknownCategory`, `OwnUnit`.
    """
    office = units.root()
    access.require(order.by, Right.SEAL, office)
    if (before := acting.answered(order, Verb.PLAN)) is not None:
        return before
    now = clock.now()
    rules.require_scope(scope, now)
    kinds.current(KIND).category(scope.category)
    _require_known(scope)
    name, secret = ids.new_id(), xyd1.fresh_secret()
    for subject in queries.places(scope.named).values():
        if rules.in_line((post.path for post in order.by.posts), _lines(subject), office.path):
            raise errors.OwnUnit(unit=subject.unit.name)
    row = Inspection.objects.create(
        id=name, office=office, lead=order.by.username, state=State.PLANNED, head=hashes.genesis(_chain(name)),
        secret=vault.seal(name, "secret", secret), made_at=now, until_at=scope.until_at,
    )  # fmt: skip
    Crew.objects.create(inspection=row, person=order.by.username)
    said = asdict(scope) | {"from_at": ms(scope.from_at), "until_at": ms(scope.until_at)}
    said |= {"types": [one.value for one in scope.types], "title": scope.title.strip()}
    said |= {"excluded": list(scope.excluded), "named": list(scope.named), "commit": xyd1.commitment(secret, LINKS)}
    acting.append(row, Verb.PLAN, said, by=order.by)
    return acting.answer(order, Verb.PLAN, row)


def draw(name: str, order: Order) -> Kept:
    """Freeze the weights and the pool, open the secret, and let places and people follow. Once, by the lead.

    The newest witness slip and a number that did not exist before this moment are mixed in: whoever could open the
    sealed secret beforehand still does not know where it will go. Raises `NothingToDraw`.
    """

    def decide(case: Case) -> Data:
        row = case.row
        locked = _locked(case)
        text = locking.spell(locked)
        secret = vault.unseal(row.pk, "secret", bytes(row.secret))
        otp, entropy = xyd1.opening(secret, LINKS), _entropy()
        drawn = drawing.drawn(text, otp, entropy)
        case.also["roster"] = vault.seal(row.pk, "roster", text.encode())
        Crew.objects.bulk_create(Crew(inspection=row, person=who) for who in drawn.people)
        known = {place.subject: place.why for place in (*locked.places, *locked.named)}
        return {
            "why": {name: [list(share) for share in known[name]] for name in drawn.places},
            "sha256": locking.fingerprint(text), "otp": otp, "entropy": entropy, "places": drawn.places,
            "people": drawn.people, "substitutes": drawn.substitutes, "lines": drawn.lines, "short": drawn.short,
        }  # fmt: skip

    return acting.act(name, Verb.DRAW, order, decide, only_lead=True)


def recuse(name: str, person: str, reason: str, order: Order) -> Kept:
    """Somebody steps aside, or the lead takes them off; the next of the draw's own order takes the place.

    Raises `OnlyLead`, `NotFound`, `ReasonMissing`.
    """

    def decide(case: Case) -> Data:
        if case.by.username not in {person, case.row.lead} or person not in case.stood.people:
            raise errors.OnlyLead
        said = rules.require_reason(reason)
        waiting = [who for who in case.stood.substitutes if who not in case.stood.recused]
        following = waiting[0] if waiting else ""
        Crew.objects.filter(inspection=case.row, person=person).update(left_at=case.now)
        Phone.objects.filter(inspection=case.row, person=person).update(key=b"", revoked_at=case.now)
        if following:
            Crew.objects.update_or_create(inspection=case.row, person=following, defaults={"left_at": None})
        return {"person": person, "next": following, "text": said}

    return acting.act(name, Verb.RECUSE, order, decide)


def drop(name: str, reason: str, order: Order) -> Kept:
    """Give a plan up, with the reason. It is laid open like one that was released, so that no draw is tried in secret.

    Raises `HasFindings`, `ReasonMissing`.
    """

    def decide(case: Case) -> Data:
        if case.stood.to_report:
            raise errors.HasFindings(count=len(case.stood.to_report))
        Phone.objects.filter(inspection=name, revoked_at__isnull=True).update(key=b"", revoked_at=case.now)
        case.also["ended_at"] = case.now
        return {"text": rules.require_reason(reason)}

    return acting.act(name, Verb.DROP, order, decide, only_lead=True)


def _require_known(scope: Scope) -> None:
    there = units.by_code(list(scope.excluded))
    for code in scope.excluded:
        if code not in there:
            raise errors.BadPlan(str(errors.EXCLUDED), code=code)
    known = queries.places(scope.named)
    for name in scope.named:
        if name not in known or known[name].type not in rules.PLACES or known[name].closed_at is not None:
            raise errors.BadPlan(str(errors.NAMED), name=name)


def _locked(case: Case) -> Locked:
    """Everything the choice rests on. Places in a line of the lead's own are no candidates."""
    scope, row = case.stood.scope, case.row
    own = [post.path for post in case.by.posts]
    known = queries.known(case.now)
    found = queries.candidates(scope["types"], scope["excluded"])
    free = [one for one in found if not rules.in_line(own, _lines(one), row.office.path)]
    named = queries.places(scope["named"])
    chosen = [named[name] for name in scope["named"] if name in named]
    places = [_place(one, known.get(one.public_id), case) for one in free if one.public_id not in named]
    if not places and not chosen:
        raise errors.NothingToDraw
    pool = grants.posts_of({Role.INSPECTOR})
    return Locked(
        inspection=row.pk, at=ms(case.now), office=row.office.path, count=scope["count"], people=scope["people"],
        lead=row.lead, named=[_place(one, known.get(one.public_id), case) for one in chosen], places=places,
        pool=[Person(who, sorted({post.path for post in posts})) for who, posts in sorted(pool.items())],
    )  # fmt: skip


def _place(subject: "Subject", known: Known | None, case: Case) -> Place:
    why = weighing.shares(known or Known(), case.now)
    total = sum(share.points for share in why)
    return Place(subject.public_id, total, [(share.reason.value, share.points) for share in why], _lines(subject))


def _lines(subject: "Subject") -> list[str]:
    """Who answers for a place: the unit it stands in, and the department of its trade."""
    return sorted({subject.unit.path} | ({subject.line.path} if subject.line is not None else set()))


def _entropy() -> str:
    fresh = f"fresh/{secrets.token_hex(32)}"
    try:
        slip = journal.newest_slip()
    except NoSlip:
        return fresh
    return f"slip/{slip.no}/{bytes(slip.root).hex()} {fresh}"


def _chain(name: str) -> str:
    return f"sealed/{name}"
