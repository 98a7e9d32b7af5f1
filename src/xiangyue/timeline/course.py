"""What has been decided in a lecture so far, as the log has it (the public state follows when it is sealed)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from xiangyue.timeline.errors import Over, WrongMoment
from xiangyue.timeline.events import KINDS, MOVES
from xiangyue.timeline.programme import Programme

_AFTER_THE_END = frozenset(
    {"media", "epoch", "closed", "sampled", "tally", "quiz_result", "ups", "refused", "pass", "verdict"}
)
"""What may still be written when the phase is `ended`: the encoder's news, the house's own records, and the moderators'
word about sentences that still wait."""


@dataclass(frozen=True, slots=True)
class Course:
    """`version` is the number of the last control event, which a director must have seen. `muted`: who may not speak,
    and until when; `nets`: where a muted person came from, with the moments from when and until when guests are asked
    who they are; `words`: what holds a sentence back.
    """

    phase: str = ""
    version: int = 0
    silence: bool = False
    started_ms: int = 0
    delay_ms: int = 0
    covered: bool = False
    review: bool = False
    muted: Mapping[str, int] = field(default_factory=dict)
    nets: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    programme: Programme = field(default_factory=Programme)

    def allows(self, kind: str, data: Mapping[str, Any], at: int) -> None:
        """Raises `Over`, `WrongMoment` or a refusal of `Programme` unless such a record may come at this moment."""
        if self.phase == "ended" and kind not in _AFTER_THE_END:
            raise Over
        if (kind == "opened") != (self.phase == ""):
            raise WrongMoment
        if kind == "phase" and data["phase"] not in MOVES[self.phase]:
            raise WrongMoment
        self.programme.allows(kind, data, at)

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
            case "cover":
                course = replace(course, covered=data["on"])
            case "review":
                return replace(course, review=data["on"])
            case "delay":
                return replace(course, delay_ms=data["s"] * 1000)
            case "screen":
                return replace(course, words=tuple(data["words"]))
            case "mute":
                muted, nets = _muted(course, data, at)
                return replace(course, muted=muted, nets=nets)
        return replace(course, programme=self.programme.after(seq, kind, data, at + self.delay_ms))


def _muted(course: Course, data: Mapping[str, Any], at: int) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """Who is muted, and which networks are watched, after such an order; what has run out is left away."""
    who, until_ms, net = data["who"], data["until_ms"], data.get("net", "")
    muted = {name: until for name, until in course.muted.items() if name != who and until > at}
    nets = {name: span for name, span in course.nets.items() if name != net and span[1] > at}
    if until_ms > at:
        muted[who] = until_ms
        if net:
            nets[net] = (at, until_ms)
    return muted, nets
