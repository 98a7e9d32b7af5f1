"""Who is on a roster: pure, from the log alone."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hall.playing import a_plan

from xiangyue.hall.draws import errors, rules, vault
from xiangyue.hall.draws.rules import Rule
from xiangyue.hall.draws.states import Eligibility
from xiangyue.kernel.draw import entropy

LONGEST_ON_LINE = 2_000
"""Letters of the rules' text (`timeline.shapes.DrawRules`)."""


@dataclass
class Record:
    seq: int
    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    by: str = ""
    private: dict[str, Any] = field(default_factory=dict)


def item(seq, kind="single"):
    return Record(seq, "quiz_item", {"kind": kind})


def reveal(i, answer):
    return Record(900 + i, "quiz_reveal", {"i": i, "answer": answer})


def answer(i, by, choice=None, number=None):
    return Record(100, "answer", {"i": i, "choice": choice} if number is None else {"i": i, "number": number}, by)


LOG = [
    item(1), item(2, "multiple"), item(3, "order"),
    answer(1, "all", [0]), answer(2, "all", [2, 1]), answer(3, "all", [2, 0, 1]),
    answer(1, "two", [0]), answer(2, "two", [1, 2]), answer(3, "two", [0, 1, 2]),
    answer(1, "none", [1]), answer(2, "none", [1]), answer(3, "none", [1, 0, 2]),
    answer(1, "first", [1]), answer(1, "first", [0]), answer(2, "first", [1, 2]),
    Record(50, "vote", {"i": 9, "choice": [0]}, "voter"), Record(51, "ask", {"text": "?"}, "asker"),
    Record(52, "say", {"text": "。"}, "talker"), Record(53, "erased"),
    reveal(1, [0]), reveal(2, [1, 2]), reveal(3, [2, 0, 1]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "people"),
    [
        (Rule(Eligibility.ALL_RIGHT), ["all"]),
        (Rule(Eligibility.AT_LEAST, 2), ["all", "two"]),
        (Rule(Eligibility.AT_LEAST, 1), ["all", "first", "two"]),
        (Rule(Eligibility.ANSWERED_ALL), ["all", "none", "two"]),
        (Rule(Eligibility.TOOK_PART), ["all", "asker", "first", "none", "two", "voter"]),
    ],
)
def test_who_may_be_drawn(rule, people):
    assert rules.eligible(LOG, rule) == people


def test_a_plan_is_carried_to_another_draw_without_lotteries():
    lottery = rules.COMMON_SOURCES[1][1].format(issue="2026315")
    assert rules.carried(a_plan(sources=[lottery, rules.DICE])).sources == [rules.DICE]


def test_where_winning_needs_a_proof_only_the_verified_are_drawn():
    verified = replace(answer(1, "known", [0]), private={"level": "verified"})
    log = [item(1), answer(1, "guest", [0]), verified, reveal(1, [0])]
    assert rules.eligible(log, Rule(Eligibility.ALL_RIGHT)) == ["guest", "known"]
    assert rules.eligible(log, Rule(Eligibility.ALL_RIGHT, is_verified=True)) == ["known"]
    assert Rule(Eligibility.ALL_RIGHT, is_verified=True).sentence.endswith(rules.VERIFIED_ONLY)


def test_a_quiz_of_no_questions_makes_nobody_eligible():
    assert rules.eligible([Record(1, "vote", {"i": 1}, "p")], Rule(Eligibility.ALL_RIGHT)) == []


def test_right_answers_that_are_not_out_are_waited_for():
    with pytest.raises(errors.QuizNotFinished):
        rules.eligible([item(1), answer(1, "p", [0])], Rule(Eligibility.AT_LEAST, 1))
    assert rules.eligible([item(1), answer(1, "p", [0])], Rule(Eligibility.TOOK_PART)) == ["p"]


@pytest.mark.parametrize(("given", "who"), [("0.10", ["p"]), ("0.2", [])])
def test_right_is_what_the_line_counts_as_right(given, who):
    """The line says `right` in public; a roster that counted otherwise would be one nobody could follow."""
    log = [item(1, "number"), answer(1, "p", number=given), reveal(1, "0.1")]
    assert rules.eligible(log, Rule(Eligibility.ALL_RIGHT)) == who


def test_every_common_source_says_how_it_is_written():
    for _code, sentence in rules.COMMON_SOURCES:
        (source,) = entropy.read([sentence.format(issue="2026315")])
        assert len(source.sentence) <= 200


def test_the_longest_plan_fits_on_the_line():
    prizes = [{"name": "奖" * 37 + f"{n:03}", "count": 1000} for n in range(20)]
    plan = a_plan(title="长" * 40, prizes=prizes, claim="处" * 200, claim_days=365)
    assert len(rules.words(plan)) <= LONGEST_ON_LINE


def test_where_readings_differ_is_cut_short():
    assert rules.places([(1, place) for place in range(1, 9)]) == "第 1 个来源第 1、2、3、4、5 个数等"
    assert rules.places([(1, 2), (2, 4)]) == "第 1 个来源第 2 个数，第 2 个来源第 4 个数"


@given(st.binary(min_size=32, max_size=32), st.integers(0, 79), st.integers(1, 255))
def test_a_sealed_secret_comes_out_whole_or_not_at_all(secret, at, change):
    box = vault.seal("installation", "draw", secret)
    assert vault.unseal("installation", "draw", box) == secret
    spoiled = bytearray(box)
    spoiled[at] ^= change
    assert vault.unseal("installation", "draw", bytes(spoiled)) is None
    assert vault.unseal("installation", "another", box) is None
    assert vault.unseal("another", "draw", box) is None
    assert vault.seal("installation", "draw", secret) != box
