"""What becomes of one matter in the demo's year: found, handed out, worked on, claimed; at times late or returned."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from xiangyue.kernel import clock
from xiangyue.ledger.campaigns import queries as campaign_list
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import queries
from xiangyue.ledger.matters.actions import Assignment, Order
from xiangyue.ledger.matters.errors import HelpersOpen
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.matters.states import State
from xiangyue.org.access.rules import HOUSE, Member
from xiangyue.project.demo import scenes
from xiangyue.project.demo.year import Spot, Year

if TYPE_CHECKING:
    from xiangyue.ledger.matters.models import Matter

CAMPAIGN = "winter"


def is_on() -> bool:
    """Whether the campaign has begun."""
    return campaign_list.all_campaigns().filter(pk=CAMPAIGN).exists()


def somewhere(year: Year) -> Spot:
    """Something that is wrong in some town, the centre's more often."""
    whim = year.whim
    found = whim.choices(year.data["found"], (7, 4))[0]
    category = whim.choices(list(found["weights"]), list(found["weights"].values()))[0]
    towns = [unit.code for unit in year.units.values() if unit.kind in {"STREET", "TOWN"}]
    town = whim.choices(towns, range(len(towns) + 3, 3, -1))[0]
    theme = found["themes"].get(category, "machine" if found["kind"] == "hazard" else "rubbish")
    return Spot(found["kind"], category, town, theme, whim.randrange(scenes.PLACES))


def finding_of(
    year: Year, spot: Spot, via: Reporter, *, found_at: datetime | None = None, pictures: tuple[str, ...] = ()
) -> Finding:
    """What is said of it when it is found."""
    whim, places = year.whim, year.data["places"]
    where = f"{whim.choice(places['roads'])}{whim.randint(1, 180)}号{whim.choice(places['spots'])}"
    name = kinds.current(spot.kind).category(spot.category).name
    return Finding(
        kind=spot.kind, category=spot.category, title=f"{where}：{name}", text=year.says("found"), place=spot.town,
        spot=f"{year.units[spot.town].short_name}{where}", via=via, found_at=found_at, evidence=pictures,
        unit=spot.town if via is Reporter.UNIT else "",
        campaign=CAMPAIGN if via is not Reporter.IMPORT and is_on() else "",
    )  # fmt: skip


def found(year: Year) -> None:
    """Somebody finds something: an inspector, the town itself, or somebody in the street."""
    spot = somewhere(year)
    via, who = year.whim.choice([
        (Reporter.INSPECTOR, year.who("inspector")), (Reporter.UNIT, year.clerk(spot.town)),
        (Reporter.UNIT, year.clerk(spot.town)), (Reporter.PUBLIC, Member("", "")),
    ])  # fmt: skip
    shown = year.whim.random() < 0.7
    pictures = (year.picture(spot.theme, spot.place, mended=False, by=who),) if shown else ()
    name = matters.report(finding_of(year, spot, via, pictures=pictures), Order(who)).matter
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
    theme, place = shown(year, matter)
    picture = year.picture(theme, place, mended=True, by=clerk)
    try:
        matters.claim(name, year.says("claimed"), Order(clerk), pictures=[picture])
    except HelpersOpen:
        year.later(24, lambda: claim(year, name))


def shown(year: Year, matter: "Matter") -> tuple[str, int]:
    """What photographs of a matter show."""
    spot = year.spots.get(matter.pk)
    return (spot.theme, spot.place) if spot is not None else ("rubbish", year.whim.randrange(scenes.PLACES))
