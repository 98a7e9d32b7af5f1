"""`xiangyue draw`: prove a draw from its exported file, offline; asks neither a database nor a network."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xiangyue.kernel.draw.proof import Check, Report

FOUND = {
    "order": ("先后没有颠倒：规矩、名单、开封、随机数、结果。", "步骤的先后不对，或者多了一步、少了一步。"),
    "algorithm": ("抽取的办法就是公布的办法。", "抽取的办法不是公布的那一种。"),
    "roster": ("名单是完整的，共 {count} 个号码，没有重复。", "名单第 {line} 行不对：重复、错位或者残缺。"),
    "fingerprint": ("名单跟锁定时公布的指纹一致。", "名单跟锁定时公布的指纹对不上：锁定以后有人改过。"),
    "commitment": ("开封的密码就是事先封好的那一个。", "开封的密码不是事先封好的那一个。"),
    "sources": ("规矩里写明了随机数怎么记。", "规矩里没有写明随机数怎么记。"),
    "numbers": ("随机数合乎事先公布的来源和记法。", "第 {source} 个来源的随机数跟事先公布的来源、个数或记法不合。"),
    "strength": ("随机数够多：{have} 位，至少 {need} 位。", "随机数太少：{have} 位，至少要 {need} 位。"),
    "hands": ("随机数由两个人分别录入，完全一致。", "随机数不是两个人分别录入的。"),
    "winners": (
        "照公布的规矩重算一遍，中奖号码一个不差。",
        "重算出来不一样：第 {place} 个中奖号码不对，或者规矩被改过。",
    ),
    "substitutes": ("候补的次序一个不差。", "候补的次序不对：从第 {place} 个起不一样。"),
}
"""By the code of a check: when it holds, when it does not. static/js/draw/words.js says the same to residents."""

VERDICTS = {
    "fair": "对得上：这次抽奖没有人动过手脚。",
    "bare": "号码对得上；这是旧办法（XYD-1）的文件，规矩的文字没有锁进算法，请跟直播里公布的对一遍。",
    "broken": "对不上：有地方被改过。",
    "void": "已经作废，没有结果；到作废为止，算得出来的都对得上，规矩的文字要开了奖才锁得住。",
    "unfinished": "还没有开奖；到现在为止，算得出来的都对得上，规矩的文字要开了奖才锁得住。",
}


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("draw", help="核对一次抽奖")
    verbs = parser.add_subparsers(dest="draw", required=True, metavar="VERB")
    verify = verbs.add_parser("verify", help="从头重算一份抽奖文件；没有破绽时返回 0，否则 1")
    verify.add_argument("file", type=Path, metavar="FILE.json", help="“为什么公平”页面上下载的抽奖文件")
    verify.add_argument("--label", metavar="号码", help="顺便查这个号码在不在名单里")
    verify.add_argument("--json", action="store_true", help="输出 JSON")
    verify.set_defaults(run=_verify)
    page = verbs.add_parser("page", help="把离线核对网页写成一个文件")
    page.add_argument("file", type=Path, metavar="FILE.html")
    page.set_defaults(run=_page)


def run(args: argparse.Namespace) -> int:
    """One verb of draw; its exit status."""
    return int(args.run(args))


def _verify(args: argparse.Namespace) -> int:
    from xiangyue.kernel.draw import document, proof

    draw = document.read(_bytes(args.file))
    report = proof.examine(draw)
    listed = args.label is None or args.label.strip().lower() in draw.roster.split("\n")
    if args.json:
        stated = report.as_dict() | ({} if args.label is None else {"listed": listed})
        json.dump(stated, sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        print("\n".join(sentences(report)))
        if args.label is not None:
            print(f"号码 {args.label} {'在' if listed else '不在'}名单里。")
    return 0 if report.verdict != "broken" and listed else 1


def sentences(report: "Report") -> list[str]:
    """What was found, as a person reads it: the verdict first."""
    return [VERDICTS[report.verdict], *(f"{'✓' if check.ok else '✗'} {_said(check)}" for check in report.checks)]


def _said(check: "Check") -> str:
    return FOUND[check.code][0 if check.ok else 1].format(**check.fields)


def _page(args: argparse.Namespace) -> int:
    from xiangyue.web.draws import offline

    args.file.write_bytes(offline.page())
    print(f"离线核对网页已写好：{args.file}")
    return 0


def _bytes(path: Path) -> bytes:
    from xiangyue.kernel.errors import Fault

    try:
        return path.read_bytes()
    except OSError as error:
        raise Fault(f"读不了 {path}：{error.strerror}。", retry=False) from error
