import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.kernel import text


def test_a_run_of_chinese_gives_its_characters_and_its_pairs():
    assert text.index_text("空中飞线") == "空 中 飞 线 空中 中飞 飞线"


def test_latin_words_and_numbers_stay_whole():
    assert text.index_text("府山街道3号楼 LPG-50kg") == "府 山 街 道 府山 山街 街道 3 号 楼 号楼 lpg 50kg"


def test_width_case_and_marks_make_no_difference():
    assert (
        text.index_text("\uff2c\uff30\uff27\u3000\uff15\uff10\uff4b\uff47 Café")
        == text.index_text("lpg 50KG cafe")
        == "lpg 50kg cafe"
    )


def test_what_is_typed_becomes_pairs_and_a_single_character_itself():
    assert [text.words(query) for query in ("飞线", "线", "空中飞线", "3号", "")] == [
        ["飞线"],
        ["线"],
        ["空中", "中飞", "飞线"],
        ["3", "号"],
        [],
    ]


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "*",
        "NOT",
        "飞线 OR 路面",
        "飞线)",
        "飞线' | '路面",
        "a:b",
        "^飞",
        "-飞线",
        "NEAR(飞 线)",
        "飞线:*",
        "\\'",
        "!飞线",
        "飞线; DROP TABLE x",
    ],
)
def test_no_operator_gets_through(query):
    bare = {letter for letter in text.fts5(query).replace(" AND ", "") if not letter.isalnum()}
    assert bare <= {'"'}
    bare = {letter for letter in text.tsquery(query).replace(" & ", "") if not letter.isalnum()}
    assert bare <= {"'"}


@given(st.text(max_size=60))
def test_a_text_is_found_by_itself_and_by_any_run_of_itself(said):
    stored = set(text.index_text(said).split())
    assert set(text.words(said)) <= stored
    assert all(word.isalnum() for word in stored)


@given(st.text(alphabet="飞线路面油污井盖消防通道", min_size=1, max_size=30), st.data())
def test_any_piece_of_a_chinese_text_finds_it(said, data):
    first = data.draw(st.integers(0, len(said) - 1))
    last = data.draw(st.integers(first + 1, len(said)))
    assert set(text.words(said[first:last])) <= set(text.index_text(said).split())


def test_a_query_is_bounded_whatever_is_pasted_into_it():
    assert len(text.words("查" + "".join(chr(0x4E00 + number) for number in range(5000)))) == text.MOST_WORDS
    assert text.words("a" * 10_000) == ["a" * text.LONGEST]


def test_words_without_a_space_between_them_are_taken_apart():
    assert text.apart("菜市场油污") == (
        '("菜市") AND ("油污") AND ("市场" OR "场油")', "('菜市') & ('油污') & ('市场' | '场油')",
    )  # fmt: skip
    assert [text.apart(query) for query in ("飞线", "空中飞", "飞线 油污", "3号", "")] == [("", "")] * 5
