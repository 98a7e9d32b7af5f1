"""Small honest histories to tamper with, and the hand of somebody who owns the disk."""

from xiangyue.journal import proof, slips
from xiangyue.journal.proof import Record
from xiangyue.journal.slipbook import Kept
from xiangyue.kernel import chain


def a_payload(number: int, *, at: int = 1_764_000_000_000) -> bytes:
    return chain.canonical({"at": at + number, "by": "office", "data": {"n": number}, "verb": "note"})


def a_record(name: str, seq: int, previous: bytes, payload: bytes) -> Record:
    salt = seq.to_bytes(16, "big")
    leaf = chain.leaf(salt, payload)
    return Record(seq, leaf, chain.link(previous, seq, leaf), salt, payload)


def a_chain(name: str, length: int) -> list[Record]:
    return chained(name, [a_payload(number) for number in range(length)])


def chained(name: str, payloads: list[bytes]) -> list[Record]:
    """Records that prove: also what a forger makes who recomputes a chain."""
    records, previous = [], chain.genesis(name)
    for seq, payload in enumerate(payloads):
        records.append(a_record(name, seq, previous, payload))
        previous = records[-1].link
    return records


def a_slip(no: int, previous: str, heads: dict[str, list[Record]]) -> Kept:
    marks = [slips.Mark(name, len(records), records[-1].link.hex()) for name, records in heads.items()]
    header = slips.Header(
        no, "2026-11-23", 1_764_000_000_000 + no, "柯城区", previous, len(marks), sum(mark.length for mark in marks)
    )
    body = slips.write(header, marks)
    return Kept(no, slips.root(body), body)


def witnessed(records: list[Record], *lengths: int) -> list[proof.Witnessed]:
    return [
        proof.Witnessed(length, records[length - 1].link, f"第 {length} 条处的见证", proof.Trust.SLIP)
        for length in lengths
    ]
