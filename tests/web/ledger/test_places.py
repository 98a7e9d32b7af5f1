"""The list of places for people of the ledger: found by name, with what is open there, printed together."""

import pypdfium2
import pytest
from tests.factories import matters as factory

from xiangyue.ledger.subjects import actions as subjects
from xiangyue.ledger.subjects.states import Type
from xiangyue.org.access.rules import HOUSE


@pytest.fixture
def places(county):
    """Two places of Fushan, one of Hehua, and a household, which is no place."""
    given = (
        (county.fushan, Type.FRONT, "水亭街早餐店"), (county.fushan, Type.ESTATE, "县学街小区"),
        (county.hehua, Type.ESTATE, "荷四小区"),
    )  # fmt: skip
    made = {
        name: subjects.register(unit, subjects.Details(of, name, address="某街 1 号"), by=HOUSE)
        for unit, of, name in given
    }
    subjects.register(county.village, subjects.Details(Type.HOUSEHOLD, "FS-0001"), by=HOUSE)
    return made


def listed(answer):
    return [row["subject"].name for row in answer.context["rows"]]


def test_a_clerk_sees_the_places_of_her_unit_first_and_any_other_s_by_choice(desk, places, as_):
    browser = as_(desk.clerk)
    assert sorted(listed(browser.get("/ledger/places/"))) == ["县学街小区", "水亭街早餐店"]
    assert listed(browser.get("/ledger/places/?unit=hehua")) == ["荷四小区"]
    assert len(listed(browser.get("/ledger/places/?unit=kecheng"))) == 3
    assert listed(browser.get("/ledger/places/?words=早餐")) == ["水亭街早餐店"]


def test_what_is_open_at_a_place_stands_beside_it_and_is_one_press_away(desk, places, as_):
    subject = places["水亭街早餐店"].public_id
    matter = factory.working(desk, subject=subject)
    factory.working(desk)
    (row,) = as_(desk.clerk).get("/ledger/places/?words=早餐").context["rows"]
    assert row["open"] == 1
    there = as_(desk.clerk).get(f"/ledger/list/?subject={subject}").context
    assert [one.matter.pk for one in there["rows"]] == [matter.pk]
    assert [place.name for place in there["about"].values()] == ["水亭街早餐店"]


@pytest.mark.slow  # Typst
def test_ticked_cards_are_printed_four_on_a_sheet(desk, places, county, as_):
    more = [
        subjects.register(county.fushan, subjects.Details(Type.FRONT, f"新桥街 {n} 号店"), by=HOUSE) for n in range(3)
    ]
    codes = [subject.code for subject in (places["水亭街早餐店"], places["县学街小区"], *more)]
    answer = as_(desk.clerk).get("/ledger/places/plates.pdf", {"p": codes})
    pages = pypdfium2.PdfDocument(answer.content)
    assert (answer["Content-Type"], len(pages)) == ("application/pdf", 2)
    assert "水亭街早餐店" in pages[0].get_textpage().get_text_bounded()


def test_another_unit_s_cards_are_not_hers_to_print(desk, places, as_):
    answer = as_(desk.clerk).get("/ledger/places/plates.pdf", {"p": [places["荷四小区"].code]})
    assert answer.status_code == 403


def test_no_card_ticked_is_said_on_the_list_of_places(desk, places, as_):
    browser = as_(desk.clerk)
    answer = browser.get("/ledger/places/plates.pdf", {"unit": "fushan", "words": ""})
    assert (answer.status_code, answer["Location"]) == (302, "/ledger/places/?unit=fushan")
    assert "没有打印：请先勾选地点，一次最多 40 个。" in browser.get(answer["Location"]).content.decode()
