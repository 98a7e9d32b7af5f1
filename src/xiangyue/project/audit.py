"""The whole history of a county, held against its witnesses: journal, lines of lectures, checkpoints and slips.

Sees both towers. Where the history comes from is the business of `disk` and `bundle`.
"""

import itertools
import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from xiangyue.journal import proof, slipbook, spelling, testimony
from xiangyue.journal.breaks import Break, Kind
from xiangyue.journal.proof import CHECKPOINTS, ERASURES, LINE_PREFIX, Erased, Proof, Record
from xiangyue.journal.slips import Header
from xiangyue.journal.witnesses import Witnesses
from xiangyue.kernel.errors import Refusal


class Source(Protocol):
    """A history to examine."""

    def one_moment(self) -> AbstractContextManager[None]:
        """While inside, everything is read as it stood at one moment, whatever is written meanwhile."""

    def slips(self) -> Iterator[slipbook.Kept]:
        """All witness slips by their numbers."""

    def heads(self) -> Iterator[tuple[str, int, bytes]]:
        """The journal's register of heads: chain, length and last link."""

    def only(self) -> frozenset[str] | None:
        """The chains it is an extract of; None for the whole history."""

    def chains(self) -> Iterable[str]:
        """The names of all chains, lines of lectures included."""

    def walk(self) -> Iterator[tuple[str, Iterator[Record]]]:
        """Every chain that has records, once, with them. Each is read to its end before the next is asked for."""

    def records(self, chain: str) -> Iterator[Record]:
        """The records of one chain in order of their numbers; none for a chain that is not there."""

    def others(self) -> Iterable[Break]:
        """What only this source can find wrong: files beside the chains."""


class Unreadable(Refusal):
    code = "slip-unreadable"
    status = 400
    text = "读不懂 {name}：它不是见证条文件。 {name} is not the file of a witness slip."


@dataclass(frozen=True, slots=True)
class InHand:
    """What the auditor brought: a root, perhaps with the body it is the root of."""

    root: bytes
    body: str | None = None


@dataclass(slots=True)
class Report:
    """What an examination found. Without a root from outside it proves only that the history fits itself."""

    slips: int = 0
    chains: int = 0
    records: int = 0
    withheld: int = 0
    partial: bool = False
    vouched: Header | None = None
    newest: Header | None = None
    breaks: list[Break] = field(default_factory=list)
    erased: list[Erased] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        return not self.breaks

    def as_dict(self) -> dict[str, Any]:
        """For programs; the verifier that runs in a browser gives the same."""
        return {
            "intact": self.intact,
            "slips": self.slips,
            "chains": self.chains,
            "records": self.records,
            "withheld": self.withheld,
            "partial": self.partial,
            "vouched": None if self.vouched is None else {"no": self.vouched.no, "date": self.vouched.date},
            "newest": None if self.newest is None else {"no": self.newest.no, "date": self.newest.date},
            "breaks": [found.as_dict() for found in self.breaks],
            "erased": [gone._asdict() for gone in self.erased],
        }


def examine(source: Source, in_hand: InHand | None = None) -> Report:
    """Recompute everything and name each break. Raises `slipbook.SlipInHandBroken`.

    Reads one moment of the history, record after record: memory does not grow with it.
    """
    with source.one_moment(), closing(Witnesses()) as witnesses:
        return _examine(source, in_hand, witnesses)


def _examine(source: Source, in_hand: InHand | None, witnesses: Witnesses) -> Report:
    root, body = (in_hand.root, in_hand.body) if in_hand else (None, None)
    book = slipbook.prove(source.slips(), witnesses.note, against=root, in_hand=body)
    report = Report(slips=book.count, vouched=book.vouched, newest=book.newest, breaks=list(book.breaks))
    for name, mark in testimony.checkpoints(source.records(CHECKPOINTS)):
        witnesses.note(name, mark)
    for name, length, link in source.heads():
        witnesses.register(name, length, link)
    decisions = testimony.decisions(source.records(ERASURES))
    only = source.only()
    report.partial = only is not None
    results: list[Proof] = []
    for name, records in itertools.chain(source.walk(), _without_records(witnesses)):
        marks, registered = witnesses.of(name)
        if only is not None and name not in only:
            continue
        decided, told = decisions, iter(records)
        if name.startswith(LINE_PREFIX):
            whole = list(records)
            decided, told = testimony.decisions_of_line(name, whole), iter(whole)
        result = proof.prove(name, told, marks, decided)
        _hold_against_register(result, registered)
        _count(report, result)
        if result.breaks or result.erased:
            results.append(result)
    for result in sorted(results, key=lambda each: each.name):
        report.breaks += result.breaks
        report.erased += result.erased
    report.breaks.extend(source.others())
    return report


def _without_records(witnesses: Witnesses) -> Iterator[tuple[str, Iterator[Record]]]:
    """The chains that something is known of and that are still missing once all that have records were read."""
    yield from ((name, iter(())) for name in witnesses.unseen())


def read_in_hand(text: str) -> InHand:
    """What the auditor typed: a root, or the name of a slip's file. Raises `Unreadable` and what `spelling` raises."""
    path = Path(text)
    if path.suffix != ".json":
        return InHand(spelling.read(text))
    try:
        stated = json.loads(path.read_text())
        return InHand(bytes.fromhex(stated["root"]), stated.get("body"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(name=path.name) from error


def sentences(report: Report, in_hand: InHand | None) -> list[str]:
    """The report as a person reads it, the verdict first."""
    counts = f"查了 {report.chains} 条链、{report.records} 条记录、{report.slips} 张见证条"
    verdict = f"历史完整：{counts}。" if report.intact else f"历史被动过：{counts}，发现 {len(report.breaks)} 处。"
    lines = [verdict, *(f"✗ {found.text}" for found in report.breaks)]
    lines += [
        f"○ 依决定删除：链 {gone.chain} 第 {gone.no} 条，依据 {gone.decision}，经办 {gone.by or '系统'}。"
        for gone in report.erased
    ]
    if report.withheld:
        lines.append(f"○ 有 {report.withheld} 条的内容没有随附，只查了它们的位置。")
    if report.partial:
        lines.append("○ 这是一份摘录，只含其中的链；别的链它不作证。")
    if in_hand is None:
        lines.append("没有拿外部的根来对：只能说明它与自己一致。请用见证条收件人手里的根再查一次（--against）。")
    elif report.vouched is not None and report.intact:
        lines.append(f"与你手里 {report.vouched.date} 第 {report.vouched.no} 号见证条相符：那一刻之前的历史一条未改。")
    return lines


def _hold_against_register(result: Proof, registered: tuple[int, bytes] | None) -> None:
    """The register must say what the last record says. A chain with breaks is not blamed a second time for its end."""
    if result.name.startswith(LINE_PREFIX) or result.breaks or (result.length, result.head) == registered:
        return
    if registered is not None and registered[0] > result.length:
        result.say(Kind.TAIL, result.length + 1, registered[0], "链头登记")
    elif result.length or registered is not None:
        result.say(Kind.HEAD, result.length, result.length)


def _count(report: Report, result: Proof) -> None:
    report.chains += 1
    report.records += result.length
    report.withheld += result.withheld
