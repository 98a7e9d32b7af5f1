"""Full-text search of matters in Chinese, kept in the same transaction: FTS5 on SQLite, a tsvector on PostgreSQL.

The units concerned are words of a matter too, so that a street's search meets its own matters only, and stops early.
What is found is filtered by the viewer all the same.
"""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from xiangyue.kernel import text
from xiangyue.ledger.matters.folding import Standing
from xiangyue.ledger.matters.models import Matter

NEWEST = 5000
"""Matches that are looked at, newest first: more is a search that was not narrow enough."""

POSTGRES = "SELECT matter FROM ledger_matterwords WHERE words @@ %s::tsquery ORDER BY place DESC LIMIT %s"
SQLITE = (
    "SELECT o.matter FROM ledger_matterwords w JOIN ledger_matterwords_of o ON o.place = w.rowid"
    " WHERE ledger_matterwords MATCH %s ORDER BY w.rowid DESC LIMIT %s"
)
"""The tables are made by hand in the migration, in each database's own way."""


def keep(matters: Iterable[tuple[str, Standing, Iterable[str]]], *, fresh: bool = False) -> None:
    """Let the index follow what matters say now, and whom they concern. `fresh`: none of them is in the index yet."""
    rows = [(_words(standing, units), name) for name, standing, units in matters]
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


def matching(matters: QuerySet[Matter], query: str, *, units: Sequence[str] = ()) -> QuerySet[Matter]:
    """Those of some matters that have all words of a query; none when nothing searchable was typed.

    Where no matter has them as they were typed, words that stand without a space between them are taken apart.

    `units`: of which units, where it is not all; of several, the words alone decide.
    """
    if not text.words(query):
        return matters.none()
    asked = f"{query} {_word(units[0])}" if len(units) == 1 else query
    sql, said = (POSTGRES, text.tsquery(asked)) if _is_postgres() else (SQLITE, text.fts5(asked))
    fts, tsquery = text.apart(asked)
    if fts and not _any(sql, said):
        said = tsquery if _is_postgres() else fts
    return matters.filter(pk__in=RawSQL(sql, (said, NEWEST)))  # noqa: S611 - what was typed is a parameter


def _any(sql: str, said: str) -> bool:
    """Whether anything has these words: the walk ends at the first."""
    with connection.cursor() as cursor:
        cursor.execute(sql, (said, 1))
        return cursor.fetchone() is not None


def _words(standing: Standing, units: Iterable[str]) -> str:
    """Everything in a matter that people search for, and the units it concerns."""
    said = f"{standing.number} {standing.title} {standing.spot} {standing.text}"
    return " ".join([text.index_text(said), *map(_word, units)])


def _word(unit: str) -> str:
    """What a unit is called in the index: one word for every tokenizer."""
    return f"unit{unit.replace('-', '0')}"


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"
