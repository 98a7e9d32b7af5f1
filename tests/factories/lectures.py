"""Studios, lectures, and a line to play them on."""

from datetime import timedelta
from itertools import count
from typing import Any

from xiangyue.hall.lectures import actions
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.queries import content_hash
from xiangyue.hall.lectures.states import State
from xiangyue.hall.studios import actions as studios
from xiangyue.hall.studios.models import Studio
from xiangyue.hall.studios.states import Kind
from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.units.models import Unit
from xiangyue.timeline import desk
from xiangyue.timeline.course import Course
from xiangyue.timeline.desk import Followed, Raw
from xiangyue.timeline.events import KINDS, MOVES, Accepted, Receipt, checked

_numbers = count(1)


def a_studio(unit: Unit, code: str = "", name: str = "", kind: Kind = Kind.TOWN) -> Studio:
    return studios.establish(code or f"studio-{next(_numbers)}", name or unit.name, unit=unit, kind=kind, by=HOUSE)


def a_lecture(
    studio: Studio, title: str = "医保怎么缴", state: State = State.PUBLISHED, *, in_hours: float = 1
) -> Lecture:
    """A lecture in a state, brought there by its own verbs."""
    planned_at = clock.now() + timedelta(hours=in_hours)
    lecture = actions.plan(studio, title=title, speaker="医保宣讲员", planned_at=planned_at, by=HOUSE)
    return bring(lecture, state)


def bring(lecture: Lecture, state: State) -> Lecture:
    """Move a published plan on to a state. What is planned in the name of the house is published at once."""
    if state in {State.DRAFT, State.SUBMITTED, State.APPROVED}:
        Lecture.objects.filter(pk=lecture.pk).update(state=State.DRAFT, published_at=None, announced_title="")
        lecture.refresh_from_db()
        if state != State.DRAFT:
            Lecture.objects.filter(pk=lecture.pk).update(
                state=state, round=1, approved_hash=content_hash(lecture) if state == State.APPROVED else ""
            )
            lecture.refresh_from_db()
        return lecture
    if state == State.CANCELLED:
        actions.cancel(lecture, by=HOUSE)
        return lecture
    if state == State.ENDED:
        actions.want_replay(lecture, False, by=HOUSE)
    for verb, before in (
        (actions.open_lobby, State.PUBLISHED),
        (actions.go_on_air, State.LOBBY),
        (actions.end, State.ON_AIR),
    ):
        if lecture.state == state:
            break
        assert lecture.state == before
        verb(lecture, by=HOUSE)
    assert lecture.state == state
    return lecture


class WrongPhase(Refusal):
    code = "wrong-phase"
    status = 409


class Notebook:
    """A port (`timeline.port.Port`) whose lines are lists in memory, by the timeline's own table of kinds and moves."""

    def __init__(self) -> None:
        self.lines: dict[str, list[Accepted]] = {}
        self.looks = 0
        """How often it was told that lists have changed."""

    def open(self, lecture: str) -> None:
        self.lines.setdefault(lecture, [])

    def append(
        self,
        lecture: str,
        kind: str,
        data: dict[str, Any],
        *,
        command: str,
        by: str,
        expected: int | None = None,
    ) -> Receipt:
        line = self.lines[lecture]
        for record in line:
            if record.command == command:
                return Receipt(lecture, record.seq, record.at, f"{record.seq:08x}", repeated=True)
        controls = [record.seq for record in line if KINDS[record.kind].control]
        if expected is not None and expected != (controls[-1] if controls else 0):
            raise WrongPhase
        if kind == "phase" and data["phase"] not in MOVES[self.phase(lecture)]:
            raise WrongPhase
        media_ms = clock.now_ms() if KINDS[kind].timed else None
        record = Accepted(len(line) + 1, clock.now_ms(), kind, checked(kind, data), {}, command, by, media_ms)
        line.append(record)
        return Receipt(lecture, record.seq, record.at, f"{record.seq:08x}")

    def read(self, lecture: str, after: int, limit: int = 1000) -> list[Accepted]:
        return self.lines[lecture][after : after + limit]

    def follow(self, lecture: str, kinds: list[str], after: int, limit: int, *, newest: bool = False) -> Followed:
        line, course = self.lines[lecture], Course()
        for record in line:
            course = course.after(record.seq, record.at, record.kind, record.data)
        notes = [record for record in line[after:] if record.kind in kinds]
        found = desk.of(course, length=len(line), at=clock.now_ms(), waiting=())
        return Followed(found, notes[-limit:] if newest else notes[:limit])

    def raw(self, lecture: str, after: int, limit: int = 1000) -> list[Raw]:
        return []

    def heads(self) -> list[tuple[str, int, str]]:
        return [(lecture, len(line), f"{len(line):064x}") for lecture, line in self.lines.items()]

    def erase(self, lecture: str, seqs: list[int], *, reason: str, by: str, command: str) -> Receipt:
        line = self.lines[lecture]
        for seq in seqs:
            gone = line[seq - 1]
            line[seq - 1] = Accepted(seq, gone.at, "erased", {"kind": gone.kind}, {}, "", "", None)
        line.append(Accepted(len(line) + 1, clock.now_ms(), "epoch", {"erased": seqs}, {}, command, by, None))
        return Receipt(lecture, len(line), clock.now_ms(), f"{len(line):08x}")

    def look_again(self) -> None:
        self.looks += 1

    def studio(self, lecture: str) -> dict[str, Any] | None:
        return None

    def phase(self, lecture: str) -> str:
        """The phase the line is in."""
        phase = ""
        for record in self.lines[lecture]:
            phase = "lobby" if record.kind == "opened" else record.data.get("phase", phase)
        return phase

    def happen(self, lecture: str, kind: str, **data: Any) -> None:
        """Something happened on the line that the control tower did not order."""
        self.append(lecture, kind, data, command=f"happened-{next(_numbers)}", by="")
