"""Keeps an evening to its clock: the cues of each round when they are due, live in a thread, in the past by hand."""

import logging
import random
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connections

from xiangyue.kernel import clock
from xiangyue.org.access import queries as access
from xiangyue.org.people import queries as people
from xiangyue.project.demo.evening import Evening
from xiangyue.project.demo.programme import ROUND_S, ROUNDS, Cue, Programme

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

logger = logging.getLogger(__name__)

MOST_ROUNDS = 24
"""Four hours; then people only talk, so that a demo left on for days does not fill its own line."""

LOOK_S = 0.25
"""How late a cue may come."""

COLLEAGUE = "director"
"""The second who types the dice: signed in elsewhere, of another studio."""


class Conductor:
    """The cues of one round that are still to come."""

    def __init__(self, evening: Evening, cues: Iterable[Cue]) -> None:
        self._evening = evening
        self._cues = sorted(cues, key=lambda cue: cue.at_s)

    def is_due(self, second: float) -> bool:
        return bool(self._cues) and self._cues[0].at_s <= second

    def run(self, second: float) -> None:
        """Carry out what is due so many seconds into the round; in whichever thread, whose connections go with it."""
        try:
            while self.is_due(second):
                self._evening.perform(self._cues.pop(0))
        finally:
            connections.close_all()


def conduct(lecture: "Lecture", programme: Programme, *, keeper: str, whim: random.Random) -> Conductor:
    """Who does what in one round of a programme."""
    staff, colleague = (access.member(people.get(name)) for name in (keeper, COLLEAGUE))
    evening = Evening(lecture, programme, staff, colleague, whim)
    return Conductor(evening, programme.cues())


def direct(lecture: "Lecture", stopping: threading.Event, *, keeper: str) -> None:
    """Round after round until told to stop. For a thread."""
    whim = random.Random()  # noqa: S311 - a simulation; the dice are thrown in front of everybody
    for number in range(MOST_ROUNDS):
        conductor = conduct(lecture, ROUNDS[number % len(ROUNDS)], keeper=keeper, whim=whim)
        began = clock.monotonic()
        while (second := clock.monotonic() - began) < ROUND_S:
            if stopping.wait(LOOK_S):
                return
            try:
                conductor.run(second)
            except Exception:
                # The show must go on: one cue that stumbles is loud and costs only itself.
                logger.exception("demo: a cue failed")
