"""`xiangyue draw verify`: what it prints, and what it returns."""

import json

import pytest
from tests.factories.draws import a_draw, data, labels, until

from xiangyue.project.commands import main


@pytest.fixture
def file(tmp_path):
    def write(draw):
        path = tmp_path / "draw.json"
        path.write_text(json.dumps(draw, ensure_ascii=False))
        return str(path)

    return write


def test_an_honest_draw_is_said_to_be_one(file, capsys):
    assert main(["draw", "verify", file(a_draw())]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "对得上：这次抽奖没有人动过手脚。"
    assert len(said) == 11
    assert all(line.startswith("✓ ") for line in said[1:])


def test_a_changed_winner_is_named_and_returns_one(file, capsys):
    draw = a_draw()
    data(draw, "result")["winners"][1]["label"] = "0000-0000-0000"
    assert main(["draw", "verify", file(draw)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "对不上：有地方被改过。"
    assert "✗ 重算出来不一样：第 2 个中奖号码不对，或者规矩被改过。" in said


def test_a_void_draw_is_no_broken_one(file, capsys):
    assert main(["draw", "verify", file(until(a_draw(), "roster", "密码没有开封"))]) == 0
    assert capsys.readouterr().out.startswith("已经作废，没有结果")


@pytest.mark.parametrize(("number", "status", "word"), [(39, 0, "在"), (40, 1, "不在")])
def test_a_number_is_looked_for(file, capsys, number, status, word):
    label = labels(41)[number]
    assert main(["draw", "verify", file(a_draw()), "--label", label.upper()]) == status
    assert capsys.readouterr().out.splitlines()[-1] == f"号码 {label.upper()} {word}名单里。"


def test_a_program_reads_json(file, capsys):
    assert main(["draw", "verify", "--json", file(a_draw())]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "fair"


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"kind": "xiangyue-slip"}'])
def test_what_is_no_draw_is_one_sentence(tmp_path, capsys, text):
    path = tmp_path / "other.json"
    path.write_text(text)
    assert main(["draw", "verify", str(path)]) == 2
    assert capsys.readouterr().err == "这个文件不是抽奖核对文件，或者已经残缺。\n"


def test_a_file_that_is_not_there(tmp_path, capsys):
    assert main(["draw", "verify", str(tmp_path / "none.json")]) == 2
    assert "No such file" in capsys.readouterr().err
