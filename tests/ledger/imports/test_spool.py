"""The rows of a file, laid down once and read any number of times."""

from xiangyue.ledger.imports import opening, spool
from xiangyue.ledger.imports.spool import Spool

ROWS = [["编号", "情况"], ["1", "第一行\n“两行的格”"], ["2", "é\u2028𠮷"], ["", ""], ["3", ""]]


def a_table(rows=ROWS):
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()


def test_the_rows_are_those_of_the_file_each_time():
    laid, read = Spool(a_table), list(opening.opened(a_table()).rows())
    assert [(row.line, row.cells) for row in read] == [(2, ROWS[1]), (4, ROWS[2]), (6, ["3", ""])]
    assert list(laid.rows()) == list(laid.rows()) == read
    assert (laid.headings.names, laid.described["format"]) == (["编号", "情况"], "csv")


def test_rows_longer_than_what_is_read_at_once(monkeypatch):
    monkeypatch.setattr(spool, "BLOCK", 7)
    assert [row.cells for row in Spool(a_table).rows()] == [ROWS[1], ROWS[2], ["3", ""]]


def test_two_who_read_do_not_disturb_each_other():
    laid = Spool(a_table)
    one, other = laid.rows(), laid.rows()
    assert next(one) == next(other)
    assert list(one) == list(other)


def test_a_file_is_read_once_and_forgotten_when_others_came(monkeypatch):
    monkeypatch.setattr(spool, "_spools", {})
    asked = []

    def content(name):
        asked.append(name)
        return a_table()

    for name in ("a", "b", "a", "c", "a"):
        kept = spool.of(name, lambda name=name: content(name))
    assert asked == ["a", "b", "c"]
    reading = kept.rows()
    del kept
    next(reading)
    spool.drop("a")
    assert len(list(reading)) == 2  # who was reading reads on
    spool.of("a", lambda: content("a"))
    assert asked == ["a", "b", "c", "a"]
