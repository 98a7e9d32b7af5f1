import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.edge import speech


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing_more(text: str):
    once = speech.clean(text)
    assert speech.clean(once) == once


@given(st.text(max_size=60))
def test_nothing_unseen_is_left(text: str):
    cleaned = speech.clean(text)
    assert all(unicodedata.category(sign)[0] != "C" or sign == "\u200d" for sign in cleaned)
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("你好\u3000\n世界", "你好 世界"),
        ("e\u0301te\u0301", "été"),
        ("\u202e倒过来", "倒过来"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("h" + "\u0336" * 50, "h" + "\u0336" * 3),
        ("\ufeff\x00\x1b[31m红", "[31m红"),
        ("𠮷野家", "𠮷野家"),
    ],
)
def test_what_is_kept(said: str, kept: str):
    assert speech.sentence(said) == kept


def test_a_sentence_has_140_characters_after_cleaning():
    assert len(speech.sentence(" " * 300 + "字" * 140 + "\u200b" * 300)) == 140
    with pytest.raises(speech.TooLong):
        speech.sentence("字" * 141)
