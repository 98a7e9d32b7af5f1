"""The draw of verifiers as arithmetic: from what was locked and what was opened follows who looks. Pure.

key    = XYD-1 key of (opening, SHA-256 of the locked text)
chosen = the first 64 bits of pos(matter "/share") lie under the share
order  = all who may, by pos(matter "/" account); the first ones look, the next stand in for who recuses
"""

from collections.abc import Sequence

import msgspec

from xiangyue.kernel.draw import locking, xyd1
from xiangyue.ledger.matters.rules import same_line

FULL = 1000
"""Per mille: everything is verified."""


class Candidate(msgspec.Struct, frozen=True):
    """Somebody in the pool, with the paths of all units they hold a post in."""

    who: str
    paths: list[str]
    inspector: bool = False
    expert: bool = False
    office: bool = False


class Wanted(msgspec.Struct, frozen=True):
    """A claim, or a closed matter to look at again, as it was locked.

    `link` is the head of the matter's chain at the lock: what its lead did last is mixed in. `lines` are the paths of
    lead and helpers, and for a second look of the first verifiers' units; `barred` are accounts.
    """

    matter: str
    link: str
    lines: list[str]
    barred: list[str]
    how: str
    share: int
    people: int
    expert: bool
    until: int
    again: bool = False
    issuer: bool = False


class Locked(msgspec.Struct, frozen=True):
    """Everything that a batch's choice rests on."""

    batch: str
    on: str
    office: str
    calendar: str
    pool: list[Candidate]
    wanted: list[Wanted]
    v: int = 1


class Drawn(msgspec.Struct, frozen=True):
    """What follows for one claim: whether it is looked at, by whom, and who stands in."""

    matter: str
    chosen: bool
    people: list[str]
    substitutes: list[str]
    again: bool = False


def read(text: str) -> Locked:
    """What was locked, from its spelling. Raises `msgspec.MsgspecError`."""
    return msgspec.json.decode(text, type=Locked)


def drawn(text: str, opening: str) -> list[Drawn]:
    """What follows from a locked text and an opening, in the order of the text. The same for everybody, for ever."""
    locked = read(text)
    key = xyd1.key(opening, locking.fingerprint(text), "")
    return [_drawn(key, locked, wanted) for wanted in locked.wanted]


def eligible(locked: Locked, wanted: Wanted, *, expert: bool) -> list[str]:
    """Who may look at a claim: of the right pool, in nobody's line, in no part of the claim."""
    return [
        one.who
        for one in locked.pool
        if (one.expert if expert else one.office if wanted.issuer else one.inspector)
        and one.who not in wanted.barred
        and not any(same_line(path, line, locked.office) for path in one.paths for line in wanted.lines)
    ]


def enough(locked: Locked, wanted: Wanted) -> bool:
    """Whether the pool has the people that a claim needs."""
    people = eligible(locked, wanted, expert=False)
    experts = set(eligible(locked, wanted, expert=True)) if wanted.expert else set()
    return len(people) >= wanted.people and (
        not wanted.expert or bool(experts - set(people[: wanted.people]) or len(experts) > 1)
    )


def _drawn(key: bytes, locked: Locked, wanted: Wanted) -> Drawn:
    lot = int.from_bytes(xyd1.position(key, f"{wanted.matter}/share")[:8], "big")
    if lot * FULL >= wanted.share << 64:
        return Drawn(wanted.matter, chosen=False, people=[], substitutes=[], again=wanted.again)
    order = _order(key, wanted.matter, eligible(locked, wanted, expert=False))
    people = order[: wanted.people]
    if wanted.expert:
        experts = [
            who for who in _order(key, wanted.matter, eligible(locked, wanted, expert=True)) if who not in people
        ]
        people = [*people, *experts[:1]]
    rest = [who for who in order if who not in people]
    return Drawn(wanted.matter, chosen=True, people=people, substitutes=rest, again=wanted.again)


def _order(key: bytes, matter: str, people: Sequence[str]) -> list[str]:
    return [place.label.partition("/")[2] for place in xyd1.order(key, [f"{matter}/{who}" for who in people])]


def complete(wanted: Wanted, result: Drawn) -> bool:
    """Whether a draw found everybody that the kind asks for; one that did not is tried again the next day."""
    return len(result.people) == wanted.people + wanted.expert
