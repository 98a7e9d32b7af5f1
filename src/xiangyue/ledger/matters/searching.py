"""Full-text search of matters in Chinese, kept in the same transaction: FTS5 on SQLite, a tsvector on PostgreSQL."""

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from xiangyue.kernel import text
from xiangyue.ledger.matters.models import Matter

POSTGRES = "SELECT matter FROM ledger_matterwords WHERE words @@ %s::tsquery"
SQLITE = (
    "SELECT o.matter FROM ledger_matterwords w JOIN ledger_matterwords_of o ON o.place = w.rowid"
    " WHERE ledger_matterwords MATCH %s"
)
"""The tables are made by hand in the migration, in each database's own way."""


def keep(matter: Matter) -> None:
    """Let the index follow what a matter says now."""
    keep_all([matter])


def keep_all(matters: list[Matter], *, fresh: bool = False) -> None:
    """The same for many. `fresh`: none of them is in the index yet."""
    names = [(matter.pk,) for matter in matters]
    rows = [(text.index_text(said(matter)), matter.pk) for matter in matters]
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


def said(matter: Matter) -> str:
    """Everything in a matter that people search for."""
    return f"{matter.number} {matter.title} {matter.spot} {matter.text}"


def matching(matters: QuerySet[Matter], query: str) -> QuerySet[Matter]:
    """Those of some matters that have all words of a query; none when nothing searchable was typed."""
    if not text.words(query):
        return matters.none()
    sql, asked = (POSTGRES, text.tsquery(query)) if _is_postgres() else (SQLITE, text.fts5(query))
    return matters.filter(pk__in=RawSQL(sql, (asked,)))  # noqa: S611 - what was typed is a parameter


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"
