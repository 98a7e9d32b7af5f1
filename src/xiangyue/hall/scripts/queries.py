"""Reads of scripts, for verbs and pages that already hold the lecture."""

from collections.abc import Iterable

from xiangyue.hall.scripts.models import Passage, Speaker
from xiangyue.hall.scripts.rules import Passage as Words
from xiangyue.hall.scripts.rules import Speaker as Person
from xiangyue.hall.scripts.states import MINUTES, Part


def speakers(lecture: str) -> tuple[Person, ...]:
    """Who speaks, in order; empty when the programme's line says all there is."""
    rows = Speaker.objects.filter(lecture=lecture).order_by("position")
    return tuple(Person(row.name, row.post, row.unit) for row in rows)


def parts(lecture: str) -> tuple[Words, ...]:
    """All six; those nobody wrote yet as planned for a new lecture."""
    rows = {row.part: Words(Part(row.part), row.text, row.minutes) for row in Passage.objects.filter(lecture=lecture)}
    return tuple(rows.get(part, Words(part, minutes=MINUTES[part])) for part in Part)


def minutes_on_air(lectures: Iterable[str]) -> dict[str, int]:
    """Planned minutes of everything but the lobby, by lecture: one query however many."""
    on_air = [part for part in Part if part != Part.POSTER]
    planned: dict[str, dict[Part, int]] = {lecture: {part: MINUTES[part] for part in on_air} for lecture in lectures}
    for row in Passage.objects.filter(lecture__in=list(planned)).exclude(part=Part.POSTER):
        planned[row.lecture_id][Part(row.part)] = row.minutes
    return {lecture: sum(minutes.values()) for lecture, minutes in planned.items()}
