"""What goes along with a capture: pure."""

import uuid
from dataclasses import dataclass

MAX_HEAD = 40
"""Letters of a sentence that can stand as a title; a longer one becomes the text, under its category's name."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture that was uploaded under a command, with the arrows drawn over it."""

    command: uuid.UUID
    arrows: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Baggage:
    """Everything that was uploaded for one capture."""

    shots: tuple[Shot, ...] = ()
    voice: uuid.UUID | None = None


def headed(sentence: str, category: str) -> tuple[str, str]:
    """Title and text of what was said in one sentence, or only recorded."""
    said = " ".join(sentence.split())
    if not said:
        return category, ""
    return (said, "") if len(said) <= MAX_HEAD else (category, said)
