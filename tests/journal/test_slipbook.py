import pytest
from tests.journal.histories import a_chain, a_slip, chained

from xiangyue.journal import slipbook, slips
from xiangyue.journal.breaks import Kind

COUNTY, HALL = a_chain("county", 9), a_chain("hall", 4)


def a_book(count=4):
    kept, previous = [], slips.FIRST
    for no in range(1, count + 1):
        kept.append(a_slip(no, previous, {"county": COUNTY[: no * 2], "hall": HALL[:no]}))
        previous = kept[-1].root.hex()
    return kept


def proved(kept, **given):
    """The book, and what its slips witness by chain."""
    witnessed = {}
    book = slipbook.prove(kept, lambda name, mark: witnessed.setdefault(name, []).append(mark), **given)
    return book, witnessed


def found(kept, **given):
    return [(b.kind, b.first, b.last) for b in proved(kept, **given)[0].breaks]


def test_an_honest_book_witnesses_every_length():
    kept = a_book()
    book, witnessed = proved(kept, against=kept[1].root)
    assert book.breaks == []
    assert (book.count, book.vouched.no, book.newest.no) == (4, 2, 4)
    assert [mark.length for mark in witnessed["county"]] == [2, 4, 6, 8]
    assert witnessed["hall"][3].head == HALL[3].link


def test_a_changed_body_is_named_and_witnesses_nothing():
    kept = a_book()
    kept[1] = kept[1]._replace(body=kept[1].body.replace('"length":4', '"length":5'))
    book, witnessed = proved(kept)
    assert [(b.kind, b.first) for b in book.breaks] == [(Kind.SLIP_CHANGED, 2)]
    assert [mark.length for mark in witnessed["county"]] == [2, 6, 8]


def test_a_body_changed_with_its_root_contradicts_the_next_slip():
    kept = a_book()
    forged = chained("county", [COUNTY[1].payload, COUNTY[0].payload])
    kept[0] = a_slip(1, slips.FIRST, {"county": forged, "hall": HALL[:1]})
    assert found(kept) == [(Kind.SLIP_CHANGED, 2, 2)]


def test_the_last_slip_changed_with_its_root_contradicts_the_reader():
    kept = a_book()
    kept_by_reader = kept[3]
    kept[3] = a_slip(4, kept[2].root.hex(), {"county": COUNTY[:7], "hall": HALL})
    assert found(kept) == []
    assert found(kept, against=kept_by_reader.root) == [(Kind.ROOT_UNKNOWN, 0, 0)]
    assert found(kept, against=kept_by_reader.root, in_hand=kept_by_reader.body) == [
        (Kind.SLIP_CHANGED, 4, 4),
        (Kind.ROOT_UNKNOWN, 0, 0),
    ]


def test_a_removed_slip_is_named():
    kept = a_book()
    del kept[1]
    assert found(kept) == [(Kind.SLIP_REMOVED, 2, 2)]


def test_a_slip_in_hand_must_fit_its_own_root():
    kept = a_book()
    with pytest.raises(slipbook.SlipInHandBroken):
        proved(kept, against=kept[0].root, in_hand=kept[1].body)


def test_a_slip_is_one_line():
    header, marks = slips.read(a_book()[0].body)
    assert [mark.chain for mark in marks] == ["county", "hall"]
    assert slips.line(header, bytes(32)).startswith("乡约 柯城区 2026-11-23 第 1 号 · 链 2 条 · 记录 3 条 · 根 00000-")
