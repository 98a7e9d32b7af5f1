"""A draw on the real server: two officials, a phone that checks and wins, a desk, and a server killed at every step."""

import http.client
import json
import random
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.e2e.axe import findings_and_width as findings
from tests.factories.draws import dice
from tests.factories.settled import Settled

from xiangyue.kernel.draw import document, proof
from xiangyue.project.commands import main
from xiangyue.project.trial import Trial
from xiangyue.web.draws import offline

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser and a server: seconds each

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
ROOT = Path(__file__).parents[2]
CSRF = "x" * 32
EMPLOY = """
import json
from xiangyue.project import control
control.start()
from tests.factories.sessions import sign_in
from xiangyue.org.access import actions as access
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.access.states import Role
from xiangyue.org.units import queries as units
for name, shown, role in (("xu", "徐晓春", Role.KEEPER), ("zheng", "郑卫国", Role.OFFICE)):
    access.employ(name, shown, "four lecturers and a drum", role=role, unit=units.root(), by=HOUSE)
    print(json.dumps([name, sign_in(name)]))
"""


class House:
    """A trial with one lecture on air and two officials who are signed in."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        planned = trial.plan(phase="on_air")
        self.lecture, self.studio = planned.lecture, planned.studio
        done = subprocess.run(
            [sys.executable, "-c", EMPLOY], env=trial.environ, check=True, capture_output=True, text=True, cwd=ROOT
        )
        self.sessions = dict(json.loads(line) for line in done.stdout.splitlines())

    def residents(self, count: int) -> None:
        for number in range(count):
            ticket = self.trial.json(f"/live/{self.lecture}/ticket", {})["ticket"]
            self.ask(ticket, f"第 {number} 问")

    def ask(self, ticket: str, text: str) -> None:
        self.trial.json(f"/live/{self.lecture}/ask", {"ticket": ticket, "command": str(uuid.uuid4()), "text": text})

    def page(self, browser: Browser, size: dict[str, int], who: str = "") -> Page:
        context = browser.new_context(viewport=size, base_url=self.trial.url, locale="zh-CN")
        context.set_default_timeout(30_000)
        if who:
            context.add_cookies([{"name": "sessionid", "value": self.sessions[who], "url": self.trial.url}])
        return context.new_page()

    def press(self, who: str, path: str, form: dict[str, str], *, json_answer: bool = True) -> tuple[int, str]:
        """A form sent as a page sends it."""
        body = urllib.parse.urlencode(form | {"csrfmiddlewaretoken": CSRF}).encode()
        cookies = f"sessionid={self.sessions[who]}; csrftoken={CSRF}"
        headers = {"Cookie": cookies, **({"Accept": "application/json"} if json_answer else {})}
        request = urllib.request.Request(self.trial.url + path, body, headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except (OSError, http.client.IncompleteRead):
            return 0, ""  # killed while it answered


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    trial = Settled(tmp_path / "data", hold_ms="200")
    trial.start()
    yield House(trial)
    trial.close()


def prepared(page: Page, house: House, umbrellas: int = 2) -> str:
    """Prepare a draw for everybody who took part; its name."""
    page.goto(f"/studio/{house.studio}/draws/")
    assert findings(page) == []
    page.fill("#prize-name", "电饭煲")
    page.click("text=放进奖品库")
    page.click("text=备一次抽奖")
    assert findings(page) == []
    page.fill("#prize-1", "电饭煲")
    page.fill("#count-1", "1")
    page.fill("#prize-2", "雨伞")
    page.fill("#count-2", str(umbrellas))
    page.check("input[value=TOOK_PART]")
    page.fill("#id_claim", "街道文化站，每天 9:00 到 17:00")
    page.click("button:text-is('备好')")
    page.wait_for_url("**/steps/")
    return page.url.rstrip("/").split("/")[-2]


VERDICT_IN_SIGHT = """() => [...document.querySelectorAll('#cheated .verdict, #cheated .fails, [data-cheat]')]
  .map(each => each.getBoundingClientRect()).every(box => box.top >= 0 && box.bottom <= innerHeight)"""


def test_a_resident_wins_checks_it_cheats_and_sees_it_fail(house: House, browser: Browser, tmp_path: Path) -> None:
    phone = house.page(browser, PHONE)
    phone.goto(f"/l/{house.lecture}/")
    phone.wait_for_function(f"() => localStorage.getItem('xiangyue.room.{house.lecture}.ticket')")
    ticket = phone.evaluate(f"() => JSON.parse(localStorage.getItem('xiangyue.room.{house.lecture}.ticket')).ticket")
    house.ask(ticket, "在哪里缴？")
    house.residents(5)

    officer = house.page(browser, DESK, "xu")
    draw = prepared(officer, house, umbrellas=20)
    assert findings(officer) == []
    officer.click("button:text-is('公布规矩')")
    officer.click("button:text-is('锁定名单')")
    officer.wait_for_selector("text=个号码")
    phone.goto(f"/draws/{draw}/")
    phone.wait_for_selector("#my-fate:has-text('在名单里')")
    officer.click("button:text-is('开封')")
    officer.wait_for_selector("text=我来录入")
    assert findings(officer) == []

    numbers(house, browser, officer, draw)
    officer.click("button:text-is('开奖')")
    officer.wait_for_selector("text=谁中了")
    assert findings(officer) == []

    # The phone finds out by itself, and is given the code.
    phone.wait_for_selector("#my-code:visible")
    assert findings(phone) == []
    phone.wait_for_selector(".report.fair")
    phone.locator("[data-cheat=roster]").scroll_into_view_if_needed()
    for cheat in ("roster", "winner", "numbers", "secret"):
        phone.click(f"[data-cheat={cheat}]")
        phone.wait_for_selector("#cheated .report.broken .fails")
        assert phone.evaluate(VERDICT_IN_SIGHT)
        phone.click('[data-cheat=""]')
        phone.wait_for_selector(".report.fair")
    code = phone.inner_text("#my-code")
    phone.click("#my-card a")
    phone.wait_for_selector("#filled:visible")
    assert phone.inner_text("#code").lower() == code.lower()
    assert findings(phone) == []

    # The family comes with the code; the second time it is worth nothing.
    officer.goto(f"/draws/{draw}/desk/#{code.lower()}")
    assert officer.input_value("#code") == code.lower()
    officer.click("button:has-text('家人代领')")
    officer.wait_for_selector(".said:has-text('请发')")
    officer.fill("#code", code)
    officer.click("button:has-text('本人领')")
    officer.wait_for_selector(".said.bad:has-text('只能领一次')")
    assert findings(officer) == []
    at_home(house, browser, draw, tmp_path)


def numbers(house: House, browser: Browser, officer: Page, draw: str) -> None:
    """Two people who read differently at first."""
    officer.click("text=我来录入")
    count = int(officer.get_attribute("#source-1", "data-count") or 0)
    officer.fill("#source-1", dice(count))
    assert findings(officer) == []
    officer.click("text=录好了")
    officer.wait_for_selector("text=等另一个人录入")
    colleague = house.page(browser, PHONE, "zheng")
    colleague.goto(f"/draws/{draw}/numbers/")
    wrong = dice(count)[:2] + ("1" if dice(count)[2] != "1" else "2") + dice(count)[3:]
    colleague.fill("#source-1", wrong)
    colleague.click("text=录好了")
    colleague.wait_for_selector("text=第 1 个来源第 3 个数")
    assert findings(colleague) == []
    colleague.fill("#source-1", dice(count))
    colleague.click("text=录好了")
    for page in (colleague, officer):  # the first reader's page hears of it by itself
        page.wait_for_selector("text=随机数已经公布")
    officer.goto(f"/draws/{draw}/steps/")


def at_home(house: House, browser: Browser, draw: str, tmp_path: Path) -> None:
    """The downloaded file, by the command and by the page that never asks a network."""
    file, page_file = tmp_path / "draw.json", tmp_path / "verifier.html"
    file.write_text(json.dumps(house.trial.json(f"/draws/{draw}/draw.json"), ensure_ascii=False))
    assert main(["draw", "verify", str(file)]) == 0
    page_file.write_bytes(offline.page())
    context = browser.new_context(offline=True, viewport=PHONE)
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.set_input_files("#file", str(file))
    page.wait_for_selector(".report.fair")
    page.click("[data-cheat=winner]")
    page.wait_for_selector(".report.broken")
    assert findings(page) == []
    text = page.input_value("#text")
    page.fill("#text", text.replace("电饭煲", "电冰箱"))
    page.dispatch_event("#text", "change")
    page.wait_for_selector("#cheated:has-text('核对结果在上面')")
    context.close()


def test_a_server_killed_in_the_middle_of_every_step_changes_no_result(house: House, tmp_path: Path) -> None:
    """Once in each step; `bench.kills` does it two hundred times."""
    chance = random.Random(0)
    house.residents(8)
    form = {
        "title": "今晚的奖品", "eligibility": "TOOK_PART", "dice": "on", "claim": "文化站", "claim_days": "7",
        "prize-name": "雨伞", "prize-count": "3",
    }  # fmt: skip
    status, text = house.press("xu", f"/studio/{house.studio}/draws/{house.lecture}/prepare/", form, json_answer=False)
    assert status == 200
    draw = text.split("/draws/")[1:]
    name = next(part[:16] for part in draw if part[16:23] == "/steps/")
    seen: dict[str, dict] = {}
    for step in ("rules", "roster", "secret", "entropy", "result"):
        path, form = f"/draws/{name}/steps/{step}/", {}
        if step == "entropy":
            path, form = f"/draws/{name}/numbers/type/", {"source-1": dice(dice_needed(house, name, most=30))}
            assert house.press("zheng", path, form)[0] == 200
        cut_short(house, path, form, chance.random() * 0.06)
        assert house.press("xu", path, form)[0] == 200
        stated = house.trial.json(f"/draws/{name}/draw.json")
        assert [one["data"] for one in stated["steps"][: len(seen)]] == list(seen.values())
        seen[step] = stated["steps"][-1]["data"]
    exported = document.read(json.dumps(house.trial.json(f"/draws/{name}/draw.json")))
    assert [step.kind for step in exported.steps] == list(document.STEPS)
    assert proof.examine(exported).verdict == "fair"


def dice_needed(house: House, name: str, most: int) -> int:
    """As many as the console says."""
    request = urllib.request.Request(
        f"{house.trial.url}/draws/{name}/steps.json", headers={"Cookie": f"sessionid={house.sessions['xu']}"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        count = json.loads(answer.read())["sources"][0]["count"]
    assert 0 < count < most
    return int(count)


def cut_short(house: House, path: str, form: dict[str, str], after_s: float) -> None:
    """Press, and pull the plug a moment later."""
    pressing = threading.Thread(target=house.press, args=("xu", path, form))
    kill = threading.Timer(after_s, house.trial.kill)
    pressing.start()
    kill.start()
    pressing.join()
    kill.join()
    house.trial.start()
