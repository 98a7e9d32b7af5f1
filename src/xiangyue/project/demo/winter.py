"""A year of the county's ledger, made by the ledger's own verbs with the clock moved from hour to hour.

Until the county began with this ledger its matters stood in monthly sheets: those are brought in as an import does.
From then on everything happens as people do it: found, handed out, mended, claimed, drawn, verified. The last days
are left as they stand, so that everybody has something to do.
"""

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
from xiangyue.ledger.campaigns import actions as campaigns
from xiangyue.ledger.campaigns import queries as campaign_list
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence.rules import Claims
from xiangyue.ledger.kinds import actions as kind_acts
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import proving, queries
from xiangyue.ledger.matters.actions import Assignment, Brought, Order, Verdict
from xiangyue.ledger.matters.errors import HelpersOpen
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.matters.states import State
from xiangyue.ledger.timers import actions as timers
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.ledger.verifying import queries as seats
from xiangyue.org.access import queries as rights
from xiangyue.org.access.rules import HOUSE, Member, Post
from xiangyue.org.access.states import Role
from xiangyue.org.people import queries as people
from xiangyue.org.units import queries as units
from xiangyue.project import kecheng
from xiangyue.project.demo import scenes

if TYPE_CHECKING:
    from xiangyue.ledger.matters.models import Matter
    from xiangyue.ledger.verifying.models import Seat
    from xiangyue.org.units.models import Unit

LIVE_DAYS = 52
"""Since when the county works in this ledger."""

A_DAY = 9
"""Matters found on a working day."""

CAMPAIGN = "winter"
VERIFIERS = ("inspector", "verifier", "verifier-market", "verifier-housing", "expert")

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
        """Who works for a unit: the demo's account where there is one, else a hand of the unit's own."""
        if unit in {"fushan", "zhifa"}:
            return self.who(f"clerk-{unit}")
        place = self.units[unit]
        return Member(f"clerk-{unit}"[:32], f"{place.short_name}经办人", (Post(Role.CLERK, unit, place.path),))

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


def make(now: datetime) -> int:
    """The year up to now; how many matters it has. One that is there already stays as it is."""
    if there := proving.count():
        return there
    data = kecheng.winter()
    began = now.astimezone(clock.COUNTY_ZONE).replace(hour=8, minute=0, second=0, microsecond=0)
    began -= timedelta(days=LIVE_DAYS)
    first = max(began - timedelta(days=270), datetime(2026, 1, 5, 9, tzinfo=clock.COUNTY_ZONE))
    with clock.stopped(first) as hands:
        year = Year(now, hands, data["said"], data)
        _entrust(year)
        _bring_sheets(year, first, began)
        verifying.commit(units.root())
        hands.move(max(0, round(began.timestamp() * 1000) - clock.now_ms()))
        _plan_days(year, began)
        from xiangyue.project.demo import winter_stories  # noqa: PLC0415 - stories are told with what is here

        winter_stories.tell(year, began)
        year.run()
    return proving.count()


def _entrust(year: Year) -> None:
    """Which department answers for which field."""
    for row in kinds.fields():
        unit = year.units.get(year.data["fields"].get(row.code, ""))
        if unit is not None and row.unit_id is None:
            kind_acts.entrust(row, unit=unit, committee=None, by=HOUSE)


def _bring_sheets(year: Year, first: datetime, began: datetime) -> None:
    """A sheet of every month before, closed there and never verified here."""
    sheet, number = first, 0
    rows_of = year.data["imports"]["rows"]
    while sheet < began - timedelta(days=3):
        end = min(sheet + timedelta(days=30), began - timedelta(days=1))
        year.hands.move(max(0, round(end.timestamp() * 1000) - clock.now_ms()))
        rows = []
        for _ in range(rows_of):
            number += 1
            found = sheet + (end - sheet) * year.whim.random() * 0.8
            done = min(found + timedelta(days=year.whim.randint(1, 12)), end)
            finding = _finding(year, _somewhere(year), Reporter.IMPORT, found_at=found)
            rows.append(Brought(f"2026-{number:05}", finding, closed_at=done))
        matters.bring(year.data["imports"]["source"], rows, by=year.who("office"))
        timers.compact_counts()
        sheet = end


# ------------------------------------------------ the days
def _plan_days(year: Year, began: datetime) -> None:
    calendar = calendars.current()
    for number in range(LIVE_DAYS + 1):
        day = began + timedelta(days=number)
        year.at(day + timedelta(hours=1), lambda: _morning(year))
        if not calendar.works(day.date()):
            continue
        for _ in range(round(A_DAY * year.whim.uniform(0.6, 1.4))):
            year.at(day + timedelta(hours=year.whim.uniform(0, 9)), lambda: _found(year))
        # The hour of the draw, and the round after it that carries it out.
        year.at(day.replace(hour=16, minute=5), lambda: _draw(year))


def _morning(year: Year) -> None:
    timers.run_due()
    if _is_on() or year.now - clock.now() > timedelta(days=26):
        return
    today = clock.now().astimezone(clock.COUNTY_ZONE).date()
    plan = campaigns.Plan("今冬明春安全大排查大整治", today, today + timedelta(days=120), target=600)
    campaigns.found(CAMPAIGN, plan, by=year.who("office"))


def _draw(year: Year) -> None:
    verifying.run_due()
    for name in VERIFIERS:
        for seat in seats.waiting(year.who(name)):
            if seat.pk not in year.sat:  # stand-ins too, who were called between two draws
                year.sat.add(seat.pk)
                _sit(year, seat)


def _sit(year: Year, seat: "Seat") -> None:
    """Whoever was drawn goes and looks within two days. Those of the last draw are still before them."""
    if clock.now() >= year.last_draw:
        return
    who, is_told = year.who(seat.person), seat.matter in year.named.values()

    def look() -> None:
        matter = queries.get(HOUSE, seat.matter)
        if year.whim.random() < 0.03 and not is_told:
            verifying.recuse(seat, "与该店主相识，申请回避。", Order(who))
            return
        passed = year.whim.random() > 0.1 or is_told
        theme, place = _shown(year, matter)
        pictures = [year.picture(theme, place, mended=passed, by=who)] if seat.how == "on_site" else []
        verdict = Verdict(passed, year.says("passed" if passed else "failed"), pictures)
        verifying.decide(seat, verdict, Order(who))
        if not passed and seat.purpose == "CLAIM":
            year.later(year.whim.uniform(12, 60), lambda: claim(year, matter.pk))

    year.later(year.whim.uniform(3, 44), look)


def _is_on() -> bool:
    """Whether the campaign has begun."""
    return campaign_list.all_campaigns().filter(pk=CAMPAIGN).exists()


# ------------------------------------------------ one matter
def _somewhere(year: Year) -> Spot:
    whim = year.whim
    found = whim.choices(year.data["found"], (7, 4))[0]
    category = whim.choices(list(found["weights"]), list(found["weights"].values()))[0]
    towns = [unit.code for unit in year.units.values() if unit.kind in {"STREET", "TOWN"}]
    town = whim.choices(towns, range(len(towns) + 3, 3, -1))[0]
    theme = found["themes"].get(category, "machine" if found["kind"] == "hazard" else "rubbish")
    return Spot(found["kind"], category, town, theme, whim.randrange(scenes.PLACES))


def _finding(
    year: Year, spot: Spot, via: Reporter, *, found_at: datetime | None = None, pictures: tuple[str, ...] = ()
) -> Finding:
    whim, places = year.whim, year.data["places"]
    where = f"{whim.choice(places['roads'])}{whim.randint(1, 180)}号{whim.choice(places['spots'])}"
    name = kinds.current(spot.kind).category(spot.category).name
    return Finding(
        kind=spot.kind, category=spot.category, title=f"{where}：{name}", text=year.says("found"), place=spot.town,
        spot=f"{year.units[spot.town].short_name}{where}", via=via, found_at=found_at, evidence=pictures,
        unit=spot.town if via is Reporter.UNIT else "",
        campaign=CAMPAIGN if via is not Reporter.IMPORT and _is_on() else "",
    )  # fmt: skip


def _found(year: Year) -> None:
    """Somebody finds something: an inspector, the town itself, or somebody in the street."""
    spot = _somewhere(year)
    via, who = year.whim.choice([
        (Reporter.INSPECTOR, year.who("inspector")), (Reporter.UNIT, year.clerk(spot.town)),
        (Reporter.UNIT, year.clerk(spot.town)), (Reporter.PUBLIC, Member("", "")),
    ])  # fmt: skip
    shown = year.whim.random() < 0.7
    pictures = (year.picture(spot.theme, spot.place, mended=False, by=who),) if shown else ()
    name = matters.report(_finding(year, spot, via, pictures=pictures), Order(who)).matter
    year.spots[name] = spot
    if clock.now() >= year.fresh:
        return  # it waits for the office
    year.later(year.whim.uniform(0.3, 6), lambda: assign(year, name, spot))


def assign(year: Year, name: str, spot: Spot, *, grade: str = "") -> None:
    """The office hands it to the town or to the department of its field, as the category's table says."""
    if year.whim.random() < 0.02:
        matters.reject(name, "现场复看没有这一情况，已告知反映人。", Order(year.who("office")))
        return
    category = kinds.current(spot.kind).category(spot.category)
    routing = kinds.route(category, None, at=year.units[spot.town])
    lead = routing.lead.code if routing.lead is not None else spot.town
    helpers = [(unit.code, None) for unit in routing.co][:1] if year.whim.random() < 0.15 else []
    given = Assignment(lead, spot.category, grade, line=routing.line.code if routing.line else "", helpers=helpers)
    matters.assign(name, given, Order(year.who("office")))
    if year.whim.random() < 0.03:
        year.later(2, lambda: _returned(year, name, spot))
        return
    year.later(year.whim.uniform(0.5, 5), lambda: _work(year, name))


def _returned(year: Year, name: str, spot: Spot) -> None:
    matter = queries.get(HOUSE, name)
    matters.give_back(name, year.says("returned"), Order(year.clerk(matter.lead_id or spot.town)))
    other = "zhifa" if matter.lead_id != "zhifa" else spot.town
    again = Assignment(other, spot.category)
    year.later(20, lambda: _again(year, name, again))


def _again(year: Year, name: str, given: Assignment) -> None:
    matters.assign(name, given, Order(year.who("office")))
    year.later(3, lambda: _work(year, name))


def _work(year: Year, name: str) -> None:
    """The lead signs for it, says how it goes, asks for time now and then, and claims; some are late."""
    whim, matter = year.whim, queries.get(HOUSE, name)
    clerk = year.clerk(str(matter.lead_id))
    matters.accept(name, Order(clerk))
    for unit in matter.helpers:
        year.later(whim.uniform(3, 20), lambda unit=unit: _help(year, name, unit))  # type: ignore[misc]
    if whim.random() < 0.3:
        year.later(whim.uniform(1, 9), lambda: _progress(year, name, clerk))
    if whim.random() < 0.06:
        year.later(whim.uniform(1, 5), lambda: _ask(year, name, clerk))
    hours = (matter.due - clock.now()).total_seconds() / 3600 if matter.due is not None else 48
    late = whim.random()
    takes = hours * (whim.uniform(0.2, 0.9) if late < 0.86 else whim.uniform(1.05, 1.9))
    if late < 0.985:
        year.later(max(1.0, takes), lambda: claim(year, name))


def _help(year: Year, name: str, unit: str) -> None:
    matters.done(name, "本单位的部分已经完成。", Order(year.clerk(unit)))


def _progress(year: Year, name: str, clerk: Member) -> None:
    matters.progress(name, year.says("progress"), Order(clerk))


def _ask(year: Year, name: str, clerk: Member) -> None:
    matter = queries.get(HOUSE, name)
    if matter.due is None:
        return
    reason = "third_party"
    until = matter.due + timedelta(days=year.whim.randint(3, 9))
    matters.ask_extension(name, until, reason, year.says("extend"), Order(clerk))
    if year.now - clock.now() > timedelta(days=4):
        granted = year.whim.random() < 0.7
        text = "同意延期，期间每天巡查。" if granted else "理由不充分，按原期限完成。"
        office = year.who("office")
        year.later(5, lambda: _decide(name, Order(office), granted=granted, text=text))


def _decide(name: str, order: Order, *, granted: bool, text: str) -> None:
    matters.decide_extension(name, order, granted=granted, text=text)


def claim(year: Year, name: str) -> None:
    """The lead says that it is mended, with a photograph where that shows."""
    matter = queries.get(HOUSE, name)
    if matter.state != State.WORKING:
        return
    clerk = year.clerk(str(matter.lead_id))
    theme, place = _shown(year, matter)
    picture = year.picture(theme, place, mended=True, by=clerk)
    try:
        matters.claim(name, year.says("claimed"), Order(clerk), pictures=[picture])
    except HelpersOpen:
        year.later(24, lambda: claim(year, name))


def _shown(year: Year, matter: "Matter") -> tuple[str, int]:
    """What photographs of a matter show."""
    spot = year.spots.get(matter.pk)
    return (spot.theme, spot.place) if spot is not None else ("rubbish", year.whim.randrange(scenes.PLACES))
