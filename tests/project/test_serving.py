"""The roles of `xiangyue serve` as real processes: lines without Django, pages over another process's lines."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.factories.ffmpeg import Ffmpeg, until
from tests.factories.settled import Settled

from xiangyue.kernel.errors import Fault
from xiangyue.project.trial import Trial

pytestmark = pytest.mark.slow  # whole processes: seconds each

WITHOUT_DJANGO = """
import sys
sys.modules["django"] = sys.modules["allauth"] = None  # whoever imports them now fails
from xiangyue.project.commands import main
sys.exit(main(["serve", "--role", "live"]))
"""


@pytest.fixture
def house(tmp_path):
    trial = Settled(tmp_path / "data", hold_ms="0")
    yield trial
    trial.close()


def children(process):
    """Ids of a process's children."""
    return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def plays(trial, lecture):
    """Whether the public playlist has a whole segment."""
    return trial.status(f"/live/{lecture}/1/source/live.m3u8") == 200 and trial.status(f"/live/{lecture}/1/index.m3u8")


def test_live_role_runs_where_django_cannot_be_imported(house):
    """And before there is a database: what it would permit, it learns later."""
    house.folder.mkdir()
    with (house.folder / "serve.log").open("wb") as log:
        house.process = subprocess.Popen(
            [sys.executable, "-c", WITHOUT_DJANGO], env=house.environ, stderr=log, start_new_session=True
        )
    until(lambda: house.status("/healthz") == 200, "the live role did not start")
    assert house.status("/metrics") == 200
    assert house.status("/live/aaaaaaaaaaaaaaaa/head") == 404
    house.process.send_signal(signal.SIGTERM)
    assert house.process.wait(timeout=20) in (0, -signal.SIGTERM)


def test_roles_apart(house, tmp_path):
    """Pages in one process, lines in another; each may die and come back without the other."""
    web = Trial(house.folder, live_url=house.url)
    house.start(role="live")
    web.start(role="web")
    try:
        planned = web.plan()
        with Ffmpeg(f"{house.rtmp_url}/{planned.key}", tmp_path / "encoder.log", patient=True):
            until(lambda: plays(house, planned.lecture), "no picture from the live role")
            web.kill()
            assert plays(house, planned.lecture)
        web.start(role="web")
        house.kill()
        assert web.status("/") == 200
        with pytest.raises(Fault, match="直播进程没有应答"):
            web.move(planned.lecture, "end")
        house.start(role="live")
        web.move(planned.lecture, "end")
        until(lambda: house.head(planned.lecture)["phase"] == "ended", "the end was not sealed")
    finally:
        web.close()


def test_what_was_permitted_outlives_a_locked_and_a_lost_database(house, tmp_path):
    house.start()
    planned = house.plan()
    address = f"{house.rtmp_url}/{planned.key}"
    database = house.folder / "db.sqlite3"
    permits = house.folder / "permits.json"
    until(lambda: permits.exists() and planned.lecture in permits.read_text(), "no permit arrived")
    with closing(sqlite3.connect(database)) as somebody:
        somebody.execute("BEGIN EXCLUSIVE")
        with Ffmpeg(address, tmp_path / "locked.log"):
            until(lambda: plays(house, planned.lecture), "a locked database stopped an encoder")
    for file in house.folder.glob("db.sqlite3*"):
        file.rename(file.with_name(f"lost-{file.name}"))
    until(lambda: "the database does not answer" in (house.folder / "serve.log").read_text(), "nobody noticed")
    with Ffmpeg(address, tmp_path / "lost.log") as encoder:
        until(lambda: house.head(planned.lecture)["media"]["state"] == "live", "a lost database stopped an encoder")
        assert encoder.running


def test_work_child_is_kept_and_never_left_behind(house):
    house.start()
    (first,) = until(lambda: children(house.process.pid), "no work child")
    os.kill(first, signal.SIGKILL)
    (second,) = until(lambda: set(children(house.process.pid)) - {first}, "the work child was not started again")
    until(lambda: b"--parent" in Path(f"/proc/{second}/cmdline").read_bytes(), "the new child does not run")
    group = house.process.pid
    os.kill(group, signal.SIGKILL)  # the server alone, as the system does when memory is short
    house.process.wait()
    until(lambda: not alive(second), "a work child outlived its server")


def alive(process):
    try:
        return not re.search(r"^State:\s+Z", Path(f"/proc/{process}/status").read_text(), re.MULTILINE)
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(("door", "setting"), [("port", "XIANGYUE_PORT"), ("rtmp_port", "XIANGYUE_RTMP_PORT")])
def test_a_port_that_is_taken_is_named_with_its_setting(house, door, setting):
    with socket.create_server(("127.0.0.1", getattr(house, door))):
        done = subprocess.run(
            [sys.executable, "-m", "xiangyue.project.commands", "serve", "--role", "live"],
            env=house.environ, capture_output=True, text=True, check=False, timeout=30,
        )  # fmt: skip
    assert done.returncode == 2
    assert setting in done.stderr
    assert "已启动" not in done.stdout
