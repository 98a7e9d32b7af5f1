"""One relevance set for both databases: kernel.text against the real FTS5 and the real tsvector."""

import pytest
from django.db import connection

from xiangyue.kernel import text

SAID = {
    1: "府山街道下街空中飞线杂乱，多股通信线缆垂落离地不足两米",
    2: "荷花街道菜市场门口路面油污未清",
    3: "线上报名飞快，路面平整",
    4: "消防通道被电动自行车堵塞，占用约 3 米",
    5: "上街路口井盖缺失，直径 60cm",
    6: "\uff2c\uff30\uff27气瓶 50kg 存放在地下室",
    7: "NOT 一个 OR 普通的 AND 英文句子",
    8: "餐饮店燃气软管超期使用，2019 年出厂",
    9: "1e5 12abc v2026 http a_b",
}
FINDS = [
    ("飞线", {1}),
    ("空中飞线", {1}),
    ("线", {1, 3}),
    ("路面", {2, 3}),
    ("路面油污", {2}),
    ("油污 荷花", {2}),
    ("街道", {1, 2}),
    ("街上", set()),
    ("消防通道", {4}),
    ("消防 堵塞", {4}),
    ("3", {4}),
    ("60CM", {5}),
    ("60c", set()),
    ("lpg", {6}),
    ("\uff2c\uff30\uff27\u3000\uff15\uff10\uff2b\uff27", {6}),
    ("燃气软管 2019", {8}),
    ("NOT", {7}),
    ("飞线 OR 油污", set()),
    ('"飞线" AND', set()),
    ("飞*", {1, 3}),
    ("飞线')--", {1}),
    ("1e5", {9}),
    ("12ABC", {9}),
    ("v2026", {9}),
    ("a b", {9}),
]


@pytest.fixture
def shelf(db):
    rows = [(number, text.index_text(said)) for number, said in SAID.items()]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("CREATE VIRTUAL TABLE temp.said USING fts5(body, tokenize='unicode61')")
            cursor.executemany("INSERT INTO said(rowid, body) VALUES (%s, %s)", rows)
            yield lambda query, said=text.fts5: _numbers(
                cursor, "SELECT rowid FROM said WHERE said MATCH %s", _first(said(query))
            )
            cursor.execute("DROP TABLE temp.said")
        else:
            cursor.execute("CREATE TEMPORARY TABLE said (number int, body tsvector) ON COMMIT DROP")
            cursor.executemany("INSERT INTO said VALUES (%s, to_tsvector('simple', %s))", rows)
            yield lambda query, said=text.tsquery: _numbers(
                cursor, "SELECT number FROM said WHERE body @@ %s::tsquery", _last(said(query))
            )


def _first(said):
    return said if isinstance(said, str) else said[0]


def _last(said):
    return said if isinstance(said, str) else said[1]


def _numbers(cursor, sql, query):
    cursor.execute(sql, [query])
    return {number for (number,) in cursor.fetchall()}


@pytest.mark.parametrize(("query", "found"), FINDS)
def test_it_finds_what_it_should_and_nothing_else(shelf, query, found):
    assert shelf(query) == found


@pytest.mark.parametrize(("query", "found"), [("出厂 20", {8}), ("燃气软管20", {8}), ("占用约3", {4}), ("直径6", {5})])
def test_a_number_may_be_only_begun(shelf, query, found):
    assert shelf(query, text.begun) == found


def test_only_a_number_is_begun():
    assert (text.begun("上街"), text.begun("3号"), text.begun("60c")) == (("", ""),) * 3


def test_nothing_searchable_is_no_query_at_all():
    assert (text.fts5("，。！"), text.tsquery("* :")) == ("", "")
