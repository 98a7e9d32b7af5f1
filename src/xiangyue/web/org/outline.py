"""The tree of units as a page nests it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit


@dataclass(slots=True)
class Node:
    """One unit and the nodes directly below it."""

    unit: "Unit"
    below: "list[Node]" = field(default_factory=list)


def nest(units: "Iterable[Unit]") -> list[Node]:
    """The roots of a tree given as `units.queries.tree()` lists it: each unit after the one it stands under."""
    roots: list[Node] = []
    at: dict[str, Node] = {}
    for unit in units:
        node = Node(unit)
        at[unit.path] = node
        above = at.get(unit.path.rstrip("/").rpartition("/")[0] + "/")
        (above.below if above else roots).append(node)
    return roots


def by_kind(nodes: Iterable[Node]) -> list[tuple[str, list[Node]]]:
    """Nodes grouped under the Chinese word of their kind, kinds in the order they first appear."""
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        groups.setdefault(str(node.unit.get_kind_display()), []).append(node)
    return list(groups.items())
