"""The press: a template and data become PDF or PNG through Typst. Knows no lecture and no table.

Typst compiles in this process. It reads templates of this package and Debian's Chinese fonts, and nothing else: its
root is this folder, data goes in as one JSON text that templates print and never evaluate, no package is imported.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from xiangyue.kernel.errors import Fault

ROOT = Path(__file__).parents[1]
FONTS = Path("/usr/share/fonts/opentype/noto")
NOWHERE = ROOT / "no-packages"
"""Where packages would be looked for: a folder that does not exist."""


class NotPrinted(Fault):
    """A template did not go through: our mistake or a missing font; the raw text is for the log."""

    def __init__(self, text: str) -> None:
        super().__init__(f"排版没有成功：{text}", retry=False)


def print_pdf(template: str, data: dict[str, Any]) -> bytes:
    """A PDF of the template at a path under `documents/`. Raises `NotPrinted`."""
    return _compiled(template, data, "pdf", 72)


def print_png(template: str, data: dict[str, Any], *, ppi: float = 72) -> bytes:
    """A PNG of the template's one page; at 72 pixels an inch a point is a pixel. Raises `NotPrinted`."""
    return _compiled(template, data, "png", ppi)


def _compiled(template: str, data: dict[str, Any], form: Any, ppi: float) -> bytes:
    try:
        made = typst.compile(
            ROOT / template,
            root=ROOT,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format=form,
            ppi=ppi,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            package_path=NOWHERE,
            package_cache_path=NOWHERE,
        )
    except RuntimeError as error:  # Typst's own errors, and those of finding files, are of this kind
        raise NotPrinted(str(error)) from error
    assert isinstance(made, bytes), "a template of one page"
    return made


@cache
def _fonts() -> typst.Fonts:
    """Noto Serif and Sans CJK; found once a process. Raises `NotPrinted` when Debian's package is not there."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    if "Noto Serif CJK SC" not in fonts.families():
        raise NotPrinted(f"{FONTS} 里没有思源宋体，请安装 fonts-noto-cjk")
    return fonts
