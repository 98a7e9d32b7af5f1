"""Advice about a signal, in the reader's language."""

from django.utils import translation

from xiangyue.media.advice import ADVICE, IN_BROWSER
from xiangyue.web.hall import advice

REPORT = {"state": "live", "advice": [ADVICE["gop-long"].as_dict()]}


def test_every_code_has_its_english_and_none_is_left_over():
    assert set(advice.ENGLISH) == set(ADVICE) | {one.code for one in IN_BROWSER.values() if one}


def test_chinese_reader_hears_what_was_said():
    with translation.override("zh-hans"):
        assert advice.spoken(REPORT) == REPORT


def test_english_reader_hears_the_same_code_and_level_in_english():
    with translation.override("en"):
        spoken = advice.spoken(REPORT)
    assert spoken is not None
    (item,) = spoken["advice"]
    assert (item["code"], item["level"]) == ("gop-long", "warn")
    assert item["text"] == "Key frames more than 4 s apart; joining is slow."


def test_unknown_code_is_said_as_it_came_and_no_encoder_is_no_advice():
    new = {"code": "new", "level": "bad", "text": "新的", "do": "看看"}
    with translation.override("en"):
        assert advice.spoken({"advice": [new]}) == {"advice": [new]}
        assert advice.spoken(None) is None
