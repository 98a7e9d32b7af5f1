"""The live role: lines, broadcasts and the encoders' door in one loop. Starts without Django.

What the control tower wants arrives as permits and as events on a line; this room follows both. Whoever starts a
task here owns it and waits for its end.
"""

import asyncio
import fcntl
import logging
import os
import uuid
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from xiangyue.edge.rules import EdgeRules
from xiangyue.edge.tickets import Studios
from xiangyue.kernel import clock, ids
from xiangyue.kernel.errors import Fault, Refusal
from xiangyue.media import retention
from xiangyue.media.broadcast import Broadcast
from xiangyue.media.frames import Connection, Publication
from xiangyue.media.ingest.browser import PATIENCE_MS, Pages
from xiangyue.media.ingest.converting import Converting
from xiangyue.media.ingest.listener import Listener
from xiangyue.media.rules import MediaRules
from xiangyue.project.bans import Bans
from xiangyue.project.config import Config
from xiangyue.project.permits import Permit, Permits
from xiangyue.project.withheld import ReplayWithheld, Withheld
from xiangyue.timeline.events import Accepted
from xiangyue.timeline.line import Line
from xiangyue.timeline.lines import Lines
from xiangyue.timeline.rules import LineRules

logger = logging.getLogger(__name__)

MEDIA_TICK_S = 0.1
"""Broadcasts look at the clock ten times a second: a third of the default part, so a gap starts on time."""

DISK_LOOK_S = 10.0
"""How often the watermarks are compared with the disk: twenty studios write 60 MB meanwhile."""

REPLAYS_KEPT = 32
"""Finished broadcasts kept open, the one unread longest is closed first; opening one again costs the loop a fifth of a
second for each hour of its recording."""


class Live:
    """Everything that is on air in one county. Given to the edge as its hall, to the encoders as their desk."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.lines = Lines(config.data / "lines", line_rules(config))
        self.lines.on_event.append(self._heard)
        self.permits = Permits(config.database, config.data, changed=self._permit_changed)
        self.withheld = Withheld(config.database, config.data)
        self._bans = Bans(config.database, config.data)
        self._media_rules = MediaRules(part_ms=config.part_ms)
        self._broadcasts: dict[str, Broadcast] = {}
        self._publishers: dict[str, str] = {}
        """The fingerprint of the key that publishes into a lecture: what a revocation looks for."""
        self._listener = Listener()
        self._studios = Studios(config.secret())
        self._converting = Converting()
        self.pages = Pages(self.admit_page, self._converting)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._alone: int | None = None
        """What holds the data folder for this process."""

    async def start(self) -> None:
        """Take up every lecture that was under way, then open the encoders' door."""
        (self._config.data / "media").mkdir(parents=True, exist_ok=True)
        self._alone = take_alone(self._config.data)
        await self.lines.start()
        for line in self.lines.unfinished():
            self._take_up(line)
        await self.permits.start()
        await self.withheld.start()
        await self._bans.start()
        silence_s = self._config.encoder_timeout_s
        host, port = self._config.host, self._config.rtmp_port
        await self._listener.start(self, host=host, port=port, silence_s=silence_s)
        self._own(self._tick(), "broadcasts")
        self._own(self._watch_disk(), "disk")

    async def close(self) -> None:
        """Let everybody go, write what is queued. What was on air stays on air for the next start."""
        await self._listener.close()
        self.pages.close()
        await self._converting.close()
        await self.permits.close()
        await self.withheld.close()
        await self._bans.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for broadcast in self._broadcasts.values():
            broadcast.close()
        await self.lines.close()
        if self._alone is not None:
            os.close(self._alone)

    async def look_again(self) -> None:
        """Ask for what the control tower says now; it comes within a second in any case."""
        await asyncio.gather(self.permits.refresh(), self.withheld.refresh(), self._bans.refresh())

    def edge_rules(self) -> EdgeRules:
        """The edge's part of the settings."""
        return EdgeRules(speaking=self._config.speaking, trusted_proxies=tuple(self._config.trusted_proxies))

    @property
    def banned(self) -> frozenset[str]:
        """Keys of persons who may neither speak nor win."""
        return self._bans.rows

    @property
    def encoders(self) -> int:
        """Encoders connected, admitted or not, and pages that publish or may come back."""
        return self._listener.connections + self.pages.sitting

    def broadcast_states(self) -> Counter[str]:
        """How many of the broadcasts in memory are in which state."""
        return Counter(broadcast.state for broadcast in list(self._broadcasts.values()))

    # ------------------------------------------------ the encoders' desk
    def admit(self, key: str, connection: Connection) -> Publication:
        """The publication a stream key opens now. Raises the refusals of `permits` and of `Broadcast.admit`."""
        print_ = ids.fingerprint(key)
        permit = self.permits.admit(print_)
        publication = self._broadcast(permit.lecture).admit(connection)
        self._publishers[permit.lecture] = print_
        return publication

    def admit_page(self, lecture: str, token: str, connection: Connection) -> Publication:
        """The publication a studio page gets for its permit. Raises `Forged`, `Expired`, `UnknownLine` and the refusals
        of `Broadcast.admit`.
        """
        self._studios.check(token, lecture)
        publication = self._broadcast(lecture).admit(connection, patience_ms=PATIENCE_MS)
        self._publishers.pop(lecture, None)  # a key that is revoked later is not this page's
        return publication

    # ------------------------------------------------ the edge's hall
    def broadcast(self, lecture: str) -> Broadcast:
        """The picture and sound of a lecture, live or finished. Raises `UnknownLine`, and `ReplayWithheld` for one that
        is over and kept back.
        """
        found = self._broadcast(lecture)
        if found.ended and lecture in self.withheld.rows:
            raise ReplayWithheld
        return found

    def recording(self, lecture: str) -> Broadcast:
        """The same for its own studio, which decides whether anybody else is shown it. Raises `UnknownLine`."""
        return self._broadcast(lecture)

    def _broadcast(self, lecture: str) -> Broadcast:
        found = self._broadcasts.get(lecture)
        if found is None:
            line = self.lines.find(lecture)
            found = self._open_broadcast(line)
            self._forget_replays()
        elif found.ended:
            self._broadcasts[lecture] = self._broadcasts.pop(lecture)  # read last, forgotten last
        return found

    def _open_broadcast(self, line: Line) -> Broadcast:
        def tell(state: str, facts: dict[str, Any]) -> None:
            self._own(self._append_media(line, state, facts), f"media {line.lecture}")

        broadcast = Broadcast(line.lecture, self._config.data / "media", self._media_rules, tell)
        if line.ended and not broadcast.ended:
            broadcast.end()
        self._broadcasts[line.lecture] = broadcast
        return broadcast

    def _take_up(self, line: Line) -> None:
        """Go on with a lecture that an earlier process left. One that cannot be read keeps no other off the air."""
        try:
            broadcast = self._broadcast(line.lecture)
            broadcast.delay(line.course.delay_ms // 1000)
            broadcast.cover(on=line.course.covered)
            self._follow_phase(line, line.phase)
        except Exception:
            logger.exception("the recording of %s could not be taken up", line.lecture)
            return
        if line.state.media.state == "live" and self._broadcast(line.lecture).state == "away":
            # Its encoder went with the process, which had no time to say so; it may never come back.
            self._own(self._append_media(line, "away", {"reason": "restart"}), f"media {line.lecture}")

    async def _append_media(self, line: Line, state: str, facts: dict[str, Any]) -> None:
        if line.phase == "ended":
            return  # the line's own end says it
        try:
            await line.append("media", {"state": state, **facts}, command=str(uuid.uuid4()))
        except (Refusal, Fault) as error:
            logger.warning("line %s did not take the news that its media is %s: %s", line.lecture, state, error)

    def _forget_replays(self) -> None:
        finished = [lecture for lecture, broadcast in self._broadcasts.items() if broadcast.ended]
        for lecture in finished[:-REPLAYS_KEPT]:
            self._broadcasts.pop(lecture).close()

    # ------------------------------------------------ following the control tower
    def _heard(self, line: Line, record: Accepted) -> None:
        match record.kind:
            case "phase":
                self._follow_phase(line, record.data["phase"])
                if record.data["phase"] == "ended":
                    # Whether the replay is public may have been said in the same breath.
                    self._own(self.withheld.refresh(), f"replay {line.lecture}")
            case "delay":
                self._broadcast(line.lecture).delay(record.data["s"])
            case "cover":
                self._broadcast(line.lecture).cover(on=record.data["on"])

    def _follow_phase(self, line: Line, phase: str) -> None:
        broadcast = self._broadcast(line.lecture)
        if phase == "on_air":
            broadcast.go_on_air()
        elif phase == "ended":
            broadcast.end()
            self._publishers.pop(line.lecture, None)

    def _permit_changed(self, permit: Permit) -> None:
        if permit.revoked and self._publishers.get(permit.lecture) == permit.key_hash:
            del self._publishers[permit.lecture]
            self._broadcasts[permit.lecture].revoke()

    # ------------------------------------------------ time
    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(MEDIA_TICK_S)
            now_ms = clock.now_ms()
            self.pages.tick()
            for broadcast in list(self._broadcasts.values()):
                if broadcast.ended:
                    continue
                try:
                    broadcast.tick(now_ms)
                except Exception:
                    # A mistake in one lecture is loud, and does not stop the clock of all others.
                    logger.exception("broadcast %s could not tick", broadcast.lecture)

    async def _watch_disk(self) -> None:
        while True:
            disk = retention.disk(self._config.data)
            wanted = 100 * disk.free / disk.total >= self._config.disk_stop_percent
            for broadcast in list(self._broadcasts.values()):
                if not broadcast.ended:
                    broadcast.record(wanted=wanted)
            await asyncio.sleep(DISK_LOOK_S)

    def _own(self, errand: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(errand, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class NotAlone(Fault):
    """Another live process works in this data folder; two would write into one another's files."""

    def __init__(self, data: Path) -> None:
        super().__init__(f"已经有一个直播进程在用 {data}：先停掉它，或者给 XIANGYUE_DATA 换一个目录。", retry=False)


def take_alone(data: Path) -> int:
    """Hold a county's folder for this process; the kernel lets go of it when the process ends, however it ends.

    Raises `NotAlone` while another process holds it.
    """
    held = os.open(data / "live.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(held)
        raise NotAlone(data) from error
    return held


def line_rules(config: Config) -> LineRules:
    """The lines' part of the settings."""
    return LineRules(hold_ms=config.hold_ms, danmaku_per_s=config.danmaku_per_s)
