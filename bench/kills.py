"""Kill -9 at random instants of 200 quizzes and draws: is every receipt kept, is every draw what anybody computes?

    python -m bench.kills [--rounds 200]

A process puts a quiz item, takes forty answers, reveals, and draws among those who were right, on a real line on a real
disk. It is killed at a random instant, begun again on the same folder as often as it takes, and what it had promised is
held against what is there: receipts against stored answers, the result against its recomputation, the files against
their chains.
"""

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec

from bench.machine import describe
from xiangyue.kernel import clock, draw
from xiangyue.kernel.draw import document, roster, xyd1, xyd2
from xiangyue.timeline.line import Line
from xiangyue.timeline.lines import Lines
from xiangyue.timeline.programme import SLOWEST_MS, commitment
from xiangyue.timeline.rules import LineRules
from xiangyue.timeline.verify import verify

LECTURE, HOUSE, PEOPLE = "0123456789abcdef", "a secret of this bench", 40
SALT, SECRET, ENTROPY = "0123456789abcdef", b"a secret of this draw", "3.1.4.1.5.9.2.6.5.3./"
ITEM = {"no": 1, "kind": "single", "text": "?", "options": ["春", "秋"], "s": 5, "commit": commitment([1], SALT)}
PRIZES = [{"name": "热水壶", "count": 3}]
RULES = {"title": "抽奖", "text": "规则", "prizes": PRIZES, "eligible": "全部答对", "sources": ["十个骰子"],
         "algorithm": xyd2.ALGORITHM, "commit": xyd1.commitment(SECRET), "n": xyd1.CHAIN}  # fmt: skip
LONGEST_S = 0.25
"""A round that nobody kills takes about so long; the instant of the kill is drawn below it."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--play", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.play:
        asyncio.run(play(args.play))
        return
    print(describe())
    kills = receipts = 0
    begun = time.monotonic()
    for _ in range(args.rounds):
        with tempfile.TemporaryDirectory() as name:
            killed, told = until_done(Path(name))
            kills, receipts = kills + killed, receipts + len(told)
            examine(Path(name), told)
    print(
        f"{args.rounds} quizzes with draws, {kills} kills, {receipts} receipts of answers: all kept, each counted once;"
    )
    print(f"every draw is what anybody computes; no chain is broken ({time.monotonic() - begun:.0f} s)")


def until_done(folder: Path) -> tuple[int, dict[str, int]]:
    """Begin, kill, begin again until a process reaches the end; how many kills, and the receipts by command."""
    kills, told = 0, {}
    while True:
        command = [sys.executable, "-m", "bench.kills", "--play", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            ready = process.stdout.readline() == "ready\n"
            patience = random.uniform(0, LONGEST_S) if ready and kills < 3 else None
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                process.kill()
                kills += 1
            for text in process.stdout.read().splitlines(keepends=True):
                if text.endswith("\n"):  # a torn line was never read by anybody
                    promise = json.loads(text)
                    if told.setdefault(promise["command"], promise["seq"]) != promise["seq"]:
                        sys.exit(f"two receipts for {promise['command']}")
        if process.returncode == 0:
            return kills, told


async def play(folder: Path) -> None:
    """The evening, every order under a name of its own, so that it can be given again."""
    lines = Lines(folder, LineRules(hold_ms=0, tick_lively_ms=20, tick_quiet_ms=20, tick_least_ms=5, commit_ms=2))
    await lines.start()
    line = lines.open(LECTURE)
    print("ready", flush=True)
    await order(line, "opened", title="?", studio="?")
    await order(line, "phase", phase="on_air")
    item = await order(line, "quiz_item", **ITEM)
    if not any(record.kind == "quiz_reveal" for record in line.read(0)):
        await asyncio.gather(*(answer(line, item, n) for n in range(PEOPLE)))
    with clock.stopped(clock.now_ms() + SLOWEST_MS + 10_000) as hands:
        await order(line, "quiz_reveal", i=item, answer=[1], salt=SALT)
        drawn = await order(line, "draw_rules", **RULES)
        text = roster.spell(labels(line.read(0), item, drawn))
        await order(line, "draw_roster", i=drawn, sha256=roster.fingerprint(text), count=text.count("\n"), url="/r")
        await order(line, "draw_secret", i=drawn, otp=xyd1.opening(SECRET))
        await order(line, "draw_entropy", i=drawn, entropy=ENTROPY, by=["甲", "乙"])
        await order(line, "draw_result", i=drawn, winners=winners(text))
        await order(line, "phase", phase="ended")
        while not line.ended:
            hands.move(50)
            await asyncio.sleep(0.005)
    await lines.close()


async def order(line: Line, kind: str, /, **data: Any) -> int:
    return (await line.append(kind, data, command=f"{kind}-{data.get('phase', '')}", by="director")).seq


async def answer(line: Line, item: int, n: int) -> None:
    command = f"answer-{n}"
    receipt = await line.append("answer", {"i": item, "choice": [n % 2]}, command=command, by=f"p{n}")
    print(json.dumps({"command": command, "seq": receipt.seq}), flush=True)


def labels(records: list[Any], item: int, drawn: int) -> list[str]:
    right = [record.by for record in records if record.kind == "answer" and record.data == {"i": item, "choice": [1]}]
    return [draw.label(HOUSE, LECTURE, drawn, pseudonym) for pseudonym in right]


def winners(text: str) -> list[dict[str, Any]]:
    rules = msgspec.convert(RULES, document.Rules)
    key = xyd2.key(rules, xyd1.opening(SECRET), roster.fingerprint(text), ENTROPY)
    places = xyd1.order(key, roster.read(text))[:3]
    return [{"label": place.label, "prize": 0, "pos": place.pos.hex()} for place in places]


def examine(folder: Path, told: dict[str, int]) -> None:
    """Everything that was promised, and everything that follows from it."""
    records = asyncio.run(read(folder))
    answers = {record.command: record.seq for record in records if record.kind == "answer"}
    if any(answers.get(command) != seq for command, seq in told.items()):
        sys.exit("a receipt without its answer")
    if len({record.by for record in records if record.kind == "answer"}) != len(answers) or len(answers) != PEOPLE:
        sys.exit("somebody answered twice, or an answer is gone")
    by_kind = {record.kind: record for record in records}
    if by_kind["quiz_result"].data["right"] != PEOPLE // 2:
        sys.exit("the result is not what was answered")
    text = roster.spell(labels(records, by_kind["quiz_item"].seq, by_kind["draw_rules"].seq))
    if by_kind["draw_result"].data["winners"] != winners(text):
        sys.exit("a draw that differs from its recomputation")
    if breaks := verify(folder / LECTURE).breaks:
        sys.exit(f"broken: {breaks}")


async def read(folder: Path) -> list[Any]:
    lines = Lines(folder, LineRules())
    await lines.start(ticking=False)
    records = lines.find(LECTURE).read(0, 10_000)
    await lines.close()
    return records


if __name__ == "__main__":
    main()
