import pytest

from xiangyue.hall.prizes import actions, errors, queries
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access.errors import Forbidden


def names(viewer, unit):
    return [prize.name for prize in queries.library(viewer, unit)]


def test_a_unit_keeps_what_it_gives_away(county, cast):
    actions.add(county.fushan, " 雨伞 ", by=cast.officer, note="区医保局赠")
    pot = actions.add(county.fushan, "电饭煲", by=cast.officer)
    assert sorted(names(cast.host, county.fushan)) == ["电饭煲", "雨伞"]
    assert names(cast.office, county.hehua) == []
    actions.retire(pot, by=cast.officer)
    actions.retire(pot, by=cast.officer)
    assert names(cast.host, county.fushan) == ["雨伞"]
    actions.add(county.fushan, "电饭煲", by=cast.officer)
    with pytest.raises(errors.AlreadyThere):
        actions.add(county.fushan, "电饭煲", by=cast.officer)


@pytest.mark.parametrize("name", ["", " ", "长" * 41])
def test_a_prize_has_a_name(county, cast, name):
    with pytest.raises(errors.BadPrize):
        actions.add(county.fushan, name, by=cast.officer)


def test_the_neighbouring_township_sees_and_changes_nothing(county, cast):
    prize = actions.add(county.fushan, "雨伞", by=cast.officer)
    for verb in (
        lambda: queries.library(cast.neighbour, county.fushan),
        lambda: actions.add(county.fushan, "米", by=cast.neighbour),
        lambda: actions.retire(prize, by=cast.host),
    ):
        with pytest.raises(Forbidden):
            verb()
    with pytest.raises(NotFound):
        queries.get(cast.neighbour, county.hehua, prize.pk)
