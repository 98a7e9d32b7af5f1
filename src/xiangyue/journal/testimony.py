"""What chains say about other chains: decisions to erase, and checkpoints. What was changed says nothing."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from xiangyue.journal.proof import (
    Body,
    Decision,
    Decisions,
    Header,
    Payload,
    Record,
    Trust,
    Witnessed,
    header_of,
    holds,
)
from xiangyue.kernel import chain

Stated = TypeVar("Stated")


def decisions(records: Iterable[Record]) -> Decisions:
    """What the chain of erasures decided."""
    return {
        (stated.data.chain, stated.data.seq): (stated.data, Payload(stated.at, stated.by, stated.verb))
        for _, stated in _intact(records, _DecisionRecord)
    }


def decisions_of_line(name: str, records: Iterable[Record]) -> Decisions:
    """What a line decided to erase of itself: a new epoch names the records that lose their bodies, and why."""
    found = {}
    for record in records:
        if (epoch := _epoch(record)) is not None:
            header, stated = epoch
            for seq in stated.data.erased:
                decision = Decision(name, seq, "", header.at, header.kind, stated.data.reason)
                found[name, seq] = (decision, Payload(header.at, stated.by, header.kind))
    return found


def checkpoints(records: Iterable[Record]) -> Iterator[tuple[str, Witnessed]]:
    """What the chain of checkpoints witnessed: of which chain, and what."""
    for record, stated in _intact(records, _CheckpointRecord):
        witness = f"第 {record.seq + 1} 号检查点"
        for name, length, head in stated.data.heads:
            yield name, Witnessed(length, bytes.fromhex(head), witness, Trust.CHECKPOINT)


class _DecisionRecord(Payload, frozen=True):
    data: Decision


class _Heads(msgspec.Struct, frozen=True):
    heads: list[tuple[str, int, str]]


class _CheckpointRecord(Payload, frozen=True):
    data: _Heads


class _Erasing(msgspec.Struct, frozen=True):
    erased: list[int]
    reason: str


class _EpochBody(msgspec.Struct, frozen=True):
    by: str
    data: _Erasing


def _intact(records: Iterable[Record], kind: type[Stated]) -> Iterator[tuple[Record, Stated]]:
    for record in records:
        if record.payload is None or not holds(record):
            continue
        try:
            yield record, msgspec.json.decode(record.payload, type=kind)
        except msgspec.MsgspecError:
            continue  # proving the chain itself names it


def _epoch(record: Record) -> tuple[Header, _EpochBody] | None:
    """Header and body of an intact record that opens an epoch."""
    if record.payload is None or not isinstance(record.body, Body) or not holds(record):
        return None
    try:
        header = header_of(record.payload)
        if header.kind != "epoch" or chain.leaf(*record.body).hex() != header.body:
            return None
        return header, msgspec.json.decode(record.body.text, type=_EpochBody)
    except (msgspec.MsgspecError, ValueError):  # a salt of another length
        return None
