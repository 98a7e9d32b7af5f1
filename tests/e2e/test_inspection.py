"""An unannounced inspection in a browser: its pages under axe on a phone and a desk, a plan that goes along without a net,
and what is left of it on a phone that was lost.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.e2e.axe import findings_and_width as findings
from tests.factories.pictures import a_photo
from tests.factories.settled import Settled

from xiangyue.project.trial import Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser and a server: seconds each

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
ROOT = Path(__file__).parents[2]
SCENE = ("-m", "tests.e2e.inspection_scene")
PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[tuple[Trial, dict]]:
    trial = Settled(tmp_path_factory.mktemp("inspection"))
    trial.start()
    done = subprocess.run(
        [sys.executable, *SCENE], env=trial.environ, capture_output=True, check=False, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    yield trial, json.loads(done.stdout.splitlines()[-1])
    trial.close()


RELEASE = """
import json, os, signal, sys, uuid
from xiangyue.project import control
control.start()
from django.db import connection
from xiangyue.ledger.inspections import actions, queries
from xiangyue.ledger.inspections.states import Result
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.models import Matter
from xiangyue.org.access import queries as members
from xiangyue.org.people.queries import get
name, dies_at = sys.argv[1], int(sys.argv[2])
chief = members.member(get("chief"))
row = queries.get(chief, name)
stood = queries.standing(row)
for place in stood.places:
    if place not in stood.visits and not queries.ended(row):
        actions.visit(name, place, Result.CLEAN, "", Order(chief))
writes = 0
def dies(execute, sql, params, many, context):
    global writes
    writes += sql.startswith(("INSERT", "UPDATE"))
    if writes == dies_at:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)
if dies_at >= 0:
    with connection.execute_wrapper(dies):
        actions.release(name, Order(chief, command=str(uuid.UUID(int=7))))
numbers = sorted(Matter.objects.values_list("number", flat=True))
print(json.dumps([queries.get(chief, name).state, numbers, writes, len(stood.to_report)]))
"""


def somebody(browser: Browser, house, size, who: str = "chief") -> BrowserContext:
    trial, scene = house
    context = browser.new_context(viewport=size, locale="zh-CN", base_url=trial.url)
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": "sessionid", "value": scene["sessions"][who], "url": trial.url}])
    return context


def opened(page: Page, name: str) -> None:
    """The plan, after saying why."""
    page.goto(f"/inspections/{name}/")
    if page.locator("button[name=purpose]").count():
        page.get_by_role("button", name="在现场办理").click()
    page.get_by_role("heading", name="路线").wait_for()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_of_a_crew_passes_wcag_and_fits_its_window(house, browser, size):
    context = somebody(browser, house, size)
    page, scene = context.new_page(), house[1]
    name = scene["inspection"]
    page.goto(f"/inspections/{name}/")
    said = {"purpose": findings(page)}
    opened(page, name)
    for what in (
        "",
        "elsewhere/",
        f"places/{scene['place']}/",
        f"findings/{scene['finding']}/",
        "release/",
        "readings/",
    ):
        page.goto(f"/inspections/{name}/{what}")
        said[what] = findings(page)
    for address in ("", "new/", "coverage/?days=0", "history/", "carried/"):
        page.goto(f"/inspections/{address}")
        said[address] = findings(page)
    assert {what: found for what, found in said.items() if found} == {}
    context.close()


def test_a_plan_goes_along_without_a_net_and_is_gone_from_a_lost_phone(house, browser):
    context = somebody(browser, house, PHONE)
    page, name = context.new_page(), house[1]["inspection"]
    opened(page, name)
    page.get_by_role("button", name="带上这份计划").click()
    page.wait_for_url("**/inspections/carried/")
    page.get_by_role("heading", name="夜间背街小巷").wait_for()
    assert page.locator(".held li").count() == 4
    page.wait_for_function("() => navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    page.reload()
    page.get_by_role("heading", name="已锁").wait_for()
    assert "新桥" not in page.locator("main").inner_text()
    context.set_offline(False)
    page.get_by_role("button", name="联网开锁").click()
    page.get_by_role("heading", name="夜间背街小巷").wait_for()
    lead = context.new_page()
    opened(lead, name)
    lead.goto(f"/inspections/{name}/readings/")
    lead.get_by_role("button", name="丢了，作废").first.click()
    lead.get_by_text(
        "已作废", exact=True
    ).wait_for()  # the message may go to the phone's page, which looks at that moment
    page.reload()
    page.get_by_text("这部手机没有带着计划").or_(page.get_by_text("刚才清除了")).wait_for()
    assert page.locator(".held").count() == 0
    context.close()


def test_a_finding_noted_without_a_net_arrives_sealed_and_leaves_nothing_on_the_phone(house, browser):
    context = somebody(browser, house, PHONE)
    page, name = context.new_page(), house[1]["inspection"]
    opened(page, name)
    page.get_by_role("button", name="带上这份计划").click()
    page.wait_for_url("**/inspections/carried/")
    page.get_by_role("link", name="在这里记一条发现").first.click()
    page.wait_for_selector("[data-street][data-ready]")
    page.get_by_text("先封存。").wait_for()
    assert findings(page) == []
    context.set_offline(True)
    page.click("[data-open=category]")
    page.fill("dialog[open] input[type=search]", "路面油污")
    page.click("dialog[open] [data-list] button")
    page.set_input_files("[data-shoot]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_photo()})
    page.wait_for_selector("[data-canvas]:visible")
    page.fill("[data-sentence]", "隔油池满了，油漫到路上")
    page.click("[data-save]")
    page.locator("[data-shelf] li", has_text="督查 · 路面油污").wait_for()
    context.set_offline(False)
    expect(page.locator("[data-shelf] li")).to_have_count(0)
    opened(page, name)
    expect(page.get_by_text("隔油池满了，油漫到路上")).to_have_count(1)
    context.close()


def test_the_inspected_find_no_page(house, browser):
    context = somebody(browser, house, PHONE, "clerk")
    page = context.new_page()
    for name in (house[1]["inspection"], "0" * 16):
        answer = page.goto(f"/inspections/{name}/")
        assert answer is not None
        assert answer.status == 404
    context.close()


def test_a_release_that_was_killed_filed_nothing_and_the_next_one_files_everything_once(house):
    """SIGKILL at a write in the middle, near the end, and at the first: each time nothing is there but what was before."""
    trial, scene = house

    def run(dies_at: int) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-c", RELEASE, scene["inspection"], str(dies_at)]
        return subprocess.run(words, env=trial.environ, capture_output=True, check=False, text=True)

    def after(done: subprocess.CompletedProcess[str]) -> list:
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    for dies_at in (1, 12, 30):
        assert run(dies_at).returncode == -9
        assert after(run(-1))[:2] == ["DRAWN", []]
    state, numbers, writes, found = after(run(10**6))
    assert (state, len(numbers), writes > 30) == ("RELEASED", found, True)
    assert after(run(10**6))[:2] == [state, numbers]
