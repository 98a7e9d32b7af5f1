"""The quiz on a real line: prepared, put, answered, revealed; whatever is pressed twice or dies in between."""

import json
from dataclasses import replace
from random import Random

import pytest
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.quiz import CALL, EVERY, FIRE, STAIRS, STEPS, WHEN, answer

from xiangyue.hall import stage
from xiangyue.hall.audience import actions as audience
from xiangyue.hall.bank import actions as bank
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.errors import WrongMoment
from xiangyue.hall.lectures.states import State
from xiangyue.hall.quiz import actions, errors, queries, rules
from xiangyue.hall.quiz.models import Item
from xiangyue.hall.quiz.states import Step
from xiangyue.hall.scores import actions as scoring
from xiangyue.hall.scores import queries as scores
from xiangyue.hall.scores.errors import AlreadyBegun
from xiangyue.hall.scores.models import Answer, Put, Score
from xiangyue.hall.scores.rules import points
from xiangyue.hall.scores.states import Rule
from xiangyue.kernel import clock as the_clock
from xiangyue.kernel.errors import Fault, NotFound, Refusal
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import HOUSE

pytestmark = pytest.mark.slow  # every append is an fsync


@pytest.fixture
def lecture(county, bridge):
    return a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)


@pytest.fixture
def prepared(lecture):
    return [actions.add(lecture, draft, by=HOUSE) for draft in EVERY]


def pass_by(clock, item):
    """Until everybody had their time, however much of it went by."""
    until = Put.objects.filter(command=item.command).values_list("until_ms", flat=True).get()
    clock.move(max(0, until + 1 - the_clock.now_ms()))


def on_line(bridge, lecture, kind):
    return [record for record in bridge.read(lecture.pk, 0) if record.kind == kind]


def rows(table, lecture):
    return sorted(
        json.dumps({key: value for key, value in row.items() if key != "id"}, ensure_ascii=False, default=str)
        for row in table.objects.filter(lecture=lecture).values()
    )


# ------------------------------------------------ prepared
def test_items_are_copies_that_the_bank_cannot_change(lecture, county, cast):
    question = bank.add(county.fushan, WHEN, by=cast.officer)
    assert actions.take(lecture, [question], by=cast.officer) == 1
    assert actions.take(lecture, [question], by=cast.officer) == 0
    bank.change(question, FIRE, by=cast.officer)
    assert [item.draft for item in queries.items(cast.host, lecture)] == [WHEN]


def test_items_can_be_written_changed_moved_and_taken_out(lecture, prepared, cast):
    actions.move(prepared[4], 1, by=cast.officer)
    actions.remove(prepared[1], by=cast.officer)
    actions.change(prepared[0], replace(WHEN, seconds=30), by=cast.officer)
    found = list(queries.items(cast.officer, lecture))
    assert [(item.position, item.text) for item in found] == [
        (1, FIRE.text),
        (2, WHEN.text),
        (3, STAIRS.text),
        (4, STEPS.text),
    ]
    assert found[1].seconds == 30
    assert len({item.salt for item in found}) == 4


def test_only_planners_prepare_and_only_insiders_read_the_answers(lecture, prepared, cast):
    for member in (cast.host, cast.neighbour, cast.auditor, cast.guest):
        with pytest.raises(Forbidden):
            actions.add(lecture, WHEN, by=member)
    for member in (cast.neighbour, cast.stranger, cast.guest):
        with pytest.raises(Forbidden):
            queries.standing(member, lecture)
        with pytest.raises(Forbidden):
            actions.put(prepared[0], by=member)
    with pytest.raises(NotFound):
        queries.get(cast.officer, lecture, "0" * 16)


def test_no_more_items_than_an_evening_bears(lecture):
    for number in range(rules.MAX_ITEMS):
        actions.add(lecture, replace(FIRE, text=f"第 {number} 题"), by=HOUSE)
    with pytest.raises(errors.TooMany):
        actions.add(lecture, WHEN, by=HOUSE)


def test_the_options_of_an_order_never_stand_in_the_right_order_by_design():
    for seed in range(50):
        laid = rules.laid(STEPS, Random(seed))
        assert tuple(laid.options[place] for place in laid.right) == STEPS.options
    assert len({rules.laid(STEPS, Random(seed)).options for seed in range(50)}) == 6


def test_a_copy_has_salts_of_its_own(lecture, prepared, county):
    other = a_lecture(a_studio(county.hehua))
    actions.copy(lecture.pk, other.pk, HOUSE)
    copied = list(Item.objects.filter(lecture=other))
    assert [item.draft for item in copied] == [item.draft for item in prepared]
    assert not {item.salt for item in copied} & {item.salt for item in prepared}
    actions.forget(other.pk)
    assert not Item.objects.filter(lecture=other).exists()


# ------------------------------------------------ on air
@pytest.mark.parametrize("place", range(5))
def test_a_whole_item_put_answered_revealed(place, lecture, prepared, bridge, clock):
    item = prepared[place]
    receipt = actions.put(item, by=HOUSE)
    shown = on_line(bridge, lecture, "quiz_item")[0].data
    assert "right" not in shown
    assert item.salt not in json.dumps(shown)
    answer(bridge, lecture.pk, receipt.seq, "knows", item.answer)
    wrong = {"SINGLE": [0], "MULTIPLE": [2], "TRUEFALSE": [0], "NUMBER": "120"}.get(item.kind, item.answer[::-1])
    answer(bridge, lecture.pk, receipt.seq, "guesses", wrong)
    assert queries.standing(HOUSE, lecture)[place].step == Step.OPEN
    pass_by(clock, item)
    assert queries.standing(HOUSE, lecture)[place].step == Step.CLOSED
    actions.reveal(item, by=HOUSE)
    bridge.seal(lecture.pk)
    audience.follow(lecture.pk)
    standing = queries.standing(HOUSE, lecture)[place]
    assert (standing.step, standing.answered, standing.left_s) == (Step.REVEALED, 2, 0)
    told = on_line(bridge, lecture, "quiz_result")[0].data
    (result,) = scores.results(HOUSE, lecture).items
    assert (result.answered, result.right, list(result.counts)) == (told["answered"], told["right"], told["counts"])
    assert dict(Score.objects.values_list("pseudonym", "points")) == {"knows": 1000, "guesses": 0}
    reveal = on_line(bridge, lecture, "quiz_reveal")[0].data
    assert stage.commitment(reveal["answer"], reveal["salt"]) == shown["commit"]


def test_the_answer_stays_here_until_everybody_had_their_time(lecture, prepared, bridge, clock):
    item = prepared[0]
    with pytest.raises(errors.NotPut):
        actions.reveal(item, by=HOUSE)
    actions.put(item, by=HOUSE)
    standing = queries.standing(HOUSE, lecture)[0]
    assert standing.left_s == 25 + item.seconds + 1 + 1
    clock.move((standing.left_s - 2) * 1000)
    with pytest.raises(Refusal, match="请再等 2 秒公布答案") as no:
        actions.reveal(item, by=HOUSE)
    assert no.value.status == 409
    clock.move(2000)
    actions.reveal(item, by=HOUSE)
    assert (
        on_line(bridge, lecture, "quiz_reveal")[0].data["why"]
        == "错过集中缴费期，可能有等待期。（依据：当年参保缴费通知）"
    )


def test_two_directors_at_once_put_and_reveal_it_once(lecture, prepared, bridge, clock, cast):
    first, again = actions.put(prepared[0], by=cast.host), actions.put(prepared[0], by=cast.officer)
    assert (again.seq, again.repeated) == (first.seq, True)
    pass_by(clock, prepared[0])
    first, again = actions.reveal(prepared[0], by=cast.officer), actions.reveal(prepared[0], by=cast.host)
    assert (again.seq, again.repeated) == (first.seq, True)
    assert len(on_line(bridge, lecture, "quiz_item")) == len(on_line(bridge, lecture, "quiz_reveal")) == 1
    assert Put.objects.count() == 1


def test_what_is_put_cannot_be_changed_any_more_and_numbers_stay(lecture, prepared, cast):
    actions.put(prepared[1], by=HOUSE)
    for verb in (
        lambda: actions.change(prepared[1], WHEN, by=cast.officer),
        lambda: actions.remove(prepared[1], by=cast.officer),
        lambda: actions.move(prepared[1], 5, by=cast.officer),
    ):
        with pytest.raises(errors.AlreadyPut):
            verb()
    actions.remove(prepared[0], by=cast.officer)
    numbers = {item.text: item.position for item in queries.items(cast.officer, lecture)}
    assert numbers == {CALL.text: 2, STAIRS.text: 3, STEPS.text: 4, FIRE.text: 5}


def test_killed_between_the_line_and_the_row_nothing_changes(lecture, prepared, bridge, clock, monkeypatch):
    """kill -9 right after the line took it: the row is missing, the salt is not."""
    item = prepared[0]

    def dies(_receipt):
        raise Fault("the power went", retry=True)

    monkeypatch.setattr(stage, "one", dies)
    with pytest.raises(Fault):
        actions.put(item, by=HOUSE)
    monkeypatch.undo()
    assert not Put.objects.exists()
    for verb in (lambda: actions.change(item, FIRE, by=HOUSE), lambda: actions.remove(item, by=HOUSE)):
        with pytest.raises(errors.AlreadyPut):
            verb()
    assert actions.put(Item.objects.get(pk=item.pk), by=HOUSE).repeated
    pass_by(clock, item)
    actions.reveal(item, by=HOUSE)
    assert len(on_line(bridge, lecture, "quiz_item")) == 1


def test_killed_before_the_line_heard_of_it_the_item_is_free_again(lecture, prepared, cast):
    Item.objects.filter(pk=prepared[0].pk).update(frozen_at=lecture.planned_at)
    actions.change(prepared[0], FIRE, by=cast.officer)
    assert prepared[0].draft == FIRE


def test_the_follower_finds_what_a_dead_process_put(lecture, prepared, bridge, monkeypatch):
    monkeypatch.setattr(scoring, "note", lambda *_: None)
    actions.put(prepared[2], by=HOUSE)
    monkeypatch.undo()
    audience.follow(lecture.pk)
    assert [standing.step for standing in queries.standing(HOUSE, lecture)][2] == Step.OPEN


def test_a_stale_director_is_told_and_the_item_stays_free(lecture, prepared, bridge, cast):
    version = lectures.notice(lecture, "八点抽奖", by=HOUSE, command="notice").seq
    with pytest.raises(Refusal) as no:
        actions.put(prepared[0], by=cast.host, expected=version - 1)
    assert no.value.code == "stale-command"
    actions.change(prepared[0], FIRE, by=cast.officer)
    actions.put(prepared[0], by=cast.host, expected=version)


def test_nothing_is_put_before_the_lobby_or_after_the_end(county, bridge, lecture, prepared):
    draft = a_lecture(a_studio(county.hehua))
    early = actions.add(draft, WHEN, by=HOUSE)
    with pytest.raises(WrongMoment):
        actions.put(early, by=HOUSE)
    lectures.end(lecture, by=HOUSE)
    with pytest.raises(WrongMoment):
        actions.put(prepared[0], by=HOUSE)
    with pytest.raises(errors.Over):
        actions.add(lecture, WHEN, by=HOUSE)


# ------------------------------------------------ fair (research: the six invariants)
@pytest.fixture
def opened(lecture, prepared, clock):
    scoring.set_speed(lecture, True, by=HOUSE)
    return actions.put(prepared[0], by=HOUSE).seq


def settle(lecture, item, bridge, clock):
    pass_by(clock, item)
    actions.reveal(item, by=HOUSE)
    bridge.seal(lecture.pk)
    audience.follow(lecture.pk)
    return dict(Score.objects.values_list("pseudonym", "points"))


def test_1_and_2_nobody_gains_by_waiting_or_by_coming_late(lecture, prepared, opened, bridge, clock):
    """The server's clock alone counts, from the same moment for everybody: there is no acknowledgement to delay."""
    for moment in range(0, 46_500, 500):
        answer(bridge, lecture.pk, opened, f"{moment:06d}", [1])
        clock.move(500)
    found = [worth for _name, worth in sorted(settle(lecture, prepared[0], bridge, clock).items())]
    assert found == sorted(found, reverse=True)
    assert found[:51] == [1000] * 51  # whoever's picture is up to 25 s late loses nothing by that
    assert min(found) == 800


def test_3_after_the_time_and_after_the_reveal_answers_are_refused(lecture, prepared, opened, bridge, clock):
    pass_by(clock, prepared[0])
    with pytest.raises(Refusal) as late:
        answer(bridge, lecture.pk, opened, "late", [1])
    actions.reveal(prepared[0], by=HOUSE)
    with pytest.raises(Refusal) as after:
        answer(bridge, lecture.pk, opened, "after", [1])
    assert (late.value.code, after.value.code) == ("answers-closed", "answers-closed")


def test_4_the_first_answer_counts_and_a_retry_has_the_same_receipt(lecture, prepared, opened, bridge, clock):
    data = {"i": opened, "choice": [1]}
    first = bridge.append(lecture.pk, "answer", data, command="one", by="p")
    again = bridge.append(lecture.pk, "answer", data, command="one", by="p")
    assert (again.seq, again.at, again.repeated) == (first.seq, first.at, True)
    with pytest.raises(Refusal) as no:
        bridge.append(lecture.pk, "answer", {"i": opened, "choice": [0]}, command="two", by="p")
    assert no.value.code == "already-answered"
    assert settle(lecture, prepared[0], bridge, clock) == {"p": 1000}


def test_5_many_at_once_are_rows_exactly(lecture, prepared, opened, bridge, clock):
    """(10,000 in two seconds through the front door: bench/answers.py.)"""
    for number in range(300):
        answer(bridge, lecture.pk, opened, f"p{number}", [number % 3])
    settle(lecture, prepared[0], bridge, clock)
    assert Answer.objects.count() == 300
    assert Answer.objects.filter(is_right=True).count() == 100


def play(lecture, prepared, bridge, clock, seed=7):
    dice = Random(seed)
    for item in prepared:
        i = actions.put(item, by=HOUSE).seq
        for number in range(40):
            if dice.random() < 0.8:
                clock.move(dice.randint(0, 2000))
                wrong = "120" if item.kind == "NUMBER" else [0, 2, 1][: len(item.answer)]
                answer(bridge, lecture.pk, i, f"p{number}", item.answer if dice.random() < 0.7 else wrong)
        if dice.random() < 0.5:
            audience.follow(lecture.pk)
        pass_by(clock, item)
        actions.reveal(item, by=HOUSE)
        bridge.seal(lecture.pk)
    audience.follow(lecture.pk)


@pytest.mark.parametrize("speed", [False, True])
def test_6_law_the_sum_of_scores_is_the_results_is_the_answers(speed, lecture, prepared, bridge, clock):
    scoring.set_speed(lecture, speed, by=HOUSE)
    play(lecture, prepared, bridge, clock)
    results = scores.results(HOUSE, lecture)
    by_answer, by_score = list(scores.answers(HOUSE, lecture)), list(scores.scores(HOUSE, lecture))
    told = [record.data for record in on_line(bridge, lecture, "quiz_result")]
    assert [(item.answered, item.right) for item in results.items] == [(one["answered"], one["right"]) for one in told]
    assert sum(item.points for item in results.items) == sum(one.points for one in by_score) == results.points
    assert results.points == sum(one.points for one in by_answer)
    assert results.right == sum(one.right for one in by_score) == sum(one.is_right for one in by_answer)
    assert results.answers == len(by_answer) == sum(one["answered"] for one in told)
    assert not speed or any(one.points not in (0, 1000) for one in by_answer)


def test_law_rebuilt_from_the_log_the_rows_are_the_same(lecture, prepared, bridge, clock, monkeypatch):
    scoring.set_speed(lecture, True, by=HOUSE)
    play(lecture, prepared, bridge, clock)
    before = [rows(table, lecture) for table in (Put, Answer, Score)]
    monkeypatch.setattr(audience, "BATCH", 7)
    audience.rebuild(lecture.pk)
    assert [rows(table, lecture) for table in (Put, Answer, Score)] == before
    assert len(before[1]) > 100


def test_an_answer_erased_by_decision_is_no_row_any_more(lecture, prepared, opened, bridge, clock):
    erased = answer(bridge, lecture.pk, opened, "gone", [1]).seq
    answer(bridge, lecture.pk, opened, "stays", [1])
    settle(lecture, prepared[0], bridge, clock)
    bridge.erase(lecture.pk, [erased], reason="依申请", by="office", command="decision")
    audience.follow(lecture.pk)
    assert list(Score.objects.values_list("pseudonym", flat=True)) == ["stays"]


def test_how_it_counts_is_fixed_once_it_began(lecture, prepared, opened):
    with pytest.raises(AlreadyBegun):
        scoring.set_speed(lecture, False, by=HOUSE)


def test_speed_takes_at_most_a_fifth_and_ties_are_equal():
    assert [points(True, late, 20, speed=True) for late in (0, 1, 10, 20, 21)] == [1000, 990, 900, 800, 800]
    assert {points(True, late, 20, speed=False) for late in range(22)} == {1000}
    assert {points(False, late, 20, speed=True) for late in range(22)} == {0}


def test_who_may_be_drawn(lecture, prepared, bridge, clock):
    given = {"all": (True, True), "one": (True, False), "tried": (False, False), "once": (True, None)}
    for number, item in enumerate(prepared[:2]):
        i = actions.put(item, by=HOUSE).seq
        for name, right in given.items():
            if right[number] is not None:
                answer(bridge, lecture.pk, i, name, item.answer if right[number] else [2])
        pass_by(clock, item)
        actions.reveal(item, by=HOUSE)
    unopened = actions.put(prepared[2], by=HOUSE).seq
    answer(bridge, lecture.pk, unopened, "late", [1])
    audience.follow(lecture.pk)
    assert scores.eligible(lecture.pk, Rule.ALL_RIGHT) == ("all",)
    assert scores.eligible(lecture.pk, Rule.AT_LEAST, 1) == ("all", "once", "one")
    assert scores.eligible(lecture.pk, Rule.ANSWERED_ALL) == ("all", "one", "tried")
    assert scores.eligible(lecture.pk, Rule.TOOK_PART) == ("all", "late", "once", "one", "tried")


def test_without_a_revealed_item_only_taking_part_admits(lecture, prepared, bridge):
    i = actions.put(prepared[0], by=HOUSE).seq
    answer(bridge, lecture.pk, i, "p", [1])
    audience.follow(lecture.pk)
    assert {rule: scores.eligible(lecture.pk, rule) for rule in Rule} == {
        Rule.ALL_RIGHT: (),
        Rule.AT_LEAST: (),
        Rule.ANSWERED_ALL: (),
        Rule.TOOK_PART: ("p",),
    }
