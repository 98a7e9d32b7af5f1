"""`xiangyue createadmin`: an administrator, who names the offices; for whoever has the machine."""

import argparse
import getpass

from xiangyue.kernel.errors import NotFound
from xiangyue.project import config


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("createadmin", help="建立第一个系统管理员账号")
    parser.add_argument("username")
    parser.add_argument("--name", default="系统管理员", help="显示的名称")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from xiangyue.project import control

    control.start()
    control.migrate()
    from xiangyue.org.access import actions as access
    from xiangyue.org.access.rules import HOUSE
    from xiangyue.org.access.states import Role
    from xiangyue.org.units import actions as units
    from xiangyue.org.units import queries as tree
    from xiangyue.org.units.states import Kind as UnitKind

    password = getpass.getpass("密码（至少 10 个字符）：")
    try:
        county = tree.root()
    except NotFound:
        county = units.found("county", config.load().county, UnitKind.DISTRICT, by=HOUSE.username)
    access.employ(args.username, args.name, password, role=Role.ADMIN, unit=county, by=HOUSE)
    print(f"已建立管理员 {args.username}。首次登录会要求设置动态码。")
    return 0
