"""Questions in a workbook: what its headings mean, its rows as drafts, a template to fill in. Bytes in, values out."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue.hall.bank import errors, rules
from xiangyue.hall.bank.rules import Draft
from xiangyue.hall.bank.states import Kind

MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 40 * 1024 * 1024
"""A sheet of 500 questions is 60 KB and unpacks to 1 MB; beyond this it is no sheet of questions."""

MAX_ROWS = 500

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "kind": ("题型", "类型", "type", "kind"),
    "text": ("题目", "题干", "问题", "question", "text"),
    "options": ("选项", "备选项", "options"),
    "right": ("答案", "正确答案", "标准答案", "answer"),
    "why": ("解释", "解析", "说明", "explanation", "why"),
    "source": ("依据", "出处", "来源", "source"),
    "seconds": ("用时", "答题时间", "秒数", "时间", "seconds"),
    "measure": ("单位", "数字单位", "unit"),
    **{f"option-{place}": (f"选项{word}", f"option {word}", word) for place, word in enumerate("abcdefgh")},
}
"""The columns there can be, and the names they go by; compared in lower case, without blanks and brackets."""

KINDS: Mapping[str, Kind] = {
    "单选": Kind.SINGLE, "单选题": Kind.SINGLE, "single": Kind.SINGLE,
    "多选": Kind.MULTIPLE, "多选题": Kind.MULTIPLE, "multiple": Kind.MULTIPLE,
    "判断": Kind.TRUEFALSE, "判断题": Kind.TRUEFALSE, "对错": Kind.TRUEFALSE, "truefalse": Kind.TRUEFALSE,
    "排序": Kind.ORDER, "排序题": Kind.ORDER, "order": Kind.ORDER,
    "数字": Kind.NUMBER, "数字题": Kind.NUMBER, "填数": Kind.NUMBER, "number": Kind.NUMBER,
}  # fmt: skip

YES = frozenset({"对", "正确", "√", "✓", "是", "t", "true", "y", "yes", "1"})
NO = frozenset({"错", "错误", "×", "✗", "x", "否", "f", "false", "n", "no", "0"})

_BLANKS = re.compile(r"[\s（）()\[\]【】:：]+")
_BETWEEN = re.compile(r"[\n;；|]+")
_LETTERS = re.compile(r"[A-Ha-h]([\s,，、;；>→-]*[A-Ha-h])*\Z")

Row = Mapping[str, str]


def read(content: bytes) -> tuple[list[tuple[int, Draft]], list[tuple[int, str]]]:
    """The drafts in a workbook's first sheet with their row's number, and the rows that are none with the reason.

    Raises `NoSheet` when the file as a whole cannot be read.
    """
    drafts: list[tuple[int, Draft]] = []
    refused: list[tuple[int, str]] = []
    for number, row in _rows(content):
        try:
            draft = rules.trimmed(draft_of(row))
            rules.require(draft)
        except errors.BadQuestion as no:
            refused.append((number, str(no.sentence)))
        else:
            drafts.append((number, draft))
    if not drafts and not refused:
        raise errors.NoSheet(str(errors.NO_ROWS))
    return drafts, refused


def draft_of(row: Row) -> Draft:
    """The question that a row means. Raises `BadQuestion`."""
    options = _options(row)
    kind = _kind(row, options)
    right: rules.Right
    if kind == Kind.NUMBER:
        right = _without_measure(row.get("right", ""), row.get("measure", ""))
    elif kind == Kind.TRUEFALSE:
        right = _judged(row.get("right", ""))
    else:
        right = _places(row.get("right", ""), options, kind)
    if kind == Kind.ORDER and not isinstance(right, str):
        if sorted(right) != list(range(len(options))):
            raise errors.BadQuestion(str(errors.ORDER))
        options = tuple(options[place] for place in right)
    return Draft(
        kind, row.get("text", ""), right, options, row.get("measure", ""), _seconds(row.get("seconds", "")),
        row.get("why", ""), row.get("source", ""),
    )  # fmt: skip


def template() -> bytes:
    """A workbook to fill in: the headings, and one example of each kind."""
    from openpyxl import Workbook  # noqa: PLC0415 - ten MiB that only imports and exports need
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - same

    book = Workbook()
    sheet = book.active
    sheet.title = "题目"
    sheet.append(["题型", "题目", *(f"选项{word}" for word in "ABCDEF"), "答案", "解释", "依据", "用时（秒）", "单位"])
    for example in EXAMPLES:
        sheet.append(list(example))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in {"B": 44, "I": 10, "J": 36, "K": 30}.items():
        sheet.column_dimensions[column].width = width
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


EXAMPLES: tuple[tuple[str | int, ...], ...] = (
    ("单选", "城乡居民医保一般几月集中缴费？", "1 月到 3 月", "9 月到 12 月", "6 月到 8 月", "", "", "", "B",
     "错过集中缴费期，可能有三个月等待期。", "当年参保缴费通知", 20, ""),
    ("多选", "哪些情况要拨打 119？", "房屋着火", "电动车冒烟", "忘带钥匙", "煤气泄漏", "", "", "ABD", "", "", 25, ""),
    ("判断", "电动自行车可以推进楼道充电。", "", "", "", "", "", "", "错", "楼道是逃生通道。", "消防条例", 15, ""),
    ("排序", "灭火器怎么用？", "提起来", "拔掉保险销", "对准火根", "压下手柄", "", "", "ABCD", "", "", 30, ""),
    ("数字", "火警电话是多少？", "", "", "", "", "", "", 119, "", "", 15, ""),
)  # fmt: skip


def _rows(content: bytes) -> Iterator[tuple[int, Row]]:
    _require_workbook(content)
    from openpyxl import load_workbook  # noqa: PLC0415 - ten MiB that only imports and exports need

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        cells = book.worksheets[0].iter_rows(values_only=True, max_row=10 * MAX_ROWS)
        lines = [[_word(cell) for cell in line] for line in cells]
    except Exception as broken:
        # Whatever a library meets in a stranger's file, the person is told the same.
        raise errors.NoSheet(str(errors.NO_WORKBOOK)) from broken
    columns = _columns(lines[0] if lines else [])
    filled = [(number, line) for number, line in enumerate(lines[1:], 2) if any(line)]
    if len(filled) > MAX_ROWS:
        raise errors.NoSheet(str(errors.TOO_MANY), limit=MAX_ROWS, rows=len(filled))
    for number, line in filled:
        yield number, {name: line[place] for place, name in columns.items() if place < len(line) and line[place]}


def _require_workbook(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise errors.NoSheet(str(errors.TOO_LARGE), mb=MAX_BYTES // 1024 // 1024)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError) as none:
        raise errors.NoSheet(str(errors.NO_WORKBOOK)) from none
    if unpacked > MAX_UNPACKED:
        raise errors.NoSheet(str(errors.TOO_LARGE), mb=MAX_BYTES // 1024 // 1024)


def _columns(first: list[str]) -> dict[int, str]:
    """Which column is what, by the heading; of two with the same meaning the first."""
    meant = {_plain(word): name for name, words in HEADINGS.items() for word in words}
    found: dict[int, str] = {}
    for place, heading in enumerate(first):
        plain = _plain(heading)
        name = meant.get(plain) or meant.get(plain.removesuffix("秒"))
        if name and name not in found.values():
            found[place] = name
    if not {"text", "right"} <= set(found.values()):
        raise errors.NoSheet(str(errors.NO_HEADINGS), known="、".join(words[0].upper() for words in HEADINGS.values()))
    return found


def _plain(heading: str) -> str:
    return _BLANKS.sub("", heading).lower()


def _word(cell: Any) -> str:
    """A cell as it is read on the screen: 400.0 is 400, TRUE is 对."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "对" if cell else "错"
    if isinstance(cell, float):
        return f"{cell:.6f}".rstrip("0").rstrip(".")
    return str(cell).strip()


def _options(row: Row) -> tuple[str, ...]:
    single = tuple(row[name] for place in range(8) if (name := f"option-{place}") in row)
    if single:
        return single
    return tuple(word.strip() for word in _BETWEEN.split(row.get("options", "")) if word.strip())


def _kind(row: Row, options: tuple[str, ...]) -> Kind:
    said = _plain(row.get("kind", ""))
    if said:
        if said not in KINDS:
            raise errors.BadQuestion(str(errors.KIND), kind=row["kind"])
        return KINDS[said]
    # Nobody said: the answer does.
    right = row.get("right", "").strip()
    if not options:
        return Kind.TRUEFALSE if right.lower() in YES | NO and not right.isdigit() else Kind.NUMBER
    return Kind.MULTIPLE if _LETTERS.match(right) and len(re.findall("[A-Ha-h]", right)) > 1 else Kind.SINGLE


def _judged(said: str) -> tuple[int, ...]:
    word = said.strip().lower()
    return (0,) if word in YES else (1,) if word in NO else ()


def _places(said: str, options: tuple[str, ...], kind: Kind) -> tuple[int, ...]:
    """Places of options named by letters or by their words; an order without answer is as it stands."""
    word = said.strip()
    if not word:
        return tuple(range(len(options))) if kind == Kind.ORDER else ()
    if word in options:
        return (options.index(word),)
    if _LETTERS.match(word):
        places = tuple(ord(each) - ord("A") for each in word.upper() if each.isalpha())
        if all(place < len(options) for place in places):
            return places
        raise errors.BadQuestion(str(errors.NO_SUCH_OPTION), answer=word)
    named = [part.strip() for part in re.split(r"[\n;；,，、|]+", word) if part.strip()]
    if not all(part in options for part in named):
        raise errors.BadQuestion(str(errors.NO_SUCH_OPTION), answer=word)
    return tuple(options.index(part) for part in named)


def _without_measure(said: str, measure: str) -> str:
    return said.strip().removesuffix(measure.strip()) if measure.strip() else said


def _seconds(said: str) -> int:
    word = rules.number(said.removesuffix("秒")) if said else str(rules.USUAL_S)
    if not word.isdigit() or len(word) > 4:
        raise errors.BadQuestion(str(errors.SECONDS), least=rules.LEAST_S, most=rules.MOST_S)
    return int(word)
