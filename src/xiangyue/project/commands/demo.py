"""`xiangyue demo`: a county, one lecture on air from a real encoder, residents who talk, yesterday's replay."""

import argparse


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("demo", help="演示：一个县、一场正在直播的宣讲、四十位会说话的居民、昨天的回看")
    parser.add_argument("--residents", type=int, default=40, help="模拟居民人数")
    parser.add_argument("--fresh", action="store_true", help="从头再来：先删掉上次演示的数据")
    parser.add_argument("--code", metavar="账号", help="只打印这个账号此刻的动态码")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from xiangyue.project.demo import stage

    if args.code:
        return stage.code(args.code)
    return stage.run(residents=args.residents, fresh=args.fresh)
