"""Pages of a list, cut where the page before ended: together they are the list, whoever reads and whatever is asked."""

from dataclasses import replace
from itertools import chain

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import matters as factory

from xiangyue.ledger.matters import desks, slices
from xiangyue.ledger.matters.desks import Filter
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.org.access.rules import Post
from xiangyue.org.access.states import Role

pytestmark = pytest.mark.django_db
DAY = 24 * 3_600_000
HOUR = 3_600_000


@pytest.fixture
def many(desk, clock):
    """Eleven matters of two towns; several in one moment, some of them overdue, some drawn for by an inspector."""
    made = []
    for number in range(11):
        place = "hehua" if number % 3 == 0 else "fushan"
        made.append(factory.assigned(desk, lead=place, place=place, title=f"第 {number} 件纸箱"))
        if number % 4 == 3:
            clock.move(HOUR)
    claimed = factory.claimed(desk)
    verifying.run_due()
    clock.move(DAY)
    verifying.run_due()
    assert factory.look(claimed.pk).verifiers
    return made


def both(desk, county):
    """A clerk of two towns."""
    posts = [Post(Role.CLERK, unit.code, unit.path) for unit in (county.fushan, county.hehua)]
    return replace(desk.clerk, posts=tuple(posts))


def forwards(viewer, wanted, size):
    mark, names = None, []
    while True:
        one = slices.cut(viewer, wanted, size, after=mark)
        assert len(one.rows) <= size
        names.append([row.pk for row in one.rows])
        if not one.has_more:
            return names
        mark = slices.read_mark(str(one.last))


@pytest.mark.parametrize("size", [1, 3, 50])
@pytest.mark.parametrize("wanted", [Filter(), Filter(words="纸箱"), Filter(state="ASSIGNED"), Filter(overdue=True)])
def test_all_pages_together_are_the_list(desk, county, many, clock, wanted, size):
    clock.move(40 * DAY)
    viewers = [desk.office, desk.clerk, desk.other_clerk, desk.inspectors[0], desk.inspectors[1], both(desk, county)]
    for viewer in viewers:
        found = [matter.pk for matter in desks.search(viewer, wanted)]
        assert list(chain.from_iterable(forwards(viewer, wanted, size))) == found
    assert len(desks.search(desk.office, wanted)) >= 11


def test_the_way_back_shows_the_same_pages(desk, many):
    pages = forwards(desk.office, Filter(), 4)
    after = slices.cut(desk.office, Filter(), 4, after=slices.cut(desk.office, Filter(), 4).last)
    assert [row.pk for row in after.rows] == pages[1]
    back = slices.cut(desk.office, Filter(), 4, before=after.first)
    assert ([row.pk for row in back.rows], back.has_more) == (pages[0], False)


def test_a_third_unit_and_a_stranger_have_no_pages(desk, cast, many):
    for viewer in (cast.stranger, cast.guest, desk.expert):
        assert slices.cut(viewer, Filter(), 10) == slices.Slice([], has_more=False)


@pytest.mark.parametrize("size", [1, 50])
def test_words_are_looked_up_once_for_a_page_and_for_how_many_there_are(desk, many, size):
    with CaptureQueriesContext(connection) as asked:
        found = slices.cut(desk.clerk, Filter(words="纸箱"), size)
    assert (found.total, found.is_counted, len(asked)) == (8, True, 5)
    assert slices.cut(desk.clerk, Filter(words="飞线"), size) == slices.Slice([], has_more=False, total=0)


def test_a_word_that_more_have_than_are_looked_at_is_not_said_to_be_counted(desk, many, monkeypatch):
    monkeypatch.setattr("xiangyue.ledger.matters.searching.PAGED", 5)
    found = slices.cut(desk.office, Filter(words="纸箱"), 3)
    assert (len(found.rows), found.has_more, found.total, found.is_counted) == (3, True, 5, False)


@pytest.mark.parametrize("text", ["", ".", "x.abc", "1.", "-5.abc", "٩.abc", "9" * 14 + ".abc"])
def test_a_mark_that_is_none_is_none(text):
    assert slices.read_mark(text) is None


def test_a_far_page_asks_as_much_as_the_first(desk, many):
    counts = set()
    for mark in (None, slices.mark_of(many[5]), slices.mark_of(many[0])):
        with CaptureQueriesContext(connection) as asked:
            slices.cut(desk.office, Filter(), 2, after=mark)
        counts.add(len(asked))
    assert counts == {2}
