"""Where the parts of a lecture that other nouns prepare have their pages. One row each: the preparation page links it.

A page that this installation does not have is no row of the sheet.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangyue.hall.scripts.states import Part


@dataclass(frozen=True, slots=True)
class Section:
    """`code` is the contribution's (`lectures.prepared`), `name` that of the URL, which takes studio and lecture;
    `part` is where it stands on the sheet.
    """

    code: str
    part: Part
    title: str | Promise
    name: str
    todo: str | Promise
    """What is missing while there is nothing, in plain words; empty where nothing needs to be there."""
    meanwhile: str | Promise = ""
    """What is said of it while there is nothing, if that is not the plain word."""


SECTIONS = (
    Section("poster", Part.POSTER, _("海报"), "documents:poster", "", _("系统自动排版，还没排好")),
    Section("slides", Part.TALK, _("幻灯片"), "hall:slides", ""),
    Section("polls", Part.INTERACTION, _("投票"), "hall:polls", ""),
    Section("questions", Part.INTERACTION, _("准备好的提问"), "hall:questions", ""),
    Section("quiz", Part.QUIZ, _("答题"), "hall:quiz", _("答题还没有出题")),
    Section("draw", Part.QUIZ, _("抽奖"), "draws:new", ""),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A section of one lecture: where it is, and what there is in it ("12 页", or that there is nothing)."""

    title: str
    address: str
    says: str
    todo: str
    part: Part


def links(studio: str, lecture: str, says: dict[str, str]) -> list[Link]:
    """The sections that this installation has pages for."""
    found = []
    for section in SECTIONS:
        if address := _address(section.name, studio, lecture):
            there = says.get(section.code, "")
            todo = "" if there else str(section.todo)
            said = there or str(section.meanwhile or _("还没有"))
            found.append(Link(str(section.title), address, said, todo, section.part))
    return found


def _address(name: str, studio: str, lecture: str) -> str:
    """Where a page is; empty when this installation has no such page."""
    try:
        return reverse(name, args=[studio, lecture])
    except NoReverseMatch:
        return ""
