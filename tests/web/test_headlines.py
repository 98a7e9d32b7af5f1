"""Headlines in which names, dates and times are each one piece for the browser."""

import re
from types import SimpleNamespace

import pytest

from xiangyue.web.templatetags.headlines import unbroken

UNIT = SimpleNamespace(name="航埠镇", short_name="航埠")
LECTURE = SimpleNamespace(
    studio=SimpleNamespace(name="航埠镇直播间", unit=UNIT), speaker="欧阳若兰（区农业农村局 高级农艺师）、毛老师"
)


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("航埠镇的柑橘", ["航埠镇"]),
        ("欧阳若兰、毛老师说柑橘", ["欧阳若兰", "毛老师"]),
        ("11月28日晚上7点半在航埠镇直播间见", ["11月28日", "7点半", "航埠镇直播间"]),
        ("请毛老师书记到航埠站，听航埠镇直播间站长讲", ["毛老师书记", "航埠站", "航埠镇直播间站长"]),
        ("<b>冬季用电</b>", []),
        ("——彩排 · 入冬了，“用电”7：30", ["7：30"]),
    ],
)
def test_names_dates_and_times_are_whole_and_no_word_is_changed(title, whole):
    shown = unbroken(title, LECTURE)
    assert re.findall(r'<span class="whole">(.*?)</span>', shown) == whole
    said = re.sub(r"</?span[^>]*>|<wbr>", "", shown)
    assert said == title.replace("<", "&lt;").replace(">", "&gt;")


def test_beside_a_name_the_line_may_break_but_not_before_a_comma():
    assert unbroken("欧阳若兰11月28日说柑橘", LECTURE) == (
        '<span class="whole">欧阳若兰</span><wbr><span class="whole">11月28日</span><wbr>说柑橘'
    )


def test_a_phrase_ends_behind_its_sign_and_a_blank_stays_between_two():
    shown = unbroken("彩排 · 入冬了，“电和火”怎么用才安全——欧阳若兰说", LECTURE)
    assert re.findall(r'<span class="phrase">(.*?)</span>(?=<span class="phrase">| <|$)', shown) == [
        "彩排 ·",
        "入冬了，",
        "“电和火”",
        "怎么用才安全——",
        '<span class="whole">欧阳若兰</span><wbr>说',
    ]
    assert re.sub(r"<[^>]*>", "", shown) == "彩排 · 入冬了，“电和火”怎么用才安全——欧阳若兰说"
