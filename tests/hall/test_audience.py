import pytest
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.hall import stage
from xiangyue.hall.audience import actions, queries
from xiangyue.hall.audience.models import Figures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State
from xiangyue.hall.studios import actions as studios
from xiangyue.hall.studios.models import Permit
from xiangyue.journal.models import Entry
from xiangyue.kernel import clock as the_clock
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access.rules import GUEST, HOUSE


@pytest.fixture
def studio(county, lines):
    return a_studio(county.fushan, "fushan")


@pytest.fixture
def live(studio, lines, clock):
    """A lecture on air in which something was said."""
    lecture = a_lecture(studio, state=State.ON_AIR)
    for number in range(5):
        clock.move(100)
        lines.happen(lecture.pk, "say", name="甲", text=f"第 {number} 句")
    lines.happen(lecture.pk, "like", n=3)
    lines.happen(lecture.pk, "viewers", now=12, total=15)
    return lecture


def row(lecture):
    return Figures.objects.filter(pk=lecture.pk).values().get()


def test_following_reads_what_is_new_and_nothing_twice(live, lines):
    assert actions.follow(live.pk) == 9
    assert actions.follow(live.pk) == 0
    lines.happen(live.pk, "say", name="乙", text="再来一句")
    assert actions.follow(live.pk) == 1
    assert (row(live)["said"], row(live)["likes"], row(live)["viewers_peak"], row(live)["offset"]) == (6, 3, 12, 10)


def test_law_rebuilt_from_zero_the_row_is_the_same(live, lines, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 2)
    actions.follow(live.pk)
    followed = row(live)
    assert actions.rebuild(live.pk) == 9
    assert row(live) == followed


def test_all_lines_that_moved_are_followed_and_unknown_ones_are_left(live, lines):
    lines.open("0000000000000000")
    lines.happen("0000000000000000", "opened", title="别处的", studio="别处")
    assert actions.follow_all() == 9
    assert actions.follow_all() == 0
    assert Figures.objects.count() == 1


def test_an_end_that_was_interrupted_after_the_line_is_carried_out(live, lines, clock):
    studios.make_key(live.studio, "编码器", by=HOUSE)
    clock.move(60_000)
    stage.phase(live.pk, "ended", by="host")
    ended = the_clock.now()
    assert Lecture.objects.get().state == State.ON_AIR

    clock.move(5_000)
    actions.follow_all()
    lecture = Lecture.objects.get()
    assert (lecture.state, lecture.ended_at) == (State.REPLAY, ended)
    assert Permit.objects.get().closes_at == the_clock.now_ms()
    last = Entry.objects.filter(chain=f"lecture/{live.pk}").order_by("seq").values_list("verb", "by")
    assert list(last)[-2:] == [("end", "host"), ("publish-replay", "host")]


def test_a_lobby_that_was_interrupted_after_the_line_is_carried_out(studio, lines):
    studios.make_key(studio, "编码器", by=HOUSE)
    lecture = a_lecture(studio)
    stage.open_line(lecture.pk, title=lecture.title, studio=studio.name, by="host")
    actions.follow_all()
    assert Lecture.objects.get().state == State.LOBBY
    assert Permit.objects.get().lecture_id == lecture.pk


def test_a_row_that_cannot_follow_its_line_yet_keeps_no_other_from_it(studio, county, lines, caplog):
    stuck, ahead = a_lecture(studio), a_lecture(a_studio(county.hehua))
    a_lecture(studio, state=State.LOBBY)  # opened while the first one's act lay interrupted
    for lecture in (stuck, ahead):
        stage.open_line(lecture.pk, title=lecture.title, studio=lecture.studio.name, by="host")
    actions.follow_all()
    assert Lecture.objects.get(pk=ahead.pk).state == State.LOBBY
    assert Lecture.objects.get(pk=stuck.pk).state == State.PUBLISHED
    assert f"lecture {stuck.pk} could not be followed" in caplog.text


def test_a_row_that_moved_with_its_line_is_left_alone(live, lines):
    before = Entry.objects.filter(chain=f"lecture/{live.pk}").count()
    actions.follow_all()
    assert Lecture.objects.get().state == State.ON_AIR
    assert Entry.objects.filter(chain=f"lecture/{live.pk}").count() == before


def test_what_was_erased_by_decision_stays_counted(live, lines):
    actions.follow(live.pk)
    lines.erase(live.pk, [3], reason="依决定", by="office", command="decision")
    actions.follow(live.pk)
    assert (row(live)["said"], row(live)["offset"]) == (5, 10)


def test_totals_are_of_all_lectures_that_were_held(live, county, lines, clock):
    a_lecture(a_studio(county.hehua))
    clock.move(30 * 60_000)
    stage.phase(live.pk, "ended", by="host")
    actions.follow_all()
    assert queries.totals(GUEST) == queries.Totals(lectures=1, studios=2, views=15, said=5, likes=3, minutes=30)


def test_figures_of_a_hidden_plan_are_not_there(studio):
    hidden = a_lecture(studio, in_hours=60 * 24)
    with pytest.raises(NotFound):
        queries.figures(GUEST, hidden)
    assert queries.figures(HOUSE, hidden).said == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_figures_of_a_list_cost_one_query(rows, studio, lines, django_assert_num_queries):
    shown = [a_lecture(studio, f"第 {number} 讲", State.REPLAY) for number in range(rows)]
    actions.follow_all()
    with django_assert_num_queries(1):
        assert [figures.phase for figures in queries.of_many(GUEST, shown).values()] == ["ended"] * rows
