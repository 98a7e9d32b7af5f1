"""The page of bans: by whom, for what, and what it never shows."""

import pytest
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.hall.lectures.states import State
from xiangyue.journal.models import Entry
from xiangyue.kernel import vouchers
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.people.models import Person
from xiangyue.org.residents import actions
from xiangyue.org.residents.models import Ban
from xiangyue.org.residents.states import Kind, Provider

PHONE = "13857012345"
LECTURE = "k3f982mtq7zdk3f9"
DECISION = "柯宣 2026 年 7 号"


@pytest.fixture
def office(page, cast):
    page.force_login(Person.objects.get(username="office"))
    return page


@pytest.fixture
def somebody(county, settings):
    """Somebody who proved who they are: their person key."""
    actions.attest(Provider.TEXT, Kind.PHONE, PHONE)
    return vouchers.person_key(settings.SECRET_KEY, Kind.PHONE, PHONE)


@pytest.fixture
def called(somebody, settings):
    """What that person is called in one lecture."""
    return vouchers.pseudonym(settings.SECRET_KEY, somebody, LECTURE)


def shown(response) -> str:
    return response.content.decode()


def verbs() -> list[str]:
    return list(Entry.objects.filter(chain="residents").order_by("seq").values_list("verb", flat=True))


def test_from_a_pseudonym_to_a_ban_and_back(office, somebody, called):
    asked = shown(office.get("/bans/", {"lecture": LECTURE, "who": called}))
    assert f'value="{called}"' in asked
    form = {"lecture": LECTURE, "who": called, "words": DECISION, "do": "ban"}
    assert office.post("/bans/add/", form).headers["Location"] == "/bans/"
    ban = Ban.objects.get()
    assert (ban.person, ban.decision, ban.banned_by) == (somebody, DECISION, "office")
    listed = shown(office.get("/bans/"))
    assert (DECISION in listed, PHONE in listed, somebody in listed) == (True, False, False)
    office.post(f"/bans/{ban.pk}/", {"words": "处理期满", "do": "lift"})
    assert not Ban.objects.exists()
    assert verbs() == ["prove", "ban", "lift-ban"]


def test_who_it_is_is_shown_once_and_its_purpose_is_on_record(office, somebody, called):
    form = {"lecture": LECTURE, "who": called, "words": "核实求助线索", "do": "read"}
    answer = office.post("/bans/add/", form)
    assert (answer.status_code, PHONE in shown(answer)) == (200, True)
    assert "no-store" in answer.headers["Cache-Control"]
    assert PHONE not in shown(office.get("/bans/"))
    assert verbs() == ["prove", "read-identity"]
    assert "核实求助线索" in Entry.objects.get(verb="read-identity").payload
    actions.ban(somebody, DECISION, by=HOUSE)
    assert PHONE in shown(office.post(f"/bans/{Ban.objects.get().pk}/", {"words": "核对是否同一人", "do": "read"}))


def test_without_a_purpose_nobody_is_shown(office, called):
    answer = office.post("/bans/add/", {"lecture": LECTURE, "who": called, "words": "看看", "do": "read"})
    assert (answer.status_code, PHONE in shown(answer)) == (400, False)
    assert "请写明查看的用途" in shown(answer)
    assert verbs() == ["prove"]


def test_a_guest_has_no_identity_to_ban(office, somebody):
    answer = office.post("/bans/add/", {"lecture": LECTURE, "who": "nobody", "words": DECISION, "do": "ban"})
    assert (answer.status_code, "后面没有核验过的身份" in shown(answer)) == (400, True)
    assert not Ban.objects.exists()


def test_an_erased_identity_stays_banned_and_cannot_be_read(office, somebody, settings):
    actions.ban(somebody, DECISION, by=HOUSE)
    actions.erase(vouchers.issue(settings.SECRET_KEY, somebody))
    answer = office.post(f"/bans/{Ban.objects.get().pk}/", {"words": "核对是否同一人", "do": "read"}, follow=True)
    assert "封存的身份已经删除" in shown(answer)
    assert Ban.objects.exists()


def test_the_console_leads_there_only_those_who_decide(page, county, cast, lines):
    lecture = a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)
    leads = {}
    for who in ("officer", "office"):
        page.force_login(Person.objects.get(username=who))
        leads[who] = "data-bans" in shown(page.get(f"/studio/fushan/console/{lecture.pk}/"))
    assert leads == {"officer": False, "office": True}


@pytest.mark.parametrize(("who", "offered"), [("officer", True), ("host", False)])
def test_the_evidence_of_a_lecture_that_is_over_is_on_its_page(page, county, cast, lines, who, offered):
    lecture = a_lecture(a_studio(county.fushan, "fushan"), state=State.REPLAY)
    page.force_login(Person.objects.get(username=who))
    text = shown(page.get(f"/studio/fushan/lectures/{lecture.pk}/"))
    assert ("/evidence/" in text) == offered
