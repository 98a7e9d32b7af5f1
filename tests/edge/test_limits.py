import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.edge.limits import SWEEP_AT, Bucket, Buckets, TooFast, address
from xiangyue.edge.request import Request
from xiangyue.edge.rules import Rate
from xiangyue.kernel import clock

RATE = Rate(0.5, 3)


@given(st.lists(st.floats(0, 10), max_size=25))
def test_no_window_ever_sees_more_than_the_burst_and_the_rate(pauses: list[float]):
    bucket, now, taken = Bucket(RATE, 0.0), 0.0, []
    for pause in pauses:
        now += pause
        if bucket.take(RATE, now) == 0.0:
            taken.append(now)
    for first in range(len(taken)):
        for last in range(first, len(taken)):
            assert last - first + 1 <= RATE.burst + (taken[last] - taken[first]) * RATE.per_s + 1e-6


def test_the_wait_told_is_the_wait_needed():
    bucket = Bucket(RATE, 0.0)
    assert [bucket.take(RATE, 0.0) for _ in range(4)] == [0.0, 0.0, 0.0, 2.0]
    assert bucket.take(RATE, 1.5) == 0.5
    assert bucket.take(RATE, 2.0) == 0.0


def test_a_paid_command_pays_no_more_and_a_new_one_does():
    bucket = Bucket(Rate(0.1, 1), 0.0)
    assert [bucket.take(RATE, 0.0, command) for command in ("a", "a", "b", "a")] == [0.0, 0.0, 2.0, 0.0]


def test_buckets_that_are_full_again_are_forgotten():
    with clock.stopped(0) as hands:
        buckets = Buckets(RATE, TooFast)
        for viewer in range(SWEEP_AT):
            buckets.take(viewer)
        hands.move(60_000)
        buckets.take("late")
        assert len(buckets) == 1


def test_a_bucket_in_use_survives_the_sweep():
    with clock.stopped(0):
        buckets = Buckets(RATE, TooFast)
        for viewer in range(SWEEP_AT):
            buckets.take(viewer)
        for _ in range(2):
            buckets.take(0)
        buckets.take("new")
        with pytest.raises(TooFast):
            buckets.take(0)


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("192.0.2.7", b"", "192.0.2.7"),
        ("192.0.2.7", b"198.51.100.1", "192.0.2.7"),
        ("10.0.0.1", b"198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", b"203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", b"198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", b"", "10.0.0.1"),
        ("2001:db8:1:2:3::4", b"", "2001:db8:1:2::/64"),
        ("", b"198.51.100.1", ""),
        ("::ffff:192.0.2.7", b"198.51.100.1", "192.0.2.7"),
        ("::ffff:10.0.0.1", b"::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_only_our_own_proxies_are_believed(peer: str, forwarded: bytes, expected: str):
    request = Request(b"POST", b"/", [(b"x-forwarded-for", forwarded)], peer)
    assert address(request, ("10.0.0.0/24",)) == expected


def test_a_forged_line_above_the_proxys_own_is_not_believed():
    lines = [(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-for", b"198.51.100.1")]
    assert address(Request(b"POST", b"/", lines, "10.0.0.1"), ("10.0.0.0/24",)) == "198.51.100.1"
