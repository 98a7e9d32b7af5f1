"""A resident in front of the real page: what is on the screen, whether it moves, what others say."""

import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable

from playwright.sync_api import Page

from xiangyue.project.trial import Trial

PATIENCE_MS = 60_000
"""Two cores carry a server, encoders and a browser that decodes in software."""

MOVES = """() => {
  const video = document.querySelector('video'), { totalVideoFrames } = video.getVideoPlaybackQuality();
  const was = window.was ?? { at: Infinity, frames: Infinity, times: 0 };
  const on = !video.paused && (document.getElementById('frame')?.dataset.slate ?? 'none') === 'none';
  const moves = on && video.currentTime > was.at && totalVideoFrames > was.frames;
  window.was = { at: video.currentTime, frames: totalVideoFrames, times: moves ? was.times + 1 : 0 };
  return window.was.times > 1;
}"""
SLATE = "slate => document.getElementById('frame').dataset.slate === slate"
READS = "text => document.getElementById('sayings').innerText.includes(text)"
HIDDEN = "([id, hidden]) => document.getElementById(id).hidden === hidden"


class Viewer:
    """One page that is never loaded again; `same_visit` says whether that held."""

    def __init__(self, page: Page, lecture: str) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"/l/{lecture}/")
        page.evaluate("() => { window.sameVisit = true; }")

    @property
    def same_visit(self) -> bool:
        return bool(self.page.evaluate("() => window.sameVisit === true"))

    @property
    def sentence(self) -> str:
        return self.page.locator("#sentence").inner_text()

    def sees_it_move(self) -> None:
        """New pictures, at three looks in a row."""
        moves(self.page)

    def sees(self, slate: str) -> None:
        self.page.wait_for_function(SLATE, arg=slate)

    def reads(self, text: str) -> None:
        self.page.wait_for_function(READS, arg=text)

    def is_told_of_the_outage(self, *, now: bool) -> None:
        self.page.wait_for_function(HIDDEN, arg=["offline", not now])

    def says(self, text: str) -> None:
        self.page.fill("#words", text)
        self.page.click("#send")


def hears_of_her_question(page: Page, move: Callable[[str], object]) -> None:
    """Whoever asked hears in another tab that she is read out, from a screen reader too, and sees it after a reload."""
    told = "主持人正在念您的提问"
    page.wait_for_function("() => document.querySelector('#questions').innerText.includes('您的提问选上了')")
    page.click("#tab-talk")
    move("live")
    page.wait_for_function("told => document.querySelector('#news').innerText === told", arg=told)
    assert page.text_content("#told") == told
    page.reload()
    page.click("#tab-questions")
    page.wait_for_function("told => document.querySelector('#questions').innerText.includes(told)", arg=told)


def moves(page: Page) -> None:
    """The page's picture goes on: its time and its count of pictures, at three looks in a row."""
    page.evaluate("() => { window.was = undefined; }")
    page.wait_for_function(MOVES, polling=300, timeout=PATIENCE_MS)


class Speaker:
    """A resident without a page: speaks over HTTP and keeps the receipts."""

    def __init__(self, trial: Trial, lecture: str, name: str = "荷花老周") -> None:
        self._trial, self.lecture = trial, lecture
        self.ticket = trial.json(f"/live/{lecture}/ticket", {"name": name})["ticket"]
        self.receipts: list[dict[str, object]] = []

    def say(self, text: str, *, command: str = "") -> dict[str, object]:
        """The receipt. Raises `HTTPError` for a refusal."""
        body = {"ticket": self.ticket, "command": command or str(uuid.uuid4()), "text": text}
        receipt: dict[str, object] = self._trial.json(f"/live/{self.lecture}/say", body)
        self.receipts.append(receipt)
        return receipt


def refusal(address: str, body: dict[str, object] | None = None) -> tuple[int, dict[str, str], dict[str, object]]:
    """Status, headers in lower case and decoded body of an answer that says no; the body is {} when it says yes."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, {}, {}
    except urllib.error.HTTPError as error:
        headers = {name.lower(): value for name, value in error.headers.items()}
        return error.code, headers, json.loads(error.read())
