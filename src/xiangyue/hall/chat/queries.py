"""Reads of what is said: for directors, each second, from the line itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from xiangyue.hall import stage
from xiangyue.hall.chat import rules
from xiangyue.hall.chat.models import Word
from xiangyue.hall.lectures.models import Lecture
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.people import queries as people
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit

AT_FIRST = 200
"""Sentences a page is given when it opens."""

ACTS_AT_FIRST = 1_000
"""Acts and what waits for one: more than a lecture has."""

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Feed:
    """`rows` since a number, in order; `names` of the accounts in them; `more`: there are more already."""

    desk: dict[str, Any]
    rows: list[dict[str, Any]]
    names: dict[str, str]
    last: int
    more: bool


def feed(viewer: Member, lecture: Lecture, after: int) -> Feed:
    """What happened behind record `after`; with 0 the newest sentences and every act. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    moderates = access.may(viewer, Right.MODERATE, lecture.studio.unit)
    kinds = sorted(kind for kind in ("say", "held", "ask", *rules.ACTS) if moderates or kind not in rules.PRIVATE_KINDS)
    if after:
        followed = stage.follow(lecture.pk, kinds, after, AT_ONCE)
        notes, more = followed.notes, len(followed.notes) == AT_ONCE
        last = notes[-1].seq if more else followed.desk.length
    else:
        followed = stage.follow(lecture.pk, ["say"], 0, AT_FIRST, newest=True)
        acts = [kind for kind in kinds if kind != "say"]
        others = stage.follow(lecture.pk, acts, 0, ACTS_AT_FIRST, newest=True)
        notes, more = sorted([*followed.notes, *others.notes], key=lambda note: note.seq), False
        last = followed.desk.length
    rows = [rules.row(note, moderates=moderates) for note in notes if note.seq <= last]
    desk = followed.desk
    private = {"muted": desk.muted, "nets": len(desk.nets), "waiting": desk.waiting, "words": desk.words}
    seen = {
        "version": desk.version, "phase": desk.phase, "at": desk.at, "delay_s": desk.delay_s, "review": desk.review,
        "silence": desk.silence, **(private if moderates else {"waiting": desk.waiting}),
    }  # fmt: skip
    return Feed(seen, rows, people.names_of({row["by"] for row in rows if row.get("by")}), last, more)


def own_words(viewer: Member, unit: "Unit") -> QuerySet[Word]:
    """The words of one unit. Raises `Forbidden`."""
    access.require(viewer, Right.MODERATE, unit)
    return Word.objects.filter(unit=unit)


def words_above(viewer: Member, unit: "Unit") -> QuerySet[Word]:
    """The words that hold here because a unit above says so. Raises `Forbidden`."""
    access.require(viewer, Right.MODERATE, unit)
    return Word.objects.filter(unit__in=units.ancestors(unit)).select_related("unit").order_by("unit__path", "text")
