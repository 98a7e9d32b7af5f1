"""Ten hours of one lecture fed as fast as it goes: does memory stay flat, and what does an hour cost?

    python -m bench.hours [--hours 10]

Frames of a real encode, through the cutter, both renditions and the recorder, with the clock moved by hand.
"""

import argparse
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.clockface import publish
from bench.machine import describe, resident_mib
from xiangyue.kernel import clock
from xiangyue.media.broadcast import Broadcast
from xiangyue.media.frames import TIMESCALE
from xiangyue.media.rules import MediaRules
from xiangyue.project.demo.clip import Clip, read


class Wire:
    """A connection that hears of the end and does nothing."""

    peer = "127.0.0.1"

    def refuse(self, code: str, text: str) -> None:
        """Called once, when the lecture has ended."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=int, default=10)
    args = parser.parse_args()
    print(describe())
    print(f"{'hour':>4} {'MiB':>7} {'CPU s':>7}  share of a core in real time")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        file = Path(name) / "clip.flv"
        publish([str(file)], seconds=20)
        clip = read(file.open("rb"), 20 * TIMESCALE)
        feed(Path(name), clip, args.hours)


def feed(folder: Path, clip: Clip, hours: int) -> None:
    with clock.stopped(datetime(2026, 11, 23, 19, tzinfo=UTC)) as hands:
        broadcast = Broadcast("hours", folder, MediaRules(), lambda _state, _facts: None)
        broadcast.go_on_air()
        publication = broadcast.admit(Wire())
        for codec in clip.codecs:
            publication.codec(codec)
        began_ms, reported, cpu = clock.now_ms(), 0, time.process_time()
        for frame in clip.looped(hours * 3600 * TIMESCALE):
            behind = frame.dts // 90 - (clock.now_ms() - began_ms)
            if behind >= 100:
                hands.move(behind)
                broadcast.tick(clock.now_ms())
            publication.frame(frame)
            hour = (frame.dts + TIMESCALE) // (3600 * TIMESCALE)
            if hour > reported:
                spent, cpu = time.process_time() - cpu, time.process_time()
                print(f"{hour:4} {resident_mib(os.getpid()):7.0f} {spent:7.1f}  {spent / 3600:.2%}", flush=True)
                reported = hour
        broadcast.end()
        print(f" end {resident_mib(os.getpid()):7.0f}")


if __name__ == "__main__":
    main()
