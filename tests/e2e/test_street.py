"""A phone in the street without a network: what was noted arrives, each exactly once, whatever happens to whom."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.e2e.axe import findings_and_width as findings
from tests.e2e.test_pages import code
from tests.factories.settled import Settled

from xiangyue.project.trial import Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser and a server that is killed: seconds each

PATIENCE_MS = 60_000
PHONE = {"width": 390, "height": 844}
PASSWORD = "four lecturers and a drum"
SETTLE = f"""
from xiangyue.project import config, control
control.start()
from xiangyue.ledger.kinds import actions as kinds, folder
from xiangyue.ledger.subjects import actions as subjects
from xiangyue.ledger.subjects.actions import Details
from xiangyue.ledger.subjects.states import Type
from xiangyue.org.access import actions as access
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.access.states import Role
from xiangyue.org.units import queries as units
kinds.load(folder.read(config.load().kinds), by=HOUSE)
county = units.root()
access.employ("walker", "夏督查", "{PASSWORD}", role=Role.INSPECTOR, unit=county, by=HOUSE)
access.employ("third", "毛督查", "{PASSWORD}", role=Role.INSPECTOR, unit=county, by=HOUSE)
access.employ("other", "方督查", "{PASSWORD}", role=Role.INSPECTOR, unit=county, by=HOUSE)
place = subjects.register(county, Details(Type.FRONT, "老王面馆", "新桥街 8 号"), by=HOUSE)
print(place.code)
"""
COUNT = """
import json
from xiangyue.project import control
control.start()
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.evidence.models import Evidence
print(json.dumps({"titles": sorted(Matter.objects.values_list("title", flat=True)),
                  "pictures": Evidence.objects.exclude(matter="").count(),
                  "loose": Evidence.objects.filter(matter="").count()}))
"""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    house = Settled(tmp_path_factory.mktemp("street") / "data")
    house.start()
    house.plan(phase="draft")  # founds the county
    house.place = run(house, SETTLE).split()[-1]  # type: ignore[attr-defined]
    yield house
    house.close()


def run(trial: Trial, program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], env=trial.environ, check=True, capture_output=True, text=True
    )
    return done.stdout


def there(trial: Trial) -> dict[str, object]:
    return json.loads(run(trial, COUNT))


@pytest.fixture
def context(browser: Browser, trial: Trial) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=PHONE, base_url=trial.url, locale="zh-CN", has_touch=True)
    made.set_default_timeout(PATIENCE_MS)
    yield made
    made.close()


def a_photo(n: int) -> bytes:
    picture = Image.effect_noise((640, 480), 80).convert("RGB")
    picture.putpixel((n, n), (255, 0, 0))
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=90)
    return written.getvalue()


SECRETS: dict[str, str] = {}


def enter(page: Page, name: str) -> None:
    page.goto("/ledger/capture/")
    page.wait_for_selector("[data-ready]")
    page.click("[data-sign-in] a")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    if name in SECRETS:
        page.fill("[name=code]", code(SECRETS[name], ahead=1))
        page.click("main button[type=submit]")
    else:
        page.goto("/accounts/2fa/totp/activate/")
        SECRETS[name] = page.text_content(".secret").strip()
        page.fill("[name=code]", code(SECRETS[name]))
        page.click("main button[type=submit]")
        page.wait_for_url(lambda address: "activate" not in address)
    page.goto("/ledger/capture/")
    page.wait_for_selector("[data-ready]")


def note(page: Page, n: int) -> None:
    photo = {"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": a_photo(n)}
    page.set_input_files("[data-shoot]", photo)
    page.wait_for_selector("[data-canvas]:not([hidden])")
    page.click("[data-open=category]")
    page.fill("[data-sheet=category] input", "油污")
    page.click("[data-sheet=category] li button")
    page.click("[data-open=place]")
    if n % 2:
        page.fill("[data-sheet=place] input", f"新桥街 {n} 号门前")
        page.click("[data-typed]")
    else:
        page.fill("[data-sheet=place] input", "面馆")
        page.click("[data-sheet=place] li button")
    page.fill("[data-sentence]", f"第 {n} 处")
    page.click("[data-save]")
    page.wait_for_selector(f".st-item:has-text('第 {n} 处')")


def offline_page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/ledger/capture/")
    page.wait_for_selector("[data-ready]")
    return page


def test_twenty_findings_in_flight_mode_arrive_once_each_though_the_server_is_killed(trial, context):
    page = context.new_page()
    enter(page, "walker")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    assert findings(page) == []
    context.set_offline(True)
    page.close()
    page = offline_page(context)  # the page itself opens without a network
    for n in range(1, 21):
        note(page, n)
    assert page.text_content("[data-line]") == "20 条未送达，没有网络，存在手机里"
    assert findings(page) == []
    page.close()
    assert there(trial)["titles"] == []

    page = offline_page(context)  # the browser was closed and opened again
    assert page.locator(".st-item[data-status=ready]").count() == 20
    context.set_offline(False)
    page.wait_for_function("() => document.querySelectorAll('.st-item[data-status=sent]').length >= 5")
    trial.kill()
    seen = page.locator(".st-item[data-status=sent]").count()
    kept = there(trial)
    assert len(kept["titles"]) >= seen  # whatever was acknowledged is there
    trial.start()
    page.wait_for_function("() => document.querySelectorAll('.st-item[data-status=sent]').length === 20")
    expect(page.locator("[data-line]")).to_have_text("都送到了")
    assert there(trial) == {"titles": sorted(f"第 {n} 处" for n in range(1, 21)), "pictures": 20, "loose": 0}


def test_another_user_of_the_phone_neither_sees_nor_sends_it(trial, context):
    page = context.new_page()
    enter(page, "other")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    before = there(trial)
    context.set_offline(True)
    note(page, 101)
    page.wait_for_selector("[data-line]:has-text('1 条未送达')")
    context.clear_cookies()
    context.set_offline(False)
    page.wait_for_selector("[data-sign-in]:not([hidden])")
    assert page.locator(".st-item").count() == 0
    page.close()

    page = context.new_page()
    enter(page, "third")
    page.wait_for_selector("[data-who]:has-text('毛督查')")
    assert page.locator(".st-item[data-status=ready]").count() == 0
    assert "1 条是别的账号记的" in page.text_content("[data-others]")
    assert there(trial)["titles"] == before["titles"]
    context.clear_cookies()
    enter(page, "other")
    page.wait_for_selector(".st-item[data-status=sent]")
    assert there(trial)["titles"] == sorted([*before["titles"], "第 101 处"])


def test_a_category_is_chosen_by_keys_alone_and_without_scripts_from_a_list(trial, context, browser):
    page = context.new_page()
    page.goto("/report/")
    button = page.locator("#id_category_button")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("路灯")
    expect(page.locator("dialog[open] [data-count]")).to_contain_text("找到")
    search = page.locator("dialog[open] input[type=search]")
    expect(search).to_be_focused()
    search.fill("外星人")
    expect(page.locator("dialog[open] [data-list]")).to_contain_text("没有找到不知道归哪类")
    expect(page.locator("dialog[open] [data-count]")).to_have_text("找到 0 个")
    search.fill("路灯")
    page.keyboard.press("Tab")
    chosen = page.evaluate("() => document.activeElement.textContent")
    assert "路灯" in chosen
    page.keyboard.press("Enter")
    expect(button).to_have_text(chosen)
    expect(button).to_be_focused()
    plain = browser.new_context(viewport=PHONE, base_url=trial.url, locale="zh-CN", java_script_enabled=False)
    bare = plain.new_page()
    bare.goto("/report/")
    bare.select_option("[name=category]", "street/grease")
    bare.fill("[name=spot]", "新桥街 9 号")
    bare.fill("[name=sentence]", "店门口有油。")
    bare.click("main form button[type=submit]")
    bare.wait_for_selector("text=报好了")
    plain.close()


def test_residents_pages_pass_wcag_and_fit_a_phone_in_large_type_too(trial, context):
    page = context.new_page()
    page.goto(f"/report/?p={trial.place}")
    page.set_input_files("#photos", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_photo(1)})
    page.fill("[name=sentence]", "门口一地油，走路打滑。")
    page.click("#id_category_button")
    page.fill("dialog[open] input[type=search]", "路面有油")
    assert findings(page) == []
    page.click("dialog[open] [data-list] button:has-text('路面油污')")
    expect(page.locator("#id_category_button")).to_have_text("路面油污")
    assert page.input_value("[name=category]") == "street/grease"
    assert findings(page) == []
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=报好了")
    follow = page.url
    page.fill("[name=sentence]", "早上又倒了一桶。")
    page.click("main button[type=submit]")
    page.wait_for_selector("text=补充好了，办理的人看得到。")
    page.click("[data-type-switch]")
    for address in (follow, f"/report/?p={trial.place}", "/report/", f"/p/{trial.place}/", "/ledger/capture/"):
        page.goto(address)
        assert page.evaluate("() => document.documentElement.dataset.type") == "large"
        assert findings(page) == []
