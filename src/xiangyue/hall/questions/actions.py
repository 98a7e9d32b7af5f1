"""Everything that changes questions. A moderator's word goes to the line; the row follows at once, from the record.

Of two moderators at one question the second waits for the row, and then finds it elsewhere.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from xiangyue.hall import stage
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.errors import WrongMoment
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import OVER
from xiangyue.hall.lectures.states import State as Moment
from xiangyue.hall.questions import errors, rules, signals
from xiangyue.hall.questions.models import Asked, Handed, Kept, Later, Prepared
from xiangyue.hall.questions.rules import Heard, Seen, Taken
from xiangyue.hall.questions.states import MOVES, State
from xiangyue.kernel import answers, clock, ids
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right


# ------------------------------------------------ prepared
@transaction.atomic
def prepare(lecture: Lecture, text: str, *, by: Member) -> Prepared:
    """Bring a question along. Raises `Forbidden`, `BadQuestion`, `TooMany`, `WrongMoment`."""
    text = _require(lecture, text, by)
    there = Prepared.objects.filter(lecture=lecture)
    if there.count() >= rules.MAX_PREPARED:
        raise errors.TooMany(limit=rules.MAX_PREPARED)
    last = there.aggregate(last=Max("position"))["last"] or 0
    made = Prepared.objects.create(id=ids.new_id(), lecture=lecture, position=last + 1, text=text)
    lectures.record(lecture, "prepare-question", {"question": made.pk, "text": text}, by=by.username)
    touched(lecture, by=by)
    return made


@transaction.atomic
def change(prepared: Prepared, text: str, *, by: Member) -> None:
    """Write it anew. Raises as `prepare` does, and `AlreadyPut`."""
    text = _require(prepared.lecture, text, by)
    _require_free(prepared)
    Prepared.objects.filter(pk=prepared.pk).update(text=text)
    prepared.text = text
    lectures.record(prepared.lecture, "change-prepared", {"question": prepared.pk, "text": text}, by=by.username)
    touched(prepared.lecture, by=by)


@transaction.atomic
def remove(prepared: Prepared, *, by: Member) -> None:
    """Leave it at home. Raises `Forbidden`, `AlreadyPut`."""
    _require(prepared.lecture, prepared.text, by)
    _require_free(prepared)
    Prepared.objects.filter(pk=prepared.pk).delete()
    lectures.record(prepared.lecture, "remove-prepared", {"text": prepared.text}, by=by.username)
    touched(prepared.lecture, by=by)


def touched(lecture: Lecture, *, by: Member) -> None:
    """Prepared questions are part of what was approved: the lecture hears that they changed."""
    lectures.touched(lecture, "questions", by=by)


# ------------------------------------------------ on air
def put(prepared: Prepared, *, by: Member, expected: int | None = None) -> stage.Receipt:
    """Put a prepared question among the residents'; pressed again, the same one. Raises `Forbidden`, `WrongMoment`."""
    lecture = prepared.lecture
    _require_open(lecture, by)
    data: dict[str, object] = {"state": "approved", "text": prepared.text}
    receipt = stage.order(lecture.pk, "question", data, by=by.username, command=prepared.command, expected=expected)
    with transaction.atomic():
        _note(lecture.pk, stage.one(receipt))
    return receipt


def approve(asked: Asked, *, by: Member, command: str, expected: int | None = None) -> stage.Receipt:
    """Let everybody read it and want it answered too. Raises `Forbidden`, `WrongMoment`, `MovedMeanwhile`."""
    return _move(asked, State.APPROVED, {}, by=by, command=command, expected=expected)


def show(asked: Asked, *, by: Member, command: str, expected: int | None = None) -> stage.Receipt:
    """Put it on air: it is being answered now. Raises as `approve` does."""
    return _move(asked, State.LIVE, {}, by=by, command=command, expected=expected)


def decline(asked: Asked, *, by: Member, command: str, expected: int | None = None) -> stage.Receipt:
    """Leave it out, or take it back. Raises as `approve` does."""
    return _move(asked, State.DECLINED, {}, by=by, command=command, expected=expected)


def answer(
    asked: Asked, words: str, *, unit: str, by: Member, command: str, source: str = "", expected: int | None = None
) -> stage.Receipt | None:
    """Answer officially, with the unit that answers; it stays. After the end of the lecture there is no receipt.

    Raises `Forbidden`, `BadQuestion`, `MovedMeanwhile`.
    """
    words, unit, source = answers.trimmed(words), " ".join(unit.split()), " ".join(source.split())
    access.require(by, Right.MODERATE, asked.lecture.studio.unit)
    rules.require_answer(words, unit, source)
    if Lecture.objects.get(pk=asked.lecture_id).state in OVER:
        _answer_later(asked, Later(answer=words, unit=unit, source=source), by=by)
        return None
    said: dict[str, object] = {"answer": answers.composed(words, source), "unit": unit}
    return _move(asked, State.ANSWERED, said, by=by, command=command, expected=expected)


# ------------------------------------------------ to a department
@transaction.atomic
def hand_on(asked: Asked, category: str, *, by: Member) -> Handed:
    """Hand a question on to the department that answers for a category: it gets a number and a deadline.

    Its answer is public only where the question was. Raises `Forbidden`, `AlreadyHanded`, `OnlyPractice`,
    `NobodyTakes`, `MovedMeanwhile`, `Withdrawn`, `NotFound`, and what the receiver raises.
    """
    access.require(by, Right.MODERATE, asked.lecture.studio.unit)
    if asked.lecture.rehearsal_of_id:
        raise errors.OnlyPractice
    current = _still(asked)
    if current.state == State.DECLINED:
        raise errors.MovedMeanwhile(state=State(current.state).label)
    _require_said(current)
    before = Handed.objects.filter(lecture=current.lecture_id, i=current.i).first()
    if before is not None:
        raise errors.AlreadyHanded(number=before.number)
    shown = current.state != State.NEW
    replies: list[Any] = signals.handed.send(sender=Asked, asked=current, category=category, shown=shown)
    taken = next((reply for _receiver, reply in replies if isinstance(reply, Taken)), None)
    if taken is None:
        raise errors.NobodyTakes
    made = Handed.objects.create(
        lecture_id=current.lecture_id, i=current.i, number=taken.number, unit=taken.unit[:60], due_at=taken.due_at,
        at=clock.now(), by=by.username,
    )  # fmt: skip
    data = {"i": current.i, "number": taken.number, "category": category, "shown": shown}
    lectures.record(asked.lecture, "hand-on", data, by=by.username)
    return made


@transaction.atomic
def hear(lecture: str, i: int, heard: Heard) -> None:
    """Take in how it stands with a question that was handed on. For the roof."""
    row = Handed.objects.filter(lecture=lecture, i=i)
    row.update(
        unit=heard.unit[:60], due_at=heard.due_at, word=heard.word, answer=heard.answer, source=heard.source,
        answered_at=heard.answered_at,
    )  # fmt: skip


def judge(lecture: str, i: int, *, asker: str, satisfied: bool, missing: str = "") -> None:
    """Say, as whoever asked, whether the department's answer answers, and what is missing.

    Raises `NotFound` for everybody else.
    """
    asked = Asked.objects.filter(lecture=lecture, i=i).exclude(pseudonym="").first()
    if asked is None or asked.pseudonym != asker or not Handed.objects.filter(lecture=lecture, i=i).exists():
        raise NotFound
    signals.judged.send(sender=Asked, lecture=lecture, i=i, satisfied=satisfied, missing=missing)


# ------------------------------------------------ erased by decision
@transaction.atomic
def keep(lecture: str, records: Iterable[Seen]) -> None:
    """Write down what stays of somebody's public questions before the line gives up its records of them.

    The words go; that it was asked, and what was officially answered, stays. Again does no harm.
    """
    for i, seen in rules.public(records).items():
        up = Asked.objects.filter(lecture=lecture, i=i).values_list("up", flat=True).first() or 0
        words, source = answers.parted(seen.answer)
        fields = {"state": seen.state, "asked_ms": seen.asked_ms, "up": up, "answered_ms": seen.answered_ms}
        fields |= {"answer": words, "source": source, "unit": seen.unit}
        Kept.objects.update_or_create(lecture_id=lecture, i=i, defaults=fields)


def hold(lecture: str, numbers: Iterable[int]) -> None:
    """Wait for whoever is handing one of some questions on, until the caller's transaction ends. For the roof."""
    list(Asked.objects.filter(lecture=lecture, i__in=list(numbers)).order_by("i").select_for_update())


# ------------------------------------------------ what the line says
def take(lecture: str, records: Sequence[stage.Accepted]) -> None:
    """Take in records of a line, in their order."""
    for record in records:
        if record.kind == "ask":
            said = {"name": record.data["name"], "text": record.data["text"], "at": record.at, "seq": record.seq}
            said |= {"pseudonym": record.by}
            Asked.objects.get_or_create(lecture_id=lecture, i=record.seq, defaults=said)
        elif record.kind == "question":
            _note(lecture, record)
        elif record.kind == "ups":
            for i, count in record.data["counts"]:
                Asked.objects.filter(lecture=lecture, i=i).update(up=count)
        elif record.kind == "epoch":
            _leave(lecture, record)


def forget(lecture: str) -> None:
    """Drop what the line says, to read it again from the first record; what was said after its end stays."""
    Asked.objects.filter(lecture=lecture).delete()


def copy(source: str, target: str, _by: Member) -> None:
    """Prepare the same for another lecture."""
    lecture = Lecture.objects.get(pk=target)
    for row in Prepared.objects.filter(lecture=source).order_by("position", "pk"):
        Prepared.objects.create(id=ids.new_id(), lecture=lecture, position=row.position, text=row.text)


def forget_prepared(lecture: str) -> None:
    """Delete what is prepared for a lecture that is deleted."""
    Prepared.objects.filter(lecture=lecture).delete()


def _move(
    asked: Asked, to: State, said: dict[str, object], *, by: Member, command: str, expected: int | None
) -> stage.Receipt:
    lecture = asked.lecture
    _require_open(lecture, by)
    with transaction.atomic():
        current = Asked.objects.select_for_update().get(pk=asked.pk)
        # The same press again, after a doubt, is answered as the first one was.
        if current.command != command and to not in MOVES[State(current.state)]:
            raise errors.MovedMeanwhile(state=State(current.state).label)
        data: dict[str, object] = {"i": current.i, "state": to.on_line, **said}
        if to != State.DECLINED:
            data |= {"text": current.text} | ({"name": current.name} if current.name else {})
        receipt = stage.order(lecture.pk, "question", data, by=by.username, command=command, expected=expected)
        if not receipt.repeated:
            _note(lecture.pk, stage.one(receipt))
    asked.refresh_from_db()
    return receipt


def _note(lecture: str, record: stage.Accepted) -> None:
    """A question's event as a row; taken twice, or after a later one, it leaves the row as it is."""
    data, asked = record.data, record.data.get("i", 0)
    state = State(data["state"].upper())
    fresh = {"text": data.get("text", ""), "name": data.get("name", ""), "at": record.at, "seq": 0, "state": State.NEW}
    if not asked:
        fresh |= {"state": state, "seq": record.seq, "put": record.command, "command": record.command}
    # Whoever asked may have been erased by decision; what a moderator made public of it then stands alone.
    row, _made = Asked.objects.get_or_create(lecture_id=lecture, i=asked or record.seq, defaults=fresh)
    fields: dict[str, object] = {"state": state, "seq": record.seq, "command": record.command}
    if state == State.ANSWERED:
        words, source = answers.parted(data.get("answer", ""))
        fields |= {"answer": words, "source": source, "unit": data.get("unit", ""), "answered_ms": record.at}
    Asked.objects.filter(pk=row.pk, seq__lt=record.seq).update(**fields)


def _leave(lecture: str, decision: stage.Accepted) -> None:
    """Where a decision took a question, what was kept of it stands."""
    for kept in Kept.objects.filter(lecture=lecture, i__in=decision.data["erased"]):
        said = {"text": rules.WITHDRAWN, "at": kept.asked_ms, "seq": decision.seq, "state": kept.state, "up": kept.up}
        said |= {"answer": kept.answer, "unit": kept.unit, "source": kept.source, "answered_ms": kept.answered_ms}
        Asked.objects.get_or_create(lecture_id=lecture, i=kept.i, defaults=said)


@transaction.atomic
def _answer_later(asked: Asked, said: Later, *, by: Member) -> None:
    current = Asked.objects.select_for_update().get(pk=asked.pk)
    if current.state in (State.NEW, State.DECLINED):
        # It was never public: what somebody asked in confidence is not published after the fact.
        raise errors.MovedMeanwhile(state=State(current.state).label)
    words = {"answer": said.answer, "unit": said.unit, "source": said.source}
    Later.objects.update_or_create(
        lecture_id=current.lecture_id, i=current.i, defaults={**words, "at": clock.now(), "by": by.username}
    )
    lectures.record(asked.lecture, "answer-later", {"i": current.i, **words}, by=by.username)


def _require(lecture: Lecture, text: str, by: Member) -> str:
    access.require(by, Right.PLAN, lecture.studio.unit)
    current = Lecture.objects.select_for_update().get(pk=lecture.pk)
    if current.state in OVER:
        raise WrongMoment(state=Moment(current.state).label)
    text = " ".join(text.split())
    rules.require_text(text)
    return text


def _require_open(lecture: Lecture, by: Member) -> None:
    access.require(by, Right.MODERATE, lecture.studio.unit)
    lectures.require_open(lecture)


def _still(asked: Asked) -> Asked:
    """A question as it stands now, held: its asker may have been erased since the page was shown. Raises `NotFound`."""
    rows = Asked.objects.select_for_update(of=("self",)).select_related("lecture__studio__unit")
    found = rows.filter(lecture=asked.lecture_id, i=asked.i).first()
    if found is None:
        raise NotFound
    return found


def _require_said(asked: Asked) -> None:
    """Pass a question whose words its line still has: the row may not have heard yet. Raises `Withdrawn`."""
    found = stage.read(asked.lecture_id, asked.i - 1, 1)
    if any(record.seq == asked.i and record.kind == "erased" for record in found):
        raise errors.Withdrawn


def _require_free(prepared: Prepared) -> None:
    if Asked.objects.filter(lecture=prepared.lecture_id, put=prepared.command).exists():
        raise errors.AlreadyPut
