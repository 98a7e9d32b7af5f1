"""One matter and who looks at it, each thing about both looked up once: what its page, its offers and its forms ask."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from xiangyue.kernel import clock, private
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.ledger.subjects.states import Type
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.ledger.kinds.rules import Category, Grade, Kind
    from xiangyue.ledger.matters.models import Matter
    from xiangyue.ledger.matters.queries import Line
    from xiangyue.ledger.subjects.models import Subject
    from xiangyue.org.access.rules import Member
    from xiangyue.org.units.models import Unit


@dataclass(frozen=True)
class Facts:
    """A matter as one member sees it now."""

    member: "Member"
    matter: "Matter"
    now: datetime
    until: datetime | None = None
    """Up to when the history is told; None: all of it."""

    @cached_property
    def kind(self) -> "Kind":
        return kinds.get(self.matter.kind, self.matter.version)

    @cached_property
    def category(self) -> "Category | None":
        return self.kind.category(self.matter.category) if self.matter.category else None

    @cached_property
    def grade(self) -> "Grade | None":
        return self.kind.grade(self.matter.grade) if self.matter.grade else None

    @cached_property
    def subject(self) -> "Subject | None":
        """The place or firm it is about, where one was chosen; a household only for who may know of it."""
        if not self.matter.subject:
            return None
        try:
            return subjects.get(self.member, self.matter.subject)
        except NotFound:
            return None

    @cached_property
    def lines(self) -> "list[Line]":
        """What happened, oldest first."""
        told = matters.timeline(self.member, self.matter)
        return told if self.until is None else [line for line in told if line.at <= self.until]

    @cached_property
    def units(self) -> "dict[str, Unit]":
        """Every unit that the matter or its history names: one query."""
        matter = self.matter
        wanted = {*matter.helpers, matter.offered, matter.lead_id, matter.office_id, matter.place_id, matter.line_id}
        for line in self.lines:
            data = line.data
            wanted |= {line.unit, *(str(data.get(name, "")) for name in ("lead", "from", "to", "place", "line"))}
            wanted |= {unit for unit, _due in data.get("helpers", ())}
        return units.by_code({code for code in wanted if code})

    @property
    def holds_number(self) -> bool:
        """Whether what was found is told with a telephone or identity number, which every unit on it would read."""
        matter = self.matter
        return private.holds_number(matter.title, matter.text, matter.spot)

    @property
    def plate(self) -> str:
        """The code of its place's own page, where the plate with the QR is printed; a household has none."""
        subject = self.subject
        return "" if subject is None or subject.type == Type.HOUSEHOLD else subject.code

    def unit_name(self, code: str | None) -> str:
        """What people call a unit."""
        unit = self.units.get(code or "")
        return unit.short_name if unit is not None else code or ""


def of(member: "Member", name: str) -> Facts:
    """A matter that somebody may see. Raises `NotFound`."""
    return Facts(member, matters.get(member, name), clock.now())
