"""What a phone brought along stands on the matter's page: arrows over a photograph, a recording; and what hangs on it."""

import uuid

import pytest
from tests.factories import matters as factory
from tests.factories.street import Phone, a_front, a_report, shown

from xiangyue.files.rules import Upload
from xiangyue.ledger.evidence.models import Evidence
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Assignment, Order
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.voices import actions as voices
from xiangyue.web.ledger import arrows

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted(desk, county, store):
    """A finding from a phone: one picture with an arrow, one recording, handed to Fushan."""
    phone = Phone("inspector-c")
    picture, spoken = phone.photo(), uuid.uuid4()
    voices.keep(Upload("a.webm", b"\x1aE\xdf\xa3voice"), 7, command=spoken, by="inspector-c")
    photos = [{"command": picture, "arrows": [[100, 200, 500, 600]]}]
    sent = a_report(a_front(county.fushan), photos=photos, voice=str(spoken))
    (reply,) = phone.send(sent)
    shown(Evidence.objects.get(command=picture))
    matter = Matter.objects.get(pk=reply["reply"]["matter"])
    return factory.look(matters.assign(matter.pk, Assignment("fushan", "grease"), Order(desk.office)).matter)


def test_an_arrow_lies_over_its_photograph_in_the_picture_s_own_shape(desk, as_, noted):
    page = as_(desk.clerk).get(f"/ledger/{noted.pk}/")
    drawn = page.context["pair"].before.drawn
    assert (drawn.width, drawn.height, drawn.count) == (320, 240, 1)
    assert drawn.path.startswith("M32 48L160 144")
    assert page.content.decode().count(f'd="{drawn.path}"') == 4  # twice over each of two sizes
    assert "画有 1 个箭头" in page.content.decode()


def test_a_recording_is_heard_by_those_who_see_the_matter_and_by_nobody_else(desk, as_, noted):
    page = as_(desk.clerk).get(f"/ledger/{noted.pk}/")
    (told,) = [entry for entry in page.context["timeline"] if entry.voice]
    assert told.facts == ["随手记带来", "照片上画了箭头", "录音 7 秒"]
    address = f"/ledger/voices/{told.voice[0]}/"
    assert f'src="{address}"' in page.content.decode()
    assert as_(desk.clerk).get(address).content == b"\x1aE\xdf\xa3voice"
    assert [as_(desk.other_clerk).get(one).status_code for one in (address, "/ledger/voices/none/")] == [404, 404]


def test_who_spoke_and_drew_is_not_told_to_the_lead(desk, as_, noted):
    assert "inspector-c" not in as_(desk.clerk).get(f"/ledger/{noted.pk}/").content.decode()


@pytest.mark.parametrize(("width", "height", "starts"), [(1000, 500, "M100 100L500 300"), (0, 0, "M400 600L2000 1800")])
def test_arrows_are_in_thousandths_of_the_upright_picture(width, height, starts):
    overlay = arrows.over([[100, 200, 500, 600]], width=width, height=height)
    assert overlay is not None
    assert overlay.path.startswith(starts)
    assert arrows.over([], width=width, height=height) is None


def test_the_office_is_led_from_a_matter_to_its_review(desk, as_):
    matter = factory.working(desk)
    pages = {who.username: as_(who).get(f"/ledger/{matter.pk}/") for who in (desk.office, desk.clerk)}
    address = f'href="/ledger/{matter.pk}/review/"'
    assert {who: address in page.content.decode() for who, page in pages.items()} == {
        "dispatcher": True,
        "clerk": False,
    }


def test_every_page_leads_to_official_answers_and_to_the_public_report(county, page):
    said = page.get("/lectures/").content.decode()
    assert [said.count(f'href="{address}"') for address in ("/answers/", "/report/")] == [2, 2]
