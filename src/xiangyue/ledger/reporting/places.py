"""What a place shows to anybody: its own duties, in the words of the kinds. Pure."""

from collections.abc import Iterable

from xiangyue.ledger.kinds.rules import Category, Kind
from xiangyue.ledger.subjects.states import Type

DUTIES: dict[Type, tuple[str, ...]] = {
    Type.FRONT: ("duties", "shop_outside", "shop_signs", "wires_charging", "fire_lane"),
    Type.ESTATE: ("stairwells", "wires_charging", "fire_lane", "bins_full", "playground"),
    Type.SITE: ("duties", "wires_charging", "fire_lane", "bins_full"),
    Type.PROJECT: ("construction_fence", "construction_dust", "noise_night"),
    Type.PLACE: ("dirty_road", "parking_bikes", "wires", "bins_full"),
    Type.VILLAGE: ("dumping", "river_waste", "burning"),
}
"""Categories whose closing condition is a daily duty of such a place (门前五包 at a shop's door). What a county's kinds
do not know is left out.
"""


BUILDING = ("construction_fence", "construction_dust", "noise_night", "spill")
"""The same of a site where something is built: the type of a site is also that of a market and of a workshop."""

BUILDS = "construction"
"""The field of work of building sites."""

_BUILT = "工地"


def is_built_on(name: str, line: str, builders: str) -> bool:
    """Whether a site is one where something is built: by the department of its trade, or by what people call it."""
    return _BUILT in name or (line != "" and line == builders)


def duties(of: Type, kinds: Iterable[Kind], *, built_on: bool = False) -> list[Category]:
    """What is asked of a place every day, each with the sentence somebody standing there can say yes or no to."""
    known = {category.code: category for kind in kinds for category in kind.categories if category.public}
    codes = BUILDING if of is Type.SITE and built_on else DUTIES.get(of, ())
    return [known[code] for code in codes if code in known]
