import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.kernel.draw import entropy, strength
from xiangyue.kernel.draw.entropy import BadNumbers, BadSource

THREE_D = "福彩3D 第2026315期（3个数，0到9，按次序）"
DOUBLE = "双色球 第2026137期（6个数，1到33，从小到大；1个数，1到16，按次序）"
DICE = "镜头前掷骰子（若干个数，1到6，按次序）"


def test_the_example_of_the_rfc_is_spelled_as_it_prints_it():
    """Section 4: numbers of one lottery sorted, each followed by a dot, each source by a slash."""
    sources = entropy.read([
        "甲（1个数，0到9999，按次序）", "乙（5个数，1到12，从小到大）", "丙（6个数，1到45，从小到大）"
    ])  # fmt: skip
    assert entropy.typed(sources, ["9319", "2, 5, 12, 8 and 10", "9 18 26 34 41 45"]) == (
        "9319./2.5.8.10.12./9.18.26.34.41.45./"
    )


def test_a_sequence_keeps_its_order_and_a_set_does_not():
    sources = entropy.read([THREE_D, DOUBLE])
    assert entropy.typed(sources, ["\uff13\uff11\uff17", "14 2 31 5 26 9 | 8"]) == "3.1.7./2.5.9.14.26.31.8./"


@pytest.mark.parametrize(
    ("sentence", "bits"),
    [
        (THREE_D, 9.97),
        ("排列5（5个数，0到9，按次序）", 16.61),
        (DOUBLE, 24.08),
        ("大乐透（5个数，1到35，从小到大；2个数，1到12，从小到大）", 24.35),
        ("快乐8（20个数，1到80，从小到大）", 61.62),
        ("骰子（10个数，1到6，按次序）", 25.85),
    ],
)
def test_what_the_lotteries_of_china_are_worth(sentence, bits):
    assert math.log2(entropy.combinations(entropy.read([sentence]))) == pytest.approx(bits, abs=0.01)


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (["31", "1 2 3 4 5 6 7"], "第 1 个来源“福彩3D 第2026315期”：要 3 个数，填了 2 个。"),
        (["317", "1 2 3 4 5 34 7"], "第 2 个来源“双色球 第2026137期”：第 6 个数 34 不在 1 到 33 之间。"),
        (["317", "1 2 3 4 5 5 7"], "第 2 个来源“双色球 第2026137期”：有一个数重复了。"),
        (["317", ""], "第 2 个来源“双色球 第2026137期”：要 7 个数，填了 0 个。"),
        (["317"], "第 2 个来源“双色球 第2026137期”：没有填全。"),
    ],
)
def test_what_cannot_have_been_drawn_is_refused_in_words(texts, sentence):
    with pytest.raises(BadNumbers) as refused:
        entropy.typed(entropy.read([THREE_D, DOUBLE]), texts)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "主任想一个数",
        "骰子（0个数，1到6，按次序）",
        "骰子（10个数，6到6，按次序）",
        "骰子（7个数，1到6，从小到大）",
        "骰子（201个数，1到6，按次序）",
        "骰子（01个数，1到6，按次序）",
        "骰子（10个数，01到6，按次序）",
        "骰子（10个数，1到6，随便）",
        "（10个数，1到6，按次序）",
    ],
)
def test_a_source_that_does_not_say_how_it_is_written_is_none(sentence):
    with pytest.raises(BadSource):
        entropy.read([sentence])


@pytest.mark.parametrize("sentences", [[DICE, THREE_D], ["骰子（若干个数，1到6，从小到大）"]])
def test_as_many_as_needed_is_for_the_last_source_in_order(sentences):
    with pytest.raises(BadSource):
        entropy.read(sentences)


@given(st.integers(1, 5000), st.integers(1, 40))
def test_dice_are_as_many_as_the_draw_needs_and_not_one_more(pool, wanted):
    needed = strength.needed(pool, wanted)
    (dice,) = entropy.settled(entropy.read([DICE]), needed)
    assert 6 ** (dice.count - 1) < needed <= entropy.combinations([dice])


def test_dice_fill_up_what_the_lottery_does_not_give():
    needed = strength.needed(1000, 3)
    settled = entropy.settled(entropy.read([DOUBLE, DICE]), needed)
    assert [source.count for source in settled] == [7, 9]
    assert entropy.combinations(settled) >= needed


def test_the_rfcs_table_of_bits_for_ten():
    """RFC 3797 section 3, without our margin of 20."""
    table = {20: 18, 25: 22, 30: 25, 35: 28, 40: 30, 50: 34, 60: 37, 75: 40, 100: 44, 120: 47}
    for pool, bits in table.items():
        assert math.ceil(math.log2(strength.needed(pool, 10)) - strength.MARGIN_BITS) == bits
    assert strength.floor(strength.needed(10_000, 10)) == 131


def test_where_two_readings_differ():
    assert entropy.differences("3.1.7./2.5.8./", "3.7.1./2.5.8./") == [(1, 2), (1, 3)]
    assert entropy.differences("3.1.7./", "3.1.7./") == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("3.1.7./2.5.9.14.26.31.8./", 0),
        ("3.1.7./2.5.14.9.26.31.8./", 2),  # a set has one order
        ("3.1.7./", 2),
        ("3.1./2.5.9.14.26.31.8./", 1),
        ("3.1.7./2.5.9.14.26.31.8./1./", 3),
        ("03.1.7./2.5.9.14.26.31.8./", 1),
        ("3.1.7/2.5.9.14.26.31.8/", 1),
        ("", 1),
    ],
)
def test_the_first_source_that_a_text_does_not_fit(text, source):
    assert entropy.misfit(entropy.read([THREE_D, DOUBLE]), text) == source


@given(st.lists(st.integers(0, 9), min_size=3, max_size=3), st.sets(st.integers(1, 33), min_size=6, max_size=6))
def test_whatever_is_typed_fits_and_is_typed_again_the_same(three, reds):
    sources = entropy.read([THREE_D, DOUBLE])
    text = entropy.typed(sources, [" ".join(map(str, three)), "、".join(map(str, [*reds, 7]))])
    assert entropy.misfit(sources, text) == 0
    assert entropy.typed(sources, text.split("/")[:-1]) == text
