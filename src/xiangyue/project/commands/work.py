"""`xiangyue work`: everything over 50 ms of CPU and everything that can wait: projections, messages, slips, retention.

Tables are its queues. It finishes what it holds before it stops.
"""

import argparse
import os
import signal
import threading
from types import FrameType

ROUND_S = 1.0
"""Between two rounds when nothing was left to do."""


BEHIND = 10
"""How far the child stands back (nice): on two cores an import must not keep an encoder's packets waiting."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("work", help="后台工作进程（serve 会自动启动一个）")
    parser.add_argument("--parent", type=int, metavar="PID", help="这个进程结束时跟着结束")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from xiangyue.kernel import heap
    from xiangyue.project import control

    step_back()
    control.start()
    from xiangyue.project.chores import Chores

    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    chores = Chores()
    heap.settle()
    while not stopping.is_set():
        if args.parent not in (None, os.getppid()):
            break  # it was killed; the next one brings its own child
        chores.round()
        stopping.wait(ROUND_S)
    return 0


def step_back() -> None:
    """Let whoever is on air go first."""
    os.nice(BEHIND)
