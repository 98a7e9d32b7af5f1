"""`xiangyue audit`: prove the history, carry it away, print the witness slip. Reads only, but for `slip --now`."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xiangyue.project import disk


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("audit", help="核对全部历史、导出审计包、打印见证条")
    verbs = parser.add_subparsers(dest="audit", required=True, metavar="VERB")
    verify = verbs.add_parser("verify", help="重算每一条链，指出每一处改动；完好时返回 0，否则 1")
    verify.add_argument("--against", metavar="ROOT|slip.json", help="见证条上的根，或见证条文件")
    verify.add_argument("--bundle", type=Path, metavar="FILE", help="核对一个审计包，而不是本机")
    verify.add_argument("--json", action="store_true", help="输出 JSON")
    verify.set_defaults(run=_verify)
    export = verbs.add_parser("export", help="导出审计包，可在离线验证器里打开")
    export.add_argument("bundle", type=Path, metavar="BUNDLE.json[.gz]")
    export.add_argument("--whole", action="store_true", help="连同发言人与代号的对应关系；只交给有权的人")
    export.set_defaults(run=_export)
    slip = verbs.add_parser("slip", help="打印见证条")
    slip.add_argument("--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="哪一天的；默认最近一张")
    slip.add_argument("--json", action="store_true", help="输出见证条文件，含每条链的长度与链头")
    slip.add_argument("--now", action="store_true", help="现在就取一张，并发给见证人")
    slip.set_defaults(run=_slip)


def run(args: argparse.Namespace) -> int:
    """One verb of audit; its exit status."""
    return int(args.run(args))


def _verify(args: argparse.Namespace) -> int:
    from xiangyue.project import audit, bundle

    in_hand = audit.read_in_hand(args.against) if args.against else None
    source = bundle.Bundle(args.bundle) if args.bundle else _disk()
    report = audit.examine(source, in_hand)
    if args.json:
        json.dump(report.as_dict(), sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        print("\n".join(audit.sentences(report, in_hand)))
    return 0 if report.intact else 1


def _export(args: argparse.Namespace) -> int:
    from xiangyue.project import bundle
    from xiangyue.project import config as settings_list

    bundle.export(_disk(), args.bundle, county=settings_list.load().county, whole=args.whole)
    print(f"审计包已写好：{args.bundle}（{args.bundle.stat().st_size:,} 字节）。")
    return 0


def _slip(args: argparse.Namespace) -> int:
    _start()
    from xiangyue.journal import queries
    from xiangyue.project import config as settings_list
    from xiangyue.project import witness

    if args.now:
        from xiangyue.hall import stage

        slip = witness.take(settings_list.load(), stage.heads())
    else:
        slip = queries.slip_of(args.date) if args.date else queries.newest_slip()
    print(json.dumps(witness.document(slip, whole=True), ensure_ascii=False) if args.json else queries.line(slip))
    return 0


def _disk() -> "disk.Disk":
    """Django started, and the county's own history."""
    _start()
    from xiangyue.project import config as settings_list
    from xiangyue.project import disk

    return disk.Disk(settings_list.load().data / "lines")


def _start() -> None:
    from xiangyue.project import control

    control.start()
