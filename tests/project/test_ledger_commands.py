"""`xiangyue kinds` and `xiangyue calendar` as an office's IT man types them."""

from pathlib import Path

import pytest

from xiangyue.hall import stage
from xiangyue.ledger.calendars.models import Notice
from xiangyue.ledger.kinds.models import Edition
from xiangyue.project import control
from xiangyue.project.commands import main

SHIPPED = Path(__file__).parents[2] / "kinds"


@pytest.fixture
def command(tmp_path, monkeypatch, county, capsys):
    """Run `xiangyue …` in a data folder of its own; the exit status and the lines on both outputs."""
    monkeypatch.setenv("XIANGYUE_DATA", str(tmp_path))
    monkeypatch.setenv("XIANGYUE_KINDS", str(SHIPPED))

    def run(*words):
        status = main([*map(str, words)])
        said = capsys.readouterr()
        return status, (said.out + said.err).splitlines()

    yield run
    stage.connect(None)


def test_checking_lists_every_kind_and_loads_none(command):
    status, said = command("kinds", "check")
    assert (status, len(said)) == (0, 8)
    assert said[2] == "隐患（hazard）第 1 版：2 级，59 类。"
    assert not Edition.objects.exists()


def test_checking_says_whether_the_hours_suffice(command):
    status, said = command("kinds", "check", "--people", 12, "--year", "hazard.general=3000")
    assert status == 0
    assert said[-1] == "核查人手够：一年要 2200 小时，12 人有 2208 小时。"


@pytest.mark.parametrize("wrong", ["hazard=3", "hazard.general", "hazard.general=many"])
def test_a_count_that_is_none_is_a_sentence(command, wrong):
    assert command("kinds", "check", "--year", wrong) == (
        2,
        [*_eight(command), f"“{wrong}”应写成 hazard.general=3000。"],
    )


def test_loading_twice_loads_once(command):
    status, said = command("kinds", "load")
    assert (status, said[-1]) == (0, "8 种有新版本，0 种没有变化，32 个领域有变化。")
    assert command("kinds", "load") == (0, ["0 种有新版本，8 种没有变化，0 个领域有变化。"])


def test_a_broken_file_is_one_sentence_and_loads_nothing(command, tmp_path):
    for file in SHIPPED.glob("*.*"):
        (tmp_path / file.name).write_text(
            file.read_text(encoding="utf-8").replace("by: other_unit", "by: lead"), encoding="utf-8"
        )
    assert command("kinds", "load", tmp_path) == (
        2,
        ["hazard.verify.general.by 让责任单位核查自己：核查只能由别的单位来做。"],
    )
    assert not Edition.objects.exists()


def test_the_notices_are_published_oldest_first_and_once(command):
    status, said = command("calendar", "import")
    assert (status, len(said)) == (0, 10)
    assert said[0] == "国办发明电〔2018〕15号 已发布：26 天，其中 21 天与原来的算法不同。"
    assert said[3] == "国办发明电〔2020〕1号 已发布：4 天，其中 2 天与原来的算法不同。"
    assert command("calendar", "import", SHIPPED / "calendars" / "2026.csv") == (
        0,
        ["国办发明电〔2025〕7号 发布过，没有变化。"],
    )


def test_a_file_that_is_no_notice_is_named_with_its_line(command, tmp_path):
    (tmp_path / "wrong.csv").write_text("number,x\n", encoding="utf-8")
    assert command("calendar", "import", tmp_path / "wrong.csv") == (
        2,
        ["wrong.csv：放假通知读不懂，第 1 行：缺“title”。"],
    )
    assert command("calendar", "import", tmp_path / "none.csv")[0] == 2
    (tmp_path / "gbk.csv").write_bytes("number,通知\n".encode("gbk"))
    assert command("calendar", "import", tmp_path / "gbk.csv")[0] == 2


def test_a_new_county_is_furnished_and_an_old_one_left_alone(command):
    control.furnish()
    assert (Edition.objects.count(), Notice.objects.count()) == (8, 10)
    Edition.objects.exclude(kind="hazard").delete()  # as if only this one had been loaded
    control.furnish()
    assert Edition.objects.get().kind == "hazard"


def test_without_the_folder_a_start_goes_on(command, monkeypatch, tmp_path):
    monkeypatch.setenv("XIANGYUE_KINDS", str(tmp_path / "nowhere"))
    control.furnish()
    assert not Edition.objects.exists()


def _eight(command):
    return command("kinds", "check")[1]
