"""Reads of scripts, for verbs and pages that already hold the lecture."""

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
