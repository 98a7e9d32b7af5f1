"""Writing a script: whole, inside the transaction of the lecture's own verb, which checks and records."""

from xiangyue.hall.scripts.models import Passage, Speaker
from xiangyue.hall.scripts.rules import Passage as Words
from xiangyue.hall.scripts.rules import Script, line
from xiangyue.hall.scripts.rules import Speaker as Person
from xiangyue.hall.scripts.states import MINUTES


def write(lecture: str, script: Script) -> None:
    """Put a script in the place of what was there. What says no more than a new lecture does is no row."""
    Speaker.objects.filter(lecture=lecture).delete()
    Passage.objects.filter(lecture=lecture).delete()
    if script.speakers != (Person(line(script.speakers)),):
        Speaker.objects.bulk_create(
            Speaker(lecture_id=lecture, position=position, name=each.name, post=each.post, unit=each.unit)
            for position, each in enumerate(script.speakers)
        )
    Passage.objects.bulk_create(
        Passage(lecture_id=lecture, part=each.part, text=each.text, minutes=each.minutes)
        for each in script.parts
        if each != Words(each.part, minutes=MINUTES[each.part])
    )
