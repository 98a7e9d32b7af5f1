"""The play of the demo's year: who is there, what is due to happen, and the hands of the clock."""

import heapq
import itertools
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import transaction

from xiangyue.files.rules import Upload
from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence.rules import Claims
from xiangyue.org.access import queries as rights
from xiangyue.org.access.rules import Member, Post
from xiangyue.org.access.states import Role
from xiangyue.org.people import queries as people
from xiangyue.org.units import queries as units
from xiangyue.project import kecheng
from xiangyue.project.demo import scenes

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit

Deed = Callable[[], object]


@dataclass
class Year:
    """The play: who is there, what is due to happen, and the hands of the clock."""

    now: datetime
    hands: clock.Hands
    said: dict[str, list[str]]
    data: dict[str, Any]
    whim: random.Random = field(default_factory=lambda: random.Random("winter"))  # noqa: S311 - a simulation
    due: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    turn: "itertools.count[int]" = field(default_factory=itertools.count)
    shots: "itertools.count[int]" = field(default_factory=itertools.count)
    units: dict[str, "Unit"] = field(default_factory=lambda: {unit.code: unit for unit in units.tree()})
    members: dict[str, Member] = field(default_factory=dict)
    clerks: dict[str, Member] = field(default_factory=dict)
    spots: dict[str, "Spot"] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    sat: set[Any] = field(default_factory=set)
    refused: int = 0

    def last(self, hour: int, minute: int = 0, *, before: timedelta = timedelta()) -> datetime:
        """The last time it was so late on a working day, that long before the demo begins."""
        calendar, latest = calendars.current(), self.now - before
        day = latest.astimezone(clock.COUNTY_ZONE).replace(hour=hour, minute=minute, second=0, microsecond=0)
        while day >= latest or not calendar.works(day.date()):
            day -= timedelta(days=1)
        return day

    @cached_property
    def last_draw(self) -> datetime:
        """Who was drawn then has not looked yet, also when the demo begins on a Sunday."""
        return self.last(16, 5)

    @cached_property
    def fresh(self) -> datetime:
        """What was found since waits for the office."""
        return min(self.now - timedelta(hours=14), self.last(13))

    def who(self, name: str) -> Member:
        """An account of the demo, with its posts."""
        if name not in self.members:
            self.members[name] = rights.member(people.get(name))
        return self.members[name]

    def clerk(self, unit: str) -> Member:
        """Who works for a unit, by a role and never a person's name: taken on when there is first something to do."""
        if unit not in self.clerks:
            account = kecheng.hand(self.units[unit])
            post = Post(Role.CLERK, unit, self.units[unit].path)
            self.clerks[unit] = Member(account.username, account.name, (post,))
        return self.clerks[unit]

    def at(self, moment: datetime, deed: Deed) -> None:
        """Let something happen at a moment, unless that has not come yet when the demo begins."""
        if moment < self.now:
            heapq.heappush(self.due, (moment, next(self.turn), deed))

    def later(self, hours: float, deed: Deed) -> None:
        """The same, so many hours from the clock on; people sleep: what falls into the night happens in the morning."""
        moment = (clock.now() + timedelta(hours=hours)).astimezone(clock.COUNTY_ZONE)
        if moment.hour < 8:
            moment = moment.replace(hour=8, minute=self.whim.randint(0, 59))
        elif moment.hour >= 20:
            moment = moment.replace(hour=8, minute=self.whim.randint(0, 59)) + timedelta(days=1)
        self.at(moment, deed)

    def run(self) -> None:
        """Everything in its order, a day in one transaction: nobody else is there yet."""
        while self.due:
            day = self.due[0][0].date()
            with transaction.atomic():
                while self.due and self.due[0][0].date() == day:
                    moment, _turn, deed = heapq.heappop(self.due)
                    self.hands.move(max(0, round(moment.timestamp() * 1000) - clock.now_ms()))
                    try:
                        deed()
                    except Refusal:
                        self.refused += 1  # somebody did something else meanwhile, as happens

    def says(self, what: str) -> str:
        return self.whim.choice(self.said[what])

    def picture(self, theme: str, place: int, *, mended: bool, by: Member) -> str:
        """A photograph, taken and uploaded."""
        shot = next(self.shots)
        content = scenes.photograph(theme, place, mended=mended, shot=str(shot))
        upload = Upload(f"IMG_{shot:04}.jpg", content)
        command = str(uuid.UUID(int=self.whim.getrandbits(128), version=4))
        return evidence.keep(upload, Claims(taken_at=clock.now()), command=command, by=by.username).pk


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing that is wrong somewhere."""

    kind: str
    category: str
    town: str
    theme: str
    place: int
