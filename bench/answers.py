"""10,000 answers to one quiz item within two seconds; 5,000 phones that send likes in lumps: none lost, each counted.

    python -m bench.answers [--answers 10000] [--seconds 2] [--phones 5000]

Ours is the whole program through its front door: HTTP kept alive, ticket checked, one answer a person, on disk before
it is acknowledged. Beside it the plain way (bench/peers/answers_rows.py), under the same uvicorn. Delays count from the
moment a request was due. Each phone has an address of its own, as behind a proxy (TRUSTED_PROXIES=127.0.0.1): the limit
per address stays on. Server on core 0, phones on core 1, loopback, no TLS.
"""

import argparse
import contextlib
import json
import os
import random
import secrets
import struct
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.fanout_client import CLIENT_CORE, SERVER_CORE, wait_for
from bench.machine import cpu_seconds, describe
from xiangyue.edge.tickets import Tickets
from xiangyue.project.port import HttpPort
from xiangyue.project.trial import Trial, free_port
from xiangyue.timeline.programme import commitment

CONNECTIONS = 400
SALT = "a-salt-for-the-bench"
Request = tuple[str, dict[str, object]]
"""Where from, and what is said."""


@dataclass(frozen=True)
class Door:
    """Where requests go: a port's path, and the process whose time is counted; `folder` is for what is sent."""

    folder: Path
    port: int
    path: str
    pid: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--phones", type=int, default=5_000)
    args = parser.parse_args()
    print(describe())
    print(
        f"{'server':34} {'sent':>6} {'in s':>6} {'p50 ms':>7} {'p99 ms':>8} {'max ms':>8} {'refused':>8} {'counted':>8}"
    )
    os.sched_setaffinity(0, {CLIENT_CORE})
    with tempfile.TemporaryDirectory() as name:
        ours(Path(name), args)
    with tempfile.TemporaryDirectory() as name:
        plain(Path(name), args)


def ours(folder: Path, args: argparse.Namespace) -> None:
    trial = Trial(folder / "data", trusted_proxies="127.0.0.1")
    trial.start()
    try:
        assert trial.process
        os.sched_setaffinity(trial.process.pid, {SERVER_CORE})
        lecture = trial.plan().lecture
        secret = (trial.folder / "secret").read_text().strip()
        port, tickets = HttpPort(trial.url, secret), Tickets(secret, valid_ms=3_600_000)
        item = {"no": 1, "kind": "single", "text": "几月缴费？", "options": ["一", "二", "三"], "s": 20}
        put = port.append(lecture, "quiz_item", item | {"commit": commitment([1], SALT)}, command="put", by="bench")
        dice = random.Random(1)
        given = [dice.randrange(3) for _ in range(args.answers)]
        people = [tickets.issue(lecture, name="")[0] for _ in given]
        door = Door(folder, trial.port, f"/live/{lecture}/answer", trial.process.pid)
        posted(
            door,
            answers(people, put.seq, given),
            args.seconds,
            "xiangyue, one item",
            lambda: len(of_kind(port, lecture, "answer")),
        )
        again(trial, port, lecture, people, put.seq)
        likes = [(person, dice.randint(1, 60)) for person in people[: args.phones] for _ in range(2)]
        dice.shuffle(likes)
        door = Door(folder, trial.port, f"/live/{lecture}/like", trial.process.pid)
        posted(
            door,
            lumps(likes),
            args.seconds,
            "xiangyue, likes in lumps",
            lambda: sum(record.data["n"] for record in of_kind(port, lecture, "like")),
        )
        print(f"{'':34} likes sent: {sum(n for _person, n in likes)}")
        revealed(trial, port, lecture, put.seq, given)
    finally:
        trial.close()


def revealed(trial: Trial, port: HttpPort, lecture: str, i: int, given: list[int]) -> None:
    """Wait for the end of the time, open the answer, and compare the line's sums with what was sent."""
    while True:
        with contextlib.suppress(Exception):  # too early: the line says so
            port.append(lecture, "quiz_reveal", {"i": i, "answer": [1], "salt": SALT}, command="reveal", by="bench")
            break
        time.sleep(1)
    while not (told := of_kind(port, lecture, "quiz_result")):
        time.sleep(0.2)
    data, sent = told[0].data, Counter(given)
    exact = (
        data["answered"] == len(given) and data["counts"] == [sent[0], sent[1], sent[2]] and data["right"] == sent[1]
    )
    print(f"{'':34} the line's result: answered {data['answered']}, right {data['right']}, by option {data['counts']}"
          f" - {'exactly what was sent' if exact else 'NOT what was sent'}")  # fmt: skip


def again(trial: Trial, port: HttpPort, lecture: str, people: list[str], i: int) -> None:
    """A hundred people try to answer again: all are told no."""
    import urllib.error
    import urllib.request

    told: Counter[int] = Counter()
    for person in people[:100]:
        body = json.dumps({"ticket": person, "command": str(uuid.uuid4()), "item": i, "choice": [0]}).encode()
        request = urllib.request.Request(
            f"{trial.url}/live/{lecture}/answer", body, {"Content-Type": "application/json"}
        )
        try:
            told[urllib.request.urlopen(request).status] += 1
        except urllib.error.HTTPError as no:
            told[no.code] += 1
    print(f"{'':34} a second answer, 100 times: {dict(told)}")


def plain(folder: Path, args: argparse.Namespace) -> None:
    import sqlite3

    secret, number, lecture = secrets.token_hex(), free_port(), "0123456789abcdef"
    command = [sys.executable, "-m", "bench.peers.answers_rows", str(folder), str(number), secret]
    process = subprocess.Popen(command)
    try:
        os.sched_setaffinity(process.pid, {SERVER_CORE})
        wait_for(number)
        tickets = Tickets(secret, valid_ms=3_600_000)
        people = [tickets.issue(lecture, name="")[0] for _ in range(args.answers)]

        def rows() -> int:
            with contextlib.closing(sqlite3.connect(folder / "rows.sqlite3")) as read:
                return int(read.execute("SELECT count(*) FROM answer").fetchone()[0])

        door = Door(folder, number, f"/live/{lecture}/answer", process.pid)
        posted(door, answers(people, 1, [1] * len(people)), args.seconds, "Django + SQLite, a row a request", rows)
    finally:
        process.terminate()
        process.wait()


def answers(people: list[str], item: int, given: list[int]) -> Iterator[Request]:
    for number, (person, place) in enumerate(zip(people, given, strict=True)):
        yield address(number), {"ticket": person, "command": str(uuid.uuid4()), "item": item, "choice": [place]}


def lumps(likes: list[tuple[str, int]]) -> Iterator[Request]:
    for number, (person, n) in enumerate(likes):
        yield address(number), {"ticket": person, "command": str(uuid.uuid4()), "n": n}


def address(number: int) -> str:
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def posted(door: Door, requests: Iterator[Request], seconds: float, label: str, count: Callable[[], int]) -> None:
    """Send them, and print the row."""
    sent = 0
    with (door.folder / "requests").open("wb") as file:
        for origin, said in requests:
            body = json.dumps(said, separators=(",", ":")).encode()
            head = (f"POST {door.path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {origin}\r\n"
                    f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode()  # fmt: skip
            file.write(struct.pack("<I", len(head) + len(body)) + head + body)
            sent += 1
    program = door.folder / "post"
    subprocess.run(["cc", "-O2", "-o", program, Path(__file__).parent / "peers" / "post.c"], check=True)
    begun, burnt = time.monotonic(), cpu_seconds(door.pid)
    command = [program, str(door.port), str(CONNECTIONS), str(seconds), door.folder / "requests"]
    heard = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")[:-1]
    took, burnt = time.monotonic() - begun, cpu_seconds(door.pid) - burnt
    delays = sorted(int(line.split()[0]) / 1000 for line in heard)
    refused = sum(line.split()[1] != "200" for line in heard)
    p50, p99 = delays[len(delays) // 2], delays[int(len(delays) * 0.99)]
    print(f"{label:34} {sent:>6} {took:>6.2f} {p50:>7.1f} {p99:>8.1f} {delays[-1]:>8.1f} {refused:>8} {count():>8} "
          f"{burnt:>6.2f}")  # fmt: skip


def of_kind(port: HttpPort, lecture: str, kind: str) -> list:
    found, after = [], 0
    while records := port.read(lecture, after, 1000):
        found += [record for record in records if record.kind == kind]
        after = records[-1].seq
    return found


if __name__ == "__main__":
    main()
