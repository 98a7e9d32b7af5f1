"""What the loader makes of a file, and each thing it refuses: one sentence, one stable code."""

from datetime import date

import pytest
from tests.ledger.kind_files import ROW, RULES, TABLE, parse

from xiangyue.kernel.workdays import Span
from xiangyue.ledger.kinds import errors, reading
from xiangyue.ledger.kinds.rules import Offset, Reason, Route, Rung
from xiangyue.ledger.kinds.states import Anchor, Audience, How, Level, Need, Party, Reporter, Side, View
from xiangyue.ledger.subjects.states import Type


def test_a_kind_is_read_whole():
    kind = parse()
    assert (kind.code, kind.version, kind.name, kind.effective_on, kind.keep_years) == (
        "trial",
        1,
        "试验",
        date(2026, 1, 1),
        5,
    )
    assert (kind.subjects, kind.report_by) == ((Type.PLACE, Type.FRONT), {Reporter.UNIT, Reporter.PUBLIC})
    general, major = kind.grades
    assert (general.due, major.due, major.plan_within) == (Span.parse("3wd"), None, Span.parse("5wd"))
    assert major.plan_parts == (Reason("measures", "措施", "Measures"),)
    sample = kind.verify["general"]
    assert (sample.how, sample.by, sample.share, sample.drawn, sample.minutes) == (
        How.SAMPLE,
        Party.OTHER_UNIT,
        125,
        How.ON_SITE,
        10,
    )
    assert (kind.verify["major"].people, kind.verify["major"].expert) == (2, True)
    assert kind.ladder[0] == Rung(Offset(Anchor.DUE, Span.parse("1wd"), before=True), Level.BLUE)
    assert [str(rung.at) for rung in kind.ladder] == ["due-1wd", "due", "due+3wd"]
    assert (kind.view(Audience.PUBLIC), kind.view(Audience.OTHERS)) == (View.ROW, View.NONE)
    wires, light = kind.categories
    assert (wires.route, light.route) == (Route(Side.FIELD, ("place", "field:fire")), Route(Side.PLACE))
    assert kind.extend.ask_before == {"general": Span.parse("1wd"), "major": Span.parse("20wd")}


def test_a_kind_answers_what_the_engine_asks():
    kind = parse()
    wires, light = kind.categories
    general, major = kind.grades
    assert (kind.due(wires, general), kind.due(light, general), kind.due(wires, major)) == (
        Span.parse("5d"),
        Span.parse("3wd"),
        None,
    )
    assert (kind.watch(wires), kind.watch(light)) == (Span.parse("90d"), Span.parse("30d"))
    assert [kind.picture(need, wires) for need in Need] == [True, True, False, False]
    assert [kind.picture(need, light) for need in Need] == [True, False, False, False]
    assert (kind.grade("major"), kind.category("light")) == (major, light)
    with pytest.raises(errors.UnknownGrade):
        kind.grade("huge")
    with pytest.raises(errors.UnknownCategory):
        kind.category("dragon")


def test_rungs_may_belong_to_some_grades_only():
    kind = parse(RULES.replace("{at: due+3wd, rung: supervise}", "{at: due+3wd, rung: supervise, grades: [major]}"))
    assert [len(kind.rungs(grade)) for grade in ("general", "major")] == [2, 3]


HOUSEHOLD = ("subject: [place, front]", "subject: [household]")
MAJOR_VERIFY = "major: {how: on_site, by: other_unit, people: 2, expert: yes, within: 10d, minutes: 90}"

REFUSED = [
    # promises
    ("kind-verifier-is-lead", "by: other_unit", "by: lead"),
    ("kind-self-verified", "how: on_site", "how: self"),
    ("kind-self-verified", "how: on_site", "how: none"),
    ("kind-self-verified", f"  {MAJOR_VERIFY}\n", ""),
    ("kind-self-verified", "how: on_site, ", ""),
    ("kind-no-due", ", due: 3wd}", "}"),
    ("kind-no-due", "    plan_within: 5wd\n", ""),
    ("kind-no-due", "due: 3wd}", "due: 3wd, plan_within: 5wd}"),
    ("kind-public-household", "subject: [place, front]", "subject: [household]"),
    ("kind-public-too-open", "public: row", "public: full"),
    ("kind-public-too-open", "reporter: outcome", "reporter: full"),
    ("kind-public-too-open", "holder: notice", "holder: full"),
    ("kind-public-too-open", "others: none", "others: full"),
    ("kind-person-as-subject", "subject: [place, front]", "subject: [place, resident]"),
    ("kind-person-tracked", "name: 试验", "name: 抵返人员"),
    ("kind-person-tracked", "keep: 5y", "keep: 5y\nask: {id: [身份证号, ID number]}"),
    ("kind-sample-unnamed", ", rest: 未抽查", ""),
    ("kind-sample-unnamed", "rest: 未抽查", "rest: 已核查"),
    ("kind-sample-incomplete", "share: 12.5%, ", ""),
    ("kind-sample-incomplete", "drawn: on_site, ", ""),
    ("kind-sample-incomplete", "drawn: on_site", "drawn: sample"),
    ("kind-sample-incomplete", "how: on_site", "how: on_site, share: 10%"),
    ("kind-grave-unguarded", "people: 2", "people: 1"),
    ("kind-grave-unguarded", ", expert: yes", ""),
    ("kind-grave-unguarded", "how: on_site", "how: pictures"),
    ("kind-grave-unguarded", "    plan: {measures: [措施, Measures]}\n", ""),
    ("kind-grave-unguarded", "    publish: {filed: 5wd, closed: 5wd}\n", ""),
    ("kind-grave-unguarded", "supervise: district", "supervise: other_unit"),
    ("kind-grave-unguarded", "verify: if_visual}", "verify: none}"),
    ("kind-picture-of-nothing", "drawn: on_site", "drawn: pictures"),
    ("kind-extension-by-lead", "decide: district", "decide: lead"),
    ("kind-asker-misplaced", "by: other_unit", "by: asker"),
    ("kind-release-without-children", "how: sample, share: 12.5%, drawn: on_site, rest: 未抽查", "how: release"),
    ("kind-ladder-out-of-order", "- {at: due, rung: red}", "- {at: due, rung: talk}"),
    ("kind-ladder-out-of-order", "at: due+3wd", "at: due-1wd"),
    ("kind-ladder-out-of-order", "rung: supervise", "rung: red"),
    ("kind-watch-out-of-range", "annul: 30d", "annul: 6d"),
    ("kind-watch-out-of-range", "annul: 30d", "annul: 5wd"),
    ("kind-watch-out-of-range", "link: 365d", "link: 29d"),
    ("kind-watch-out-of-range", "link: 365d", "link: 731d"),
    # shape
    ("kind-unknown-key", "keep: 5y", "keep: 5y\nscript: rm"),
    ("kind-unknown-key", "{share: 10%, after: 30d}", "{share: 10%, after: 30d, until: 9d}"),
    ("kind-unknown-key", "weight: 1", "weight: 1, colour: red"),
    ("kind-unknown-key", "ask_before: {general: 1wd", "ask_before: {huge: 1wd, general: 1wd"),
    ("kind-unknown-verb", "evidence: {report", "evidence: {close: required, report"),
    ("kind-missing-key", "keep: 5y\n", ""),
    ("kind-missing-key", ", public: row", ""),
    ("kind-unknown-word", "rung: blue", "rung: purple"),
    ("kind-unknown-word", "report_by: [unit, public]", "report_by: [unit, ghost]"),
    ("kind-unknown-word", "how: on_site", "how: telepathy"),
    ("kind-unknown-word", "expert: yes", "expert: true"),
    ("kind-unknown-word", "subject: [place, front]", "subject: [cloud]"),
    ("kind-unknown-word", "kind: trial", "kind: 试验"),
    ("kind-unknown-grade", "{at: due, rung: red}", "{at: due, rung: red, grades: [huge]}"),
    ("kind-not-a-span", "due: 3wd", "due: 3weeks"),
    ("kind-not-a-span", "due: 3wd", "due: 0wd"),
    ("kind-not-an-offset", "at: due-1wd", "at: yesterday"),
    ("kind-not-an-offset", "at: due-1wd", "at: due-1week"),
    ("kind-not-a-number", "version: 1", "version: one"),
    ("kind-not-a-number", "weight: 1", "weight: -1"),
    ("kind-not-a-number", "keep: 5y", "keep: 500y"),
    ("kind-not-a-share", "share: 10%", "share: 0%"),
    ("kind-not-a-share", "share: 10%", "share: 0.10"),
    ("kind-not-a-share", "share: 10%", "share: 101%"),
    ("kind-not-a-date", "from: 2026-01-01", "from: soon"),
    ("kind-bad-number", "{seq}", "{name}"),
    ("kind-bad-number", "{seq}", "{seq}{seq}"),
    ("kind-bad-number", "〔{year}〕", ""),
    ("kind-not-a-table", "evidence: {report: optional, claim: if_visual, verify: if_visual}", "evidence: [report]"),
    ("kind-not-a-list", "report_by: [unit, public]", "report_by: unit"),
    ("kind-not-a-text", "name: 试验", "name: [试验]"),
    ("kind-not-a-text", "name: 试验", f"name: {'长' * 21}"),
    ("kind-not-a-text", "{court: [诉讼, Court]}", "{court: [诉讼]}"),
    ("kind-not-yaml", "keep: 5y", "keep: 5y\nkeep: 6y"),
    ("kind-not-yaml", "keep: 5y", "keep: [5y"),
    ("kind-not-yaml", "name: 试验", "name: &a 试验\nalso: *a"),
    ("kind-unknown-key", "keep: 5y", "keep: 5y\n<<: {a: b}"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "was", "now"), REFUSED)
def test_a_file_that_breaks_a_rule_is_refused_by_name(code, was, now):
    assert was in RULES
    parse()  # the rest of the file is in order
    with pytest.raises(errors.BadKind) as refused:
        parse(RULES.replace(was, now, 1))
    assert refused.value.code == code
    assert refused.value.sentence.endswith("。")
    assert "{" not in refused.value.sentence.replace("{year}", "").replace("{seq}", "")


TABLES = [
    ("kind-radius-out-of-range", ",30,field,", ",0,field,"),
    ("kind-radius-out-of-range", ",30,field,", ",2001,field,"),
    ("kind-radius-out-of-range", ",30,field,", ",近,field,"),
    ("kind-watch-out-of-range", ",90d,", ",400d,"),
    ("kind-watch-out-of-range", ",90d,", ",3wd,"),
    ("kind-duplicate-category", "light,", "wires,"),
    ("kind-unknown-field", ",telecom,", ",magic,"),
    ("kind-unknown-field", "field:fire", "field:magic"),
    ("kind-unknown-grade", "telecom,,", "telecom,huge,"),
    ("kind-due-twice", "telecom,,", "telecom,major,"),
    ("kind-not-one-sentence", "线已拆除。", "线已拆除"),
    ("kind-not-one-sentence", "线已拆除。", "线已拆除。路已通。"),
    ("kind-not-one-sentence", "The wire is gone.", "The wire is gone"),
    ("kind-not-a-span", ",5d,", ",5days,"),
    ("kind-unknown-word", ",30,field,", ",30,somebody,"),
    ("kind-unknown-word", "place field:fire", "lead"),
    ("kind-unknown-word", ",yes,notice,", ",true,notice,"),
    ("kind-unknown-word", ",notice,yes", ",jail,yes"),
    ("kind-unknown-word", "wires,", "飞线,"),
    ("kind-not-a-text", ",空中飞线,", ",,"),
    ("kind-person-tracked", ",空中飞线,", ",上访人员,"),
    ("kind-bad-table", "code,name,", "name,code,"),
    ("kind-bad-table", ",yes\n", "\n"),
    ("kind-no-categories", ROW, ""),
]  # fmt: skip


@pytest.mark.parametrize(("code", "was", "now"), TABLES)
def test_a_table_that_breaks_a_rule_is_refused_by_name(code, was, now):
    assert was in TABLE
    table = TABLE.replace(was, now, 1)
    if code == "kind-no-categories":
        table = table.splitlines(keepends=True)[0]
    with pytest.raises(errors.BadKind) as refused:
        parse(table=table)
    assert refused.value.code == code


def test_who_judges_by_pictures_must_have_some():
    seen = RULES.replace("drawn: on_site", "drawn: pictures"), TABLE.replace(",no,persuade", ",yes,persuade")
    assert parse(*seen).verify["general"].drawn is How.PICTURES
    with pytest.raises(errors.NoPictures):
        parse(seen[0].replace("claim: if_visual", "claim: optional"), seen[1])


def test_the_line_of_a_table_is_named():
    with pytest.raises(errors.DuplicateCategory) as refused:
        parse(table=TABLE.replace("light,", "wires,"))
    assert refused.value.sentence == "trial.categories:3：类别代码“wires”用了两次。"


def test_no_file_is_large_enough_to_hurt():
    with pytest.raises(errors.NotYaml):
        parse("a: " + "x" * reading.LARGEST)
    with pytest.raises(errors.NotYaml):
        parse("[" * 50_000)


def test_an_old_version_is_read_though_a_field_is_gone():
    from xiangyue.ledger.kinds import parsing

    assert (
        parsing.parse(parsing.Source("trial", RULES, TABLE.replace("telecom", "dropped")), fields=None)
        .categories[0]
        .field
        == "dropped"
    )
