"""An audience for measurements: the client of peers/fanout.c, compiled here, and what it heard, checked and counted."""

import array
import contextlib
import gzip
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "peers" / "fanout.c"

LECTURE = "0123456789abcdef"

SERVER_CORE, CLIENT_CORE = 0, 1
"""One core for the server, the other for the audience and whoever feeds a peer."""


class Heard:
    """What an audience heard of the numbers sealed inside a window: delays, completeness, mistakes."""

    def __init__(self, viewers: int, documents: dict[int, dict[str, Any]], times: dict[int, list[float]]) -> None:
        self.numbers = len(documents)
        self.wrong = 0
        self.per_second = 0.0
        """Sentences at viewers; from the first sealing in the window to the last, so that whole ticks are counted."""
        ids: Counter[int] = Counter()
        self._delays: list[float] = []
        for number, document in documents.items():
            said = [event for event in document["ev"] if event["k"] == "say"]
            ids.update(int(event["d"]["text"].split()[0]) for event in said)
            if number > min(documents):
                self.per_second += viewers * len(said)
            self.wrong += abs(len(times[number]) - viewers)
            self._delays += [moment - document["at"] for moment in times[number]]
        if ids:
            self.wrong += sum(ids[number] != 1 for number in range(min(ids), max(ids) + 1))
        self._delays.sort()
        sealed = sorted(document["at"] for document in documents.values())
        self.per_second *= 1000 / (sealed[-1] - sealed[0]) if len(sealed) > 1 else 0.0

    def quantile(self, part: float) -> float:
        """Milliseconds from sealing to receipt."""
        return self._delays[min(len(self._delays) - 1, int(part * len(self._delays)))] if self._delays else float("nan")


class Crowd:
    """A running audience."""

    def __init__(self, process: subprocess.Popen[str], viewers: int, out: Path) -> None:
        self._process, self._viewers, self._out = process, viewers, out
        self._blob = b""
        self._records = array.array("Q")

    def wait_up(self) -> None:
        assert self._process.stdout
        if self._process.stdout.readline() != "up\n":
            sys.exit("the audience could not come in")

    def stop(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        if self._process.wait():
            sys.exit("the audience came to grief")
        self._blob = Path(f"{self._out}.bodies").read_bytes()
        self._records = array.array("Q", self._out.read_bytes())

    def heard(self, *, since_ms: float, until_ms: float) -> Heard:
        """What was heard of the numbers sealed well inside a window (a second and a half from its end)."""
        documents: dict[int, dict[str, Any]] = {}
        times: dict[int, list[float]] = {}
        known: dict[int, int] = {}
        for place, received in zip(self._records[1::3], self._records[2::3], strict=True):
            number = known.get(place)
            if number is None:
                document = _document(self._blob, place)
                inside = since_ms <= document["at"] <= until_ms - 1500
                number = known[place] = document["n"] if inside else -1
                if inside:
                    if number in documents:
                        sys.exit(f"two different bodies for number {number}")
                    documents[number], times[number] = document, []
            if number >= 0:
                times[number].append(received / 1000)
        return Heard(self._viewers, documents, times)


def _document(blob: bytes, place: int) -> dict[str, Any]:
    length = int.from_bytes(blob[place : place + 4], "little")
    body = blob[place + 4 : place + 4 + length]
    document: dict[str, Any] = json.loads(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)
    return document


@lru_cache(maxsize=1)
def program() -> Path:
    """The client, compiled."""
    folder = Path(tempfile.mkdtemp(prefix="fanout-"))
    subprocess.run(["cc", "-O2", "-o", folder / "fanout", SOURCE], check=True)
    return folder / "fanout"


@contextlib.contextmanager
def crowd(mode: str, port: int, path: str, viewers: int, first: int = 0) -> Iterator[Crowd]:
    """An audience on its core; inside, everybody has had a first answer."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "heard"
        command = [str(program()), mode, str(port), path, str(viewers), str(first), str(out)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        os.sched_setaffinity(process.pid, {CLIENT_CORE})
        found = Crowd(process, viewers, out)
        try:
            found.wait_up()
            yield found
            found.stop()
        finally:
            process.kill()
            process.wait()


@contextlib.contextmanager
def house(folder: Path, port: int, *, rate: float, tick_ms: int) -> Iterator[int]:
    """A server of ours on its core; its process id."""
    command = [sys.executable, "-m", "bench.fanout_house", str(folder / "house"), str(port), str(rate), str(tick_ms)]
    process = subprocess.Popen(command)
    os.sched_setaffinity(process.pid, {SERVER_CORE})
    try:
        wait_for(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    """Until somebody listens."""
    for _ in range(400):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.05)
    sys.exit(f"nobody listens on {port}")


def head(port: int) -> dict[str, Any]:
    """The head document, once the line has begun."""
    for _ in range(100):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", f"/live/{LECTURE}/head")
        answer = connection.getresponse()
        document: dict[str, Any] = json.loads(answer.read())
        connection.close()
        if answer.status == 200 and document["head"] >= 0:
            return document
        time.sleep(0.1)
    sys.exit("the line did not begin")
