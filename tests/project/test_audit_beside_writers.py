"""Proving a history while others write it: what came after the proof began is not seen, and is no break."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connections

from xiangyue.journal import actions
from xiangyue.project import audit
from xiangyue.project.disk import Disk


class Disturbed(Disk):
    """A history that grows between reading the register of heads and reading the records."""

    def heads(self):
        yield from super().heads()
        writer = threading.Thread(target=_write)
        writer.start()
        writer.join()


def _write():
    actions.record("hall", "open", {}, by="keeper")
    actions.record("new", "open", {}, by="keeper")
    connections.close_all()


def prove(lines):
    """What a proof finds that was disturbed, and how many records an undisturbed one finds after it."""
    actions.record("hall", "open", {}, by="keeper")
    first = audit.examine(Disturbed(lines))
    return first.breaks, first.records, audit.examine(Disk(lines)).records


@pytest.mark.postgres
@pytest.mark.slow  # tables are emptied
@pytest.mark.django_db(transaction=True)
def test_a_proof_reads_one_moment(tmp_path):
    breaks, records, after = prove(tmp_path)
    assert breaks == []
    assert after == records + 2


@pytest.mark.slow  # a process and a database file of its own: SQLite in memory has no two connections
def test_a_proof_reads_one_moment_of_a_file(tmp_path):
    said = (
        "from xiangyue.project import control; control.start(); control.migrate()\n"
        "from pathlib import Path; from tests.project.test_audit_beside_writers import prove\n"
        f"breaks, records, after = prove(Path({str(tmp_path)!r}) / 'lines')\n"
        "print(len(breaks), after - records)"
    )
    house = {**os.environ, "XIANGYUE_DATA": str(tmp_path), "XIANGYUE_DATABASE": "", "PYTHONPATH": "."}
    answer = subprocess.run(
        [sys.executable, "-c", said],
        capture_output=True,
        text=True,
        env=house,
        cwd=Path(__file__).parents[2],
        check=True,
    )
    assert answer.stdout == "0 2\n"
