"""Somebody who owns the disk, and the command that notices."""

import json

import msgspec
import pytest
from tests.project.counties import LECTURE, a_history, erase_from_line, rewrite_line

from xiangyue.journal import actions, slipbook, slips, spelling
from xiangyue.journal.breaks import Kind
from xiangyue.journal.models import Entry, Head, Slip
from xiangyue.kernel import chain
from xiangyue.project import audit
from xiangyue.project.disk import Disk
from xiangyue.timeline import log, records

pytestmark = pytest.mark.django_db
LINE = f"line/{LECTURE}"


@pytest.fixture
def slips_taken(tmp_path):
    return a_history(tmp_path)


def found(tmp_path, in_hand=None):
    report = audit.examine(Disk(tmp_path), in_hand)
    return [(b.kind.value, b.chain, b.first, b.last) for b in report.breaks if b.kind != Kind.LINE]


def in_hand(slip):
    return audit.InHand(bytes(slip.root))


def forge(name, start, change):
    """Recompute a chain from a record on, as somebody would who may write every table."""
    previous = chain.genesis(name) if start == 0 else bytes(Entry.objects.get(chain=name, seq=start - 1).link)
    for entry in Entry.objects.filter(chain=name, seq__gte=start).order_by("seq"):
        payload = change(msgspec.json.decode(entry.payload)) if entry.seq == start else entry.payload
        payload = payload if isinstance(payload, str) else chain.canonical(payload).decode()
        leaf = chain.leaf(bytes(entry.salt), payload.encode())
        previous = chain.link(previous, entry.seq, leaf)
        Entry.objects.filter(pk=entry.pk).update(payload=payload, leaf=leaf, link=previous)
    Head.objects.filter(chain=name).update(link=previous)


def test_an_honest_history_is_intact_against_every_slip(tmp_path, slips_taken):
    for slip in slips_taken:
        report = audit.examine(Disk(tmp_path), in_hand(slip))
        assert report.breaks == []
        assert report.vouched.no == slip.no
    assert (report.slips, report.chains, report.records) == (3, 4, 12 + 12 + 4 + 12)
    assert audit.sentences(report, in_hand(slip))[0] == "历史完整：查了 4 条链、40 条记录、3 张见证条。"


def test_a_changed_record_is_named(tmp_path, slips_taken):
    Entry.objects.filter(chain="county", seq=4).update(payload='{"at":1,"by":"","data":{},"verb":"grant"}')
    assert found(tmp_path) == [("changed", "county", 5, 5)]


def test_a_changed_index_is_named(tmp_path, slips_taken):
    Entry.objects.filter(chain="county", seq=4).update(by="stranger")
    assert found(tmp_path) == [("misfiled", "county", 5, 5)]


def test_a_removed_record_is_named(tmp_path, slips_taken):
    Entry.objects.filter(chain="hall", seq__in=[5, 6]).delete()
    assert found(tmp_path) == [("removed", "hall", 6, 7)]


def test_a_removed_tail_is_named_even_when_the_register_was_set_back(tmp_path, slips_taken):
    Entry.objects.filter(chain="hall", seq__gte=10).delete()
    assert found(tmp_path) == [("tail", "hall", 11, 12)]
    Head.objects.filter(chain="hall").update(length=10, link=Entry.objects.get(chain="hall", seq=9).link)
    assert found(tmp_path) == [("tail", "hall", 11, 12)]


def test_a_tail_cut_since_the_last_checkpoint_is_named_by_the_register(tmp_path, slips_taken):
    entry = actions.record("hall", "open", {}, by="keeper")
    entry_number = entry.seq + 1
    Entry.objects.filter(pk=entry.pk).delete()
    assert found(tmp_path) == [("tail", "hall", entry_number, entry_number)]


def test_a_chain_torn_out_is_named(tmp_path, slips_taken):
    Entry.objects.filter(chain="hall").delete()
    Head.objects.filter(chain="hall").delete()
    assert found(tmp_path) == [("missing", "hall", 1, 12)]


def test_a_record_added_past_the_register_is_named(tmp_path, slips_taken):
    last = Entry.objects.get(chain="hall", seq=11)
    payload = b'{"at":1763870400000,"by":"","data":{},"verb":"open"}'
    leaf = chain.leaf(bytes(16), payload)
    Entry.objects.create(
        chain="hall", seq=12, at=Entry.objects.get(chain="hall", seq=0).at, by="", verb="open", payload=payload.decode(),
        salt=bytes(16), leaf=leaf, link=chain.link(bytes(last.link), 12, leaf),
    )  # fmt: skip
    assert found(tmp_path) == [("head", "hall", 13, 13)]


def test_a_recomputed_chain_is_named_between_the_minutes_around_it(tmp_path, slips_taken):
    forge("county", 5, lambda payload: {**payload, "data": {"n": 99}})
    assert found(tmp_path) == [("recomputed", "county", 6, 6)]


def test_a_forger_who_mends_the_checkpoints_too_is_named_by_the_slip(tmp_path, slips_taken):
    forge("county", 5, lambda payload: {**payload, "data": {"n": 99}})
    links = {entry.seq + 1: bytes(entry.link).hex() for entry in Entry.objects.filter(chain="county")}

    def mended(payload):
        heads = [[name, n, links[n] if name == "county" else head] for name, n, head in payload["data"]["heads"]]
        return {**payload, "data": {"heads": heads}}

    for seq in range(Entry.objects.filter(chain="checkpoints").count()):
        forge("checkpoints", seq, mended)
    assert found(tmp_path) == [("recomputed", "checkpoints", 5, 8), ("recomputed", "county", 5, 8)]


def test_a_forger_who_mends_the_slips_too_is_named_by_the_root_in_hand(tmp_path, slips_taken):
    kept_outside = slips_taken[1]
    forge("county", 5, lambda payload: {**payload, "data": {"n": 99}})
    Entry.objects.filter(chain="checkpoints").delete()
    Head.objects.filter(chain="checkpoints").delete()
    previous = slips.FIRST
    links = {entry.seq + 1: bytes(entry.link).hex() for entry in Entry.objects.filter(chain="county")}
    for slip in Slip.objects.order_by("no"):
        header, marks = slips.read(slip.body)
        marks = [mark for mark in marks if mark.chain != "checkpoints"]
        marks = [msgspec.structs.replace(m, head=links[m.length]) if m.chain == "county" else m for m in marks]
        body = slips.write(msgspec.structs.replace(header, previous=previous), marks)
        Slip.objects.filter(pk=slip.pk).update(body=body, root=slips.root(body))
        previous = slips.root(body).hex()
    assert found(tmp_path) == []
    assert found(tmp_path, in_hand(kept_outside)) == [("root-unknown", "", 0, 0)]
    whole = audit.InHand(bytes(kept_outside.root), kept_outside.body)
    assert found(tmp_path, whole) == [
        ("slip-changed", "", 2, 2),
        ("root-unknown", "", 0, 0),
        ("missing", "checkpoints", 1, 8),
        ("recomputed", "county", 1, 8),
    ]


def test_a_rewritten_checkpoint_is_named(tmp_path, slips_taken):
    Entry.objects.filter(chain="checkpoints", seq=2).update(payload='{"at":1,"by":"","data":{"heads":[]},"verb":""}')
    assert found(tmp_path) == [("changed", "checkpoints", 3, 3)]


def test_rewritten_and_removed_slips_are_named(tmp_path, slips_taken):
    Slip.objects.filter(no=1).delete()
    Slip.objects.filter(no=2).update(body=slips_taken[1].body.replace("柯城区", "某区"))
    assert found(tmp_path) == [("slip-removed", "", 1, 1), ("slip-changed", "", 2, 2)]


def test_an_erasure_by_decision_is_told_and_is_no_break(tmp_path, slips_taken):
    actions.erase(Entry.objects.get(chain="county", seq=3), decision="网信决定 3 号", by="auditor")
    report = audit.examine(Disk(tmp_path), in_hand(slips_taken[2]))
    assert report.breaks == []
    assert "○ 依决定删除：链 county 第 4 条，依据 网信决定 3 号，经办 auditor。" in audit.sentences(report, None)


def test_an_erasure_without_a_decision_is_a_break(tmp_path, slips_taken):
    Entry.objects.filter(chain="county", seq=3).update(payload=None, salt=None)
    assert found(tmp_path) == [("undecided", "county", 4, 4)]


def test_a_lines_changed_cut_and_recomputed_records_are_named(tmp_path, slips_taken):
    whole = (tmp_path / LECTURE / log.NAME).read_bytes()

    def restore():
        (tmp_path / LECTURE / log.NAME).write_bytes(whole)

    change = lambda one: records.Stored(one.header, one.salt, one.body.replace(b"0", b"1"), one.link)  # noqa: E731
    rewrite_line(tmp_path, lambda stored: [stored[0], change(stored[1]), *stored[2:]])
    assert found(tmp_path) == [("changed", LINE, 2, 2)]
    restore()
    rewrite_line(tmp_path, lambda stored: [stored[0], *stored[2:]])
    assert found(tmp_path) == [("removed", LINE, 2, 2)]
    restore()
    rewrite_line(tmp_path, lambda stored: stored[:2])
    assert found(tmp_path) == [("tail", LINE, 3, 4)]
    restore()

    def recomputed(stored):
        kept, head = [], records.genesis(LECTURE)
        for one in stored:
            accepted = msgspec.structs.replace(records.accepted_of(one), by="somebody else")
            kept.append(records.store(accepted, salt=one.salt, previous=head))
            head = kept[-1].link
        return kept

    rewrite_line(tmp_path, recomputed)
    assert found(tmp_path) == [("recomputed", LINE, 1, 4)]
    restore()
    (tmp_path / LECTURE / log.NAME).unlink()
    assert found(tmp_path) == [("missing", LINE, 1, 4)]


def test_a_flipped_bit_in_a_lines_file_is_named(tmp_path, slips_taken):
    path = tmp_path / LECTURE / log.NAME
    data = bytearray(path.read_bytes())
    data[data.index("听得清 1".encode())] ^= 1
    path.write_bytes(data)
    assert found(tmp_path) == [("changed", LINE, 3, 3)]
    data[data.index("听得清".encode()) - 20] ^= 0xFF
    path.write_bytes(data)
    assert {kind for kind, *_ in found(tmp_path)} <= {"changed", "removed"}


def test_a_line_is_held_against_what_was_public(tmp_path, slips_taken):
    path = tmp_path / LECTURE / "1" / "segments.xys"
    pieces = path.read_bytes()
    path.write_bytes(pieces[:-40] + bytes(40))
    (found,) = audit.examine(Disk(tmp_path)).breaks
    assert (found.kind, found.chain) == (Kind.LINE, LINE)
    assert found.text.startswith(f"链 {LINE} 公开的一面：")


def test_a_lines_erasure_needs_its_own_decision(tmp_path, slips_taken):
    whole = (tmp_path / LECTURE / log.NAME).read_bytes()
    rewrite_line(tmp_path, lambda stored: [stored[0], records.erase(stored[1]), *stored[2:]])
    assert found(tmp_path) == [("undecided", LINE, 2, 2)]
    (tmp_path / LECTURE / log.NAME).write_bytes(whole)
    erase_from_line(tmp_path, 2)
    report = audit.examine(Disk(tmp_path), in_hand(slips_taken[2]))
    assert report.breaks == []
    assert [(gone.chain, gone.no, gone.decision, gone.by) for gone in report.erased] == [
        (LINE, 2, "法院决定", "auditor")
    ]


def test_what_the_auditor_holds_can_be_typed_or_a_file(tmp_path, slips_taken):
    slip = slips_taken[0]
    root = bytes(slip.root)
    kept = tmp_path / "slip.json"
    kept.write_text(json.dumps({"root": root.hex(), "body": slip.body}))
    assert audit.read_in_hand(spelling.spell(root)) == audit.InHand(root)
    assert audit.read_in_hand(str(kept)) == audit.InHand(root, slip.body)
    kept.write_text("[]")
    with pytest.raises(audit.Unreadable):
        audit.read_in_hand(str(kept))
    with pytest.raises(slipbook.SlipInHandBroken):
        audit.examine(Disk(tmp_path), audit.InHand(root, slips_taken[1].body))
