"""What has been decided in a lecture so far, as the log has it (the public state follows when it is sealed)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from xiangyue.timeline.errors import Over, WrongMoment
from xiangyue.timeline.events import KINDS, MOVES

_AFTER_THE_END = frozenset({"media", "epoch", "closed", "sampled"})
"""What may still be written when the phase is `ended`: the encoder's news and the house's own records."""


@dataclass(frozen=True, slots=True)
class Course:
    """`version` is the number of the last control event, which a director must have seen."""

    phase: str = ""
    version: int = 0
    silence: bool = False
    started_ms: int = 0

    def allows(self, kind: str, data: Mapping[str, Any]) -> None:
        """Raises `Over` or `WrongMoment` unless such a record may come next."""
        if self.phase == "ended" and kind not in _AFTER_THE_END:
            raise Over
        if (kind == "opened") != (self.phase == ""):
            raise WrongMoment
        if kind == "phase" and data["phase"] not in MOVES[self.phase]:
            raise WrongMoment

    def after(self, seq: int, at: int, kind: str, data: Mapping[str, Any]) -> "Course":
        """The course once such a record is in."""
        if kind not in KINDS or not KINDS[kind].control:
            return self
        course = replace(self, version=seq)
        match kind:
            case "opened":
                return replace(course, phase="lobby", started_ms=at)
            case "phase":
                return replace(course, phase=data["phase"])
            case "silence":
                return replace(course, silence=data["on"])
        return course
