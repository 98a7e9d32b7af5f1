"""The command as an auditor types it; what it prints and its exit status."""

import argparse
import json

import pytest
from tests.project.counties import a_history

from xiangyue.hall import stage
from xiangyue.journal import queries, spelling
from xiangyue.journal.errors import NoSlip
from xiangyue.journal.models import Entry
from xiangyue.project.commands import audit

pytestmark = pytest.mark.django_db


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """Run `xiangyue audit …` on a county in its own data folder; the exit status and what was printed."""
    monkeypatch.setenv("XIANGYUE_DATA", str(tmp_path))
    slips = a_history(tmp_path / "lines", days=2)
    parser = argparse.ArgumentParser()
    audit.register(parser.add_subparsers())

    def run(*words):
        status = audit.run(parser.parse_args(["audit", *map(str, words)]))
        return status, capsys.readouterr().out

    run.slips = slips
    run.root = spelling.spell(bytes(slips[0].root))
    yield run
    stage.connect(None)


def test_verify_says_intact_and_returns_0(command):
    status, said = command("verify", "--against", command.root)
    assert status == 0
    assert said == (
        "历史完整：查了 4 条链、28 条记录、2 张见证条。\n"
        "与你手里 2025-11-23 第 1 号见证条相符：那一刻之前的历史一条未改。\n"
    )


def test_verify_says_what_was_changed_and_returns_1(command):
    Entry.objects.filter(chain="county", seq=1).delete()
    status, said = command("verify")
    assert status == 1
    assert said.splitlines()[:2] == [
        "历史被动过：查了 4 条链、28 条记录、2 张见证条，发现 1 处。",
        "✗ 链 county 第 2 条被抽走。",
    ]
    status, said = command("verify", "--json")
    assert (status, json.loads(said)["breaks"][0]["kind"]) == (1, "removed")


def test_a_bundle_is_exported_and_verified_by_the_same_command(command, tmp_path):
    bundle = tmp_path / "bundle.json.gz"
    status, said = command("export", bundle)
    assert (status, said.startswith("审计包已写好：")) == (0, True)
    status, said = command("verify", "--bundle", bundle, "--against", command.root)
    assert (status, said.splitlines()[1]) == (0, "○ 有 3 条的内容没有随附，只查了它们的位置。")


def test_slip_prints_one_line_and_its_file_serves_as_witness(command, tmp_path):
    assert command("slip") == (0, queries.line(command.slips[1]) + "\n")
    assert command("slip", "--date", "2025-11-23") == (0, queries.line(command.slips[0]) + "\n")
    with pytest.raises(NoSlip):
        command("slip", "--date", "2024-01-01")
    kept = tmp_path / "slip.json"
    kept.write_text(command("slip", "--json")[1])
    assert command("verify", "--against", kept)[0] == 0
    Entry.objects.filter(chain="hall").delete()
    assert command("verify", "--against", kept)[0] == 1


def test_a_misread_root_is_refused_with_its_group(command):
    groups = command.root.split("-")
    first = "1" if groups[3][0] == "0" else "0"
    groups[3] = first + groups[3][1:]
    with pytest.raises(spelling.Misread) as misread:
        command("verify", "--against", "-".join(groups))
    assert misread.value.sentence.startswith("根的第 4 组")
