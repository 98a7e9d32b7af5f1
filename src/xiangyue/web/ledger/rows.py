"""Matters as a list shows them: what, where, whose, until when, and one stamp."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xiangyue.kernel import clock
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters.states import RUNNING, Outcome, State
from xiangyue.web.ledger import when
from xiangyue.web.ledger.when import Left

if TYPE_CHECKING:
    from datetime import datetime

    from xiangyue.ledger.kinds.rules import Kind
    from xiangyue.ledger.matters.models import Matter

    Known = dict[tuple[str, int], Kind]


@dataclass(frozen=True, slots=True)
class Stamp:
    """The state of a matter as a stamp. `pressed`: somebody vouches for it, so it is a seal."""

    word: str
    tone: str
    pressed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    matter: "Matter"
    kind: str
    category: str
    stamp: Stamp
    left: Left
    age: str
    also: list[str] = field(default_factory=list)
    """Lists further down that count it too, and do not show it a second time."""
    added: str = ""
    """What whoever reported it had to add, where a list tells it."""


class Named(Protocol):
    """Whatever a kind's file names in both languages."""

    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def named(thing: Named) -> str:
    """The name of a kind, category, grade or reason in the reader's language."""
    return thing.name_en if get_language() == "en" else thing.name


def listed(matters: "Iterable[Matter]", known: "Known | None" = None) -> list[Row]:
    """Rows for a page: one query for all kinds, unless they are in hand."""
    found = list(matters)
    if not found:
        return []
    every, now = known if known is not None else kinds.every(), clock.now()
    return [_row(matter, every, now) for matter in found]


def helping(matters: "Iterable[Matter]", codes: Collection[str], known: "Known") -> list[Row]:
    """The same for units that help: their own deadline and whether their part is late, the longest overdue first."""
    now = clock.now()
    parts = [(row, *_nearest(row.matter, codes)) for row in listed(matters, known)]
    parts.sort(key=lambda part: (part[2], part[1] or FOREVER))
    return [_part(row, due, now, is_done=is_done) for row, due, is_done in parts]


FOREVER = 1 << 60


def _nearest(matter: "Matter", codes: Collection[str]) -> tuple[int | None, bool]:
    """When the next part of some units is due, and whether all of them are done."""
    parts = [matter.helpers[code] for code in codes if code in matter.helpers]
    still = [due for due, done in parts if done is None]
    return min((due for due in still if due), default=None), bool(parts) and not still


def _part(row: Row, due: int | None, now: "datetime", *, is_done: bool) -> Row:
    if is_done:
        return replace(row, stamp=Stamp(_("你们那一份已完成"), "moss"), left=Left(""))
    if due is None:
        return row
    until = clock.from_ms(due)
    if until < now:
        return replace(row, stamp=Stamp(_("逾期"), "full"), left=when.left(until, now))
    own = Stamp(str(State(row.matter.state).label), "ink")
    return replace(row, stamp=own if row.stamp.word == _("逾期") else row.stamp, left=when.left(until, now))


def stamp(matter: "Matter", now: "datetime") -> Stamp:
    """What a matter is now, in one word. Vermilion: overdue, or mended and seen by somebody outside the line."""
    if matter.state == State.CLOSED:
        if matter.outcome == Outcome.FIXED:
            return Stamp(_("已销号"), "full", pressed=True)
        if matter.outcome == Outcome.ANSWERED:
            return Stamp(_("已答复"), "ink")
        return Stamp(str(Outcome(matter.outcome).label), "ink")
    if matter.paused_at is not None:
        return Stamp(_("缓办"), "ink")
    if matter.state in RUNNING and matter.due is not None and matter.due < now:
        return Stamp(_("逾期"), "full")
    if matter.state == State.WORKING and (matter.fails or matter.annuls):
        return Stamp(_("返工"), "amber")
    return Stamp(str(State(matter.state).label), "ink" if matter.state == State.WORKING else "amber")


def category_of(matter: "Matter", kind: "Kind") -> str:
    """The name of a matter's category; before it is filed it may have none."""
    return named(kind.category(matter.category)) if matter.category else _("未分类")


def _row(matter: "Matter", known: "Known", now: "datetime") -> Row:
    kind = known[matter.kind, matter.version]
    runs = matter.state in RUNNING and matter.paused_at is None
    return Row(
        matter,
        named(kind),
        category_of(matter, kind),
        stamp(matter, now),
        when.left(matter.due, now) if runs else Left(""),
        when.age(matter.found_at, now),
    )
