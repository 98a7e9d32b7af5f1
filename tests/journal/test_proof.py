"""The law: whatever somebody does to a chain, it is named, and nothing else is."""

from hypothesis import given
from hypothesis import strategies as st
from tests.journal.histories import a_chain, a_payload, chained, witnessed

from xiangyue.journal import proof, testimony
from xiangyue.journal.breaks import Kind
from xiangyue.kernel import chain

lengths = st.integers(2, 30)


def found(records, marks=(), decisions=None, name="county"):
    return [(b.kind, b.first, b.last) for b in proof.prove(name, records, marks, decisions or {}).breaks]


@given(lengths, st.data())
def test_an_honest_chain_has_no_break(length, data):
    records = a_chain("county", length)
    marks = witnessed(records, *data.draw(st.sets(st.integers(1, length))))
    result = proof.prove("county", records, marks, {})
    assert (result.breaks, result.length, result.head) == ([], length, records[-1].link)


@given(lengths, st.data())
def test_a_changed_payload_is_named(length, data):
    records = a_chain("county", length)
    at = data.draw(st.integers(0, length - 1))
    records[at] = records[at]._replace(payload=a_payload(99))
    assert found(records) == [(Kind.CHANGED, at + 1, at + 1)]


@given(lengths, st.data())
def test_a_changed_payload_with_a_fitting_leaf_is_named(length, data):
    records = a_chain("county", length)
    at = data.draw(st.integers(0, length - 1))
    payload = a_payload(99)
    records[at] = records[at]._replace(payload=payload, leaf=chain.leaf(records[at].salt, payload))
    assert found(records) == [(Kind.CHANGED, at + 1, at + 1)]


@given(lengths, st.data())
def test_removed_records_are_named(length, data):
    records = a_chain("county", length)
    first = data.draw(st.integers(0, length - 2))
    last = data.draw(st.integers(first, length - 2))
    del records[first : last + 1]
    assert found(records) == [(Kind.REMOVED, first + 1, last + 1)]


@given(st.integers(4, 30), st.data())
def test_a_record_removed_and_the_rest_renumbered_is_named(length, data):
    records = a_chain("county", length)
    at = data.draw(st.integers(0, length - 2))
    rest = [record._replace(seq=record.seq - 1) for record in records[at + 1 :]]
    assert found(records[:at] + rest) == [(Kind.CHANGED, at + 1, length - 1)]


@given(lengths, st.data())
def test_a_removed_tail_is_named_by_its_witness(length, data):
    records = a_chain("county", length)
    kept = data.draw(st.integers(1, length - 1))
    assert found(records[:kept], witnessed(records, length)) == [(Kind.TAIL, kept + 1, length)]


@given(lengths)
def test_a_removed_chain_is_named_by_its_witness(length):
    records = a_chain("county", length)
    assert found([], witnessed(records, 1, length)) == [(Kind.MISSING, 1, length)]


@given(lengths, st.data())
def test_a_recomputed_chain_is_named_between_its_witnesses(length, data):
    records = a_chain("county", length)
    at = data.draw(st.integers(0, length - 1))
    marks = sorted(data.draw(st.sets(st.integers(1, length))) | {length})
    forged = chained("county", [a_payload(99) if n == at else r.payload for n, r in enumerate(records)])
    after = min(mark for mark in marks if mark > at)
    before = max((mark for mark in marks if mark <= at), default=0)
    assert found(forged) == []
    assert found(forged, witnessed(records, *marks)) == [(Kind.RECOMPUTED, before + 1, after)]


@given(lengths, st.data())
def test_an_erasure_by_decision_is_no_break(length, data):
    records = a_chain("county", length)
    at = data.draw(st.integers(0, length - 1))
    decision = {
        "chain": "county",
        "seq": at,
        "leaf": records[at].leaf.hex(),
        "at": 1,
        "verb": "note",
        "decision": "第 3 号",
    }
    stated = chain.canonical({"at": 5, "by": "office", "data": decision, "verb": "erase"})
    decisions = testimony.decisions(chained(proof.ERASURES, [stated]))
    records[at] = records[at]._replace(payload=None, salt=None)
    result = proof.prove("county", records, witnessed(records, length), decisions)
    assert result.breaks == []
    assert result.erased == [proof.Erased("county", at + 1, "第 3 号", "office", 5)]
    assert found(records) == [(Kind.UNDECIDED, at + 1, at + 1)]


@given(lengths, st.data())
def test_a_decision_for_another_record_covers_nothing(length, data):
    records = a_chain("county", length)
    at = data.draw(st.integers(0, length - 1))
    decision = {"chain": "county", "seq": at, "leaf": "00" * 32, "at": 1, "verb": "note", "decision": "第 3 号"}
    stated = chain.canonical({"at": 5, "by": "office", "data": decision, "verb": "erase"})
    records[at] = records[at]._replace(payload=None, salt=None)
    assert found(records, decisions=testimony.decisions(chained(proof.ERASURES, [stated]))) == [
        (Kind.UNDECIDED, at + 1, at + 1)
    ]


def test_a_changed_decision_decides_nothing():
    stated = chain.canonical({"at": 5, "by": "office", "data": {"n": 1}, "verb": "erase"})
    (record,) = chained(proof.ERASURES, [stated])
    assert testimony.decisions([record._replace(payload=a_payload(1))]) == {}


def test_a_changed_index_column_is_named():
    records = a_chain("county", 3)
    filed = [
        record._replace(columns=proof.Columns(1_764_000_000_000 + record.seq, "note", "office")) for record in records
    ]
    assert found(filed) == []
    filed[1] = filed[1]._replace(columns=filed[1].columns._replace(by="stranger"))
    assert found(filed) == [(Kind.MISFILED, 2, 2)]


def test_several_breaks_are_each_named():
    records = a_chain("county", 12)
    marks = witnessed(records, 12)
    records[2] = records[2]._replace(payload=a_payload(99))
    records[3] = records[3]._replace(payload=a_payload(98))
    del records[6]
    assert found(records[:-2], marks) == [(Kind.CHANGED, 3, 4), (Kind.REMOVED, 7, 7), (Kind.TAIL, 11, 12)]


def test_a_checkpoint_is_a_witness_until_it_was_changed():
    heads = {"heads": [["county", 3, "ab" * 32]]}
    stated = chain.canonical({"at": 5, "by": "", "data": heads, "verb": "checkpoint"})
    (record,) = chained(proof.CHECKPOINTS, [stated])
    assert list(testimony.checkpoints([record])) == [
        ("county", proof.Witnessed(3, bytes.fromhex("ab" * 32), "第 1 号检查点", proof.Trust.CHECKPOINT))
    ]
    assert list(testimony.checkpoints([record._replace(leaf=bytes(32))])) == []
