"""Installations for journeys. A first start costs eight seconds of processor; it is made once a run, and copied."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

from xiangyue.project.trial import Trial

VARIABLE = "XIANGYUE_TEST_SETTLED"
"""Where the processes of one run share the folder of the first start."""


def share() -> str:
    """A place for the first start of this run, told to the processes that it starts; what `forget` takes away."""
    os.environ[VARIABLE] = tempfile.mkdtemp(prefix="xiangyue-settled-")
    return os.environ[VARIABLE]


def forget(place: str) -> None:
    shutil.rmtree(place, ignore_errors=True)


class Settled(Trial):
    """A trial in a folder of its own whose programs have been started once before, and stopped."""

    def start(self, *, role: str = "all") -> None:
        if not (self.folder / "db.sqlite3").exists():
            shutil.copytree(_first_start(), self.folder, dirs_exist_ok=True)
        super().start(role=role)


def _first_start() -> Path:
    place = Path(os.environ[VARIABLE])
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = place / "data"
        if not folder.exists():
            first = Trial(place / "first")
            first.start()
            first.close()
            first.folder.rename(folder)
    return folder
