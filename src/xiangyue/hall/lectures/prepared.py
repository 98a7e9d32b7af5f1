"""What nouns above prepare for a lecture: slides, polls, quiz, draw, poster. Each hands in one `Contribution`.

The roof calls `contribute` once per noun. A reviewer approves the hash of all contents together; a copy and a rehearsal
take everything along; the preparation page and the run of show ask here and know none of the nouns.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from xiangyue.org.access.rules import Member


@dataclass(frozen=True, slots=True)
class Item:
    """One thing prepared to be brought on in its turn: `kind` is "poll", "quiz" or "draw", `ref` its owner's own name
    for it, `label` a few words for the person at the console. `move` names the command that brings it onto the line
    (`stage.command(lecture, move)`), so that it is brought on once and the run of show knows that it was.
    """

    kind: str
    ref: str
    label: str
    move: str = ""

    @property
    def name(self) -> str:
        """The move that brings it on: as its owner says, else "kind/ref"."""
        return self.move or f"{self.kind}/{self.ref}"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one noun prepares. Every function takes the lecture's public name first.

    `content` is what a reviewer approves, as JSON without floats; `says` a few words for the page ("12 页"), empty
    while there is nothing; `items` what the run of show brings on; `poster` the address of a picture for the lobby.
    """

    code: str
    content: Callable[[str], Any] = field(default=lambda _lecture: None)
    says: Callable[[str], str] = field(default=lambda _lecture: "")
    items: Callable[[str], tuple[Item, ...]] = field(default=lambda _lecture: ())
    poster: Callable[[str], str] = field(default=lambda _lecture: "")
    copy: Callable[[str, str, Member], None] = field(default=lambda _source, _target, _by: None)
    forget: Callable[[str], None] = field(default=lambda _lecture: None)


_contributions: dict[str, Contribution] = {}


def contribute(contribution: Contribution) -> None:
    """Hand in what a noun prepares; the same code again replaces it."""
    _contributions[contribution.code] = contribution


def withdraw(code: str) -> None:
    """Take a contribution out again."""
    _contributions.pop(code, None)


def content(lecture: str) -> dict[str, Any]:
    """What is to be approved besides the script, by code; nouns with nothing prepared are left out."""
    found = {code: each.content(lecture) for code, each in sorted(_contributions.items())}
    return {code: value for code, value in found.items() if value not in (None, [], {}, "")}


def says(lecture: str) -> dict[str, str]:
    """What there is, in a few words by code."""
    return {code: each.says(lecture) for code, each in _contributions.items()}


def items(lecture: str) -> tuple[Item, ...]:
    """Everything that the run of show brings on, in the order in which the roof wired the nouns."""
    return tuple(item for each in _contributions.values() for item in each.items(lecture))


def poster(lecture: str) -> str:
    """The address of the poster's picture, empty while there is none."""
    return next((address for each in _contributions.values() if (address := each.poster(lecture))), "")


def copy(source: str, target: str, by: Member) -> None:
    """Let every noun take along what it has prepared for one lecture to another."""
    for each in _contributions.values():
        each.copy(source, target, by)


def forget(lecture: str) -> None:
    """Let every noun delete what it keeps for a lecture that is deleted."""
    for each in _contributions.values():
        each.forget(lecture)
