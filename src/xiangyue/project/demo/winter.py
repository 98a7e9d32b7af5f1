"""A year of the county's ledger, made by the ledger's own verbs with the clock moved from hour to hour.

Until the county began with this ledger its matters stood in monthly sheets: those are brought in as an import does.
From then on everything happens as people do it: found, handed out, mended, claimed, drawn, verified. The last days
are left as they stand, so that everybody has something to do.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from xiangyue.kernel import clock
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.campaigns import actions as campaigns
from xiangyue.ledger.kinds import actions as kind_acts
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import proving, queries
from xiangyue.ledger.matters.actions import Brought, Order, Verdict
from xiangyue.ledger.timers import actions as timers
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.ledger.verifying import queries as seats
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.units import queries as units
from xiangyue.project import kecheng
from xiangyue.project.demo import winter_stories, winter_work
from xiangyue.project.demo.year import Year

if TYPE_CHECKING:
    from xiangyue.ledger.verifying.models import Seat

LIVE_DAYS = 52
"""Since when the county works in this ledger."""

A_DAY = 9
"""Matters found on a working day."""

VERIFIERS = ("inspector", "verifier", "verifier-market", "verifier-housing", "expert")


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
            finding = winter_work.finding_of(year, winter_work.somewhere(year), Reporter.IMPORT, found_at=found)
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
            year.at(day + timedelta(hours=year.whim.uniform(0, 9)), lambda: winter_work.found(year))
        # The hour of the draw, and the round after it that carries it out.
        year.at(day.replace(hour=16, minute=5), lambda: _draw(year))


def _morning(year: Year) -> None:
    timers.run_due()
    if winter_work.is_on() or year.now - clock.now() > timedelta(days=26):
        return
    today = clock.now().astimezone(clock.COUNTY_ZONE).date()
    plan = campaigns.Plan("今冬明春安全大排查大整治", today, today + timedelta(days=120), target=600)
    campaigns.found(winter_work.CAMPAIGN, plan, by=year.who("office"))


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
        theme, place = winter_work.shown(year, matter)
        pictures = [year.picture(theme, place, mended=passed, by=who)] if seat.how == "on_site" else []
        verdict = Verdict(passed, year.says("passed" if passed else "failed"), pictures)
        verifying.decide(seat, verdict, Order(who))
        if not passed and seat.purpose == "CLAIM":
            year.later(year.whim.uniform(12, 60), lambda: winter_work.claim(year, matter.pk))

    year.later(year.whim.uniform(3, 44), look)
