import threading
from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from xiangyue.journal import actions, errors, proof, queries, slips, testimony
from xiangyue.journal.models import Entry, Head
from xiangyue.kernel import clock

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=clock.COUNTY_ZONE)
LINE = ("a" * 16, 7, "ab" * 32)


def proved(chain):
    length, head = next((length, link) for name, length, link in queries.heads() if name == chain)
    decided = testimony.decisions(queries.records(proof.ERASURES))
    return proof.prove(
        chain, queries.records(chain), [proof.Witnessed(length, head, "登记", proof.Trust.SLIP)], decided
    )


def test_records_are_chained_in_order_and_prove():
    with clock.stopped(MORNING) as hands:
        for number in range(3):
            entry = actions.record("county", "note", {"n": number}, by="office")
            hands.move(1234)
    assert (entry.seq, entry.data, entry.by, entry.verb) == (2, {"n": 2}, "office", "note")
    assert proved("county").breaks == []
    assert [entry.data["n"] for entry in queries.of("county")] == [0, 1, 2]
    assert [entry.data["n"] for entry in queries.newest("county", limit=2)] == [2, 1]


def test_many_records_at_once_are_the_same_as_one_after_another():
    actions.record("county", "note", {"n": 0}, by="office")
    added = actions.record_all("county", [("note", {"n": n}) for n in range(1, 250)], by="office")
    actions.record("county", "note", {"n": 250}, by="office")
    assert [entry.data["n"] for entry in queries.of("county", limit=300)] == list(range(251))
    assert Entry.objects.get(pk=added[-1].pk).seq == 249
    assert (proved("county").breaks, proved("county").length) == ([], 251)


@pytest.mark.postgres
@pytest.mark.slow  # four writers, each with a connection of its own
@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_chain():
    def write(name):
        for number in range(10):
            actions.record("county", "note", {"n": number}, by=name)
        connection.close()

    writers = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    assert (proved("county").breaks, proved("county").length) == ([], 40)


def test_the_time_recorded_is_the_time_filed_to_the_millisecond():
    with clock.stopped(1_764_000_000_123):
        actions.record("county", "note", {}, by="")
    assert proved("county").breaks == []


def test_a_record_disappears_with_its_callers_transaction():
    with transaction.atomic():
        actions.record("county", "note", {}, by="")
        transaction.set_rollback(True)
    assert Entry.objects.count() == 0
    actions.record("county", "note", {}, by="")
    assert proved("county").breaks == []


def test_a_line_of_a_lecture_is_not_written_here():
    with pytest.raises(ValueError):
        actions.record("line/abc", "note", {}, by="")


def test_a_head_that_moved_meanwhile_is_a_fault_worth_trying_again(monkeypatch):
    actions.record("county", "note", {}, by="")
    stale = Head.objects.get(chain="county")
    actions.record("county", "note", {}, by="")
    monkeypatch.setattr(actions, "_locked_head", lambda chain: stale)
    with pytest.raises(errors.MovedMeanwhile) as moved:
        actions.record("county", "note", {}, by="")
    assert moved.value.retry


def test_erasing_keeps_the_chain_and_says_by_which_decision():
    actions.record("county", "note", {"telephone": "0570"}, by="office")
    entry = actions.record("county", "note", {"telephone": "0571"}, by="office")
    actions.record("county", "note", {"telephone": "0572"}, by="office")
    actions.erase(entry, decision="网信决定 3 号", by="auditor")
    result = proved("county")
    assert result.breaks == []
    assert [(e.no, e.decision, e.by) for e in result.erased] == [(2, "网信决定 3 号", "auditor")]
    kept = Entry.objects.get(pk=entry.pk)
    assert (kept.payload, kept.salt, kept.by, kept.data) == (None, None, "", None)


def test_erasing_is_refused_twice_and_for_decisions():
    entry = actions.record("county", "note", {}, by="")
    decision = actions.erase(entry, decision="1", by="auditor")
    with pytest.raises(errors.AlreadyErased):
        actions.erase(entry, decision="1", by="auditor")
    with pytest.raises(errors.NotErasable):
        actions.erase(decision, decision="2", by="auditor")


def test_the_database_refuses_half_an_erasure_and_a_second_record_in_one_place():
    entry = actions.record("county", "note", {}, by="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(payload=None)
    entry.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_a_checkpoint_notes_only_what_moved():
    actions.record("county", "note", {}, by="")
    assert [head[:2] for head in actions.checkpoint([LINE]).data["heads"]] == [["county", 1], ["line/" + LINE[0], 7]]
    assert actions.checkpoint([LINE, ("b" * 16, 0, "")]) is None
    actions.record("hall", "note", {}, by="")
    assert [head[:2] for head in actions.checkpoint().data["heads"]] == [["hall", 1]]
    assert proved(proof.CHECKPOINTS).breaks == []


def test_slips_follow_one_another_and_witness_lines_that_are_over():
    with clock.stopped(MORNING) as hands:
        actions.record("county", "note", {}, by="")
        first = actions.take_slip([LINE], county="柯城区")
        hands.move(1000)
        second = actions.take_slip([], county="柯城区")
    header, marks = slips.read(second.body)
    assert header.previous == bytes(first.root).hex()
    assert (header.no, header.date, header.chains, header.records) == (2, "2026-11-23", 3, 9)
    assert [(mark.chain, mark.length) for mark in marks] == [("checkpoints", 1)]
    every = slips.read(first.body)[1]
    assert [(mark.chain, mark.length) for mark in every] == [("checkpoints", 1), ("county", 1), ("line/" + LINE[0], 7)]
    assert queries.line(second) == slips.line(header, bytes(second.root))
    assert queries.slip_of(date(2026, 11, 23)) == second
    assert queries.newest_slips(before=2) == [first]


def test_a_slip_marks_what_moved_since_the_slip_before_and_counts_everything():
    actions.record("county", "note", {}, by="")
    actions.record("hall", "note", {}, by="")
    actions.take_slip([LINE], county="柯城区")
    actions.record("hall", "note", {}, by="")
    header, marks = slips.read(actions.take_slip([LINE], county="柯城区").body)
    assert [(mark.chain, mark.length) for mark in marks] == [("checkpoints", 2), ("hall", 2)]
    assert (header.v, header.chains, header.records) == (slips.MOVED_ONLY, 4, 12)


def test_a_checkpoint_of_many_chains_is_several_records(monkeypatch):
    monkeypatch.setattr(actions, "MOST_HEADS", 2)
    actions.begin_all({f"matter/{n}": [("report", {"n": n}), ("words", {"of": 0})] for n in range(5)}, by="office")
    actions.checkpoint()
    assert [len(entry.data["heads"]) for entry in queries.of(proof.CHECKPOINTS)] == [2, 2, 1]
    assert (proved("matter/3").breaks, proved("matter/3").length) == ([], 2)
    assert actions.checkpoint() is None


def test_a_slip_is_due_at_a_first_start_and_then_each_evening():
    with clock.stopped(MORNING) as hands:
        assert actions.slip_is_due()
        actions.take_slip([], county="柯城区")
        assert not actions.slip_is_due()
        hands.move(13 * 3_600_000 - 1)
        assert not actions.slip_is_due()
        hands.move(1)
        assert actions.slip_is_due()
        actions.take_slip([], county="柯城区")
        assert not actions.slip_is_due()
    # Two nights without a server: one slip, at once.
    with clock.stopped(datetime(2026, 11, 25, 8, 0, tzinfo=clock.COUNTY_ZONE)):
        assert actions.slip_is_due()


def test_a_slip_is_dated_in_chinas_zone():
    with clock.stopped(datetime(2026, 11, 24, 0, 30, tzinfo=clock.COUNTY_ZONE)):
        assert actions.take_slip([], county="柯城区").on == date(2026, 11, 24)


def test_an_unknown_slip_is_refused():
    with pytest.raises(errors.NoSlip):
        queries.slip(1)
    with pytest.raises(errors.NoSlip):
        queries.slip_of(date(2026, 11, 23))
