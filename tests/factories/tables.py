"""Tables as offices keep them: workbooks with titles, merged headings, pictures in cells; CSV in old encodings."""

import io
import re
import zipfile

from openpyxl import Workbook
from openpyxl.drawing.image import Image as Drawn
from tests.factories.pictures import a_photo

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


def a_row(number, **changes):
    """One hazard of Fushan, by heading."""
    row = {
        "隐患编号": f"A-{number}",
        "隐患描述": f"{number} 号楼三楼安全出口堆满纸箱",
        "隐患类别": "安全出口堵塞",
        "所属街道": "府山街道",
        "地点": f"新桥街 {number} 号",
        "检查日期": "2026-11-01",
        "责任单位": "",
        "整改期限": "",
        "是否整改": "否",
        "整改完成日期": "",
    }
    return row | changes


def a_csv(rows, *, encoding="utf-8", delimiter=",", headings=HEADINGS):
    """The rows as text."""
    import csv

    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(headings)
    writer.writerows([row.get(name, "") for name in headings] for row in rows)
    return text.getvalue().encode(encoding)


def a_workbook(rows, *, title="2026 年隐患排查台账", pictures=(), grouped=True):
    """A sheet as a district keeps it: a title over everything, "检查" over two columns, pictures on the sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    width = len(HEADINGS) + 1
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet.append([*HEADINGS, "照片"])
    first = 3
    if grouped:
        sheet.append([None] * width)
        for column, name in enumerate((*HEADINGS, "照片"), 1):
            if name in {"所属街道", "地点"}:
                sheet.cell(3, column).value = name
                sheet.cell(2, column).value = "位置" if name == "所属街道" else None
            else:
                sheet.merge_cells(start_row=2, start_column=column, end_row=3, end_column=column)
        place = HEADINGS.index("所属街道") + 1
        sheet.merge_cells(start_row=2, start_column=place, end_row=2, end_column=place + 1)
        first = 4
    for row in rows:
        sheet.append([row.get(name) for name in HEADINGS])
    for place in pictures:
        drawn = Drawn(io.BytesIO(a_photo((40, 30), exif=False)))
        drawn.anchor = f"K{first + place}"
        sheet.add_image(drawn)
    return saved(book)


def saved(book):
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_cell_pictures(content, cells):
    """As WPS keeps pictures: a cell says DISPIMG, and a part of its own holds what is meant. `cells`: by reference."""
    old = zipfile.ZipFile(io.BytesIO(content))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                for reference, picture in cells.items():
                    mark = f'<c r="{reference}" t="str"><f>_xlfn.DISPIMG("{picture}",1)</f><v>=DISPIMG("{picture}",1)</v></c>'
                    text = re.sub(rf'<c r="{reference}"[^>]*(?:/>|></c>)'.encode(), mark.encode(), text)
            new.writestr(name, text)
        names = list(dict.fromkeys(cells.values()))
        new.writestr(
            "xl/cellimages.xml",
            '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" xmlns:xdr="x" xmlns:a="a" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            + "".join(
                f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{n}" name="{name}"/></xdr:nvPicPr>'
                f'<xdr:blipFill><a:blip r:embed="rId{n}"/></xdr:blipFill></xdr:pic></etc:cellImage>'
                for n, name in enumerate(names, 1)
            )
            + "</etc:cellImages>",
        )
        new.writestr(
            "xl/_rels/cellimages.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + "".join(
                f'<Relationship Id="rId{n}" Type="image" Target="media/cell{n}.jpeg"/>'
                for n in range(1, len(names) + 1)
            )
            + "</Relationships>",
        )
        for n in range(1, len(names) + 1):
            new.writestr(f"xl/media/cell{n}.jpeg", a_photo((50 + n, 40), exif=False))
    return written.getvalue()


def an_import(content=None, *, kind="hazard"):
    """A table that was surveyed and waits for its columns to be named."""
    from tests.factories import matters

    from xiangyue.ledger.imports import actions
    from xiangyue.ledger.kinds.models import Edition
    from xiangyue.org.access.rules import HOUSE

    if not Edition.objects.filter(kind=kind).exists():
        matters.kinds()
    made = actions.receive("台账.csv", content or a_csv([a_row(1)]), source="消防大队台账", kind=kind, by=HOUSE)
    return actions.finish(made)
