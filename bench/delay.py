"""Encoder to screen: how old is the picture a viewer sees? Beside nginx-rtmp's HLS, with the same frames.

    python -m bench.delay [--seconds 60] [--parts 200 333] [--b-frames]

A clock drawn into every frame is read back from the presented picture in Chromium (hls.js, the player's settings).
"""

import argparse
import multiprocessing
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.clockface import publish
from bench.machine import describe
from xiangyue.project.trial import Trial, free_port

HERE = Path(__file__).parent
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
SETTLE_S = 20
"""Both players start somewhere behind the edge and close in on their target; measured after that."""

NGINX = """
load_module modules/ngx_rtmp_module.so;
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log warn;
events {{ worker_connections 1024; }}
rtmp {{ server {{ listen 127.0.0.1:{rtmp}; chunk_size 4096;
  application live {{ live on; hls on; hls_path {folder}/hls; hls_fragment 2s; hls_playlist_length 12s; }} }} }}
http {{ access_log off; types {{ text/html html; text/javascript js mjs; application/vnd.apple.mpegurl m3u8; }}
  server {{ listen 127.0.0.1:{http}; root {folder};
    add_header Access-Control-Allow-Origin *; add_header Cache-Control no-cache; }} }}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--parts", type=int, nargs="+", default=[200, 333])
    parser.add_argument("--b-frames", action="store_true", help="measure 333 ms parts with two B-frames as well")
    parser.add_argument("--alone", action="store_true", help="without the peer")
    args = parser.parse_args()
    print(describe())
    print(f"{'stream':34} {'p5':>6} {'p50':>6} {'p95':>6} {'max':>6}  seconds   {'frames':>7} {'stalls':>6}")
    runs = [(part, 0) for part in args.parts] + ([(333, 2)] if args.b_frames else [])
    for part, b_frames in runs:
        measure(part, b_frames, args.seconds, peer=not args.alone)


def measure(part: int, b_frames: int, seconds: float, *, peer: bool) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        trial = Trial(folder / "data", part_ms=str(part))
        trial.start()
        peer_rtmp, peer_http = free_port(), free_port()
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, rtmp=peer_rtmp, http=peer_http))
        for page in ("delay.html", "delay.js"):
            shutil.copy(HERE / "peers" / page, folder)
        shutil.copy("node_modules/hls.js/dist/hls.min.mjs", folder / "hls.mjs")
        shutil.copy("src/xiangyue/web/static/js/player/settings.js", folder)
        nginx = subprocess.Popen(["/usr/sbin/nginx", "-c", f"{folder}/nginx.conf"])
        time.sleep(0.5)
        planned = trial.plan()
        time.sleep(1.5)  # the live role reads permits once a second
        urls = [f"{trial.rtmp_url}/{planned.key}"] + ([f"rtmp://127.0.0.1:{peer_rtmp}/live/clock"] if peer else [])
        sender = multiprocessing.Process(
            target=publish, args=(urls,), kwargs={"seconds": seconds + SETTLE_S + 30, "b_frames": b_frames}
        )
        sender.start()
        try:
            time.sleep(8)
            page = f"http://127.0.0.1:{peer_http}/delay.html?ours={trial.url}/live/{planned.lecture}/1/index.m3u8"
            page += f"&peer=http://127.0.0.1:{peer_http}/hls/clock.m3u8" if peer else ""
            results = watch(page, seconds)
        finally:
            sender.terminate()
            sender.join()
            nginx.terminate()
            nginx.wait()
            trial.close()
    label = f", {b_frames} B-frames" if b_frames else ""
    report(f"xiangyue, part {part} ms{label}", results, "ours")
    if peer:
        report(f"  nginx-rtmp, fragment 2 s{label}", results, "peer")
    for wait in results["waits"]:
        print("  stalled:", wait)
    if results["errors"]:
        print("  player:", ", ".join(sorted(set(results["errors"]))))


def watch(page_url: str, seconds: float) -> dict:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        page = browser.new_page()
        page.goto(page_url)
        page.wait_for_timeout(SETTLE_S * 1000)
        page.evaluate(
            "for (const k of ['ours','peer']) { results[k].length = 0; results.stalls[k] = 0; results.bad[k] = 0 }"
        )
        page.wait_for_timeout(seconds * 1000)
        results = page.evaluate("results")
        browser.close()
    return results


def report(name: str, results: dict, which: str) -> None:
    ages = sorted(results[which])
    if len(ages) < 100:
        print(f"{name:34} no picture ({len(ages)} frames, {results['bad'][which]} unreadable)")
        return
    cuts = [ages[round(share * (len(ages) - 1))] / 1000 for share in (0.05, 0.5, 0.95, 1)]
    cells = " ".join(f"{cut:6.2f}" for cut in cuts)
    print(
        f"{name:34} {cells}            {len(ages):7} {results['stalls'][which]:6}"
        f"   mean {statistics.fmean(ages) / 1000:.2f}"
    )


if __name__ == "__main__":
    main()
