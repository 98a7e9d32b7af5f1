"""Verification over the wire: what a phone sends and gets, the helper's page, and the room that asks for a proof."""

import json

import pytest
from django.test import Client
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.kernel import vouchers
from xiangyue.org.people.models import Person
from xiangyue.org.residents.models import Code, Identity

pytestmark = pytest.mark.django_db

PHONE = "13857012345"


@pytest.fixture
def texts(settings, tmp_path):
    settings.SMS = f"file:{tmp_path / 'sms.txt'}"
    return tmp_path / "sms.txt"


def send(path: str, **body):
    answer = Client(enforce_csrf_checks=True).post(path, json.dumps(body), content_type="application/json")
    return answer.status_code, json.loads(answer.content), answer


def test_from_a_number_to_a_voucher_without_a_cookie(texts, settings):
    status, sent, answer = send("/verify/text/", phone=PHONE)
    assert (status, sent["seconds"], sent["again_s"]) == (200, 300, 60)
    assert (answer.headers["Cache-Control"].count("no-store"), answer.cookies) == (1, {})
    code = texts.read_text().split("验证码 ")[1][:6]
    status, told, _ = send("/verify/redeem/", name=sent["name"], code=code)
    assert status == 200
    person = vouchers.person_key(settings.SECRET_KEY, "PHONE", PHONE)
    assert vouchers.read(settings.SECRET_KEY, told["voucher"]).person == person
    assert send("/me/kept/", voucher=told["voucher"])[1] == {"subject": "138****2345"}
    assert send("/me/erase/", voucher=told["voucher"])[1] == {"erased": True}
    assert (Identity.objects.count(), Code.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/verify/text/", {"phone": "12"}, 400, "bad-phone"),
        ("/verify/text/", {"number": PHONE}, 400, "malformed"),
        ("/verify/redeem/", {"name": "0" * 16, "code": "123456"}, 410, "code-over"),
        ("/verify/redeem/", {"code": "abcd-efgh"}, 403, "wrong-code"),
        ("/me/kept/", {"voucher": "x"}, 403, "voucher-invalid"),
        ("/me/erase/", {"voucher": ""}, 403, "voucher-invalid"),
    ],
)
def test_each_no_has_the_one_shape(texts, path, body, status, code):
    got, told, _ = send(path, **body)
    assert (got, told["error"]["code"], set(told["error"])) == (status, code, {"code", "text"})


def test_a_form_of_a_foreign_page_is_refused(texts):
    answer = Client().post("/verify/text/", {"phone": PHONE})
    assert (answer.status_code, json.loads(answer.content)["error"]["code"]) == (415, "not-json")
    assert not texts.exists()


def test_a_helper_shows_a_code_once_and_never_the_number(page, county, cast):
    a_studio(county.fushan, "fushan")
    page.force_login(Person.objects.get(username="host"))
    answer = page.post("/studio/fushan/helper/code/", {"subject": PHONE})
    body = answer.content.decode()
    assert (answer.status_code, "<svg" in body, PHONE in body) == (200, True, False)
    assert "no-store" in answer.headers["Cache-Control"]
    code = body.split('handed-code num">')[1][:9]
    assert send("/verify/redeem/", code=code)[0] == 200
    wrong = page.post("/studio/fushan/helper/code/", {"subject": "1"})
    assert (wrong.status_code, "请写 11 位的手机号" in wrong.content.decode()) == (400, True)


@pytest.mark.parametrize(("winning", "asks"), [("guest", False), ("verified", True)])
def test_a_room_asks_for_a_proof_only_where_the_house_does(page, county, cast, settings, winning, asks):
    settings.WINNING = winning
    lecture = a_lecture(a_studio(county.fushan))
    assert ('id="verifying"' in page.get(f"/l/{lecture.pk}/").content.decode()) == asks
