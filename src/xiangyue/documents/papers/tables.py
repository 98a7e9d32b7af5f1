"""Results and figures as tables: the same rows for CSV and for a workbook. Pure.

Text of residents stands in these tables and is opened in programs that take "=…" for a formula. In a workbook every
such cell is written as text; in CSV, which has no types, a text that a program could obey gets an apostrophe before it.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from xiangyue.documents.papers.account import Account, Draw, Item
from xiangyue.documents.papers.figures import Figure, time
from xiangyue.documents.papers.wording import OBEYED, Value, harmless, printable

LETTERS = "ABCDEFGHIJ"
KINDS = {"single": "单选", "multiple": "多选", "truefalse": "判断", "order": "排序", "number": "填数"}
QUESTION_STATES = {"approved": "已公开", "live": "正在回答", "answered": "已答复"}
WIDEST = 60


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a name, what its columns are, and its rows."""

    name: str
    head: tuple[str, ...]
    rows: list[tuple[Value, ...]]


def tables(about: list[tuple[str, str]], figures: list[tuple[Figure, int]], account: Account) -> list[Table]:
    """Everything there is to say, definitions included; a table without rows says so by being empty."""
    return [
        Table("概况", ("项目", "内容"), [*about]),
        Table("数据", ("指标", "数值", "单位"), [(each.name, value, each.unit) for each, value in figures]),
        Table("口径", ("指标", "怎么算的"), [(each.name, each.means) for each, _value in figures]),
        Table("六段", ("序号", "这一段", "开始"), [(part.p, part.title, time(part.at)) for part in account.parts]),
        Table(
            "提问",
            ("问题", "想知道的人", "状态", "答复", "答复单位"),
            [
                (each.text, each.ups, QUESTION_STATES.get(each.state, each.state), each.answer, each.unit)
                for each in account.questions.values()
            ],
        ),
        Table("投票", ("投票", "选项", "票数", "参加人数", "是否已结束"), list(_polls(account))),
        Table(
            "答题",
            ("题号", "题型", "题目", "选项", "选的人", "正确答案", "答题人数", "答对人数"),
            list(_items(account)),
        ),
        Table("抽奖", ("抽奖", "奖项", "名额", "中奖号码", "参加号码数", "说明"), list(_draws(account))),
    ]


def workbook(made: list[Table]) -> bytes:
    """The tables as an Excel workbook, one sheet each."""
    book = Workbook()
    book.remove(book.active)
    for table in made:
        sheet = book.create_sheet(table.name)
        for number, words in enumerate((table.head, *table.rows), 1):
            for column, value in enumerate(words, 1):
                _write(sheet.cell(number, column), value, head=number == 1)
        sheet.freeze_panes = "A2"
        for column, name in enumerate(table.head, 1):
            longest = max([_columns(name), *(_columns(row[column - 1]) for row in table.rows)])
            sheet.column_dimensions[get_column_letter(column)].width = min(longest + 3, WIDEST)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def comma_separated(made: list[Table]) -> bytes:
    """The tables one below another, with the mark by which Excel knows UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    for table in made:
        writer.writerow([harmless(table.name)])
        writer.writerow([harmless(word) for word in table.head])
        writer.writerows([harmless(value) for value in row] for row in table.rows)
        writer.writerow([])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _write(cell: Cell, value: Value, *, head: bool) -> None:
    if isinstance(value, int):
        cell.value = value
    else:
        # As text, whatever it begins with; `quotePrefix` keeps it text when somebody edits the cell.
        cell.value, cell.data_type = printable(value), "s"
        cell.quotePrefix = value.startswith(OBEYED)
    cell.font = Font(name="宋体", size=11, bold=head)
    cell.alignment = Alignment(vertical="top", wrap_text=not isinstance(value, int))
    if head:
        cell.border = Border(bottom=Side(style="medium"))


def _columns(value: Value) -> int:
    """How wide a value stands, in columns of a figure."""
    longest = max(str(value).splitlines() or [""], key=len)
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in longest)


def _polls(account: Account) -> Iterator[tuple[Value, ...]]:
    for poll in account.polls.values():
        for option, count in zip(poll.options, poll.counts, strict=True):
            yield poll.text, option, count, poll.voters, "是" if poll.final else "否"


def _items(account: Account) -> Iterator[tuple[Value, ...]]:
    for item in account.items.values():
        head = (item.no, KINDS[item.kind], item.text)
        tail = (right_answer(item), item.answered, item.right)
        if not item.options:
            yield *head, "", "", *tail
        for place, (option, count) in enumerate(zip(item.options, item.counts, strict=True)):
            yield *head, f"{LETTERS[place]} {option}", count, *tail


def right_answer(item: Item) -> str:
    """The right answer in words: letters of options, an order with arrows, a number with its unit."""
    if item.answer is None:
        return "没有公布"
    if isinstance(item.answer, str):
        return f"{item.answer}{item.unit}"
    joint = " → " if item.kind == "order" else ""
    return joint.join(LETTERS[place] for place in item.answer)


def _draws(account: Account) -> Iterator[tuple[Value, ...]]:
    for draw in account.draws.values():
        for number, (name, count) in enumerate(draw.prizes):
            labels = [label for label, prize in draw.winners if prize == number]
            for label in labels or [""]:
                yield draw.title, name, count, label, draw.tickets, _said_of(draw)


def _said_of(draw: Draw) -> str:
    if draw.void:
        return f"作废：{draw.void}"
    return "" if draw.winners else "没有开奖"
