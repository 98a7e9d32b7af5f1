"""The program that runs Typst: a child process, so that its memory (150 MB once fonts are in) goes when it has printed.

`python -m xiangyue.documents.press.printing FOLDER TEMPLATE FORMAT PPI` reads FOLDER/TEMPLATE and FOLDER/data.json and
writes FOLDER/printed; what went wrong is said on its standard error. It knows no database and no secret.
"""

import resource
import sys
from pathlib import Path
from typing import Any

import typst

FONTS = Path("/usr/share/fonts/opentype/noto")
SERIF = "Noto Serif CJK SC"

PROCESSOR_S = 60
"""For one page; 0.3 s is usual, two for a picture of A2."""


def main(words: list[str]) -> int:
    folder, template, form, ppi = Path(words[0]), words[1], words[2], float(words[3])
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S + 5))
    # Debian's Chinese fonts and nothing else: the same drawing on every machine.
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    if SERIF not in fonts.families():
        return _wrong(f"{FONTS} 里没有思源宋体，请安装 fonts-noto-cjk")
    # Where packages would be looked for: nowhere.
    nowhere: Any = {"package_path": folder / "packages", "package_cache_path": folder / "packages"}
    data = {"data": (folder / "data.json").read_text()}
    kind: Any = form
    try:
        made = typst.compile(
            folder / template,
            root=folder,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs=data,
            format=kind,
            ppi=ppi,
            **nowhere,
        )
    except RuntimeError as error:  # Typst's own errors are of this kind
        return _wrong(str(error))
    if not isinstance(made, bytes):
        return _wrong(f"{template} 排出了不止一页")
    (folder / "printed").write_bytes(made)
    return 0


def _wrong(text: str) -> int:
    sys.stderr.write(text)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
