"""The `xiangyue` command: one module per verb, each with `register(subparsers)` and `run(args) -> exit status`."""

import argparse
import importlib
import sys

from xiangyue.kernel.errors import Fault, Refusal

VERBS = (
    "serve",
    "work",
    "demo",
    "migrate",
    "createadmin",
    "publish",
    "audit",
    "draw",
    "kinds",
    "calendar",
    "import",
    "trial",
    "selftest",
)
"""In the order of the help."""

MODULES = {"import": "imports"}
"""Verbs whose own name Python keeps for itself."""


def main(argv: list[str] | None = None) -> int:
    """Run one verb. A refusal or a fault is one sentence on standard error and exit status 2."""
    parser = argparse.ArgumentParser(prog="xiangyue", description="乡约：一会、一册、一张责任图。")
    subparsers = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in VERBS:
        importlib.import_module(f"xiangyue.project.commands.{MODULES.get(verb, verb)}").register(subparsers)
    args = parser.parse_args(argv)
    try:
        return int(args.run(args))
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
    except Fault as fault:
        print(fault, file=sys.stderr)
    return 2
