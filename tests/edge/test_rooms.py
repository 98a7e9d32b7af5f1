"""Rooms: one watch for all, one answer for all, nobody left behind."""

from collections.abc import Callable

import pytest
from tests.edge.wire import Clockwork

from xiangyue.edge.answers import Answer, Waiting
from xiangyue.edge.rooms import SLICE, Rooms
from xiangyue.edge.shelf import Shelf

ANSWER = Answer(200, (), b"here", keep_s=2.0)
FAILED = Answer(500, (), b"failed")


class Bell:
    """What is waited for."""

    def __init__(self) -> None:
        self.rings: list[Callable[[], None]] = []
        self.cancelled = 0

    def watch(self, wake: Callable[[], None]) -> "Bell":
        self.rings.append(wake)
        return self

    def cancel(self) -> None:
        self.cancelled += 1


class Guest:
    def __init__(self) -> None:
        self.heard: list[Answer] = []

    def answer(self, answer: Answer) -> None:
        self.heard.append(answer)


@pytest.fixture
def rooms() -> Rooms:
    return Rooms(Shelf(), hold_s=15, failed=lambda _error: FAILED)


def waiting(bell: Bell, *, again: Callable[..., Answer] = lambda _watch: ANSWER) -> Waiting:
    return Waiting(b"/next", bell.watch, again)


def test_many_guests_one_watch_one_answer_and_the_shelf_has_it(rooms: Rooms):
    bell, loop, guests = Bell(), Clockwork(), [Guest() for _ in range(SLICE)]
    for guest in guests:
        rooms.open(waiting(bell), loop).join(guest)
    assert (len(bell.rings), rooms.waiting) == (1, SLICE)
    bell.rings[0]()
    assert all(guest.heard == [ANSWER] for guest in guests)
    assert (rooms.waiting, rooms.find(b"/next"), rooms.shelf.find(b"/next")) == (0, None, ANSWER)
    assert loop.timers == 0


def test_the_last_to_leave_closes_the_room(rooms: Rooms):
    bell, loop, guests = Bell(), Clockwork(), [Guest(), Guest()]
    for guest in guests:
        rooms.open(waiting(bell), loop).join(guest)
    room = rooms.find(b"/next")
    room.leave(guests[0])
    assert bell.cancelled == 0
    room.leave(guests[1])
    assert (bell.cancelled, rooms.find(b"/next"), loop.timers) == (1, None, 0)


def test_whoever_comes_while_a_room_empties_gets_a_new_one(rooms: Rooms):
    bell, loop, guests = Bell(), Clockwork(), [Guest() for _ in range(SLICE + 1)]
    for guest in guests:
        rooms.open(waiting(bell), loop).join(guest)
    bell.rings[0]()
    late = Guest()
    rooms.open(waiting(bell), loop).join(late)
    loop.pass_by(0)
    assert guests[-1].heard == [ANSWER]
    assert late.heard == []
    assert rooms.waiting == 1


def test_an_accident_is_told_to_those_who_wait(rooms: Rooms):
    def burns(_watch: object) -> Answer:
        raise OSError

    bell, guest = Bell(), Guest()
    rooms.open(waiting(bell, again=burns), Clockwork()).join(guest)
    bell.rings[0]()
    assert guest.heard == [FAILED]


def test_nobody_waits_for_ever(rooms: Rooms):
    bell, loop, guest = Bell(), Clockwork(), Guest()
    rooms.open(waiting(bell), loop).join(guest)
    loop.pass_by(15)
    assert guest.heard[0].spelt(0).startswith(b"HTTP/1.1 503 ")
    assert bell.cancelled == 1
