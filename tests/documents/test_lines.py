"""Headlines: where they break, and that they fit whatever they say."""

import itertools
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xiangyue.documents.posters import lines, upright
from xiangyue.documents.posters.lines import NOT_FIRST, NOT_LAST, SEPARATORS, advance, fit

BOX = {"width": 88.0, "height": 60.0, "largest": 24.0}
HAN = "冬季用电安全一刻钟医保怎么缴柯城区的了与和"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("垃圾分类", ["垃圾分类"]),
        ("医保怎么缴", ["医保", "怎么缴"]),
        ("冬季用电安全，一刻钟", ["冬季", "用电安全，", "一刻钟"]),
        ("弘扬建党精神，走好赶考之路", ["弘扬建党精神，", "走好赶考之路"]),
        ("学全会精神 · 促医保民生", ["学全会精神", "促医保民生"]),
        ("AI 时代的反诈骗", ["AI 时代的", "反诈骗"]),
        ("2026年度城乡居民基本医疗保险参保缴费政策解读", ["2026年度", "城乡居民基本", "医疗保险参保", "缴费政策解读"]),
    ],
)
def test_a_headline_breaks_where_a_reader_would_draw_breath(title, expected):
    assert list(fit(title, **BOX).lines) == expected


@pytest.mark.parametrize(
    ("title", "names", "expected"),
    [
        ("航埠镇直播间", ["航埠镇"], ["航埠镇", "直播间"]),
        ("石梁溪谷的柑橘怎么卖", ["石梁溪谷"], ["石梁溪谷的", "柑橘怎么卖"]),
        ("欧阳若兰说医保", ["欧阳若兰"], ["欧阳若兰", "说医保"]),
    ],
)
def test_the_name_of_a_unit_or_a_person_stays_in_one_line(title, names, expected):
    assert list(fit(title, width=22, height=12.5, largest=4.1, leading=1.3, names=names).lines) in (expected, [title])
    assert list(fit(title, **BOX, names=names).lines) == expected


def test_where_nothing_else_can_be_broken_a_name_is():
    assert len(fit("柯城区航埠镇人民政府", **BOX, names=["柯城区航埠镇人民政府"]).lines) == 1
    assert fit("柯" * 40, **BOX, names=["柯" * 40]).size > 0


def test_names_dates_and_times_are_tied_together_where_the_typesetter_breaks_by_itself():
    tied = lines.bound("航埠镇11月27日晚上7点半见", ["航埠镇"]).split(lines.BIND)
    assert tied == ["航", "埠", "镇1", "1", "月", "2", "7", "日晚", "上", "7", "点", "半见"]


def test_breaks_by_hand_stay():
    assert fit("医保\n怎么\n缴", **BOX).lines == ("医保", "怎么", "缴")


titles = st.text(
    alphabet=st.sampled_from(HAN + "，。：？！、“”（）《》·—…" + string.ascii_letters + string.digits + " %&#$@*_"),
    min_size=1,
    max_size=80,
).filter(lambda title: title.strip(SEPARATORS))


@given(titles)
def test_whatever_the_title_every_line_fits_and_nothing_is_lost(title):
    setting = fit(title, **BOX)
    assert setting.size * max(advance(line) for line in setting.lines) <= BOX["width"] + 0.01
    assert setting.size * 1.2 * len(setting.lines) <= BOX["height"] + 0.01
    kept = "".join(letter for letter in title if letter not in SEPARATORS and not letter.isspace())
    assert "".join(letter for letter in "".join(setting.lines) if letter not in SEPARATORS) == kept


@given(titles)
@example("0— —0")
@example("（ 医保")
def test_no_line_begins_or_ends_with_what_may_not(title):
    shown = fit(title, **BOX).lines
    assert [line for line in shown[1:] if line[:1] in NOT_FIRST and line] == []
    assert [line for line in shown[:-1] if line[-1:] in NOT_LAST and line] == []


@given(titles)
def test_no_latin_word_and_no_number_is_broken(title):
    shown = fit(title, **BOX).lines
    for one, two in itertools.pairwise(shown):
        broken = one[-1:].isascii() and one[-1:].isalnum() and two[:1].isascii() and two[:1].isalnum()
        assert not broken or f"{one[-1]}{two[0]}" not in title


@given(titles)
def test_upright_columns_fit_too(title):
    columns, size = upright.fit(title, width=60, height=90, largest=24)
    longest = max(sum(sign.squares for sign in column) for column in columns)
    assert size * longest <= 90.01
    assert size * upright.GAP * len(columns) <= 60.01


def test_upright_signs_stand_as_a_typesetter_sets_them():
    signs = upright.signs("第8090期，AI《讲》")
    assert [(sign.text, sign.how) for sign in signs] == [
        ("第", "upright"), ("8090", "lying"), ("期", "upright"), ("︐", "upright"), ("AI", "abreast"),
        ("︽", "upright"), ("讲", "upright"), ("︾", "upright"),
    ]  # fmt: skip


def test_the_longest_title_is_set_in_a_moment():
    title = "城乡居民基本医疗保险参保缴费政策宣讲与答题抽奖专场直播活动" * 3
    assert len(lines.fit(title[:80], **BOX).lines) > 3
