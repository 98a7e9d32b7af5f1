from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from xiangyue.hall.audience.tally import Tally, after


@dataclass(frozen=True)
class Said:
    seq: int
    at: int
    kind: str
    data: dict[str, Any] = field(default_factory=dict)


def fold(*happened):
    """The figures of what happened: (second, kind, data)."""
    records = [Said(seq, at * 1000, kind, data) for seq, (at, kind, data) in enumerate(happened, 1)]
    return reduce(after, records, Tally())


ON_AIR = (10, "phase", {"phase": "on_air"})
END = (100, "phase", {"phase": "ended"})


def media(at, state):
    return (at, "media", {"state": state})


def test_figures_of_a_whole_lecture():
    tally = fold(
        (0, "opened", {"title": "医保", "studio": "府山"}),
        media(5, "published"),
        ON_AIR,
        (11, "say", {"name": "甲", "text": "来了"}),
        (12, "say", {"name": "乙", "text": "广告"}),
        (13, "refused", {"i": 5}),
        (14, "like", {"n": 7}),
        (15, "viewers", {"now": 40, "total": 41}),
        (25, "viewers", {"now": 30, "total": 52}),
        (26, "redact", {"i": 4}),
        END,
    )
    assert tally == Tally(
        offset=11,
        phase="ended",
        said=1,
        redacted=1,
        likes=7,
        viewers_now=0,
        viewers_peak=40,
        viewers_total=52,
        on_air_ms=10_000,
        ended_ms=100_000,
    )


def test_a_lost_encoder_is_a_gap_of_its_length():
    tally = fold(ON_AIR, media(20, "away"), media(23, "back"), media(50, "away"), media(60, "published"), END)
    assert (tally.gaps, tally.gap_ms, tally.away_since_ms) == (2, 13_000, None)


def test_an_encoder_that_never_came_back_is_a_gap_until_the_end():
    tally = fold(ON_AIR, media(90, "away"), END)
    assert (tally.gaps, tally.gap_ms, tally.away_since_ms) == (1, 10_000, None)


def test_trouble_in_the_lobby_is_nobodys_business():
    assert fold(media(1, "away"), media(9, "back"), ON_AIR).gaps == 0


def test_going_on_air_without_an_encoder_counts_from_that_moment():
    tally = fold(media(1, "away"), ON_AIR, media(14, "back"))
    assert (tally.gaps, tally.gap_ms) == (1, 4_000)


KIND = st.one_of(
    st.tuples(
        st.just("media"), st.fixed_dictionaries({"state": st.sampled_from(["published", "away", "back", "ended"])})
    ),
    st.tuples(st.just("like"), st.fixed_dictionaries({"n": st.integers(1, 50)})),
    st.tuples(st.just("viewers"), st.fixed_dictionaries({"now": st.integers(0, 99), "total": st.integers(0, 99)})),
    st.tuples(st.just("say"), st.just({"name": "甲", "text": "好"})),
    st.tuples(st.just("phase"), st.fixed_dictionaries({"phase": st.sampled_from(["on_air", "ended"])})),
    st.tuples(st.just("sampled"), st.just({"n": 1, "seqs": []})),
)


@given(st.lists(KIND, max_size=30), st.integers(0, 30))
def test_law_followed_in_two_pieces_or_in_one_the_figures_are_the_same(happened, cut):
    records = [Said(seq, seq * 1000, kind, data) for seq, (kind, data) in enumerate(happened, 1)]
    halves = reduce(after, records[cut:], reduce(after, records[:cut], Tally()))
    assert halves == reduce(after, records, Tally())
    assert halves.viewers_peak >= halves.viewers_now
    assert halves.gap_ms >= 0
