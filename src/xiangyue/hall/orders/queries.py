"""Reads of the run of show."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from xiangyue.hall import stage
from xiangyue.hall.lectures import prepared, queries
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import PLANS
from xiangyue.hall.orders import course, rules
from xiangyue.hall.orders.rules import Prepared, Standing, Step
from xiangyue.hall.scripts.rules import Script
from xiangyue.hall.scripts.states import Part
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

KEPT = 40
"""Lectures whose standing one process remembers: twice as many as a county has studios on air."""

_folded: OrderedDict[str, Standing] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Show:
    """A run of show: where it stands, what is prepared in words and in things, and what comes next."""

    standing: Standing
    script: Script
    prepared: Prepared
    next: Step


def show(viewer: Member, lecture: Lecture) -> Show:
    """The run of show, for those inside the studio. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    script = queries.script_of(lecture)
    standing, things = standing_of(lecture), prepared_for(lecture, script)
    return Show(standing, script, things, rules.next_step(standing, things))


def standing_of(lecture: Lecture) -> Standing:
    """Where a lecture stands on its line, for those who hold it: reads what came since this process last looked."""
    if lecture.state in PLANS:
        return Standing()
    with _lock:
        standing = _folded.pop(lecture.pk, Standing())
    for record in stage.whole(lecture.pk, standing.seq):
        standing = course.after(standing, record, answers_ms=stage.ANSWERS_MS)
    with _lock:
        _folded[lecture.pk] = standing
        while len(_folded) > KEPT:
            _folded.popitem(last=False)
    return standing


def prepared_for(lecture: Lecture, script: Script) -> Prepared:
    """What there is to bring on, with the names under which it goes onto the line."""
    items = prepared.items(lecture.pk)
    names = tuple(stage.command(lecture.pk, item.name) for item in items)
    skipped = frozenset(part for part in Part if not script.passage(part).minutes)
    return Prepared(items, names, skipped)
