"""The press: a template and data become PDF or PNG through Typst. Knows no lecture and no table.

Each time Typst sees a folder of its own, with the template, the house's paper and the pictures that belong to it;
nothing outside it can be read. Data goes in as one JSON text that templates print and never evaluate, and no package is
imported, so nothing is fetched.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xiangyue.kernel.errors import Fault

HERE = Path(__file__).parents[1]
PAPER = "press/paper.typ"
PATIENCE_S = 90
"""More than the child's own limit of processor time: a machine may be busy."""


class NotPrinted(Fault):
    """A template did not go through: our mistake or a missing font; the raw text is for the log."""

    def __init__(self, text: str) -> None:
        super().__init__(f"排版没有成功：{text}", retry=False)


def print_pdf(template: str, data: dict[str, Any], *, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """A PDF of the template at a path under `documents/`; it finds `pictures` by their names. Raises `NotPrinted`."""
    return _printed(template, data, pictures or {}, ("pdf", "72"))


def print_png(template: str, data: dict[str, Any], *, ppi: float = 72) -> bytes:
    """A PNG of the template's one page; at 72 pixels an inch a point is a pixel. Raises `NotPrinted`."""
    return _printed(template, data, {}, ("png", str(ppi)))


def _printed(template: str, data: dict[str, Any], pictures: Mapping[str, bytes], form: tuple[str, str]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="xiangyue-") as name:
        folder = Path(name)
        for each in (template, PAPER):
            (folder / each).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(HERE / each, folder / each)
        for each, content in pictures.items():
            (folder / each).write_bytes(content)
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False))
        command = [sys.executable, "-m", "xiangyue.documents.press.printing", name, template, *form]
        try:
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False, env=_bare())  # noqa: S603 - our own program
        except subprocess.TimeoutExpired as late:
            raise NotPrinted(f"{template} 超过 {PATIENCE_S} 秒") from late
        if done.returncode:
            raise NotPrinted(done.stderr.decode(errors="replace")[-500:])
        return (folder / "printed").read_bytes()


def _bare() -> dict[str, str]:
    """The environment of a process that needs no secret: where Python finds its packages, and nothing else."""
    return {"PYTHONPATH": ":".join(path for path in sys.path if path), "LANG": "C.UTF-8"}
