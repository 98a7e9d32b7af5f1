"""An encoder that is not ours: Debian's ffmpeg, small pictures, every fault a real one has."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from xiangyue.project.trial import Planned

PICTURE = ("-f", "lavfi", "-re", "-i", "testsrc2=size=320x180:rate=15")
SOUND = ("-f", "lavfi", "-re", "-i", "sine=frequency=440:sample_rate=48000")
SMALL = ("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-threads", "1")
AAC = ("-c:a", "aac", "-b:a", "64k")
AGAIN_S = 0.5
"""An encoder left to itself tries again about so soon."""


class Ffmpeg:
    """One encoder. `patient` ones start again whenever they are dropped, as OBS does; `words` is all that it said."""

    def __init__(self, address: str, log: Path, *, picture: bool = True, sound: bool = True, gop: int = 30,
                 more: tuple[str, ...] = (), patient: bool = False) -> None:  # fmt: skip
        tracks = (*(PICTURE if picture else ()), *(SOUND if sound else ()))
        coding = (*((*SMALL, "-g", str(gop), "-sc_threshold", "0") if picture else ()), *(AAC if sound else ()))
        self._command = ("ffmpeg", "-hide_banner", "-nostats", "-nostdin", *tracks, *coding, *more)
        self._address, self._log, self._patient = address, log, patient
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.tries = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def words(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """As when somebody pulls the plug."""
        self._stopping.set()
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            with self._log.open("ab") as log:
                self._process = subprocess.Popen([*self._command, "-f", "flv", self._address], stderr=log)
            self.tries += 1
            if self._stopping.is_set():  # killed in between
                self._process.kill()
            self._process.wait()
            if not self._patient:
                return
            self._stopping.wait(AGAIN_S)


def until(condition, complaint: str, *, within_s: float = 30.0):
    """The first true answer of a condition. Fails with the complaint when there is none in time."""
    give_up = time.monotonic() + within_s
    while time.monotonic() < give_up:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{complaint} (waited {within_s:g} s)")


Sender = Callable[[Planned], Ffmpeg]
"""Starts an encoder for a planned lecture."""
