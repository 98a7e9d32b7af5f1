"""Headlines that break beside names and not inside them: with what a lecture knows of itself, without a query."""

import re
from typing import TYPE_CHECKING

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

register = template.Library()

A_NAME = 6
"""Letters of a person's name; a longer piece of the speakers' line is a description."""

MOMENT = r"[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}[点:：][0-9]{1,2}分?|[0-9]{1,2}点半?"

TITLE = "(?:站长|所长|队长|主任|书记|局长|镇长|院长|校长|医生|大夫|老师|教授|同志)?"
"""What a speaker is called by stays with the name."""

PLACE = "(?:直播间|站(?!长))?(?:站长)?"
"""What belongs to a unit's name behind it."""

PHRASE = re.compile(r"(\s*·\s*|[，、：；。！？—…”’）》]+\s*|\s+)")
"""Where one takes breath."""

BREAK = mark_safe("<wbr>")
"""Browsers do not break between two pieces that each hold together, unless they are told that they may."""


@register.filter
def unbroken(text: str, lecture: "Lecture") -> SafeString:
    """A headline whose names, dates and times are each one piece (`.whole`) for the browser, and whose phrases begin a
    line before they are broken (`.phrase`).
    """
    phrases, found, last = [], conditional_escape(""), ""
    for at, piece in enumerate(re.split(f"({_pattern(lecture)})", text)):
        if last.isalnum() and piece[:1].isalnum():
            found += BREAK
        last = piece[-1:] or last
        if at % 2:  # every second piece is what the pattern found
            found += format_html('<span class="whole">{}</span>', piece)
            continue
        *ends, rest = _ends(piece)
        for end in ends:
            phrases.append(found + conditional_escape(end))
            found = conditional_escape("")
        found += conditional_escape(rest)
    phrases = [phrase for phrase in [*phrases, found] if phrase]
    return phrases[0] if len(phrases) == 1 else format_html_join("", "{}", ((_phrase(each),) for each in phrases))


def _pattern(lecture: "Lecture") -> str:
    people, places = names(lecture)
    known = [re.escape(name) + TITLE for name in sorted(people, key=len, reverse=True)]
    known += [re.escape(name) + PLACE for name in sorted(places, key=len, reverse=True)]
    return "|".join([*known, MOMENT])


def _ends(piece: str) -> list[str]:
    """A piece, cut behind each sign at which one takes breath; the last may be empty."""
    parts = PHRASE.split(piece)
    return [*(before + sign for before, sign in zip(parts[:-1:2], parts[1::2], strict=True)), parts[-1]]


def _phrase(phrase: SafeString) -> SafeString:
    """A blank at its end stands behind it: inside it would be lost."""
    kept = phrase.rstrip()
    return format_html('<span class="phrase">{}</span>{}', mark_safe(kept), phrase[len(kept) :])  # noqa: S308 - escaped piece by piece


def names(lecture: "Lecture") -> tuple[set[str], set[str]]:
    """What a lecture's speakers, and its unit and studio, are called."""
    studio = lecture.studio
    people = {piece for piece in re.split(r"[、，,（）() ]+", lecture.speaker) if 1 < len(piece) <= A_NAME}
    return people, {studio.name, studio.unit.name, studio.unit.short_name} - {""}
