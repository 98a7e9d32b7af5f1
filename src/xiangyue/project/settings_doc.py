"""docs/settings.md, written from the one list of settings. `python -m xiangyue.project.settings_doc` prints it."""

import sys

from xiangyue.project.config import SETTINGS, Setting

HEAD = """# Settings 设置

Every setting there is. Each is read from the environment as `XIANGYUE_<NAME>`; a secret also from the file that
`XIANGYUE_<NAME>_FILE` names. A value that does not fit stops the start with a sentence that says what would.
This page is generated from `src/xiangyue/project/config.py`.

| name | kind | default | fits | meaning |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page, as it must stand in docs/settings.md."""
    return HEAD + "".join(f"{_row(setting)}\n" for setting in SETTINGS)


def _row(setting: Setting) -> str:
    default = "" if setting.default in {"", ()} else f"`{setting.default}`"
    cells = [f"`XIANGYUE_{setting.name}`", setting.kind, default, _fits(setting), setting.help]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _fits(setting: Setting) -> str:
    if setting.choices:
        return ", ".join(f"`{choice}`" for choice in setting.choices)
    if setting.minimum is not None and setting.maximum is not None:
        return f"{setting.minimum:g} – {setting.maximum:g}"
    return ""


if __name__ == "__main__":
    sys.stdout.write(page())
