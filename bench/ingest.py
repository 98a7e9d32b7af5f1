"""Ingest and packaging: twenty publishers of 2.5 Mbit/s. CPU of the server, beside nginx-rtmp and FFmpeg -c copy.

    python -m bench.ingest [--publishers 20] [--seconds 20]

Ours writes LL-HLS in two renditions and records; nginx-rtmp and FFmpeg write plain HLS of one rendition.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench.clockface import publish
from bench.delay import NGINX
from bench.machine import cpu_seconds, describe, resident_mib
from xiangyue.project.trial import Trial, free_port


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publishers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    args = parser.parse_args()
    print(describe())
    print(f"{'server':44} {'% of a core':>12} {'per stream':>11} {'MiB':>7}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        clip = folder / "clip.flv"
        publish([str(clip)], seconds=20)
        ours(folder, clip, args.publishers, args.seconds)
        nginx_rtmp(folder, clip, args.publishers, args.seconds)
        ffmpeg(folder, clip, args.publishers, args.seconds)


def ours(folder: Path, clip: Path, count: int, seconds: float) -> None:
    trial = Trial(folder / "data")
    trial.start()
    try:
        keys = [planned.key for planned in trial.plan_many(count)]
        assert trial.process
        run("xiangyue: LL-HLS, source and audio, recorded", [trial.process.pid], clip,
            [f"{trial.rtmp_url}/{key}" for key in keys], seconds)  # fmt: skip
    finally:
        trial.close()


def nginx_rtmp(folder: Path, clip: Path, count: int, seconds: float) -> None:
    rtmp = free_port()
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, rtmp=rtmp, http=free_port()))
    nginx = subprocess.Popen(["/usr/sbin/nginx", "-c", f"{folder}/nginx.conf"])
    try:
        time.sleep(1)
        children = subprocess.run(
            ["pgrep", "-P", str(nginx.pid)], capture_output=True, text=True, check=True
        ).stdout.split()
        run("nginx-rtmp: HLS", [nginx.pid, *map(int, children)], clip,
            [f"rtmp://127.0.0.1:{rtmp}/live/s{number}" for number in range(count)], seconds)  # fmt: skip
    finally:
        nginx.terminate()
        nginx.wait()


def ffmpeg(folder: Path, clip: Path, count: int, seconds: float) -> None:
    """One FFmpeg a stream, reading the file itself: no ingest over the network, so this flatters FFmpeg."""
    with ExitStack() as stack:
        pids = []
        for number in range(count):
            (folder / f"f{number}").mkdir()
            words = ["ffmpeg", "-v", "error", "-re", "-stream_loop", "-1", "-i", clip, "-c", "copy", "-f", "hls"]
            words += ["-hls_time", "2", "-hls_segment_type", "fmp4", "-hls_flags", "delete_segments"]
            process = subprocess.Popen([*words, folder / f"f{number}" / "live.m3u8"])
            stack.callback(process.wait)
            stack.callback(process.terminate)
            pids.append(process.pid)
        measure("FFmpeg -c copy: HLS (reads a file)", pids, count, seconds)


def run(name: str, pids: list[int], clip: Path, urls: list[str], seconds: float) -> None:
    with ExitStack() as stack:
        for url in urls:
            sender = subprocess.Popen(
                ["ffmpeg", "-v", "error", "-re", "-stream_loop", "-1", "-i", clip, "-c", "copy", "-f", "flv", url],
                stderr=sys.stderr,
            )
            stack.callback(sender.wait)
            stack.callback(sender.terminate)
        measure(name, pids, len(urls), seconds)


def measure(name: str, pids: list[int], count: int, seconds: float) -> None:
    time.sleep(6)
    before, started = sum(map(cpu_seconds, pids)), time.monotonic()
    time.sleep(seconds)
    share = (sum(map(cpu_seconds, pids)) - before) / (time.monotonic() - started)
    print(f"{name:44} {share:12.1%} {share / count:11.2%} {sum(map(resident_mib, pids)):7.0f}")


if __name__ == "__main__":
    main()
