"""The draw of places and of people as arithmetic: from what was locked and what was opened follows who goes where.

key    = XYD-1 key of (opening, SHA-256 of the locked text, entropy)
places = a place of weight w has w tickets "place/<id>/1" .. "place/<id>/<w>"; all tickets stand in the order of their
         positions, and a place stands where its first ticket does: each next place is drawn with the chance of its
         share of the weight that is left
people = everybody in the pool stands by pos("person/<account>"); who has a post in the line of a place that was drawn
         is passed over; the first ones go, the next stand in
"""

import msgspec

from xiangyue.kernel.draw import locking, xyd1
from xiangyue.ledger.inspections.rules import in_line


class Place(msgspec.Struct, frozen=True):
    """A place that can be drawn. `why` are the parts of its weight; `lines` the paths of who answers for it."""

    subject: str
    weight: int
    why: list[tuple[str, int]]
    lines: list[str]


class Person(msgspec.Struct, frozen=True):
    """Somebody in the pool, with the paths of all units they hold a post in."""

    who: str
    paths: list[str]


class Locked(msgspec.Struct, frozen=True):
    """Everything that the choice rests on. `named` are gone to without a draw."""

    inspection: str
    at: int
    office: str
    count: int
    people: int
    lead: str
    named: list[Place]
    places: list[Place]
    pool: list[Person]
    v: int = 1


class Drawn(msgspec.Struct, frozen=True):
    """What follows. `lines` are those of all places together; `short` is how many people are missing."""

    places: list[str]
    people: list[str]
    substitutes: list[str]
    lines: list[str]
    short: int


def read(text: str) -> Locked:
    """What was locked, from its spelling. Raises `msgspec.MsgspecError`."""
    return msgspec.json.decode(text, type=Locked)


def drawn(text: str, opening: str, entropy: str) -> Drawn:
    """What follows from a locked text, an opening and the public entropy. The same for everybody, for ever."""
    locked = read(text)
    key = xyd1.key(opening, locking.fingerprint(text), entropy)
    places = _places(key, locked)
    known = {place.subject: place for place in (*locked.places, *locked.named)}
    lines = sorted({line for subject in places for line in known[subject].lines})
    free = [who for who in _people(key, locked) if not in_line(_paths(locked, who), lines, locked.office)]
    return Drawn(places, free[: locked.people], free[locked.people :], lines, max(0, locked.people - len(free)))


def _places(key: bytes, locked: Locked) -> list[str]:
    """Those named first, as they were named; then so many of the draw."""
    chosen = [place.subject for place in locked.named]
    weights = {place.subject: place.weight for place in locked.places}
    tickets = [f"place/{subject}/{number}" for subject, weight in weights.items() for number in range(1, weight + 1)]
    wanted = locked.count + len(chosen)
    for ticket in xyd1.order(key, tickets):
        if len(chosen) >= wanted:
            break
        subject = ticket.label.split("/")[1]
        if subject not in chosen:
            chosen.append(subject)
    return chosen


def _people(key: bytes, locked: Locked) -> list[str]:
    labels = [f"person/{one.who}" for one in locked.pool if one.who != locked.lead]
    return [place.label.partition("/")[2] for place in xyd1.order(key, labels)]


def _paths(locked: Locked, who: str) -> list[str]:
    return next(one.paths for one in locked.pool if one.who == who)
