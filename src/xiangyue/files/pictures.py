"""Pictures of what was uploaded: asks the child program `rendering` and reads what it found. For the worker only."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal

PATIENCE_S = 90
"""More than the child's own limit of processor time: a machine may be busy."""


class Unreadable(Refusal):
    """What nobody can make pictures of."""

    code = "file-unreadable"
    status = 400
    text = _("这份文件打不开，可能没有传完整，或者已经损坏。请重新导出一份再传。")  # type: ignore[assignment]


class Interrupted(Unreadable):
    """The child did not finish: a busy machine, or a file made to hurt. It says nothing of the file, yet."""

    code = "file-interrupted"
    status = 503
    text = _("机器太忙，这份文件还没有处理完。请过一会儿再试。")


class Locked(Unreadable):
    code = "file-locked"
    text = _("这份 PDF 设了打开密码。请在制作软件里去掉密码，另存一份再传。")


class Bomb(Unreadable):
    code = "file-too-many-pixels"
    text = _("这张图片的像素太多了（超过 6000 万），请缩小以后再传。")


class BadPage(Unreadable):
    code = "file-bad-page"
    text = _("第 {page} 页画不出来，可能内容太复杂或已损坏。请把这一页另存成图片，再导出一份 PDF。")


@dataclass(frozen=True, slots=True)
class Picture:
    """One size of a page: WebP bytes, and width and height in pixels."""

    content: bytes
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as pictures; `text` is what it says, where that can be read out of it."""

    number: int
    large: Picture
    small: Picture
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """How many pages there are, and those that were asked for."""

    pages: int
    sheets: list[Sheet]


def render(content: bytes, *, first: int = 1, count: int = 1) -> Found:
    """Pictures of pages `first` and following of a PDF, or of a photograph, whose number is then `first`.

    Raises `Unreadable`; `Interrupted` where trying again makes sense.
    """
    with tempfile.TemporaryDirectory(prefix="xiangyue-") as name:
        folder = Path(name)
        (folder / "source").write_bytes(content)
        lines = _asked(folder, first, count)
        found = Found(0, [])
        for line in lines:
            if "wrong" in line:
                raise _refusal(line)
            if "pages" in line:
                found = Found(int(line["pages"]), found.sheets)
            else:
                large, small = (_read(folder, line[size]) for size in ("large", "small"))
                found.sheets.append(Sheet(line["n"], large, small, line["text"]))
    return found


def _asked(folder: Path, first: int, count: int) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "xiangyue.files.rendering", str(folder), "source", str(first), str(count)]
    try:
        # Its words of complaint are the reader's, about a stranger's file: nothing an operator can act on.
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False, env=_bare())  # noqa: S603 - our own program
    except subprocess.TimeoutExpired as late:
        raise Interrupted from late
    lines: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode:  # killed by a limit, or by the file itself
        reached = first + sum("n" in line for line in lines)
        raise BadPage(page=reached) if lines else Interrupted
    return lines


def _bare() -> dict[str, str]:
    """The environment of a process that needs no secret: where Python finds its packages, and nothing else."""
    return {"PYTHONPATH": ":".join(path for path in sys.path if path), "LANG": "C.UTF-8"}


def _refusal(line: dict[str, Any]) -> Unreadable:
    if line["wrong"] == "page":
        return BadPage(page=line["n"])
    return {"password": Locked, "too-many-pixels": Bomb}.get(line["wrong"], Unreadable)()


def _read(folder: Path, written: list[Any]) -> Picture:
    return Picture((folder / written[0]).read_bytes(), (written[1], written[2]))
