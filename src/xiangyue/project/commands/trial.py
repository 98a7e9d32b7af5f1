"""`xiangyue trial`: lectures for the self-test, the benchmarks and the browser journeys; prints JSON lines.

Works on the installation named by the environment, like every verb; meant for throw-away ones (`project/trial.py`).
"""

import argparse
import json
from datetime import timedelta

from xiangyue.kernel import clock
from xiangyue.kernel.errors import Fault

MOVES = ("go_on_air", "end", "publish_replay", "withhold_replay")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("trial", help="自检、压测用的宣讲")
    parser.add_argument("--title", default="冬季用电安全，一刻钟")
    parser.add_argument("--phase", choices=("draft", "lobby", "on_air"), default="on_air")
    parser.add_argument("--count", type=int, default=1, help="几个直播间各一场")
    parser.add_argument("--studio", default="", help="直播间代码；不给则依次取")
    parser.add_argument("--move", choices=MOVES, help="对一场宣讲做一步")
    parser.add_argument("lecture", nargs="?")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from xiangyue.project import control

    control.start()
    from xiangyue.hall.lectures import actions as lectures
    from xiangyue.hall.lectures import queries as programme
    from xiangyue.hall.studios import actions as studios
    from xiangyue.hall.studios import queries as alliance
    from xiangyue.org.access.rules import HOUSE
    from xiangyue.project import kecheng

    if args.move:
        getattr(lectures, args.move)(programme.get_mine(HOUSE, args.lecture), by=HOUSE)
        return 0
    kecheng.load_units()
    wanted = list(alliance.mine(HOUSE).order_by("position", "code"))
    chosen = [studio for studio in wanted if args.studio in ("", studio.code)][: args.count]
    if len(chosen) < args.count:
        raise Fault(f"只有 {len(chosen)} 个直播间，不够 {args.count} 个。", retry=False)
    for studio in chosen:
        key = studios.make_key(studio, "测试编码器", by=HOUSE)
        soon = clock.now() + timedelta(minutes=5)
        lecture = lectures.plan(studio, title=args.title, speaker="8090 宣讲员", planned_at=soon, by=HOUSE)
        if args.phase != "draft":
            lectures.open_lobby(lecture, by=HOUSE)
        if args.phase == "on_air":
            lectures.go_on_air(lecture, by=HOUSE)
        print(json.dumps({"lecture": lecture.pk, "studio": studio.code, "key": key.secret}))
    return 0
