"""One answer each, the last vote, one hand up: on the way to the disk, on it, and after a restart."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.timeline.ballots import Ballots
from xiangyue.timeline.errors import AlreadyAnswered, AlreadyUp, AnswersClosed, BadEvent, PollClosed, UnknownPiece
from xiangyue.timeline.events import Accepted
from xiangyue.timeline.programme import Programme, commitment

AT = 1_000
POLL = {"text": "几点好？", "options": ["六点", "七点", "八点"], "multi": True, "most": 2}
ITEM = {"no": 1, "kind": "single", "text": "?", "options": ["春", "秋"], "s": 20, "commit": commitment([1], "s" * 16)}
ORDER = ITEM | {"kind": "order", "options": ["一", "二", "三"]}
SUM = ITEM | {"kind": "number", "options": []}
PROGRAMME = (
    Programme()
    .after(1, "poll", POLL, AT)
    .after(2, "quiz_item", ITEM, AT)
    .after(3, "quiz_item", ORDER, AT)
    .after(4, "quiz_item", SUM, AT)
    .after(5, "question", {"state": "approved", "i": 0}, AT)
)
UNTIL = PROGRAMME.items[2].until_ms


def record(seq, kind, by, **data):
    return Accepted(seq, AT, kind, data, {}, str(seq), by, None)


def claim(ballots, kind, by="甲", *, at=AT, programme=PROGRAMME, **data):
    ballots.claim(programme, kind, data, by, at)


def test_of_two_answers_the_first_counts_also_while_it_is_on_its_way():
    ballots = Ballots()
    claim(ballots, "answer", i=2, choice=[0])
    with pytest.raises(AlreadyAnswered):
        claim(ballots, "answer", i=2, choice=[1])
    ballots.take(record(9, "answer", "甲", i=2, choice=[0]))
    with pytest.raises(AlreadyAnswered):
        claim(ballots, "answer", i=2, choice=[1])
    claim(ballots, "answer", "乙", i=2, choice=[1])
    claim(ballots, "answer", i=3, choice=[0, 1, 2])


def test_what_the_disk_refused_may_be_sent_again():
    ballots = Ballots()
    claim(ballots, "answer", i=2, choice=[0])
    claim(ballots, "up", i=5)
    ballots.lost()
    claim(ballots, "answer", i=2, choice=[1])
    claim(ballots, "up", i=5)


@pytest.mark.parametrize("at", [AT - 1, UNTIL + 1])
def test_answers_are_taken_while_anybody_may_be_looking_at_the_question(at):
    with pytest.raises(AnswersClosed):
        claim(Ballots(), "answer", i=2, choice=[0], at=at)
    claim(Ballots(), "answer", i=2, choice=[0], at=min(max(at, AT), UNTIL))


@pytest.mark.parametrize(
    ("i", "given_answer"),
    [
        (2, {"choice": []}),
        (2, {"choice": [2]}),
        (2, {"choice": [0, 1]}),
        (2, {"number": "1"}),
        (2, {}),
        (3, {"choice": [0, 1]}),
        (3, {"choice": [0, 1, 1]}),
        (4, {"choice": [0]}),
    ],
)
def test_an_answer_must_be_one(i, given_answer):
    with pytest.raises(BadEvent):
        claim(Ballots(), "answer", i=i, **given_answer)


@pytest.mark.parametrize("kind", ["answer", "vote", "up"])
def test_what_was_never_put_cannot_be_answered(kind):
    with pytest.raises(UnknownPiece):
        claim(Ballots(), kind, i=99, choice=[0])


def test_a_vote_may_be_changed_until_the_close():
    ballots = Ballots()
    for seq, choice in ((7, [0, 1]), (8, [2])):
        claim(ballots, "vote", i=1, choice=choice)
        ballots.take(record(seq, "vote", "甲", i=1, choice=choice))
    ballots.take(record(9, "vote", "乙", i=1, choice=[1, 2]))
    assert ballots.tally(1, 3) == {"i": 1, "counts": [0, 1, 2], "voters": 2}
    with pytest.raises(PollClosed):
        claim(ballots, "vote", i=1, choice=[0], programme=PROGRAMME.after(10, "poll_close", {"i": 1}, AT))
    with pytest.raises(BadEvent):
        claim(ballots, "vote", i=1, choice=[0, 1, 2])


def test_one_person_is_one_supporter():
    ballots = Ballots()
    claim(ballots, "up", i=5)
    with pytest.raises(AlreadyUp):
        claim(ballots, "up", i=5)
    ballots.take(record(7, "up", "甲", i=5))
    ballots.take(record(8, "up", "乙", i=5))
    assert ballots.ups() == [[5, 2]]
    assert ballots.ups() == []
    ballots.take(record(9, "up", "丙", i=5))
    assert ballots.ups() == [[5, 3]]


def test_a_person_is_told_what_they_put_in():
    ballots = Ballots()
    for seq, kind, data in (
        (6, "ask", {"name": "甲", "text": "?"}),
        (7, "vote", {"i": 1, "choice": [0]}),
        (8, "answer", {"i": 4, "number": "400"}),
        (9, "up", {"i": 5}),
    ):
        ballots.take(record(seq, kind, "甲", **data))
    assert ballots.of("甲") == {"votes": {1: [0]}, "answers": {4: "400"}, "ups": [5], "asks": [6]}
    assert ballots.of("乙") == {"votes": {}, "answers": {}, "ups": [], "asks": []}


@given(st.integers(0, 2**32), st.integers(0, 60))
def test_the_sums_are_exact(seed, people):
    """As a plain count over all says, whoever changed their mind and however often."""
    dice, ballots, last, first = random.Random(seed), Ballots(), {}, {}
    for seq in range(10, 10 + people * 3):
        by, choice = f"p{dice.randint(0, people)}", dice.sample(range(3), dice.randint(1, 2))
        ballots.take(record(seq, "vote", by, i=1, choice=choice))
        last[by] = choice
        ballots.take(record(seq, "answer", by, i=2, choice=choice[:1]))
        first.setdefault(by, choice[0])
    chosen = [place for choice in last.values() for place in choice]
    assert ballots.tally(1, 3) == {"i": 1, "counts": [chosen.count(place) for place in range(3)], "voters": len(last)}
    item = PROGRAMME.after(9, "quiz_reveal", {"i": 2, "answer": [1]}, AT).items[2]
    right = sum(place == 1 for place in first.values())
    counts = [list(first.values()).count(place) for place in range(2)]
    assert ballots.result(2, item) == {"i": 2, "answered": len(first), "right": right, "counts": counts}
