"""`xiangyue serve`: the whole platform, or one role of it."""

import argparse


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("serve", help="启动平台：网页、直播、推流入口和后台工作进程")
    parser.add_argument(
        "--role",
        choices=("all", "live", "web"),
        default="all",
        help="all 一个进程全包（默认）；live 只管直播，不装 Django 也能跑；web 只管网页",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from xiangyue.project import serving

    return serving.run(args.role)
