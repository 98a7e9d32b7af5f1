"""Going live from a browser with Chromium's fake camera: rehearsed, seen, cut off, back, and one replay of it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import m3u8
import pytest
from playwright.sync_api import Browser, Page, Playwright
from tests.e2e.conftest import CHROMIUM, FLAGS, PHONE
from tests.factories.ffmpeg import until
from tests.factories.hired import a_keeper_and_the_office
from tests.factories.settled import Settled
from tests.factories.viewer import PATIENCE_MS, Viewer, moves

from xiangyue.kernel.errors import Fault
from xiangyue.project.kecheng import codes
from xiangyue.project.port import HttpPort
from xiangyue.project.trial import Planned, Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # two browsers' worth of encoding and decoding, in software

FAKE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    house = Settled(tmp_path_factory.mktemp("capture") / "data", hold_ms="200")
    house.start()
    yield house
    house.close()


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *FAKE])
    yield chromium
    chromium.close()


@pytest.fixture(scope="module")
def signed_in(trial: Trial, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the keeper's cookies are."""
    (name, password, secret), _office = a_keeper_and_the_office(trial)
    context = browser.new_context(base_url=trial.url)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto("/studio/hangbu/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    page.fill("[name=code]", codes.now(secret))
    page.click("main button[type=submit]:has-text('登录')")
    page.wait_for_url("**/studio/hangbu/")
    kept = tmp_path_factory.mktemp("cookies") / "keeper.json"
    context.storage_state(path=kept)
    context.close()
    return kept


@pytest.fixture
def studio(trial: Trial, browser: Browser, signed_in: Path) -> Iterator[Page]:
    """The keeper's phone, as strict as the others about page errors and the content policy."""
    context = browser.new_context(viewport=PHONE, base_url=trial.url, storage_state=signed_in)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()
    assert troubles == []


@pytest.fixture
def planned(trial: Trial) -> Iterator[Planned]:
    found = trial.plan(studio="hangbu", phase="lobby")
    yield found
    for move in ("go_on_air", "end"):  # a studio has one lecture open at a time
        with contextlib.suppress(Fault):
            trial.move(found.lecture, move)


def press(page: Page, word: str) -> None:
    page.click(f"[data-cap=go]:text-is('{word}'):enabled")


def says(page: Page, text: str) -> None:
    page.wait_for_selector(f"[data-cap=line]:has-text('{text}')")


def published(trial: Trial, lecture: str, rendition: str = "source") -> m3u8.M3U8:
    return m3u8.load(f"{trial.url}/live/{lecture}/1/{rendition}/live.m3u8")


def test_a_phone_goes_live_is_cut_off_and_leaves_one_replay(
    trial: Trial, port: HttpPort, planned: Planned, studio: Page, browser: Browser
) -> None:
    context = browser.new_context(viewport=PHONE, base_url=trial.url)  # type: ignore[arg-type]
    resident = Viewer(context.new_page(), planned.lecture)
    resident.sees("lobby")
    studio.goto(f"/studio/hangbu/live/{planned.lecture}/")
    press(studio, "打开摄像头和话筒")
    press(studio, "开始送画面")
    until(lambda: (port.studio(planned.lecture) or {}).get("publishing"), "nothing arrives")
    rehearsal = studio.context.new_page()
    rehearsal.goto("/studio/hangbu/")
    moves(rehearsal)
    resident.sees("lobby")
    rehearsal.close()

    press(studio, "开播")
    studio.wait_for_selector("[data-cap=stamp]:has-text('直播中')")
    resident.sees_it_move()
    report = port.studio(planned.lecture)
    assert report is not None
    assert (report["video"]["codec"][:5], report["audio"]["codec"]) == ("avc1.", "mp4a.40.2")
    assert report["encoder"].startswith("网页直播")

    studio.context.set_offline(True)
    says(studio, "网络断了，正在重新接通")
    resident.sees("away")
    studio.context.set_offline(False)
    studio.wait_for_selector("[data-cap=stamp]:has-text('直播中')")
    resident.sees_it_move()

    trial.move(planned.lecture, "end")
    studio.wait_for_selector("[data-cap=stamp]:has-text('已结束')")
    resident.sees("ended")
    listed = published(trial, planned.lecture)
    assert listed.is_endlist
    assert [segment.gap_tag for segment in listed.segments if segment.gap_tag] == []
    assert [segment.discontinuity for segment in listed.segments if segment.discontinuity] == []
    resident.page.click("#press")
    resident.sees_it_move()
    assert resident.same_visit
    context.close()


def test_the_server_is_killed_and_the_page_goes_on_by_itself(
    trial: Trial, port: HttpPort, planned: Planned, studio: Page, browser: Browser
) -> None:
    studio.goto(f"/studio/hangbu/live/{planned.lecture}/?source=test")
    press(studio, "打开试播画面")
    press(studio, "开始送画面")
    press(studio, "开播")
    context = browser.new_context(viewport=PHONE, base_url=trial.url)  # type: ignore[arg-type]
    resident = Viewer(context.new_page(), planned.lecture)
    resident.sees_it_move()
    trial.kill()
    says(studio, "网络断了，正在重新接通")
    trial.start()
    studio.wait_for_selector("[data-cap=stamp]:has-text('直播中')")
    resident.sees_it_move()
    assert published(trial, planned.lecture).segments[0].uri == "0.m4s"
    assert resident.same_visit
    context.close()


def test_a_browser_that_can_only_record_goes_live_too(
    trial: Trial, port: HttpPort, planned: Planned, studio: Page, browser: Browser
) -> None:
    studio.goto(f"/studio/hangbu/live/{planned.lecture}/?source=test&mode=record")
    press(studio, "打开试播画面")
    press(studio, "开始送画面")
    until(lambda: (port.studio(planned.lecture) or {}).get("publishing"), "nothing arrives")
    press(studio, "开播")
    context = browser.new_context(viewport=PHONE, base_url=trial.url)  # type: ignore[arg-type]
    resident = Viewer(context.new_page(), planned.lecture)
    resident.sees_it_move()
    report = port.studio(planned.lecture)
    assert report is not None
    assert report["video"]["codec"].startswith("avc1.")
    assert report["audio"]["codec"] == "mp4a.40.2"
    context.close()


def test_another_device_takes_over_and_the_page_says_so(trial: Trial, planned: Planned, studio: Page) -> None:
    studio.goto(f"/studio/hangbu/live/{planned.lecture}/?source=test")
    press(studio, "打开试播画面")
    press(studio, "开始送画面")
    studio.wait_for_selector("[data-cap=stamp]:has-text('试播中')")
    encoder = trial.publisher(planned.key)
    try:
        says(studio, "另一台设备已接管直播")
        studio.wait_for_selector("[data-cap=go]:text-is('重新开始')")
    finally:
        encoder.kill()
        encoder.wait()


def test_a_person_without_a_camera_is_told_what_to_do(planned: Planned, studio: Page) -> None:
    studio.add_init_script(
        "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); }"
    )
    studio.goto(f"/studio/hangbu/live/{planned.lecture}/")
    press(studio, "打开摄像头和话筒")
    says(studio, "浏览器没有允许使用摄像头或话筒")
    press(studio, "打开摄像头和话筒")


HELD = """() => { window.held = [];
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const stream = await ask(wish); window.held.push(...stream.getTracks()); return stream; }; }"""
RUNNING = "() => window.held.filter(track => track.readyState === 'live').map(track => track.kind).sort()"


def test_camera_and_microphone_go_off_with_the_lecture(trial: Trial, planned: Planned, studio: Page) -> None:
    studio.add_init_script(f"({HELD})()")
    studio.goto(f"/studio/hangbu/live/{planned.lecture}/")
    press(studio, "打开摄像头和话筒")
    press(studio, "开始送画面")
    press(studio, "开播")
    studio.wait_for_selector("[data-cap=stamp]:has-text('直播中')")
    assert studio.evaluate(RUNNING) == ["audio", "video"]
    trial.move(planned.lecture, "end")
    studio.wait_for_selector("[data-cap=stamp]:has-text('已结束')")
    assert studio.evaluate(RUNNING) == []
    assert studio.evaluate("() => document.querySelector('[data-cap=picture]').srcObject") is None
    studio.wait_for_selector("[data-cap=none]:has-text('摄像头和话筒已经关掉')")
    studio.click("[data-cap=after]")  # no question whether to leave: there is nothing left to lose
    studio.wait_for_url(f"**/studio/hangbu/lectures/{planned.lecture}/")


def test_a_page_that_is_left_lets_the_camera_go(planned: Planned, studio: Page) -> None:
    studio.add_init_script(f"({HELD})()")
    studio.goto(f"/studio/hangbu/live/{planned.lecture}/")
    press(studio, "打开摄像头和话筒")
    studio.wait_for_selector("[data-cap=go]:text-is('开始送画面')")
    assert studio.evaluate(RUNNING) == ["audio", "video"]
    studio.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert studio.evaluate(RUNNING) == []
