from xiangyue.edge.answers import Answer
from xiangyue.edge.shelf import ENTRY_BYTES, Shelf
from xiangyue.kernel import clock


def an_answer(size: int = 100, keep_s: float = 2.0) -> Answer:
    return Answer(200, (), b"x" * size, keep_s=keep_s)


def test_an_answer_is_kept_for_its_time_and_no_longer():
    with clock.stopped(0) as hands:
        shelf, answer = Shelf(), an_answer()
        shelf.keep(b"/a", answer)
        hands.move(2000)
        assert shelf.find(b"/a") is answer
        hands.move(1)
        assert shelf.find(b"/a") is None
        assert shelf.bytes == 0


def test_what_may_not_be_kept_is_not():
    shelf = Shelf()
    shelf.keep(b"/a", an_answer(keep_s=0))
    assert (shelf.find(b"/a"), shelf.bytes) == (None, 0)


def test_the_oldest_goes_when_room_is_short_and_old_ones_go_with_the_next():
    with clock.stopped(0) as hands:
        shelf = Shelf(room_bytes=2 * (200 + ENTRY_BYTES))
        for name in (b"/a", b"/b", b"/c"):
            shelf.keep(name, an_answer())
        assert [shelf.find(name) is not None for name in (b"/a", b"/b", b"/c")] == [False, True, True]
        hands.move(3000)
        shelf.keep(b"/d", an_answer())
        assert shelf.bytes == 200 + ENTRY_BYTES


def test_a_giant_is_not_kept_and_throws_nobody_out():
    shelf = Shelf(room_bytes=10_000)
    shelf.keep(b"/a", an_answer())
    shelf.keep(b"/giant", an_answer(6_000))
    assert (shelf.find(b"/giant"), shelf.find(b"/a") is not None) == (None, True)
