"""A roster of 100,000 drawn and verified: in Python, and in Chromium slowed down four times, as a phone is.

    python -m bench.draw [--people 100000] [--throttle 4]

Drawn: order of all labels, winners and substitutes. Verified: the exported file read and every step recomputed, the
roster's form and fingerprint included. In the browser it is the page that is handed out (`xiangyue draw page`), asked
through its own module; the page is painted in between, so the figure holds what a reader waits for.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

import msgspec
from playwright.sync_api import sync_playwright
from tests.factories.draws import a_draw, data

from bench.machine import describe
from xiangyue.kernel.draw import document, proof, roster, xyd2
from xiangyue.web.draws import offline

CHROMIUM = "/usr/bin/chromium"
GOALS = {"python": 2.0, "chromium": 5.0}
EXAMINE = """async (text) => {
  const began = performance.now();
  let last = began, longest = 0;
  const pause = async () => {
    if (performance.now() - last < 80) return;
    await new Promise((resolve) => setTimeout(resolve));
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const report = await draws.examine(JSON.parse(text), pause);
  return { verdict: report.verdict, s: (performance.now() - began) / 1000, longest };
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--throttle", type=float, default=4)
    args = parser.parse_args()
    print(describe())
    draw = a_draw(pool=args.people)
    text = json.dumps(draw, ensure_ascii=False)
    print(f"{args.people} on the roster, {len(text) / 1e6:.1f} MB exported, 3 winners, 3 substitutes")
    print(f"{'where':<28} {'what':<10} {'seconds':>8} {'of cpu':>8} {'goal':>6}")
    in_python(draw, text)
    in_chromium(text, args.throttle)


def in_python(draw: dict, text: str) -> None:
    labels, rules = roster.read(draw["roster"]), data(draw, "rules")
    prizes = [document.Prize(**prize) for prize in rules["prizes"]]
    began = time.perf_counter(), time.process_time()
    key = xyd2.key(
        msgspec.convert(rules, document.Rules),
        data(draw, "secret")["otp"],
        roster.fingerprint(draw["roster"]),
        data(draw, "entropy")["entropy"],
    )
    won, _behind = proof.winners(key, labels, prizes)
    row("Python", "drawn", spent(began), GOALS["python"])
    assert [one.label for one in won] == [one["label"] for one in data(draw, "result")["winners"]]
    began = time.perf_counter(), time.process_time()
    report = proof.examine(document.read(text))
    row("Python", "verified", spent(began), GOALS["python"])
    assert report.verdict == "fair"


def in_chromium(text: str, throttle: float) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "verifier.html"
        file.write_bytes(offline.page())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(file.as_uri())
        for rate in (1, throttle):
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
            told = page.evaluate(EXAMINE, text)
            assert told["verdict"] == "fair"
            row(
                f"Chromium {browser.version.split('.')[0]}, {rate:g}x slower",
                "verified",
                (told["s"], None),
                GOALS["chromium"],
            )
        print(f"longest time without a painted page: {told['longest']:.0f} ms")
        browser.close()


def spent(began: tuple[float, float]) -> tuple[float, float]:
    return time.perf_counter() - began[0], time.process_time() - began[1]


def row(where: str, what: str, seconds: tuple[float, float | None], goal: float) -> None:
    wall, cpu = seconds
    print(f"{where:<28} {what:<10} {wall:8.2f} {'' if cpu is None else f'{cpu:.2f}':>8} {goal:6.1f}", flush=True)


if __name__ == "__main__":
    main()
