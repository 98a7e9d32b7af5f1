"""An exported draw, honest in every step, for tests to spoil."""

import copy
import json
from typing import Any

import msgspec

from xiangyue.kernel.draw import document, entropy, label, proof, roster, strength, xyd1, xyd2

LECTURE, SEQ, SECRET = "0123456789abcdef", 41, b"xiangyue-demo-secret"
BEGUN = 1_795_000_000_000
DICE = "镜头前掷骰子（若干个数，1到6，按次序）"
PRIZES = [{"name": "电饭煲", "count": 1}, {"name": "雨伞", "count": 2}]


def labels(count: int) -> list[str]:
    return [label("secret", LECTURE, SEQ, f"resident-{number}") for number in range(count)]


def dice(count: int) -> str:
    """Throws that nobody chose: digits of the number e, those between 1 and 6."""
    digits = [
        digit for digit in "718281828459045235360287471352662497757247093699959574966967627724" if digit in "123456"
    ]
    return "".join((digits * (count // len(digits) + 1))[:count])


def a_draw(
    pool: int = 40, sources: tuple[str, ...] = (DICE,), throws: tuple[str, ...] = (), algorithm: str = xyd2.ALGORITHM
) -> dict[str, Any]:
    """A whole draw of `pool` residents, as decoded JSON."""
    text = roster.spell(labels(pool))
    rules = {
        "title": "今晚的奖品", "text": "每人一张号码。", "prizes": PRIZES, "eligible": "答对全部题目的人",
        "sources": list(sources), "algorithm": algorithm, "commit": xyd1.commitment(SECRET), "n": xyd1.CHAIN,
    }  # fmt: skip
    settled = entropy.settled(entropy.read(sources), strength.needed(pool, 3))
    numbers = entropy.typed(settled, throws or (dice(settled[-1].count),))
    otp, sha256 = xyd1.opening(SECRET), roster.fingerprint(text)
    prizes = [document.Prize(**prize) for prize in PRIZES]
    won, behind = proof.winners(
        xyd2.key(msgspec.convert(rules, document.Rules), otp, sha256, numbers), roster.read(text), prizes
    )
    said = [
        rules,
        {"i": SEQ, "sha256": sha256, "count": text.count("\n"), "url": "/draws/0123456789abcdef/roster.txt"},
        {"i": SEQ, "otp": otp},
        {"i": SEQ, "entropy": numbers, "by": ["府山街道 · 宣讲员", "区委宣传部"]},
        {
            "i": SEQ,
            "winners": [{"label": w.label, "prize": w.prize, "pos": w.pos} for w in won],
            "substitutes": behind[:3],
        },
    ]
    steps = [
        {"kind": kind, "seq": SEQ + 5 * at, "at": BEGUN + 60_000 * at, "link": f"{at:08x}", "data": data}
        for at, (kind, data) in enumerate(zip(document.STEPS, said, strict=True))
    ]
    return {
        "kind": document.KIND, "v": 1, "county": "柯城区", "draw": "fedcba9876543210",
        "lecture": {"id": LECTURE, "title": "医保怎么缴", "studio": "府山讲堂"}, "steps": steps, "roster": text,
    }  # fmt: skip


def data(draw: dict[str, Any], step: str) -> dict[str, Any]:
    """What a step says, to be spoiled in place."""
    return next(one["data"] for one in draw["steps"] if one["kind"] == f"draw_{step}")


def until(draw: dict[str, Any], step: str, reason: str = "") -> dict[str, Any]:
    """The draw as it stood after a step; with a reason, void from there."""
    cut = copy.deepcopy(draw)
    steps = cut["steps"]
    del steps[[one["kind"] for one in steps].index(f"draw_{step}") + 1 :]
    if reason:
        last = steps[-1]
        steps.append(
            {
                "kind": document.VOID,
                "seq": last["seq"] + 1,
                "at": last["at"] + 1,
                "link": "",
                "data": {"i": SEQ, "reason": reason},
            }
        )
    return cut


def examined(draw: dict[str, Any]) -> dict[str, Any]:
    """The report on it, as JSON."""
    report = proof.examine(document.read(json.dumps(draw))).as_dict()
    return {**report, "broken": [check["code"] for check in report["checks"] if not check["ok"]]}
