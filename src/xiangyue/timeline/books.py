"""What a line writes by itself because of what residents put in: sums, results, and sentences nobody reviewed in time.

All of it follows from the log, so a process that takes the line up again writes what its predecessor had no time for.
"""

from collections.abc import Iterator
from typing import Any

from xiangyue.timeline import ballots
from xiangyue.timeline.ballots import Ballots
from xiangyue.timeline.course import Course
from xiangyue.timeline.events import Accepted
from xiangyue.timeline.log import Log
from xiangyue.timeline.pending import Pending
from xiangyue.timeline.rules import LineRules

Draft = tuple[str, dict[str, Any]]

_READ = ballots.KINDS | {"tally", "quiz_result", "ups"}


class Books:
    """Read from the log when they are first needed: nobody asks for those of most finished lectures."""

    def __init__(self, log: Log, rules: LineRules) -> None:
        self._log = log
        self._rules = rules
        self._ballots: Ballots | None = None
        self._settled: set[int] = set()
        """Polls whose final tally, and quiz items whose result, is in the log."""
        self._asked: set[int] = set()
        """The same on its way there, and sentences being dropped."""

    @property
    def ballots(self) -> Ballots:
        """Who has put in what, up to the last committed record and the claims behind it."""
        if self._ballots is None:
            self._ballots = Ballots()
            for seq in range(1, self._log.length + 1):
                if self._log.index.kind(seq) in _READ:
                    self._take(self._ballots, self._log.one(seq))
        return self._ballots

    def heard(self, record: Accepted) -> None:
        """Take in a committed record."""
        if self._ballots is not None and record.kind in _READ:
            self._take(self._ballots, record)

    def lost(self) -> None:
        """The disk refused what was on its way."""
        self._asked.clear()
        if self._ballots is not None:
            self._ballots.lost()

    def due(self, course: Course, pending: Pending, now_ms: int) -> Iterator[Draft]:
        """The records the line owes at this tick; `course` is the committed one, so that no vote is on its way before
        the close that it belongs to.
        """
        over = course.phase == "ended"
        yield from self._unreviewed(course, pending, now_ms, over=over)
        yield from self._tallies(course, over=over)
        for i, item in course.programme.items.items():
            if item.answer is not None and self._once(i):
                yield "quiz_result", self._upto(self.ballots.result(i, item))
        if course.programme.questions and (counts := self.ballots.ups()):
            yield "ups", self._upto({"counts": counts})

    def _tallies(self, course: Course, *, over: bool) -> Iterator[Draft]:
        polls = course.programme.polls
        for i, poll in polls.items():
            if (over or not poll.is_open) and self._once(i):
                yield "tally", self._upto({**self.ballots.tally(i, poll.options), "final": True})
        running = [i for i, poll in polls.items() if poll.shown and poll.is_open and not over]
        for i in self.ballots.moved(running) if running else ():
            yield "tally", self._upto(self.ballots.tally(i, polls[i].options))

    def _upto(self, told: dict[str, Any]) -> dict[str, Any]:
        """With the number of the last record that was counted: more may be on their way and come before this one."""
        return {**told, "upto": self._log.length}

    def _unreviewed(self, course: Course, pending: Pending, now_ms: int, *, over: bool) -> Iterator[Draft]:
        if not course.review:
            return
        before_ms = now_ms if over else now_ms - self._rules.review_ms
        for seq in pending.unreviewed(before_ms):
            if self._once(seq):
                yield "refused", {"i": seq, "reason": "unreviewed"}

    def _once(self, seq: int) -> bool:
        self.ballots  # noqa: B018 - reads what is settled
        if seq in self._settled or seq in self._asked:
            return False
        self._asked.add(seq)
        return True

    def _take(self, found: Ballots, record: Accepted) -> None:
        match record.kind:
            case "tally":
                if record.data.get("final", False):
                    self._settled.add(record.data["i"])
            case "quiz_result":
                self._settled.add(record.data["i"])
            case "ups":
                found.recalled((i, count) for i, count in record.data["counts"])
            case _:
                found.take(record)
