"""The head document: what a phone asks first."""

import msgspec

from xiangyue.timeline.rules import Mode
from xiangyue.timeline.shelf import Shelf

RENDITIONS = ("source", "audio")


class _Media(msgspec.Struct):
    base: str
    renditions: tuple[str, ...]
    state: str


class _Head(msgspec.Struct):
    v: int
    lecture: str
    epoch: int
    head: int
    tick_ms: int
    snapshot: int | None
    since: list[msgspec.Raw]
    mode: Mode
    phase: str
    ended: bool
    started_ms: int
    media: _Media


def document(lecture: str, shelf: Shelf, *, tick_ms: int, mode: Mode, started_ms: int) -> bytes:
    """The document without its clock: the same until the next segment. `with_clock` completes it."""
    tail = shelf.tail
    media = "ended" if tail.last else tail.state.media.state
    return msgspec.json.encode(
        _Head(
            v=1,
            lecture=lecture,
            epoch=shelf.epoch,
            head=tail.head,
            tick_ms=tick_ms,
            snapshot=shelf.snapshot_at,
            since=[msgspec.Raw(raw) for raw in shelf.raws],
            mode=mode,
            phase=tail.state.phase,
            ended=tail.last,
            started_ms=started_ms,
            media=_Media(f"/live/{lecture}/{shelf.epoch}/", RENDITIONS, media),
        )
    )


def with_clock(body: bytes, now_ms: int) -> bytes:
    return b'%s,"server_ms":%d}' % (body[:-1], now_ms)
