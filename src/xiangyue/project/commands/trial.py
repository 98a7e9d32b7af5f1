"""`xiangyue trial`: lectures for the self-test, the benchmarks and the browser journeys, by orders on standard input.

Works on the installation named by the environment, like every verb; meant for throw-away ones (`project/trial.py`).
It stays: a start costs one to two seconds of processor, and a journey gives a handful of orders. Each line in is an
order, each line out its answer, both JSON:

    {"count": 2, "studio": "", "phase": "lobby"}        [{"lecture": …, "studio": …, "key": …}, …]
    {"move": "end", "lecture": "b003d42ab2q01f8s"}      []

and {"refused": a sentence} where an order cannot be carried out.
"""

import argparse
import json
import sys
from datetime import timedelta
from typing import Any

from xiangyue.kernel import clock
from xiangyue.kernel.errors import Fault, Refusal

MOVES = ("go_on_air", "end", "publish_replay", "withhold_replay")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("trial", help="自检、压测用的宣讲：从标准输入逐行读指令")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    from xiangyue.project import control

    control.start()
    for line in sys.stdin:
        try:
            answer: Any = carry_out(json.loads(line))
        except Refusal as refusal:
            answer = {"refused": refusal.sentence}
        except Fault as fault:
            answer = {"refused": str(fault)}
        print(json.dumps(answer), flush=True)
    return 0


def carry_out(order: dict[str, Any]) -> list[dict[str, str]]:
    """Make one move of a lecture, or plan lectures and tell their names, studios and stream keys."""
    from xiangyue.hall.lectures import actions as lectures
    from xiangyue.hall.lectures import queries as programme
    from xiangyue.org.access.rules import HOUSE

    if move := order.get("move"):
        if move not in MOVES:
            raise Fault(f"没有“{move}”这一步。", retry=False)
        getattr(lectures, move)(programme.get_mine(HOUSE, order["lecture"]), by=HOUSE)
        return []
    return plan(order["count"], order["studio"], order["phase"])


def plan(count: int, code: str, phase: str) -> list[dict[str, str]]:
    """So many lectures brought to a phase, each in a studio of its own; of one studio where a code is given."""
    from xiangyue.hall.lectures import actions as lectures
    from xiangyue.hall.studios import actions as studios
    from xiangyue.hall.studios import queries as alliance
    from xiangyue.org.access.rules import HOUSE
    from xiangyue.project import kecheng

    kecheng.load_units()
    wanted = list(alliance.mine(HOUSE).order_by("position", "code"))
    chosen = [studio for studio in wanted if code in ("", studio.code)][:count]
    if len(chosen) < count:
        raise Fault(f"只有 {len(chosen)} 个直播间，不够 {count} 个。", retry=False)
    planned = []
    for studio in chosen:
        key = studios.make_key(studio, "测试编码器", by=HOUSE)
        soon = clock.now() + timedelta(minutes=5)
        lecture = lectures.plan(studio, title="冬季用电安全，一刻钟", speaker="8090 宣讲员", planned_at=soon, by=HOUSE)
        if phase != "draft":
            lectures.open_lobby(lecture, by=HOUSE)
        if phase == "on_air":
            lectures.go_on_air(lecture, by=HOUSE)
        planned.append({"lecture": lecture.pk, "studio": studio.code, "key": key.secret})
    return planned
