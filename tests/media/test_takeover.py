"""The newest connection wins once; two retrying encoders cannot play ping-pong."""

import pytest

from xiangyue.media.takeover import BadName, Seat, host

A, B, C = "192.0.2.1:1000", "192.0.2.2:2000", "[2001:db8::3]:3000"


def seat_of_b():
    """B has just displaced A, which was sending."""
    seat = Seat(60_000)
    seat.claim(A, 0)
    seat.sent(1000)
    seat.claim(B, 1500)
    seat.sent(2000)
    return seat


def test_the_displaced_address_is_refused_while_the_winner_sends():
    seat = seat_of_b()
    for now in range(2000, 60_000, 1500):
        seat.sent(now)
        with pytest.raises(BadName):
            seat.claim("192.0.2.1:" + str(now), now)


def test_it_may_return_when_the_winner_falls_silent_or_leaves():
    seat_of_b().claim(A, 4001)
    seat = seat_of_b()
    seat.leave()
    seat.claim(A, 2100)


def test_it_may_return_after_a_minute():
    seat = seat_of_b()
    seat.sent(61_500)
    seat.claim(A, 61_501)


def test_one_that_keeps_trying_does_not_win_a_try_each_minute():
    seat = seat_of_b()
    for now_ms in range(3_000, 200_000, 4_000):
        seat.sent(now_ms - 1)
        with pytest.raises(BadName):
            seat.claim(A, now_ms)


def test_the_director_may_hand_over():
    seat = seat_of_b()
    seat.hand_over()
    seat.claim(A, 2100)
    seat.sent(2200)
    with pytest.raises(BadName):
        seat.claim(B, 2300)


def test_a_third_address_may_take_over():
    seat = seat_of_b()
    seat.claim(C, 2100)
    seat.sent(2200)
    for displaced in (A, B):
        with pytest.raises(BadName):
            seat.claim(displaced, 2300)


def test_an_encoder_that_lost_its_line_displaces_its_own_dead_connection():
    seat = Seat(60_000)
    seat.claim(A, 0)
    seat.sent(1000)
    seat.claim("192.0.2.1:1001", 1500)
    with pytest.raises(BadName):
        seat.claim("192.0.2.1:1002", 2000)
    seat.claim("192.0.2.1:1002", 3600)


@pytest.mark.parametrize(
    ("peer", "address"),
    [(A, "192.0.2.1"), (C, "2001:db8::3"), ("2001:db8::3", "2001:db8::3"), ("studio", "studio"), ("host:77", "host")],
)
def test_the_port_is_no_part_of_the_address(peer, address):
    assert host(peer) == address
