"""What slides and draws bring into the approval, the copy, the rehearsal and the run of show of a lecture."""

import pytest
from tests.factories.decks import a_deck_of_two
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.pictures import a_photo, brought
from tests.hall.playing import a_plan

from xiangyue.files.models import File
from xiangyue.hall.decks import actions as decks
from xiangyue.hall.decks import queries as deck_queries
from xiangyue.hall.decks.models import Deck, Page
from xiangyue.hall.decks.states import State as DeckState
from xiangyue.hall.draws import actions as draws
from xiangyue.hall.draws.models import Draw
from xiangyue.hall.lectures import actions, errors, prepared, queries
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State
from xiangyue.hall.orders import queries as orders
from xiangyue.hall.orders.rules import Verb
from xiangyue.hall.rehearsals import actions as rehearsals
from xiangyue.hall.reviews import actions as reviews


@pytest.fixture
def lecture(county, lines, store):
    """A lecture with two slides, not approved yet."""
    made = a_lecture(a_studio(county.fushan, "fushan"), state=State.DRAFT)
    a_deck_of_two(made, number=900)
    return made


@pytest.fixture
def published(lecture, cast):
    actions.submit(lecture, by=cast.officer)
    approve(lecture, cast)
    return Lecture.objects.select_related("studio__unit").get(pk=lecture.pk)


def approve(lecture, cast):
    reviews.approve(lecture, seen=queries.content_hash(lecture), by=cast.office)


def state_of(lecture):
    return Lecture.objects.get(pk=lecture.pk).state


def rendered(lecture, by):
    deck = decks.upload(lecture, [brought(a_photo(), "图1.jpg")], by=by)
    while decks.render_due():
        pass
    return Deck.objects.get(pk=deck.pk)


# ---------------------------------------------------------------- approval
def test_other_words_on_a_slide_are_to_be_approved_again(published, cast):
    page = Page.objects.filter(deck__lecture=published).first()
    decks.describe(published, page.pk, "一张电表的照片", by=cast.officer)
    row = Lecture.objects.get()
    assert (row.state, row.authors) == (State.SUBMITTED, ["system", "officer"])
    approve(row, cast)
    actions.open_lobby(published, by=cast.officer)


@pytest.mark.slow  # a page is rendered by a process of its own
def test_a_new_deck_is_to_be_approved_in_the_name_of_who_brought_it(published, cast):
    assert rendered(published, cast.officer).state == DeckState.READY
    row = Lecture.objects.get()
    assert (row.state, "officer" in row.authors) == (State.SUBMITTED, True)


def test_approved_slides_do_not_change_on_air(published, cast):
    actions.open_lobby(published, by=cast.officer)
    page = Page.objects.filter(deck__lecture=published).first()
    with pytest.raises(errors.WrongMoment):
        decks.describe(published, page.pk, "别的", by=cast.officer)
    with pytest.raises(errors.WrongMoment):
        decks.upload(published, [brought(a_photo(), "图1.jpg")], by=cast.officer)


def test_a_draw_prepared_later_is_to_be_approved_too(published, cast):
    draw = draws.prepare(published, a_plan(), by=cast.officer)
    assert state_of(published) == State.SUBMITTED
    approve(published, cast)
    draws.drop(draw, by=cast.officer)
    assert state_of(published) == State.SUBMITTED


def test_a_draw_is_not_slipped_in_on_air(published, cast):
    actions.open_lobby(published, by=cast.officer)
    with pytest.raises(errors.WrongMoment):
        draws.prepare(published, a_plan(), by=cast.officer)
    assert not Draw.objects.exists()


# ---------------------------------------------------------------- copy and rehearsal
def test_a_copy_has_slides_at_addresses_of_its_own_and_draws_with_secrets_of_their_own(lecture, cast):
    draws.prepare(lecture, a_plan(), by=cast.officer)
    made = actions.copy(lecture, by=cast.officer)
    assert deck_queries.content(made.pk) == deck_queries.content(lecture.pk)
    addresses = [
        set(Page.objects.filter(deck__lecture=each).values_list("large__name", flat=True)) for each in (lecture, made)
    ]
    assert addresses[0].isdisjoint(addresses[1])
    first, second = Draw.objects.order_by("made_at", "pk")
    assert {first.lecture_id, second.lecture_id} == {lecture.pk, made.pk}
    assert first.commit != second.commit


def test_nothing_prepared_for_a_rehearsal_outlives_it(lecture, cast):
    draws.prepare(lecture, a_plan(), by=cast.officer)
    files = File.objects.count()
    held = rehearsals.rehearse(lecture, by=cast.host)
    assert File.objects.count() == 2 * files
    actions.cancel(held, by=cast.officer)
    rehearsals.forget(held, by=cast.host)
    assert (File.objects.count(), Deck.objects.get().lecture_id) == (files, lecture.pk)
    assert Draw.objects.get().lecture_id == lecture.pk


# ---------------------------------------------------------------- the run of show
def test_the_run_of_show_brings_a_draw_on_and_knows_that_it_was(county, cast, lines):
    lecture = a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)
    draw = draws.prepare(lecture, a_plan(), by=cast.officer)
    actions.part(lecture, 6, by=cast.officer, command="six")
    step = orders.show(cast.officer, lecture).next
    assert (step.verb, step.ref) == (Verb.DRAW_RULES, draw.pk)
    draws.announce(draw, by=cast.officer)
    assert orders.show(cast.officer, lecture).next.verb == Verb.DRAW_ROSTER


def test_the_page_says_what_there_is(lecture, cast):
    draws.prepare(lecture, a_plan(), by=cast.officer)
    says = prepared.says(lecture.pk)
    assert (says["slides"], says["draw"]) == ("2 页", "今晚的奖品")
