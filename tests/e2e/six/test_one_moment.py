"""The same question at the same moment of the picture, for whoever is near the air, far behind it, or comes later."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route
from tests.e2e.six.phones import on_air, reveal
from tests.factories.director import Director
from tests.factories.ffmpeg import Sender
from tests.factories.viewer import Viewer

from xiangyue.project.trial import Planned, Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser, a server and an encoder: seconds each

WATCH = """() => { window.seen = {}; const card = document.getElementById('card');
  new MutationObserver(() => { const { about, position } = card.dataset;
    if (position && !(about in window.seen)) window.seen[about] = [Number(position), Date.now()];
  }).observe(card, { attributes: true }); }"""
LATE = 4
"""Segments a cache between keeps back; with three more that an old player holds, some twenty seconds."""


def ordinary(route: Route) -> None:
    """What an old player reads through a slow cache: no parts, and not the newest segments."""
    answer = route.fetch()
    parts = ("#EXT-X-PART", "#EXT-X-SERVER", "#EXT-X-PRELOAD")
    kept = [line for line in answer.text().splitlines() if not line.startswith(parts)]
    begin = [n for n, line in enumerate(kept) if line.startswith("#EXTINF")]
    body = "\n".join(kept[: begin[-LATE]] if len(begin) > LATE else kept) + "\n"
    route.fulfill(status=answer.status, body=body, content_type="application/vnd.apple.mpegurl")


def test_the_same_question_at_the_same_moment_of_the_picture(
    trial: Trial,
    planned: Planned,
    director: Director,
    resident: Callable[[], Page],
    encoder: Sender,
    record_property: Callable[[str, object], None],
) -> None:
    """Near the air, far behind it, and in the replay at twice the speed: measured by each one's own playhead."""
    on_air(trial, planned, encoder)
    near, far = resident(), resident()
    Viewer(near, planned.lecture).sees_it_move()
    # as long a past as the other hangs behind
    near.wait_for_function("() => document.querySelector('video').seekable.end(0) > 24")
    far.route("**/live.m3u8*", ordinary)
    Viewer(far, planned.lecture).sees_it_move()
    for page in (near, far):
        page.evaluate(WATCH)
    item = director.quiz(1, "truefalse", "医保断缴一年还能补。", [0], s=5, options=["对", "错"])
    about = f"item/{item}"
    m = director.media_time(item)
    seen = {}
    for name, page in (("near", near), ("far", far)):
        page.wait_for_function("about => about in window.seen", arg=about)
        seen[name] = page.evaluate("about => window.seen[about]", about)
    reveal(director, item)
    trial.move(planned.lecture, "end")
    near.wait_for_function("() => document.getElementById('frame').dataset.slate === 'ended'")
    near.evaluate("() => { document.getElementById('card').dataset.about = ''; }")
    near.evaluate(WATCH)
    near.click("#press")
    near.click("[data-rate='2']")
    near.wait_for_function("about => about in window.seen", arg=about)
    seen["replay"] = near.evaluate("about => window.seen[about]", about)
    late = {name: position - m for name, (position, _) in seen.items()}
    behind = {name: at - position for name, (position, at) in seen.items()}
    record_property("after its media time, ms", late)
    record_property("behind the air, ms", behind)
    assert behind["far"] - behind["near"] > 8_000
    assert all(0 <= ms < 2_000 for ms in late.values()), late
