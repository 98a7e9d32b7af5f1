"""The kinds that are shipped, and how versions are loaded."""

from dataclasses import replace

import pytest
from tests.ledger.conftest import shipped
from tests.ledger.kind_files import RULES, TABLE, parse

from xiangyue.journal.models import Entry
from xiangyue.kernel.errors import Fault
from xiangyue.kernel.workdays import Span
from xiangyue.ledger.kinds import actions, errors, folder, queries
from xiangyue.ledger.kinds.folder import FieldRow, Folder
from xiangyue.ledger.kinds.models import Field
from xiangyue.ledger.kinds.parsing import Source
from xiangyue.ledger.kinds.states import Audience, How, Level, Party, View
from xiangyue.ledger.subjects import actions as subjects
from xiangyue.ledger.subjects.actions import Details
from xiangyue.ledger.subjects.states import Type
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import HOUSE

KINDS = {kind.code: kind for _source, kind in shipped().kinds}
FIELDS = (FieldRow("telecom", "通信", "Lines"), FieldRow("urban", "市容", "Streets"), FieldRow("fire", "消防", "Fire"))


def a_folder(rules=RULES, table=TABLE):
    return Folder(FIELDS, ((Source("trial", rules, table), parse(rules, table)),))


def test_all_eight_kinds_are_there():
    assert sorted(KINDS) == ["accident", "directive", "hazard", "inspection", "measure", "question", "review", "street"]


def test_the_street_has_what_an_inspector_meets():
    names = {category.name for category in KINDS["street"].categories}
    assert len(names) == len(KINDS["street"].categories) >= 40
    assert names >= {
        "空中飞线",
        "路面油污",
        "机动车违停",
        "非机动车乱停",
        "井盖缺失",
        "路灯不亮",
        "门前五包不落实",
        "流动摊贩占道",
    }
    assert names >= {"乱张贴、小广告", "垃圾桶满溢", "路面积水", "护栏缺损", "消防通道堵塞"}


def test_the_hazards_reach_over_the_fields():
    hazards = KINDS["hazard"].categories
    assert len(hazards) >= 30
    wanted = {"gas", "fire", "construction", "traffic", "mines", "special", "chemicals", "crowded", "farm", "flood"}
    assert {category.field for category in hazards} >= wanted


def test_wires_are_watched_for_ninety_days_and_everything_else_for_thirty_at_least():
    street = KINDS["street"]
    assert street.watch(street.category("wires")) == Span.parse("90d")
    assert min(street.watch(category).amount for category in street.categories) == 30


def test_a_hole_in_the_road_is_urgent_whatever_its_kind_gives():
    street = KINDS["street"]
    hole = street.category("manhole_missing")
    assert street.due(hole, street.grade("urgent")) == Span.parse("4h")
    parked = street.category("parking")
    assert [str(street.due(parked, grade)) for grade in street.grades] == ["24h", "15d", "24h"]


def test_there_is_no_way_past_two_people_and_an_expert_for_a_major_hazard():
    major = KINDS["hazard"].grade("major")
    verify = KINDS["hazard"].verify["major"]
    assert (verify.how, verify.people, verify.expert, verify.by) == (How.ON_SITE, 2, True, Party.OTHER_UNIT)
    assert [reason.name for reason in major.plan_parts] == ["整改措施", "资金", "时限", "责任人", "应急预案"]
    assert KINDS["hazard"].due(KINDS["hazard"].categories[0], major) is None


def test_every_category_can_be_judged_on_the_spot_in_two_languages():
    for kind in KINDS.values():
        assert len({category.name for category in kind.categories}) == len(kind.categories)
        assert len({category.closing_en for category in kind.categories}) > len(kind.categories) / 3
        for category in kind.categories:
            assert category.closing_en.isascii(), category.code
            assert category.name_en.isascii(), category.code


def test_nobody_but_those_concerned_sees_a_hazard():
    assert {audience: KINDS["hazard"].view(audience) for audience in (Audience.PUBLIC, Audience.OTHERS)} == {
        Audience.PUBLIC: View.NONE,
        Audience.OTHERS: View.NONE,
    }
    assert KINDS["street"].view(Audience.PUBLIC) is View.ROW


def test_every_ladder_ends_in_a_talk_or_a_notice():
    for kind in KINDS.values():
        for grade in kind.grades:
            assert kind.rungs(grade.code)[-1].level in {Level.SUPERVISE, Level.TALK}


def test_a_review_waits_for_its_measures_and_an_inspection_not_for_its_findings():
    assert (
        KINDS["review"].waits("ordinary"),
        KINDS["inspection"].waits("planned"),
        KINDS["street"].waits("plain"),
    ) == (True, False, False)
    assert KINDS["measure"].parents == {"review"}


def test_loading_stores_each_version_whole_and_records_it(county):
    loaded = actions.load(shipped(), by=HOUSE)
    assert (len(loaded.new), loaded.same, len(loaded.fields)) == (8, (), len(shipped().fields))
    assert [kind.code for kind in queries.all_current()] == sorted(KINDS)
    assert queries.current("street") == KINDS["street"] == queries.get("street", 1)
    entry = Entry.objects.get(chain="kind/street")
    assert (entry.verb, entry.data["version"], entry.data["fingerprint"]) == (
        "load",
        1,
        queries.editions("street")[0].fingerprint,
    )
    assert entry.data["table"].startswith("code,name")


def test_loading_the_same_folder_again_changes_nothing(county):
    actions.load(a_folder(), by=HOUSE)
    before = Entry.objects.count()
    loaded = actions.load(a_folder(), by=HOUSE)
    assert (loaded.new, len(loaded.same), loaded.fields, Entry.objects.count()) == ((), 1, (), before)


def test_a_change_without_a_new_version_is_refused_and_nothing_of_the_folder_stays(county):
    actions.load(a_folder(), by=HOUSE)
    changed = replace(
        a_folder(table=TABLE.replace(",30,field", ",40,field")), fields=(*FIELDS, FieldRow("new", "新", "New"))
    )
    with pytest.raises(errors.VersionNotRaised) as refused:
        actions.load(changed, by=HOUSE)
    assert refused.value.sentence == "trial 的内容变了，版本还是 1：已经立案的事项认这个版本，请把版本改为 2。"
    assert not Field.objects.filter(code="new").exists()


def test_a_matter_keeps_the_version_it_was_filed_under(county):
    actions.load(a_folder(), by=HOUSE)
    second = RULES.replace("version: 1", "version: 2").replace("due: 3wd", "due: 2wd")
    actions.load(a_folder(second), by=HOUSE)
    assert [str(queries.get("trial", version).grades[0].due) for version in (1, 2)] == ["3wd", "2wd"]
    assert queries.current("trial").version == 2
    with pytest.raises(errors.VersionWentBack):
        actions.load(a_folder(), by=HOUSE)


def test_a_version_holds_from_its_day_on(county, clock):
    actions.load(a_folder(), by=HOUSE)
    later = RULES.replace("version: 1", "version: 2").replace("2026-01-01", "2026-12-01")
    actions.load(a_folder(later), by=HOUSE)
    assert queries.current("trial").version == 1
    clock.move(8 * 24 * 3600 * 1000)
    assert queries.current("trial").version == 2
    assert [kind.version for kind in queries.all_current()] == [2]


def test_an_unknown_kind_is_said_to_be_one(county):
    for ask in (lambda: queries.current("dragon"), lambda: queries.get("dragon", 1)):
        with pytest.raises(errors.UnknownKind):
            ask()


def test_only_who_establishes_may_load_and_entrust(cast, county):
    for somebody in (cast.officer, cast.neighbour, cast.department, cast.auditor, cast.stranger, cast.guest):
        with pytest.raises(Forbidden):
            actions.load(a_folder(), by=somebody)
    actions.load(a_folder(), by=cast.office)
    with pytest.raises(Forbidden):
        actions.entrust(queries.field("fire"), unit=county.yibao, committee=None, by=cast.officer)


def test_a_finding_is_led_by_table_on_both_axes(county):
    actions.load(a_folder(), by=HOUSE)
    actions.entrust(queries.field("telecom"), unit=county.yibao, committee=None, by=HOUSE)
    actions.entrust(queries.field("fire"), unit=county.hehua, committee=None, by=HOUSE)
    shop = subjects.register(county.village, Details(Type.FRONT, "小河茶馆"), by=HOUSE)
    wires, light = queries.current("trial").categories
    led = queries.route(wires, shop)
    assert (led.lead, led.co, led.place, led.line) == (
        county.yibao,
        (county.fushan, county.hehua),
        county.fushan,
        county.yibao,
    )
    led = queries.route(light, None, at=county.hehua)
    assert (led.lead, led.co, led.place, led.line) == (county.hehua, (), county.hehua, None)


def test_what_nobody_answers_for_has_no_lead_and_says_so(county):
    actions.load(a_folder(), by=HOUSE)
    led = queries.route(queries.current("trial").category("wires"), None, at=county.fushan)
    assert (led.lead, led.co, led.line) == (None, (county.fushan,), None)


def test_routing_costs_the_same_however_many_help(county, django_assert_num_queries):
    actions.load(a_folder(), by=HOUSE)
    kind = queries.current("trial")
    for category in kind.categories:
        with django_assert_num_queries(1):
            queries.route(category, None, at=county.fushan)


def test_a_field_and_its_committee_are_recorded(county):
    actions.load(a_folder(), by=HOUSE)
    from xiangyue.org.units import actions as founding

    committee = founding.form_committee(
        "fire-committee", "消防专委会", lead=county.yibao, members=[county.fushan], by="system"
    )
    actions.entrust(queries.field("fire"), unit=county.yibao, committee=committee, by=HOUSE)
    entry = Entry.objects.filter(chain="field/fire").order_by("seq").last()
    assert (entry.verb, entry.data) == ("entrust", {"unit": "yibao", "committee": "fire-committee"})
    assert queries.field("fire").committee == committee
    with pytest.raises(errors.UnknownField):
        queries.field("magic")


def write(place, **files):
    for name, text in files.items():
        (place / name.replace("__", ".")).write_text(text, encoding="utf-8")


FIELDS_CSV = "code,name,name_en\ntelecom,通信,Lines\nurban,市容,Streets\nfire,消防,Fire\n"


def test_a_folder_is_read_from_the_disk(tmp_path):
    write(tmp_path, fields__csv=FIELDS_CSV, trial__yaml=RULES, trial__csv=TABLE)
    found = folder.read(tmp_path)
    assert (found.fields, found.kinds[0][1]) == (FIELDS, parse())


def test_a_relative_that_does_not_answer_is_refused(tmp_path):
    write(tmp_path, fields__csv=FIELDS_CSV, trial__yaml=RULES + "children: [ghost]\n", trial__csv=TABLE)
    with pytest.raises(errors.UnknownRelative):
        folder.read(tmp_path)


@pytest.mark.parametrize("table", ["../trial.csv", "/etc/passwd"])
def test_a_table_lies_beside_its_kind(tmp_path, table):
    write(tmp_path, fields__csv=FIELDS_CSV, trial__yaml=RULES.replace("trial.csv", table), trial__csv=TABLE)
    with pytest.raises(errors.BadTable):
        folder.read(tmp_path)


def test_a_missing_file_is_an_accident_outside(tmp_path):
    write(tmp_path, fields__csv=FIELDS_CSV, trial__yaml=RULES)
    with pytest.raises(Fault):
        folder.read(tmp_path)
