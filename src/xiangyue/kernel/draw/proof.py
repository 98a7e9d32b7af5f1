"""An exported draw, examined: every step recomputed from what is written in the file, nothing asked of anybody.

static/js/draw/proof.js is the twin of this module: the same file gives the same report (tests/captures/draw).
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xiangyue.kernel.draw import document, entropy, roster, strength, xyd1, xyd2
from xiangyue.kernel.draw.document import STEPS, VOID, Document, Prize, Step, Winner

SUBSTITUTES = 3
"""At the least so many are named, and as many as there are winners: half of the winners may stay away."""


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer; `fields` fills the sentence that says it."""

    code: str
    ok: bool
    fields: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """`verdict`: fair, broken, void or unfinished; bare for a fair one of before, whose rules are not in its key."""

    verdict: str
    checks: tuple[Check, ...]

    def as_dict(self) -> dict[str, Any]:
        checks = [{"code": check.code, "ok": check.ok, **check.fields} for check in self.checks]
        return {"verdict": self.verdict, "checks": checks}


def examine(draw: Document) -> Report:
    """Recompute everything. Raises `NotADraw` when a step does not say what its kind must."""
    said = document.said(draw)
    checks = tuple(_checks(draw, said))
    if not all(check.ok for check in checks):
        return Report("broken", checks)
    if VOID in said or STEPS[-1] not in said:
        return Report("void" if VOID in said else "unfinished", checks)
    return Report("fair" if said["draw_rules"].algorithm == xyd2.ALGORITHM else "bare", checks)


def winners(key: bytes, labels: Sequence[str], prizes: Sequence[Prize]) -> tuple[list[Winner], list[str]]:
    """Who gets which prize, first prize first, and everybody behind them in order: the substitutes."""
    order = xyd1.order(key, labels)
    given = [prize for prize, one in enumerate(prizes) for _ in range(one.count)]
    won = [Winner(place.label, prize, place.pos.hex()) for place, prize in zip(order, given, strict=False)]
    return won, [place.label for place in order[len(given) :]]


def substitutes(wanted: int) -> int:
    """How many substitutes a result names: as many as there are prizes, and three at least."""
    return max(SUBSTITUTES, wanted)


def _checks(draw: Document, said: Mapping[str, Any]) -> Iterator[Check]:
    yield _order(draw.steps)
    if (rules := said.get("draw_rules")) is None:
        return
    yield Check("algorithm", rules.algorithm in xyd2.KNOWN)
    if published := said.get("draw_roster"):
        yield _roster(draw.roster)
        same = roster.fingerprint(draw.roster) == published.sha256 and draw.roster.count("\n") == published.count
        yield Check("fingerprint", same)
    if secret := said.get("draw_secret"):
        yield Check("commitment", xyd1.opens(secret.otp, rules.commit))
    if (numbers := said.get("draw_entropy")) and published:
        yield from _numbers(rules, published, numbers)
    if (result := said.get("draw_result")) and secret and numbers:
        yield from _result(draw.roster, rules, (secret, numbers, result))


def _order(steps: Sequence[Step]) -> Check:
    kinds = [step.kind for step in steps]
    body = kinds[:-1] if kinds[-1] == VOID else kinds
    begun = bool(body) and tuple(body) == STEPS[: len(body)] and not (kinds[-1] == VOID and len(body) == len(STEPS))
    on_line = [step.seq for step in steps if step.seq]
    grown = [step.seq for step in steps] == [*on_line, *[0] * (len(steps) - len(on_line))]
    timely = all(one.at <= other.at for one, other in itertools.pairwise(steps))
    same = all(step.data["i"] == steps[0].seq for step in steps if step.kind != STEPS[0])
    return Check("order", begun and grown and on_line == sorted(set(on_line)) and timely and same)


def _roster(text: str) -> Check:
    try:
        return Check("roster", True, {"count": len(roster.read(text))})
    except roster.BadRoster as bad:
        return Check("roster", False, {"line": int(str(bad.fields["line"]))})


def _numbers(rules: document.Rules, published: document.Roster, said: document.Entropy) -> Iterator[Check]:
    try:
        sources = entropy.read(rules.sources)
    except entropy.BadSource:
        yield Check("sources", False)
        return
    needed = strength.needed(published.count, rules.wanted)
    sources = entropy.settled(sources, needed)
    have = entropy.combinations(sources)
    misfit = entropy.misfit(sources, said.entropy)
    yield Check("numbers", misfit == 0, {"source": misfit})
    yield Check("strength", have >= needed, {"have": strength.floor(have), "need": strength.floor(needed)})
    yield Check("hands", len(said.by) == 2 and len(set(said.by)) == 2)


def _result(
    text: str, rules: document.Rules, told: tuple[document.Secret, document.Entropy, document.Result]
) -> Iterator[Check]:
    secret, numbers, result = told
    key = xyd2.key(rules, secret.otp, roster.fingerprint(text), numbers.entropy)
    ours, behind = winners(key, [line for line in text.split("\n") if line], rules.prizes)
    yield Check("winners", ours == result.winners, {"place": _differ(ours, result.winners)})
    named = behind[: substitutes(rules.wanted) if rules.algorithm == xyd2.ALGORITHM else len(result.substitutes)]
    yield Check("substitutes", named == result.substitutes, {"place": _differ(named, result.substitutes)})


def _differ(ours: Sequence[object], theirs: Sequence[object]) -> int:
    """The first place, from 1, at which two lists differ; 0 when they do not."""
    for place, (one, other) in enumerate(zip(ours, theirs, strict=False), 1):
        if one != other:
            return place
    return 0 if len(ours) == len(theirs) else min(len(ours), len(theirs)) + 1
