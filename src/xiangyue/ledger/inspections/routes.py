"""In which order to go: from each place to the nearest one left. Pure."""

from collections.abc import Sequence

from xiangyue.ledger.inspections.rules import Spot
from xiangyue.ledger.subjects import rules as places


def by_nearness(spots: Sequence[Spot], *, start: Spot | None = None) -> list[Spot]:
    """Places in walking order. What has no position, or one of another datum, comes last, unit by unit."""
    left = [spot for spot in spots if spot.position is not None]
    rest = sorted((spot for spot in spots if spot.position is None), key=lambda spot: (spot.unit, spot.name))
    if not left:
        return rest
    # Northmost first: any beginning is as good, but it must be the same for everybody who looks.
    here = start if start is not None and start.position is not None else max(left, key=_north)
    order: list[Spot] = []
    while left:
        nearest = min(left, key=lambda spot: (_between(here, spot), spot.name))
        left.remove(nearest)
        order.append(nearest)
        here = nearest
    return order + rest


def metres(one: Spot, other: Spot) -> int | None:
    """How far it is from one place to the next; None where nobody can say."""
    if one.position is None or other.position is None or one.position.datum != other.position.datum:
        return None
    return round(places.distance_m(one.position, other.position))


def _north(spot: Spot) -> tuple[int, str]:
    return (spot.position.latitude_e6 if spot.position else 0, spot.name)


def _between(one: Spot, other: Spot) -> float:
    apart = metres(one, other)
    return float("inf") if apart is None else apart
