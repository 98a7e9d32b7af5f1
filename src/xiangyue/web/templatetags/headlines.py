"""Headlines that break beside names and not inside them: with what a lecture knows of itself, without a query."""

import re
from typing import TYPE_CHECKING

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

register = template.Library()

A_NAME = 6
"""Letters of a person's name; a longer piece of the speakers' line is a description."""

MOMENT = r"[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}[点:：][0-9]{1,2}分?|[0-9]{1,2}点半?"

BREAK = mark_safe("<wbr>")
"""Browsers do not break between two pieces that each hold together, unless they are told that they may."""


@register.filter
def unbroken(text: str, lecture: "Lecture") -> SafeString:
    """A headline whose names, dates and times are each one piece (`.whole`) for the browser."""
    alternatives = [re.escape(name) for name in sorted(names(lecture), key=len, reverse=True)]
    pieces = re.split(f"({'|'.join([*alternatives, MOMENT])})", text)
    found, last = conditional_escape(""), ""
    for at, piece in enumerate(pieces):  # every second piece is what the pattern found
        if last.isalnum() and piece[:1].isalnum():
            found += BREAK
        last = piece[-1:] or last
        found += format_html('<span class="whole">{}</span>', piece) if at % 2 else conditional_escape(piece)
    return found


def names(lecture: "Lecture") -> set[str]:
    """What a lecture's own unit, studio and speakers are called."""
    studio = lecture.studio
    people = [piece for piece in re.split(r"[、，,（）() ]+", lecture.speaker) if 1 < len(piece) <= A_NAME]
    return {studio.name, studio.unit.name, studio.unit.short_name, *people} - {""}
