"""The pages as people have them: a resident's phone, a host's desk, in Debian's Chromium on the real server."""

import base64
import hashlib
import hmac
import re
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.axe import findings_and_width as findings
from tests.factories.settled import Settled

from xiangyue.kernel import clock
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
EMPLOY = f"""
from xiangyue.project import control
control.start()
from xiangyue.hall.studios import actions as studios
from xiangyue.hall.studios.states import Kind
from xiangyue.org.access import actions as access
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.access.states import Role
from xiangyue.org.units import queries as units
county = units.root()
studios.establish("pages", "红荷颂", unit=county, kind=Kind.COLUMN, by=HOUSE)
access.employ("keeper", "徐晓春", "{PASSWORD}", role=Role.KEEPER, unit=county, by=HOUSE)
access.employ("second", "叶二", "{PASSWORD}", role=Role.REVIEWER, unit=county, by=HOUSE)
"""
PLAYS = (
    "() => { const video = document.querySelector('[data-picture]'); return video?.currentTime > 1 && !video.paused; }"
)
WATCHES = "text => document.querySelector('[data-watching]')?.textContent.includes(text)"


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    house = Settled(tmp_path_factory.mktemp("pages"), hold_ms="200")
    house.start()
    house.plan_many(2, phase="on_air")
    house.plan_many(2, phase="draft")
    subprocess.run([sys.executable, "-c", EMPLOY], env=house.environ, check=True)
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


def sign_in(page: Page, trial: Trial, name: str = "keeper") -> None:
    """In by the password; the first time, the house asks for a second factor before anything else."""
    page.goto(f"{trial.url}/desk/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(f"{trial.url}/accounts/2fa/totp/activate/")
    if page.query_selector("[name=password]"):
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
    page.fill("[name=code]", code(page.text_content(".secret").strip()))
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "activate" not in address)


def test_host_takes_a_lecture_from_plan_to_replay(trial, browser):
    page = a_page(browser, DESK)
    sign_in(page, trial)
    page.goto(f"{trial.url}/desk/")
    assert findings(page) == []
    page.goto(f"{trial.url}/studio/pages/")
    assert findings(page) == []
    page.click("#software > summary")
    page.fill("#label", "演播室电脑")
    page.click("button:text-is('生成推流码')")
    key = page.text_content("#key")
    page.goto(f"{trial.url}/studio/pages/")
    page.fill("#id_title", "冬季用电安全，一刻钟")
    page.fill("#id_speaker", "徐建国")
    page.fill("#id_planned_at", f"{datetime.now(clock.COUNTY_ZONE) + timedelta(minutes=5):%Y-%m-%dT%H:%M}")
    page.click("text=排好，去准备")
    assert findings(page) == []
    page.fill("#id_text_2", "各位乡亲，晚上好。")
    page.click("button:text-is('保存')")
    page.click("button:text-is('提交审核')")
    page.wait_for_selector("text=正在等：")
    approve(browser, trial, page.url)
    page.reload()
    assert findings(page) == []
    page.click("button:text-is('打开候场')")
    encoder = trial.publisher(key)
    try:
        runs(page, trial)
    finally:
        encoder.kill()
        encoder.wait()
    page.context.close()


def approve(browser: Browser, trial: Trial, address: str) -> None:
    """A second person finds it on the desk and approves it, on a phone."""
    page = a_page(browser, PHONE)
    sign_in(page, trial, "second")
    page.goto(f"{trial.url}/desk/")
    page.click("a[href*='/studio/pages/lectures/']")
    expect(page).to_have_url(address)
    assert findings(page) == []
    page.click("button:text-is('审核通过')")
    page.wait_for_selector("text=审核通过，已经登上节目单。")
    page.context.close()


def runs(page: Page, trial: Trial) -> None:
    """Preview, air, a notice, a word from a resident, the end."""
    page.wait_for_function(PLAYS)
    page.wait_for_selector("[data-health-state].moss, [data-health-state].amber")
    assert findings(page) == []
    page.click("button:text-is('开播')")
    page.wait_for_function(PLAYS)
    lecture = page.get_attribute("[data-console]", "data-lecture")
    page.evaluate("() => (window.sameVisit = true)")
    page.fill("#notice", "八点答疑")
    page.click("button:text-is('置顶')")
    page.wait_for_selector("[data-order-said]:has-text('公告已经置顶')")
    ticket = trial.json(f"/live/{lecture}/ticket", {"name": "荷花老周"})["ticket"]
    command = "6f1c1a52-8c0e-4c43-9a55-2f4a3c1e9b10"
    trial.json(f"/live/{lecture}/say", {"ticket": ticket, "command": command, "text": "讲得明白"})
    page.wait_for_selector("[data-lines] li:has-text('讲得明白')")
    assert page.evaluate("() => window.sameVisit")
    assert findings(page) == []
    page.click("text=结束宣讲")
    page.click("text=确定，结束宣讲")
    page.wait_for_selector("text=回放现在就能看")
    assert trial.status(f"/l/{lecture}/") == 200
    assert trial.head(lecture)["ended"] is True
    page.goto(f"{trial.url}/l/{lecture}/summary/")
    assert findings(page) == []
