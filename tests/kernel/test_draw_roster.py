import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiangyue.kernel.draw import claim_code, label, roster, xyd1

LABELS = st.sets(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12), min_size=1)


@settings(max_examples=40)
@given(LABELS)
def test_one_spelling_whatever_the_order_and_the_form(labels):
    text = roster.spell(labels)
    assert roster.spell(unicodedata.normalize("NFD", label) for label in sorted(labels, reverse=True)) == text
    assert roster.spell(roster.read(text)) == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "名单第 1 行不合格式：名单是空的。"),
        ("甲", "名单第 1 行不合格式：末尾没有换行。"),
        ("a\nb", "名单第 2 行不合格式：末尾没有换行。"),
        ("b\na\n", "名单第 2 行不合格式：没有按次序排。"),
        ("a\na\n", "名单第 2 行不合格式：和上一行重复。"),
        ("a\n\nb\n", "名单第 2 行不合格式：是空行。"),
        ("a\r\nb\n", "名单第 1 行不合格式：有看不见的字符。"),
        ("a\u0301\n", "名单第 1 行不合格式：字形没有统一。"),
        ("a" * 65 + "\n", "名单第 1 行不合格式：太长。"),
    ],
)
def test_what_is_not_in_the_one_spelling_is_said_with_its_line(text, sentence):
    with pytest.raises(roster.BadRoster) as refused:
        roster.read(text)
    assert refused.value.sentence == sentence


def test_sorted_by_bytes_not_by_half_characters():
    """UTF-16 would put the rare character first; its UTF-8 bytes come last."""
    assert roster.spell(["𠮷", "\uff5e"]) == "\uff5e\n𠮷\n"


def test_a_label_belongs_to_one_person_in_one_draw():
    one = label("secret", "0123456789abcdef", 12, "p1")
    assert one == "38es-dk2t-vbvq"
    others = [
        label("other", "0123456789abcdef", 12, "p1"),
        label("secret", "0123456789abcdeg", 12, "p1"),
        label("secret", "0123456789abcdef", 13, "p1"),
        label("secret", "0123456789abcdef", 12, "p2"),
    ]
    assert len({one, *others}) == 5


def test_a_code_cannot_be_read_off_the_roster():
    one = label("secret", "lecture", 1, "p1")
    code = claim_code("secret", "lecture", 1, one)
    assert len(code) == 9
    assert code.replace("-", "") not in one.replace("-", "")
    assert code != claim_code("secret", "lecture", 1, label("secret", "lecture", 1, "p2"))


@settings(max_examples=40)
@given(st.sets(st.integers(0, 10_000), min_size=2, max_size=60), st.binary(min_size=32, max_size=32), st.data())
def test_an_entry_taken_away_moves_nobody_else(numbers, key, data):
    labels = [f"n{number}" for number in numbers]
    order = [place.label for place in xyd1.order(key, labels)]
    gone = data.draw(st.sampled_from(labels))
    left = [place.label for place in xyd1.order(key, [label for label in labels if label != gone])]
    assert left == [label for label in order if label != gone]


@settings(max_examples=40)
@given(st.sets(st.integers(0, 10_000), min_size=1, max_size=60), st.binary(min_size=32, max_size=32), st.randoms())
def test_the_order_of_entry_does_not_matter(numbers, key, chance):
    labels = [f"n{number}" for number in numbers]
    shuffled = chance.sample(labels, len(labels))
    assert xyd1.order(key, labels) == xyd1.order(key, shuffled)
    assert sorted(place.label for place in xyd1.order(key, labels)) == sorted(labels)
