"""Positions, names and codes of subjects: pure."""

import math
import re
from dataclasses import dataclass

from xiangyue.ledger.subjects import errors
from xiangyue.ledger.subjects.states import Datum, Type

MAX_NAME, MAX_ADDRESS, MAX_GRID = 80, 120, 24

EARTH_M = 6_371_008.8
"""Mean radius (IUGG): at the size of a county the sphere errs by less than half a per cent."""

DEGREE_M = EARTH_M * math.pi / 180

FARTHEST_M = 1_000
"""Beyond this nothing is near; it bounds the box that the index is asked for."""

_HOUSEHOLD = re.compile(r"[A-Z0-9][A-Z0-9-]{2,23}\Z")
_LICENCE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}\Z")


@dataclass(frozen=True, slots=True)
class Position:
    """A point in millionths of a degree, and the system it was measured in."""

    latitude_e6: int
    longitude_e6: int
    datum: Datum

    @classmethod
    def of(cls, latitude: float, longitude: float, datum: Datum) -> "Position":
        """From degrees. Raises `BadPosition`."""
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # also says no to what is not a number
            raise errors.BadPosition
        return cls(round(latitude * 1e6), round(longitude * 1e6), datum)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle around a point, in millionths of a degree."""

    south: int
    north: int
    west: int
    east: int


def distance_m(one: Position, other: Position) -> float:
    """Metres along the ground (haversine). Raises `ValueError` for two data: they are some hundred metres apart."""
    if one.datum != other.datum:
        raise ValueError("two data are never compared")
    south, north = math.radians(one.latitude_e6 / 1e6), math.radians(other.latitude_e6 / 1e6)
    up, across = north - south, math.radians((other.longitude_e6 - one.longitude_e6) / 1e6)
    half = math.sin(up / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin(across / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def box(around: Position, metres: float) -> Box:
    """What an index can be asked: everything within `metres` lies in it, and a little more."""
    up = math.ceil(metres / DEGREE_M * 1e6) + 1
    narrowing = math.cos(math.radians(min(89.0, abs(around.latitude_e6) / 1e6 + metres / DEGREE_M)))
    across = math.ceil(metres / (DEGREE_M * narrowing) * 1e6) + 1
    return Box(
        around.latitude_e6 - up, around.latitude_e6 + up, around.longitude_e6 - across, around.longitude_e6 + across
    )


def require_name(of: Type, name: str, address: str, grid: str) -> None:
    """Pass, or raise `BadSubject`, `HouseholdOnlyCode`."""
    if of is Type.HOUSEHOLD and (not _HOUSEHOLD.match(name) or address or grid):
        raise errors.HouseholdOnlyCode
    if not 1 <= len(name) <= MAX_NAME or len(address) > MAX_ADDRESS or len(grid) > MAX_GRID:
        raise errors.BadSubject


def whereabouts(of: Type, name: str, address: str, *, said: str, limit: int) -> str:
    """Where something is, for whoever has to find it: the subject's name and address with what else was said of it.

    Of a household nothing is added: its code stands in no sentence.
    """
    if of is Type.HOUSEHOLD or name in said:
        return said
    whole_address = address if name in address else f"{name}（{address}）"
    here = whole_address if address and address not in said else name
    rest = "" if said == address else said
    whole = f"{name}（{said}）" if said and not rest else here
    for place in (f"{whole} {rest}".strip(), f"{name} {rest}".strip(), said, name):
        if 0 < len(place) <= limit:
            return place
    return ""


def require_holder(name: str, licence: str) -> None:
    """Pass, or raise `BadHolder`. The licence's last letter is checked as GB 32100-2015 says."""
    if not 1 <= len(name) <= MAX_NAME or (licence and not is_licence(licence)):
        raise errors.BadHolder


LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Of a unified social credit code: no I, O, S, V, Z."""


def is_licence(text: str) -> bool:
    """Whether a text is a unified social credit code (统一社会信用代码), check letter included."""
    if not _LICENCE.match(text):
        return False
    total = sum(LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(text[:17]))
    return LETTERS[-total % 31] == text[17]
