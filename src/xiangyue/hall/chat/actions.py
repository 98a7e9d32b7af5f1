"""Everything a moderator does. Each act is a record on the lecture's line, under the name of who did it.

What is judged once carries a name made of the sentence's number: of two directors pressing at once the second is told
what the first one did, and a press repeated after a doubt is the same press.
"""

import contextlib
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from xiangyue.hall import stage
from xiangyue.hall.chat import errors, rules
from xiangyue.hall.chat.models import Told, Word
from xiangyue.hall.lectures.errors import WrongMoment
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import OPEN, State
from xiangyue.journal import actions as journal
from xiangyue.kernel import clock
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.people import queries as people
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit

NO_WORDS = hashlib.sha256(b"").hexdigest()


# ------------------------------------------------ sentences
def let_out(lecture: Lecture, number: int, *, by: Member) -> stage.Receipt:
    """Let a waiting sentence out before its time. Raises `Forbidden`, and the line's refusal when it is public."""
    _require(lecture, by)
    command = stage.command(lecture.pk, f"pass/{number}")
    return stage.order(lecture.pk, "pass", {"i": number}, by=by.username, command=command)


def refuse(lecture: Lecture, number: int, *, by: Member, reason: str = "") -> stage.Receipt:
    """Keep a waiting sentence from ever being public. Raises `Forbidden`, and the line's refusal when it is."""
    _require(lecture, by)
    command = stage.command(lecture.pk, f"refuse/{number}")
    return stage.order(lecture.pk, "refused", _with_reason(number, reason), by=by.username, command=command)


def judge(lecture: Lecture, number: int, passed: bool, *, by: Member, reason: str = "") -> stage.Receipt:
    """Decide on a sentence that a word held back; one that passes is said now, under its own name.

    Raises `Forbidden`, `UnknownSentence`, `JudgedOtherwise`.
    """
    _require(lecture, by)
    held = _find(lecture, number, frozenset({"held"}))
    data = {**_with_reason(number, reason), "passed": passed}
    command = stage.command(lecture.pk, f"verdict/{number}")
    receipt = stage.order(lecture.pk, "verdict", data, by=by.username, command=command)
    _require_same(lecture, receipt, "passed", passed)
    if passed:
        command = stage.command(lecture.pk, f"release/{number}")
        _say(lecture, held.data, by=by, command=command)
    return receipt


def answer_ask(lecture: Lecture, number: int, taken: bool, *, by: Member) -> stage.Receipt:
    """Take a resident's question up, so that all see it, or decline it. Raises `Forbidden`, `UnknownSentence`,
    `JudgedOtherwise`.
    """
    _require(lecture, by)
    asked = _find(lecture, number, frozenset({"ask"}))
    state = "approved" if taken else "declined"
    words = {"name": asked.data["name"], "text": asked.data["text"]} if taken else {}
    command = stage.command(lecture.pk, f"ask/{number}")
    data = {"i": number, "state": state, **words}
    receipt = stage.order(lecture.pk, "question", data, by=by.username, command=command)
    _require_same(lecture, receipt, "state", state)
    return receipt


def move_question(
    lecture: Lecture, number: int, state: str, *, by: Member, command: str, expected: int | None = None
) -> stage.Receipt:
    """Bring a question that everybody sees on air, or say that it is answered or withdrawn. Raises `Forbidden`, and the
    line's refusal for a number that is no question or a state that is none.
    """
    _require(lecture, by)
    data = {"i": number, "state": state}
    return stage.order(lecture.pk, "question", data, by=by.username, command=command, expected=expected)


def speak(lecture: Lecture, voice: str, text: str, *, by: Member, command: str) -> stage.Receipt:
    """Say something in the room as the house, under a name that no resident can take. Raises `Forbidden`,
    `BadSentence`.
    """
    _require(lecture, by)
    data = {"name": rules.VOICES.get(voice, rules.VOICES["host"]), "text": rules.sentence(text)}
    return _say(lecture, data, by=by, command=command)


# ------------------------------------------------ people
def mute(
    lecture: Lecture, number: int, minutes: int, *, by: Member, command: str, net: bool = False, reason: str = ""
) -> stage.Receipt:
    """Let whoever said this say nothing for so long; what of theirs still waits is refused. With `net`, guests who come
    from the same network from now on are asked who they are before they speak.

    Raises `Forbidden`, `UnknownSentence`, `OneOfUs`, `BadMinutes`.
    """
    _require(lecture, by)
    said = _find(lecture, number, rules.SAID)
    source = rules.source(said.data, said.private)
    until = rules.until_ms(minutes, now_ms=clock.now_ms())
    data: dict[str, object] = {"who": source.who, "until_ms": until}
    data |= {"reason": reason.strip()} if reason.strip() else {}
    data |= {"net": source.net} if net and source.net else {}
    receipt = stage.order(lecture.pk, "mute", data, by=by.username, command=command)
    _refuse_waiting(lecture, source.who, by=by)
    return receipt


def unmute(lecture: Lecture, who: str, *, by: Member, command: str) -> stage.Receipt:
    """Let somebody speak again. Raises `Forbidden`."""
    _require(lecture, by)
    return stage.order(lecture.pk, "mute", {"who": who, "until_ms": 0}, by=by.username, command=command)


def review(lecture: Lecture, on: bool, *, by: Member, command: str, expected: int | None = None) -> stage.Receipt:
    """Let every sentence wait until a moderator lets it out, or end that. Raises `Forbidden`."""
    _require(lecture, by)
    return stage.order(lecture.pk, "review", {"on": on}, by=by.username, command=command, expected=expected)


# ------------------------------------------------ words
@transaction.atomic
def add_words(unit: "Unit", text: str, *, by: Member) -> int:
    """Hold back every sentence with one of these words, in all lectures of the unit and under it; how many are new.

    Raises `Forbidden`, `BadWord`, `TooManyWords`.
    """
    access.require(by, Right.MODERATE, unit)
    words = rules.words(text)
    known = set(Word.objects.filter(unit=unit).values_list("text", flat=True))
    fresh = [word for word in words if word not in known]
    if len(known) + len(fresh) > rules.MAX_WORDS:
        raise errors.TooManyWords(limit=rules.MAX_WORDS)
    now = clock.now()
    Word.objects.bulk_create(Word(unit=unit, text=word, added_at=now, added_by=by.username) for word in fresh)
    if fresh:
        journal.record(f"unit/{unit.code}", "hold-words", {"words": fresh}, by=by.username)
    return len(fresh)


@transaction.atomic
def remove_word(unit: "Unit", number: int, *, by: Member) -> None:
    """Hold nothing back for this word any more. Raises `Forbidden`, `NotFound`."""
    access.require(by, Right.MODERATE, unit)
    row = Word.objects.filter(unit=unit, pk=number).first()
    if row is None:
        raise NotFound
    row.delete()
    journal.record(f"unit/{unit.code}", "free-word", {"word": row.text}, by=by.username)


def tell_words() -> int:
    """Tell every open line the words that hold there, unless it knows them; how many were told. Called each second.

    The line is told before the row says so: a kill in between tells it the same twice, which changes nothing.
    """
    told = 0
    known = dict(Told.objects.filter(lecture__state__in=sorted(OPEN)).values_list("lecture", "sha256"))
    for lecture in Lecture.objects.filter(state__in=sorted(OPEN)).select_related("studio__unit"):
        paths = units.prefixes(lecture.studio.unit.path)
        words = sorted(set(Word.objects.filter(unit__path__in=paths).values_list("text", flat=True)))[:1000]
        digest = hashlib.sha256("\n".join(words).encode()).hexdigest()
        if known.get(lecture.pk, NO_WORDS) == digest:
            continue
        stage.order(lecture.pk, "screen", {"words": words}, by="", command=stage.fresh_command())
        Told.objects.update_or_create(lecture=lecture, defaults={"sha256": digest})
        told += 1
    return told


# ------------------------------------------------ the inside
def _require(lecture: Lecture, by: Member) -> None:
    access.require(by, Right.MODERATE, lecture.studio.unit)
    if lecture.state not in OPEN:
        raise WrongMoment(state=State(lecture.state).label)


def _find(lecture: Lecture, number: int, kinds: frozenset[str]) -> stage.Accepted:
    found = stage.read(lecture.pk, number - 1, 1) if number >= 1 else []
    if not found or found[0].kind not in kinds:
        raise errors.UnknownSentence
    return found[0]


def _require_same(lecture: Lecture, receipt: stage.Receipt, field: str, wanted: object) -> None:
    """Of two who judged the same the first one's word stands; the second is told when it was another."""
    if not receipt.repeated:
        return
    (first,) = stage.read(lecture.pk, receipt.seq - 1, 1)
    if first.data.get(field) != wanted:
        raise errors.JudgedOtherwise(name=people.name_of(first.by))


def _say(lecture: Lecture, data: Mapping[str, object], *, by: Member, command: str) -> stage.Receipt:
    """Say it, and let it out at once: a moderator has seen it."""
    receipt = stage.order(lecture.pk, "say", dict(data), by=by.username, command=command)
    with contextlib.suppress(Refusal):  # public already
        let_out(lecture, receipt.seq, by=by)
    return receipt


def _refuse_waiting(lecture: Lecture, who: str, *, by: Member) -> None:
    desk = stage.follow(lecture.pk, [], 0, 1).desk
    if not desk.waiting:
        return
    waiting = frozenset(desk.waiting)
    for note in stage.follow(lecture.pk, ["say"], min(waiting) - 1).notes:
        if note.seq in waiting and note.data.get("from") == who:
            with contextlib.suppress(Refusal):  # just sealed: it can be taken back
                refuse(lecture, note.seq, by=by)


def _with_reason(number: int, reason: str) -> dict[str, object]:
    return {"i": number, **({"reason": reason.strip()} if reason.strip() else {})}
