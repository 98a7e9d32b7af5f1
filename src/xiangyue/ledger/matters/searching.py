"""Full-text search of matters in Chinese, kept in the same transaction: FTS5 on SQLite, a tsvector on PostgreSQL.

The units concerned are words of a matter too, so that a street's search meets its own matters only, and stops early.
What is found is filtered by the viewer all the same.
"""

import json
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from xiangyue.kernel import text
from xiangyue.ledger.matters.folding import Standing

NEWEST = 2000
"""Matches that are looked at, newest first: more is a search that was not narrow enough."""

PAGED = 1000
"""The same for who turns pages: twenty of them, which then say that there are more."""

POSTGRES = "SELECT matter FROM ledger_matterwords WHERE words @@ %s::tsquery ORDER BY place DESC LIMIT %s"
SQLITE = (
    "SELECT o.matter FROM ledger_matterwords w JOIN ledger_matterwords_of o ON o.place = w.rowid"
    " WHERE ledger_matterwords MATCH %s ORDER BY w.rowid DESC LIMIT %s"
)
"""The tables are made by hand in the migration, in each database's own way."""


def keep(matters: Iterable[tuple[str, Standing, Iterable[str]]], *, fresh: bool = False) -> None:
    """Let the index follow what matters say now, and whom they concern. `fresh`: none of them is in the index yet."""
    rows = [(indexed(standing, units), name) for name, standing, units in matters]
    names = [(name,) for _words_of_it, name in rows]
    with connection.cursor() as cursor:
        if _is_postgres():
            cursor.executemany(
                "INSERT INTO ledger_matterwords (words, matter) VALUES (to_tsvector('simple', %s), %s)"
                " ON CONFLICT (matter) DO UPDATE SET words = EXCLUDED.words",
                rows,
            )
            return
        if not fresh:
            cursor.executemany(
                "DELETE FROM ledger_matterwords"
                " WHERE rowid IN (SELECT place FROM ledger_matterwords_of WHERE matter = %s)",
                names,
            )
        cursor.executemany("INSERT OR IGNORE INTO ledger_matterwords_of (matter) VALUES (%s)", names)
        cursor.executemany(
            "INSERT INTO ledger_matterwords (rowid, words)"
            " SELECT place, %s FROM ledger_matterwords_of WHERE matter = %s",
            rows,
        )


def newest(query: str, *, units: Iterable[str] = (), most: int = NEWEST) -> list[str]:
    """The names of matters that have all words of a query, newest first, so many at most; none for no words.

    Where no matter has them as they were typed, words that stand without a space between them are taken apart, and a
    number at the end is one that was only begun.

    `units`: only those in which all of these are concerned. Who may see which is asked by the caller all the same.
    """
    if not text.words(query):
        return []
    # The units stand first: what was typed last may be a number that is only begun.
    asked = " ".join([*map(_word, units), query])
    postgres = _is_postgres()
    found = _walked(text.tsquery(asked) if postgres else text.fts5(asked), most)
    for either in (text.apart, text.begun):
        fts, tsquery = either(asked)
        if not found and fts:
            found = _walked(tsquery if postgres else fts, most)
    return found


def among(names: Sequence[str]) -> Q:
    """The condition that a matter is one of some: thousands of them are one parameter."""
    if _is_postgres():
        return Q(pk__in=RawSQL("SELECT unnest(%s::varchar[])", (list(names),)))
    return Q(pk__in=RawSQL("SELECT value FROM json_each(%s)", (json.dumps(names),)))


def _walked(said: str, most: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(POSTGRES if _is_postgres() else SQLITE, (said, most))
        return [name for (name,) in cursor.fetchall()]


def indexed(standing: Standing, units: Iterable[str]) -> str:
    """Everything in a matter that people search for, and the units it concerns."""
    said = f"{standing.number} {standing.title} {standing.spot} {standing.text}"
    return " ".join([text.index_text(said), *map(_word, units)])


def _word(unit: str) -> str:
    """What a unit is called in the index: one word for every tokenizer."""
    return f"unit{unit.replace('-', '0')}"


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"
