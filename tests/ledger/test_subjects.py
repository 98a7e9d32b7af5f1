import math

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.journal.models import Entry
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.subjects import actions, errors, queries, rules
from xiangyue.ledger.subjects.actions import Details
from xiangyue.ledger.subjects.models import Contact, Subject
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum, Type
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import GUEST, HOUSE

SQUARE = Position.of(28.9660, 118.8720, Datum.WGS84)
"""水亭门: where the tests stand."""


def beside(metres, datum=Datum.WGS84):
    """So many metres north of the square."""
    return Position(SQUARE.latitude_e6 + round(metres / rules.DEGREE_M * 1e6), SQUARE.longitude_e6, datum)


def a_shop(unit, name="小河茶馆", **more):
    return actions.register(unit, Details(Type.FRONT, name, **more), by=HOUSE)


def verbs(subject):
    return list(
        Entry.objects.filter(chain=f"subject/{subject.public_id}").order_by("seq").values_list("verb", flat=True)
    )


def test_a_shop_is_registered_with_both_axes(county):
    shop = actions.register(
        county.fushan, Details(Type.FRONT, " 小河茶馆 ", "下街 3 号", "FS-07", SQUARE), by=HOUSE, line=county.yibao
    )
    found = queries.get(GUEST, shop.public_id)
    assert (found.name, found.unit, found.line, found.grid) == ("小河茶馆", county.fushan, county.yibao, "FS-07")
    assert queries.position(found) == SQUARE
    entry = Entry.objects.get(chain=f"subject/{shop.public_id}")
    assert (entry.verb, entry.data["position"], entry.data["line"]) == (
        "register",
        [28966000, 118872000, "WGS84"],
        "yibao",
    )


def test_its_plate_opens_it_however_it_is_typed(county):
    shop = a_shop(county.fushan)
    assert len(shop.code) == 8
    assert queries.by_code(GUEST, f" {shop.code.upper()} ") == shop
    with pytest.raises(NotFound):
        queries.by_code(GUEST, "unheard0")


def test_only_who_registers_for_the_unit_may(cast, county):
    for somebody in (cast.neighbour, cast.host, cast.auditor, cast.stranger, cast.guest):
        with pytest.raises(Forbidden):
            actions.register(county.fushan, Details(Type.PLACE, "街心花园"), by=somebody)
    assert actions.register(county.fushan, Details(Type.PLACE, "街心花园"), by=cast.office).name == "街心花园"


@pytest.mark.parametrize(
    "details",
    [
        Details(Type.PLACE, ""),
        Details(Type.PLACE, "长" * 81),
        Details(Type.PLACE, "园", "长" * 121),
        Details(Type.PLACE, "园", "", "G" * 25),
    ],
)
def test_what_does_not_fit_is_refused(county, details):
    with pytest.raises(errors.BadSubject):
        actions.register(county.fushan, details, by=HOUSE)


def test_a_household_is_a_code_in_a_village_and_nothing_else(county):
    household = actions.register(county.village, Details(Type.HOUSEHOLD, "FD-017"), by=HOUSE)
    assert (household.name, household.address, household.datum) == ("FD-017", "", "")
    for details in (
        Details(Type.HOUSEHOLD, "张三"),
        Details(Type.HOUSEHOLD, "FD-018", "东边第二家"),
        Details(Type.HOUSEHOLD, "FD-018", grid="G1"),
        Details(Type.HOUSEHOLD, "FD-018", position=SQUARE),
    ):
        with pytest.raises(errors.HouseholdOnlyCode):
            actions.register(county.village, details, by=HOUSE)
    with pytest.raises(errors.NotAVillage):
        actions.register(county.fushan, Details(Type.HOUSEHOLD, "FD-018"), by=HOUSE)
    with pytest.raises(errors.HouseholdOnlyCode):
        actions.hold(household, name="张三", by=HOUSE)
    with pytest.raises(errors.HouseholdOnlyCode):
        actions.rename(household, "李四家", by=HOUSE)
    with pytest.raises(errors.HouseholdOnlyCode):
        actions.move(household, address="", grid="", position=SQUARE, by=HOUSE)


def test_the_database_itself_keeps_a_household_bare(county):
    household = actions.register(county.village, Details(Type.HOUSEHOLD, "FD-017"), by=HOUSE)
    for wrong in ({"address": "东边第二家"}, {"latitude_e6": 1, "longitude_e6": 1, "datum": "WGS84"}, {"grid": "G1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Subject.objects.filter(pk=household.pk).update(**wrong)


def test_a_household_exists_only_for_who_works_for_its_village(cast, county):
    household = actions.register(county.village, Details(Type.HOUSEHOLD, "FD-017"), by=HOUSE)
    shop = a_shop(county.village, "FD-017 小店")
    for stranger in (cast.neighbour, cast.department, cast.stranger, cast.guest):
        for ask in (
            lambda who: queries.get(who, household.public_id),
            lambda who: queries.by_code(who, household.code),
        ):
            with pytest.raises(NotFound):
                ask(stranger)
        assert queries.search(stranger, "FD-017") == [shop]
        assert list(queries.register_of(stranger, county.village)) == [shop]
    assert queries.get(cast.office, household.public_id) == household
    assert queries.get(cast.auditor, household.public_id) == household
    assert set(queries.search(cast.office, "FD-017")) == {shop, household}


def test_a_position_is_whole_or_not_there(county):
    shop = a_shop(county.fushan)
    for half in (
        {"latitude_e6": 1},
        {"datum": "WGS84"},
        {"latitude_e6": 91_000_000, "longitude_e6": 0, "datum": "WGS84"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Subject.objects.filter(pk=shop.pk).update(**half)


@pytest.mark.parametrize("where", [(91, 0), (0, 181), (math.nan, 0), (0, math.inf)])
def test_a_place_that_is_not_on_earth_is_refused(where):
    with pytest.raises(errors.BadPosition):
        Position.of(*where, Datum.WGS84)


def test_near_is_measured_in_metres_and_nearest_comes_first(county):
    shops = {metres: a_shop(county.fushan, f"店 {metres}", position=beside(metres)) for metres in (80, 5, 29, 31)}
    a_shop(county.fushan, "无位置的店")
    near = queries.nearby(GUEST, SQUARE, 30)
    assert [one.subject for one in near] == [shops[5], shops[29]]
    assert [round(one.metres) for one in near] == [5, 29]


def test_two_data_are_never_mixed(county):
    device = a_shop(county.fushan, "按手机登记", position=beside(1))
    chinese = a_shop(county.fushan, "按地图登记", position=beside(1, Datum.GCJ02))
    assert [one.subject for one in queries.nearby(GUEST, SQUARE, 30)] == [device]
    assert [one.subject for one in queries.nearby(GUEST, beside(0, Datum.GCJ02), 30)] == [chinese]
    with pytest.raises(ValueError):
        rules.distance_m(SQUARE, beside(0, Datum.GCJ02))


def test_what_is_closed_is_not_near_but_keeps_its_page(county):
    shop = a_shop(county.fushan, position=beside(1))
    actions.hold(shop, name="小河餐饮有限公司", contact="王经理 13800000000", by=HOUSE)
    actions.close(shop, by=HOUSE)
    assert (queries.nearby(GUEST, SQUARE, 30), queries.search(GUEST, "小河")) == ([], [])
    assert queries.by_code(GUEST, shop.code).closed_at is not None
    assert Contact.objects.count() == 0
    with pytest.raises(errors.SubjectClosed):
        actions.rename(shop, "大河茶馆", by=HOUSE)


def test_searching_reads_names_addresses_holders_and_plates(county):
    shop = a_shop(county.fushan, address="下街 3 号")
    actions.hold(shop, name="小河餐饮有限公司", by=HOUSE)
    other = a_shop(county.hehua, "小河便利店")
    for words in ("茶馆", "下街", "餐饮", "小河 下街", shop.code):
        assert queries.search(GUEST, words) == [shop], words
    assert queries.search(GUEST, "小河") == [shop, other]
    assert queries.search(GUEST, "小河", unit=county.hehua) == [other]
    assert queries.search(GUEST, "%") == queries.search(GUEST, "_") == queries.search(GUEST, "  ") == []


def test_a_contact_is_sealed_and_each_reading_recorded(cast, county):
    shop = a_shop(county.fushan)
    actions.hold(shop, name="小河餐饮有限公司", licence="91350100M000100Y43", contact="王经理 13800000000", by=HOUSE)
    assert "13800000000" not in bytes(Contact.objects.get().box).decode("latin-1")
    assert "13800000000" not in "".join(Entry.objects.values_list("payload", flat=True))
    assert actions.read_contact(shop, purpose="送达通知", by=cast.office) == "王经理 13800000000"
    with pytest.raises(Forbidden):
        actions.read_contact(shop, purpose="看看", by=cast.neighbour)
    assert verbs(shop) == ["register", "hold", "read-contact"]
    actions.hold(shop, name="小河餐饮管理有限公司", by=HOUSE)
    assert queries.holder(shop).name == "小河餐饮管理有限公司"
    assert actions.read_contact(shop, purpose="送达通知", by=HOUSE) == "王经理 13800000000"


@pytest.mark.parametrize(("name", "licence"), [("", ""), ("长" * 81, ""), ("店", "123"), ("店", "91350100M000100Y44")])
def test_a_holder_that_does_not_fit_is_refused(county, name, licence):
    with pytest.raises(errors.BadHolder):
        actions.hold(a_shop(county.fushan), name=name, licence=licence, by=HOUSE)


def test_everything_that_happens_to_it_is_in_its_chain(county):
    shop = a_shop(county.fushan)
    actions.rename(shop, "大河茶馆", by=HOUSE)
    actions.move(shop, address="下街 5 号", grid="FS-08", position=SQUARE, by=HOUSE)
    actions.assign(shop, line=county.yibao, committee=None, by=HOUSE)
    actions.close(shop, by=HOUSE)
    assert verbs(shop) == ["register", "rename", "move", "assign", "close"]
    again = queries.get(GUEST, shop.public_id)
    assert (again.name, again.address, again.line, again.datum) == ("大河茶馆", "下街 5 号", county.yibao, "WGS84")


def test_lists_cost_the_same_for_one_and_for_three(county, django_assert_num_queries):
    for count in (1, 3):
        for number in range(count):
            a_shop(county.fushan, f"店{count}{number}", position=beside(number))
        with django_assert_num_queries(1):
            [str(one.subject.unit) for one in queries.nearby(GUEST, SQUARE, 50)]
        with django_assert_num_queries(1):
            [subject.unit.name for subject in queries.register_of(GUEST, county.fushan)]


places = st.builds(
    Position, st.integers(-80_000_000, 80_000_000), st.integers(-170_000_000, 170_000_000), st.just(Datum.WGS84)
)


@given(places, st.floats(1, 1000), st.floats(0, 2 * math.pi))
def test_the_box_holds_everything_within_reach(around, metres, bearing):
    up = metres * 0.999 * math.cos(bearing) / rules.DEGREE_M
    across = metres * 0.999 * math.sin(bearing) / (rules.DEGREE_M * math.cos(math.radians(around.latitude_e6 / 1e6)))
    there = Position(around.latitude_e6 + round(up * 1e6), around.longitude_e6 + round(across * 1e6), Datum.WGS84)
    if rules.distance_m(around, there) <= metres:
        edges = rules.box(around, metres)
        assert edges.south <= there.latitude_e6 <= edges.north
        assert edges.west <= there.longitude_e6 <= edges.east


def test_a_known_distance():
    station, gate = Position.of(28.9713, 118.8909, Datum.WGS84), Position.of(28.9660, 118.8720, Datum.WGS84)
    assert 1920 < rules.distance_m(station, gate) < 1940
