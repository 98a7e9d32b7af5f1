"""Prizes fetched at a desk: by code, by family, once; and who steps in for somebody who stayed away."""

from itertools import pairwise

import pytest
from tests.hall.playing import a_plan, a_quiz, an_open_lecture, bring

from xiangyue.edge.tickets import Tickets
from xiangyue.hall.claims import actions, errors, queries, rules
from xiangyue.hall.claims.models import Settlement
from xiangyue.hall.claims.states import Bearer, Outcome
from xiangyue.hall.draws import actions as draws
from xiangyue.hall.draws import queries as drawn
from xiangyue.journal.models import Entry
from xiangyue.kernel.draw import label
from xiangyue.kernel.signing import Forged
from xiangyue.org.access.errors import Forbidden

WEEK_MS = 7 * 24 * 3_600_000


@pytest.fixture
def lecture(county, lines):
    return an_open_lecture(county.fushan)


@pytest.fixture
def draw(lecture, lines, cast):
    a_quiz(lines, lecture, right=8)
    draw = draws.prepare(lecture, a_plan(), by=cast.officer)
    return bring(draw, "result", by=cast.officer, other=cast.office)


@pytest.fixture
def phones(draw, lecture, settings):
    """Tickets of everybody who was right, by number."""
    tickets = Tickets(settings.SECRET_KEY, valid_ms=3_600_000)
    people = [f"resident-{number}" for number in range(9)]
    return {
        label(settings.SECRET_KEY, lecture.pk, draw.seq, who): tickets.issue(lecture.pk, name=who, pseudonym=who)[0]
        for who in people
    }


def winners(draw):
    return [holder.label for holder in queries.holders(draw)]


def code(draw, phones, place=0):
    return queries.mine(draw, phones[winners(draw)[place]]).code


def test_a_winners_phone_is_shown_its_prize_and_its_code(draw, phones):
    mine = queries.mine(draw, phones[winners(draw)[0]])
    assert (mine.is_listed, mine.prize, len(mine.code), mine.outcome) == (True, "电饭煲", 9, "")
    others = [queries.mine(draw, ticket) for number, ticket in phones.items() if number not in winners(draw)]
    assert {(one.prize, one.code) for one in others} == {("", "")}
    assert sorted(one.is_listed for one in others) == [False, *[True] * 5]


def test_a_ticket_of_that_evening_fetches_the_prize_days_later(draw, phones, clock):
    clock.move(WEEK_MS)
    assert code(draw, phones)


@pytest.mark.parametrize("ticket", ["", "x.y", "eyJ3aG8iOiJwIn0.AAAA"])
def test_a_forged_ticket_learns_nothing(draw, ticket):
    with pytest.raises(Forged):
        queries.mine(draw, ticket)


def test_a_ticket_of_another_lecture_learns_nothing(draw, settings):
    other = Tickets(settings.SECRET_KEY, valid_ms=1000).issue("0123456789abcdef", name="甲", pseudonym="resident-1")[0]
    with pytest.raises(Forged):
        queries.mine(draw, other)


def test_family_fetches_a_prize_once_and_nobody_after_them(draw, phones, cast):
    given = code(draw, phones)
    actions.give(draw, f" {given.upper()} ", Bearer.FAMILY, by=cast.officer)
    assert queries.mine(draw, phones[winners(draw)[0]]).code == ""
    for bearer in Bearer:
        with pytest.raises(errors.AlreadySettled) as refused:
            actions.give(draw, given, bearer, by=cast.host)
        assert refused.value.sentence == "这份奖品已领（11-23 19:00）。一个领奖码只能领一次。"
    row = Settlement.objects.get()
    assert (row.outcome, row.bearer, row.settled_by) == (Outcome.GIVEN, Bearer.FAMILY, "officer")
    assert Entry.objects.filter(chain=f"draw/{draw.pk}", verb="settle").count() == 1


@pytest.mark.parametrize("typed", ["", "0000-0000", "the roster says nothing"])
def test_what_is_no_code_gives_nothing(draw, cast, typed):
    with pytest.raises(errors.UnknownCode):
        actions.give(draw, typed, Bearer.SELF, by=cast.officer)


def test_a_number_from_the_public_roster_is_no_code(draw, cast):
    with pytest.raises(errors.UnknownCode):
        actions.give(draw, winners(draw)[0], Bearer.SELF, by=cast.officer)


def test_the_neighbouring_township_gives_nothing(draw, phones, cast):
    with pytest.raises(Forbidden):
        actions.give(draw, code(draw, phones), Bearer.SELF, by=cast.neighbour)
    with pytest.raises(Forbidden):
        queries.at_desk(cast.neighbour, draw)


def test_who_stays_away_is_followed_by_the_next_in_order(draw, phones, cast, clock):
    first = winners(draw)[1]
    with pytest.raises(errors.TooEarly):
        actions.forfeit(draw, first, by=cast.officer)
    clock.move(WEEK_MS + 1)
    missed = code(draw, phones, 1)
    actions.forfeit(draw, first, by=cast.officer)
    substitutes = drawn.steps(draw)["draw_result"].data["substitutes"]
    follower = queries.holders(draw)[-1]
    assert (follower.label, follower.prize, follower.place, follower.is_substitute) == (substitutes[0], 1, 4, True)
    assert queries.mine(draw, phones[follower.label]).code
    with pytest.raises(errors.AlreadySettled) as refused:
        actions.give(draw, missed, Bearer.SELF, by=cast.officer)
    assert "逾期未领" in refused.value.sentence
    actions.give(draw, queries.mine(draw, phones[follower.label]).code, Bearer.SELF, by=cast.officer)


def test_a_substitute_can_stay_away_too(draw, cast, clock):
    clock.move(WEEK_MS + 1)
    for _ in range(2):
        actions.forfeit(draw, queries.holders(draw)[-1].label, by=cast.officer)
    substitutes = drawn.steps(draw)["draw_result"].data["substitutes"]
    assert [holder.label for holder in queries.holders(draw)][3:] == substitutes[:2]


def test_nothing_is_given_before_the_result(lecture, lines, cast):
    a_quiz(lines, lecture, right=8)
    draw = draws.prepare(lecture, a_plan(), by=cast.officer)
    bring(draw, "roster", by=cast.officer, other=cast.office)
    assert queries.holders(draw) == []
    with pytest.raises(errors.NotDrawnYet):
        actions.give(draw, "0000-0000", Bearer.SELF, by=cast.officer)


class Row:
    def __init__(self, label, outcome):
        self.label, self.outcome = label, outcome


def test_when_substitutes_run_out_the_prize_stays():
    held = rules.holders([{"label": "a", "prize": 0}], ["b"], [Row("a", "FORFEITED"), Row("b", "FORFEITED")])
    assert [(one.label, one.outcome) for one in held] == [("a", "FORFEITED"), ("b", "FORFEITED")]
    assert all(one.place < other.place for one, other in pairwise(held))


@pytest.mark.parametrize("typed", ["k3f9-82mt", "K3F982MT", " k3f9 82mt ", "k3f9－82mt"])
def test_a_code_is_heard_as_it_is_read_aloud(typed):
    assert rules.plain(typed) == "k3f982mt"
    assert rules.plain("OIL0") == "0110"
