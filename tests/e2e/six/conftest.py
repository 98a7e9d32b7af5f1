"""A house with lobbies, the phones of residents who have never been here, and who directs."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.factories.director import Director
from tests.factories.settled import Settled

from xiangyue.project.port import HttpPort
from xiangyue.project.trial import Planned, Trial

PHONE = {"width": 390, "height": 844}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><rect width="16" height="9" fill="#eee"/></svg>'


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    house = Settled(tmp_path_factory.mktemp("six") / "data", hold_ms="200")
    house.start()
    yield house
    house.close()


@pytest.fixture(scope="module")
def lobbies(trial: Trial) -> list[Planned]:
    return trial.plan_many(8, phase="lobby")


@pytest.fixture
def planned(lobbies: list[Planned]) -> Planned:
    return lobbies.pop()


@pytest.fixture
def director(port: HttpPort, planned: Planned) -> Director:
    return Director(port, planned.lecture)


@pytest.fixture
def resident(browser: Browser, trial: Trial) -> Iterator[Callable[[], Page]]:
    """Phones of residents who have never been here; the slides and the roster are other rooms' business."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def enters() -> Page:
        context = browser.new_context(viewport=PHONE, locale="zh-CN", base_url=trial.url)  # type: ignore[arg-type]
        contexts.append(context)
        context.route("**/slides/*", lambda route: route.fulfill(body=PICTURE, content_type="image/svg+xml"))
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security" in said.text else None)
        return page

    yield enters
    for context in contexts:
        context.close()
    assert troubles == []
