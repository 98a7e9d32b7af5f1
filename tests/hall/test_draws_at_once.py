"""What happens to a draw when several press at once: on PostgreSQL, where two transactions really run side by side."""

import pytest
from tests.factories.people import a_county
from tests.hall.playing import a_plan, a_quiz, an_open_lecture, bring
from tests.hall.test_at_once import HANDS, at_once

from xiangyue.hall.claims import actions as claims
from xiangyue.hall.claims import queries as holders
from xiangyue.hall.claims.models import Settlement
from xiangyue.hall.claims.states import Bearer
from xiangyue.hall.draws import actions
from xiangyue.hall.draws.models import Draw, Roster, Step
from xiangyue.hall.draws.states import State
from xiangyue.org.access.rules import HOUSE, Member, Post
from xiangyue.org.access.states import Role

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]  # tables are emptied

COLLEAGUE = Member("colleague", "同事", (Post(Role.KEEPER, "hehua", "kecheng/hehua/"),))


@pytest.fixture
def draw(transactional_db, clock, lines):
    lecture = an_open_lecture(a_county().fushan)
    a_quiz(lines, lecture, right=8)
    return actions.prepare(lecture, a_plan(), by=HOUSE)


def fresh(draw):
    return Draw.objects.select_related("lecture__studio__unit").get(pk=draw.pk)


def told(lines, draw):
    return [record.kind for record in lines.lines[draw.lecture_id] if record.kind.startswith("draw_")]


@pytest.mark.parametrize(
    ("before", "verb", "state"),
    [
        ("", actions.announce, State.RULES),
        ("rules", actions.lock, State.ROSTER),
        ("roster", actions.open_secret, State.SECRET),
        ("entropy", actions.settle, State.RESULT),
    ],
)
def test_of_many_who_press_a_step_one_takes_it(draw, lines, before, verb, state):
    if before:
        bring(draw, before, by=HOUSE, other=COLLEAGUE)
    count = len(told(lines, draw))
    got = at_once(lambda _number: verb(fresh(draw), by=HOUSE))
    assert set(got) <= {None, "draw-busy", "draw-wrong-moment"}
    assert None in got
    actions.resume_all()
    assert (len(told(lines, draw)), fresh(draw).state) == (count + 1, state)
    assert Step.objects.filter(seq__isnull=True).count() == 0
    assert Roster.objects.count() <= 1


def test_a_code_typed_at_several_desks_gives_one_prize(draw, lines):
    bring(draw, "result", by=HOUSE, other=COLLEAGUE)
    code = holders.code_of(draw, holders.holders(draw)[0].label)
    got = at_once(lambda _number: claims.give(fresh(draw), code, Bearer.SELF, by=HOUSE))
    assert got == [None, *["already-settled"] * (HANDS - 1)]
    assert Settlement.objects.count() == 1


def test_void_and_a_step_pressed_at_once_leave_a_draw_that_stands_somewhere(draw, lines):
    bring(draw, "roster", by=HOUSE, other=COLLEAGUE)
    acts = [lambda: actions.open_secret(fresh(draw), by=HOUSE), lambda: actions.void(fresh(draw), "停电", by=HOUSE)]
    at_once(lambda number: acts[number % 2]())
    actions.resume_all()
    kinds = told(lines, draw)
    assert fresh(draw).state == {"draw_void": State.VOID, "draw_secret": State.SECRET}[kinds[-1]]
    assert len(kinds) == len(set(kinds))
