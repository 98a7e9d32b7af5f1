"""Signing in as a person does it: name, password, code; and what a page without signing in must not do."""

from datetime import UTC, datetime

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse
from tests.factories.lectures import a_studio
from tests.factories.people import PASSWORD, SECRET, a_person

from xiangyue.kernel import clock as the_clock
from xiangyue.org.access import actions as access
from xiangyue.org.access import queries
from xiangyue.org.access.models import Grant
from xiangyue.org.access.states import Role

pytestmark = pytest.mark.slow  # whole pages, several a test


def code(secret=SECRET):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def sign_in(page, username, password=PASSWORD):
    return page.post(reverse("account_login"), {"login": username, "password": password})


def test_somebody_with_a_role_enters_with_name_password_and_code(cast, page):
    asked = sign_in(page, "officer")
    assert (asked.status_code, asked.headers["Location"]) == (302, reverse("mfa_authenticate"))
    assert page.get(reverse("org:desk")).status_code == 302
    entered = page.post(reverse("mfa_authenticate"), {"code": code()})
    assert (entered.status_code, entered.headers["Location"]) == (302, reverse("org:desk"))
    assert page.get(reverse("org:desk")).status_code == 200


def test_the_field_for_the_code_has_the_keyboard_and_asks_for_digits(cast, page):
    sign_in(page, "officer")
    html = page.get(reverse("mfa_authenticate")).content.decode()
    field = html.split('name="code"')[1].split(">")[0]
    for word in ('autocomplete="one-time-code"', 'inputmode="numeric"', " autofocus", " required"):
        assert word in field


def test_a_wrong_code_does_not_enter(cast, page):
    sign_in(page, "officer")
    wrong = f"{(int(code()) + 1) % 1_000_000:06}"
    assert page.post(reverse("mfa_authenticate"), {"code": wrong}).status_code == 200
    assert page.get(reverse("org:desk")).status_code == 302


def test_a_role_without_a_second_factor_is_led_to_set_one_up(county, cast, page):
    newcomer = a_person("newcomer", second_factor=False)
    access.grant(newcomer, Role.KEEPER, county.fushan, by=cast.office)
    # The library counts by the machine's own clock.
    with the_clock.stopped(datetime.now(tz=UTC)) as hands:
        entered = sign_in(page, "newcomer")
        assert (entered.status_code, entered.headers["Location"]) == (302, reverse("mfa_activate_totp"))
        shown = page.get(reverse("mfa_activate_totp"))
        assert shown.status_code == 200
        assert b'inputmode="numeric"' in shown.content
        assert b"autofocus" not in shown.content  # the picture to scan stands above the field
        secret = page.session["mfa.totp.secret"]
        hands.move(301_000)
        assert page.get(reverse("mfa_activate_totp")).headers["Location"].startswith(reverse("account_reauthenticate"))
        hands.move(-301_000)
        page.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert queries.member(newcomer).works_here


def test_a_closed_account_does_not_enter(county, cast, page):
    access.dismiss(a_person("gone"), by=cast.office, unit=county.fushan)
    assert "Location" not in sign_in(page, "gone").headers or "_auth_user_id" not in page.session
    assert page.get(reverse("org:desk")).status_code == 302


def test_an_open_session_dies_with_its_account(county, cast, page):
    sign_in(page, "officer")
    page.post(reverse("mfa_authenticate"), {"code": code()})
    assert page.get(reverse("org:desk")).status_code == 200
    access.dismiss(type(a_person("other")).objects.get(username="officer"), by=cast.office, unit=county.fushan)
    assert page.get(reverse("org:desk")).status_code == 302


def test_a_role_taken_back_is_gone_at_the_next_click(county, cast, page):
    sign_in(page, "officer")
    page.post(reverse("mfa_authenticate"), {"code": code()})
    a_studio(county.fushan, "fushan")
    assert page.get(reverse("hall:console", args=["fushan"])).status_code == 200
    access.revoke(Grant.objects.get(person__username="officer"), by=cast.office)
    assert page.get(reverse("hall:console", args=["fushan"])).status_code == 403


def test_guessing_is_slowed_down_after_five_wrong_passwords(cast, page):
    for _guess in range(5):
        assert sign_in(page, "officer", "not the password").status_code == 200
    refused = sign_in(page, "officer")
    assert "_auth_user_id" not in page.session
    assert "Location" not in refused.headers


def test_nobody_signs_up(cast, page):
    account = {"username": "somebody", "password1": PASSWORD, "password2": PASSWORD}
    page.post(reverse("account_signup"), account)
    assert not type(a_person("other")).objects.filter(username="somebody").exists()


@pytest.mark.parametrize("name", ["home:front", "hall:lectures", "hall:studios", "org:units"])
def test_a_public_page_asks_nobody_who_they_are(name, cast, page):
    answer = page.get(reverse(name))
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "public" in answer.headers["Cache-Control"]


def test_a_public_page_is_the_same_for_somebody_signed_in(cast, page):
    before = page.get(reverse("home:front"))
    sign_in(page, "officer")
    page.post(reverse("mfa_authenticate"), {"code": code()})
    after = page.get(reverse("home:front"))
    assert after.content == before.content
    assert "Cookie" not in after.headers.get("Vary", "")


def test_every_page_forbids_what_is_not_ours(page, db):
    policy = page.get(reverse("account_login")).headers["Content-Security-Policy"]
    words = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    assert words["default-src"] == "'self'"
    assert words["script-src"] == words["style-src"] == "'self'"
    assert "unsafe" not in policy


def test_the_man_on_call_learns_that_it_lives(page, db):
    answer = page.get("/healthz")
    assert (answer.status_code, answer.content, answer.headers.get("Vary")) == (200, b"ok", None)
