"""Kill -9 at random instants of 200 draws run as a studio runs them: does each end as its own rules say, and the same?

    python -m bench.draw_kills [--rounds 200]

A process with the control tower's database and a real line takes the five steps of `hall.draws`, two people typing the
dice; in every third round the lecture ends before the numbers. It is killed at a random instant and begun again on the
same folder, up to three times. Then: each step that was acknowledged is there as it was said, once; the result is what
anybody computes from the file that is handed out; what the line says is what the rows say; no chain is broken.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.machine import describe

PEOPLE = 40
STEPS = ("draw_rules", "draw_roster", "draw_secret", "draw_entropy", "draw_result")
MOST_KILLS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    args = parser.parse_args()
    print(describe())
    with tempfile.TemporaryDirectory() as name:
        template, data = Path(name) / "template", Path(name) / "data"
        os.environ["XIANGYUE_DATA"] = str(data)
        prepare(data)
        data.rename(template)
        shutil.copytree(template, data)
        longest = time.monotonic()
        child(lambda told: play(told, ends_early=False), lambda pid, _pipe: os.waitpid(pid, 0))
        longest = time.monotonic() - longest
        kills, where, begun = 0, dict.fromkeys((*STEPS, "none"), 0), time.monotonic()
        for number in range(args.rounds):
            shutil.rmtree(data)
            shutil.copytree(template, data)
            killed, told = until_done(number % 3 == 2, longest)
            for last in killed:
                where[last] += 1
            kills += len(killed)
            if child(lambda _told, told=told: examine(told), lambda pid, _pipe: os.waitpid(pid, 0)) != 0:
                sys.exit(f"round {number}")
    print(f"{args.rounds} draws, {kills} kills -9 (the last step acknowledged before: {where});")
    print(f"every one ended with its result, each the one anybody computes ({time.monotonic() - begun:.0f} s)")


def until_done(ends_early: bool, longest: float) -> tuple[list[str], dict[str, Any]]:
    """Begin, kill, begin again until a process reaches the end: the last step told before each kill, and all."""
    told: dict[str, Any] = {}
    killed: list[str] = []
    while True:
        patience = random.uniform(0, longest) if len(killed) < MOST_KILLS else None

        def wait(pid: int, pipe: int, patience: float | None = patience) -> tuple[int, int]:
            assert os.read(pipe, 1)  # it stands on its own feet
            if patience is not None:
                time.sleep(patience)
                os.kill(pid, signal.SIGKILL)
            with os.fdopen(os.dup(pipe)) as said:
                for text in said:
                    if text.endswith("\n"):  # a torn line was never read by anybody
                        promise = json.loads(text)
                        if told.setdefault(promise["kind"], promise) != promise:
                            sys.exit(f"a step that was told twice differently: {promise}")
            return os.waitpid(pid, 0)

        status = child(lambda tell: play(tell, ends_early=ends_early), wait)
        if status == 0:
            return killed, told
        if not os.WIFSIGNALED(status):
            sys.exit("a process failed by itself")
        killed.append(next((kind for kind in reversed(STEPS) if kind in told), "none"))


def child(work: Callable[[Callable[[str], None]], None], wait: Callable[[int, int], tuple[int, int]]) -> int:
    """Work in a process of its own, which begins with everything imported; its wait status."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    if (pid := os.fork()) == 0:
        try:
            os.close(reading)
            work(lambda text: (os.write(writing, text.encode()), None)[1])
        except BaseException as error:  # noqa: BLE001 - told, and the parent's business
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    os.close(writing)
    try:
        return wait(pid, reading)[1]
    finally:
        os.close(reading)


# ------------------------------------------------ in a process with the control tower
def prepare(data: Path) -> None:
    """A database with a county, a lecture on air with forty who took part, a draw that is ready."""
    from xiangyue.project import control

    control.start()
    control.migrate()
    from django.db import connections
    from tests.factories.bridge import Bridge
    from tests.factories.people import a_county
    from tests.hall.playing import a_plan, an_open_lecture

    from xiangyue.hall import stage
    from xiangyue.hall.draws import actions
    from xiangyue.hall.draws.rules import Rule
    from xiangyue.hall.draws.states import Eligibility
    from xiangyue.org.access.rules import HOUSE

    bridge = Bridge(data / "lines")
    stage.connect(bridge)
    lecture = an_open_lecture(a_county().fushan)
    for number in range(PEOPLE):
        bridge.speak(lecture.pk, f"resident-{number}", "什么时候缴？", kind="ask")
    actions.prepare(lecture, a_plan(rule=Rule(Eligibility.TOOK_PART)), by=HOUSE)
    bridge.close()
    connections.close_all()


def play(tell: Callable[[str], None], *, ends_early: bool) -> None:
    """What a director presses, from wherever it stands; what a restart does first stands first."""
    from tests.factories.bridge import Bridge
    from tests.hall.playing import throws

    from xiangyue.hall import stage
    from xiangyue.hall.draws import actions
    from xiangyue.hall.draws.models import Draw
    from xiangyue.hall.lectures import actions as lectures
    from xiangyue.hall.lectures.states import State
    from xiangyue.org.access.rules import Member, Post
    from xiangyue.org.access.states import Role

    bridge = Bridge(Path(os.environ["XIANGYUE_DATA"]) / "lines")
    stage.connect(bridge)
    tell(".")
    actions.resume_all()
    draw = Draw.objects.select_related("lecture__studio__unit").get()
    unit = draw.lecture.studio.unit
    keeper, colleague = (Member(name, name, (Post(Role.KEEPER, unit.code, unit.path),)) for name in ("甲", "乙"))

    def told(step: Any) -> None:
        said = {"kind": step.kind, "seq": step.seq, "data": step.data}
        tell(json.dumps(said, ensure_ascii=False) + "\n")

    told(actions.announce(draw, by=keeper))
    told(actions.lock(draw, by=keeper))
    told(actions.open_secret(draw, by=keeper))
    if ends_early and draw.lecture.state == State.ON_AIR:
        lectures.end(draw.lecture, by=keeper)
        draw.lecture.refresh_from_db()
    numbers = throws(draw)
    typed = actions.type_numbers(draw, numbers, by=colleague) or actions.type_numbers(draw, numbers, by=keeper)
    told(typed)
    told(actions.settle(draw, by=keeper))
    bridge.close()


def examine(told: dict[str, Any]) -> None:
    """Everything that was acknowledged, and everything that follows from it."""
    from tests.factories.bridge import Bridge

    from xiangyue.hall.draws import queries
    from xiangyue.hall.draws.models import Draw
    from xiangyue.kernel.draw import document, proof
    from xiangyue.timeline.verify import verify

    data = Path(os.environ["XIANGYUE_DATA"])
    draw = Draw.objects.get()
    steps = queries.steps(draw)
    rows = {kind: {"kind": kind, "seq": step.seq, "data": step.data} for kind, step in steps.items()}
    require(draw.state == "RESULT" and set(rows) == set(STEPS), "the draw did not end with a result")
    require(rows == told, "a step is not what was acknowledged")
    report = proof.examine(document.read(document.write(queries.document(draw))))
    require(report.verdict == "fair", f"a draw that differs from its recomputation: {report.verdict}")
    bridge = Bridge(data / "lines")
    records = bridge.read(draw.lecture_id, 0, 10_000)
    bridge.close()
    drawn = [(record.kind, record.seq) for record in records if record.kind in STEPS]
    require(drawn == [(kind, rows[kind]["seq"]) for kind in STEPS if rows[kind]["seq"]], "the line says otherwise")
    require(not (breaks := verify(data / "lines" / draw.lecture_id).breaks), f"broken: {breaks}")


def require(holds: bool, sentence: str) -> None:
    if not holds:
        raise AssertionError(sentence)


if __name__ == "__main__":
    main()
