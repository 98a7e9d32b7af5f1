"""Going live from a page: who gets there, and what its permit opens."""

import pytest
from django.contrib.auth import get_user_model
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.edge.tickets import Studios
from xiangyue.hall.lectures.states import State
from xiangyue.kernel import clock
from xiangyue.kernel.signing import Expired, Forged
from xiangyue.web.hall.capture import PERMIT_MS


@pytest.fixture(autouse=True)
def backend(settings):
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]


@pytest.fixture
def fushan(county, lines):
    return a_studio(county.fushan, "fushan", "府山讲堂")


@pytest.fixture
def lecture(fushan):
    return a_lecture(fushan, state=State.LOBBY)


@pytest.fixture
def host(page, cast):
    page.force_login(get_user_model().objects.get(username="host"), "django.contrib.auth.backends.ModelBackend")
    return page


def address(lecture, more=""):
    return f"/studio/fushan/live/{lecture.pk}/{more}"


def test_the_page_knows_where_to_ask(host, lecture):
    said = host.get(address(lecture)).content.decode()
    assert f'data-lecture="{lecture.pk}"' in said
    assert f'data-permit="{address(lecture, "permit/")}"' in said
    assert "data-on-air" not in said


def test_on_air_the_page_says_so_before_anything_is_pressed(host, fushan):
    assert "data-on-air" in host.get(address(a_lecture(fushan, state=State.ON_AIR))).content.decode()


def test_a_rehearsal_says_that_it_is_one(host, fushan, lecture):
    assert "data-rehearsal" not in host.get(address(lecture)).content.decode()
    lecture.rehearsal_of = a_lecture(fushan)
    lecture.save(update_fields=["rehearsal_of"])
    said = host.get(address(lecture)).content.decode()
    assert "data-rehearsal" in said
    assert "彩排，居民看不到" in said


@pytest.mark.parametrize("state", [State.DRAFT, State.REPLAY])
def test_a_lecture_that_is_not_open_sends_back_to_the_console(host, fushan, state):
    made = a_lecture(fushan, state=state)
    answer = host.get(address(made), follow=True)
    assert answer.redirect_chain == [("/studio/fushan/", 302)]
    assert "请先打开候场，再用这台设备直播。" in answer.content.decode()


def test_the_permit_opens_this_lecture_for_a_quarter_of_an_hour(host, lecture, settings):
    answer = host.post(address(lecture, "permit/"))
    assert "no-store" in answer.headers["Cache-Control"]
    token, permits = answer.json()["token"], Studios(settings.SECRET_KEY)
    permits.check(token, lecture.pk)
    with pytest.raises(Forged):
        permits.check(token, "0123456789abcdef")
    with clock.stopped(clock.now_ms() + PERMIT_MS + 1000), pytest.raises(Expired):
        permits.check(token, lecture.pk)


def test_another_studios_address_does_not_lead_to_the_lecture(host, county, lecture):
    a_studio(county.fushan, "other", "别处讲堂")
    assert host.get(f"/studio/other/live/{lecture.pk}/").status_code == 404


def test_the_console_leads_to_the_page(host, lecture):
    assert f'href="{address(lecture)}"' in host.get("/studio/fushan/").content.decode()
