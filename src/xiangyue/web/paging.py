"""One page of a list, without counting more than there is."""

from dataclasses import dataclass

from django.http import HttpRequest

LAST = 10_000
"""Nobody turns this many pages; a bigger number is a robot, and an offset of millions is work for nothing."""


@dataclass(frozen=True, slots=True)
class Page:
    """Where in a list of `total` things we are, `size` of them a page, counted from one.

    A list that is cut at its rows and not by counting names where: what is `newer` and `older` lies beside these.
    """

    number: int
    size: int
    total: int
    newer: str = ""
    older: str = ""
    is_counted: bool = True
    """Whether `total` is all there is, and not just enough to know whether the list goes on."""

    @property
    def of(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def has_next(self) -> bool:
        return self.number < self.of

    @property
    def next(self) -> int:
        return self.number + 1

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def first(self) -> int:
        return self.offset + 1

    @property
    def last(self) -> int:
        return min(self.offset + self.size, self.total)

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size


def asked(request: HttpRequest) -> int:
    """The page a reader asks for; anything that is no page number means the first."""
    word = request.GET.get("page", "")
    number = int(word) if word.isascii() and word.isdigit() and len(word) <= len(str(LAST)) else 1
    return min(max(number, 1), LAST)
