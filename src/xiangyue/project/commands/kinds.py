"""`xiangyue kinds`: check the files of the kinds of matter, load them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from xiangyue.kernel.errors import Fault

if TYPE_CHECKING:
    from xiangyue.ledger.kinds.folder import Folder


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("kinds", help="事项类型")
    verbs = parser.add_subparsers(dest="kinds", required=True, metavar="VERB")
    check = verbs.add_parser("check", help="检查文件，不装入；给出人数和件数时估算核查人手")
    _folder(check)
    check.add_argument("--people", type=int, default=0, help="核查人员有几个")
    check.add_argument("--hours", type=int, default=4, help="每人每周能核查几小时")
    check.add_argument(
        "--year", action="append", default=[], metavar="KIND.GRADE=N", help="一年大约几件，如 hazard.general=3000"
    )
    check.set_defaults(run=_check)
    load = verbs.add_parser("load", help="装入；没有变化的不动")
    _folder(load)
    load.set_defaults(run=_load)


def run(args: argparse.Namespace) -> int:
    """One verb of kinds; its exit status."""
    return int(args.run(args))


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="不写就是随程序来的 kinds 文件夹")


def _check(args: argparse.Namespace) -> int:
    folder = _read(args)
    from xiangyue.ledger.kinds import forecast, parsing

    for _source, kind in folder.kinds:
        print(parsing.sentence(kind))
    if args.year:
        pool = forecast.Pool(args.people, args.hours)
        found = forecast.forecast([kind for _source, kind in folder.kinds], _counts(args.year), pool)
        print(found.sentence)
    return 0


def _load(args: argparse.Namespace) -> int:
    folder = _read(args)
    from xiangyue.ledger.kinds import actions, parsing
    from xiangyue.org.access.rules import HOUSE

    loaded = actions.load(folder, by=HOUSE)
    for kind in loaded.new:
        print(f"装入 {parsing.sentence(kind)}")
    print(f"{len(loaded.new)} 种有新版本，{len(loaded.same)} 种没有变化，{len(loaded.fields)} 个领域有变化。")
    return 0


def _read(args: argparse.Namespace) -> "Folder":
    """The folder asked for. Starts Django, so it comes before everything that needs it."""
    from xiangyue.project import config, control

    control.start()
    from xiangyue.ledger.kinds import folder

    return folder.read(args.folder or config.load().kinds)


def _counts(written: list[str]) -> dict[tuple[str, str], int]:
    counts = {}
    for one in written:
        name, _equals, number = one.partition("=")
        kind, _dot, grade = name.partition(".")
        if not (kind and grade and number.isascii() and number.isdigit()):
            raise Fault(f"“{one}”应写成 hazard.general=3000。", retry=False)
        counts[kind, grade] = int(number)
    return counts
