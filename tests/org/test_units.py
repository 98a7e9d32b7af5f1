import pytest

from xiangyue.journal.models import Entry
from xiangyue.kernel.errors import NotFound
from xiangyue.org.units import actions, errors, queries
from xiangyue.org.units.models import Seat, Unit
from xiangyue.org.units.states import PARENTS, Kind


def test_a_unit_stands_under_its_parent_and_the_record_says_so(county):
    village = actions.found("xinxi", "新溪村", Kind.VILLAGE, parent=county.hehua, by="office")
    assert village.path == "kecheng/hehua/xinxi/"
    assert queries.ancestors(village) == [county.district, county.hehua]
    entry = Entry.objects.get(chain="unit/xinxi")
    assert (entry.verb, entry.by) == ("found", "office")


@pytest.mark.parametrize("kind", list(Kind))
def test_a_kind_stands_only_where_the_table_lets_it(kind, county):
    stands = {"": None, "kecheng": county.district, "fushan": county.fushan, "yibao": county.yibao}
    for code, parent in stands.items():
        allowed = (Kind(parent.kind) if parent else None) in PARENTS[kind]
        if kind is Kind.DISTRICT or not allowed:
            with pytest.raises((errors.WrongPlace, errors.SecondCounty)):
                actions.found("new", "新的", kind, parent=parent, by="office")
        else:
            actions.found(f"new-{code}".rstrip("-"), "新的", kind, parent=parent, by="office")


def test_one_installation_is_one_county(county):
    with pytest.raises(errors.SecondCounty):
        actions.found("other", "另一个区", Kind.DISTRICT, by="office")


def test_a_code_is_given_once(county):
    with pytest.raises(errors.CodeTaken):
        actions.found("fushan", "又一个府山", Kind.STREET, parent=county.district, by="office")


@pytest.mark.parametrize("code", ["", "府山", "A", "a/b", "a" * 33])
def test_a_code_that_cannot_stand_in_a_path_is_refused(code, county):
    with pytest.raises(errors.BadUnit):
        actions.found(code, "新的", Kind.STREET, parent=county.district, by="office")


def test_the_tree_lists_each_unit_after_its_parent_in_the_countys_order(county, django_assert_num_queries):
    with django_assert_num_queries(1):
        codes = [unit.code for unit in queries.tree()]
    assert codes == ["kecheng", "fushan", "fushan-village", "hehua", "yibao"]


def test_a_subtree_is_not_a_lookalike(county):
    actions.found("fushan-north", "府山北街道", Kind.STREET, parent=county.district, by="office")
    under = Unit.objects.filter(queries.under((county.fushan.path,)))
    assert {unit.code for unit in under} == {"fushan", "fushan-village"}
    assert not Unit.objects.filter(queries.under(())).exists()


def test_renaming_keeps_code_and_place(county):
    actions.rename(county.fushan, "新府山街道", by="office")
    fushan = queries.get("fushan")
    assert (fushan.name, fushan.path) == ("新府山街道", "kecheng/fushan/")


def test_a_committee_cuts_across_the_tree_and_one_leads(county):
    committee = actions.form_committee(
        "fire", "消防安全专委会", lead=county.yibao, members=[county.fushan, county.yibao], by="office"
    )
    seats = list(Seat.objects.filter(committee=committee).order_by("pk").values_list("unit__code", "leads"))
    assert seats == [("yibao", True), ("fushan", False)]
    assert list(queries.committees()) == [committee]


def test_an_unknown_unit_is_not_there(county):
    with pytest.raises(NotFound):
        queries.get("nowhere")
