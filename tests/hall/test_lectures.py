from datetime import timedelta

import pytest
from tests.factories.lectures import a_lecture, a_studio, bring

from xiangyue.hall import stage
from xiangyue.hall.audience import queries as audience
from xiangyue.hall.lectures import actions, errors, queries, rules
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import MOVES, OPEN, State, heard
from xiangyue.hall.reviews import actions as reviews
from xiangyue.hall.studios.models import Permit
from xiangyue.journal.models import Entry
from xiangyue.kernel import clock as the_clock
from xiangyue.kernel.errors import Fault, NotFound
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import GUEST, HOUSE

VERBS = {
    "open-lobby": actions.open_lobby,
    "go-on-air": actions.go_on_air,
    "end": actions.end,
    "publish-replay": actions.publish_replay,
    "withhold-replay": actions.withhold_replay,
}


@pytest.fixture
def studio(county, lines):
    return a_studio(county.fushan, "fushan")


def verbs_of(lecture):
    return list(Entry.objects.filter(chain=f"lecture/{lecture.pk}").order_by("seq").values_list("verb", flat=True))


def test_a_lecture_goes_from_plan_to_replay_and_its_line_and_record_say_so(studio, cast, lines, clock):
    planned_at = the_clock.now() + timedelta(hours=1)
    lecture = actions.plan(studio, title=" 医保怎么缴 ", speaker="宣讲员", planned_at=planned_at, by=cast.officer)
    actions.submit(lecture, by=cast.officer)
    reviews.approve(lecture, seen=queries.content_hash(lecture), by=cast.office)
    for verb in (actions.open_lobby, actions.go_on_air, actions.end):
        clock.move(60_000)
        verb(lecture, by=cast.host)

    row = Lecture.objects.get()
    assert (row.state, row.title, row.on_air_at - row.lobby_at) == (State.REPLAY, "医保怎么缴", timedelta(minutes=1))
    assert [(record.kind, record.data, record.by) for record in lines.lines[lecture.pk]] == [
        ("opened", {"title": "医保怎么缴", "studio": "府山街道"}, "host"),
        ("phase", {"phase": "on_air"}, "host"),
        ("phase", {"phase": "ended"}, "host"),
    ]
    assert verbs_of(lecture) == [
        "plan", "submit", "review", "approve", "publish", "open-lobby", "go-on-air", "end", "publish-replay",
    ]  # fmt: skip


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_move_is_refused_at_every_other_moment(verb, state, studio, lines):
    lecture = a_lecture(studio, state=state)
    before = {name: len(line) for name, line in lines.lines.items()}
    if state in MOVES[verb].sources:
        VERBS[verb](lecture, by=HOUSE)
        return
    with pytest.raises(errors.WrongMoment):
        VERBS[verb](lecture, by=HOUSE)
    assert Lecture.objects.get().state == state
    assert {name: len(line) for name, line in lines.lines.items()} == before


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_the_neighbouring_township_moves_nothing(verb, studio, cast):
    state = next(iter(MOVES[verb].sources))
    lecture = a_lecture(studio, state=state)
    with pytest.raises(Forbidden):
        VERBS[verb](lecture, by=cast.neighbour)
    assert Lecture.objects.get().state == state


def test_a_stale_page_pressed_twice_moves_once(studio, cast, lines):
    lecture = a_lecture(studio, state=State.LOBBY)
    stale = Lecture.objects.select_related("studio__unit").get()
    actions.go_on_air(lecture, by=cast.officer)
    with pytest.raises(errors.WrongMoment):
        actions.go_on_air(stale, by=cast.host)
    assert [record.kind for record in lines.lines[lecture.pk]] == ["opened", "phase"]


def test_a_live_role_that_does_not_answer_leaves_everything_as_it_was(studio, cast):
    lecture = a_lecture(studio)
    stage.connect(None)
    with pytest.raises(Fault):
        actions.open_lobby(lecture, by=cast.officer)
    assert Lecture.objects.get().state == State.PUBLISHED
    assert verbs_of(lecture) == ["plan", "put-on"]
    assert not Permit.objects.exists()


def test_a_studio_has_one_open_lecture_at_a_time(studio, cast):
    a_lecture(studio, "第一讲", State.ON_AIR)
    second = a_lecture(studio, "第二讲")
    with pytest.raises(errors.StudioBusy) as refused:
        actions.open_lobby(second, by=cast.officer)
    assert refused.value.sentence == "这个直播间正开着“第一讲”，先结束它。"


def test_calling_off_an_open_lobby_ends_its_line(studio, cast, lines):
    lecture = a_lecture(studio, state=State.LOBBY)
    actions.cancel(lecture, by=cast.officer)
    assert Lecture.objects.get().state == State.CANCELLED
    assert lines.phase(lecture.pk) == "ended"


def test_cancelling_a_draft_begins_no_line(studio, cast, lines):
    lecture = a_lecture(studio)
    actions.cancel(lecture, by=cast.officer)
    assert Lecture.objects.get().state == State.CANCELLED
    assert lines.lines == {}


def test_a_withheld_replay_stays_withheld_at_the_end(studio, cast):
    lecture = a_lecture(studio, state=State.ON_AIR)
    actions.want_replay(lecture, False, by=cast.officer)
    actions.end(lecture, by=cast.officer)
    assert Lecture.objects.get().state == State.ENDED


def test_an_order_reaches_the_line_once_however_often_it_is_pressed(studio, cast, lines):
    lecture = a_lecture(studio, state=State.ON_AIR)
    first = actions.notice(lecture, " 八点抽奖 ", by=cast.officer, command="one")
    again = actions.notice(lecture, "八点抽奖", by=cast.officer, command="one")
    assert (again.seq, again.repeated) == (first.seq, True)
    assert lines.lines[lecture.pk][-1].data == {"text": "八点抽奖"}


def test_a_host_speaks_and_does_not_moderate(studio, cast):
    lecture = a_lecture(studio, state=State.ON_AIR)
    with pytest.raises(Forbidden):
        actions.silence(lecture, True, by=cast.host, command="one")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": " "}, "请写标题，80 个字以内。"),
        ({"title": "长" * 81}, "请写标题，80 个字以内。"),
        ({"speaker": ""}, "请写明谁来讲。"),
        ({"planned_at": -13}, "时间不对：最早是今天，最远是一年之后。"),
        ({"planned_at": 401 * 24}, "时间不对：最早是今天，最远是一年之后。"),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused_in_words(wrong, sentence, studio, cast):
    hours = wrong.get("planned_at", 1)
    words = {"title": "医保", "speaker": "宣讲员"} | wrong | {"planned_at": the_clock.now() + timedelta(hours=hours)}
    with pytest.raises(errors.BadLecture) as refused:
        actions.plan(studio, by=cast.officer, **words)
    assert refused.value.sentence == sentence


def test_changing_the_words_is_for_plans_only(studio, cast):
    lecture = a_lecture(studio)
    words = {"title": "改过的题目", "speaker": "另一位", "planned_at": lecture.planned_at}
    actions.change(lecture, by=cast.officer, **words)
    assert Lecture.objects.get().title == "改过的题目"
    reviews.approve(lecture, seen=queries.content_hash(lecture), by=cast.office)
    actions.open_lobby(lecture, by=cast.officer)
    with pytest.raises(errors.WrongMoment):
        actions.change(lecture, by=cast.officer, **words)


def test_a_far_plan_is_known_inside_and_to_nobody_else(studio, cast):
    lecture = a_lecture(studio, in_hours=40 * 24)
    assert queries.get(cast.officer, lecture.pk) == lecture
    for outsider in (cast.neighbour, cast.stranger, GUEST):
        with pytest.raises(NotFound):
            queries.get(outsider, lecture.pk)


def test_the_programme_lists_each_lecture_where_it_belongs(studio, county, cast):
    other = a_studio(county.hehua)
    soon = a_lecture(studio, "今晚", in_hours=1)
    tomorrow = a_lecture(other, "明天", in_hours=20)
    a_lecture(studio, "忘了开的", in_hours=-4)
    live = a_lecture(studio, "正在讲", State.ON_AIR)
    past = a_lecture(other, "讲过了", State.REPLAY)
    a_lecture(other, "不放回看", State.ENDED)
    a_lecture(other, "取消了", State.CANCELLED)
    assert list(queries.on_air(GUEST)) == [live]
    assert list(queries.upcoming(GUEST)) == [soon, tomorrow]
    assert list(queries.today(GUEST)) == [soon]
    assert list(queries.recent_replays(GUEST)) == [past]
    assert [lecture.title for lecture in queries.of_studio(GUEST, other)] == ["明天", "讲过了"]
    assert queries.for_studio(cast.neighbour, other).count() == 4
    with pytest.raises(Forbidden):
        queries.for_studio(cast.officer, other)


@pytest.mark.parametrize("state", [State.PUBLISHED, State.LOBBY, State.ON_AIR, State.REPLAY])
def test_what_is_kept_off_lists_is_there_for_who_has_its_address_and_in_no_list(studio, cast, page, state):
    lecture = a_lecture(studio, "试一试")
    actions.keep_off_lists(lecture, by=cast.officer)
    bring(lecture, state)
    assert queries.get(GUEST, lecture.pk) == lecture
    assert list(queries.for_studio(cast.officer, studio)) == [lecture]
    lists = (queries.on_air, queries.in_lobby, queries.upcoming, queries.today, queries.recent_replays)
    assert [list(each(GUEST)) for each in lists] == [[]] * len(lists)
    assert list(queries.of_studio(GUEST, studio)) == []
    assert audience.totals(GUEST).lectures == 0
    for address in ("/", "/lectures/", "/lectures/?show=replays", f"/studios/{studio.code}/"):
        assert "试一试" not in page.get(address).content.decode()
    with pytest.raises(Forbidden):
        actions.keep_off_lists(lecture, by=cast.neighbour)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_one_query_however_long(rows, studio, django_assert_num_queries):
    for number in range(rows):
        a_lecture(studio, f"第 {number} 讲")
    with django_assert_num_queries(1):
        assert [lecture.studio.unit.name for lecture in queries.upcoming(GUEST)] == ["府山街道"] * rows


@pytest.mark.parametrize("state", list(State))
def test_a_page_is_offered_exactly_the_moves_of_the_table(state):
    assert set(rules.moves(state)) == {name for name, move in MOVES.items() if state in move.sources}


@pytest.mark.parametrize("state", sorted(OPEN))
def test_a_row_behind_its_line_knows_its_move(state):
    assert heard(state, "ended") == {"LOBBY": "call-off", "ON_AIR": "end"}[state]
    assert heard(State.REPLAY, "ended") is None


def test_what_was_decided_while_the_end_waited_counts(studio, lines):
    lecture = a_lecture(studio, state=State.ON_AIR)
    elsewhere = Lecture.objects.select_related("studio__unit").get()
    actions.want_replay(elsewhere, False, by=HOUSE)
    actions.end(lecture, by=HOUSE)  # with the row as its page read it before
    assert Lecture.objects.get().state == State.ENDED
