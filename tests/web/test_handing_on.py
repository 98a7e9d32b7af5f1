"""A question of a lecture goes to its department and comes back, over the pages that people press."""

import json

import pytest
from django.contrib.auth import get_user_model
from tests.factories.bridge import Bridge
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.questions import kinds
from tests.factories.quiz import ask

from xiangyue.hall import stage
from xiangyue.hall.audience import actions as audience
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.states import State
from xiangyue.hall.questions import actions as questions
from xiangyue.hall.questions import queries
from xiangyue.kernel import clock as clocks
from xiangyue.kernel import signing
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.questions import actions as ledger
from xiangyue.org.access.rules import HOUSE

pytestmark = pytest.mark.slow  # every append is an fsync


@pytest.fixture
def bridge(tmp_path):
    bridge = Bridge(tmp_path / "lines")
    stage.connect(bridge)
    yield bridge
    stage.connect(None)
    bridge.close()


@pytest.fixture
def lecture(county, cast, bridge):
    kinds(county)
    return a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)


@pytest.fixture
def asked(lecture, bridge):
    ask(bridge, lecture.pk, "外地打工怎么缴？", who="p1")
    audience.follow(lecture.pk)
    return queries.asked(HOUSE, lecture).get()


@pytest.fixture
def officer(page, cast):
    page.force_login(get_user_model().objects.get(username="officer"))
    return page


def hand(page, lecture, asked):
    where = f"/studio/fushan/lectures/{lecture.pk}/questions/{asked.i}/hand/"
    return page.post(where, {"category": "medical"})


def ticket(settings, lecture, who):
    key = signing.derive(settings.SECRET_KEY, "ticket")
    return signing.sign(key, {"lecture": lecture, "who": who}, expires_ms=clocks.now_ms() + 60_000)


def say(page, path, **body):
    got = page.post(path, json.dumps(body), content_type="application/json")
    return got.status_code, json.loads(got.content)


def department_answers():
    matter = Matter.objects.get()
    matters.accept(matter.pk, Order(HOUSE))
    ledger.answer(matter.pk, "手机上就能缴。", "当年参保缴费通知", Order(HOUSE))
    ledger.follow_due()
    return Matter.objects.get()


def test_from_the_moderators_page_to_the_replay_and_the_askers_word(officer, lecture, asked, settings):
    questions.approve(asked, by=HOUSE, command="approve")
    assert hand(officer, lecture, asked).status_code == 302
    matter = Matter.objects.get()
    assert (matter.lead_id, matter.state, matter.spot) == ("yibao", "ASSIGNED", lecture.title)
    shown = officer.get(f"/studio/fushan/lectures/{lecture.pk}/questions/").content.decode()
    assert matter.number in shown
    assert hand(officer, lecture, asked).status_code == 409
    lectures.end(lecture, by=HOUSE)
    department_answers()
    told = officer.get(f"/l/{lecture.pk}/answers/later.json").json()["answers"]
    assert [(one["i"], one["unit"], one["answer"]) for one in told] == [
        (asked.i, "区医保局", "手机上就能缴。\n依据：当年参保缴费通知")
    ]
    assert "手机上就能缴。" in officer.get(f"/l/{lecture.pk}/answers/").content.decode()
    assert "手机上就能缴。" in officer.get("/answers/?words=外地").content.decode()
    own = {"lecture": lecture.pk, "ticket": ticket(settings, lecture.pk, "p1")}
    status, mine = say(officer, "/me/asked/", **own)
    assert (status, [(one["number"], one["word"]) for one in mine["questions"]]) == (200, [(matter.number, "awaited")])
    stranger = {"lecture": lecture.pk, "ticket": ticket(settings, lecture.pk, "p2")}
    assert say(officer, "/me/asked/", **stranger) == (200, {"questions": []})
    assert say(officer, "/me/asked/judge/", **stranger, i=asked.i, satisfied=True)[0] == 404
    elsewhere = {"lecture": lecture.pk, "ticket": ticket(settings, "0" * 16, "p1")}
    assert say(officer, "/me/asked/", **elsewhere)[0] == 403
    status, mine = say(officer, "/me/asked/judge/", **own, i=asked.i, satisfied=True)
    assert (status, mine["questions"][0]["word"]) == (200, "yes")
    assert Matter.objects.get().outcome == "ANSWERED"
    assert say(officer, "/me/asked/judge/", **own, i=asked.i, satisfied=False)[0] == 409


def test_what_was_asked_in_confidence_is_answered_to_its_asker_alone(officer, lecture, asked, settings):
    hand(officer, lecture, asked)
    department_answers()
    lectures.end(lecture, by=HOUSE)
    assert officer.get(f"/l/{lecture.pk}/answers/later.json").json() == {"answers": []}
    for path in (f"/l/{lecture.pk}/answers/", "/answers/"):
        assert "手机上就能缴。" not in officer.get(path).content.decode()
    own = {"lecture": lecture.pk, "ticket": ticket(settings, lecture.pk, "p1")}
    assert say(officer, "/me/asked/", **own)[1]["questions"][0]["answer"] == "手机上就能缴。"


def test_without_the_kind_nothing_is_handed_on(page, county, cast, bridge):
    lecture = a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)
    ask(bridge, lecture.pk, "怎么缴？")
    audience.follow(lecture.pk)
    page.force_login(get_user_model().objects.get(username="officer"))
    row = queries.asked(HOUSE, lecture).get()
    assert "转给部门答复" not in page.get(f"/studio/fushan/lectures/{lecture.pk}/questions/").content.decode()
    assert hand(page, lecture, row).status_code == 409
