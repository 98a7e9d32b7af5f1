"""The press: a template and data become PDF or PNG through Typst. Knows no lecture and no table.

Each time Typst sees a folder of its own, with the template, the house's paper and the pictures that belong to it, and
Debian's Chinese fonts; nothing outside it can be read. Data goes in as one JSON text that templates print and never
evaluate, and no package is imported, so nothing is fetched.
"""

import importlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from xiangyue.kernel.errors import Fault

HERE = Path(__file__).parents[1]
PAPER = "press/paper.typ"
FONTS = Path("/usr/share/fonts/opentype/noto")
SERIF = "Noto Serif CJK SC"


class NotPrinted(Fault):
    """A template did not go through: our mistake or a missing font; the raw text is for the log."""

    def __init__(self, text: str) -> None:
        super().__init__(f"排版没有成功：{text}", retry=False)


def print_pdf(template: str, data: dict[str, Any], *, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """A PDF of the template at a path under `documents/`; it finds `pictures` by their names. Raises `NotPrinted`."""
    return _compiled(template, data, pictures or {}, {"format": "pdf"})


def print_png(template: str, data: dict[str, Any], *, ppi: float = 72) -> bytes:
    """A PNG of the template's one page; at 72 pixels an inch a point is a pixel. Raises `NotPrinted`."""
    return _compiled(template, data, {}, {"format": "png", "ppi": ppi})


def _compiled(template: str, data: dict[str, Any], pictures: Mapping[str, bytes], form: dict[str, Any]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="xiangyue-") as name:
        root = Path(name)
        for each in (template, PAPER):
            (root / each).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(HERE / each, root / each)
        for each, content in pictures.items():
            (root / each).write_bytes(content)
        try:
            made = _typst().compile(
                root / template,
                root=root,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                package_path=root / "packages",
                package_cache_path=root / "packages",
                **form,
            )
        except RuntimeError as error:  # Typst's own errors are of this kind
            raise NotPrinted(str(error)) from error
    if not isinstance(made, bytes):
        raise NotPrinted(f"{template} 排出了不止一页")
    return made


@cache
def _fonts() -> Any:
    """Noto Serif and Sans CJK; found once a process. Raises `NotPrinted` when Debian's package is not there."""
    fonts = _typst().Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    if SERIF not in fonts.families():
        raise NotPrinted(f"{FONTS} 里没有思源宋体，请安装 fonts-noto-cjk")
    return fonts


def _typst() -> Any:
    """Loaded when something is printed: 80 MB of code that only the worker needs."""
    return importlib.import_module("typst")
