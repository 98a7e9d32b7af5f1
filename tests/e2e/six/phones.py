"""What the journeys of a room do on a phone, and what they look for."""

from playwright.sync_api import Page
from tests.e2e import axe
from tests.factories.director import Director
from tests.factories.ffmpeg import Sender, until

from xiangyue.project.port import LineRefused
from xiangyue.project.trial import Planned, Trial

SMALL = """() => [...document.querySelectorAll('button:not(:disabled), input, a, summary')].filter(item => item.checkVisibility())
  .map(item => [item.id || item.className || item.textContent, item.getBoundingClientRect()])
  .filter(([, box]) => box.width < 48 || box.height < 48).map(([id, box]) => `${id} ${box.width}x${box.height}`)"""
IN_VIEW = """wanted => {
  const found = document.querySelector(wanted);
  if (!found?.checkVisibility()) return false;
  const box = found.getBoundingClientRect(), around = found.closest('#card, .panel').getBoundingClientRect();
  return box.top >= around.top - 1 && box.bottom <= Math.min(around.bottom, innerHeight) + 1;
}"""
ABOUT = "wanted => !document.getElementById('card').hidden && document.getElementById('card').dataset.about === wanted"


def on_air(trial: Trial, planned: Planned, encoder: Sender) -> None:
    encoder(planned)
    trial.move(planned.lecture, "go_on_air")


def is_asked(page: Page, about: str) -> None:
    page.wait_for_function(ABOUT, arg=about)


def reads(page: Page, place: str, text: str) -> None:
    page.wait_for_function(
        "([place, text]) => document.querySelector(place)?.innerText.includes(text)", arg=[place, text]
    )


def reveal(director: Director, item: int, why: str = "") -> None:
    """As soon as the house lets it be: when the slowest player has had its time."""

    def told() -> bool:
        try:
            director.reveal(item, why)
        except LineRefused as refusal:
            if refusal.code != "too-early":
                raise
            return False
        return True

    until(told, "the answer may never be told", within_s=90)


def findings(page: Page) -> list[str]:
    """What axe-core has to say against the page as it stands, and what is too small for a finger."""
    small: list[str] = page.evaluate(SMALL)
    return axe.findings(page) + small
