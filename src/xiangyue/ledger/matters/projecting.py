"""From a row to its standing and back: the one place where columns and fields meet."""

from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from operator import attrgetter
from typing import Any

import msgspec

from xiangyue.journal import bulk
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
        "added_at",
    }
)  # fmt: skip

NAMES = tuple(field.name for field in fields(Standing))

COLUMNS = {name: f"{name}_id" if name in UNITS else name for name in NAMES}

_all_of: Callable[[Standing], tuple[Any, ...]] = attrgetter(*NAMES)
_MOMENTS_AT = tuple(place for place, name in enumerate(NAMES) if name in MOMENTS)
_UNITS_AT = tuple(place for place, name in enumerate(NAMES) if name in UNITS)
_CODES_AT = tuple(NAMES.index(name) for name in ("state", "outcome"))
_HELD_AT = tuple(place for place, field in enumerate(fields(Standing)) if field.default_factory is not MISSING)
"""Lists and dictionaries: JSON in the table."""


def standing_of(row: Matter) -> Standing:
    """The standing that a row keeps. What is in it is the caller's own: changing it changes no row."""
    values = {name: _read(name, getattr(row, column)) for name, column in COLUMNS.items()}
    return Standing(**values)


def values(standing: Standing) -> list[Any]:
    """Every column of a row, in the order of `COLUMNS`, as a standing says. A row and it share nothing that changes."""
    found = list(_all_of(standing))
    for place in _MOMENTS_AT:
        if found[place] is not None:
            found[place] = clock.from_ms(found[place])
    for place in _UNITS_AT:
        found[place] = found[place] or None
    for place in _CODES_AT:
        found[place] = found[place].value
    for place in _HELD_AT:
        found[place] = _copied(found[place])
    return found


def columns(standing: Standing) -> dict[str, Any]:
    """The same by its attribute."""
    return dict(zip(COLUMNS.values(), values(standing), strict=True))


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The columns that differ: an index is rewritten only when what it holds has changed."""
    return {column: value for column, value in after.items() if before[column] != value}


def differences(row: Matter, standing: Standing) -> list[str]:
    """The names of fields in which a row is not the fold of its chain."""
    return _differing(_all_of(standing_of(row)), standing)


def differences_raw(row: Sequence[Any], standing: Standing) -> list[str]:
    """The same for the columns of a row, in the order of `COLUMNS`, as `bulk.select` gives them."""
    kept = list(row)
    for place in _MOMENTS_AT:
        if kept[place] is not None:
            kept[place] = bulk.milliseconds(kept[place])
    for place in _UNITS_AT:
        kept[place] = kept[place] or ""
    for place in _HELD_AT:
        kept[place] = msgspec.json.decode(kept[place])
    return _differing(kept, standing)


def _differing(kept: Sequence[Any], standing: Standing) -> list[str]:
    folded = _all_of(standing)
    if tuple(kept) == folded:
        return []
    return [name for name, one, other in zip(NAMES, kept, folded, strict=True) if one != other]


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


def _copied(value: Any) -> Any:
    """So that a row and a standing never share what can be changed."""
    kind = type(value)
    if kind is dict:
        return {key: _copied(inner) for key, inner in value.items()}
    return list(value) if kind is list else value
