"""A bundle says what the disk says, and the browser's verifier finds in it what ours finds."""

import copy
import gzip
import json
import random
import subprocess
from pathlib import Path

import pytest
from tests.project.counties import LECTURE, a_history, erase_from_line

from xiangyue.journal import actions
from xiangyue.journal.models import Entry
from xiangyue.project import audit, bundle
from xiangyue.project.disk import Disk

pytestmark = pytest.mark.django_db
JS = Path(__file__).parents[1] / "js" / "verify"


@pytest.fixture
def exported(tmp_path):
    """A bundle with one lawful erasure, and the root of its second slip."""
    slips = a_history(tmp_path)
    actions.erase(Entry.objects.get(chain="county", seq=3), decision="网信决定 3 号", by="auditor")
    path = tmp_path / "bundle.json"
    bundle.export(Disk(tmp_path), path, county="柯城区", whole=False)
    return path, slips[1]


def examined(path, in_hand=None):
    return audit.examine(bundle.Bundle(path), in_hand).as_dict()


def test_a_bundle_proves_what_the_disk_proves(exported, tmp_path):
    path, slip = exported
    on_disk = audit.examine(Disk(tmp_path), audit.InHand(bytes(slip.root))).as_dict()
    carried = examined(path, audit.InHand(bytes(slip.root)))
    assert carried == {**on_disk, "withheld": 3}
    assert carried["intact"]
    assert [gone["decision"] for gone in carried["erased"]] == ["网信决定 3 号"]


def test_a_bundle_may_be_zipped(exported, tmp_path):
    path, _ = exported
    zipped = tmp_path / "bundle.json.gz"
    bundle.export(Disk(tmp_path), zipped, county="柯城区", whole=False)
    assert zipped.read_bytes()[:2] == b"\x1f\x8b"
    assert examined(zipped) == examined(path)


def test_who_stands_behind_a_pseudonym_stays_at_home_unless_asked_for(exported, tmp_path):
    path, _ = exported
    assert '"ticket"' not in path.read_text()
    whole = tmp_path / "whole.json"
    bundle.export(Disk(tmp_path), whole, county="柯城区", whole=True)
    assert whole.read_text().count('\\"ticket\\"') == 3
    assert examined(whole)["withheld"] == 0


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\x1f\x8b\x00", b'{"kind":"other","slips":[],"heads":{},"chains":[]}', b"[1]"]
)
def test_anything_else_is_no_bundle(tmp_path, content):
    (tmp_path / "bundle.json").write_bytes(content)
    with pytest.raises(bundle.NotABundle):
        bundle.Bundle(tmp_path / "bundle.json")


@pytest.mark.parametrize("row", [[], [0], ["0", "", "", None, None], [0, "xyz", "", None, None], [0, 1, 2, 3, 4]])
def test_a_row_that_is_no_record_is_refused(exported, row):
    path, _ = exported
    stated = json.loads(path.read_text())
    stated["chains"][0]["records"][0] = row
    path.write_text(json.dumps(stated))
    with pytest.raises(bundle.NotABundle):
        examined(path)


def tampered(stated, chance):
    """A copy with one to three acts of somebody who edits the file; which acts, chance says."""
    stated = copy.deepcopy(stated)
    for _ in range(chance.randint(1, 3)):
        rows = chance.choice([one for one in stated["chains"] if one["records"]])["records"]
        at = chance.randrange(len(rows))
        chance.choice(
            [
                lambda rows=rows, at=at: rows[at].__setitem__(4, rows[at][4] and rows[at][4].replace("n", "m")),
                lambda rows=rows, at=at: rows[at].__setitem__(1, chance.randbytes(32).hex()),
                lambda rows=rows, at=at: rows[at].__setitem__(2, chance.randbytes(32).hex()),
                lambda rows=rows, at=at: rows[at].__setitem__(slice(3, 5), [None, None]),
                lambda rows=rows, at=at: rows[at].__setitem__(3, None),
                lambda rows=rows, at=at: rows[at].__setitem__(0, rows[at][0] + 1),
                lambda rows=rows, at=at: len(rows[at]) == 6 and rows[at].__setitem__(5, "erased"),
                lambda rows=rows, at=at: rows.pop(at),
                lambda rows=rows, at=at: rows.__delitem__(slice(at, None)),
                lambda rows=rows, at=at: rows.insert(at, copy.deepcopy(chance.choice(rows))),
                lambda: stated["chains"].pop(chance.randrange(len(stated["chains"]))),
                lambda: stated.__setitem__("only", [one["name"] for one in stated["chains"]][:2]),
                lambda: stated["heads"].pop(chance.choice(sorted(stated["heads"])), None),
                lambda: stated["slips"] and stated["slips"].pop(chance.randrange(len(stated["slips"]))),
                lambda: stated["slips"] and stated["slips"][-1].__setitem__("root", chance.randbytes(32).hex()),
                lambda: (
                    stated["slips"]
                    and stated["slips"][0].__setitem__("body", stated["slips"][0]["body"].replace("4", "5"))
                ),
            ]
        )()
        stated["chains"] = [one for one in stated["chains"] if one["records"]]
        if not stated["chains"]:
            break
    return stated


@pytest.mark.slow  # 150 tampered bundles through both verifiers, one start of node
def test_the_browsers_verifier_finds_what_ours_finds(exported, tmp_path):
    path, slip = exported
    stated, chance = json.loads(path.read_text()), random.Random(20261123)
    root, cases = bytes(slip.root), []
    erase_from_line(tmp_path, 2)
    line_erased = tmp_path / "line.json"
    bundle.export(Disk(tmp_path), line_erased, county="柯城区", whole=True)
    for number, case in enumerate(
        [stated, json.loads(line_erased.read_text()), *(tampered(stated, chance) for _ in range(150))]
    ):
        in_hand = [None, audit.InHand(root), audit.InHand(root, slip.body)][number % 3]
        path.write_text(json.dumps(case))
        given = {} if in_hand is None else {"root": root.hex()} | ({"body": in_hand.body} if in_hand.body else {})
        cases.append({"bundle": case, "given": given, "report": examined(path, in_hand)})
    assert sum(case["report"]["intact"] for case in cases) < 30
    assert cases[1]["report"]["erased"][-1]["decision"] == "法院决定"
    kinds = {found["kind"] for case in cases for found in case["report"]["breaks"]}
    assert kinds >= {"changed", "removed", "tail", "missing", "recomputed", "undecided", "head", "slip-removed"}
    with gzip.open(tmp_path / "cases.json.gz", "wt") as file:
        json.dump(cases, file, ensure_ascii=False)
    node = subprocess.run(
        ["node", JS / "compare.mjs", tmp_path / "cases.json.gz"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (node.stdout, node.stderr) == (f"{len(cases)} of {len(cases)} agree\n", "")


def test_the_bundle_that_the_browsers_tests_use_still_reads(tmp_path):
    kept = JS.parents[1] / "captures" / "audit" / "cases.json"
    for case in json.loads(kept.read_text()):
        path = tmp_path / "bundle.json"
        path.write_text(json.dumps(case["bundle"]))
        root = case["given"].get("root")
        in_hand = None if root is None else audit.InHand(bytes.fromhex(root), case["given"].get("body"))
        assert examined(path, in_hand) == case["report"], case["name"]
    assert LECTURE in kept.read_text()
