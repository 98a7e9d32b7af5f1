"""What the specification asks of a question, and how one of our matters is told in its words: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from xiangyue.kernel import clock
from xiangyue.ledger.kinds.rules import Category, Kind
from xiangyue.ledger.kinds.states import Audience, Reporter, View
from xiangyue.ledger.open311 import errors

LONGEST = timedelta(days=90)
"""Of one question about requests: the specification's own limit."""

GRAVE = "grave"
"""The code of the one thing that is asked beside text and place, where a category has a graver form."""

STREET = 1000
"""Parts of a degree in which places are told, some hundred metres: a street, never a door."""


@dataclass(frozen=True, slots=True)
class Service:
    """A category that the public may see and report."""

    kind: Kind
    category: Category

    @property
    def code(self) -> str:
        return f"{self.kind.code}.{self.category.code}"

    @property
    def asks(self) -> bool:
        return bool(self.category.grave_when)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests somebody asks for."""

    ids: tuple[str, ...]
    services: tuple[str, ...]
    statuses: tuple[str, ...]
    since: datetime
    until: datetime


def services(kinds: list[Kind]) -> list[Service]:
    """Every service, by kind and in the order of its table."""
    shown = [kind for kind in kinds if is_public(kind)]
    return [Service(kind, category) for kind in shown for category in kind.categories if category.public]


def is_public(kind: Kind) -> bool:
    """Whether a kind has a public view and takes what the public reports."""
    return kind.view(Audience.PUBLIC) is not View.NONE and Reporter.PUBLIC in kind.report_by


def wanted(query: Mapping[str, str]) -> Wanted:
    """What a question's parameters ask for: the last ninety days when they name none. Raises `Wrong`."""
    ids, codes, statuses = (_listed(query.get(name, "")) for name in ("service_request_id", "service_code", "status"))
    if set(statuses) - {"open", "closed"}:
        raise errors.Wrong(str(errors.BAD_STATUS))
    start, end = (moment(query.get(name, ""), name) for name in ("start_date", "end_date"))
    until = end or (min(clock.now(), start + LONGEST) if start else clock.now())
    since = start or until - LONGEST
    if since > until:
        raise errors.Wrong(str(errors.BACKWARDS))
    if until - since > LONGEST:
        raise errors.Wrong(str(errors.TOO_LONG), days=LONGEST.days)
    return Wanted(ids, codes, statuses, since, until)


def moment(text: str, name: str) -> datetime | None:
    """A W3C date with its zone; a plus that was not escaped arrives as a space. Raises `Wrong`."""
    if not text.strip():
        return None
    try:
        made = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError:
        made = None
    if made is None or made.tzinfo is None:
        raise errors.Wrong(str(errors.BAD_DATE), name=name)
    return made.astimezone(UTC)


def told(at: datetime | None) -> str | None:
    """A moment as the specification writes it, in the county's own zone."""
    return None if at is None else at.astimezone(clock.COUNTY_ZONE).isoformat(timespec="seconds")


def street(degrees_e6: int) -> float:
    """Where something lies, no closer than its street."""
    return round(degrees_e6 / 1e6 * STREET) / STREET


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
