"""The converter: a process of its own for one studio page. Records on standard input, records on standard output.

    python -m xiangyue.media.ingest.convert sound | whole

It ends when its input does, and whatever happens to it happens to nobody else.
"""

import contextlib
import signal
import sys
from collections.abc import Iterator
from typing import BinaryIO

import av

from xiangyue.media.ingest import container, opus, records
from xiangyue.media.ingest.records import Record


def main(words: list[str]) -> int:
    """Exit status 0 when the input has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the house, which then closes our input
    given, taken = sys.stdin.buffer, sys.stdout.buffer
    with contextlib.suppress(BrokenPipeError):
        if words == ["sound"]:
            _sound(given, taken)
        elif words == ["whole"]:
            _whole(given, taken)
        else:
            return 2
    return 0


def _sound(given: BinaryIO, taken: BinaryIO) -> None:
    def emit(kind: Record, at_us: int, body: bytes) -> None:
        taken.write(records.piped(kind, at_us, body))

    sound: opus.Sound | None = None
    channels = 0
    for kind, at_us, body in _input(given):
        if kind is Record.SOUND_CODEC and body[0] != channels:
            if sound is not None:
                sound.flush()
            channels = body[0]
            sound = opus.Sound(channels, emit)
        elif kind is Record.SOUND and sound is not None:
            sound.packet(at_us, body)
        taken.flush()


def _whole(given: BinaryIO, taken: BinaryIO) -> None:
    def emit(kind: Record, at_us: int, cts_us: int, body: bytes) -> None:
        taken.write(records.piped(kind, at_us, body, cts_us))
        taken.flush()

    try:
        container.convert(_Growing(given), emit)
    except av.FFmpegError as error:
        print(f"converter: not a recording: {error}", file=sys.stderr)  # noqa: T201 - for the operator's log
        raise SystemExit(1) from None


def _input(given: BinaryIO) -> Iterator[tuple[Record, int, bytes]]:
    while len(head := given.read(records.PIPE_HEAD)) == records.PIPE_HEAD:
        size, kind, at_us, _cts = records.unpiped(head)
        yield kind, at_us, given.read(size)


class _Growing:
    """The bytes of a recording as they come, as FFmpeg reads a file."""

    def __init__(self, given: BinaryIO) -> None:
        self._input = _input(given)
        self._left = b""

    def read(self, count: int) -> bytes:
        while not self._left:
            found = next(self._input, None)
            if found is None:
                return b""
            self._left = found[2] if found[0] is Record.FILE else b""
        piece, self._left = self._left[:count], self._left[count:]
        return piece


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
