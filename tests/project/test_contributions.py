"""What is prepared for a lecture, as the lecture sees it: approved together, copied together, gone together."""

import pytest
from tests.factories.decks import a_deck_of_two
from tests.factories.documents import a_poster
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.documents.posters import actions as posters
from xiangyue.documents.posters.models import Choice
from xiangyue.documents.posters.states import Design
from xiangyue.documents.press.models import Print
from xiangyue.hall.decks.models import Deck
from xiangyue.hall.lectures import prepared, queries
from xiangyue.org.access.rules import HOUSE


@pytest.fixture
def lecture(county, lines, store):
    return a_lecture(a_studio(county.fushan, "fushan"))


def test_nothing_is_said_of_what_nobody_prepared(lecture):
    assert prepared.content(lecture.pk) == {}
    assert set(prepared.says(lecture.pk).values()) == {""}
    assert prepared.poster(lecture.pk) == ""


def test_slides_and_poster_are_part_of_what_is_approved(lecture):
    before = queries.content_hash(lecture)
    a_deck_of_two(lecture)
    with_slides = queries.content_hash(lecture)
    posters.choose(lecture, Design.UPRIGHT, "", by=HOUSE)
    assert len({before, with_slides, queries.content_hash(lecture)}) == 3


def test_the_page_is_told_what_there_is(lecture):
    a_deck_of_two(lecture)
    a_poster(lecture)
    said = prepared.says(lecture.pk)
    assert (said["poster"], said["slides"]) == ("头版", "2 页")
    assert prepared.poster(lecture.pk) == f"/l/{lecture.pk}/poster.png"


def test_a_copy_takes_slides_and_design_along_and_what_is_deleted_leaves_nothing(lecture, county):
    a_deck_of_two(lecture, number=1001)  # the copy's rows are called by the database: 1, 2
    posters.choose(lecture, Design.UPRIGHT, "", by=HOUSE)
    copy = a_lecture(a_studio(county.hehua), "另一讲")
    prepared.copy(lecture.pk, copy.pk, HOUSE)
    assert prepared.content(copy.pk) == prepared.content(lecture.pk)
    prepared.forget(copy.pk)
    assert not Deck.objects.filter(lecture=copy).exists()
    assert not Choice.objects.filter(pk=copy.pk).exists()
    assert not Print.objects.filter(lecture=copy).exists()
    assert Deck.objects.filter(lecture=lecture).exists()
