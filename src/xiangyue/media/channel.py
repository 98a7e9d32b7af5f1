"""The channel: whatever an encoder sends, or does not, becomes numbered parts in step in every rendition."""

from collections.abc import Callable, Sequence

from xiangyue.media.frames import Codec, Frame, Kind
from xiangyue.media.packaging.clock import Run, SampleClock
from xiangyue.media.packaging.fmp4 import AudioSample, fragment
from xiangyue.media.packaging.parts import Cut, Cutter, Pace
from xiangyue.media.packaging.segments import Part, Segment
from xiangyue.media.rendition import Rendition
from xiangyue.media.rules import MediaRules
from xiangyue.media.start import Start
from xiangyue.media.tracks import Tracks

LONGEST_FILL_MS = 60_000
"""A hole that nobody was told of (the clock jumped) is filled with gaps up to here; beyond, the date jumps."""

Tell = Callable[[str, int], None]
"""Told "published" or "back" with the date of the first picture, "away" with the date of the end."""


class Channel:
    """One lecture's programme, through all its encoders. Driven by frames and by `tick`; never sleeps.

    `base` is where numbering begins; a rehearsal's must not repeat that of an earlier process, since caches remember.
    `end_ms` is the date where the programme ends so far; it never runs backwards.
    """

    def __init__(
        self, renditions: Sequence[Rendition], rules: MediaRules, tell: Tell, *, resume: bool = False, base: int = 0
    ) -> None:
        self._renditions, self._rules, self._tell = renditions, rules, tell
        self._tracks = Tracks()
        self._msn, at, self.end_ms = renditions[0].where()
        self._msn += base
        self._version = max(base, *(rendition.version for rendition in renditions))
        self._cutter = Cutter(Pace(rules.part_ticks, rules.segment_ticks, rules.longest_ticks), at)
        self._inits = {rendition.name: 0 for rendition in renditions}
        self._bodies = {rendition.name: b"" for rendition in renditions}
        self._run: Run | None = None
        self._samples: SampleClock | None = None
        self._start = Start()
        self._began = resume
        self._stale_picture = self._stale_sound = False
        self._fed_ms = 0
        self._fragments = 0
        self.away = resume
        self.patience_ms = 0
        """How long beyond `silence_ms` an encoder that fell silent may yet go on where it stopped: it holds what it has
        recorded meanwhile. Players are told that it is away, but no gap takes the place of what is still to come."""

    @property
    def live(self) -> bool:
        """Whether an encoder's frames are going out."""
        return self._run is not None

    # ------------------------------------------------ from the encoder
    def codec(self, codec: Codec) -> None:
        """A decoder configuration; a changed one is in force from the next key frame. Raises `BadVideo`, `BadAudio`."""
        if self._tracks.announce(codec) and self._run is not None:
            self._stale_picture |= codec.kind is Kind.VIDEO
            self._stale_sound |= codec.kind is Kind.AUDIO

    def frame(self, frame: Frame, now_ms: int) -> None:
        """One access unit."""
        if not self._tracks.knows(frame.kind):
            return
        if self._run is not None and self._run.jumps(frame.kind is Kind.VIDEO, frame.dts):
            self._stop(None)
        if self._run is not None and self.away:
            self.away = False
            self._tell("back", round(self._run.date_ms(self._cutter.at)))
        if self._run is None:
            if held := self._start.take(frame, self._tracks):
                pictures = held[0].kind is Kind.VIDEO
                self._tracks.take(video=pictures, audio=self._tracks.knows(Kind.AUDIO))
                self._fill(now_ms)
                self._begin(held, now_ms)
            return
        self._run.heard(frame.kind is Kind.VIDEO, frame.dts)
        if (wanted := self._wanted(frame)) is not None:
            self._stop(self._run.ticks(frame.kind is Kind.VIDEO, frame.dts))
            self._tracks.take(video=wanted[0], audio=wanted[1])
            self._begin([frame], now_ms)
        else:
            self._feed(self._run, frame, now_ms)

    def change(self) -> None:
        """Another encoder takes over: its first key frame begins a new run."""
        self._stop(None)
        self._tracks.forget()

    def lose(self, now_ms: int) -> None:
        """The encoder is gone: gaps from now on."""
        self._stop(None)
        if self._began and not self.away:
            self.away = True
            self._tell("away", round(self.end_ms))
        self.tick(now_ms)

    def blank(self, now_ms: int) -> None:
        """What is not public yet never will be: gaps from here on, until the next key frame."""
        if self._run is not None:
            self._commit(self._cutter.discard())
            self.end_ms = max(self.end_ms, self._run.date_ms(self._cutter.at))
            self._run = None
        self.lose(now_ms)

    def tick(self, now_ms: int) -> None:
        """Look at the clock: has the encoder fallen silent, is the next gap due?"""
        silent_ms = now_ms - self._fed_ms - self._rules.silence_ms if self._began else -1
        if silent_ms >= 0 and self._run is not None and silent_ms < self.patience_ms:
            if not self.away:
                self.away = True
                self._tell("away", round(self._run.date_ms(self._cutter.at)))
        elif silent_ms >= 0 and (self._run is not None or not self.away):
            self.lose(now_ms)
        elif self.away and self._run is None:
            if now_ms - self.end_ms > LONGEST_FILL_MS:
                self.end_ms = now_ms
            until = self._cutter.at + int((now_ms - self.end_ms) * 90)
            self._commit(self._cutter.silence(until, whole=True))

    def end(self) -> None:
        """The programme is over."""
        self._stop(None)
        self._commit(self._cutter.silence(self._cutter.at, whole=False))
        for rendition in self._renditions:
            rendition.end()

    # ------------------------------------------------ runs
    def _wanted(self, frame: Frame) -> tuple[bool, bool] | None:
        """The tracks (picture, sound) a new run should have from this frame on; None when all may stay as it is.

        A changed configuration, a track that fell silent and one that came back wait for a key frame.
        """
        assert self._run is not None
        tracks, run, lost = self._tracks, self._run, self._rules.track_loss_ms * 90
        if frame.kind is Kind.VIDEO and frame.key:
            sound = tracks.knows(Kind.AUDIO) and run.since(False) <= lost
            same = tracks.video is not None and sound == (tracks.audio is not None)
            return None if same and not (self._stale_picture or self._stale_sound) else (True, sound)
        if frame.kind is Kind.AUDIO and tracks.video is not None:
            return (False, True) if run.since(True) > lost else None
        return (False, True) if frame.kind is Kind.AUDIO and self._stale_sound else None

    def _begin(self, held: list[Frame], now_ms: int) -> None:
        """A run starts with these frames, the first of which a decoder can start from."""
        self._stale_picture = self._stale_sound = False
        self._configure()
        run = self._run = Run(held[0].dts, self._cutter.at, self.end_ms)
        sound = self._tracks.audio.sound if self._tracks.audio else None
        self._samples = SampleClock(sound.rate, sound.frame) if sound else None
        ticks = sound.frame * 90_000 // sound.rate if sound else 0
        self._cutter.begin(pictures=self._tracks.video is not None, sound_ticks=ticks, discontinuity=self._began)
        word = "published" if not self._began else "back" if self.away else ""
        self._began, self.away = True, False
        if word:
            self._tell(word, round(self.end_ms))
        for frame in held:
            run.heard(frame.kind is Kind.VIDEO, frame.dts)
            self._feed(run, frame, now_ms)

    def _feed(self, run: Run, frame: Frame, now_ms: int) -> None:
        self._fed_ms = now_ms
        if frame.kind is Kind.VIDEO:
            if self._tracks.video is None or self._stale_picture:
                return
            ticks = run.ticks(True, frame.dts)
            run.arrived(now_ms, ticks)
            self._commit(self._cutter.picture(ticks, frame.cts, frame.key, frame.payload))
        elif self._samples is not None and not self._stale_sound:
            ticks = run.ticks(False, frame.dts)
            if ticks < run.begins:
                return  # sound of before the first picture, come late: that moment is over
            if self._tracks.video is None:
                run.arrived(now_ms, ticks)
            position = self._samples.place(ticks)
            audio = self._tracks.audio
            if position is not None and audio is not None:
                smooth = position * 90_000 // audio.sound.rate
                self._commit(self._cutter.sound(AudioSample(smooth, position, frame.payload)))

    def _stop(self, until: int | None) -> None:
        """The run is over; what is held goes out."""
        self._start = Start()
        if self._run is not None:
            cuts = self._cutter.flush(until)
            self._commit(cuts)
            self.end_ms = max(self.end_ms, self._run.date_ms(self._cutter.at))
            self._run = None

    def _fill(self, now_ms: int) -> None:
        """Close the hole between the programme's end and now with gaps."""
        if not self._began:
            self.end_ms = float(now_ms)
            return
        hole = now_ms - self.end_ms
        if 0 < hole <= LONGEST_FILL_MS and (self.away or hole > self._rules.part_ms):
            self._commit(self._cutter.silence(self._cutter.at + int(hole * 90), whole=False))
        else:
            self._commit(self._cutter.silence(self._cutter.at, whole=False))
        self.end_ms = max(self.end_ms, float(now_ms))

    # ------------------------------------------------ to the renditions
    def _configure(self) -> None:
        """New init segments where the tracks differ from those before."""
        bodies = {rendition.name: self._tracks.init_for(rendition.name) for rendition in self._renditions}
        if bodies == self._bodies:
            return
        self._version += 1
        for rendition in self._renditions:
            body = bodies[rendition.name]
            if body and body != self._bodies[rendition.name]:
                self._inits[rendition.name] = self._version
                rendition.configure(self._version, body)
            self._bodies[rendition.name] = body or self._bodies[rendition.name]

    def _commit(self, cuts: list[Cut]) -> None:
        for cut in cuts:
            if cut.opens:
                self._open(cut)
            parts = [self._part(rendition, cut) if cut.duration else None for rendition in self._renditions]
            for rendition, part in zip(self._renditions, parts, strict=True):
                if part is not None:
                    rendition.write(part)
            for rendition, part in zip(self._renditions, parts, strict=True):
                rendition.publish(part, closes=cut.closes)
            if self._run is None:
                self.end_ms += cut.duration / 90
            for rendition in self._renditions:
                rendition.wake()

    def _open(self, cut: Cut) -> None:
        date_ms = self._run.segment(cut.start) if self._run is not None else self.end_ms
        for rendition in self._renditions:
            init = self._inits[rendition.name]
            rendition.open(Segment(self._msn, cut.start, round(date_ms), init, cut.discontinuity))
        self._msn += 1

    def _part(self, rendition: Rendition, cut: Cut) -> Part:
        video = cut.video if rendition.name != "audio" else ()
        if not video and not cut.audio:
            return Part(cut.duration, 0, independent=False)
        self._fragments += 1
        body = fragment(self._fragments, video, cut.audio)
        independent = cut.independent or rendition.name == "audio" or self._tracks.video is None
        return Part(cut.duration, len(body), independent, body)
