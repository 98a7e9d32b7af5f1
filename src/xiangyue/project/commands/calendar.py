"""`xiangyue calendar import`: take in the notices that move working days."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xiangyue.ledger.calendars.rules import NoticeText


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
    publish(args.files or [config.load().kinds / "calendars"])
    return 0


def publish(places: list[Path]) -> None:
    """Publish the notices in files and folders, oldest first: so the calendar grows as it did."""
    from xiangyue.ledger.calendars import actions
    from xiangyue.org.access.rules import HOUSE

    for text in sorted(_texts(places), key=lambda text: (text.dated_on, text.number)):
        published = actions.publish(text, by=HOUSE)
        if published.is_new:
            print(f"{text.number} 已发布：{len(text.days)} 天，其中 {len(published.days)} 天与原来的算法不同。")
        else:
            print(f"{text.number} 发布过，没有变化。")


def _texts(places: list[Path]) -> "list[NoticeText]":
    from xiangyue.kernel.errors import Fault
    from xiangyue.ledger.calendars import errors, rules

    files = [file for place in places for file in (sorted(place.glob("*.csv")) if place.is_dir() else [place])]
    texts = []
    for file in files:
        try:
            texts.append(rules.read(file.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            raise Fault(f"读不了 {file}：{error}", retry=False) from error
        except errors.BadNotice as bad:
            raise errors.BadNotice(f"{file.name}：{bad.sentence}") from bad
    return texts
