"""Proving one chain: every record by its leaf, every link by the one before, every length by what was witnessed.

Pure: records come from the database, from a bundle or from a test. Nothing here knows Django.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from xiangyue.journal.breaks import Break, Kind
from xiangyue.kernel import chain

ERASURES = "erasures"
"""The chain of decisions to erase. It cannot itself be erased from."""

CHECKPOINTS = "checkpoints"
"""The chain that notes, about each minute, the heads of all chains that moved."""


class Columns(NamedTuple):
    """What the table states beside the payload, for searching: at (ms), verb, by."""

    at: int
    verb: str
    by: str


class Record(NamedTuple):
    """One link as it is stored. `payload` and `salt` are None when erased; `columns` when there is no table."""

    seq: int
    leaf: bytes
    link: bytes
    salt: bytes | None
    payload: bytes | None
    columns: Columns | None = None


class Payload(msgspec.Struct, frozen=True):
    """The part of a payload that every record has."""

    at: int
    by: str
    verb: str


class Witnessed(NamedTuple):
    """That a chain had `length` records and ended in `head`, and who says so (a slip, a checkpoint, the register)."""

    length: int
    head: bytes
    witness: str


class Decision(msgspec.Struct, frozen=True):
    """A decision to erase, as the chain of erasures states it: what was erased, by which decision."""

    chain: str
    seq: int
    leaf: str
    at: int
    verb: str
    decision: str


class Erased(NamedTuple):
    """A record whose payload was lawfully removed."""

    chain: str
    no: int
    decision: str
    by: str
    at: int


Decisions = Mapping[tuple[str, int], tuple[Decision, Payload]]


@dataclass(slots=True)
class Proof:
    """What proving one chain found."""

    name: str
    length: int = 0
    head: bytes = b""
    breaks: list[Break] = field(default_factory=list)
    erased: list[Erased] = field(default_factory=list)

    def say(self, kind: Kind, first: int, last: int, witness: str = "") -> None:
        """Note a break. A run of neighbours with the same fault is one break."""
        if self.breaks and witness == "" and first == last:
            before = self.breaks[-1]
            if before.kind == kind and before.last == first - 1:
                first = before.first
                self.breaks.pop()
        self.breaks.append(Break(kind, self.name, first, last, witness))


def prove(name: str, records: Iterable[Record], witnessed: Sequence[Witnessed], decisions: Decisions) -> Proof:
    """Prove one chain against what was witnessed of it. Reads the records once, in order of their numbers."""
    proof, previous, expected = Proof(name), chain.genesis(name), 0
    heads: dict[int, bytes] = {}
    lengths = {mark.length for mark in witnessed}
    for record in records:
        seq, leaf, link = record.seq, record.leaf, record.link
        if seq > expected:
            proof.say(Kind.REMOVED, expected + 1, seq)
        # After a gap the stored link is believed, so that what follows is judged by itself.
        follows = seq > expected or chain.link(previous, seq, leaf) == link
        if not follows or not _holds(record):
            proof.say(Kind.CHANGED, seq + 1, seq + 1)
        elif record.payload is None:
            _judge_erasure(proof, record, decisions)
        elif record.columns is not None and record.columns != _columns(record.payload):
            proof.say(Kind.MISFILED, seq + 1, seq + 1)
        previous, expected = link, seq + 1
        if expected in lengths:
            heads[expected] = link
    proof.length, proof.head = expected, previous
    _compare(proof, heads, witnessed)
    return proof


def decisions(records: Iterable[Record]) -> dict[tuple[str, int], tuple[Decision, Payload]]:
    """What the chain of erasures decided. A decision that was itself changed decides nothing."""
    found = {}
    for record in records:
        if record.payload is not None and _holds(record):
            stated = msgspec.json.decode(record.payload, type=_DecisionRecord)
            found[stated.data.chain, stated.data.seq] = (stated.data, Payload(stated.at, stated.by, stated.verb))
    return found


def checkpoints(records: Iterable[Record]) -> dict[str, list[Witnessed]]:
    """What the chain of checkpoints witnessed, by chain. A changed checkpoint is no witness."""
    found: dict[str, list[Witnessed]] = {}
    for record in records:
        if record.payload is not None and _holds(record):
            for name, length, head in msgspec.json.decode(record.payload, type=_CheckpointRecord).data.heads:
                mark = Witnessed(length, bytes.fromhex(head), f"第 {record.seq + 1} 号检查点")
                found.setdefault(name, []).append(mark)
    return found


class _DecisionRecord(Payload, frozen=True):
    data: Decision


class _Heads(msgspec.Struct, frozen=True):
    heads: list[tuple[str, int, str]]


class _CheckpointRecord(Payload, frozen=True):
    data: _Heads


_payload = msgspec.json.Decoder(Payload)


def _holds(record: Record) -> bool:
    if record.payload is None or record.salt is None:
        return record.payload is None and record.salt is None
    return len(record.salt) == chain.SALT_LENGTH and chain.leaf(record.salt, record.payload) == record.leaf


def _columns(payload: bytes) -> Columns:
    stated = _payload.decode(payload)
    return Columns(stated.at, stated.verb, stated.by)


def _judge_erasure(proof: Proof, record: Record, decisions: Decisions) -> None:
    decision, stated = decisions.get((proof.name, record.seq), (None, None))
    if decision is None or stated is None or decision.leaf != record.leaf.hex():
        proof.say(Kind.UNDECIDED, record.seq + 1, record.seq + 1)
        return
    proof.erased.append(Erased(proof.name, record.seq + 1, decision.decision, stated.by, stated.at))
    if record.columns is not None and record.columns != Columns(decision.at, decision.verb, ""):
        proof.say(Kind.MISFILED, record.seq + 1, record.seq + 1)


def _compare(proof: Proof, heads: Mapping[int, bytes], witnessed: Sequence[Witnessed]) -> None:
    """Hold a chain against its witnesses: the first that contradicts it, and the longest that it falls short of."""
    agreed = 0
    for mark in sorted(witnessed):
        if mark.length > proof.length:
            continue
        if mark.length in heads and heads[mark.length] != mark.head:
            proof.say(Kind.RECOMPUTED, agreed + 1, mark.length, mark.witness)
            break
        agreed = mark.length
    longest = max(witnessed, default=None)
    if longest is None or longest.length <= proof.length:
        return
    if proof.length == 0:
        proof.say(Kind.MISSING, 1, longest.length, longest.witness)
    else:
        proof.say(Kind.TAIL, proof.length + 1, longest.length, longest.witness)
