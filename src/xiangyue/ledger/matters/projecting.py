"""From a row to its standing and back: the one place where columns and fields meet."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from xiangyue.kernel import clock
from xiangyue.ledger.matters.folding import Standing
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import Outcome, State

UNITS = frozenset({"place", "line", "office", "lead"})
"""Foreign keys, by code; nobody is "" in a standing and NULL in a row."""

MOMENTS = frozenset(
    {
        "found_at", "reported_at", "assigned_at", "accepted_at", "claimed_at", "closed_at", "original_due", "due",
        "next_rung_at", "paused_at", "paused_until", "asked_until", "check_due", "watch_until", "review_at",
    }
)  # fmt: skip

NAMES = tuple(field.name for field in fields(Standing))

COLUMNS = {name: f"{name}_id" if name in UNITS else name for name in NAMES}


def standing_of(row: Matter) -> Standing:
    """The standing that a row keeps. What is in it is the caller's own: changing it changes no row."""
    values = {name: _read(name, getattr(row, column)) for name, column in COLUMNS.items()}
    return Standing(**values)


def columns(standing: Standing) -> dict[str, Any]:
    """Every column of a row by its attribute, as a standing says."""
    return {column: _write(name, getattr(standing, name)) for name, column in COLUMNS.items()}


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The columns that differ: an index is rewritten only when what it holds has changed."""
    return {column: value for column, value in after.items() if before[column] != value}


def differences(row: Matter, standing: Standing) -> list[str]:
    """The names of fields in which a row is not the fold of its chain."""
    kept = standing_of(row)
    return [name for name in NAMES if getattr(kept, name) != getattr(standing, name)]


def _read(name: str, value: Any) -> Any:
    if name in MOMENTS:
        return None if value is None else round(value.timestamp() * 1000)
    if name in UNITS:
        return value or ""
    if name == "state":
        return State(value)
    if name == "outcome":
        return Outcome(value)
    return _copied(value)


def _write(name: str, value: Any) -> Any:
    if name in MOMENTS:
        return _moment(value)
    if name in UNITS:
        return value or None
    return value.value if name in {"state", "outcome"} else _copied(value)


def _moment(value: int | None) -> datetime | None:
    return None if value is None else clock.from_ms(value)


def _copied(value: Any) -> Any:
    """So that a row and a standing never share what can be changed."""
    kind = type(value)
    if kind is dict:
        return {key: _copied(inner) for key, inner in value.items()}
    return list(value) if kind is list else value
