"""The witness slip (见证条) as text: what its root is the root of, and the one line that is printed.

A slip's body is lines of canonical JSON. The first is the header, which names the slip before; each further line is a
mark: how long one chain was and what its head was. Since version 2 it marks what moved since the slip before, whose
root it names: together the slips still vouch for every chain. The root is the Merkle root over the lines, so it needs
no parser.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from xiangyue.journal import spelling
from xiangyue.kernel import chain, merkle

MOVED_ONLY = 2
"""The version of a slip that marks only what moved since the slip before; version 1 marked every chain."""

FIRST = "0" * 64
"""What the first slip names as the root of the slip before."""


class Mark(msgspec.Struct, frozen=True, order=True):
    """That a chain had `length` records and ended in `head` (hex)."""

    chain: str
    length: int
    head: str


class Header(msgspec.Struct, frozen=True):
    """What a slip says of itself. `date` is China's; `at` is in milliseconds; `previous` is a root in hex."""

    no: int
    date: str
    at: int
    county: str
    previous: str
    chains: int
    records: int
    v: int = 1


def write(header: Header, marks: Iterable[Mark]) -> str:
    """The body of a slip: its header and the marks of all chains, in the order of their names."""
    return "\n".join(_canonical(part) for part in (header, *sorted(marks)))


def read(body: str) -> tuple[Header, list[Mark]]:
    """The header and the marks of a body. Raises `msgspec.ValidationError` or `DecodeError` for anything else."""
    first, *rest = body.split("\n")
    return msgspec.json.decode(first, type=Header), [_mark.decode(line) for line in rest]


def root(body: str) -> bytes:
    """The root that vouches for every line of a body."""
    return merkle.root([line.encode() for line in body.split("\n")])


def line(header: Header, root: bytes) -> str:
    """The slip: one line that can be printed, kept and read aloud."""
    return (
        f"乡约 {header.county} {header.date} 第 {header.no} 号"
        f" · 链 {header.chains} 条 · 记录 {header.records} 条 · 根 {spelling.spell(root)}"
    )


_mark = msgspec.json.Decoder(Mark)


def _canonical(part: msgspec.Struct) -> str:
    plain: dict[str, Any] = msgspec.to_builtins(part)
    return chain.canonical(plain).decode()
