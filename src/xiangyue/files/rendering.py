"""The program that opens what strangers made: PDF pages and photographs become plain WebP pictures. A child process.

`python -m xiangyue.files.rendering FOLDER SOURCE FIRST COUNT` reads FOLDER/SOURCE, writes pictures beside it and says
in lines of JSON what it finds: {"pages": N} first, then one line a page, or {"wrong": CODE} and nothing more.

It has its own limits of memory and processor time, knows no database and no secret, and may die: PDF readers are
written in C, and a file made to hurt hurts only this process. Nothing of the source's metadata (place, camera, author)
is in what it writes.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MEMORY = 2 * 1024**3
"""Address space in bytes: PDFium reserves far more than it touches."""

PROCESSOR_S = 60
"""For one call, which renders a handful of pages; 0.3 s a page is usual."""

WRITTEN = 256 * 1024**2

WIDE, SMALL = 1600, 320
"""Widths in pixels of what viewers see and of the director's thumbnails."""

TALLEST = 2.0
"""Height to width of the tallest page that is rendered at full width; a scroll is made narrower."""

MOST_PIXELS = 60_000_000
"""Of a photograph before it is decoded: twice what phones make; a bomb claims a thousand times that."""

QUALITY, METHOD = 86, 4
TEXT = 300
"""Letters of a page's own text that are offered as its description."""


def main(words: list[str]) -> int:
    folder, source, first, count = Path(words[0]), words[1], int(words[2]), int(words[3])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    content = (folder / source).read_bytes()
    made = _pdf(content, folder, first, count) if b"%PDF-" in content[:1024] else _image(content, folder, first)
    for line in made:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    return 0


def _pdf(content: bytes, folder: Path, first: int, count: int) -> Iterator[dict[str, Any]]:
    import pypdfium2  # noqa: PLC0415 - photographs do not need it

    try:
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        yield {"wrong": "password" if "password" in str(error).lower() else "broken"}
        return
    if not pages:
        yield {"wrong": "no-pages"}
        return
    yield {"pages": pages}
    document.init_forms()
    for number in range(first, min(first + count, pages + 1)):
        try:
            page = document[number - 1]
            width, height = page.get_size()
            shown = WIDE if height <= TALLEST * width else TALLEST * WIDE * width / height
            picture = page.render(scale=shown / width).to_pil()
            text = page.get_textpage().get_text_bounded()
        except (pypdfium2.PdfiumError, ZeroDivisionError, ValueError, MemoryError):
            yield {"wrong": "page", "n": number}
            return
        yield _written(picture, folder, number, _plain(text))


def _image(content: bytes, folder: Path, number: int) -> Iterator[dict[str, Any]]:
    from PIL import Image, ImageOps  # noqa: PLC0415 - PDFs bring it in only when a page is there

    Image.MAX_IMAGE_PIXELS = None  # ours is asked below, before anything is decoded, and refuses instead of warning
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                yield {"wrong": "too-many-pixels"}
                return
            opened.draft("RGB", (2 * WIDE, 2 * WIDE))
            upright = ImageOps.exif_transpose(opened)
            picture = _srgb(upright)
    except (OSError, SyntaxError, ValueError, MemoryError, EOFError):
        # Pillow's plugins say "broken" in all of these.
        yield {"wrong": "broken"}
        return
    yield {"pages": 1}
    yield _written(picture, folder, number, "")


def _srgb(picture: Any) -> Any:
    """In the colours every screen understands; what was transparent lies on white paper."""
    from PIL import Image, ImageCms  # noqa: PLC0415 - as above

    profile = picture.info.get("icc_profile")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, "#ffffff")
        paper.paste(layered, mask=layered.getchannel("A"))
        picture = paper
    if profile and picture.mode == "RGB":
        try:
            return ImageCms.profileToProfile(
                picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            )
        except (ImageCms.PyCMSError, OSError):
            return picture  # a damaged profile; the colours as they are
    return picture.convert("RGB")


def _written(picture: Any, folder: Path, number: int, text: str) -> dict[str, Any]:
    """Both sizes on the disk, and the line that names them."""
    from PIL import Image  # noqa: PLC0415 - as above

    line: dict[str, Any] = {"n": number, "text": text}
    for name, width in (("large", WIDE), ("small", SMALL)):
        fitted = picture.convert("RGB")
        fitted.thumbnail((width, round(TALLEST * width)), Image.Resampling.LANCZOS)
        path = folder / f"{number}-{name}.webp"
        fitted.save(path, "WEBP", quality=QUALITY, method=METHOD)
        line[name] = [path.name, fitted.width, fitted.height]
    return line


def _plain(text: str) -> str:
    """A page's text as one line without control characters."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:TEXT]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
