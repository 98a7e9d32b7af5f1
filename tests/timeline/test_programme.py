"""What a promise forbids is refused by the line itself: early answers, other answers, steps of a draw out of order."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.timeline.errors import BadEvent, TooEarly, UnknownPiece, WrongMoment
from xiangyue.timeline.programme import GRACE_MS, SLOWEST_MS, STEPS, Item, Programme, commitment, is_right

AT = 1_000_000
SALT = "s" * 20
OTP = "5a" * 32
COMMIT = hashlib.sha256(bytes.fromhex(OTP)).hexdigest()
ITEM = {
    "no": 1,
    "kind": "single",
    "text": "何时缴？",
    "options": ["春", "秋"],
    "s": 20,
    "commit": commitment([1], SALT),
}
RULES = {"commit": COMMIT, "n": 10}
DRAW = {
    "draw_roster": {"i": 7},
    "draw_secret": {"i": 7, "otp": OTP},
    "draw_entropy": {"i": 7, "entropy": "3.1.7./", "by": ["甲", "乙"]},
    "draw_result": {"i": 7},
    "draw_void": {"i": 7},
}


def put(item=ITEM):
    return Programme().after(5, "quiz_item", item, AT)


def drawn(step):
    """A draw that has come to this step."""
    programme = Programme().after(7, "draw_rules", RULES, AT)
    for one in STEPS[1 : STEPS.index(step) + 1]:
        programme = programme.after(0, one, DRAW[one], AT)
    return programme


def test_an_answer_is_revealed_when_the_slowest_had_their_time_and_not_before():
    until = AT + SLOWEST_MS + 20_000 + GRACE_MS
    reveal = {"i": 5, "answer": [1], "salt": SALT}
    with pytest.raises(TooEarly) as early:
        put().allows("quiz_reveal", reveal, until)
    assert early.value.sentence == "还有人没看到这道题，请再等 1 秒公布答案。"
    put().allows("quiz_reveal", reveal, until + 1)


@pytest.mark.parametrize("other", [{"answer": [0]}, {"answer": "1"}, {"salt": "t" * 20}])
def test_only_the_answer_committed_to_can_be_revealed(other):
    with pytest.raises(BadEvent):
        put().allows("quiz_reveal", {"i": 5, "answer": [1], "salt": SALT, **other}, AT * 9)


def test_an_answer_is_revealed_once_and_of_an_item_there_is():
    reveal = {"i": 5, "answer": [1], "salt": SALT}
    revealed = put().after(6, "quiz_reveal", reveal, AT)
    with pytest.raises(WrongMoment):
        revealed.allows("quiz_reveal", reveal, AT * 9)
    with pytest.raises(UnknownPiece):
        Programme().allows("quiz_reveal", reveal, AT * 9)


@pytest.mark.parametrize(
    "wrong",
    [
        {"options": ["春"]},
        {"options": ["春", "春"]},
        {"options": ["春", ""]},
        {"options": []},
        {"kind": "number"},
        {"kind": "truefalse", "options": ["对", "错", "不知道"]},
    ],
)
def test_a_question_that_cannot_be_answered_is_not_put(wrong):
    with pytest.raises(BadEvent):
        Programme().allows("quiz_item", ITEM | wrong, AT)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("wanted", [*STEPS[1:], "draw_void"])
def test_a_draw_has_one_order(step, wanted):
    programme = drawn(step)
    fits = STEPS.index(wanted) == STEPS.index(step) + 1 if wanted in STEPS else step != "draw_result"
    if fits:
        programme.allows(wanted, DRAW[wanted], AT)
    else:
        with pytest.raises(WrongMoment):
            programme.allows(wanted, DRAW[wanted], AT)


def test_a_void_draw_goes_no_further():
    void = drawn("draw_roster").after(0, "draw_void", DRAW["draw_void"], AT)
    for wanted in (*STEPS[1:], "draw_void"):
        with pytest.raises(WrongMoment):
            void.allows(wanted, DRAW[wanted], AT)


def test_only_the_secret_committed_to_opens_and_one_person_is_not_two():
    with pytest.raises(BadEvent):
        drawn("draw_roster").allows("draw_secret", {"i": 7, "otp": "5b" * 32}, AT)
    with pytest.raises(BadEvent):
        drawn("draw_secret").allows("draw_entropy", DRAW["draw_entropy"] | {"by": ["甲", "甲"]}, AT)
    with pytest.raises(UnknownPiece):
        Programme().allows("draw_secret", DRAW["draw_secret"], AT)


def item(kind, answer, options=4):
    return Item(kind, options, "", 0, 0, answer)


@pytest.mark.parametrize(
    ("asked", "given_answer", "right"),
    [
        (item("single", [1]), [1], True),
        (item("single", [1]), [2], False),
        (item("multiple", [0, 2]), [2, 0], True),
        (item("multiple", [0, 2]), [0], False),
        (item("order", [2, 0, 1]), [2, 0, 1], True),
        (item("order", [2, 0, 1]), [0, 1, 2], False),
        (item("number", "400"), "400.0", True),
        (item("number", "0.1"), "0.10", True),
        (item("number", "-3"), "3", False),
        (item("number", "0"), "-0", True),
        (item("number", "400"), [4], False),
        (item("single", None), [1], False),
    ],
)
def test_right_means_the_same_for_everybody(asked, given_answer, right):
    assert is_right(asked, given_answer) is right


@given(st.decimals(-(10**9), 10**9, places=3), st.decimals(-(10**9), 10**9, places=6))
def test_numbers_are_compared_exactly(one, other):
    spelt = [format(number, "f") for number in (one, other)]
    assert is_right(item("number", spelt[0]), spelt[1]) is (one == other)
