"""The category table of a kind: CSV in our columns, one category a row."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangyue.kernel.workdays import Span, Unit
from xiangyue.ledger.kinds import errors, reading
from xiangyue.ledger.kinds.rules import Category, Grade, Route
from xiangyue.ledger.kinds.states import FirstStep, Side

HEADER = [
    "code",
    "name",
    "name_en",
    "field",
    "grade",
    "grave_when",
    "due",
    "closing",
    "closing_en",
    "radius_m",
    "lead",
    "co",
    "watch",
    "visual",
    "first_step",
    "public",
]

LEAST_RADIUS, MOST_RADIUS = 1, 2_000
"""Metres. Below one nothing is ever the same, beyond two kilometres everything is."""

SHORTEST_WATCH, LONGEST_WATCH = 7, 365
"""Days on probation: less cannot show that it lasts, and after a year it is another matter."""

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class _Known:
    """What a row is held against."""

    grades: dict[str, Grade]
    fields: frozenset[str] | None


def read(text: str, where: str, *, grades: tuple[Grade, ...], fields: frozenset[str] | None) -> tuple[Category, ...]:
    """Every category, in the table's order. Raises `BadKind`, naming the line."""
    known = _Known({grade.code: grade for grade in grades}, fields)
    found: dict[str, Category] = {}
    for line, row in rows(text, HEADER, where):
        category = _category(row, f"{where}.categories:{line}", known)
        if category.code in found:
            raise errors.DuplicateCategory(where=f"{where}.categories:{line}", code=category.code)
        found[category.code] = category
    if not found:
        raise errors.NoCategories(where=where)
    return tuple(found.values())


def rows(text: str, header: list[str], where: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV of ours as (line, cells by column). Raises `BadTable` for another shape."""
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    if next(lines, None) != header:
        raise errors.BadTable(where=where, why=_("类别表第一行应该是：{header}。").format(header=",".join(header)))
    for count, row in enumerate(lines, 1):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header) or count > MOST_ROWS:
            why = _("第 {line} 行应该有 {count} 格，最多 {most} 行。").format(
                line=lines.line_num, count=len(header), most=MOST_ROWS
            )
            raise errors.BadTable(where=where, why=why)
        yield lines.line_num, dict(zip(header, (cell.strip() for cell in row), strict=True))


def watch(span: Span, where: str) -> Span:
    """A span that may be a watch window. Raises `WatchOutOfRange`."""
    if span.unit is not Unit.DAYS or not SHORTEST_WATCH <= span.amount <= LONGEST_WATCH:
        raise errors.WatchOutOfRange(where=where, least=SHORTEST_WATCH, most=LONGEST_WATCH)
    return span


def _category(row: dict[str, str], where: str, known: _Known) -> Category:
    if known.fields is not None and row["field"] not in known.fields:
        raise errors.UnknownFieldInTable(where=where, field=row["field"])
    if row["grade"] and row["grade"] not in known.grades:
        raise errors.UnknownGradeInTable(where=where, grade=row["grade"])
    return Category(
        code=reading.code(row["code"], where),
        name=_text(row["name"], where, 30),
        name_en=_text(row["name_en"], where, 80),
        field=row["field"],
        closing=_sentence(row["closing"], where, "。", 100),
        closing_en=_sentence(row["closing_en"], where, ".", 240),
        radius_m=_radius(row["radius_m"], where),
        route=Route(reading.word(row["lead"], Side, where), _helpers(row["co"], where, known.fields)),
        grade=row["grade"] or None,
        grave_when=row["grave_when"],
        due=_due(row, where, known),
        watch=watch(reading.span(row["watch"], where), where) if row["watch"] else None,
        visual=reading.yes(row["visual"], where),
        first_step=reading.word(row["first_step"], FirstStep, where),
        public=reading.yes(row["public"], where),
    )


def _text(text: str, where: str, most: int) -> str:
    if not 1 <= len(text) <= most:
        raise errors.NotAText(where=where, most=most)
    return text


def _sentence(text: str, where: str, stop: str, most: int) -> str:
    """One sentence: one full stop, and that at its end."""
    if not text.endswith(stop) or text[:-1].count("。") or len(text) > most:
        raise errors.NotOneSentence(where=where)
    return text


def _radius(text: str, where: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and LEAST_RADIUS <= int(text) <= MOST_RADIUS):
        raise errors.RadiusOutOfRange(where=where, least=LEAST_RADIUS, most=MOST_RADIUS, said=text)
    return int(text)


def _due(row: dict[str, str], where: str, known: _Known) -> Span | None:
    if not row["due"]:
        return None
    if row["grade"] and known.grades[row["grade"]].due is None:
        raise errors.DueTwice(where=where)
    return reading.span(row["due"], where)


def _helpers(text: str, where: str, fields: frozenset[str] | None) -> tuple[str, ...]:
    """Who helps: sides, or `field:<code>`."""
    found = tuple(dict.fromkeys(text.split()))
    for one in found:
        if one.startswith("field:"):
            code = one.removeprefix("field:")
            if fields is not None and code not in fields:
                raise errors.UnknownFieldInTable(where=where, field=code)
        else:
            reading.word(one, Side, where)
    return found
