"""The room as a resident has it: a phone in Debian's Chromium, the real server, a real encoder."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from playwright.sync_api import TimeoutError as TookTooLong
from tests.e2e.axe import findings
from tests.factories.ffmpeg import Sender
from tests.factories.settled import Settled

from xiangyue.project.trial import Planned, Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser, a server and an encoder: seconds each

PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 30_000
"""Two cores carry a server, an encoder and a browser that decodes in software."""

STANDS = "wanted => document.getElementById('frame').dataset.slate === wanted"
PLAYS = """() => {
  const video = document.getElementById('video'), before = window.seenAt;
  window.seenAt = video.currentTime;
  return document.getElementById('frame').dataset.slate === 'none' && !video.paused && video.videoWidth > 0
    && video.currentTime > before;
}"""
STANDING = """() => {
  const video = document.getElementById('video'), { dataset } = document.getElementById('frame');
  const { paused, ended, currentTime, duration, readyState, networkState, videoWidth, error } = video;
  const buffered = [...Array(video.buffered.length).keys()].map(n => [video.buffered.start(n), video.buffered.end(n)]);
  return JSON.stringify({ ...dataset, paused, ended, currentTime, duration, readyState, networkState, videoWidth,
    buffered, error: error?.message });
}"""
IN_LIST = "text => [...document.querySelectorAll('#sayings li')].filter(line => line.innerText.includes(text)).length"
FLIES = "text => [...document.querySelectorAll('.flying')].some(item => item.textContent.includes(text))"


KEEP_BACK = """
import sys
from xiangyue.project import control
control.start()
from xiangyue.hall.lectures import actions, queries
from xiangyue.org.access.rules import HOUSE
lecture = queries.get(HOUSE, sys.argv[1])
actions.want_replay(lecture, False, by=HOUSE)
actions.end(lecture, by=HOUSE)
"""
"""The replay is decided on in the same breath as the end."""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    house = Settled(tmp_path_factory.mktemp("room"), hold_ms="200")
    house.start()
    yield house
    house.close()


@pytest.fixture(scope="module")
def lobbies(trial: Trial) -> list[Planned]:
    """Lectures in their lobby, each in a studio of its own; a test takes one."""
    return trial.plan_many(9, phase="lobby")


@pytest.fixture
def planned(lobbies: list[Planned]) -> Planned:
    return lobbies.pop()


@pytest.fixture
def on_air(trial: Trial, planned: Planned) -> Planned:
    trial.move(planned.lecture, "go_on_air")
    return planned


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def enter(context: BrowserContext, trial: Trial, planned: Planned) -> Page:
    page = context.new_page()
    page.goto(f"{trial.url}/l/{planned.lecture}/")
    page.evaluate("window.sameVisit = true")  # gone after a reload
    return page


def stands(page: Page, slate: str) -> None:
    page.wait_for_function(STANDS, arg=slate)


def plays(page: Page) -> None:
    page.evaluate("window.seenAt = Infinity")
    try:
        page.wait_for_function(PLAYS, polling=500)
    except TookTooLong as error:
        raise AssertionError(f"the picture does not move: {page.evaluate(STANDING)}") from error


def says(page: Page, text: str) -> None:
    page.fill("#words", text)
    page.click("#send")


def lists(page: Page, text: str) -> None:
    page.wait_for_function(IN_LIST, arg=text)


def test_an_evening_from_poster_to_replay(
    trial: Trial, planned: Planned, phone: BrowserContext, encoder: Sender
) -> None:
    """Lobby, air, danmaku, end and replay in one visit, without a reload."""
    page = enter(phone, trial, planned)
    stands(page, "lobby")
    expect(page.locator("#countdown")).to_contain_text("还有")
    says(page, "石室报到")
    lists(page, "石室报到")
    encoder(planned)
    trial.move(planned.lecture, "go_on_air")
    plays(page)
    expect(page.locator("#stamp")).to_have_text("直播")
    page.wait_for_function("() => document.getElementById('used').textContent.startsWith('已用流量')")

    neighbour = enter(phone, trial, planned)
    says(page, "讲得明白")
    neighbour.wait_for_function(FLIES, arg="讲得明白")
    lists(neighbour, "讲得明白")
    assert page.locator("#sayings .pending").count() == 0
    neighbour.click("#like")
    page.wait_for_function("() => document.getElementById('likes').textContent === '1'")

    trial.move(planned.lecture, "end")
    stands(page, "ended")
    expect(page.locator("#sentence")).to_have_text("宣讲已结束，可以回看")
    assert not page.locator("#speak").is_visible()
    page.click("#press")
    plays(page)
    expect(page.locator("#stamp")).to_have_text("回看")
    page.click("[data-rate='2']")
    page.wait_for_function(FLIES, arg="讲得明白")
    lists(page, "讲得明白")  # which is told it after the picture
    assert page.evaluate("window.sameVisit")
    assert page.evaluate(IN_LIST, "讲得明白") == 1


def test_a_replay_that_is_kept_back_and_shown_later(
    trial: Trial, on_air: Planned, phone: BrowserContext, encoder: Sender
) -> None:
    """The page that was open at the end says what is true, the server refuses what is not public, and no reload is needed."""
    page = enter(phone, trial, on_air)
    encoder(on_air)
    plays(page)
    head = trial.head(on_air.lecture)["media"]
    media = [head["base"] + name for name in ("index.m3u8", "source/live.m3u8", "source/0.m4s", "lecture.mp4")]
    assert [trial.status(path) for path in media[:2]] == [200, 200]

    subprocess.run([sys.executable, "-c", KEEP_BACK, on_air.lecture], env=trial.environ, check=True)
    assert [trial.status(path) for path in media] == [404] * 4
    stands(page, "endedKept")
    expect(page.locator("#sentence")).to_have_text("宣讲已结束，回放没有公开")
    assert not page.locator("#press").is_visible()
    assert not page.locator("#after").is_visible()
    expect(enter(phone, trial, on_air).locator("main")).to_contain_text("回放没有公开")

    trial.move(on_air.lecture, "publish_replay")
    fresh = enter(phone, trial, on_air)
    for each in (page, fresh):
        stands(each, "ended")
        expect(each.locator("#sentence")).to_have_text("宣讲已结束，可以回看")
    fresh.close()
    page.bring_to_front()
    page.click("#press")
    plays(page)
    assert page.evaluate("window.sameVisit")


def test_an_answer_that_is_lost(trial: Trial, on_air: Planned, phone: BrowserContext) -> None:
    """The server has it, the phone does not know, and the page is loaded again: still said once."""
    page = enter(phone, trial, on_air)
    stands(page, "soon")
    heard = []

    def lose(route: Route) -> None:
        heard.append(route.fetch().status)
        route.abort()

    page.route("**/say", lose)
    says(page, "能回看吗")
    page.wait_for_function("() => document.getElementById('said').dataset.kind === 'bad'")
    assert heard[0] == 200
    page.unroute_all(behavior="ignoreErrors")  # a second try may be under way
    page.reload()
    lists(page, "能回看吗")
    page.wait_for_function("() => document.querySelectorAll('#sayings .pending').length === 0")
    page.wait_for_function(f"() => ({IN_LIST})('能回看吗') === 1")


def test_too_fast_and_too_long(trial: Trial, on_air: Planned, phone: BrowserContext) -> None:
    page = enter(phone, trial, on_air)
    stands(page, "soon")
    page.fill("#words", "长" * 145)
    expect(page.locator("#said")).to_have_text("太长了，请去掉 5 个字")
    page.fill("#words", "")
    for n in range(4):
        page.wait_for_function("() => document.getElementById('words').value === ''")
        says(page, f"第 {n} 句")
    page.wait_for_function("() => /请等 \\d+ 秒/.test(document.getElementById('said').textContent)")
    assert page.locator("#words").input_value() == "第 3 句"
    page.wait_for_function("() => !document.getElementById('send').disabled")
    page.click("#send")
    page.wait_for_function("() => document.getElementById('said').dataset.kind === 'good'")


def test_calm_is_remembered(trial: Trial, on_air: Planned, phone: BrowserContext) -> None:
    page = enter(phone, trial, on_air)
    stands(page, "soon")
    before = page.evaluate("parseFloat(getComputedStyle(document.getElementById('words')).fontSize)")
    page.click("#calm")
    page.reload()
    stands(page, "soon")
    assert page.locator("#calm").get_attribute("aria-pressed") == "true"
    assert page.evaluate("parseFloat(getComputedStyle(document.getElementById('words')).fontSize)") >= before * 1.25
    assert not page.locator("#danmaku").is_visible()


def test_stillness_for_those_who_ask_for_it(browser: Browser, trial: Trial, on_air: Planned, encoder: Sender) -> None:
    encoder(on_air)
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    page = enter(context, trial, on_air)
    plays(page)
    says(page, "安安静静")
    lists(page, "安安静静")
    assert page.locator(".flying").count() == 0
    context.close()


@pytest.mark.parametrize("language", ["", "/en"])
def test_everybody_can_use_it(
    trial: Trial, planned: Planned, phone: BrowserContext, encoder: Sender, language: str
) -> None:
    """No finding of axe at WCAG 2.2 AA in the lobby and on air, and nothing to press below 48 px."""
    page = phone.new_page()
    page.goto(f"{trial.url}{language}/l/{planned.lecture}/")
    stands(page, "lobby")
    says(page, "石室报到")
    lists(page, "石室报到")
    assert findings(page) == []
    encoder(planned)
    trial.move(planned.lecture, "go_on_air")
    plays(page)
    page.wait_for_function("() => document.querySelectorAll('.flying').length === 0")
    assert findings(page) == []
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, input, a')].filter(item => item.checkVisibility())
        .map(item => [item.id, item.getBoundingClientRect()])
        .filter(([, box]) => box.width < 48 || box.height < 48).map(([id, box]) => `${id} ${box.width}x${box.height}`)"""
    )
    assert small == []
