"""Browser journeys: the real programs in a throw-away folder, Debian's Chromium, a real encoder."""

import contextlib
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright
from tests.factories.ffmpeg import Ffmpeg, Sender
from tests.factories.settled import Settled

from xiangyue.project.config import Config
from xiangyue.project.port import HttpPort
from xiangyue.project.trial import Planned, Trial

CHROMIUM = "/usr/bin/chromium-headless-shell"
"""The browser without a window's machinery: the same engine, two fifths less processor per page."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
FIRST = (
    "test_moderation.py",
    "test_journey.py",
    "test_evening.py",
    "test_capture.py",
    "test_asked.py",
    "test_room.py",
    "test_one_moment.py",
)
"""Files of more than a minute, the longest first: one begun last would keep the other processes waiting."""
SHOWN = 2000
"""Characters of a page in the report of a failure."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.e2e)
    items.sort(key=lambda item: FIRST.index(item.path.name) if item.path.name in FIRST else len(FIRST))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A journey that failed says what stood on each open page: whoever reads the report has no browser."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("browser")
    if report.when == "call" and report.failed and browser is not None:
        for page in (page for context in browser.contexts for page in context.pages):
            with contextlib.suppress(Error):
                report.sections.append((page.url, page.locator("body").inner_text(timeout=2000)[:SHOWN]))
    return report


@pytest.fixture(scope="session")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """One installation for all journeys that do not kill it."""
    house = Settled(tmp_path_factory.mktemp("county") / "data")
    house.start()
    yield house
    house.close()


@pytest.fixture
def port(trial: Trial) -> Iterator[HttpPort]:
    """The control tower's way to the lines of the house that a file's journeys are in."""
    way = HttpPort(trial.url, Config(trial.environ).secret())
    yield way
    if kept := getattr(way._kept, "connection", None):
        kept.close()


@pytest.fixture
def encoder(trial: Trial, tmp_path: Path) -> Iterator[Sender]:
    """Starts encoders of a small picture and ends them with the test: `encoder(planned)`."""
    with contextlib.ExitStack() as running:

        def publish(planned: Planned) -> Ffmpeg:
            return running.enter_context(Ffmpeg(f"{trial.rtmp_url}/{planned.key}", tmp_path / "encoder.log"))

        yield publish


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for a process: a second beside it refuses to start."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def phone(browser: Browser, trial: Trial) -> Iterator[Page]:
    """A phone of 390 x 844 that fails the test on any page error or breach of the content policy."""
    yield from _page(browser, trial, PHONE)


@pytest.fixture
def desk(browser: Browser, trial: Trial) -> Iterator[Page]:
    """A screen of 1280 x 800, as strict."""
    yield from _page(browser, trial, DESK)


def _page(browser: Browser, trial: Trial, size: dict[str, int]) -> Iterator[Page]:
    context = browser.new_context(viewport=size, base_url=trial.url)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert troubles == []
