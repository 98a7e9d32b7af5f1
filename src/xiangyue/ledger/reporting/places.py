"""What a place shows to anybody: its own duties, in the words of the kinds. Pure."""

from collections.abc import Iterable

from xiangyue.ledger.kinds.rules import Category, Kind
from xiangyue.ledger.subjects.states import Type

DUTIES: dict[Type, tuple[str, ...]] = {
    Type.FRONT: ("duties", "shop_outside", "shop_signs", "wires_charging", "fire_lane"),
    Type.ESTATE: ("stairwells", "wires_charging", "fire_lane", "bins_full", "playground"),
    Type.SITE: ("construction_fence", "construction_dust", "noise_night", "spill"),
    Type.PROJECT: ("construction_fence", "construction_dust", "noise_night"),
    Type.PLACE: ("dirty_road", "parking_bikes", "wires", "bins_full"),
    Type.VILLAGE: ("dumping", "river_waste", "burning"),
}
"""Categories whose closing condition is a daily duty of such a place (门前五包 at a shop's door). What a county's kinds
do not know is left out.
"""


def duties(of: Type, kinds: Iterable[Kind]) -> list[Category]:
    """What is asked of a place every day, each with the sentence somebody standing there can say yes or no to."""
    known = {category.code: category for kind in kinds for category in kind.categories if category.public}
    return [known[code] for code in DUTIES.get(of, ()) if code in known]
