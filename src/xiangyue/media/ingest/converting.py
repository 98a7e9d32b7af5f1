"""Keeps a page's converter running beside the live loop: bounded queues, and a death is a sentence on the console.

A sound converter that died is started again and goes on; one that reads a whole recording cannot begin in its middle,
so the page is asked to start anew.
"""

import asyncio
import logging
import sys
from asyncio.subprocess import Process
from collections import deque

from xiangyue.media.frames import Codec, Frame, Kind
from xiangyue.media.ingest import records
from xiangyue.media.ingest.errors import ProtocolError
from xiangyue.media.ingest.records import Converted, Record
from xiangyue.media.ingest.sitting import ConverterLost, Sitting

logger = logging.getLogger(__name__)

AGAIN_S = 1.0
"""Before a dead one is started again: one that cannot start at all must not eat a core."""

STOP_S = 3.0
"""It ends by itself as soon as its input does."""

WAITING_BYTES = {False: 1 << 20, True: 16 << 20}
"""What may wait for it: two minutes of Opus, which is then dropped; a minute of a whole recording."""

MOST = 4 << 20
"""One record of its answer; a larger one means that it has lost its mind."""


class Converting:
    """All converters of one live process. Implements `sitting.Helpers`."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, sitting: Sitting, *, whole: bool) -> "Running":
        running = Running(sitting, whole=whole)
        task = asyncio.create_task(running.run(), name=f"converter {sitting.lecture}")
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return running

    async def close(self) -> None:
        """Wait for the end of all; their sittings have closed them."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


class Running:
    """One page's converter. Implements `sitting.Converter`."""

    def __init__(self, sitting: Sitting, *, whole: bool) -> None:
        self._sitting, self._whole = sitting, whole
        self._limit = WAITING_BYTES[whole]
        self._input: asyncio.StreamWriter | None = None
        self._waiting: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._configuration = b""
        self._closed = False
        self.dropped = 0
        self.deaths = 0
        self.pid = 0

    def feed(self, kind: Record, at_us: int, body: bytes) -> None:
        """Never waits. What there is no room for is dropped, and said."""
        raw = records.piped(kind, at_us, body)
        if kind is Record.SOUND_CODEC:
            self._configuration = raw
        queued = self._waiting_bytes if self._input is None else self._input.transport.get_write_buffer_size()
        if queued + len(raw) > self._limit:
            self.dropped += 1
            if self._whole:
                self._sitting.refuse(ConverterLost.code, ConverterLost.text)
            else:
                self._sitting.note("trouble", "sound-slow")
        elif self._input is None:
            self._waiting.append(raw)
            self._waiting_bytes += len(raw)
        else:
            self._input.write(raw)

    def close(self) -> None:
        """Nothing follows; it ends by itself."""
        self._closed = True
        if self._input is not None:
            self._input.close()

    async def run(self) -> None:
        """Its whole life, and the next one's."""
        while not self._closed:
            if self.deaths:
                await asyncio.sleep(AGAIN_S)
            try:
                process = await self._start()
            except OSError as error:  # no memory for it now
                logger.error("a converter could not be started: %s", error)  # noqa: TRY400 - a fact, not our mistake
            else:
                try:
                    await self._listen(process)
                finally:
                    self._input = None
                    await _end(process)
                if not self._closed:
                    logger.error("the converter of %s ended with status %s", self._sitting.lecture, process.returncode)
            self._died()

    # ------------------------------------------------
    async def _start(self) -> Process:
        word = "whole" if self._whole else "sound"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "xiangyue.media.ingest.convert", word,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stdin is not None
        self.pid = process.pid
        waiting, self._waiting, self._waiting_bytes = self._waiting, deque(), 0
        if self._configuration and self._configuration not in waiting:
            waiting.appendleft(self._configuration)
        process.stdin.writelines(waiting)
        self._input = process.stdin
        if self._closed:
            process.stdin.close()
        return process

    async def _listen(self, process: Process) -> None:
        assert process.stdout is not None
        try:
            while True:
                head = await process.stdout.readexactly(records.PIPE_HEAD)
                size, kind, at_us, cts_us = records.unpiped(head, MOST)
                self._deliver(Converted(kind, at_us, cts_us, await process.stdout.readexactly(size)))
        except asyncio.IncompleteReadError:
            return
        except ProtocolError:
            logger.exception("the converter of %s speaks nonsense", self._sitting.lecture)

    def _deliver(self, made: Converted) -> None:
        match made.kind:
            case Record.PICTURE_CODEC:
                self._sitting.deliver(Codec(Kind.VIDEO, "avc1", made.body))
            case Record.SOUND_CODEC:
                self._sitting.deliver(Codec(Kind.AUDIO, "mp4a", made.body))
            case Record.SOUND:
                self._sitting.deliver(Frame(Kind.AUDIO, made.at_us * 9 // 100, 0, True, made.body))
            case Record.KEY | Record.PICTURE:
                key = made.kind is Record.KEY
                self._sitting.deliver(Frame(Kind.VIDEO, made.at_us * 9 // 100, made.cts_us * 9 // 100, key, made.body))

    def _died(self) -> None:
        self.deaths += 1
        if self._closed:
            return
        if self._whole:
            self._sitting.refuse(ConverterLost.code, ConverterLost.text)
        else:
            self._sitting.note("trouble", "sound-lost")


async def _end(process: Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), STOP_S)
    except TimeoutError:
        process.kill()
        await process.wait()
