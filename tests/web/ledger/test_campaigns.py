"""A campaign is the filter on the list under a name, and nothing else."""

from tests.factories import matters as factory

PLAN = {
    "name": "今冬明春消防", "code": "winter-fire", "begins_on": "2026-11-01", "ends_on": "2027-03-31", "target": "300",
    "checklist": ["hazard/exit"],
}  # fmt: skip


def test_the_office_founds_one_tags_matters_and_reads_how_far_it_is(desk, as_, press):
    assert as_(desk.office).post("/ledger/campaigns/found/", PLAN).status_code == 302
    matter, _other = factory.working(desk), factory.working(desk)
    assert press(desk.office, matter, "tag", campaign="winter-fire").status_code == 302
    page = as_(desk.office).get("/ledger/campaigns/in/winter-fire/").context
    assert (page["progress"].filed, page["progress"].open) == (1, 1)
    assert page["checklist"] == [("kind=hazard&category=exit", "安全出口堵塞", "安全出口无杂物。")]
    found = as_(desk.office).get("/ledger/list/?campaign=winter-fire").context["rows"]
    assert [row.matter.pk for row in found] == [matter.pk]


def test_a_third_unit_counts_only_what_it_sees(desk, as_, press):
    as_(desk.office).post("/ledger/campaigns/found/", PLAN)
    press(desk.office, factory.working(desk), "tag", campaign="winter-fire")
    assert as_(desk.other_clerk).get("/ledger/campaigns/in/winter-fire/").context["progress"].filed == 0


def test_a_code_that_is_taken_is_refused_with_the_form_as_it_was(desk, as_):
    as_(desk.office).post("/ledger/campaigns/found/", PLAN)
    answer = as_(desk.office).post("/ledger/campaigns/found/", PLAN)
    assert (answer.status_code, answer.context["form"]["name"].value()) == (409, "今冬明春消防")


def test_a_clerk_founds_none_and_an_unknown_one_is_not_there(desk, as_):
    assert as_(desk.clerk).post("/ledger/campaigns/found/", PLAN).status_code == 403
    assert as_(desk.clerk).get("/ledger/campaigns/in/nope/").status_code == 404
