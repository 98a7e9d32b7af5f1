"""From a row to a matter: what each column says under one mapping. Pure; who and what there is, is handed in."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from xiangyue.kernel import clock, private, workdays
from xiangyue.kernel.errors import Refusal
from xiangyue.kernel.workdays import Calendar
from xiangyue.ledger.imports import dates, errors, guessing
from xiangyue.ledger.imports.states import CLOSED_WORD, DATES, MANY, WORDS, Note, Order, Target
from xiangyue.ledger.imports.tables import Row
from xiangyue.ledger.kinds.rules import Kind
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import deadlines
from xiangyue.ledger.matters import errors as matter_errors
from xiangyue.ledger.matters import rules as matters
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum

MAX_SOURCE = 40
MAX_EXTERNAL = 80
"""As long as a matter's column."""

TITLE_FROM_TEXT = 40
"""Letters of a title that is made of the text."""

LEFT_OUT = "-"
"""What a word can be told to mean: nothing here; it goes into the text."""

MIDNIGHT = time()

NOT_TAKEN = frozenset({Note.FAR, Note.BORN_LATE})
"""For these the day of the table stays in the words, and the rule's counts."""

NAMELESS = "~"
"""Before the name of a row that has no number of its own: the hash of what it says."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How a person read a table: what each column is for, in which order it writes dates, what its words mean."""

    targets: Mapping[str, Target]
    orders: Mapping[str, Order] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By target, then by the word as it stands in the table: a code here, `LEFT_OUT`."""
    datum: Datum = Datum.WGS84


@dataclass(frozen=True, slots=True)
class Said:
    """What one row says, as a finding with what goes beside it. `mark` tells whether it says the same as last time."""

    external: str
    finding: Finding
    lead: str
    grade: str
    due: datetime | None
    is_closed: bool
    closed_at: datetime | None
    pictures: tuple[str, ...]
    mark: str
    notes: frozenset[Note] = frozenset()
    instead: tuple[datetime, datetime] | None = None
    """A day of the table's that is later than the rule lets it be, and what the rule says: that one counts."""


@dataclass(frozen=True, slots=True)
class Known:
    """What there is in the county: units by every name they go by, the kind, and which days work."""

    kind: Kind
    units: Mapping[str, str]
    office: str
    """The unit that dispatches: it leads nothing, or nobody would be left to verify."""
    calendar: Calendar


def require(headings: Sequence[str], mapping: Reader) -> None:
    """Pass a mapping that can be followed. Raises `BadMapping`."""
    once: dict[Target, str] = {}
    for heading, target in mapping.targets.items():
        if heading not in headings:
            raise errors.BadMapping(str(errors.UNKNOWN_COLUMN))
        if target in once and target not in MANY:
            raise errors.BadMapping(str(errors.TWICE), target=target.label, one=once[target], other=heading)
        once[target] = heading
        if target in DATES and mapping.orders.get(heading, Order.CERTAIN) is Order.UNDECIDED:
            raise errors.BadMapping(str(errors.ORDER_NEEDED), heading=heading)
    if not once.keys() & {Target.TITLE, Target.TEXT}:
        raise errors.BadMapping(str(errors.NO_TEXT))


class Reading:
    """Reads rows under one mapping."""

    def __init__(self, headings: Sequence[str], mapping: Reader, known: Known, *, now: datetime) -> None:
        self._headings, self._mapping, self._known, self._now = headings, mapping, known, now
        self._columns: dict[Target, list[int]] = {}
        for place, heading in enumerate(headings):
            self._columns.setdefault(mapping.targets.get(heading, Target.KEEP), []).append(place)
        ignored = set(self._columns.get(Target.IGNORE, ()))
        self._read = [place for place in range(len(headings)) if place not in ignored]
        self._categories = {
            name.lower(): row.code for row in known.kind.categories for name in (row.name_en, row.name, row.code)
        }
        self._latest: dict[tuple[str, str], datetime | None] = {}
        self._grades = {
            name.lower(): row.code for row in known.kind.grades for name in (row.name_en, row.name, row.code)
        }

    def read(self, row: Row) -> Said:
        """What a row says. Raises `BadRow`, and what a report of it would raise."""
        if any(cell.strip() for cell in row.cells[len(self._headings) :]):
            raise errors.BadRow(str(errors.MORE_CELLS), count=len(row.cells) - len(self._headings))
        beside: list[str] = []
        category = self._word(row, Target.CATEGORY, self._categories, beside)
        grade = self._word(row, Target.GRADE, self._grades, beside, needed=True)
        if category and (fixed := self._known.kind.category(category).grade):
            grade = fixed
        place = self._unit(row, Target.PLACE, beside)
        lead = self._unit(row, Target.LEAD, beside)
        if lead and lead == self._known.office:
            raise matter_errors.NoOutsider(unit=self._cell(row, Target.LEAD))
        is_closed, closed_at = self._state(row)
        found_at = self._date(row, Target.FOUND, past=True)
        if closed_at is not None and found_at is not None and closed_at.date() < found_at.date():
            raise errors.BadRow(str(errors.CLOSED_EARLY))
        due = self._date(row, Target.DUE, ends=True)
        goes_out = bool(category and lead) and not is_closed
        if not goes_out:
            beside.extend(self._kept(row, (Target.LEAD, lead), (Target.DUE, due)))
        doubt, latest = self._doubted(due, found_at, category, grade) if goes_out else (None, None)
        if doubt in NOT_TAKEN:
            beside.extend(self._kept(row, (Target.DUE, due)))
        title, text = self._text(row, beside)
        spot = "，".join(self._cells(row, Target.SPOT))
        if self._known.kind.subjects and not place and not spot:
            raise matter_errors.BadMatter(str(matter_errors.NO_PLACE))
        words = matters.words(title, text, spot)
        finding = Finding(
            kind=self._known.kind.code, title=words.title, category=category, grade=grade, text=words.text,
            place=place, spot=words.spot, position=self._position(row), found_at=found_at, via=Reporter.IMPORT,
        )  # fmt: skip
        notes = {Note.UNASSIGNED} if (lead or due) and not goes_out and not is_closed else set()
        notes |= {doubt} if doubt is not None else set()
        notes |= {Note.PRIVATE} if private.holds_number(words.title, words.text, words.spot) else set()
        mark = self._mark(row)
        external = self._external(row, mark)
        pictures = tuple(name for _column, name in row.pictures)
        instead = (due, latest) if doubt is Note.FAR and due is not None and latest is not None else None
        return Said(
            external, finding, lead, grade, None if doubt in NOT_TAKEN else due, is_closed, closed_at, pictures, mark,
            frozenset(notes), instead,
        )  # fmt: skip

    # ------------------------------------------------ columns
    def _cells(self, row: Row, target: Target) -> list[str]:
        places = self._columns.get(target, ())
        found = [row.cells[place].strip() for place in places if place < len(row.cells)]
        return list(dict.fromkeys(cell for cell in found if cell))

    def _cell(self, row: Row, target: Target) -> str:
        for place in self._columns.get(target, ()):
            if place < len(row.cells) and (cell := row.cells[place].strip()):
                return cell
        return ""

    def _heading(self, target: Target) -> str:
        return self._headings[self._columns[target][0]]

    def _external(self, row: Row, mark: str) -> str:
        external = self._cell(row, Target.EXTERNAL)
        if len(external) > MAX_EXTERNAL or external.startswith(NAMELESS):
            raise errors.BadRow(str(errors.LONG_ID), limit=MAX_EXTERNAL)
        if not external and Target.EXTERNAL in self._columns:
            raise errors.BadRow(str(errors.NO_ID))
        return external or f"{NAMELESS}{mark}"

    def _text(self, row: Row, beside: list[str]) -> tuple[str, str]:
        text = "\n".join(self._cells(row, Target.TEXT))
        title = self._cell(row, Target.TITLE)
        if not title and not text:
            raise errors.BadRow(str(errors.NO_SAID))
        if not title:
            first = text.partition("\n")[0]
            title = first if len(first) <= TITLE_FROM_TEXT else f"{first[:TITLE_FROM_TEXT]}…"
        if len(title) > matters.MAX_TITLE:
            title, text = f"{title[: matters.MAX_TITLE - 1]}…", f"{title}\n{text}"
        kept = (*self._columns.get(Target.KEEP, ()), *self._columns.get(Target.PICTURE, ()))
        cells = [(place, row.cells[place].strip()) for place in kept if place < len(row.cells)]
        beside.extend(f"{self._headings[place]}：{cell}" for place, cell in cells if cell)
        return title, "\n".join(part for part in (text, *beside) if part)

    def _kept(self, row: Row, *read: tuple[Target, object]) -> list[str]:
        """Columns that were understood and have no place in a matter that nobody is given yet: in its words."""
        return [f"{self._heading(target)}：{self._cell(row, target)}" for target, meant in read if meant]

    def _doubted(
        self, due: datetime | None, found_at: datetime | None, category: str, grade: str
    ) -> tuple[Note | None, datetime | None]:
        """What is the matter with a day that was promised there, and the last moment that the rule gives it here."""
        if due is None:
            return None, None
        # A day is meant to its end.
        last = (due - timedelta(microseconds=1)).astimezone(clock.COUNTY_ZONE).date()
        if found_at is not None and last < found_at.astimezone(clock.COUNTY_ZONE).date():
            return Note.BORN_LATE, None
        latest = self._rule(category, grade)
        if latest is not None and last > latest.astimezone(clock.COUNTY_ZONE).date():
            return Note.FAR, latest
        return (Note.OVERDUE if due < self._now else None), latest

    def _rule(self, category: str, grade: str) -> datetime | None:
        """The last moment by the rule, handed out now; None where a plan says it. Of one category and grade once."""
        if (category, grade) not in self._latest:
            kind = self._known.kind
            row = kind.category(category)
            terms = deadlines.Terms(kind, row, row.grade or grade or kind.grades[0].code, self._known.calendar)
            first = terms.first(self._now) if terms.span is not None else None
            self._latest[category, grade] = first.moment if first is not None else None
        return self._latest[category, grade]

    def _word(
        self, row: Row, target: Target, codes: Mapping[str, str], beside: list[str], *, needed: bool = False
    ) -> str:
        """The code that a word means. One that means nothing here goes into the text, unless it is needed."""
        word = self._cell(row, target)
        if not word:
            return ""
        code = self._mapping.words.get(target, {}).get(word) or codes.get(word.lower(), "")
        if not code and needed:
            raise errors.BadRow(str(errors.NO_GRADE), kind=self._known.kind.name, word=word)
        if code in {"", LEFT_OUT}:
            beside.append(f"{self._heading(target)}：{word}")
            return ""
        return code

    def _unit(self, row: Row, target: Target, beside: list[str]) -> str:
        word = self._cell(row, target)
        if not word:
            return ""
        code = self._mapping.words.get(target, {}).get(word) or self._known.units.get(word.lower(), "")
        if not code:
            raise errors.BadRow(str(errors.NO_UNIT), word=word)
        if code == LEFT_OUT:
            beside.append(f"{self._heading(target)}：{word}")
            return ""
        return code

    def _state(self, row: Row) -> tuple[bool, datetime | None]:
        """Whether it was closed there, and when. Without a column of states the date of closing says it."""
        at = self._date(row, Target.CLOSED, past=True)
        if Target.STATE not in self._columns:
            return at is not None, at
        word = self._cell(row, Target.STATE)
        said = self._mapping.words.get(Target.STATE, {}).get(word) or guessing.state(word)
        if not said:
            raise errors.BadRow(str(errors.NO_STATE), word=word)
        return said == CLOSED_WORD, at if said == CLOSED_WORD else None

    def _date(self, row: Row, target: Target, *, past: bool = False, ends: bool = False) -> datetime | None:
        """The moment of a column. `ends`: a day without a time of day means its end, as a deadline does everywhere."""
        word = self._cell(row, target)
        if not word:
            return None
        heading = self._heading(target)
        order = self._mapping.orders.get(heading, Order.CERTAIN)
        moment = dates.moment(word, order)
        if moment is None:
            doubtful = order is Order.MIXED and dates.is_doubtful(word)
            unread = errors.NO_YEAR if dates.lacks_year(word) else errors.NO_DATE
            raise errors.BadRow(str(errors.WHICH_DATE if doubtful else unread), heading=heading, word=word)
        if past and moment > self._now:
            if moment.date() > self._now.astimezone(clock.COUNTY_ZONE).date():
                raise errors.BadRow(str(errors.LATER), heading=heading)
            return self._now
        local = moment.astimezone(clock.COUNTY_ZONE)
        return workdays.end_of(local.date()) if ends and local.time() == MIDNIGHT else moment

    def _position(self, row: Row) -> Position | None:
        lat, lon = self._cell(row, Target.LAT), self._cell(row, Target.LON)
        if not lat or not lon:
            return None
        try:
            return Position.of(float(lat), float(lon), self._mapping.datum)
        except (ValueError, Refusal):
            raise errors.BadRow(str(errors.NO_POSITION)) from None

    def _mark(self, row: Row) -> str:
        """Thirty-two letters of what a row says in the columns that are brought in, pictures by their number only."""
        cells = [row.cells[place].strip() if place < len(row.cells) else "" for place in self._read]
        said = "\x1f".join([*cells, str(len(row.pictures))])
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def words_of(rows: Mapping[str, int], target: Target, known: Known) -> list[tuple[str, int, str]]:
    """Words of a column, how often each stands there, and what it most likely means, the unknown first."""
    assert target in WORDS
    guesses: Mapping[str, str]
    match target:
        case Target.CATEGORY:
            guesses = {n.lower(): c.code for c in known.kind.categories for n in (c.name_en, c.name, c.code)}
        case Target.GRADE:
            guesses = {n.lower(): g.code for g in known.kind.grades for n in (g.name_en, g.name, g.code)}
        case Target.STATE:
            guesses = {word.lower(): guessing.state(word) for word in rows}
        case _:
            guesses = known.units
    found = [(word, count, guesses.get(word.lower(), "")) for word, count in rows.items()]
    return sorted(found, key=lambda each: (bool(each[2]), -each[1], each[0]))
