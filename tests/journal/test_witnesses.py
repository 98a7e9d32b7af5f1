"""What is kept on disk while a history is proved comes back whole, in the order it was said."""

import pytest

from xiangyue.journal import witnesses
from xiangyue.journal.proof import Trust, Witnessed
from xiangyue.journal.witnesses import Witnesses


def mark(length, witness="第 1 号见证条", trust=Trust.SLIP):
    return Witnessed(length, bytes([length]) * 32, witness, trust)


@pytest.fixture(params=[2, 5000])
def kept(request, monkeypatch):
    """With a buffer of two rows every other row is written at once."""
    monkeypatch.setattr(witnesses, "BUFFER", request.param)
    found = Witnesses()
    yield found
    found.close()


def test_what_was_said_of_a_chain_comes_in_the_order_it_was_said(kept):
    later, earlier = mark(9, "第 2 号检查点", Trust.CHECKPOINT), mark(3)
    for name, said in (("b", later), ("a", mark(1)), ("b", earlier), ("b", later)):
        kept.note(name, said)
    kept.register("b", 10, b"x" * 32)
    assert kept.of("b") == ([later, earlier, later], (10, b"x" * 32))
    assert kept.of("a") == ([mark(1)], None)
    assert kept.of("nobody") == ([], None)


def test_who_was_not_asked_for_is_named_once(kept):
    for name in ("d", "a", "c", "a", "b"):
        kept.note(name, mark(1))
    kept.register("e", 1, b"")
    kept.of("a")
    kept.of("nobody")
    kept.of("d")
    assert list(kept.unseen()) == ["b", "c", "e"]


def test_when_all_were_asked_for_there_is_nobody_left(kept):
    kept.note("a", mark(1))
    kept.of("nobody")
    kept.of("a")
    assert list(kept.unseen()) == []
