"""Proving one chain: every record by its leaf, every link by the one before, every length by what was witnessed.

Pure: records come from the database, from a bundle or from a test. Nothing here knows Django.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal, NamedTuple

import msgspec

from xiangyue.journal.breaks import Break, Kind
from xiangyue.kernel import chain

ERASURES = "erasures"
"""The chain of decisions to erase. It cannot itself be erased from."""

CHECKPOINTS = "checkpoints"
"""The chain that notes, about each minute, the heads of all chains that moved."""


LINE_PREFIX = "line/"
"""Chains of this prefix are lines of lectures: kept by the live role, witnessed here. Their numbers begin at 1."""


class Columns(NamedTuple):
    """What the table states beside the payload, for searching: at (ms), verb, by."""

    at: int
    verb: str
    by: str


class Body(NamedTuple):
    """The erasable part of a line's record, and its salt."""

    salt: bytes
    text: bytes


class Record(NamedTuple):
    """One link as it is stored.

    `payload` and `salt` are None when erased; `columns` when there is no table. The payload of a line's record is its
    header, which is never erased and names the leaf of a `body`: that may be there, erased, or kept back by whoever
    made a bundle. A journal's record has none.
    """

    seq: int
    leaf: bytes
    link: bytes
    salt: bytes | None
    payload: bytes | None
    columns: Columns | None = None
    body: Body | Literal["erased", "withheld"] | None = None


class Payload(msgspec.Struct, frozen=True):
    """The part of a payload that every record has."""

    at: int
    by: str
    verb: str


class Trust(IntEnum):
    """How hard a witness is to forge: what the reader holds, a slip that others hold too, a checkpoint on this disk."""

    IN_HAND = 0
    SLIP = 1
    CHECKPOINT = 2


class Witnessed(NamedTuple):
    """That a chain had `length` records and ended in `head`, and who says so."""

    length: int
    head: bytes
    witness: str
    trust: Trust


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
    withheld: int = 0
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
    first = 1 if name.startswith(LINE_PREFIX) else 0
    proof, previous, expected = Proof(name), chain.genesis(name), first
    heads: dict[int, bytes] = {}
    lengths = {mark.length for mark in witnessed}
    for record in records:
        seq, no = record.seq, record.seq - first + 1
        if seq > expected:
            proof.say(Kind.REMOVED, expected - first + 1, no - 1)
        # After a gap the stored link is believed, so that what follows is judged by itself.
        follows = seq > expected or chain.link(previous, seq, record.leaf) == record.link
        try:
            fault = _fault(proof, record, no, decisions) if follows else Kind.CHANGED
        except msgspec.MsgspecError:  # a forger who made leaf and link fit, but no record
            fault = Kind.CHANGED
        if fault is not None:
            proof.say(fault, no, no)
        previous, expected = record.link, seq + 1
        if no in lengths:
            heads[no] = record.link
    proof.length, proof.head = expected - first, previous
    _compare(proof, heads, witnessed)
    return proof


class Header(msgspec.Struct, frozen=True):
    """What a line's record says for ever: `body` is the leaf of its body in hex."""

    at: int
    kind: str
    body: str


_payload_of = msgspec.json.Decoder(Payload).decode
header_of = msgspec.json.Decoder(Header).decode


def _fault(proof: Proof, record: Record, no: int, decisions: Decisions) -> Kind | None:
    """What is wrong with a record by itself; notes a lawful erasure on the way."""
    if not holds(record):
        return Kind.CHANGED
    if record.payload is None:
        return _judge_erasure(proof, record, no, decisions)
    if record.body is not None:
        return _judge_body(proof, record, no, decisions)
    if record.columns is not None:
        stated = _payload_of(record.payload)
        if record.columns != (stated.at, stated.verb, stated.by):
            return Kind.MISFILED
    return None


def holds(record: Record) -> bool:
    """Whether payload and salt are what the leaf was made of, or were erased together."""
    if record.payload is None or record.salt is None:
        return record.payload is None and record.salt is None
    return len(record.salt) == chain.SALT_LENGTH and chain.leaf(record.salt, record.payload) == record.leaf


def _judge_erasure(proof: Proof, record: Record, no: int, decisions: Decisions) -> Kind | None:
    decision, stated = decisions.get((proof.name, record.seq), (None, None))
    if decision is None or stated is None or decision.leaf != record.leaf.hex():
        return Kind.UNDECIDED
    proof.erased.append(Erased(proof.name, no, decision.decision, stated.by, stated.at))
    filed = record.columns is None or record.columns == Columns(decision.at, decision.verb, "")
    return None if filed else Kind.MISFILED


def _judge_body(proof: Proof, record: Record, no: int, decisions: Decisions) -> Kind | None:
    if isinstance(record.body, Body):
        header = header_of(record.payload or b"")
        sound = len(record.body.salt) == chain.SALT_LENGTH and chain.leaf(*record.body).hex() == header.body
        return None if sound else Kind.CHANGED
    if record.body == "withheld":
        proof.withheld += 1
        return None
    decision, stated = decisions.get((proof.name, record.seq), (None, None))
    if decision is None or stated is None:
        return Kind.UNDECIDED
    proof.erased.append(Erased(proof.name, no, decision.decision, stated.by, stated.at))
    return None


def _compare(proof: Proof, heads: Mapping[int, bytes], witnessed: Sequence[Witnessed]) -> None:
    """Hold a chain against its witnesses: the first that contradicts it, and the longest that it falls short of."""
    order = sorted(witnessed, key=lambda mark: (mark.length, mark.trust))
    for mark in order:
        if heads.get(mark.length, mark.head) == mark.head:
            continue
        # A forger mends checkpoints before slips: only a witness as hard to forge says where the history still held.
        agreed = [one.length for one in order if one.length < mark.length and one.trust <= mark.trust]
        proof.say(Kind.RECOMPUTED, max(agreed, default=0) + 1, mark.length, mark.witness)
        break
    longest = max(witnessed, key=lambda mark: (mark.length, -mark.trust), default=None)
    if longest is None or longest.length <= proof.length:
        return
    if proof.length == 0:
        proof.say(Kind.MISSING, 1, longest.length, longest.witness)
    else:
        proof.say(Kind.TAIL, proof.length + 1, longest.length, longest.witness)
