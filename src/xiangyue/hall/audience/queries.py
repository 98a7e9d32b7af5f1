"""Reads of figures."""

from dataclasses import dataclass

from django.db.models import Sum

from xiangyue.hall.audience import sheet as sheets
from xiangyue.hall.audience.models import Figures
from xiangyue.hall.audience.sheet import Sheet
from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State
from xiangyue.hall.orders import queries as orders
from xiangyue.hall.studios import queries as studios
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access.rules import Member


@dataclass(frozen=True, slots=True)
class Totals:
    """The alliance in figures: lectures held, studios, views, sentences, likes, minutes on air."""

    lectures: int
    studios: int
    views: int
    said: int
    likes: int
    minutes: int


def figures(viewer: Member, lecture: Lecture) -> Figures:
    """The figures of a lecture the viewer may see; all zero before its line began. Raises `NotFound`."""
    seen = lectures.get(viewer, lecture.pk)
    return Figures.objects.filter(pk=seen.pk).first() or Figures(pk=seen.pk)


def sheet(viewer: Member, lecture: Lecture) -> Sheet:
    """What became of a lecture that is over, on one sheet. Raises `NotFound` for one that is not, or is not theirs."""
    seen = lectures.get(viewer, lecture.pk)
    if seen.state not in {State.ENDED, State.REPLAY}:
        raise NotFound
    row, script = figures(viewer, seen), lectures.script_of(seen)
    assert seen.on_air_at is not None
    assert seen.ended_at is not None
    held = orders.standing_of(seen).chapters
    on_air_ms, ended_ms = round(seen.on_air_at.timestamp() * 1000), round(seen.ended_at.timestamp() * 1000)
    chapters = sheets.chapters(held, script, on_air_ms=on_air_ms, ended_ms=ended_ms)
    return Sheet(script, seen.studio.name, seen.studio.unit.name, sheets.measures(row), chapters)


def of_many(viewer: Member, shown: list[Lecture]) -> dict[str, Figures]:
    """Figures by public name, for a list of lectures that the viewer was given by a query: one query."""
    seen = lectures.visible_to(viewer).filter(pk__in=[lecture.pk for lecture in shown]).values("pk")
    found = {row.pk: row for row in Figures.objects.filter(pk__in=seen)}
    return {lecture.pk: found.get(lecture.pk) or Figures(pk=lecture.pk) for lecture in shown}


def totals(viewer: Member) -> Totals:
    """The alliance so far. Public."""
    held = lectures.visible_to(viewer).filter(state__in=[State.ON_AIR, State.ENDED, State.REPLAY], unlisted=False)
    rows = Figures.objects.filter(pk__in=held.values("pk"))
    sums = rows.aggregate(views=Sum("viewers_total"), said=Sum("said"), likes=Sum("likes"))
    over = rows.filter(ended_ms__isnull=False, on_air_ms__isnull=False)
    on_air_ms = over.aggregate(ms=Sum("ended_ms") - Sum("on_air_ms"))["ms"] or 0
    return Totals(
        lectures=held.count(),
        studios=studios.visible_to(viewer).count(),
        views=sums["views"] or 0,
        said=sums["said"] or 0,
        likes=sums["likes"] or 0,
        minutes=on_air_ms // 60_000,
    )
