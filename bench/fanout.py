"""One lecture's danmaku to 5,000 and 10,000 phones, sampling off: ours (held segments) beside Nchan (WebSocket and
long-poll, one message a tick). Every viewer must hear every sentence exactly once.

    python -m bench.fanout [--viewers 5000 10000] [--rates 10 100 1000] [--seconds 8] [--tick 500] [--import]

Server on core 0, audience and the peer's publisher on core 1, loopback, no TLS. Our CPU includes accepting each
sentence on disk; Nchan is handed the finished batch. Wake is from sealing (or publishing) to receipt.
"""

import argparse
import contextlib
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import fanout_client
from bench.fanout_client import CLIENT_CORE, LECTURE, SERVER_CORE, Crowd
from bench.fanout_house import SAYING
from bench.machine import cpu_seconds, describe, resident_mib

NCHAN = Path(__file__).parent / "peers" / "nchan.conf"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, nargs="+", default=[5000, 10000])
    parser.add_argument("--rates", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--tick", type=int, default=500)
    parser.add_argument("--port", type=int, default=18130)
    parser.add_argument("--import", dest="beside", action="store_true",
                        help="ours only, without and with an import of 100,000 rows beside")  # fmt: skip
    args = parser.parse_args()
    print(describe())
    print(f"one message a tick of {args.tick} ms to every viewer; nothing sampled")
    print(f"{'server':26} {'viewers':>8} {'msg/s':>6} {'deliveries/s':>13} {'missing':>8} {'core':>6} {'CPU s/1M':>9} "
          f"{'wake p50':>9} {'p99 ms':>7} {'kB/viewer':>10} {'load':>5}")  # fmt: skip
    os.sched_setaffinity(0, {CLIENT_CORE})
    for viewers in args.viewers:
        for rate in args.rates:
            ours(viewers, rate, args)
            if args.beside:
                ours(viewers, rate, args, beside=True)
                continue
            nchan(viewers, rate, args, "ws")
            nchan(viewers, rate, args, "lp")


def ours(viewers: int, rate: int, args: argparse.Namespace, *, beside: bool = False) -> None:
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name,
        fanout_client.house(Path(name), args.port, rate=rate, tick_ms=args.tick) as pid,
        importing(Path(name)) if beside else contextlib.nullcontext(),
    ):
        first = fanout_client.head(args.port)["head"] + 1
        row("  while rows are imported" if beside else "xiangyue, held segments", viewers, rate, args, pid,
            lambda: fanout_client.crowd("seg", args.port, f"/live/{LECTURE}/1/e/", viewers, first))  # fmt: skip


@contextlib.contextmanager
def importing(folder: Path) -> Iterator[None]:
    """An import under way from beginning to end, on whichever core it finds."""
    with subprocess.Popen(
        [sys.executable, "-m", "bench.fanout_rows", str(folder)], stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        os.sched_setaffinity(process.pid, {SERVER_CORE, CLIENT_CORE})
        if process.stdout.readline() != "ready\n":
            sys.exit("the import could not begin")
        try:
            yield
        finally:
            over = process.poll() is not None
            process.kill()
            rows = process.stdout.read().split()
            print(f"    ({rows[-1] if rows else 0} rows were imported meanwhile{', all of them' if over else ''})")


def nchan(viewers: int, rate: int, args: argparse.Namespace, mode: str) -> None:
    label = {"ws": "Nchan, WebSocket", "lp": "Nchan, long-poll"}[mode]
    with tempfile.TemporaryDirectory() as name:
        config = Path(name) / "nchan.conf"
        config.write_text(NCHAN.read_text().replace("FOLDER", name).replace("PORT", str(args.port)))
        process = subprocess.Popen(["nginx", "-p", name, "-c", str(config)], stderr=subprocess.DEVNULL)
        try:
            fanout_client.wait_for(args.port)
            worker = int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])
            os.sched_setaffinity(worker, {SERVER_CORE})
            with publishing(args.port, rate, args.tick):
                row(label, viewers, rate, args, worker, lambda: fanout_client.crowd(mode, args.port, "/sub", viewers))
        finally:
            process.terminate()
            process.wait()


@contextlib.contextmanager
def publishing(port: int, rate: int, tick_ms: int) -> Iterator[None]:
    """A batch of what came in a tick, each tick, as one message of the shape our segments have."""
    over = threading.Event()

    def publish() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        said, number, begun = 0, 0, time.monotonic()
        while not over.wait(max(0.0, begun + (number + 1) * tick_ms / 1000 - time.monotonic())):
            upto = int((number + 1) * tick_ms / 1000 * rate)
            events = [event(number) for number in range(said + 1, upto + 1)]
            said, number = upto, number + 1
            body = {
                "v": 1,
                "n": number,
                "at": int(time.time() * 1000),
                "t": tick_ms,
                "prev": "p" * 43,
                "hash": "h" * 43,
                "ev": events,
            }
            connection.request("POST", "/pub", json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())
            connection.getresponse().read()

    thread = threading.Thread(target=publish)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def event(number: int) -> dict[str, Any]:
    data = {"name": "居民", "text": f"{number} {SAYING}", "from": f"r{number % 997}"}
    return {"i": number, "k": "say", "o": number % 500, "d": data, "s": "s" * 22}


def row(
    label: str, viewers: int, rate: int, args: argparse.Namespace, pid: int,
    audience: Callable[[], contextlib.AbstractContextManager[Crowd]],
) -> None:  # fmt: skip
    empty = resident_mib(pid)
    with audience() as crowd:
        time.sleep(1)  # let the flood of arrivals pass
        since, used = time.time(), cpu_seconds(pid)
        memory = (resident_mib(pid) - empty) * 1024 / viewers
        time.sleep(args.seconds)
        spent, used = time.time() - since, cpu_seconds(pid) - used
        load = os.getloadavg()[0]
        time.sleep(1.6)  # so that the last number of the window has reached everybody
    heard = crowd.heard(since_ms=since * 1000, until_ms=(since + spent) * 1000 + 1500)
    core = used / spent
    million = core / (heard.per_second / 1e6) if heard.per_second else float("nan")
    print(f"{label:26} {viewers:8} {rate:6} {heard.per_second:13,.0f} {heard.wrong:8} {core:6.2f} {million:9.3f} "
          f"{heard.quantile(0.5):9.0f} {heard.quantile(0.99):7.0f} {memory:10.1f} {load:5.1f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
