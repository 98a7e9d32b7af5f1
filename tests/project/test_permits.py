"""What was permitted stays permitted while the database is away, and a revocation is always heard."""

import asyncio
import contextlib
import sqlite3
import threading

import msgspec
import pytest

from xiangyue.kernel import clock, ids
from xiangyue.project import polled
from xiangyue.project.permits import NothingOpen, Permits, WrongKey

HOUR_MS = 3_600_000
TABLE = """CREATE TABLE hall_permit (lecture_id TEXT, studio_code TEXT, title TEXT, key_hash TEXT, opens_at INTEGER,
closes_at INTEGER, revoked INTEGER, serial INTEGER)"""
KEYS = "CREATE TABLE hall_streamkey (key_hash TEXT, revoked_at TEXT)"
KEY = ids.fingerprint("a stream key")


class Tower:
    """The control tower's end: a database with one table, and what the permits told of."""

    def __init__(self, folder):
        self.folder = folder
        self.told = []
        self.run(TABLE)
        self.run(KEYS)
        self.permits = Permits("", folder, changed=self.told.append)

    def run(self, statement, *values):
        with contextlib.closing(sqlite3.connect(self.folder / "db.sqlite3")) as lite, lite:
            lite.execute(statement, values)

    def permit(self, lecture="first", key=KEY, opens_ms=-HOUR_MS, closes_ms=HOUR_MS):
        now = clock.now_ms()
        row = (lecture, "hehua", "一讲", key, now + opens_ms, now + closes_ms, 0, 1)
        self.run("INSERT INTO hall_permit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *row)


@pytest.fixture
def tower(clock, tmp_path):
    return Tower(tmp_path)


async def test_a_key_opens_its_studios_newest_lecture_and_no_other(tower):
    tower.permit("first", opens_ms=-2 * HOUR_MS)
    tower.permit("second")
    tower.permit("tomorrow", opens_ms=20 * HOUR_MS, closes_ms=21 * HOUR_MS)
    await tower.permits.refresh()
    assert tower.permits.admit(KEY).lecture == "second"
    with pytest.raises(WrongKey):
        tower.permits.admit(ids.fingerprint("another"))


async def test_a_good_key_without_a_lecture_hears_so(tower):
    tower.permit(closes_ms=0)
    await tower.permits.refresh()
    with pytest.raises(NothingOpen):
        tower.permits.admit(KEY)


async def test_a_key_made_before_anything_was_opened_is_good_until_it_is_revoked(tower):
    tower.run("INSERT INTO hall_streamkey VALUES (?, NULL)", KEY)
    await tower.permits.refresh()
    with pytest.raises(NothingOpen):
        tower.permits.admit(KEY)
    tower.permit()
    await tower.permits.refresh()
    assert tower.permits.admit(KEY).lecture == "first"
    tower.run("DELETE FROM hall_permit")
    tower.run("UPDATE hall_streamkey SET revoked_at = 'now'")
    await tower.permits.refresh()
    with pytest.raises(WrongKey):
        tower.permits.admit(KEY)


async def test_an_answer_asked_for_earlier_never_comes_after_a_later_one(tower, monkeypatch):
    """The poll reads, a key is revoked, the live role is told to look: what the poll read is older and says nothing more."""
    tower.permit()
    await tower.permits.refresh()
    reading, goes_on = threading.Event(), threading.Event()
    ask = polled.ask

    def slowly(*question):
        rows = ask(*question)
        if not reading.is_set():
            reading.set()
            goes_on.wait(10)
        return rows

    monkeypatch.setattr(polled, "ask", slowly)
    poll = asyncio.create_task(tower.permits.refresh())
    await asyncio.to_thread(reading.wait, 10)
    tower.run("UPDATE hall_permit SET revoked = 1")
    look = asyncio.create_task(tower.permits.refresh())
    await asyncio.sleep(0)
    goes_on.set()
    await asyncio.gather(poll, look)
    assert [permit.revoked for permit in tower.told] == [False, True]
    with pytest.raises(WrongKey):
        tower.permits.admit(KEY)


@pytest.mark.parametrize("statement", ["UPDATE hall_permit SET revoked = 1", "DELETE FROM hall_permit"])
async def test_a_revocation_is_told_and_holds(tower, statement):
    tower.permit()
    await tower.permits.refresh()
    tower.run(statement)
    await tower.permits.refresh()
    assert [permit.revoked for permit in tower.told] == [False, True]
    with pytest.raises(WrongKey):
        tower.permits.admit(KEY)


async def test_what_was_permitted_outlives_the_database(tower):
    tower.permit()
    await tower.permits.refresh()
    (tower.folder / "db.sqlite3").unlink()
    await tower.permits.refresh()
    assert tower.permits.failures == 1
    assert tower.permits.admit(KEY).lecture == "first"


@pytest.mark.slow  # sqlite waits for nobody here, but a thread is asked: tens of milliseconds
async def test_a_fresh_process_starts_from_the_copy_while_the_database_is_away(tower):
    tower.permit()
    await tower.permits.refresh()
    (tower.folder / "db.sqlite3").write_bytes(b"not a database" * 100)
    again = Permits("", tower.folder, changed=tower.told.append)
    await again.start()
    assert again.admit(KEY).lecture == "first"
    await again.close()


@pytest.mark.parametrize("torn", [b"", b'[{"lecture":', b"\0" * 512])
async def test_a_torn_copy_keeps_nobody_off_the_air(tower, torn):
    tower.permit()
    (tower.folder / "permits.json").write_bytes(torn)
    await tower.permits.start()
    assert tower.permits.admit(KEY).lecture == "first"
    await tower.permits.close()
    kept = msgspec.json.decode((tower.folder / "permits.json").read_bytes())
    assert [permit["lecture"] for permit in kept] == ["first"]


async def test_a_copy_that_cannot_be_written_silences_no_revocation(tower):
    tower.permit()
    (tower.folder / "permits.new").mkdir()  # as good as a full disk
    await tower.permits.refresh()
    tower.run("UPDATE hall_permit SET revoked = 1")
    await tower.permits.refresh()
    assert tower.told[-1].revoked
    (tower.folder / "permits.new").rmdir()
    await tower.permits.refresh()
    assert msgspec.json.decode((tower.folder / "permits.json").read_bytes())[0]["revoked"] is True


async def test_a_listener_that_stumbles_keeps_no_revocation_from_the_others(tower, caplog):
    def stumble(permit):
        tower.told.append(permit)
        raise OSError("its recording cannot be closed")

    tower.permits = Permits("", tower.folder, changed=stumble)
    tower.permit("first")
    tower.permit("second")
    await tower.permits.refresh()
    tower.run("UPDATE hall_permit SET revoked = 1")
    await tower.permits.refresh()
    assert [permit.lecture for permit in tower.told if permit.revoked] == ["first", "second"]
    assert "could not be passed on" in caplog.text
    with pytest.raises(WrongKey):
        tower.permits.admit(KEY)
