"""A throw-away installation on this machine: what the self-test, the benchmarks and the browser journeys stand on.

Its own folder, free ports, the real programs; nothing is shared with an installation in use.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xiangyue.kernel.errors import Fault

START_S = 90.0
"""A first start makes the database and the static files: 6 s, and ten times that on a machine full of tests."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A lecture of a trial: its public id, and the studio's stream key."""

    lecture: str
    studio: str
    key: str


class Trial:
    """One installation: `start`, `kill` (as a power cut would), `start` again, `close`."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port, self.rtmp_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.rtmp_url = f"rtmp://127.0.0.1:{self.rtmp_port}/live"
        self.environ = os.environ | {
            "XIANGYUE_DATA": str(folder),
            "XIANGYUE_HOST": "127.0.0.1",
            "XIANGYUE_PORT": str(self.port),
            "XIANGYUE_RTMP_PORT": str(self.rtmp_port),
            "XIANGYUE_RTMP_URL": self.rtmp_url,
            "XIANGYUE_PUBLIC_URL": self.url,
            **{f"XIANGYUE_{name.upper()}": value for name, value in settings.items()},
        }
        self.process: subprocess.Popen[bytes] | None = None
        self._hands: subprocess.Popen[str] | None = None

    def start(self, *, role: str = "all") -> None:
        """Start and wait until it answers. Raises `Fault` with the log's place when it does not."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "xiangyue.project.commands", "serve", "--role", role],
                env=self.environ, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        give_up = time.monotonic() + START_S
        while self.status("/healthz") != 200:
            if time.monotonic() > give_up or self.process.poll() is not None:
                raise Fault(f"服务没有起来，看 {self.folder / 'serve.log'}。", retry=False)
            time.sleep(0.05)

    def kill(self) -> None:
        """End every process at once, without a word: SIGKILL to the whole group we started."""
        self._signal(signal.SIGKILL)

    def close(self) -> None:
        """An orderly end."""
        if self._hands is not None:
            self._hands.communicate()
            self._hands = None
        self._signal(signal.SIGTERM)

    def _signal(self, number: int) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        self.process.wait(timeout=30)
        self.process = None

    def plan(self, *, studio: str = "", phase: str = "on_air") -> Planned:
        """A lecture brought to `phase` ("draft", "lobby" or "on_air"), with a fresh key of its studio."""
        return self.plan_many(1, studio=studio, phase=phase)[0]

    def plan_many(self, count: int, *, studio: str = "", phase: str = "on_air") -> list[Planned]:
        """So many lectures, each in a studio of its own."""
        return [Planned(**told) for told in self._order(count=count, studio=studio, phase=phase)]

    def command(self, *words: str) -> str:
        """What a verb of `xiangyue` prints, run on this installation. Raises `Fault` with what it complained of."""
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "xiangyue.project.commands", *words],
            env=self.environ, capture_output=True, check=False, text=True,
        )  # fmt: skip
        if done.returncode:
            raise Fault(done.stderr, retry=False)
        return done.stdout

    def move(self, lecture: str, move: str) -> None:
        """Carry out one move of a lecture: "go_on_air", "end", "publish_replay", "withhold_replay"."""
        self._order(move=move, lecture=lecture)

    def _order(self, **order: Any) -> Any:
        """What the hands answer: a process of the verb `trial`, which stays until the trial is closed."""
        if self._hands is None:
            self._hands = subprocess.Popen(
                [sys.executable, "-m", "xiangyue.project.commands", "trial"],
                env=self.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
        if self._hands.stdin is None or self._hands.stdout is None:
            raise Fault("没有管道。", retry=False)
        print(json.dumps(order), file=self._hands.stdin, flush=True)
        answer = json.loads(self._hands.stdout.readline() or '{"refused": "做事的进程停了，原因在上面几行。"}')
        if "refused" in answer:
            raise Fault(answer["refused"], retry=False)
        return answer

    def publisher(self, key: str, *more: str) -> subprocess.Popen[bytes]:
        """A test encoder of its own process, sending the demo's lecture."""
        return subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "xiangyue.project.commands", "publish", "--key", key, *more],
            env=self.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def status(self, path: str) -> int:
        """The status of a page, 0 when nothing answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:  # noqa: S310 - our own address
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def json(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """The decoded JSON of a GET, or of a POST when there is a body; errors raise `urllib.error.HTTPError`."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"})  # noqa: S310 - same
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - same
            return json.loads(answer.read())

    def head(self, lecture: str) -> Any:
        """The head of a lecture's line."""
        return self.json(f"/live/{lecture}/head")


def free_port() -> int:
    """A port of the loopback nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
