"""The browser studio beside RTMP: how much later does its picture come?

    python -m bench.browser_delay [--seconds 40] [--ways rtmp webcodecs record]

One server, one viewer in Chromium with the player's settings, one way in at a time; the clock drawn into every frame is
read back from the presented picture. The studio's Chromium encodes in software on the same two cores.
"""

import argparse
import multiprocessing
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route, sync_playwright

from bench.clockface import publish
from bench.delay import CHROMIUM, HERE, SETTLE_S, report
from bench.machine import describe
from xiangyue.edge.tickets import Studios
from xiangyue.project.config import Config
from xiangyue.project.trial import Planned, Trial

FLAGS = [*CHROMIUM, "--disable-features=LocalNetworkAccessChecks"]
"""A page that Playwright answers for counts as the open internet's, which may not connect to this machine."""

WAYS = {
    "rtmp": "RTMP (x264 superfast)",
    "webcodecs": "browser, WebCodecs",
    "record": "browser, MediaRecorder",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=["rtmp", "webcodecs"])
    args = parser.parse_args()
    print(describe())
    print(f"{'way in':34} {'p5':>6} {'p50':>6} {'p95':>6} {'max':>6}  seconds   {'frames':>7} {'stalls':>6}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        trial = Trial(Path(name) / "data")
        trial.start()
        try:
            for way, planned in zip(args.ways, trial.plan_many(len(args.ways)), strict=True):
                measure(trial, planned, way, args.seconds)
                trial.move(planned.lecture, "end")
        finally:
            trial.close()


def measure(trial: Trial, planned: Planned, way: str, seconds: float) -> None:
    time.sleep(1.5)  # the live role reads permits once a second
    lasts = seconds + SETTLE_S + 30
    sender = multiprocessing.Process(
        target=publish if way == "rtmp" else studio,
        args=([f"{trial.rtmp_url}/{planned.key}"],) if way == "rtmp" else (trial.url, address(trial, planned, way)),
        kwargs={"seconds": lasts},
    )
    sender.start()
    try:
        time.sleep(8)
        results = watch(trial, planned, seconds)
    finally:
        sender.terminate()
        sender.join()
    report(WAYS[way], results, "ours")
    for wait in results["waits"]:
        print("  stalled:", wait)
    if results["errors"]:
        print("  player:", ", ".join(sorted(set(results["errors"]))))


def address(trial: Trial, planned: Planned, way: str) -> str:
    permits = Studios(Config(trial.environ).secret())
    token = permits.issue(planned.lecture, expires_ms=(int(time.time()) + 600) * 1000)
    return f"/bench-studio?lecture={planned.lecture}&token={token}&mode={way}"


def studio(url: str, path: str, *, seconds: float) -> None:
    """A Chromium of its own that goes live; its page stands on the server's own address, as the product's does."""
    with sync_playwright() as playwright:
        page = opened(playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS))
        script = (HERE / "peers" / "studio.js").read_text()
        body = (
            "<!doctype html><meta charset=utf-8><video muted></video><script type=module src=/bench-studio.js></script>"
        )
        serve(page, {"/bench-studio": (body, "text/html"), "/bench-studio.js": (script, "text/javascript")})
        page.goto(url + path)
        page.wait_for_timeout(seconds * 1000)


def watch(trial: Trial, planned: Planned, seconds: float) -> dict:
    files = {
        "delay.html": (HERE / "peers" / "delay.html", "text/html"),
        "delay.js": (HERE / "peers" / "delay.js", "text/javascript"),
        "hls.mjs": (Path("node_modules/hls.js/dist/hls.min.mjs"), "text/javascript"),
        "settings.js": (Path("src/xiangyue/web/static/js/player/settings.js"), "text/javascript"),
    }
    with sync_playwright() as playwright:
        page = opened(playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS))
        serve(page, {f"/bench/{name}": (path.read_text(), kind) for name, (path, kind) in files.items()})
        page.goto(f"{trial.url}/bench/delay.html?ours={trial.url}/live/{planned.lecture}/1/index.m3u8")
        page.wait_for_timeout(SETTLE_S * 1000)
        page.evaluate("for (const k of ['ours']) { results[k].length = 0; results.stalls[k] = 0; results.bad[k] = 0 }")
        page.wait_for_timeout(seconds * 1000)
        return page.evaluate("results")


def serve(page: Page, files: dict[str, tuple[str, str]]) -> None:
    """Let pages and scripts of the measurement stand beside the product's own, by their paths."""

    def answer(route: Route) -> None:
        body, kind = files[urlsplit(route.request.url).path]
        route.fulfill(body=body, content_type=kind)

    page.route(lambda url: urlsplit(url).path in files, answer)


def opened(browser: Browser) -> Page:
    page = browser.new_page()
    page.on("pageerror", lambda error: print("  page:", error))
    page.on("console", lambda said: print("  page:", said.text) if said.type == "log" else None)
    return page


if __name__ == "__main__":
    main()
