"""Draws and speaks the demo's lecture: slides in the newspaper look with a running clock, Chinese by espeak-ng."""

import io
import subprocess
import tempfile
import wave
from functools import lru_cache
from pathlib import Path

import av
from PIL import Image, ImageDraw, ImageFont

from xiangyue.kernel import clock
from xiangyue.kernel.errors import Fault
from xiangyue.project.demo.script import Slide
from xiangyue.project.publisher import RATE, SAMPLE_RATE

PAPER, INK, INK_2, SEAL = "#f7f3ea", "#1b1916", "#5b554b", "#b4281e"
FONTS = Path("/usr/share/fonts/opentype/noto")
PAUSE_S = 1.2
"""Between two slides the lecturer takes a breath."""


class SlideShow:
    """A lecture of slides with a voice, looping; satisfies `publisher.Programme`."""

    width, height, rate = 1280, 720, RATE

    def __init__(self, slides: tuple[Slide, ...], *, line: str, corner: str = "") -> None:
        """`line` stands at the head of every slide, `corner` at its right; without one, a running clock does."""
        self._slides = slides
        self._line = line
        self._corner = corner
        voices = [speak(slide.spoken) for slide in slides]
        pause = b"\0\0" * int(PAUSE_S * SAMPLE_RATE)
        self._sound = b"".join(voice + pause for voice in voices)
        self.seconds = len(self._sound) / 2 / SAMPLE_RATE
        """How long one round of all slides lasts."""
        self._ends: list[int] = []
        for voice in voices:
            self._ends.append((self._ends[-1] if self._ends else 0) + (len(voice) + len(pause)) // 2)

    def picture(self, index: int) -> av.VideoFrame:
        second = self._corner or clock.now().astimezone(clock.COUNTY_ZONE).strftime("%H:%M:%S")
        frame = self._frame(self._slide_at(index * SAMPLE_RATE // RATE), second)
        fresh = av.VideoFrame(self.width, self.height, "yuv420p")
        for mine, drawn in zip(fresh.planes, frame.planes, strict=True):
            mine.update(bytes(drawn))
        return fresh

    def sound(self, start: int, count: int) -> bytes:
        at = (start * 2) % len(self._sound)
        piece = self._sound[at : at + count * 2]
        return piece + self._sound[: count * 2 - len(piece)]

    def _slide_at(self, sample: int) -> int:
        inside = sample % self._ends[-1]
        return next(number for number, end in enumerate(self._ends) if inside < end)

    @lru_cache(maxsize=4)  # noqa: B019 - a publisher process has one show, and ends with it
    def _frame(self, number: int, second: str) -> av.VideoFrame:
        image = _draw(self._slides[number], number + 1, len(self._slides), self._line).copy()
        pen = ImageDraw.Draw(image)
        pen.text((1200, 52), second, font=_font("Serif", "Bold", 40), fill=INK, anchor="ra")
        drawn = av.VideoFrame(self.width, self.height, "rgb24")
        drawn.planes[0].update(image.tobytes())
        return drawn.reformat(format="yuv420p")


@lru_cache(maxsize=16)
def _draw(slide: Slide, number: int, total: int, line: str) -> Image.Image:
    image = Image.new("RGB", (1280, 720), PAPER)
    pen = ImageDraw.Draw(image)
    pen.text((80, 58), line, font=_font("Sans", "Regular", 26), fill=INK_2)
    pen.line((80, 116, 1200, 116), fill=INK, width=3)
    pen.line((80, 122, 1200, 122), fill=INK, width=1)
    pen.text((80, 160), slide.heading, font=_font("Serif", "Bold", 68), fill=INK)
    for row, point in enumerate(slide.points):
        top = 312 + row * 92
        pen.rectangle((84, top + 16, 96, top + 28), fill=SEAL)
        pen.text((124, top - 8), point, font=_font("Sans", "Regular", 42), fill=INK)
    pen.line((80, 648, 1200, 648), fill="#c9c2b2", width=1)
    pen.text((1200, 668), f"{number} / {total}", font=_font("Serif", "Regular", 24), fill=INK_2, anchor="ra")
    return image


def png(slide: Slide, number: int, total: int, line: str) -> bytes:
    """One slide as a picture file: what a studio would bring as its deck."""
    file = io.BytesIO()
    _draw(slide, number, total, line).save(file, format="PNG")
    return file.getvalue()


@lru_cache(maxsize=16)
def _font(family: str, weight: str, size: int) -> ImageFont.FreeTypeFont:
    # Index 2 of Debian's collections is Simplified Chinese.
    return ImageFont.truetype(str(FONTS / f"Noto{family}CJK-{weight}.ttc"), size, index=2)


def speak(text: str) -> bytes:
    """Mandarin speech as signed 16-bit samples, one channel, SAMPLE_RATE. Raises `Fault` without espeak-ng."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "voice.wav"
        try:
            subprocess.run(  # noqa: S603 - fixed program, our own text
                ["/usr/bin/espeak-ng", "-v", "cmn", "-s", "150", "-w", str(path), text], check=True, capture_output=True
            )
        except (OSError, subprocess.CalledProcessError) as error:
            raise Fault("没有找到 espeak-ng，先运行 make setup。", retry=False) from error
        with wave.open(str(path)) as spoken:
            rate, raw = spoken.getframerate(), spoken.readframes(spoken.getnframes())
    frame = av.AudioFrame("s16", "mono", len(raw) // 2)
    frame.planes[0].update(raw.ljust(frame.planes[0].buffer_size, b"\0"))
    frame.sample_rate = rate
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    pieces = [*resampler.resample(frame), *resampler.resample(None)]
    return b"".join(bytes(piece.planes[0])[: piece.samples * 2] for piece in pieces)
