from itertools import count

import pytest
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.quiz import ask

from xiangyue.hall.audience import actions as audience
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.errors import WrongMoment
from xiangyue.hall.lectures.states import State as Moment
from xiangyue.hall.questions import actions, errors, queries
from xiangyue.hall.questions.models import Asked, Later, Prepared
from xiangyue.hall.questions.states import MOVES, State
from xiangyue.kernel import answers
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import GUEST, HOUSE

pytestmark = pytest.mark.slow  # every append is an fsync

_numbers = count(1)
VERBS = {State.APPROVED: actions.approve, State.LIVE: actions.show, State.DECLINED: actions.decline}


@pytest.fixture
def lecture(county, bridge):
    return a_lecture(a_studio(county.fushan, "fushan"), state=Moment.ON_AIR)


@pytest.fixture
def asked(lecture, bridge):
    ask(bridge, lecture.pk, "外地打工怎么缴？")
    audience.follow(lecture.pk)
    return queries.asked(HOUSE, lecture).get()


def press():
    return f"press-{next(_numbers)}"


def move(asked, to, by=HOUSE):
    if to == State.ANSWERED:
        return actions.answer(asked, "手机上就能缴。", unit="区医保局", source="缴费通知", by=by, command=press())
    return VERBS[to](asked, by=by, command=press())


def bring(asked, state):
    for step in {State.NEW: [], State.DECLINED: [State.DECLINED], State.APPROVED: [State.APPROVED]}.get(
        state, [State.APPROVED, state]
    ):
        move(asked, step)
    return asked


def public(bridge, lecture):
    return [record.data for record in bridge.read(lecture.pk, 0) if record.kind == "question"]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", [state for state in State if state != State.NEW])
def test_the_table_of_moves_holds(state, to, asked):
    bring(asked, state)
    if to in MOVES[state]:
        move(asked, to)
        assert asked.state == to
    else:
        with pytest.raises(errors.MovedMeanwhile):
            move(asked, to)
        assert Asked.objects.get().state == state


def test_only_moderators_move_and_only_insiders_see_what_waits(asked, lecture, cast):
    for member in (cast.host, cast.auditor, cast.neighbour, cast.stranger, cast.guest):
        with pytest.raises(Forbidden):
            move(asked, State.APPROVED, by=member)
        with pytest.raises(Forbidden):
            move(asked, State.ANSWERED, by=member)
    with pytest.raises(Forbidden):
        queries.asked(cast.neighbour, lecture)
    with pytest.raises(NotFound):
        queries.get(cast.officer, lecture, 999)
    assert queries.asked(cast.host, lecture).count() == 1


def test_the_same_press_again_is_answered_as_the_first(asked, bridge, lecture):
    first = actions.approve(asked, by=HOUSE, command="one")
    again = actions.approve(asked, by=HOUSE, command="one")
    assert (again.seq, again.repeated) == (first.seq, True)
    assert len(public(bridge, lecture)) == 1


def test_of_two_moderators_the_second_finds_it_moved(asked, lecture, cast):
    mine, theirs = queries.get(cast.officer, lecture, asked.i), queries.get(cast.office, lecture, asked.i)
    actions.answer(mine, "能。", unit="区医保局", by=cast.officer, command="a")
    with pytest.raises(errors.MovedMeanwhile, match="已答复"):
        actions.show(theirs, by=cast.office, command="b")


def test_a_declined_question_says_nothing_in_public(asked, bridge, lecture):
    move(asked, State.DECLINED)
    assert public(bridge, lecture) == [{"i": asked.i, "state": "declined"}]
    assert queries.answers(GUEST, lecture.pk) == []


def test_an_official_answer_is_public_with_its_unit_and_source(asked, bridge, lecture):
    move(asked, State.APPROVED)
    bridge.append(lecture.pk, "up", {"i": asked.i}, command="up", by="p2")
    move(asked, State.ANSWERED)
    bridge.seal(lecture.pk)
    audience.follow(lecture.pk)
    (found,) = queries.answers(GUEST, lecture.pk)
    assert (found.question, found.answer, found.unit, found.source, found.up, found.after) == (
        "外地打工怎么缴？",
        "手机上就能缴。",
        "区医保局",
        "缴费通知",
        1,
        False,
    )
    assert queries.answers(GUEST, lecture.pk, words="医保局 手机") == [found]
    assert queries.answers(GUEST, lecture.pk, words="消防") == []


def test_a_corrected_answer_replaces_the_first(asked, lecture):
    move(asked, State.ANSWERED)
    actions.answer(asked, "也可以到村里缴。", unit="区医保局", by=HOUSE, command=press())
    (found,) = queries.answers(GUEST, lecture.pk)
    assert (found.answer, found.source) == ("也可以到村里缴。", "")


def test_after_the_lecture_what_was_public_is_answered_and_what_was_not_stays_private(asked, bridge, lecture, cast):
    ask(bridge, lecture.pk, "我家的事", who="p9")
    move(asked, State.APPROVED)
    lectures.end(lecture, by=HOUSE)
    audience.follow(lecture.pk)
    with pytest.raises(WrongMoment):
        actions.show(asked, by=cast.officer, command=press())
    assert actions.answer(asked, "能缴。", unit="区医保局", by=cast.officer, command=press()) is None
    hidden = queries.asked(HOUSE, lecture).get(text="我家的事")
    with pytest.raises(errors.MovedMeanwhile):
        actions.answer(hidden, "好的。", unit="区医保局", by=cast.officer, command=press())
    (found,) = queries.answers(GUEST, lecture.pk)
    assert (found.answer, found.after) == ("能缴。", True)
    audience.rebuild(lecture.pk)
    assert queries.answers(GUEST, lecture.pk) == [found]
    assert Later.objects.get().by == "officer"


@pytest.mark.parametrize(
    ("words", "unit", "sentence"),
    [
        ("", "区医保局", "请写答复，1500 个字以内。"),
        ("长" * 1501, "区医保局", "请写答复，1500 个字以内。"),
        ("能。", "  ", "请写明是哪个单位答复的。"),
    ],
)
def test_an_answer_needs_words_and_a_unit(asked, words, unit, sentence):
    with pytest.raises(errors.BadQuestion) as no:
        actions.answer(asked, words, unit=unit, by=HOUSE, command=press())
    assert no.value.sentence == sentence


@pytest.mark.parametrize(("answer", "source"), [("能。", "通知"), ("能。\n依据：旧的", "新的"), ("能。\n分两步。", "")])
def test_answer_and_source_come_apart_as_they_went_together(answer, source):
    assert answers.parted(answers.composed(answer, source)) == (answer, source)


def test_prepared_questions_are_put_once_and_then_stay(lecture, bridge, cast):
    made = actions.prepare(lecture, " 断保了  怎么补？ ", by=cast.officer)
    actions.change(made, "断保了怎么补缴？", by=cast.officer)
    first, again = actions.put(made, by=cast.officer), actions.put(made, by=cast.office)
    assert (again.seq, again.repeated) == (first.seq, True)
    asked = queries.asked(HOUSE, lecture).get()
    assert (asked.i, asked.text, asked.state, asked.pseudonym) == (first.seq, "断保了怎么补缴？", State.APPROVED, "")
    move(asked, State.LIVE)
    assert queries.put(HOUSE, lecture) == {made.command}
    for verb in (lambda: actions.change(made, "别的", by=cast.officer), lambda: actions.remove(made, by=cast.officer)):
        with pytest.raises(errors.AlreadyPut):
            verb()
    other = actions.prepare(lecture, "不用的", by=cast.officer)
    actions.remove(other, by=cast.officer)
    assert Prepared.objects.count() == 1


def test_law_rebuilt_from_the_log_the_rows_are_the_same(lecture, bridge, monkeypatch):
    for number in range(6):
        ask(bridge, lecture.pk, f"第 {number} 个问题", who=f"p{number}")
    actions.put(actions.prepare(lecture, "备好的", by=HOUSE), by=HOUSE)
    audience.follow(lecture.pk)
    for asked, state in zip(queries.asked(HOUSE, lecture), [*State, State.ANSWERED], strict=False):
        bring(asked, state)
    for who in ("x", "y"):
        approved = queries.asked(HOUSE, lecture).filter(state=State.APPROVED).first()
        bridge.append(lecture.pk, "up", {"i": approved.i}, command=f"up-{who}", by=who)
    bridge.seal(lecture.pk)
    audience.follow(lecture.pk)

    def rows():
        return [{key: value for key, value in row.items() if key != "id"} for row in Asked.objects.values()]

    before = rows()
    monkeypatch.setattr(audience, "BATCH", 2)
    audience.rebuild(lecture.pk)
    assert rows() == before
    assert sum(row["up"] for row in before) == 2


def test_a_follower_behind_a_moderator_changes_nothing_back(asked, lecture):
    move(asked, State.APPROVED)
    move(asked, State.LIVE)
    records = [record for record in audience.stage.read(lecture.pk, 0) if record.kind == "question"]
    actions.take(lecture.pk, records[:1])
    assert Asked.objects.get().state == State.LIVE


def test_what_was_erased_of_an_asker_leaves_what_a_moderator_made_public(asked, lecture, bridge):
    move(asked, State.APPROVED)
    bridge.seal(lecture.pk)
    bridge.erase(lecture.pk, [asked.i], reason="依申请", by="office", command="decision")
    audience.follow(lecture.pk)
    row = Asked.objects.get()
    assert (row.pseudonym, row.text, row.state) == ("", "外地打工怎么缴？", State.APPROVED)
