"""Reads a line from disk, without the process that wrote it, and names every break.

What it cannot see without help: a tail that was removed, or a chain recomputed from some record on by whoever owns the
disk. For that give it a `(length, link)` that left the building: a receipt, a checkpoint, a witness slip.
"""

import gzip
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from xiangyue.kernel import chain
from xiangyue.timeline import erasure, framing, log, records, recount, segments, shelf
from xiangyue.timeline.errors import Damaged
from xiangyue.timeline.events import KINDS, Accepted
from xiangyue.timeline.fold import FRESH, fold
from xiangyue.timeline.segments import Event, Segment
from xiangyue.timeline.shelf import Piece


@dataclass(frozen=True, slots=True)
class Break:
    """`code` what is wrong, `where` a record, segment or byte, `text` the sentence for a person."""

    code: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Findings:
    """`length` and `link` of the private chain; `head` of the public one; `erased` by decision, which is no break."""

    length: int
    link: str
    epoch: int
    head: int
    erased: tuple[int, ...]
    breaks: tuple[Break, ...]

    @property
    def sound(self) -> bool:
        return not self.breaks


@dataclass(slots=True)
class _Search:
    """What has been read and found so far."""

    records: dict[int, Accepted] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    salts: dict[int, bytes] = field(default_factory=dict)
    links: dict[int, bytes] = field(default_factory=dict)
    erased: list[int] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)

    def add(self, code: str, where: str, text: str) -> None:
        self.breaks.append(Break(code, where, text))


def verify(folder: Path, *, against: tuple[int, str] | None = None) -> Findings:
    """Everything there is to find in a line's folder. `against`: a length and link (hex, or its first letters) that
    somebody outside has kept. Raises `FileNotFoundError` when there is no log at all.
    """
    search = _Search()
    data = (folder / log.NAME).read_bytes()
    lecture = data[len(records.MAGIC) : records.START].decode(errors="replace")
    length = _log(search, data, lecture)
    if against is not None:
        _against(search, length, *against)
    decisions = [record for record in search.records.values() if record.kind == "epoch"]
    _erasures(search, decisions)
    for seq in recount.wrong_sums(search.records[seq] for seq in sorted(search.records)):
        search.add("sum-wrong", f"record {seq}", f"第 {seq} 条公布的票数或答题数，与收到的对不上。")
    epoch = decisions[-1].data["epoch"] if decisions else 1
    head = _Public(search, folder, lecture, epoch, decisions[-1] if decisions else None).examine()
    link = search.links[length].hex() if length else records.genesis(lecture).hex()
    return Findings(length, link, epoch, head, tuple(search.erased), tuple(search.breaks))


def _log(search: _Search, data: bytes, lecture: str) -> int:
    if data[: len(records.MAGIC)] != records.MAGIC:
        search.add("damaged", "byte 0", "文件开头不是宣讲记录。")
    previous, expected, offset = records.genesis(lecture), 1, records.START
    while offset < len(data):
        found = framing.frame_at(data, offset)
        if found is None:
            if framing.is_torn(data, offset):
                break
            search.add("damaged", f"byte {offset}", f"第 {expected} 条附近的字节被改动或损坏。")
            found = framing.next_frame(data, offset + 1)
            if found is None:
                break
        offset = found.end
        previous, expected = _record(search, found.payload, previous, expected)
    return expected - 1


def _record(search: _Search, payload: bytes, previous: bytes, expected: int) -> tuple[bytes, int]:
    """The chain's head after this record, and the number that must come next."""
    try:
        stored = records.unpack(payload)
        header = records.header_of(stored)
    except Damaged:
        search.add("changed", f"record {expected}", f"第 {expected} 条不成记录。")
        return previous, expected + 1
    seq = header.seq
    if seq != expected:
        names = f"第 {expected} 条" if seq == expected + 1 else f"第 {expected} 至 {seq - 1} 条"
        search.add("removed", f"record {expected}", f"{names}不见了，第 {seq} 条紧接其后。")
    elif records.link(previous, seq, stored.header) != stored.link:
        search.add("changed", f"record {seq}", f"第 {seq} 条的位置、时间或种类被改动，或它的前一条被换掉。")
    search.kinds[seq], search.links[seq] = header.kind, stored.link
    if stored.erased:
        search.erased.append(seq)
    elif len(stored.salt) != chain.SALT_LENGTH or chain.leaf(stored.salt, stored.body).hex() != header.body:
        search.add("changed", f"record {seq}", f"第 {seq} 条的内容被改动。")
        return stored.link, seq + 1
    else:
        search.salts[seq] = records.open_salt(stored.salt)
    search.records[seq] = records.accepted_of(stored, header)
    return stored.link, seq + 1


def _against(search: _Search, length: int, kept_length: int, kept_link: str) -> None:
    if length < kept_length:
        text = f"外面存有第 {kept_length} 条的链头，这里只有 {length} 条：末尾被删。"
        search.add("tail-removed", f"record {length + 1}", text)
    elif kept_length in search.links and not search.links[kept_length].hex().startswith(kept_link.lower()):
        text = f"到第 {kept_length} 条为止的链头与外面存的不同：历史被整段重写。"
        search.add("rewritten", f"record {kept_length}", text)


def _erasures(search: _Search, decisions: list[Accepted]) -> None:
    decided = {seq for decision in decisions for seq in decision.data["erased"]}
    for seq in search.erased:
        if seq not in decided:
            search.add("erased-without-decision", f"record {seq}", f"第 {seq} 条的内容没有了，却没有抹除决定。")
    for seq in sorted(decided - set(search.erased)):
        search.add("not-erased", f"record {seq}", f"已决定抹除第 {seq} 条，内容却还在。")


class _Public:
    """The segments of one epoch against themselves and against the log."""

    def __init__(self, search: _Search, folder: Path, lecture: str, epoch: int, decision: Accepted | None) -> None:
        self._search = search
        self._folder = folder / str(epoch)
        self._lecture = lecture
        self._epoch = epoch
        self._decision = decision
        self._likes_out = 0
        self._shown: set[int] = set()
        self._samplings: dict[int, list[dict[str, Any]]] = {}
        for record in search.records.values():
            if record.kind == "sampled":
                self._samplings.setdefault(record.data["n"], []).append(record.data)
        self._raws: list[bytes] = []

    def examine(self) -> int:
        """The number of the last segment."""
        path, search = self._folder / shelf.NAME, self._search
        try:
            data = path.read_bytes()
            if data[: shelf.START] != shelf.header(self._lecture, self._epoch):
                raise Damaged(f"{shelf.NAME} is not epoch {self._epoch} of {self._lecture}")  # noqa: TRY301 - one way out
            pieces = [piece for piece, _ in shelf.read_pieces(data, path)[0]]
        except (FileNotFoundError, Damaged) as error:
            search.add("segments-damaged", f"epoch {self._epoch}", f"公开段落读不下去：{error}")
            return -1
        previous, state = segments.genesis(self._lecture, self._epoch), FRESH
        last: Piece | None = None
        for piece in pieces:
            if piece.kind == "s":
                expected = erasure.snapshot_after(last, state) if last else None
                if expected is None or gzip.decompress(piece.body) != expected[1]:
                    search.add("snapshot-changed", f"snapshot {piece.n}", f"第 {piece.n} 个快照与此前各段不符。")
                continue
            segment = self._segment(piece, previous)
            if segment is None:
                return piece.n - 1
            previous, state, last = segments.unletters(piece.hash), fold(state, segment), piece
        if last is not None:
            self._complete(last)
            self._closed(last)
        self._blocks()
        return last.n if last else -1

    def _segment(self, piece: Piece, previous: bytes) -> Segment | None:
        n, search = piece.n, self._search
        try:
            raw = gzip.decompress(piece.body)
            segment = segments.decode(raw)
            made = segments.segment_hash(previous, segment)
        except (msgspec.MsgspecError, ValueError, OSError, EOFError, zlib.error) as error:
            search.add("segment-changed", f"segment {n}", f"第 {n} 段读不下去：{error}")
            return None
        self._raws.append(raw)
        hashes = segments.letters(previous), segments.letters(made)
        if (segment.prev, segment.hash) != hashes or piece.hash != segment.hash or segment.n != n:
            search.add("segment-changed", f"segment {n}", f"第 {n} 段的内容与它的链不符。")
        for event in segment.ev:
            self._event(n, event)
        if segment.sampled != sum(len(sampling["seqs"]) for sampling in self._samplings.get(n, ())):
            search.add("segment-changed", f"segment {n}", f"第 {n} 段未公开的弹幕条数与记录不符。")
        self._sampling(n, segment)
        return segment

    def _event(self, n: int, event: Event) -> None:
        record, i = self._search.records.get(event.i), event.i
        if i in self._shown:
            self._search.add("segment-changed", f"segment {n}", f"第 {i} 条在公开段落里出现两次。")
        self._shown.add(i)
        if record is None:
            self._search.add("segment-changed", f"segment {n}", f"公开的第 {i} 条在原始记录里没有。")
            return
        if event.k == "erased" or record.kind == "erased":
            same = event.k == record.kind
        elif event.k == "like":
            same = record.kind == "like" and event.d == {"n": self._taps(i)}
        else:
            same = (event.k, event.d, event.m) == (record.kind, record.data, record.media_ms)
            same = same and event.s == segments.letters(self._search.salts[i])
        if not same:
            self._search.add("segment-changed", f"segment {n}", f"公开的第 {i} 条与原始记录不同。")

    def _taps(self, upto: int) -> int:
        taps = [
            self._search.records[seq].data["n"]
            for seq in range(self._likes_out + 1, upto + 1)
            if self._search.kinds.get(seq) == "like" and seq in self._search.records
        ]
        self._likes_out = upto
        return sum(taps)

    def _sampling(self, n: int, segment: Segment) -> None:
        """Chance chose, nobody else: what was left out has greater links than what was shown of the same draw. (A kill
        between a sampling and its segment leaves two samplings for one number.)
        """
        links = self._search.links
        for sampling in self._samplings.get(n, ()):
            left = [links[seq] for seq in sampling["seqs"] if seq in links]
            says = [event.i for event in segment.ev if event.k == "say" and event.i <= sampling["upto"]]
            shown = [links[i] for i in says if i in links]
            if left and shown and min(left) < max(shown):
                self._search.add("sampling-chosen", f"segment {n}", f"第 {n} 段的弹幕不是按规则抽样的。")

    def _complete(self, last: Piece) -> None:
        """What the line had decided about by its last segment is public, or the log says why not."""
        excused = {seq for found in self._samplings.values() for sampling in found for seq in sampling["seqs"]}
        for record in self._search.records.values():
            if record.kind in ("refused", "redact") and record.data["i"] not in self._shown:
                excused |= {record.data["i"], record.seq}
        for seq, kind in self._search.kinds.items():
            upto = last.says if kind == "say" else last.rest
            public = kind in KINDS and KINDS[kind].public and kind != "like"
            if public and seq <= upto and seq not in self._shown | excused and seq not in self._search.erased:
                self._search.add("unpublished", f"record {seq}", f"第 {seq} 条应当公开，公开段落里却没有。")

    def _closed(self, last: Piece) -> None:
        """The private chain may have kept the public one's last hash."""
        for record in self._search.records.values():
            if record.kind == "closed" and record.data["epoch"] == self._epoch and record.data["hash"] != last.hash:
                self._search.add("rewritten", f"segment {last.n}", "公开段落的链尾与原始记录里存的不同：被整段重写。")
        if self._decision is not None and self._raws:
            opens = segments.decode(self._raws[0]).opens
            if opens is None or opens.previous_epoch_head != self._decision.data["previous"]:
                self._search.add("segment-changed", "segment 0", "新一版的开头没有写明它换下的那一版。")

    def _blocks(self) -> None:
        for path in sorted((self._folder / "b").glob("*.gz")):
            try:
                block = msgspec.json.decode(gzip.decompress(path.read_bytes()))
                first, last = block["from"], block["to"]
                same = gzip.decompress(path.read_bytes()) == segments.block(
                    int(path.stem), first, self._raws[first : last + 1]
                )
            except (msgspec.MsgspecError, KeyError, TypeError, OSError, EOFError, zlib.error):
                same = False
            if not same:
                self._search.add("block-changed", f"block {path.stem}", f"第 {path.stem} 分钟的合并段与各段不符。")
