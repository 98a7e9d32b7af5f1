"""Every no has one shape: a page for people, JSON for programs; neither is kept by a cache."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from xiangyue.kernel.errors import Fault, Refusal
from xiangyue.project.urls import urlpatterns as real
from xiangyue.web import refusals


class Busy(Refusal):
    code = "busy"
    status = 409
    text = "这个直播间正开着“{title}”。"


def refuse(request):
    raise Busy(title="<b>医保</b>")


def fail(request):
    raise Fault("disk /dev/sda3 is gone", retry=True)


def stumble(request):
    raise ZeroDivisionError


urlpatterns = [*real, path("t/refuse", refuse), path("t/fail", fail), path("t/stumble", stumble)]
handler404, handler500 = refusals.not_found, refusals.our_mistake


@pytest.fixture
def browser(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/t/refuse", 409, "busy"),
        ("/t/fail", 503, "unavailable"),
        ("/t/stumble", 500, "our-mistake"),
        ("/t/none", 404, "not-found"),
    ],
)
def test_program_reads_one_shape(browser, address, status, code):
    response = browser.get(address, headers={"accept": "application/json"})
    assert response.status_code == status
    assert set(response.json()) == {"error"}
    assert response.json()["error"]["code"] == code
    assert response.json()["error"]["text"]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/t/refuse", "这个直播间正开着“&lt;b&gt;医保&lt;/b&gt;”。"),
        ("/t/fail", "数据没有丢"),
        ("/t/stumble", "系统出错了，是我们的问题"),
        ("/t/none", "没有这个页面"),
    ],
)
def test_person_reads_a_sentence_in_the_look_of_the_house(browser, address, sentence):
    response = browser.get(address)
    text = response.content.decode()
    assert sentence in text
    assert "css/base.css" in text
    assert "/dev/sda3" not in text
    assert not response.cookies


def test_refusal_is_kept_by_no_cache(browser):
    assert browser.get("/t/refuse").headers["Cache-Control"] == "no-store"


def test_form_without_its_token_is_told_to_reload(settings):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {})
    assert response.status_code == 403
    assert "刷新页面" in response.content.decode()


def test_middleware_leaves_a_good_answer_alone():
    good = HttpResponse("ok")
    assert refusals.Refusals(lambda request: good)(RequestFactory().get("/")) is good
