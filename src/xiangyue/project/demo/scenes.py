"""Small photographs of the demo's ledger, drawn: a street, a shop, a corridor, each before and after. No downloads."""

import io
import random
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 640, 480
SHOT = (560, 420)

PLACES = 9
"""Of each theme: drawn once, photographed from many sides."""

Pen = ImageDraw.ImageDraw
Paint = Callable[[Pen, random.Random, bool], None]


def photograph(theme: str, place: int, *, mended: bool, shot: str) -> bytes:
    """A JPEG of one place: the same `place` looks the same, each `shot` is taken from a step aside in another light.

    `mended` says whether what was wrong is gone.
    """
    light = random.Random(shot)  # noqa: S311 - another hour of another day, the same every time
    left, top = light.randint(0, WIDTH - SHOT[0]), light.randint(0, HEIGHT - SHOT[1])
    seen = _scene(theme, place % PLACES, mended).crop((left, top, left + SHOT[0], top + SHOT[1]))
    lit = Image.blend(seen, Image.new("RGB", SHOT, _grey(light, 60, 190)), light.uniform(0.03, 0.2))
    content = io.BytesIO()
    lit.save(content, "JPEG", quality=light.randint(66, 78))
    return content.getvalue()


@lru_cache(maxsize=400)
def _scene(theme: str, place: int, mended: bool) -> Image.Image:
    whim = random.Random(f"{theme}/{place}")  # noqa: S311 - a picture, the same every time
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(picture)
    paint = _THEMES.get(theme, _rubbish)
    (_corridor if paint in _INDOORS else _street)(pen, whim)
    paint(pen, whim, mended)
    tilt = random.Random(f"{theme}/{place}/{mended}").uniform(-2.5, 2.5)  # noqa: S311 - the same
    turned = picture.rotate(tilt, Image.Resampling.BILINEAR, fillcolor=(90, 92, 94))
    return turned.filter(ImageFilter.GaussianBlur(0.7))


# ------------------------------------------------ places
def _street(pen: Pen, whim: random.Random) -> None:
    sky = _grey(whim, 176, 214)
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=sky)
    x = 0
    while x < WIDTH:
        wide, high = whim.randint(90, 170), whim.randint(90, 210)
        wall = (whim.randint(150, 205), whim.randint(140, 190), whim.randint(125, 175))
        pen.rectangle((x, 320 - high, x + wide, 330), fill=wall)
        for floor in range(330 - high, 290, 44):
            for window in range(x + 12, x + wide - 24, 36):
                pen.rectangle((window, floor, window + 20, floor + 24), fill=_grey(whim, 60, 110))
        pen.rectangle((x + 8, 282, x + wide - 8, 296), fill=(whim.randint(80, 170), 50, whim.randint(40, 90)))
        x += wide
    pen.polygon([(0, 330), (WIDTH, 330), (WIDTH, 362), (0, 362)], fill=(168, 164, 156))
    pen.polygon([(0, 362), (WIDTH, 362), (WIDTH, HEIGHT), (0, HEIGHT)], fill=(112, 113, 116))
    for dash in range(whim.randint(0, 60), WIDTH, 120):
        pen.polygon([(dash, 428), (dash + 58, 428), (dash + 50, 436), (dash - 8, 436)], fill=(214, 212, 204))


def _corridor(pen: Pen, whim: random.Random) -> None:
    wall = (whim.randint(196, 222), whim.randint(196, 214), whim.randint(180, 200))
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=wall)
    pen.polygon([(0, HEIGHT), (190, 300), (450, 300), (WIDTH, HEIGHT)], fill=(150, 146, 138))
    pen.polygon([(0, 0), (190, 70), (450, 70), (WIDTH, 0)], fill=(232, 231, 226))
    pen.rectangle((190, 70, 450, 300), fill=tuple(part - 22 for part in wall))
    pen.rectangle((258, 118, 382, 300), fill=(132, 60, 48))
    pen.rectangle((290, 92, 350, 108), fill=(46, 132, 84))


# ------------------------------------------------ what is wrong, and what is not any more
def _wires(pen: Pen, whim: random.Random, mended: bool) -> None:
    left, right = whim.randint(20, 90), whim.randint(540, 620)
    for post in (left, right):
        pen.rectangle((post - 5, 60, post + 5, 362), fill=(92, 88, 84))
    count, sag = (2, 12) if mended else (whim.randint(11, 17), whim.randint(60, 150))
    for line in range(count):
        drop = sag * whim.uniform(0.35, 1) if not mended else sag
        high = 84 + (line * 5 if mended else whim.randint(0, 70))
        points = [(x, high + drop * (1 - ((x - (left + right) / 2) / ((right - left) / 2)) ** 2))
                  for x in range(left, right + 1, 20)]  # fmt: skip
        pen.line(points, fill=(34, 34, 36), width=4 if mended else whim.choice((2, 2, 3)))
    if not mended:
        pen.arc((left - 30, 120, left + 34, 184), 0, 330, fill=(30, 30, 30), width=4)


def _grease(pen: Pen, whim: random.Random, mended: bool) -> None:
    for _ in range(whim.randint(7, 12)):
        x, y, wide = whim.randint(60, 520), whim.randint(372, 446), whim.randint(40, 120)
        fill = (124, 126, 130) if mended else (44, 40, 34)
        pen.ellipse((x, y, x + wide, y + wide // 4), fill=fill)
    pen.rectangle((300, 214, 420, 330), fill=(84, 72, 60))
    pen.rectangle((312, 226, 408, 262), fill=(196, 160, 70))


def _manhole(pen: Pen, whim: random.Random, mended: bool) -> None:
    x, y = whim.randint(200, 340), whim.randint(384, 410)
    pen.ellipse((x - 8, y - 4, x + 148, y + 54), fill=(140, 138, 134))
    pen.ellipse((x, y, x + 140, y + 48), fill=(86, 88, 90) if mended else (14, 14, 16))
    if mended:
        for row in range(3):
            pen.line((x + 22, y + 14 + row * 10, x + 118, y + 14 + row * 10), fill=(58, 60, 62), width=3)
    else:
        pen.polygon([(x + 150, y + 40), (x + 176, y - 30), (x + 202, y + 40)], fill=(214, 84, 34))


def _parking(pen: Pen, whim: random.Random, mended: bool) -> None:
    for car in range(0 if mended else whim.randint(2, 3)):
        x = 40 + car * 200 + whim.randint(0, 30)
        paint = (whim.randint(60, 220), whim.randint(60, 220), whim.randint(60, 220))
        pen.rounded_rectangle((x, 300, x + 160, 352), 14, fill=paint)
        pen.rounded_rectangle((x + 30, 270, x + 126, 310), 12, fill=tuple(part // 2 for part in paint))
        for wheel in (x + 30, x + 118):
            pen.ellipse((wheel, 336, wheel + 28, 364), fill=(24, 24, 26))
    if mended:
        for post in range(60, 620, 70):
            pen.rectangle((post, 316, post + 8, 358), fill=(196, 60, 44))


def _rubbish(pen: Pen, whim: random.Random, mended: bool) -> None:
    x = whim.randint(220, 380)
    pen.rectangle((x, 268, x + 84, 360), fill=(54, 110, 74))
    pen.rectangle((x - 6, 258, x + 90, 272), fill=(40, 84, 58))
    for _ in range(2 if mended else whim.randint(22, 34)):
        bag_x, bag_y, size = x + whim.randint(-120, 150), whim.randint(306, 372), whim.randint(14, 36)
        fill = (150, 146, 138) if mended else (whim.randint(20, 230), whim.randint(20, 200), whim.randint(20, 200))
        pen.ellipse((bag_x, bag_y, bag_x + size, bag_y + size * 3 // 4), fill=fill)


def _exit(pen: Pen, whim: random.Random, mended: bool) -> None:
    for _ in range(0 if mended else whim.randint(9, 14)):
        x, y, size = whim.randint(196, 400), whim.randint(170, 330), whim.randint(44, 86)
        shade = whim.randint(-18, 18)
        card = (178 + shade, 138 + shade, 92 + shade)
        pen.rectangle((x, y, x + size, y + size), fill=card, outline=(112, 82, 50), width=3)
        pen.line((x, y + size // 2, x + size, y + size // 2), fill=(206, 190, 150), width=5)
    if mended:
        pen.rectangle((262, 204, 378, 214), fill=(206, 206, 200))


def _machine(pen: Pen, whim: random.Random, mended: bool) -> None:
    x = whim.randint(60, 120)
    pen.rectangle((x, 180, x + 150, 350), fill=(170, 44, 38))
    for dial in range(3):
        good = (60, 150, 90) if mended else (60, 60, 62)
        pen.ellipse((x + 20 + dial * 40, 206, x + 48 + dial * 40, 234), fill=good, outline=(230, 230, 230), width=3)
    for pipe in range(4):
        pen.line((x + 150, 220 + pipe * 30, 620, 200 + pipe * 34 + (0 if mended else whim.randint(-26, 40))),
                 fill=(120, 124, 128) if mended else (126, 82, 46), width=9)  # fmt: skip


_THEMES: dict[str, Paint] = {
    "wires": _wires, "grease": _grease, "manhole": _manhole, "parking": _parking, "rubbish": _rubbish, "exit": _exit,
    "machine": _machine,
}  # fmt: skip
_INDOORS = frozenset({_exit, _machine})

THEMES = tuple(_THEMES)


def _grey(whim: random.Random, least: int, most: int) -> tuple[int, int, int]:
    tone = whim.randint(least, most)
    return (tone, tone + 2, tone + 4)
