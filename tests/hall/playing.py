"""A lecture with a quiz on its line, and a draw brought to a step by its own verbs."""

from itertools import count
from typing import Any

from tests.factories.draws import dice
from tests.factories.lectures import Notebook, a_lecture, a_studio

from xiangyue.hall.draws import actions, queries
from xiangyue.hall.draws.models import Draw
from xiangyue.hall.draws.rules import DICE, Plan, Rule
from xiangyue.hall.draws.states import Eligibility
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State
from xiangyue.org.access.rules import Member
from xiangyue.org.units.models import Unit
from xiangyue.timeline.programme import commitment

SALT = "0123456789abcdef"
PRIZES = ({"name": "电饭煲", "count": 1}, {"name": "雨伞", "count": 2})
STEPS = ("rules", "roster", "secret", "entropy", "result")

_commands = count(1)


def a_plan(**changes: Any) -> Plan:
    words: dict[str, Any] = {
        "title": "今晚的奖品", "prizes": PRIZES, "rule": Rule(Eligibility.ALL_RIGHT), "sources": [DICE],
        "claim": "府山街道文化站，每天 9:00 到 17:00", "claim_days": 7,
    }  # fmt: skip
    return Plan(**words | changes)


def an_open_lecture(unit: Unit) -> Lecture:
    return a_lecture(a_studio(unit, "fushan", "府山讲堂"), state=State.ON_AIR)


def put(lines: Notebook, lecture: Lecture, kind: str, data: dict[str, Any], by: str = "") -> int:
    """Something on the line; its number."""
    return lines.append(lecture.pk, kind, data, command=f"put-{next(_commands)}", by=by).seq


def a_question(lines: Notebook, lecture: Lecture, answer: Any = (1,), kind: str = "single", **more: Any) -> int:
    given = list(answer) if not isinstance(answer, str) else answer
    options = [] if kind == "number" else ["甲", "乙", "丙"]
    item = {
        "no": 1,
        "kind": kind,
        "text": "哪几个月缴费？",
        "options": options,
        "s": 10,
        "commit": commitment(given, SALT),
    }
    return put(lines, lecture, "quiz_item", item | more)


def reveal(lines: Notebook, lecture: Lecture, item: int, answer: Any = (1,)) -> None:
    given = list(answer) if not isinstance(answer, str) else answer
    put(lines, lecture, "quiz_reveal", {"i": item, "answer": given, "salt": SALT})


def a_quiz(lines: Notebook, lecture: Lecture, right: int = 30, wrong: int = 5) -> None:
    """One question: so many residents who were right, and so many who were not."""
    item = a_question(lines, lecture)
    for number in range(right + wrong):
        choice = [1] if number < right else [0]
        put(lines, lecture, "answer", {"i": item, "choice": choice}, by=f"resident-{number}")
    reveal(lines, lecture, item)


def throws(draw: Draw) -> list[str]:
    """What the camera shows."""
    return [dice(queries.settled_sources(draw)[0].count)]


def bring(draw: Draw, step: str, *, by: Member, other: Member) -> Draw:
    """Take the steps up to and with `step`."""
    for name in STEPS[: STEPS.index(step) + 1]:
        match name:
            case "rules":
                actions.announce(draw, by=by)
            case "roster":
                actions.lock(draw, by=by)
            case "secret":
                actions.open_secret(draw, by=by)
            case "entropy":
                assert actions.type_numbers(draw, throws(draw), by=by) is None
                assert actions.type_numbers(draw, throws(draw), by=other) is not None
            case "result":
                actions.settle(draw, by=by)
    return draw
