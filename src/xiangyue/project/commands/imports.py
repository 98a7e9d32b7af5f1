"""`xiangyue import FILE`: look at a table of another ledger, and with --apply bring its good rows in."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from xiangyue.kernel.errors import Fault

if TYPE_CHECKING:
    from xiangyue.ledger.imports.rules import Reader


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("import", help="导入别处的台账（.xlsx、CSV）")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--source", default="", help="来源，如“消防大队台账”；不写就用文件名")
    parser.add_argument("--kind", default="hazard", help="事项类型的代码，默认 hazard")
    parser.add_argument(
        "--column", action="append", default=[], metavar="列名=用途", help="如 问题描述=TEXT；没写的按列名和以前的对应"
    )
    parser.add_argument("--dates", choices=("DMY", "MDY", "MIXED"), help="日期看不出日和月的先后时，按哪一种读")
    parser.add_argument("--apply", action="store_true", help="导入好的行；不写只看会做什么")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Survey, judge, print, and perhaps bring in; exit status 1 when some rows could not be."""
    from xiangyue.kernel import heap
    from xiangyue.project import control

    control.start()
    from xiangyue.ledger.imports import actions, queries
    from xiangyue.ledger.imports.states import State, Verdict
    from xiangyue.org.access.rules import HOUSE

    heap.settle()
    source = args.source or args.file.stem
    try:
        content = args.file.read_bytes()
    except OSError as accident:
        raise Fault(f"读不到 {args.file}：{accident.strerror}", retry=False) from accident
    made = actions.receive(args.file.name, content, source=source, kind=args.kind, by=HOUSE)
    row = actions.finish(made)
    mapping = _mapping(row.mapping, args)
    for heading, target in mapping.targets.items():
        print(f"{heading} → {target.label}")
    actions.map_columns(row.pk, mapping, by=HOUSE)
    row = actions.finish(row)
    if args.apply and row.state == State.CHECKED:
        actions.apply(row.pk, by=HOUSE)
        row = actions.finish(row)
    print("做了：" if row.state == State.DONE else "会做：")
    for verdict in Verdict:
        if count := row.counts.get(verdict.value):
            print(f"  {verdict.label} {count}")
    for line in queries.refused(HOUSE, row.pk):
        print(f"  第 {line.line} 行：{line.reason}")
    if not args.apply:
        actions.drop(row.pk, by=HOUSE)
    return 1 if row.counts.get(Verdict.REFUSED.value) else 0


def _mapping(stored: dict[str, object], args: argparse.Namespace) -> "Reader":
    from xiangyue.ledger.imports import queries
    from xiangyue.ledger.imports.states import Order, Target

    reader = queries.reader(stored)
    targets = dict(reader.targets)
    for one in args.column:
        heading, equals, target = one.rpartition("=")
        if not equals or target not in Target.values or heading not in targets:
            raise Fault(f"“{one}”应写成 列名=用途，用途是 {'、'.join(Target.values)} 之一。", retry=False)
        targets[heading] = Target(target)
    orders = {
        heading: Order(args.dates) if args.dates and order is not Order.CERTAIN else order
        for heading, order in reader.orders.items()
    }
    return type(reader)(targets, orders, reader.words, reader.datum)
