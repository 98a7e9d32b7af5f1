"""A matter from hand to hand in a browser: filed, accepted, claimed, drawn, verified; and no close for who mends it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.axe import findings_and_width as findings
from tests.e2e.test_pages import DESK, PHONE
from tests.factories.pictures import a_photo

from xiangyue.project.trial import Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser and a server: seconds each

PATIENCE_MS = 30_000
ROOT = Path(__file__).parents[2]
SCENE = ("-m", "tests.e2e.ledger_scene")
DRAW = """
import sys
from datetime import timedelta
from xiangyue.project import control
control.start()
from xiangyue.kernel import clock
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.ledger.verifying.models import Batch, Seat
at = clock.now().astimezone(clock.COUNTY_ZONE).replace(hour=16, minute=5)
while at < clock.now() + verifying.SETTLED or not calendars.current().works(at.date()) or Batch.objects.filter(on=at.date()).exists():
    at += timedelta(days=1)
with clock.stopped(at):
    verifying.run_due()
seat = Seat.objects.get(matter=sys.argv[1], state="WAITING")
sys.stdout.write(f"{seat.person} {seat.pk}")
"""
CLOSING = ("销号", "核查通过", "结案", "通过")
ASKED = ["/ledger/", "/ledger/list/", "/ledger/{stairs}/", "/ledger/{mended}/", "/ledger/{major}/do/plan/",
         "/ledger/{stairs}/do/claim/", "/ledger/{stairs}/notices/", "/ledger/campaigns/"]  # fmt: skip
COUNTY = ["/ledger/", "/ledger/figures/", "/ledger/responsibility/", "/ledger/past/", "/ledger/{late}/",
          "/ledger/{late}/do/decide-extension/"]  # fmt: skip


def run(trial: Trial, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], env=trial.environ, capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def scene(trial: Trial) -> Any:
    """A week of the ledger in the session's house, everybody signed in."""
    return json.loads(run(trial, *SCENE).splitlines()[-1])


@pytest.fixture
def window(browser: Browser, trial: Trial, scene: Any) -> Iterator[Callable[[str, dict[str, int]], Page]]:
    """Somebody's window; it fails the test on any page error or breach of the content policy."""
    contexts, troubles = [], []

    def opens(who: str, size: dict[str, int]) -> Page:
        context = browser.new_context(viewport=size, locale="zh-CN", base_url=trial.url)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([{"name": "sessionid", "value": scene["sessions"][who], "url": trial.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security" in said.text else None)
        return page

    yield opens
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(("who", "pages"), [("desk-clerk", ASKED), ("desk-office", COUNTY)], ids=["clerk", "office"])
def test_the_ledger_s_pages_pass_wcag_and_fit_their_window(window, scene, who, pages, size):
    page, found = window(who, size), {}
    for address in (pattern.format(**scene["matters"]) for pattern in pages):
        answer = page.goto(address)
        assert answer is not None
        found[address] = [] if answer.ok else [f"answered {answer.status}"]
        found[address] += findings(page)
    assert {address: against for address, against in found.items() if against} == {}


def photo(name: str) -> dict[str, Any]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": a_photo(colour="#667788")}


def test_a_matter_from_the_office_to_a_drawn_verifier(window, scene, trial):
    office, clerk = window("desk-office", DESK), window("desk-neighbour", PHONE)
    office.goto("/ledger/")
    office.click("#reported a:has-text('夜宵摊前油污')")
    office.click("a:text-is('立案交办')")
    office.select_option("#id_lead", "hehua")
    office.click("button:text-is('立案交办')")
    expect(office.get_by_role("status")).to_have_text("已办：立案交办。")

    clerk.goto("/ledger/")
    clerk.click("#accept a:has-text('夜宵摊前油污')")
    clerk.click("a:text-is('签收')")
    clerk.click("button:text-is('签收')")
    name = clerk.url.rstrip("/").rpartition("/")[2]
    clerk.click("a:text-is('申请销号')")
    clerk.fill("#id_text", "碱水冲洗三遍，手抹不沾油。")
    clerk.set_input_files("#pictures", photo("after.jpg"))
    assert findings(clerk) == []
    clerk.click("button:text-is('申请销号')")
    expect(clerk.locator(".matter-seal .stamp")).to_have_text("待核查")
    offered = clerk.locator(".matter-act a, .matter-act button").all_inner_texts()
    assert [said for said in offered if any(word in said for word in CLOSING)] == ["撤回销号申请"]

    person, seat = run(trial, "-c", DRAW, name).split()
    assert person != "desk-inspector"  # who reported it does not verify it
    verifier = window(person, PHONE)
    verifier.goto("/ledger/")
    verifier.click(f"#checks a[href*='{seat}']")
    verifier.check("input[name=passed][value=yes]")
    verifier.fill("#id_text", "到现场手抹过，不沾油。")
    verifier.set_input_files("#pictures", photo("seen.jpg"))
    assert findings(verifier) == []
    verifier.click("button:text-is('写下结论')")
    expect(verifier.get_by_role("status")).to_have_text("核查通过，已记下。")

    clerk.reload()
    expect(clerk.locator(".matter-seal .stamp")).to_have_text("已销号")
    assert findings(clerk) == []


def test_a_shop_answers_without_signing_in(window, scene, browser, trial):
    clerk = window("desk-clerk", DESK)
    clerk.goto(f"/ledger/{scene['matters']['stairs']}/notices/")
    clerk.fill("#id_name", "新桥街便民超市")
    clerk.click("button:text-is('发通知')")
    link = "/n/" + clerk.locator(".link-shown").inner_text().partition("/n/")[2]
    context = browser.new_context(viewport=PHONE, locale="zh-CN", base_url=trial.url)  # type: ignore[arg-type]
    shop = context.new_page()
    shop.goto(link)
    assert findings(shop) == []
    shop.fill("#id_text", "纸箱今晚清走。")
    shop.fill("#id_until", f"{date.today() + timedelta(days=3)}")  # noqa: DTZ011 - any day to come
    shop.set_input_files("#pictures", photo("shop.jpg"))
    shop.click("button:text-is('发给他们')")
    expect(shop.get_by_role("status")).to_contain_text("收到了。")
    clerk.goto("/ledger/")
    clerk.click("#wishes a:has-text('新桥街便民超市')")
    assert findings(clerk) == []
    clerk.fill("#id_text", "今晚必须清完，期限早过了。")
    clerk.click("button:text-is('答复他们')")
    expect(clerk.get_by_role("status")).to_contain_text("已经答复新桥街便民超市")
    shop.goto(link)
    expect(shop.get_by_role("status")).to_contain_text("不同意延期。今晚必须清完，期限早过了。")
    assert findings(shop) == []
    context.close()
    clerk.goto(f"/ledger/{scene['matters']['stairs']}/")
    expect(clerk.locator(".event").nth(1)).to_contain_text("纸箱今晚清走。")
