"""Opus becomes AAC in step, recordings become frames, and a converter's death is nobody else's."""

import asyncio
import io
import os
import signal
from itertools import pairwise

import pytest
from tests.factories import page

from xiangyue.media.frames import Codec, Frame, Kind
from xiangyue.media.ingest import container, opus
from xiangyue.media.ingest.converting import Converting
from xiangyue.media.ingest.records import Record

IN_STEP_S = 0.02


def heard(packets, channels=1):
    """Onsets of what a viewer hears, and the stamps of the AAC frames."""
    made = []
    sound = opus.Sound(channels, lambda *item: made.append(item))
    for at_us, body in packets:
        sound.packet(at_us, body)
    sound.flush()
    codecs = [body for kind, _, body in made if kind is Record.SOUND_CODEC]
    frames = [(at, body) for kind, at, body in made if kind is Record.SOUND]
    return page.onsets(codecs[0], frames), frames


def in_step(found, wanted):
    assert len(found) == len(wanted)
    assert [one == pytest.approx(other, abs=IN_STEP_S) for one, other in zip(found, wanted, strict=True)] == [
        True
    ] * len(wanted)


@pytest.mark.slow  # encodes three seconds twice
@pytest.mark.parametrize("channels", [1, 2])
def test_sound_stays_in_step_within_twenty_milliseconds(channels):
    found, frames = heard(page.clicks(channels=channels), channels)
    in_step(found, [0.5, 1.0, 1.5, 2.0, 2.5])
    stamps = [at for at, _ in frames]
    steps = {after - before for before, after in pairwise(stamps)}
    assert steps <= set(range(21_330, 21_337))


@pytest.mark.slow  # encodes three seconds
def test_a_hole_in_the_sound_is_silence_of_its_length():
    packets = [packet for packet in page.clicks() if not 600_000 <= packet[0] < 900_000]
    in_step(heard(packets)[0], [0.5, 1.0, 1.5, 2.0, 2.5])


@pytest.mark.slow  # encodes three seconds
def test_after_a_long_silence_the_sound_is_in_step_again():
    packets = [(at + (60_000_000 if at >= 800_000 else 0), body) for at, body in page.clicks()]
    made = heard(packets)[1]
    assert next(at for at, _ in made if at > 1_000_000) == pytest.approx(60_800_000, abs=25_000)


@pytest.mark.slow  # encodes three seconds
def test_jitter_and_a_slow_clock_are_followed_without_a_hole():
    packets = [
        (round(at * 1.001) + (7_000 if index % 2 else 0), body) for index, (at, body) in enumerate(page.clicks())
    ]
    found, _ = heard(packets)
    in_step(found, [0.5, 1.0, 1.5, 2.0, 2.5])


def test_damaged_packets_are_counted_and_the_sound_goes_on():
    made = []
    sound = opus.Sound(1, lambda *item: made.append(item))
    for index, (at_us, body) in enumerate(page.clicks(seconds=1.0)):
        sound.packet(at_us, b"\xff\xff\xff" if index in (10, 11) else body)
    assert sound.damaged >= 1
    assert sum(kind is Record.SOUND for kind, *_ in made) > 30


# ------------------------------------------------ recordings
def converted(raw):
    made = []
    container.convert(io.BytesIO(raw), lambda *item: made.append(item))
    return made


@pytest.mark.slow  # encodes four seconds
@pytest.mark.parametrize(("form", "video"), [("matroska", "libx264"), ("webm", "libvpx"), ("mp4", "libx264")])
def test_a_recording_becomes_the_same_frames(form, video):
    made = converted(page.recording(form, video))
    pictures = [(kind, at) for kind, at, _, _ in made if kind in (Record.KEY, Record.PICTURE)]
    assert made[0][0] in (Record.PICTURE_CODEC, Record.SOUND_CODEC)
    assert len(pictures) == 120
    tolerance = 22_000 if form == "mp4" else 1000  # its muxer makes room for what primes the AAC decoder
    assert [at for _, at in pictures] == pytest.approx([index * 1e6 / 30 for index in range(120)], abs=tolerance)
    assert [index for index, (kind, _) in enumerate(pictures) if kind is Record.KEY] == [0, 60]
    sounds = [at for kind, at, _, _ in made if kind is Record.SOUND]
    assert sounds[-1] == pytest.approx(4e6, abs=100_000)


def test_a_recording_cut_off_anywhere_gives_what_was_there():
    raw = page.recording()
    made = converted(raw[: len(raw) * 2 // 3])
    assert 30 < sum(kind in (Record.KEY, Record.PICTURE) for kind, *_ in made) < 120


# ------------------------------------------------ the process
class Listening:
    """A sitting as a converter sees it."""

    lecture = "0123456789abcdef"

    def __init__(self):
        self.items, self.notes, self.refusals = [], [], []

    def deliver(self, item):
        self.items.append(item)

    def note(self, name, value):
        self.notes.append((name, value))

    def refuse(self, code, text):
        self.refusals.append(code)

    def count(self, kind):
        return sum(isinstance(item, Frame) and item.kind is kind for item in self.items)


async def until(condition):
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - any condition, not only one that is signalled
            await asyncio.sleep(0.01)


def feed(running, packets, *, after_us=0):
    running.feed(Record.SOUND_CODEC, 0, b"\x01")
    for at_us, body in packets:
        running.feed(Record.SOUND, at_us + after_us, body)


@pytest.mark.slow  # starts a process
async def test_the_process_hands_back_what_it_made_and_ends_with_its_page():
    converters, sitting = Converting(), Listening()
    running = converters.start(sitting, whole=False)
    feed(running, page.clicks())
    await until(lambda: sitting.count(Kind.AUDIO) > 130)
    assert isinstance(sitting.items[0], Codec)
    running.close()
    await until(lambda: not converters._running)
    assert (sitting.notes, sitting.refusals, running.deaths) == ([], [], 1)


@pytest.mark.slow  # starts two processes
async def test_a_sound_converter_that_died_is_said_and_started_again():
    converters, sitting = Converting(), Listening()
    running = converters.start(sitting, whole=False)
    feed(running, page.clicks())
    await until(lambda: sitting.count(Kind.AUDIO) > 100)
    before = sitting.count(Kind.AUDIO)
    os.kill(running.pid, signal.SIGKILL)
    await until(lambda: sitting.notes == [("trouble", "sound-lost")])
    for at_us, body in page.clicks():
        running.feed(Record.SOUND, at_us + 4_000_000, body)
    await until(lambda: sitting.count(Kind.AUDIO) > before + 100)
    running.close()
    await converters.close()


@pytest.mark.slow  # starts a process
async def test_a_recording_that_breaks_off_inside_the_converter_ends_the_sitting_with_a_sentence():
    converters, sitting = Converting(), Listening()
    running = converters.start(sitting, whole=True)
    running.feed(Record.FILE, 0, page.recording()[:20_000])
    await until(lambda: running.pid)
    os.kill(running.pid, signal.SIGKILL)
    await until(lambda: sitting.refusals == ["converter-lost"])
    running.close()
    await converters.close()


async def test_what_a_converter_does_not_take_is_bounded():
    converters, sitting = Converting(), Listening()
    running = converters.start(sitting, whole=False)
    for index in range(3000):
        running.feed(Record.SOUND, index * 20_000, bytes(1000))
    assert running._waiting_bytes <= 1 << 20
    assert running.dropped > 1900
    assert set(sitting.notes) == {("trouble", "sound-slow")}
    running.close()
    await converters.close()
