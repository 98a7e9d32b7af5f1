"""Where a lecture stands, as a fold of its line's records: pure."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from xiangyue.hall.orders.rules import Standing


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
    @property
    def command(self) -> str: ...
    @property
    def media_ms(self) -> int | None: ...


def after(standing: Standing, record: Record, *, answers_ms: int) -> Standing:
    """The standing with one more record; `answers_ms` is how long after its seconds an item still takes answers."""
    step = _STEPS.get(record.kind)
    if step is None:
        return replace(standing, seq=record.seq)
    if record.kind == "quiz_item":
        until_ms = shown_ms(record) + int(record.data["s"]) * 1000 + answers_ms
        standing = replace(standing, item_until_ms=until_ms)
    return replace(step(standing, record), seq=record.seq)


def shown_ms(record: Record) -> int:
    """When it is seen: its media time, or the moment it came where it has none."""
    return record.at if record.media_ms is None else record.media_ms


def _phase(standing: Standing, record: Record) -> Standing:
    phase = str(record.data["phase"])
    on_air_ms = record.at if phase == "on_air" else standing.on_air_ms
    return replace(standing, phase=phase, on_air_ms=on_air_ms)


def _part(standing: Standing, record: Record) -> Standing:
    number, at_ms = int(record.data["p"]), shown_ms(record)
    chapter = (number, str(record.data.get("title", "")), at_ms)
    return replace(standing, part=number, part_ms=at_ms, chapters=(*standing.chapters, chapter))


def _poll_close(standing: Standing, record: Record) -> Standing:
    return replace(standing, poll=0) if record.data["i"] == standing.poll else standing


def _reveal(standing: Standing, record: Record) -> Standing:
    return replace(standing, item=0, item_until_ms=0) if record.data["i"] == standing.item else standing


def _draw(standing: Standing, record: Record) -> Standing:
    return replace(standing, draw_step=record.kind) if record.data["i"] == standing.draw else standing


def _draw_over(standing: Standing, record: Record) -> Standing:
    return replace(standing, draw=0, draw_step="") if record.data["i"] == standing.draw else standing


def _put(standing: Standing, record: Record) -> frozenset[str]:
    return standing.put | {record.command}


_STEPS: dict[str, Callable[[Standing, Record], Standing]] = {
    "opened": lambda standing, record: replace(standing, phase="lobby"),  # noqa: ARG005 - one shape for all steps
    "phase": _phase,
    "part": _part,
    "poll": lambda standing, record: replace(standing, poll=record.seq, put=_put(standing, record)),
    "poll_close": _poll_close,
    "quiz_item": lambda standing, record: replace(standing, item=record.seq, put=_put(standing, record)),
    "quiz_reveal": _reveal,
    "draw_rules": lambda standing, record: replace(
        standing, draw=record.seq, draw_step=record.kind, put=_put(standing, record)
    ),
    "draw_roster": _draw,
    "draw_secret": _draw,
    "draw_entropy": _draw,
    "draw_result": _draw_over,
    "draw_void": _draw_over,
}
