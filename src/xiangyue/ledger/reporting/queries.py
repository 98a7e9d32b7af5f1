"""What residents may read: what became of their own report, and what may be the same. Nobody is signed in here."""

import hashlib
import hmac
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q

from xiangyue.journal import queries as journal
from xiangyue.kernel import clock, signing
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.evidence import queries as evidence
from xiangyue.ledger.evidence.states import Role
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Category, Kind
from xiangyue.ledger.kinds.states import Audience, How, Reporter, View
from xiangyue.ledger.matters import desks
from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import MOVES, WORDS, Outcome, State, Verb
from xiangyue.ledger.reporting import places, rules
from xiangyue.ledger.reporting.models import Knock
from xiangyue.ledger.reporting.rules import Frequency, Happening, Sentence
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum, Type
from xiangyue.ledger.tellers import queries as tellers
from xiangyue.org.access.rules import GUEST
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiangyue.journal.models import Entry
    from xiangyue.ledger.evidence.models import Evidence
    from xiangyue.ledger.subjects.models import Subject

WHOLE = 10_000
"""Records of one chain that are read at once."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A report as whoever made it sees it."""

    matter: Matter
    category: str
    sentences: list[Sentence]
    pictures: "list[Evidence]"
    """Their own: what others took is not shown, since whoever is on it was not asked."""
    follows: str
    """The number of the matter it was merged into or disputes; "" when it stands alone."""
    asks: bool
    """Whether an official answer waits for the asker's own word."""
    answer: str

    @property
    def is_closed(self) -> bool:
        return self.matter.closed_at is not None


def kinds_for_public() -> list[Kind]:
    """The kinds that anybody may report."""
    return [kind for kind in kinds.all_current() if Reporter.PUBLIC in kind.report_by and kind.subjects]


def net_of(address: str) -> str:
    """What is kept of a network address for counting: one-way, and another one in every installation."""
    return hmac.digest(signing.derive(settings.SECRET_KEY, "report-net"), address.encode(), hashlib.sha256).hex()[:16]


def frequency(net: str, subject: str) -> Frequency:
    """How often it was reported within a day."""
    recent = Knock.objects.filter(at__gt=clock.now() - rules.DAY)
    mine = recent.filter(net=net)
    here = recent.filter(subject=subject) if subject else recent.none()
    return Frequency(mine.count(), here.filter(net=net).count(), here.count())


def follow(code: str) -> Followed:
    """What became of a report, in plain words. Raises `NotFound`."""
    matter = tellers.matter_of(code)
    entries = journal.of(matters.chain(matter.pk), limit=WHOLE)
    said = {entry.data["of"]: entry.data for entry in entries if entry.verb == WORDS and entry.data is not None}
    kind = kinds.get(matter.kind, matter.version)
    rule = kind.verify.get(matter.grade)
    share = (rule.share or 0) if rule is not None and rule.how is How.SAMPLE else 0
    sentences = [
        sentence for happening in _happenings(entries, said, share) if (sentence := rules.plain(happening)) is not None
    ]
    category = kind.category(matter.category).name if matter.category else kind.name
    asked = tellers.follow(code)
    pictures = _own(matter, entries)
    return Followed(matter, category, sentences, pictures, _follows(matter, entries), asked.asks, asked.answer)


def own_pictures(code: str) -> "list[Evidence]":
    """The pictures that whoever holds the link brought, as far as they can be shown. Raises `NotFound`."""
    matter = tellers.matter_of(code)
    return _own(matter, journal.of(matters.chain(matter.pk), limit=WHOLE))


def _own(matter: Matter, entries: "list[Entry]") -> "list[Evidence]":
    names = {name for entry in entries for name in _brought(entry)}
    return [picture for picture in evidence.of_matter(matter.pk) if picture.pk in names and picture.small]


def shown_of(names: "Collection[str]") -> "dict[str, Evidence]":
    """The first picture of each of some matters, to be shown veiled."""
    return evidence.first_before(names)


@dataclass(frozen=True, slots=True)
class Same:
    """What may be the same as a report: enough to tell, and a picture to be shown veiled."""

    number: str
    category: str
    spot: str
    state: str
    outcome: str
    reported_at: datetime
    is_closed: bool
    picture: str


SOUGHT = 500
"""Of one place, the newest: more than a street has in a year."""


def duties(subject: "Subject") -> list[Category]:
    """What is asked of a place every day."""
    builders = kinds.fields().filter(code=places.BUILDS).values_list("unit__code", flat=True).first() or ""
    line = subject.line.code if subject.line is not None else ""
    built_on = places.is_built_on(subject.name, line, builders)
    return places.duties(Type(subject.type), kinds_for_public(), built_on=built_on)


def history(subject: str, *, words: str = "", limit: int = 12, unread: bool = False) -> list[Same]:
    """What was found at a place, open or closed, as far as anybody may see it: newest first; with words, those of its
    category, number or spot that have them all. What no office has looked at yet is told only to who asks for it.
    """
    found = _public().filter(subject=subject).order_by("-reported_at", "-pk")
    if not unread:
        found = found.exclude(state=State.REPORTED)
    asked = words.lower().split()
    rows = [row for row in found[:SOUGHT] if _has(row, asked)][:limit] if asked else list(found[:limit])
    shown = shown_of([row.pk for row in rows])
    return [_same(row, shown) for row in rows]


def _has(row: Matter, words: list[str]) -> bool:
    said = f"{_called(row)} {row.number} {row.spot}".lower()
    return all(word in said for word in words)


def similar(matter: Matter, *, limit: int = 5) -> list[Same]:
    """What may be the same as a report just made: suggested, and never merged by a machine."""
    at = None
    if matter.lat is not None and matter.lon is not None and matter.datum:
        at = Position(matter.lat, matter.lon, Datum(matter.datum))
    if not matter.category:
        return []
    found = desks.similar(GUEST, matter.kind, matter.category, subject=matter.subject, at=at)
    names = [each.matter for each in found if each.matter != matter.pk][:limit]
    shown = shown_of(names)
    rows = {row.pk: row for row in Matter.objects.filter(pk__in=names)}
    return [_same(rows[name], shown) for name in names if name in rows]


def _same(row: Matter, shown: "Mapping[str, Evidence]") -> Same:
    picture = shown.get(row.pk)
    return Same(
        number=row.number,
        category=_called(row),
        spot=row.spot,
        state=row.state,
        outcome=row.outcome,
        reported_at=row.reported_at,
        is_closed=row.closed_at is not None,
        picture=picture.pk if picture and picture.small and row.state != State.REPORTED else "",
    )


def _called(row: Matter) -> str:
    kind = kinds.get(row.kind, row.version)
    return kind.category(row.category).name if row.category else kind.name


def _public() -> "QuerySet[Matter]":
    """The matters whose row anybody may see."""
    condition = Q(published=True)
    for kind in kinds.all_current():
        if kind.view(Audience.PUBLIC) is not View.NONE:
            condition |= Q(kind=kind.code, category__in=[one.code for one in kind.categories if one.public])
    hidden = [Outcome.INVALID, Outcome.DUPLICATE]
    return Matter.objects.filter(condition).exclude(outcome__in=hidden)


def public_picture(name: str) -> "Evidence":
    """A picture of a matter whose row anybody may see: to be shown veiled, never as it is; not before an
    office has looked at it. Raises `NotFound`."""
    for picture in evidence.named([name]):
        if picture.role != Role.BEFORE or picture.small is None:
            continue
        if _public().filter(pk=picture.matter).exclude(state=State.REPORTED).exists():
            return picture
    raise NotFound


def _happenings(entries: "list[Entry]", said: Mapping[int, Mapping[str, Any]], share: int) -> Iterator[Happening]:
    """Everything that happened, each with whether a claim was waiting then."""
    waits = False
    for entry in entries:
        if entry.verb == WORDS:
            continue
        if (target := MOVES[Verb(entry.verb)].target) is not None:
            waits = target is State.CLAIMED
        yield replace(_happening(entry, said.get(entry.seq), share), waits=waits)


def _happening(entry: "Entry", said: Mapping[str, Any] | None, share: int) -> Happening:
    data = entry.data or {}
    due = data.get("clock", {}).get("due")
    code = str(data.get("lead") or data.get("unit") or "")
    unit = units.by_code([code]).get(code) if code else None
    return Happening(
        at=entry.at,
        verb=Verb(entry.verb),
        unit=unit.name if unit else "",
        due=_moment(due) if due else None,
        share=share,
        data=data,
        said=said or {},
    )


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, tz=clock.COUNTY_ZONE)


def _brought(entry: "Entry") -> list[str]:
    """The pictures that the reporter brought with this record."""
    data = entry.data or {}
    if entry.verb == Verb.REPORT or (entry.verb == Verb.NOTE and data.get("what") == matters.ADDED):
        return [str(each[0]) for each in data.get("evidence", [])]
    return []


def _follows(matter: Matter, entries: "list[Entry]") -> str:
    other = matter.merged_into
    for entry in entries:
        if entry.verb == Verb.NOTE and (entry.data or {}).get("what") == "disputes":
            other = str((entry.data or {})["of"])
    return Matter.objects.filter(pk=other).values_list("number", flat=True).first() or "" if other else ""
