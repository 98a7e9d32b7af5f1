"""The demo keeps to its own folder, and its residents behave like people with phones."""

import pytest

from xiangyue.kernel.errors import Fault
from xiangyue.project.config import Config
from xiangyue.project.demo import stage
from xiangyue.project.demo.residents import Resident


def config(folder, **more):
    return Config({"XIANGYUE_DATA": str(folder), **more})


@pytest.mark.parametrize("fresh", [False, True])
def test_the_demo_touches_no_installation_in_use(tmp_path, monkeypatch, fresh):
    (tmp_path / "db.sqlite3").write_text("a county")
    monkeypatch.setenv("XIANGYUE_DATA", str(tmp_path))
    with pytest.raises(Fault, match="别的数据"):
        stage.run(residents=0, fresh=fresh)
    assert [path.name for path in tmp_path.iterdir()] == ["db.sqlite3"]


def test_the_demo_enters_no_database_of_its_own_choosing(tmp_path):
    with pytest.raises(Fault, match="XIANGYUE_DATABASE"):
        stage.require_own_place(config(tmp_path, XIANGYUE_DATABASE="postgresql://localhost/county"))


def test_an_empty_folder_and_the_last_demo_are_its_own(tmp_path):
    stage.require_own_place(config(tmp_path / "new"))
    stage.require_own_place(config(tmp_path))
    (tmp_path / stage.MARK).touch()
    (tmp_path / "db.sqlite3").write_text("the last demo")
    stage.require_own_place(config(tmp_path))


class Script:
    """A wire that answers from a list, in order."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    async def ask(self, method, path, body=None):
        self.asked.append(path)
        return self.answers.pop(0)

    def close(self):
        pass


async def test_a_resident_leaves_when_the_lecture_is_over(monkeypatch):
    person = Resident("localhost", 0, "somewhere", "荷花")
    monkeypatch.setattr(person._random, "uniform", lambda _least, _most: 0)
    running, over = {"head": 4, "epoch": 1, "ended": False}, {"head": 5, "epoch": 1, "ended": True}
    restarting = (503, {"error": {"code": "restarting"}})
    finished = (404, {"error": {"code": "line-finished"}})
    person._reading = Script(restarting, (200, running), (200, {}), finished, (200, over))
    person._speaking = Script(*[restarting] * 99)
    await person.live()
    assert person._reading.asked[1:4] == ["/live/somewhere/head", "/live/somewhere/1/e/5", "/live/somewhere/1/e/6"]
    assert (person.read, person._reading.answers) == (1, [])
