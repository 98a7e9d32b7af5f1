"""All lines of one live process: taken up, ticked, opened when asked for."""

import asyncio
import contextlib
import logging
from pathlib import Path

import msgspec

from xiangyue.kernel import clock, ids
from xiangyue.timeline import loading
from xiangyue.timeline.errors import Damaged, UnknownLine
from xiangyue.timeline.events import Accepted
from xiangyue.timeline.line import Heard, Line
from xiangyue.timeline.rules import LineRules
from xiangyue.timeline.sealing import SUMMARY
from xiangyue.timeline.writer import Writer

logger = logging.getLogger(__name__)

FINISHED_KEPT = 64
"""Finished lines kept open for readers of replays; the one unread longest is closed first."""

LONGEST_SLEEP_S = 0.5
"""Lines are looked at this often even when none is due: readers that waited too long are told."""


class Lines:
    """All lines of one live process. `on_event` is told every record after it is on disk; `damaged` are the lines whose
    files are not what was written: they are refused, the others go on.
    """

    def __init__(self, root: Path, rules: LineRules) -> None:
        self.on_event: list[Heard] = []
        self.damaged: dict[str, Damaged] = {}
        self.writer = Writer(rules.commit_ms)
        self._root = root
        self._rules = rules
        self._lines: dict[str, Line] = {}
        self._summaries: dict[str, tuple[int, str]] = {}
        """Length and last link of finished lines that are not open."""
        self._nudge = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self, *, ticking: bool = True) -> None:
        """Take up every unfinished line; tick them all, unless somebody else drives `tick`."""
        self.writer.start()
        self._root.mkdir(parents=True, exist_ok=True)
        for folder in sorted(self._root.iterdir()):
            if ids.is_id(folder.name) and not (folder / SUMMARY).exists():
                try:
                    self._load(folder.name)
                except UnknownLine:
                    logger.warning("%s holds no line", folder)  # a kill between its folder and its log
                except Damaged:
                    continue  # said and kept by _load
        if ticking:
            self._task = asyncio.create_task(self._run(), name="lines")

    async def close(self) -> None:
        """Stop ticking, write what is queued, let go of the files."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        await self.writer.close()
        for line in self._lines.values():
            line.close()
        self._lines.clear()

    def open(self, lecture: str) -> Line:
        """The line of a lecture, made if there is none."""
        if not ids.is_id(lecture):
            raise UnknownLine
        loading.create(self._root / lecture, lecture)
        return self.find(lecture)

    def find(self, lecture: str) -> Line:
        """The line of a lecture. Raises `UnknownLine`, or `Damaged` each time for one whose files are."""
        line = self._lines.get(lecture)
        if line is None:
            if lecture in self.damaged:
                raise self.damaged[lecture]
            if not ids.is_id(lecture):
                raise UnknownLine
            line = self._load(lecture)
            self._forget_one()
        elif line.ended:
            self._lines[lecture] = self._lines.pop(lecture)  # read last, forgotten last
        return line

    def unfinished(self) -> list[Line]:
        """The lines whose last segment is still to come."""
        return [line for line in self._lines.values() if not line.ended]

    def heads(self) -> list[tuple[str, int, str]]:
        """Lecture, length and last link of every line there is, for the checkpoint of the day."""
        found = []
        for folder in sorted(self._root.iterdir()):
            if folder.name in self._lines:
                found.append((folder.name, *self._lines[folder.name].chain_head()))
            elif folder.name in self._summaries or (folder / SUMMARY).exists():
                found.append((folder.name, *self._summary(folder)))
        return found

    def _summary(self, folder: Path) -> tuple[int, str]:
        """Read once: the follower asks each second, and the finished lines of a county's years are thousands."""
        known = self._summaries.get(folder.name)
        if known is None:
            summary = msgspec.json.decode((folder / SUMMARY).read_bytes())
            known = self._summaries[folder.name] = summary["length"], summary["link"]
        return known

    def tick(self, now_ms: int) -> int | None:
        """Tick every line; when the next is due."""
        for line in list(self._lines.values()):
            try:
                line.tick(now_ms)
            except Exception:
                # A mistake in one lecture is loud, and does not stop the clock of all others.
                logger.exception("line %s could not tick", line.lecture)
        dues = [due for line in self._lines.values() if (due := line.due_ms()) is not None and due > now_ms]
        return min(dues, default=None)

    def _load(self, lecture: str) -> Line:
        try:
            loaded = loading.load(self._root / lecture, lecture, self._rules, self.writer)
        except Damaged as damage:
            logger.error("line %s is refused: %s", lecture, damage)  # noqa: TRY400 - the sentence names the place
            self.damaged[lecture] = damage
            raise
        line = Line(loaded, self._rules, self.writer, self._tell, self._nudge.set)
        self._lines[lecture] = line
        self._summaries.pop(lecture, None)  # it may be written to again
        return line

    def _forget_one(self) -> None:
        finished = [line for line in self._lines.values() if line.ended and line.idle]
        if len(finished) > FINISHED_KEPT:
            self._lines.pop(finished[0].lecture).close()

    def _tell(self, line: Line, record: Accepted) -> None:
        for hear in self.on_event:
            try:
                hear(line, record)
            except Exception:
                # The record is in; who listens may fail without making it look refused to its sender.
                logger.exception("a listener failed at record %d of %s", record.seq, line.lecture)

    async def _run(self) -> None:
        while True:
            now = clock.now_ms()
            due = self.tick(now)
            self._nudge.clear()
            wait_s = min(LONGEST_SLEEP_S, (due - now) / 1000) if due is not None else LONGEST_SLEEP_S
            # Not `wait_for`: until Python 3.12 it can lose a cancellation that comes together with a nudge, and whoever
            # closes the lines then waits for ever (once in some hundred restarts, tried).
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._nudge.wait()
