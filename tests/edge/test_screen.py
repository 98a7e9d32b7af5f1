"""Words that hold a sentence back."""

import json

import pytest
from tests.edge.house import LECTURE, House
from tests.edge.test_speaking import Phone, say

from xiangyue.edge import screen

WORDS = ("加微信", "贷款", "VX", "……")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("讲得好", ""),
        ("办贷款吗", "贷款"),
        ("加 微.信 12345", "加微信"),
        ("贷\u3000款", "贷款"),
        ("我的ｖｘ是", "VX"),
        ("真的……", ""),  # a word of signs alone holds nothing
        ("贷的款", ""),
    ],
)
def test_a_word_is_found_however_it_is_spaced(text, word):
    assert screen.hit(text, WORDS) == word


def test_without_words_nothing_is_held():
    assert screen.hit("办贷款吗", ()) == ""


async def test_a_held_sentence_is_answered_as_any_other_and_waits_in_the_log(house: House):
    line = await house.lecture()
    await line.append("screen", {"words": ["贷款"]}, command="words", by="keeper")
    phone = Phone(house)
    ticket = await phone.enter()
    held = json.loads((await phone.ask("say", say(ticket, "贷 款 找我"))).body)
    said = json.loads((await phone.ask("say", say(ticket, "讲得好"))).body)
    assert set(held) == set(said)
    (record,) = line.follow({"held"}, 0, 9).notes
    assert (record.seq, record.data["text"], record.private["word"]) == (held["seq"], "贷 款 找我", "贷款")
    assert [one.data["text"] for one in house.lines.find(LECTURE).follow({"say"}, 0, 9).notes] == ["讲得好"]


async def test_a_name_can_hold_too(house: House):
    line = await house.lecture()
    await line.append("screen", {"words": ["贷款"]}, command="words", by="keeper")
    phone = Phone(house, name="贷款老李")
    await phone.ask("say", say(await phone.enter(), "讲得好"))
    assert [record.kind for record in line.follow({"held", "say"}, 0, 9).notes] == ["held"]
