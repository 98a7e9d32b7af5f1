"""A notice as a value: read from our file, and folded with others into a calendar. Pure."""

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from xiangyue.kernel.workdays import Calendar, Special
from xiangyue.ledger.calendars import errors

HEADER = ["first", "last", "day", "holiday"]
WORDS = {"rest": False, "work": True}

LONGEST = 31
"""Days of one row: no holiday is longer, a slip of a month is."""

FIRST_YEAR, LAST_YEAR = 2000, 2100

LIMITS = {"number": 60, "title": 100, "dated": 10, "publishes": 4, "source": 300}
"""Every line a head may have, and its letters."""


class Said(NamedTuple):
    """One day of a notice."""

    on: date
    works: bool
    name: str


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A notice as it is read."""

    number: str
    title: str
    dated_on: date
    publishes: int | None
    source: str
    days: tuple[Said, ...]

    @property
    def fingerprint(self) -> str:
        """The same for the same statements, however the file was written."""
        lines = [self.number, self.title, self.dated_on.isoformat(), str(self.publishes), self.source]
        lines += [f"{said.on.isoformat()} {said.works:d} {said.name}" for said in self.days]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def read(text: str) -> NoticeText:
    """A notice from our CSV: lines of a head, an empty line, one row per stretch of days. Raises `BadNotice`."""
    rows = list(enumerate(csv.reader(io.StringIO(text.removeprefix("\ufeff"))), 1))
    parting = next((place for place, (_line, row) in enumerate(rows) if not any(row)), len(rows))
    head = _head(rows[:parting])
    table = [(line, [cell.strip() for cell in row]) for line, row in rows[parting:] if any(row)]
    if not table or table[0][1] != HEADER:
        raise errors.BadNotice(
            line=table[0][0] if table else len(rows) + 1, why=_("这里应该是 first,last,day,holiday。")
        )
    days = _days(table[1:])
    if not days:
        raise errors.BadNotice(line=len(rows), why=_("一天也没有写。"))
    return NoticeText(
        number=head["number"],
        title=head["title"],
        dated_on=_date(head["dated"], _line_of(rows, "dated")),
        publishes=_year(head.get("publishes", ""), _line_of(rows, "publishes")),
        source=head.get("source", ""),
        days=days,
    )


def fold(notices: Iterable[tuple[date, str, int | None, Iterable[Said]]], *, version: str) -> Calendar:
    """The calendar after notices, given in any order as (dated, number, year published, days): the later one holds."""
    special: dict[date, Special] = {}
    years: set[int] = set()
    for _dated, number, publishes, days in sorted(notices, key=lambda notice: (notice[0], notice[1])):
        for said in days:
            special[said.on] = Special(said.works, said.name, number)
        if publishes is not None:
            years.add(publishes)
    return Calendar(special, frozenset(years), version)


def next_version(before: str, fingerprint: str) -> str:
    """The name of a calendar after one more notice: a count to read, and a piece of hash over all of them."""
    count = int(before.split("-", maxsplit=1)[0]) + 1 if before else 1
    return f"{count}-{hashlib.sha256(f'{before} {fingerprint}'.encode()).hexdigest()[:12]}"


def _head(rows: list[tuple[int, list[str]]]) -> dict[str, str]:
    head: dict[str, str] = {}
    for line, row in rows:
        key, value = row[0].strip(), ",".join(row[1:]).strip()
        if key not in LIMITS:
            raise errors.BadNotice(line=line, why=_("不认识“{key}”。").format(key=key))
        if key in head:
            raise errors.BadNotice(line=line, why=_("“{key}”写了两次。").format(key=key))
        if len(value) > LIMITS[key]:
            raise errors.BadNotice(line=line, why=_("“{key}”太长。").format(key=key))
        head[key] = value
    for key in ("number", "title", "dated"):
        if not head.get(key):
            raise errors.BadNotice(line=1, why=_("缺“{key}”。").format(key=key))
    return head


def _days(rows: list[tuple[int, list[str]]]) -> tuple[Said, ...]:
    days: dict[date, Said] = {}
    for line, row in rows:
        if len(row) != len(HEADER) or row[2] not in WORDS or not 1 <= len(row[3]) <= 30:
            raise errors.BadNotice(line=line, why=_("一行是：第一天,最后一天,rest 或 work,节日名。"))
        first, last = _date(row[0], line), _date(row[1], line)
        if not 0 <= (last - first).days < LONGEST:
            raise errors.BadNotice(line=line, why=_("最后一天在第一天之前，或者一段超过 31 天。"))
        for ahead in range((last - first).days + 1):
            on = first + timedelta(days=ahead)
            if on in days:
                raise errors.BadNotice(line=line, why=_("{day} 写了两次。").format(day=on.isoformat()))
            days[on] = Said(on, WORDS[row[2]], row[3])
    return tuple(days[on] for on in sorted(days))


def _date(text: str, line: int) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or len(text) != len("2026-01-01") or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise errors.BadNotice(line=line, why=_("“{text}”不是日期，应写作 2026-01-01。").format(text=text[:20]))
    return found


def _year(text: str, line: int) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise errors.BadNotice(line=line, why=_("“{text}”不是年份。").format(text=text[:20]))
    return int(text)


def _line_of(rows: list[tuple[int, list[str]]], key: str) -> int:
    return next((line for line, row in rows if row and row[0].strip() == key), 1)
