"""`xiangyue calendar import`: take in the notices that move working days."""

import argparse
from pathlib import Path


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("calendar", help="工作日历")
    verbs = parser.add_subparsers(dest="calendar", required=True, metavar="VERB")
    importing = verbs.add_parser("import", help="发布放假通知；已经发布过的不变")
    importing.add_argument(
        "files", type=Path, nargs="*", metavar="FILE.csv", help="通知文件或文件夹；不写就是随程序来的全部通知"
    )
    importing.set_defaults(run=_import)


def run(args: argparse.Namespace) -> int:
    """One verb of calendar; its exit status."""
    return int(args.run(args))


def _import(args: argparse.Namespace) -> int:
    from xiangyue.project import config, control

    control.start()
    from xiangyue.org.access.rules import HOUSE
    from xiangyue.project import notices

    for published in notices.publish(args.files or [config.load().kinds / "calendars"], by=HOUSE):
        number, days = published.notice.number, published.notice.days.count()
        if published.is_new:
            print(f"{number} 已发布：{days} 天，其中 {len(published.days)} 天与原来的算法不同。")
        else:
            print(f"{number} 发布过，没有变化。")
    return 0
