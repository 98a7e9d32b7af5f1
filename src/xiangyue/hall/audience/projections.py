"""What else is made of a line's records: nouns hand in how, and the follower calls them in its own transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xiangyue.hall import stage


@dataclass(frozen=True, slots=True)
class Projection:
    """`take` writes a lecture's records as rows, in their order; `forget` drops the rows, to take all records again."""

    code: str
    take: Callable[[str, Sequence[stage.Accepted]], None]
    forget: Callable[[str], None]


_projections: dict[str, Projection] = {}


def register(projection: Projection) -> None:
    """Hand in a projection; the same code again replaces it."""
    _projections[projection.code] = projection


def withdraw(code: str) -> None:
    """Take one out again."""
    _projections.pop(code, None)


def take(lecture: str, records: Sequence[stage.Accepted]) -> None:
    """Let every noun have the records."""
    for projection in _projections.values():
        projection.take(lecture, records)


def forget(lecture: str) -> None:
    """Let every noun drop its rows of a lecture."""
    for projection in _projections.values():
        projection.forget(lecture)
