"""Many rows at once, without asking every field of every row what Django would: in twice as fast as `bulk_create`, and
out as the database spells them.
"""

import functools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Model, QuerySet, TextField
from django.db.models.functions import Cast

CHUNK = 2000
"""Rows fetched at once: 1 MB or so."""

ROOM_KIB = 65_536
"""Of the pages that an import touches again and again: SQLite's own 2 MB are written out and read anew all the time."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_UNSAID = datetime(1970, 1, 1)  # noqa: DTZ001 - SQLite keeps moments in UTC without saying so
_MILLISECOND = timedelta(milliseconds=1)


def insert(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, or_leave: bool = False
) -> None:
    """Add rows of values, one for each column of the table; for `actions` only, as every write is.

    `or_leave`: a row that a unique key has already stays as it is.
    """
    quote = connection.ops.quote_name
    names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    table = quote(model._meta.db_table)  # noqa: SLF001 - Django has no other name for it
    leave = " ON CONFLICT DO NOTHING" if or_leave else ""
    # The same few moments stand in many rows, and most lists are empty: each is spelled once.
    moments = functools.cache(connection.ops.adapt_datetimefield_value)
    special: dict[type, Callable[[Any], Any]] = {datetime: moments, dict: _json, list: _json}
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({places}){leave}",  # noqa: S608 - names of our own
            [[special[type(value)](value) if type(value) in special else value for value in row] for row in rows],
        )


def _json(value: Any) -> str:
    return json.dumps(value) if value else str(value)


def make_room() -> None:
    """Let this connection keep the pages that thousands of rows touch; for the worker, which has one connection."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{ROOM_KIB}")


def select(rows: QuerySet[Any, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query of values as the database gives them: moments and JSON are still to be read."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:  # it asks for none of nothing
        return
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while found := cursor.fetchmany(CHUNK):
            yield from found


def moment(column: str) -> F | Cast:
    """A column of moments for `select`. SQLite keeps texts, and its driver would read each of them slowly."""
    return Cast(column, TextField()) if connection.vendor == "sqlite" else F(column)


def milliseconds(moment: str | datetime) -> int:
    """A moment as `select` gives it. Raises `ValueError` for a text that is none."""
    if isinstance(moment, str):
        return (datetime.fromisoformat(moment) - _EPOCH_UNSAID) // _MILLISECOND
    return (moment - _EPOCH) // _MILLISECOND
