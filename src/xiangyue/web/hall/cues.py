"""What is prepared for a lecture and brought on in turn: slides, questions, polls, quiz, draws; each a `Source`.

A row says what the console shows of one prepared thing. The console brings it on by kind, `ref` and step, and learns
nothing else of the noun; that it is on, everybody's console reads from the line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xiangyue.hall.claims import queries as held
from xiangyue.hall.decks import actions as decks
from xiangyue.hall.decks import queries as sheets
from xiangyue.hall.draws import actions as draws
from xiangyue.hall.draws import queries as drawn
from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.polls import actions as polls
from xiangyue.hall.polls import queries as asked
from xiangyue.hall.questions import actions as questions
from xiangyue.hall.questions import queries as brought
from xiangyue.hall.quiz import actions as quiz
from xiangyue.hall.quiz import queries as items
from xiangyue.hall.scores import queries as scores
from xiangyue.hall.scripts.states import Part
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access.rules import Member, may
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.hall.draws.models import Draw
    from xiangyue.hall.lectures.models import Lecture


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a director on a prepared thing: which, which step of it, and what makes it once."""

    ref: str
    step: str
    command: str
    expected: int | None


@dataclass(frozen=True, slots=True)
class Source:
    """One noun: `rows` of what is prepared, and the verb that brings one on; it answers the number of the event."""

    rows: "Callable[[Member, Lecture], list[dict[str, Any]]]"
    act: "Callable[[Member, Lecture, Press], int]"


def _slides(member: Member, lecture: "Lecture") -> list[dict[str, Any]]:
    deck = sheets.current(member, lecture)
    pages = sheets.sheets(member, deck) if deck else []
    return [
        {"ref": str(page.n), "n": page.n, "small": page.small, "alt": page.alt, "deck": deck.pk if deck else ""}
        for page in pages
    ]


def _show_slide(member: Member, lecture: "Lecture", press: Press) -> int:
    number = int(press.ref) if press.ref.isdecimal() else 0
    return decks.show(lecture, number, by=member, command=press.command, expected=press.expected).seq


def _questions(member: Member, lecture: "Lecture") -> list[dict[str, Any]]:
    if not may(member, Right.MODERATE, lecture.studio.unit):
        return []  # for a host without moderators' rights the button would only refuse
    put = brought.put(member, lecture)
    return [{"ref": row.pk, "text": row.text} for row in brought.prepared(member, lecture) if row.command not in put]


def _put_question(member: Member, lecture: "Lecture", press: Press) -> int:
    return questions.put(brought.get_prepared(member, lecture, press.ref), by=member, expected=press.expected).seq


def _polls(member: Member, lecture: "Lecture") -> list[dict[str, Any]]:
    return [
        {"ref": poll.pk, "text": poll.draft.text, "options": list(poll.draft.options)}
        for poll in asked.prepared(member, lecture)
    ]


def _move_poll(member: Member, lecture: "Lecture", press: Press) -> int:
    poll = asked.get(member, lecture, press.ref)
    verb = polls.close_poll if press.step == "close" else polls.open_poll
    return verb(poll, by=member, expected=press.expected).seq


def _items(member: Member, lecture: "Lecture") -> list[dict[str, Any]]:
    return [
        {"ref": item.pk, "no": item.position, "text": item.text, "kind": item.kind}
        for item in items.items(member, lecture)
    ]


def _move_item(member: Member, lecture: "Lecture", press: Press) -> int:
    item = items.get(member, lecture, press.ref)
    verb = quiz.reveal if press.step == "reveal" else quiz.put
    return verb(item, by=member, expected=press.expected).seq


def _draws(member: Member, lecture: "Lecture") -> list[dict[str, Any]]:
    return [
        {
            "ref": draw.pk, "title": draw.title, "commit": draw.commit, "url": f"/draws/{draw.pk}/steps/",
            "differs": bool(drawn.differing(member, draw)), "who": drawn.plan(draw).rule.sentence,
            "holders": _holders(member, draw),
        }
        for draw in drawn.of_lecture(member, lecture)
    ]  # fmt: skip


def _holders(member: Member, draw: "Draw") -> list[dict[str, Any]]:
    """Who holds which prize, in the order of the draw, and whether it was fetched: for who gives prizes out."""
    if not may(member, Right.RUN, draw.lecture.studio.unit):
        return []
    return [
        {"label": one.label, "prize": one.prize, "outcome": one.outcome.lower(), "spare": one.is_substitute}
        for one in held.holders(draw)
    ]


def _take_draw_step(member: Member, lecture: "Lecture", press: Press) -> int:
    draw = drawn.get_mine(member, press.ref)
    verb = DRAW_STEPS.get(press.step)
    if draw.lecture_id != lecture.pk or verb is None:
        raise NotFound
    return verb(draw, by=member).seq or 0


DRAW_STEPS = {"rules": draws.announce, "roster": draws.lock, "secret": draws.open_secret, "result": draws.settle}
"""The steps that one press takes; the numbers are typed by two people on the draw's own page."""

SOURCES: dict[str, Source] = {
    "slides": Source(_slides, _show_slide),
    "questions": Source(_questions, _put_question),
    "polls": Source(_polls, _move_poll),
    "items": Source(_items, _move_item),
    "draws": Source(_draws, _take_draw_step),
}
"""By the name under which the console knows them. Of the questions those not put yet: the others are asked."""


def prepared(member: Member, lecture: "Lecture") -> dict[str, Any]:
    """Everything the run of show can bring on, the six parts with their planned minutes, and how many took part so far
    in each poll and item, by its number: the line says that only at the end.
    """
    script = lectures.script_of(lecture)
    parts = [{"p": part.value, "title": str(part.label), "minutes": script.passage(part).minutes} for part in Part]
    rows: dict[str, Any] = {name: [] for name in SOURCES}
    replay = "" if lecture.rehearsal_of_id else "public" if lecture.replay_wanted else "later"
    return {
        "parts": parts,
        "replay": replay,
        "voted": asked.voters(member, lecture),
        "answered": scores.answered(member, lecture),
        **rows,
        **{name: source.rows(member, lecture) for name, source in SOURCES.items()},
    }


def act(member: Member, lecture: "Lecture", kind: str, press: Press) -> int:
    """Bring something on, or take its next step; the number of the event. Raises `NotFound` for an unknown kind."""
    if kind not in SOURCES:
        raise NotFound
    return SOURCES[kind].act(member, lecture, press)
