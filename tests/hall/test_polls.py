from dataclasses import replace
from random import Random

import pytest
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.quiz import HOUR, vote

from xiangyue.hall.audience import actions as audience
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.errors import WrongMoment
from xiangyue.hall.lectures.states import State
from xiangyue.hall.polls import actions, errors, queries, rules
from xiangyue.hall.polls.models import Opened, Poll, Vote
from xiangyue.hall.polls.states import Step
from xiangyue.kernel.errors import Refusal
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import HOUSE

pytestmark = pytest.mark.slow  # every append is an fsync

MANY = replace(HOUR, text="想听哪些？", multi=True, most=2)


@pytest.fixture
def lecture(county, bridge):
    return a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)


@pytest.fixture
def poll(lecture):
    return actions.add(lecture, HOUR, by=HOUSE)


def tallies(bridge, lecture):
    return [record.data for record in bridge.read(lecture.pk, 0) if record.kind == "tally"]


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (replace(HOUR, text=""), "请写投票的问题，200 个字以内。"),
        (replace(HOUR, options=("一样", "一样")), "选项要有 2 到 8 个，各不相同，每个 40 个字以内。"),
        (replace(HOUR, options=("长" * 41, "短")), "选项要有 2 到 8 个，各不相同，每个 40 个字以内。"),
        (replace(MANY, most=1), "最多可选的个数在 2 和选项数之间。"),
    ],
)
def test_a_bad_poll_is_refused_with_a_sentence(draft, sentence, lecture):
    with pytest.raises(errors.BadPoll) as no:
        actions.add(lecture, draft, by=HOUSE)
    assert no.value.sentence == sentence


def test_polls_are_prepared_by_planners_and_read_by_insiders(lecture, poll, cast):
    second = actions.add(lecture, MANY, by=cast.officer)
    actions.move(second, 1, by=cast.officer)
    actions.change(poll, replace(HOUR, shown=True), by=cast.officer)
    assert [(row.position, row.draft) for row in queries.prepared(cast.host, lecture)] == [
        (1, MANY),
        (2, replace(HOUR, shown=True, most=1)),
    ]
    actions.remove(second, by=cast.officer)
    assert queries.prepared(cast.host, lecture).get().position == 1
    for member in (cast.host, cast.neighbour, cast.guest):
        with pytest.raises(Forbidden):
            actions.add(lecture, HOUR, by=member)
    with pytest.raises(Forbidden):
        queries.results(cast.neighbour, lecture)


def test_no_more_polls_than_an_evening_bears(lecture):
    for number in range(rules.MAX_POLLS):
        actions.add(lecture, replace(HOUR, text=f"第 {number} 个"), by=HOUSE)
    with pytest.raises(errors.TooMany):
        actions.add(lecture, HOUR, by=HOUSE)


def test_opened_voted_closed_by_two_directors_at_once(lecture, poll, bridge, cast):
    first, again = actions.open_poll(poll, by=cast.host), actions.open_poll(poll, by=cast.officer)
    assert (again.seq, again.repeated) == (first.seq, True)
    vote(bridge, lecture.pk, first.seq, "p1", 0)
    vote(bridge, lecture.pk, first.seq, "p2", 2)
    vote(bridge, lecture.pk, first.seq, "p1", 1)
    audience.follow(lecture.pk)
    (standing,) = queries.standing(cast.host, lecture)
    assert (standing.step, standing.result.rows) == (Step.OPEN, [("七点", 0, 0), ("七点半", 1, 50), ("八点", 1, 50)])
    closed, again = actions.close_poll(poll, by=cast.officer), actions.close_poll(poll, by=cast.host)
    assert (again.seq, again.repeated) == (closed.seq, True)
    assert queries.standing(cast.host, lecture)[0].step == Step.CLOSED
    with pytest.raises(Refusal, match="这个投票已经结束"):
        vote(bridge, lecture.pk, first.seq, "p3", 1)


def test_what_was_opened_is_changed_no_more(lecture, poll):
    actions.open_poll(poll, by=HOUSE)
    for verb in (lambda: actions.change(poll, MANY, by=HOUSE), lambda: actions.remove(poll, by=HOUSE)):
        with pytest.raises(errors.AlreadyOpened):
            verb()


def test_what_is_not_open_cannot_be_closed_and_nothing_opens_off_air(lecture, poll, county):
    with pytest.raises(errors.NotOpened):
        actions.close_poll(poll, by=HOUSE)
    early = actions.add(a_lecture(a_studio(county.hehua)), HOUR, by=HOUSE)
    with pytest.raises(WrongMoment):
        actions.open_poll(early, by=HOUSE)


def play(lecture, bridge, draft, seed):
    dice = Random(seed)
    i = actions.open_poll(actions.add(lecture, draft, by=HOUSE), by=HOUSE).seq
    for _ in range(60):
        chosen = dice.sample(range(3), dice.randint(1, 2) if draft.multi else 1)
        vote(bridge, lecture.pk, i, f"p{dice.randint(0, 20)}", *chosen)
        if dice.random() < 0.1:
            audience.follow(lecture.pk)


def test_law_votes_counted_are_the_sums_of_the_line_and_rebuilt_the_same(lecture, bridge, monkeypatch):
    play(lecture, bridge, HOUR, 1)
    play(lecture, bridge, MANY, 2)
    lectures.end(lecture, by=HOUSE)  # closes what is still open
    bridge.seal(lecture.pk)
    audience.follow(lecture.pk)
    results = queries.results(HOUSE, lecture)
    told = [one for one in tallies(bridge, lecture) if one.get("final")]
    assert [(one.voters, list(one.counts)) for one in results] == [(one["voters"], one["counts"]) for one in told]
    assert [one.is_open for one in results] == [False, False]
    kept = [list(Opened.objects.values()), sorted(Vote.objects.values_list("i", "pseudonym", "choice"))]
    monkeypatch.setattr(audience, "BATCH", 5)
    audience.rebuild(lecture.pk)
    again = [list(Opened.objects.values()), sorted(Vote.objects.values_list("i", "pseudonym", "choice"))]
    strip = [{key: value for key, value in row.items() if key != "id"} for row in kept[0]]
    assert [{key: value for key, value in row.items() if key != "id"} for row in again[0]] == strip
    assert again[1] == kept[1]
    assert Poll.objects.count() == 2


def test_a_copy_is_another_lectures_own(lecture, poll, county):
    other = a_lecture(a_studio(county.hehua))
    actions.copy(lecture.pk, other.pk, HOUSE)
    assert Poll.objects.get(lecture=other).draft == poll.draft
    actions.forget_prepared(other.pk)
    assert not Poll.objects.filter(lecture=other).exists()
