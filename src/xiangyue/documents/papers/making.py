"""From a lecture that has ended to its papers: the key that names this content, and the makers for the press."""

import hashlib
import importlib
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import msgspec
from django.conf import settings

from xiangyue.documents.papers import bulletin, figures, queries
from xiangyue.documents.papers.bulletin import About, Bulletin
from xiangyue.documents.papers.states import Paper
from xiangyue.documents.press import queries as press
from xiangyue.documents.press import typesetting
from xiangyue.documents.press.actions import Made
from xiangyue.documents.press.models import Print
from xiangyue.files.states import Kind
from xiangyue.hall.scripts import queries as scripts
from xiangyue.hall.scripts.states import Part
from xiangyue.kernel import clock

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

VERSION = 2
"""Of what papers say and how: a higher one makes them anew."""

A4 = (595.28, 841.89)
POSTER = "poster/{}/PHONE_PNG"

Frame = Callable[[str], bytes | None]
"""A picture (JPEG) out of a lecture's recording, None when there is none: the roof knows where recordings are."""


def key(lecture: "Lecture") -> str:
    """The hash of what papers are made of: the words of the lecture, how far its line was counted, and what was
    answered since.
    """
    words = [
        VERSION,
        lecture.title,
        _closing(lecture) or lecture.summary,
        lecture.speaker,
        lecture.studio.name,
        lecture.studio.unit.name,
        queries.counted(lecture).offset,
        [(one.i, one.answer, one.unit, one.source) for one in queries.official(lecture)],
    ]
    return hashlib.sha256(msgspec.json.encode(words)).hexdigest()


def maker(frame: Frame) -> Callable[[Print], Made | None]:
    """The maker of "paper/…" for an installation whose recordings `frame` can look into."""

    def make(row: Print) -> Made | None:
        paper = Paper(row.what.partition("/")[2])
        if paper in (Paper.CSV, Paper.XLSX):
            return _table(row.lecture, paper)
        return _bulletin(row.lecture, paper, frame)

    return make


def _table(lecture: "Lecture", paper: Paper) -> Made:
    # Loaded here: a workbook's library is needed by nobody else.
    tables: Any = importlib.import_module("xiangyue.documents.papers.tables")
    account = queries.account(lecture)
    made = tables.tables(_lines(lecture), figures.listed(queries.counted(lecture), account), account)
    if paper is Paper.CSV:
        return Made(tables.comma_separated(made), Kind.CSV)
    return Made(tables.workbook(made), Kind.XLSX)


def _bulletin(lecture: "Lecture", paper: Paper, frame: Frame) -> Made:
    page = bulletin.write(_about(lecture), queries.counted(lecture), queries.account(lecture))
    pictures = {"poster.png": _poster(lecture), "frame.jpg": frame(lecture.pk)}
    if paper is Paper.DOCX:
        word: Any = importlib.import_module("xiangyue.documents.papers.word")
        return Made(word.docx(page, poster=pictures["poster.png"], frame=pictures["frame.jpg"]), Kind.DOCX)
    return Made(printed(page, {name: content for name, content in pictures.items() if content}), Kind.PDF)


def printed(page: Bulletin, pictures: dict[str, bytes]) -> bytes:
    """The bulletin as PDF."""
    size = {"width": A4[0], "height": A4[1]}
    data = {**asdict(page), "pictures": list(pictures), "page": size, "tall": page.tall_mm, "points": page.points}
    return typesetting.print_pdf("papers/bulletin.typ", data, pictures=pictures)


def _poster(lecture: "Lecture") -> bytes | None:
    for design in ("FRONT", "UPRIGHT"):
        made = press.ready(lecture, POSTER.format(design))
        if made is not None:
            return press.content(made)
    return None


def _about(lecture: "Lecture") -> About:
    began, ended = lecture.on_air_at or lecture.planned_at, lecture.ended_at or clock.now()
    return About(
        title=lecture.title,
        summary=_closing(lecture) or lecture.summary,
        speaker=lecture.speaker,
        studio=lecture.studio.name,
        unit=lecture.studio.unit.name,
        county=settings.COUNTY,
        began_at=began,
        ended_at=ended,
        address=f"{settings.PUBLIC_URL.rstrip('/')}/l/{lecture.pk}/",
        made_at=clock.now(),
    )


def _closing(lecture: "Lecture") -> str:
    """The closing summary that was written for the lecture: what there is to say of it afterwards."""
    return scripts.parts(lecture.pk)[Part.CLOSING - 1].text


def _lines(lecture: "Lecture") -> list[tuple[str, str]]:
    about = _about(lecture)
    return [
        ("题目", about.title),
        ("主讲", about.speaker),
        ("直播间", about.studio),
        ("单位", about.unit),
        ("开播", f"{figures.day(about.began_at)} {figures.time(int(about.began_at.timestamp() * 1000))}"),
        ("结束", f"{figures.day(about.ended_at)} {figures.time(int(about.ended_at.timestamp() * 1000))}"),
        ("地址", about.address),
        ("制表", figures.day(about.made_at)),
    ]
