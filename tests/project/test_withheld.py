"""A replay that its studio keeps back is shown to nobody, also while the database is away."""

import contextlib
import sqlite3

import pytest
from django.db import connection
from tests.factories.lectures import a_lecture, a_studio, bring

from xiangyue.hall.lectures import actions
from xiangyue.hall.lectures.states import State
from xiangyue.kernel import ids
from xiangyue.org.access.rules import HOUSE
from xiangyue.project.withheld import Withheld

FIRST, SECOND = ids.new_id(), ids.new_id()


class Tower:
    def __init__(self, folder):
        self.folder = folder
        self.run("CREATE TABLE hall_lecture (id TEXT, state TEXT, replay_wanted BOOL DEFAULT TRUE)")
        for name in (FIRST, SECOND):
            self.run("INSERT INTO hall_lecture (id, state) VALUES (?, 'REPLAY')", name)

    def run(self, statement, *values):
        with contextlib.closing(sqlite3.connect(self.folder / "db.sqlite3")) as lite, lite:
            lite.execute(statement, values)

    def withhold(self, name):
        self.run("UPDATE hall_lecture SET state = 'ENDED' WHERE id = ?", name)


@pytest.fixture
def tower(tmp_path):
    return Tower(tmp_path)


async def test_what_is_kept_back_is_heard_of_and_what_is_shown_again_too(tower):
    held = Withheld("", tower.folder)
    tower.withhold(FIRST)
    await held.refresh()
    assert (FIRST in held.rows, SECOND in held.rows) == (True, False)
    tower.run("UPDATE hall_lecture SET state = 'REPLAY'")
    await held.refresh()
    assert FIRST not in held.rows


async def test_what_was_kept_back_stays_so_while_the_database_is_away(tower):
    held = Withheld("", tower.folder)
    tower.withhold(FIRST)
    await held.refresh()
    (tower.folder / "db.sqlite3").unlink()
    await held.refresh()
    assert FIRST in held.rows
    again = Withheld("", tower.folder)
    await again.start()
    assert FIRST in again.rows
    await again.close()


async def test_a_copy_that_could_not_be_written_is_written_later(tower):
    held = Withheld("", tower.folder)
    (tower.folder / "withheld.new").mkdir()  # as good as a full disk
    tower.withhold(FIRST)
    await held.refresh()
    assert FIRST in held.rows
    (tower.folder / "withheld.new").rmdir()
    await held.refresh()
    assert (tower.folder / "withheld.json").read_text() == f'["{FIRST}"]'


def test_the_question_is_one_that_the_control_towers_tables_answer(county, lines):
    studio = a_studio(county.fushan)
    kept_back, shown, over = (a_lecture(studio, state=state) for state in (State.ENDED, State.REPLAY, State.REPLAY))
    actions.withhold_replay(over, by=HOUSE)
    bring(a_lecture(studio), State.ON_AIR)
    bring(decided := a_lecture(a_studio(county.yibao, "yibao"), "先不公开的"), State.ON_AIR)
    actions.want_replay(decided, False, by=HOUSE)
    with connection.cursor() as cursor:
        cursor.execute(Withheld.query)
        found = {name for (name,) in cursor.fetchall()}
    assert found == {kept_back.pk, over.pk, decided.pk}
    assert shown.pk not in found
