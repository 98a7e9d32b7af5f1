"""What a line says in figures: a pure fold, record by record."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol


class Record(Protocol):
    """What the fold reads of a record of the line's log (`timeline.events.Accepted`)."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def data(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures after record number `offset`. Moments in milliseconds since the epoch.

    `said` counts sentences that were let through; `gaps` and `gap_ms` the times without an encoder while on air.
    """

    offset: int = 0
    phase: str = ""
    said: int = 0
    redacted: int = 0
    likes: int = 0
    viewers_now: int = 0
    viewers_peak: int = 0
    viewers_total: int = 0
    on_air_ms: int | None = None
    ended_ms: int | None = None
    gaps: int = 0
    gap_ms: int = 0
    away_since_ms: int | None = None


def after(tally: Tally, record: Record) -> Tally:
    """The figures with one more record. Kinds that say nothing in figures only move the offset."""
    # What was erased by decision is still counted: its place in the chain says what it was, and a count is of nobody.
    step = _STEPS.get(record.data["kind"] if record.kind == "erased" else record.kind)
    return replace(step(tally, record) if step else tally, offset=record.seq)


def _opened(tally: Tally, record: Record) -> Tally:  # noqa: ARG001 - one shape for all steps
    return replace(tally, phase="lobby")


def _phase(tally: Tally, record: Record) -> Tally:
    phase = str(record.data["phase"])
    moved = replace(tally, phase=phase)
    if phase == "on_air":
        # No picture yet at this moment is a gap from the first second.
        return replace(moved, on_air_ms=record.at, away_since_ms=tally.away_since_ms and record.at)
    if phase == "ended" and tally.on_air_ms is not None:
        return replace(_back(moved, record), ended_ms=record.at, viewers_now=0)
    return moved


def _media(tally: Tally, record: Record) -> Tally:
    if record.data["state"] == "away":
        return replace(tally, away_since_ms=record.at) if tally.away_since_ms is None else tally
    if record.data["state"] in {"published", "back"}:
        return _back(tally, record)
    return tally


def _back(tally: Tally, record: Record) -> Tally:
    if tally.away_since_ms is None:
        return tally
    if tally.on_air_ms is None or tally.ended_ms is not None:
        return replace(tally, away_since_ms=None)
    gone_ms = record.at - max(tally.away_since_ms, tally.on_air_ms)
    return replace(tally, away_since_ms=None, gaps=tally.gaps + 1, gap_ms=tally.gap_ms + gone_ms)


def _viewers(tally: Tally, record: Record) -> Tally:
    now = int(record.data["now"])
    peak = max(tally.viewers_peak, now)
    return replace(tally, viewers_now=now, viewers_peak=peak, viewers_total=int(record.data["total"]))


_STEPS: dict[str, Callable[[Tally, Record], Tally]] = {
    "opened": _opened,
    "phase": _phase,
    "media": _media,
    "viewers": _viewers,
    "say": lambda tally, record: replace(tally, said=tally.said + 1),  # noqa: ARG005 - one shape for all steps
    "refused": lambda tally, record: replace(tally, said=tally.said - 1),  # noqa: ARG005 - same
    "redact": lambda tally, record: replace(tally, redacted=tally.redacted + 1),  # noqa: ARG005 - same
    "like": lambda tally, record: replace(tally, likes=tally.likes + int(record.data["n"])),
}
