"""A broadcast: one lecture's picture and sound. It survives its encoder, and the server.

Before air there is only a rehearsal ("preview", in memory); on air there are "source" and "audio", recorded as they
go. All of it is touched from one event loop's thread.
"""

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from xiangyue.kernel import clock
from xiangyue.media import index
from xiangyue.media.advice import ADVICE
from xiangyue.media.air import Air
from xiangyue.media.answers import NoMedia
from xiangyue.media.channel import Channel
from xiangyue.media.frames import Codec, Connection, Frame, Kind, Publication
from xiangyue.media.health import Health
from xiangyue.media.packaging import playlist
from xiangyue.media.packaging.playlist import Targets, Variant
from xiangyue.media.publication import Encoder
from xiangyue.media.recorder import Recorder
from xiangyue.media.rendition import Rendition
from xiangyue.media.rules import MediaRules
from xiangyue.media.takeover import Ended, Revoked, Seat

AIR = ("source", "audio")

Tell = Callable[[str, dict[str, Any]], None]

_BASE_S = 1_767_225_600
"""2026-01-01: rehearsals are numbered from the second they begin, so that no number means two things to a cache."""

_syncing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recorder")
"""Waits for the disk, so that the loop does not; one thread, so that syncs of one file stay in order."""


class Broadcast:
    """Made anew or taken up from its recording: a lecture that was on air when the process died is on air again."""

    def __init__(
        self, lecture: str, root: Path, rules: MediaRules, tell: Tell, *, executor: Executor = _syncing
    ) -> None:
        self.lecture = lecture
        self.ended = False
        self._folder, self._rules, self._tell, self._executor = root / lecture, rules, tell, executor
        self._since_ms = clock.now_ms()
        self._seat = Seat(rules.displaced_ms)
        self._health = Health()
        self._encoder: Encoder | None = None
        self._codecs: dict[Kind, Codec] = {}
        self._air: Air | None = None
        self._delay_ms, self._covered = 0, False
        self._patience_ms = 0
        self._preview: Channel | None = None
        self._waiting_air = False
        self._renditions: dict[str, Rendition] = {}
        recordings = [index.load(self._folder / name) for name in AIR]
        if any(recording.segments or recording.ended for recording in recordings):
            self._adopt(recordings)

    @classmethod
    def load(cls, lecture: str, root: Path, rules: MediaRules) -> "Broadcast":
        """A lecture as its recording tells it, for replay: nobody follows its news."""
        return cls(lecture, root, rules, lambda _state, _facts: None)

    # ------------------------------------------------ for the roof
    @property
    def state(self) -> str:
        """ "none" (nothing on air yet), "live", "away" or "ended"."""
        if self.ended:
            return "ended"
        if self._air is None or not (self._air.live or self._air.away):
            return "none"
        return "away" if self._air.away else "live"

    @property
    def picture(self) -> str:
        """Where the director sees what the camera gives now: "preview", else "air", else "none"."""
        if self._preview is not None and self._preview.live and self._renditions["preview"].last >= (0, 0):
            return "preview"
        return "air" if self.state in ("live", "away") else "none"

    @property
    def on_air(self) -> bool:
        return self._air is not None or self._waiting_air

    def admit(self, connection: Connection, *, patience_ms: int = 0) -> Publication:
        """Let an encoder publish, displacing the one before. Raises `Ended`, `BadName`.

        `patience_ms` is how long, beyond the usual silence, it may come back with what it recorded meanwhile.
        """
        if self.ended:
            raise Ended
        self._seat.claim(connection.peer, clock.now_ms())
        old, self._encoder = self._encoder, Encoder(self, connection)
        if old is not None:
            old.displace()
            for channel in self._channels():
                channel.change()
        self._patience_ms = patience_ms
        for channel in self._channels():
            channel.patience_ms = patience_ms
        self._codecs.clear()
        self._health = Health()
        return self._encoder

    def go_on_air(self) -> None:
        """From the next key frame on, the programme is public and recorded."""
        if self.ended or self.on_air:
            return
        self._renditions |= {name: self._record(name) for name in AIR}
        self._pair()
        self._waiting_air = True

    def end(self) -> None:
        """The lecture is over: lists are complete, the encoder is told."""
        if self.ended:
            return
        self.ended, self._waiting_air = True, False
        for channel in self._channels():
            channel.end()
        for name in AIR:
            if self._air is None and name in self._renditions:
                self._renditions[name].end()
        self._air = self._preview = None
        self._dismiss(Ended())
        self._say("ended", {})

    def tick(self, now_ms: int) -> None:
        """Look at the clock: silence, gaps, readers who waited too long."""
        for channel in self._channels():
            channel.tick(now_ms)
        for rendition in self._renditions.values():
            rendition.tick(now_ms)

    def hand_over(self) -> None:
        """The director lets the next encoder in, whoever it is."""
        self._seat.hand_over()

    def delay(self, seconds: int) -> None:
        """What comes in from now on becomes public so much later. Best set before air: a change breaks off and goes on
        at a key frame, with gaps between when it grows and without the difference when it shrinks.
        """
        self._delay_ms = seconds * 1000
        if self._air is not None:
            self._air.delay(self._delay_ms, clock.now_ms())
            self._look_ahead()

    def cover(self, *, on: bool) -> None:
        """Replace picture and sound by nothing for everybody at once, what waits included; or lift the cover."""
        self._covered = on
        if self._air is not None:
            self._air.cover(on=on, now_ms=clock.now_ms())
            self._look_ahead()

    def revoke(self) -> None:
        """The key is no longer good: its publisher is sent away."""
        self._dismiss(Revoked())

    def record(self, *, wanted: bool) -> None:
        """Stop recording (the disk is nearly full) or go on. The air is not touched; takes effect at a segment."""
        for rendition in self._renditions.values():
            if rendition.recorder:
                rendition.recorder.stopped = not wanted

    def close(self) -> None:
        """Let go of files and the encoder; the recording stays open for the next process."""
        self._dismiss(None)
        for rendition in self._renditions.values():
            if rendition.recorder:
                rendition.recorder.close()

    # ------------------------------------------------ for the edge
    def rendition(self, name: str) -> Rendition:
        """ "source", "audio" or "preview". Raises `NoMedia`."""
        rendition = self._renditions.get(name)
        if rendition is None:
            raise NoMedia
        return rendition

    @property
    def folder(self) -> Path:
        """Where the recording lies."""
        return self._folder

    def variants(self) -> list[Variant]:
        """What there is to choose from, best first; empty before there is anything on air."""
        return [item for name in AIR if name in self._renditions and (item := self._renditions[name].variant())]

    def report(self) -> dict[str, Any]:
        """How the encoder is doing, for the studio page and the metrics."""
        now_ms = clock.now_ms()
        feeding = (self._air is not None and self._air.fed) or (self._preview is not None and self._preview.live)
        sending = self._encoder is not None and feeding
        advice = self._health.advice(now_ms) if sending else [] if self.ended else [ADVICE["publisher-away"]]
        if any(item.recorder and (item.recorder.failed or item.recorder.stopped) for item in self._renditions.values()):
            advice = [ADVICE["recording-stopped"], *advice]
        return {
            "state": self.state,
            "since_ms": self._since_ms,
            "on_air": self.on_air,
            "picture": self.picture,
            "publishing": sending,
            "waiting": sum(rendition.waiting for rendition in self._renditions.values()),
            **self._health.report(now_ms),
            "advice": [item.as_dict() for item in advice],
        }

    # ------------------------------------------------ for the publication
    def take_codec(self, codec: Codec) -> None:
        if not self._channels() and not self._waiting_air:
            self._rehearse()
        self._health.codec(codec)
        self._codecs[codec.kind] = codec
        for channel in self._channels():
            channel.codec(codec)

    def take_frame(self, frame: Frame) -> None:
        now_ms = clock.now_ms()
        self._seat.sent(now_ms)
        self._health.frame(frame, now_ms)
        if self._air is not None and self._air.full:
            self._health.note("trouble", "air-full")
        if self._waiting_air and frame.key and (frame.kind is Kind.VIDEO or Kind.VIDEO not in self._codecs):
            self._switch()
        if self._air is not None:
            self._air.frame(frame, now_ms)
        if self._preview is not None:
            self._preview.frame(frame, now_ms)

    def take_note(self, name: str, value: str | float) -> None:
        self._health.note(name, value)

    def leave(self, encoder: Encoder) -> None:
        """The encoder's connection is closed."""
        if encoder is self._encoder:
            self._encoder = None
            self._seat.leave()
            for channel in self._channels():
                channel.lose(clock.now_ms())

    # ------------------------------------------------
    def _channels(self) -> list[Air | Channel]:
        return [channel for channel in (self._air, self._preview) if channel is not None]

    def _say(self, state: str, facts: dict[str, Any]) -> None:
        self._since_ms = clock.now_ms()
        self._tell(state, facts)

    def _rehearse(self) -> Channel:
        targets = Targets(self._rules.target_s, self._rules.part_ticks)
        self._renditions["preview"] = Rendition("preview", self._rules, targets, None)
        base = clock.now_ms() // 1000 - _BASE_S
        self._preview = Channel([self._renditions["preview"]], self._rules, lambda _state, _date: None, base=base)
        self._preview.patience_ms = self._patience_ms
        return self._preview

    def _switch(self) -> None:
        """On air, beginning with the frame at hand."""
        self._waiting_air = False
        self._air = self._open_air()
        for codec in self._codecs.values():
            self._air.codec(codec)
        self._look_ahead()

    def _look_ahead(self) -> None:
        """On air the preview goes on only while the director must see more than the public does."""
        wanted = self._delay_ms > 0 or self._covered
        if wanted and self._preview is None:
            preview = self._rehearse()
            for codec in self._codecs.values():
                preview.codec(codec)
        elif not wanted and self._preview is not None:
            self._preview.end()
            self._preview = None

    def _open_air(self, *, resume: bool = False) -> Air:
        channel = Channel([self._renditions[name] for name in AIR], self._rules, self._told, resume=resume)
        channel.patience_ms = self._patience_ms
        return Air(channel, delay_ms=self._delay_ms, covered=self._covered)

    def _told(self, state: str, date_ms: int) -> None:
        why = {"reason": "cover"} if state == "away" and self._covered else {}
        self._say(state, {"pdt": date_ms, **why})

    def _record(self, name: str) -> Rendition:
        targets = Targets(self._rules.target_s, self._rules.part_ticks)
        return Rendition(name, self._rules, targets, Recorder(self._folder / name, targets, self._executor))

    def _pair(self) -> None:
        source, audio = (self._renditions[name] for name in AIR)
        source.siblings, audio.siblings = (audio,), (source,)

    def _adopt(self, recordings: list[index.Recording]) -> None:
        """Go on with a recorded lecture, with the targets it was begun with."""
        self.ended = any(recording.ended for recording in recordings)
        if begun := next((recording for recording in recordings if recording.part_ticks), None):
            part_ms = begun.part_ticks // 90 - 1
            self._rules = replace(self._rules, part_ms=part_ms, target_s=begun.target_s)
        index.align(recordings)
        for name, recording in zip(AIR, recordings, strict=True):
            recording.ended = self.ended
            rendition = self._renditions[name] = self._record(name)
            rendition.adopt(recording)
        self._pair()
        if not self.ended:
            self._air = self._open_air(resume=True)

    def _dismiss(self, refusal: Ended | Revoked | None) -> None:
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            self._seat.leave()
            for channel in self._channels():
                channel.lose(clock.now_ms())
            encoder.dismiss(refusal)


def master(broadcast: Broadcast) -> str:
    """The multivariant playlist. Raises `NoMedia` before there is anything on air."""
    variants = broadcast.variants()
    if not variants:
        raise NoMedia
    return playlist.multivariant(variants)
