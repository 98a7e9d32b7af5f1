"""A ledger of any size for `bench.million`, written past the verbs but as they would: chains true, rows their fold.

Two sinks, because a million matters through an ORM would take an hour: SQLite's `executemany`, PostgreSQL's COPY.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, Protocol

from django.db import connection, transaction

from bench.ledger_lives import Life, Maker, Place, World, matter_row, moment
from xiangyue.journal import actions as journal
from xiangyue.kernel import clock
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import projecting, searching
from xiangyue.ledger.matters.models import Numbering
from xiangyue.org.units import queries as units

CHUNK = 20_000
"""Matters of one transaction, of one checkpoint and of one witness slip."""

YEARS = 5

Rows = Sequence[Sequence[Any]]


class Sink(Protocol):
    """Where rows go."""

    as_text: bool
    """Whether moments are text, as SQLite keeps them."""

    def put(self, table: str, columns: Sequence[str], rows: Rows) -> None: ...


class Sqlite:
    as_text = True

    def put(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        marks = ", ".join("?" * len(columns))
        names = ", ".join(f'"{column}"' for column in columns)
        connection.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


class Postgres:
    as_text = False

    def put(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        names = ", ".join(f'"{column}"' for column in columns)
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def a_sink() -> Sink:
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


def a_world() -> World:
    """The demo's county, with a clerk in every unit and twenty inspectors; accounts are names only."""
    towns = tuple(Place(unit.code, unit.short_name) for unit in units.places())
    departments = tuple(Place(unit.code, unit.short_name) for unit in units.departments())
    until = clock.now().astimezone(clock.COUNTY_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return World(
        kinds=(kinds.current("street"), kinds.current("hazard")), calendar=calendars.current(), towns=towns,
        departments=departments, inspectors=tuple(f"inspector-{no:02}" for no in range(20)),
        clerks={place.code: f"clerk-{place.code}" for place in (*towns, *departments)}, office=units.root().code,
        dispatcher="dispatcher", since=until - timedelta(days=365 * YEARS), until=until,
    )  # fmt: skip


def build(count: int, *, seed: int = 1) -> Iterator[tuple[int, int]]:
    """Write so many matters; yields (matters, records) after each chunk."""
    maker, sink = Maker(a_world(), seed), a_sink()
    names, done, records = maker.names(count), 0, 0
    boxes: dict[tuple[Any, ...], int] = {}
    with _careless(), _without_indexes():
        for at in range(0, len(names), CHUNK):
            lives = list(maker.lives(names[at : at + CHUNK]))
            with transaction.atomic():
                _write(sink, lives)
            for life in lives:
                for day, box, n in life.boxes:
                    boxes[day, box] = boxes.get((day, box), 0) + n
            with transaction.atomic():
                journal.take_slip([], county="衢州市柯城区")
            done, records = done + len(lives), records + sum(len(life.records) for life in lives)
            yield done, records
        _count(sink, boxes)
        _number(maker)
    _settle()


def _write(sink: Sink, lives: list[Life]) -> None:
    raw = sink.as_text
    sink.put(
        "journal_entry",
        ("chain", "seq", "at", "by", "verb", "payload", "salt", "leaf", "link"),
        [
            (f"matter/{life.name}", seq, moment(at, as_text=raw), by, verb, payload.decode(), salt, leaf, link)
            for life in lives
            for seq, at, by, verb, payload, salt, leaf, link in life.records
        ],
    )
    heads = [(f"matter/{life.name}", len(life.records), life.link, True) for life in lives]
    sink.put("journal_head", ("chain", "length", "link", "moved"), heads)
    columns = [projecting.COLUMNS[name] for name in projecting.NAMES]
    sink.put("ledger_matter", [*columns, "id"], [matter_row(life, as_text=raw) for life in lives])
    sink.put(
        "ledger_party",
        ("matter_id", "unit_id", "reported_at", "helps", "offered"),
        [
            (life.name, unit, moment(life.standing.reported_at, as_text=raw), False, False)
            for life in lives
            for unit in _concerned(life)
        ],
    )
    drawn = [
        (life.name, who, moment(life.standing.reported_at, as_text=raw))
        for life in lives
        for who in life.standing.verifiers
    ]
    sink.put("ledger_task", ("matter_id", "person", "reported_at"), drawn)
    _index(sink, lives)


def _concerned(life: Life) -> list[str]:
    return sorted({life.standing.place, life.standing.lead} - {""})


def _index(sink: Sink, lives: list[Life]) -> None:
    said = [(life.name, searching.indexed(life.standing, _concerned(life))) for life in lives]
    if isinstance(sink, Sqlite):
        raw = connection.connection
        first = raw.execute("SELECT coalesce(max(place), 0) + 1 FROM ledger_matterwords_of").fetchone()[0]
        sink.put("ledger_matterwords_of", ("place", "matter"), [(first + n, name) for n, (name, _) in enumerate(said)])
        sink.put("ledger_matterwords", ("rowid", "words"), [(first + n, words) for n, (_, words) in enumerate(said)])
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS bench_words (matter text, words text)")
        cursor.execute("TRUNCATE bench_words")
    sink.put("bench_words", ("matter", "words"), said)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_matterwords (matter, words)"
            " SELECT matter, to_tsvector('simple', words) FROM bench_words"
        )


def _count(sink: Sink, boxes: dict[tuple[Any, ...], int]) -> None:
    """The counters as the worker leaves them in the night: one row of a box and a day."""
    rows = [((date(1970, 1, 1) + timedelta(days=day)).isoformat(), *box, n) for (day, box), n in boxes.items() if n]
    rows.sort()
    with transaction.atomic():
        sink.put("ledger_count", ("on", "kind", "place", "lead", "state", "outcome", "n"), rows)


def _number(maker: Maker) -> None:
    for (kind, year), last in maker.numbers.items():
        Numbering.objects.create(kind=kind, year=year, last=last)


@contextmanager
def _careless() -> Iterator[None]:
    """Nothing of what is built needs to survive a power cut before it is whole."""
    if connection.vendor == "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA cache_size=-400000")
    yield


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Indexes that no constraint needs are made at the end, from sorted keys."""
    tables = ["journal_entry", "ledger_matter", "ledger_party", "ledger_task", "ledger_count"]
    if connection.vendor == "postgresql":
        asked = (
            "SELECT i.indexname, i.indexdef FROM pg_indexes i LEFT JOIN pg_constraint c ON c.conname = i.indexname"
            " WHERE c.conname IS NULL AND i.indexdef NOT LIKE 'CREATE UNIQUE%%' AND i.tablename = ANY(%s)"
        )
        given: list[Any] = [[*tables, "ledger_matterwords"]]
    else:
        marks = ", ".join(["%s"] * len(tables))
        asked = (
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%%'"
            f" AND tbl_name IN ({marks})"
        )
        given = tables
    with connection.cursor() as cursor:
        cursor.execute(asked, given)
        found = cursor.fetchall()
        for name, _sql in found:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, sql in found:
            cursor.execute(sql.replace("%", "%%"))


def _settle() -> None:
    """What a database does for itself over the years: statistics for its planner."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def since(began: float) -> str:
    return f"{time.monotonic() - began:.0f} s"
