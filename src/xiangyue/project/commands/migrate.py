"""`xiangyue migrate`: bring the database to this version."""

import argparse


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("migrate", help="升级数据库")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    from xiangyue.project import control

    control.start()
    control.migrate(verbosity=1)
    control.furnish()
    return 0
