"""The verifier to take home: one page without a network, made of the very modules that the pages run."""

import re
from functools import cache
from pathlib import Path

PAGE = Path(__file__).with_name("offline.html")

SCRIPTS = Path(__file__).parents[1] / "static" / "js" / "draw"

MODULES = ("sha256", "bytes", "xyd1", "roster", "entropy", "document", "words", "proof", "tamper", "view", "desk")
"""Each after those it needs; their names at the top level are all different."""

_IMPORT = re.compile(r"^import [^;]+;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)


@cache
def page() -> bytes:
    """The whole page. The same for everybody: its fingerprint may be printed."""
    modules = (SCRIPTS.joinpath(f"{name}.js").read_text() for name in MODULES)
    logic = "\n".join(_EXPORT.sub("", _IMPORT.sub("", text)).strip() for text in modules)
    return PAGE.read_text().replace("/* logic */", logic).encode()
