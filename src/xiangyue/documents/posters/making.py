"""From a lecture to its poster: the facts, the key that names this content, and the maker for the press."""

import hashlib
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from django.conf import settings

from xiangyue.documents.posters import layout, rules
from xiangyue.documents.posters.layout import Facts
from xiangyue.documents.posters.models import Choice
from xiangyue.documents.posters.states import SHEETS, Design, Form
from xiangyue.documents.press import typesetting
from xiangyue.documents.press.actions import Made
from xiangyue.documents.press.models import Print
from xiangyue.files.states import Kind
from xiangyue.hall.scripts import queries as scripts
from xiangyue.hall.scripts.states import Part
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

TEMPLATES = {Design.FRONT: "posters/front.typ", Design.UPRIGHT: "posters/upright.typ"}
SUMMARY = 600
"""Letters of a summary that can matter to a poster."""

A_NAME = 6
"""Letters of a person's name; a longer "speaker" is a description, and may break."""


def what(design: Design, form: Form) -> str:
    """The name of a poster among prints."""
    return f"poster/{design.value}/{form.value}"


def facts(lecture: "Lecture", choice: Choice) -> Facts:
    """What is known of a lecture now; the sentence written for the poster comes before what the programme says."""
    line = scripts.parts(lecture.pk)[Part.POSTER - 1].text
    summary = "\n".join(words for words in (line, lecture.summary) if words)[:SUMMARY]
    said = f"{lecture.title} {summary} {lecture.speaker} {lecture.studio.name}"
    people = (each.name for each in scripts.speakers(lecture.pk) if len(each.name) <= A_NAME)
    return Facts(
        headline=choice.headline if rules.still_fits(choice.headline, lecture.title) else lecture.title,
        summary=summary,
        speaker=lecture.speaker,
        studio=lecture.studio.name,
        county=settings.COUNTY,
        planned_at=lecture.planned_at,
        address=f"{settings.PUBLIC_URL.rstrip('/')}/l/{lecture.pk}/",
        names=(*units.named_in(said), *people),
    )


def key(known: Facts, design: Design, form: Form) -> str:
    """The hash of all a poster is made of, the templates of this version included."""
    words = [_version(), design.value, form.value, known.planned_at.isoformat(), asdict(known) | {"planned_at": ""}]
    return hashlib.sha256(msgspec.json.encode(words)).hexdigest()


def make(row: Print) -> Made | None:
    """The maker of "poster/…". None when the lecture has changed since it was asked for: then another was."""
    _poster, design_word, form_word = row.what.split("/")
    design, form = Design(design_word), Form(form_word)
    choice = Choice.objects.filter(pk=row.lecture_id).first() or Choice(pk=row.lecture_id)
    known = facts(row.lecture, choice)
    if key(known, design, form) != row.key:
        return None
    data, sheet = layout.data(known, design, form), SHEETS[form]
    if sheet.picture:
        return Made(typesetting.print_png(TEMPLATES[design], data, ppi=sheet.ppi), Kind.PNG)
    return Made(typesetting.print_pdf(TEMPLATES[design], data), Kind.PDF)


@cache
def _version() -> str:
    """Templates and rules of this version: a better poster after an upgrade is a new poster."""
    seen = hashlib.sha256()
    for path in [*sorted((typesetting.HERE / "posters").glob("*")), typesetting.HERE / typesetting.PAPER]:
        if path.suffix in {".typ", ".txt"} or path.name in {"layout.py", "lines.py", "upright.py"}:
            seen.update(Path(path).read_bytes())
    return seen.hexdigest()
