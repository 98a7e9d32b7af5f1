"""A history that can be carried away: written here, read again on any machine, without database or Django.

A bundle is one JSON text, gzip'd when its name ends in .gz:

    {"v": 1, "kind": "xiangyue-bundle", "county", "made": ms,
     "only"?: [chain, ...], "slips": [{"no", "root": hex, "body"}], "heads": {chain: [length, link]},
     "chains": [{"name", "records": [[seq, leaf, link, salt | null, payload | null, body?], ...]}]}

Hashes and salts are hex, payloads their own canonical text, so a verifier needs no canonical JSON. A line's record has
a body: [salt, text], "erased", or "withheld" when it holds what never leaves the house. An extract names the chains it
is made of (`only`): it says nothing about the others.
"""

import gzip
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, TextIO

import msgspec

from xiangyue.journal.breaks import Break
from xiangyue.journal.proof import Body, Record
from xiangyue.journal.rows import KIND, row
from xiangyue.journal.slipbook import Kept
from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal
from xiangyue.project.audit import Source


class NotABundle(Refusal):
    code = "not-a-bundle"
    status = 400
    text = "读不懂 {name}：它不是乡约的审计包。 {name} is not an audit bundle."


class Bundle:
    """The history as it was carried away."""

    def __init__(self, path: Path) -> None:
        """Raises `NotABundle`."""
        try:
            raw = path.read_bytes()
            text = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
            self._stated = msgspec.json.decode(text, type=_Stated)
        except (OSError, EOFError, msgspec.MsgspecError) as error:
            raise NotABundle(name=path.name) from error
        self._name = path.name
        if self._stated.kind != KIND:
            raise NotABundle(name=path.name)
        self._parts: dict[str, list[list[list[Any]]]] = {}
        for stated in self._stated.chains:
            self._parts.setdefault(stated.name, []).append(stated.records)

    def one_moment(self) -> AbstractContextManager[None]:
        return nullcontext()

    def slips(self) -> Iterator[Kept]:
        kept = (Kept(slip.no, bytes.fromhex(slip.root), slip.body) for slip in self._stated.slips)
        return iter(sorted(kept))

    def heads(self) -> Iterator[tuple[str, int, bytes]]:
        for name, (length, link) in self._stated.heads.items():
            yield name, length, bytes.fromhex(link)

    def only(self) -> frozenset[str] | None:
        return None if self._stated.only is None else frozenset(self._stated.only)

    def chains(self) -> Iterable[str]:
        return [stated.name for stated in self._stated.chains]

    def records(self, chain: str) -> Iterator[Record]:
        try:
            yield from (_from_row(row) for part in self._parts.get(chain, ()) for row in part)
        except (ValueError, TypeError, AttributeError, IndexError) as error:
            raise NotABundle(name=self._name) from error

    def walk(self) -> Iterator[tuple[str, Iterator[Record]]]:
        for name in self._parts:
            yield name, self.records(name)

    def others(self) -> Iterable[Break]:
        return ()


class _StatedSlip(msgspec.Struct, frozen=True):
    no: int
    root: str
    body: str


class _StatedChain(msgspec.Struct, frozen=True):
    name: str
    records: list[list[Any]]


class _Stated(msgspec.Struct, frozen=True):
    kind: str
    slips: list[_StatedSlip]
    heads: dict[str, tuple[int, str]]
    chains: list[_StatedChain]
    only: list[str] | None = None


def export(source: Source, path: Path, *, county: str, whole: bool) -> None:
    """Write everything that proves the history into one file, chain after chain, so that size costs no memory.

    Bodies of lines that hold private parts (who stands behind a pseudonym) stay at home unless `whole`.
    """
    with source.one_moment():
        _export(source, path, county=county, whole=whole)


def _export(source: Source, path: Path, *, county: str, whole: bool) -> None:
    heads = {name: [length, link.hex()] for name, length, link in source.heads()}
    kept = [{"no": slip.no, "root": slip.root.hex(), "body": slip.body} for slip in source.slips()]
    start = {"v": 1, "kind": KIND, "county": county, "made": clock.now_ms(), "slips": kept, "heads": heads}
    with _opened(path) as file:
        file.write(_json(start)[:-1] + ',"chains":[')
        for at, name in enumerate(source.chains()):
            file.write(f'{"," if at else ""}\n{{"name":{_json(name)},"records":[')
            for number, record in enumerate(source.records(name)):
                file.write(f"{',' if number else ''}\n{_json(row(record, whole=whole))}")
            file.write("]}")
        file.write("]}\n")


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "wt", encoding="utf-8")  # closed by the caller's with
    return path.open("w", encoding="utf-8")


def _from_row(row: list[Any]) -> Record:
    seq, leaf, link, salt, payload, *rest = row
    if type(seq) is not int or seq < 0:
        raise ValueError(seq)
    body = rest[0] if rest else None
    return Record(
        seq,
        bytes.fromhex(leaf),
        bytes.fromhex(link),
        None if salt is None else bytes.fromhex(salt),
        None if payload is None else payload.encode(),
        body=Body(bytes.fromhex(body[0]), body[1].encode()) if isinstance(body, list) else body,
    )


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
