"""A ledger of another system brought in: 100,000 rows as CSV in GBK, and as XLSX; what it takes and what it holds.

python -m bench.imports [--rows 100000]

Counts from the bytes to the last row in the ledger: survey, judging for the preview, bringing in. Each form has a
process and a county of its own, so that memory is that form's alone. Then the same file again, which changes nothing.
"""

import argparse
import csv
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from bench.machine import describe

HEADINGS = (
    "隐患编号",
    "隐患描述",
    "隐患类别",
    "所属街道",
    "地点",
    "检查日期",
    "责任单位",
    "整改期限",
    "是否整改",
    "整改完成日期",
)


def rows(count: int):
    """Half of them closed before, a third of the open ones with a lead, one of a thousand bad."""
    for n in range(count):
        closed = n % 2 == 0
        yield (
            f"K-{n:06}",
            f"{n % 90 + 1} 号楼 {n % 18 + 1} 层安全出口堆放杂物，疏散通道宽度不足，检查时有 {n % 7} 处未整改",
            "安全出口堵塞" if n % 3 else "燃气泄漏隐患",
            "府山街道" if n % 1000 else "不存在的街道",
            f"新桥街 {n % 400} 号",
            f"2026年{n % 10 + 1}月{n % 28 + 1}日",
            "" if closed or n % 3 else "府山街道",
            "" if closed else "2026-12-20",
            "已整改" if closed else "整改中",
            "2026/11/20" if closed else "",
        )


def as_csv(count: int) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    writer.writerows(rows(count))
    return text.getvalue().encode("gb18030")


def as_xlsx(count: int) -> bytes:
    """Written by hand: a library would take longer than the reading that is measured."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr(
            "xl/workbook.xml",
            '<workbook xmlns="m" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            '<sheets><sheet name="a" r:id="s"/></sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="s" Target="sheet.xml"/></Relationships>'
        )
        with book.open("xl/sheet.xml", "w") as sheet:
            sheet.write(b'<worksheet xmlns="m"><sheetData>')
            for n, row in enumerate((HEADINGS, *rows(count)), 1):
                cells = "".join(
                    f'<c r="{chr(65 + column)}{n}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
                    for column, cell in enumerate(row)
                    if cell
                )
                sheet.write(f'<row r="{n}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
    return written.getvalue()


def measure(form: str, count: int, folder: str) -> None:
    """One form, in this process."""
    os.environ["XIANGYUE_DATA"], os.environ["DJANGO_SETTINGS_MODULE"] = folder, "xiangyue.project.settings"
    content = as_csv(count) if form == "csv" else as_xlsx(count)
    from xiangyue.project import control

    control.start()
    control.migrate()
    from tests.factories import matters, people

    from xiangyue.kernel import heap
    from xiangyue.ledger.imports import actions, queries
    from xiangyue.org.access.rules import HOUSE

    people.a_county()
    matters.kinds()
    heap.settle()  # as the work child does
    for turn in ("first", "again"):
        watch = _Watch()
        row = actions.receive(f"a.{form}", content, source="一处台账", kind="hazard", by=HOUSE)
        row = actions.finish(row)
        watch.stage()
        actions.map_columns(row.pk, queries.reader(row.mapping), by=HOUSE)
        row = actions.finish(row)
        watch.stage()
        actions.apply(row.pk, by=HOUSE)
        row = actions.finish(row)
        watch.stage()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{form:5} {turn:6} {len(content) / 1e6:6.1f} {watch} {peak:6}   {row.counts}", flush=True)


class _Watch:
    """What each stage took: seconds that passed, and seconds of processor, which a busy machine leaves alone."""

    def __init__(self) -> None:
        self._spent: list[float] = []
        self._from, self._worked_from = time.perf_counter(), time.process_time()

    def stage(self) -> None:
        self._spent.append(time.perf_counter() - self._from - sum(self._spent))

    def __str__(self) -> str:
        worked = time.process_time() - self._worked_from
        return " ".join(f"{seconds:7.1f}" for seconds in (*self._spent, sum(self._spent), worked))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--form", choices=("csv", "xlsx"))
    parser.add_argument("--folder", default="")
    args = parser.parse_args()
    if args.form:
        measure(args.form, args.rows, args.folder)
        return
    print(describe())
    print(f"{args.rows} rows; seconds, MiB")
    stages = "".join(f"{stage:>8}" for stage in ("survey", "judge", "bring", "all", "of CPU"))
    print(f"{'form':5} {'turn':6} {'MB':>6}{stages} {'memory':>6}")
    for form in ("csv", "xlsx"):
        with tempfile.TemporaryDirectory(prefix="xiangyue-bench-") as folder:
            command = [sys.executable, "-m", "bench.imports", "--form", form, "--rows", str(args.rows)]
            subprocess.run([*command, "--folder", folder], check=True, cwd=Path(__file__).parents[1])


if __name__ == "__main__":
    main()
