"""The browser's examination finds what ours finds, in draws spoiled at random."""

import copy
import gzip
import json
import random
import subprocess
from pathlib import Path

import pytest
from tests.factories.draws import DICE, a_draw, dice

from xiangyue.kernel.draw import document, proof

COMPARE = Path(__file__).parents[1] / "js" / "draw" / "compare.mjs"
LETTERS = "0123456789abcdefgh./ \n（），个数若干按次序从小到大；𠮷é\u0301"


def places(value, path=()):
    """Every place in a decoded JSON document."""
    yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in steps:
        yield from places(inner, (*path, key))


def spoiled(draw, chance):
    draw = copy.deepcopy(draw)
    *way, last = chance.choice([path for path in places(draw) if path])
    holder = draw
    for key in way:
        holder = holder[key]
    value = holder[last]
    if isinstance(value, str) and chance.random() < 0.8:
        at = chance.randrange(len(value) + 1)
        holder[last] = value[:at] + chance.choice([*LETTERS, ""]) + value[at + chance.randrange(2) :]
    elif isinstance(value, int) and chance.random() < 0.8:
        holder[last] = value + chance.choice([-1, 1, 2])
    elif isinstance(value, list) and value and chance.random() < 0.8:
        chance.choice([value.reverse, value.pop, lambda: value.append(copy.deepcopy(chance.choice(value)))])()
    elif isinstance(holder, dict):
        holder.pop(last)
    else:
        holder[last] = chance.choice([None, 5, "x", [], {}, True])
    return draw


def report(draw):
    try:
        return proof.examine(document.read(json.dumps(draw))).as_dict()
    except document.NotADraw:
        return None


@pytest.mark.slow  # 600 spoiled draws through both twins, one start of node
def test_both_twins_say_the_same_of_draws_spoiled_at_random(tmp_path):
    chance = random.Random(20261123)
    lottery = ("双色球（6个数，1到33，从小到大；1个数，1到16，按次序）", DICE)
    honest = [a_draw(pool=12), a_draw(pool=9, sources=lottery, throws=("2 5 9 14 26 31 8", dice(1))), a_draw(pool=1)]
    draws = [spoiled(chance.choice(honest), chance) for _ in range(600)]
    cases = [{"draw": draw, "report": report(draw)} for draw in draws]
    reports = [case["report"] for case in cases if case["report"]]
    found = {check["code"] for report in reports for check in report["checks"] if not check["ok"]}
    assert found >= {"order", "algorithm", "roster", "fingerprint", "commitment", "sources", "numbers", "winners"}
    assert 20 < len(reports) < 600
    with gzip.open(tmp_path / "cases.json.gz", "wt") as file:
        json.dump(cases, file)
    command = ["node", COMPARE, tmp_path / "cases.json.gz"]
    node = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (node.stderr, node.stdout) == ("", f"{len(cases)} of {len(cases)} agree\n")
