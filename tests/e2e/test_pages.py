"""The pages as people have them: a resident's phone, a host's desk, in Debian's Chromium on the real server."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.axe import findings_and_width as findings
from tests.factories.settled import Settled

from xiangyue.project.trial import Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser and a server: seconds each

PATIENCE_MS = 30_000
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
PUBLIC = [
    "/",
    "/lectures/",
    "/lectures/?show=replays",
    "/studios/",
    "/units/",
    "/accounts/login/",
    "/nothing-here/",
    "/en/",
]
PASSWORD = "four lecturers and a drum"
WATCHES = "text => document.querySelector('[data-watching]')?.textContent.includes(text)"


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    house = Settled(tmp_path_factory.mktemp("pages"), hold_ms="200")
    house.start()
    house.plan_many(2, phase="on_air")
    house.plan_many(2, phase="draft")
    yield house
    house.close()


def a_page(browser: Browser, size: dict[str, int]) -> Page:
    context = browser.new_context(viewport=size, locale="zh-CN")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_passes_wcag_and_fits_its_window(trial, browser, address, size):
    page = a_page(browser, size)
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(trial.url + address)
    assert findings(page) == []
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("address", PUBLIC)
def test_large_type_fits_a_phone_and_is_there_before_the_first_paint(trial, browser, address):
    page = a_page(browser, PHONE)
    page.goto(trial.url + "/")
    ordinary = page.evaluate("() => getComputedStyle(document.documentElement).fontSize")
    page.click("[data-type-switch]")
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => (window.early = document.documentElement.dataset.type))"
    )
    page.goto(trial.url + address)
    assert page.evaluate("() => window.early") == "large"
    assert page.evaluate("() => getComputedStyle(document.documentElement).fontSize") == "21px" != ordinary
    assert findings(page) == []
    page.context.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_resident_finds_three_ways_to_be_reminded(trial, browser, size):
    page = a_page(browser, size)
    page.goto(f"{trial.url}/lectures/")
    page.click("text=提醒我 >> nth=0")
    page.wait_for_selector("[data-push]:not([hidden])")
    assert findings(page) == []
    with page.expect_response("**/lecture.ics") as file:
        page.evaluate("() => fetch(document.querySelector('a[href$=\"lecture.ics\"]').href)")
    assert "BEGIN:VEVENT" in file.value.text()
    page.context.close()


def test_front_page_prints_the_traditional_date_and_counts_who_watches(trial, browser):
    page = a_page(browser, PHONE)
    page.goto(trial.url)
    assert re.fullmatch(r"[\u4e00-\u9fff]{2}年.{1,3}月[初十廿三二].{1,2}", page.text_content("[data-lunar]"))
    page.wait_for_function(WATCHES, arg="人在看")
    page.context.close()


def test_english_reader_stays_in_english(trial, browser):
    page = a_page(browser, DESK)
    page.goto(trial.url + "/studios/")
    page.click("text=EN")
    page.click("nav >> text=Lectures")
    expect(page).to_have_url(trial.url + "/en/lectures/")
    assert page.get_attribute("html", "lang") == "en"
    page.context.close()


def test_keyboard_reaches_the_content_with_the_first_key(trial, browser):
    page = a_page(browser, DESK)
    page.goto(trial.url)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    page.context.close()


def code(secret: str, ahead: int = 0) -> str:
    """The six digits of now: RFC 6238 with its defaults, SHA-1 and 30 s. One `ahead` is believed too, and not used yet."""
    mark = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30 + ahead), hashlib.sha1)
    place = mark[-1] & 15
    return f"{(struct.unpack('>I', mark[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
