"""A rehearsal: nobody sees it, nothing counts it, and nothing of it stays."""

import pytest
from tests.factories.lectures import a_lecture, a_studio, bring

from xiangyue.hall.audience import actions as audience
from xiangyue.hall.audience import queries as figures
from xiangyue.hall.audience.models import Figures
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures import errors, prepared
from xiangyue.hall.lectures import queries as programme
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import PLANS, State
from xiangyue.hall.rehearsals import actions, queries
from xiangyue.hall.rehearsals import errors as rehearsal_errors
from xiangyue.hall.rehearsals.models import Forgotten
from xiangyue.hall.studios import actions as studios
from xiangyue.hall.studios.models import Permit
from xiangyue.journal.models import Entry
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import GUEST, HOUSE


@pytest.fixture
def studio(county, lines):
    studio = a_studio(county.fushan, "fushan")
    studios.make_key(studio, "编码器", by=HOUSE)
    return studio


@pytest.fixture
def lecture(studio):
    return a_lecture(studio, state=State.DRAFT)


@pytest.fixture
def held(lecture, cast):
    return actions.rehearse(lecture, by=cast.host)


@pytest.fixture
def over(held, cast):
    for verb in (lectures.go_on_air, lectures.end):
        verb(held, by=cast.host)
    return held


def test_a_draft_is_rehearsed_like_the_evening_itself(held, lecture, lines):
    assert (held.state, held.title, held.rehearsal_of_id) == (State.LOBBY, "彩排 · 医保怎么缴", lecture.pk)
    assert lines.lines[held.pk][0].data["title"] == "彩排 · 医保怎么缴"
    assert Permit.objects.get().lecture_id == held.pk
    assert Lecture.objects.get(pk=lecture.pk).state == State.DRAFT


def test_no_list_and_no_address_knows_it(held, over, cast, studio):
    for viewer in (GUEST, cast.stranger, cast.neighbour, cast.officer, cast.office):
        assert held not in programme.visible_to(viewer)
        with pytest.raises(NotFound):
            programme.get(viewer, held.pk)
    assert held not in programme.for_studio(cast.officer, studio)
    for viewer in (GUEST, cast.neighbour, cast.admin):
        with pytest.raises(NotFound):
            programme.get_mine(viewer, held.pk)


def test_those_inside_find_it_where_it_is_run(held, cast, studio, lecture):
    assert programme.open_in(cast.host, studio) == held
    assert programme.get_mine(cast.host, held.pk) == held
    assert queries.of_lecture(cast.host, lecture) == [held]
    with pytest.raises(Forbidden):
        queries.of_lecture(cast.neighbour, lecture)


def test_no_figure_counts_it(over, lines):
    audience.follow_all()
    assert Figures.objects.get(pk=over.pk).phase == "ended"
    totals = figures.totals(GUEST)
    assert (totals.lectures, totals.views, totals.minutes) == (0, 0, 0)
    with pytest.raises(NotFound):
        figures.figures(GUEST, over)


def test_it_ends_without_a_replay_and_gets_none(over, cast):
    assert over.state == State.ENDED
    with pytest.raises(errors.WrongMoment):
        lectures.publish_replay(over, by=cast.officer)
    with pytest.raises(errors.WrongMoment):
        lectures.want_replay(over, True, by=cast.officer)


def test_its_acts_are_on_the_record_of_what_was_rehearsed(over, lecture):
    assert not Entry.objects.filter(chain=f"lecture/{over.pk}").exists()
    verbs = Entry.objects.filter(chain=f"lecture/{lecture.pk}").order_by("seq").values_list("verb", flat=True)
    assert list(verbs)[-4:] == ["rehearse", "rehearsal-open-lobby", "rehearsal-go-on-air", "rehearsal-end"]


def test_a_rehearsal_is_not_rehearsed_nor_approved_nor_moved(held, cast):
    with pytest.raises(errors.WrongMoment):
        actions.rehearse(held, by=cast.host)
    before = Entry.objects.count()
    lectures.touched(held, "slides", by=cast.officer)
    assert Entry.objects.count() == before
    with pytest.raises(errors.WrongMoment):
        lectures.reschedule(held, held.planned_at, by=cast.officer)


@pytest.mark.parametrize("state", sorted(set(State) - PLANS))
def test_what_has_begun_is_not_rehearsed(state, studio, cast):
    lecture = a_lecture(studio, state=state)
    with pytest.raises(errors.WrongMoment):
        actions.rehearse(lecture, by=cast.host)


def test_one_studio_has_one_picture_also_while_it_rehearses(held, studio, cast):
    other = a_lecture(studio)
    with pytest.raises(errors.StudioBusy):
        lectures.open_lobby(other, by=cast.host)


@pytest.mark.parametrize("who", ["neighbour", "stranger", "auditor", "admin"])
def test_only_who_may_run_it_may_rehearse_it(who, lecture, cast):
    with pytest.raises(Forbidden):
        actions.rehearse(lecture, by=getattr(cast, who))
    assert Lecture.objects.count() == 1


def test_everything_of_it_is_deleted(over, lecture, lines, cast):
    audience.follow_all()
    actions.forget(over, by=cast.host)
    assert list(Lecture.objects.all()) == [lecture]
    assert not Figures.objects.exists()
    assert queries.to_sweep() == [over.pk]
    assert over.pk in queries.uncounted()
    actions.swept(over.pk)
    assert queries.to_sweep() == []
    assert over.pk in queries.uncounted()  # the live role may still name its line until it starts again


def test_an_open_one_and_a_real_one_are_not_deleted(held, studio, cast):
    with pytest.raises(rehearsal_errors.StillRunning):
        actions.forget(held, by=cast.host)
    lectures.cancel(held, by=cast.officer)
    real = bring(a_lecture(studio), State.ENDED)
    with pytest.raises(errors.WrongMoment):
        actions.forget(real, by=cast.host)
    assert not Forgotten.objects.exists()


def test_old_ones_go_by_themselves(over, clock):
    assert actions.forget_old() == 0
    clock.move(7 * 24 * 3600_000 + 1)
    assert actions.forget_old() == 1


def test_what_other_nouns_prepared_comes_along_and_goes_again(lecture, cast):
    happened = []
    prepared.contribute(
        prepared.Contribution(
            "notes",
            copy=lambda source, target, by: happened.append(("copy", source, target, by.username)),
            forget=lambda gone: happened.append(("forget", gone)),
        )
    )
    try:
        held = actions.rehearse(lecture, by=cast.host)
        lectures.cancel(held, by=cast.officer)
        actions.forget(held, by=cast.officer)
    finally:
        prepared.withdraw("notes")
    assert happened == [("copy", lecture.pk, held.pk, "host"), ("forget", held.pk)]
