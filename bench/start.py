"""From `serve` to the first page, and memory at rest. The second start is the usual one: the first makes the database.

python -m bench.start
"""

import subprocess
import tempfile
import time
from pathlib import Path

from bench.machine import describe, resident_mib
from xiangyue.project.trial import Trial

REST_S = 10


def main() -> None:
    print(describe())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        trial = Trial(Path(name) / "data")
        for turn in ("first start (makes the database)", "second start", "third start"):
            began = time.monotonic()
            trial.start()
            assert trial.status("/") == 200
            print(f"{turn:34} first page after {time.monotonic() - began:5.2f} s")
            if turn == "third start":
                rest(trial)
            trial.close()


def rest(trial: Trial) -> None:
    """Memory of both processes after some seconds without anything to do."""
    time.sleep(REST_S)
    assert trial.process
    found = subprocess.run(["pgrep", "-P", str(trial.process.pid)], capture_output=True, text=True, check=True).stdout
    parts = [resident_mib(pid) for pid in (trial.process.pid, *map(int, found.split()))]
    print(f"{'memory at rest':34} {sum(parts):5.0f} MiB (serve {parts[0]:.0f}, work {sum(parts[1:]):.0f})")


if __name__ == "__main__":
    main()
