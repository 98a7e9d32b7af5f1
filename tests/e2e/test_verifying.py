"""A resident proves who they are on a phone, forgets everything, and is the same person again; a ban ends it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.e2e import axe
from tests.factories.settled import Settled

from xiangyue.project.trial import Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser and a server: seconds each

PHONE = {"width": 390, "height": 844}
NUMBER = "13857012345"
TICKET = "lecture => JSON.parse(localStorage.getItem(`xiangyue.room.${lecture}.ticket`))"
SAY = """async ([lecture, ticket]) => {
    const body = JSON.stringify({ ticket, command: crypto.randomUUID(), text: '讲得好' });
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(`/live/${lecture}/say`, { method: 'POST', headers, body });
    return answer.status === 200 ? '' : (await answer.json()).error.code;
}"""
HAND = """
from xiangyue.project import control
control.start()
from xiangyue.hall.studios.models import Studio
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.residents import actions
print(actions.hand_code("{number}", Studio.objects.get(code="{studio}").unit, by=HOUSE).code)
"""
BAN = """
from xiangyue.project import control
control.start()
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.residents import actions, queries
person = queries.behind(HOUSE, "{lecture}", "{pseudonym}")
actions.ban(person, "柯宣（2026）12号", by=HOUSE)
"""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("texts") / "sms.txt"


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory, texts: Path) -> Iterator[Trial]:
    settings = {"sms": f"file:{texts}", "speaking": "verified", "winning": "verified"}
    house = Settled(tmp_path_factory.mktemp("verifying"), hold_ms="200", **settings)
    house.start()
    yield house
    house.close()


def grave(page: Page) -> list[str]:
    page.add_script_tag(content=axe.SOURCE)
    found: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]


def prove(page: Page, texts: Path) -> None:
    page.click("#verify")
    page.fill("#verify-phone", NUMBER)
    page.click("#verify-send")
    page.wait_for_function("() => document.querySelector('#verify-note').textContent.includes('五分钟')")
    page.fill("#verify-code", texts.read_text().split("验证码 ")[-1][:6])
    page.click("#verify-form button[type=submit]")
    page.wait_for_function("() => !document.querySelector('#verifying').open")


def python(trial: Trial, script: str) -> str:
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", script], env=trial.environ, capture_output=True, check=True, text=True)
    return done.stdout.strip()


def test_one_person_on_a_phone_that_forgets(browser: Browser, trial: Trial, texts: Path, tmp_path: Path):
    planned = trial.plan(phase="on_air")
    context = browser.new_context(viewport=PHONE, base_url=trial.url, bypass_csp=True)  # for axe, which is injected
    page = context.new_page()
    page.goto(f"/l/{planned.lecture}/")
    page.wait_for_selector("#verify")
    page.fill("#words", "来了")
    page.click("#send")
    page.wait_for_selector("#verifying[open]")  # refused for want of a proof: the dialog comes by itself
    assert grave(page) == []
    page.screenshot(path=tmp_path / "dialog.png")
    page.click("#verify-close")
    prove(page, texts)
    page.wait_for_function(f"() => ({TICKET})('{planned.lecture}')?.level === 'verified'")
    first = page.evaluate(TICKET, planned.lecture)
    assert page.inner_text("#verify") == "已核验"
    assert page.evaluate(SAY, [planned.lecture, first["ticket"]]) == ""
    page.screenshot(path=tmp_path / "verified.png")

    page.evaluate("() => localStorage.clear()")
    code = python(trial, HAND.format(number=NUMBER, studio=planned.studio))
    page.goto(f"/me/#code={code}")
    page.wait_for_function("() => document.querySelector('#me-subject').textContent === '138****2345'")
    assert grave(page) == []
    page.screenshot(path=tmp_path / "me.png", full_page=True)
    page.goto(f"/l/{planned.lecture}/")
    page.wait_for_function(f"() => ({TICKET})('{planned.lecture}')?.level === 'verified'")
    again = page.evaluate(TICKET, planned.lecture)
    assert again["pseudonym"] == first["pseudonym"]

    python(trial, BAN.format(lecture=planned.lecture, pseudonym=first["pseudonym"]))
    banned = """async ([lecture, ticket]) => {
        for (;;) {
            const headers = { 'Content-Type': 'application/json' };
            const answer = await fetch(`/live/${lecture}/mine`, { method: 'POST', headers, body: JSON.stringify({ ticket }) });
            if (answer.status !== 200 && answer.status !== 429) return (await answer.json()).error.code;
            await new Promise((resolve) => setTimeout(resolve, 1000));
        }
    }"""
    assert page.evaluate(banned, [planned.lecture, again["ticket"]]) == "person-banned"
    context.close()
