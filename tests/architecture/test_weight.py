"""What a start brings in. A library that only one kind of work needs is loaded when that work is there."""

import subprocess
import sys

import pytest

HEAVY = ("openpyxl", "docx", "lxml", "PIL", "pypdfium2", "typst", "av", "apprise", "numpy", "psycopg")
"""Together 90 MiB and a second of a start."""

PAGES = """
import importlib, sys
from xiangyue.project import commands, control
for verb in commands.VERBS:
    importlib.import_module(f"xiangyue.project.commands.{commands.MODULES.get(verb, verb)}")
control.start()
importlib.import_module("xiangyue.project.urls")
importlib.import_module("xiangyue.project.wsgi")
"""
LIVE = "import sys, xiangyue.project.live, xiangyue.edge.protocol"
WORK = """
import sys
from xiangyue.project import control
control.start()
import xiangyue.project.chores
"""


@pytest.mark.slow  # starts Django in a process of its own: a second
@pytest.mark.parametrize("start", [PAGES, LIVE, WORK], ids=["pages", "live", "work"])
def test_a_start_brings_in_what_every_minute_needs(start, tmp_path, monkeypatch):
    monkeypatch.setenv("XIANGYUE_DATA", str(tmp_path))
    asked = f"{start}\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", asked], capture_output=True, check=True, text=True, timeout=60
    )
    assert done.stdout.split() == []
