"""How much a place weighs in the draw: pure, whole numbers, each with its reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from xiangyue.ledger.inspections.states import Reason

BASE = 1
"""Every place may be drawn: nobody is safe for having been good."""

NEVER = 8
AGES = ((365, 6), (180, 4), (90, 2))
"""Days since the last visit, and what that weighs."""

REBOUND, MOST_REBOUNDS = 2, 6
HAZARD, MOST_HAZARDS = 1, 5
REPORT, MOST_REPORTS = 1, 4

REPORTS_DAYS = timedelta(days=90)
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of a place. `hazards` are open ones, by the weight of their grade."""

    visited_at: datetime | None = None
    rebounds: int = 0
    hazards: int = 0
    reports: int = 0


class Share(NamedTuple):
    """A part of a weight."""

    reason: Reason
    points: int


def shares(known: Known, now: datetime) -> list[Share]:
    """The parts of a place's weight, the base first; those of nothing are left out."""
    found = [Share(Reason.BASE, BASE), _age(known.visited_at, now)]
    found.append(Share(Reason.REBOUNDS, min(known.rebounds * REBOUND, MOST_REBOUNDS)))
    found.append(Share(Reason.HAZARDS, min(known.hazards * HAZARD, MOST_HAZARDS)))
    found.append(Share(Reason.REPORTS, min(known.reports * REPORT, MOST_REPORTS)))
    return [share for share in found if share.points]


def weight(known: Known, now: datetime) -> int:
    """How many tickets a place has in the draw."""
    return sum(share.points for share in shares(known, now))


def _age(visited_at: datetime | None, now: datetime) -> Share:
    if visited_at is None:
        return Share(Reason.NEVER, NEVER)
    days = (now - visited_at).days
    return Share(Reason.LONG_AGO, next((points for least, points in AGES if days >= least), 0))
