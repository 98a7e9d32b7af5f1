"""`xiangyue selftest`: does this machine carry a lecture from encoder to replay? On a throw-away installation."""

import argparse
import tempfile
from pathlib import Path

from xiangyue.kernel.errors import Fault


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("selftest", help="自检：在临时目录里从推流走到回看，每一步说结果")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    from xiangyue.project.selftest import STEPS, Journey

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, Journey(Path(folder)) as journey:
        for step in STEPS:
            try:
                print("✓", step(journey), flush=True)
            except Fault as fault:
                print("✗", fault, flush=True)
                return 1
    return 0
