"""Whoever dies - an encoder, the server, the control tower - the audience's page goes on by itself."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.factories.ffmpeg import Ffmpeg, until
from tests.factories.settled import Settled
from tests.factories.viewer import Speaker, Viewer

from xiangyue.project.trial import Planned, Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser, servers and encoders: seconds each

Encoders = Callable[..., Ffmpeg]
TAKEN = "另一台设备正在用同一个推流码直播"


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    house = Settled(tmp_path_factory.mktemp("survival") / "data", hold_ms="200")
    house.start()
    yield house
    house.close()


@pytest.fixture(scope="module")
def on_air(trial: Trial) -> list[Planned]:
    """A lecture on air for each test, in studios of their own; planned together, which is quicker."""
    return trial.plan_many(3)


@pytest.fixture
def planned(on_air: list[Planned]) -> Planned:
    return on_air.pop()


@pytest.fixture
def encoders(trial: Trial, planned: Planned, tmp_path: Path) -> Iterator[Encoders]:
    """Starts encoders with the lecture's key: `encoders("name", patient=True)`."""
    running: list[Ffmpeg] = []

    def start(name: str, *, patient: bool = False) -> Ffmpeg:
        encoder = Ffmpeg(f"{trial.rtmp_url}/{planned.key}", tmp_path / f"{name}.log", patient=patient)
        running.append(encoder.__enter__())
        return encoder

    yield start
    for encoder in running:
        encoder.kill()


def test_encoders_come_and_go(trial: Trial, planned: Planned, phone: Page, encoders: Encoders) -> None:
    """Killed and back; then a second one with the same key takes over, once, and the first is told so."""
    viewer = Viewer(phone, planned.lecture)
    speaker = Speaker(trial, planned.lecture)
    first = encoders("first")
    viewer.sees_it_move()
    first.kill()
    viewer.sees("away")
    assert viewer.sentence == "讲课人那边断线了，马上回来"
    speaker.say("等等他")
    viewer.reads("等等他")
    back = encoders("back", patient=True)
    viewer.sees_it_move()
    speaker.say("回来了")
    viewer.reads("回来了")

    winner = encoders("winner", patient=True)
    until(lambda: back.words.count(TAKEN) >= 3, "the displaced encoder was not refused three times")
    viewer.sees_it_move()
    speaker.say("换机器了")
    viewer.reads("换机器了")
    assert winner.tries == 1
    assert viewer.same_visit


def test_the_server_is_killed(trial: Trial, planned: Planned, phone: Page, encoders: Encoders) -> None:
    """On the same folder and ports again: the encoder finds back by itself, and so does the page."""
    viewer = Viewer(phone, planned.lecture)
    encoder = encoders("patient", patient=True)
    viewer.sees_it_move()
    said = Speaker(trial, planned.lecture).say("断电之前")
    trial.kill()
    viewer.is_told_of_the_outage(now=True)
    viewer.says("断电的时候")
    trial.start()
    viewer.is_told_of_the_outage(now=False)
    viewer.sees_it_move()
    fresh = Viewer(phone.context.new_page(), planned.lecture)
    for each in (viewer, fresh):
        for text in ("断电之前", "断电的时候"):
            each.reads(text)
            assert each.page.locator("#sayings li", has_text=text).count() == 1
    fresh.page.close()
    phone.bring_to_front()
    later = Speaker(trial, planned.lecture).say("断电以后")
    viewer.reads("断电以后")
    assert int(str(later["seq"])) > int(str(said["seq"]))
    assert encoder.tries > 1
    assert viewer.same_visit


def test_server_and_encoder_die_and_only_the_server_is_back(
    trial: Trial, planned: Planned, phone: Page, encoders: Encoders
) -> None:
    """What the process had no time to say is said by the next one: nobody waits before "connecting" for ever."""
    viewer = Viewer(phone, planned.lecture)
    encoder = encoders("lost")
    viewer.sees_it_move()
    trial.kill()
    encoder.kill()
    trial.start()
    viewer.sees("away")
    assert viewer.sentence == "讲课人那边断线了，马上回来"
    assert trial.head(planned.lecture)["media"]["state"] == "away"
    encoders("new")
    viewer.sees_it_move()
    assert viewer.same_visit
