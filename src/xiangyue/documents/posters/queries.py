"""Reads of posters. The poster of a lecture that one may know of is public; choosing is for those inside."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiangyue.documents.posters import making
from xiangyue.documents.posters.models import Choice
from xiangyue.documents.posters.states import Design, Form
from xiangyue.documents.press import queries as press
from xiangyue.documents.press.models import Print
from xiangyue.documents.press.states import State
from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.lectures.states import OVER
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.documents.posters.layout import Facts
    from xiangyue.hall.lectures.models import Lecture


@dataclass(frozen=True, slots=True)
class Item:
    """One form of one design as the page shows it; `print` is None while nobody asked for it. `is_current`: it is made
    of what the lecture is now; one that is not is on its way already where the worker keeps it up.
    """

    design: Design
    form: Form
    print: Print | None
    is_current: bool = True

    @property
    def is_ready(self) -> bool:
        return self.print is not None and self.print.state == State.READY and self.is_current

    @property
    def is_waiting(self) -> bool:
        if self.print is None:
            return False
        outdated = self.print.state == State.READY and not self.is_current and self.form == Form.PHONE_PNG
        return outdated or self.print.state == State.WAITING


def choice(viewer: Member, lecture: "Lecture") -> Choice:
    """What is chosen; the front page while nobody chose. Raises `Forbidden`, `SecondFactorMissing`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return Choice.objects.filter(pk=lecture.pk).first() or Choice(pk=lecture.pk)


def items(viewer: Member, lecture: "Lecture") -> list[Item]:
    """Every form of both designs. Raises `Forbidden`, `SecondFactorMissing`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    pairs = [(design, form) for design in Design for form in Form]
    found = press.newest(lecture, [making.what(design, form) for design, form in pairs])
    # What is over is not made anew: its last poster is the one that hung there.
    known = None if lecture.state in OVER else making.facts(lecture, choice(viewer, lecture))
    return [_item(design, form, found.get(making.what(design, form)), known) for design, form in pairs]


def _item(design: Design, form: Form, made: Print | None, known: "Facts | None") -> Item:
    current = made is None or known is None or made.key == making.key(known, design, form)
    return Item(design, form, made, current)


def content(viewer: Member, lecture: "Lecture", design: Design, form: Form) -> Print:
    """A finished poster, from inside. Raises `NotFound`, `Forbidden`, `SecondFactorMissing`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    made = press.ready(lecture, making.what(design, form))
    if made is None:
        raise NotFound
    return made


def chosen(lecture_id: str) -> dict[str, str] | None:
    """What an approval of a lecture approves of its poster; all else in it is the lecture's own words."""
    row = Choice.objects.filter(pk=lecture_id).first()
    return {"design": row.design, "headline": row.headline} if row else None


def address(lecture_id: str) -> str:
    """Where the poster is for everybody, empty while none is made."""
    row = Choice.objects.filter(pk=lecture_id).first() or Choice(pk=lecture_id)
    made = press.is_ready(lecture_id, making.what(Design(row.design), Form.PHONE_PNG))
    return f"/l/{lecture_id}/poster.png" if made else ""


def says(lecture_id: str) -> str:
    """Which design there is, in a word; empty while none is made."""
    row = Choice.objects.filter(pk=lecture_id).first() or Choice(pk=lecture_id)
    return str(Design(row.design).label) if address(lecture_id) else ""


def made(lectures: Iterable["Lecture"]) -> set[str]:
    """Those of some lectures whose poster can be looked at, for those who hold them: two queries."""
    names = [lecture.pk for lecture in lectures]
    chosen = dict(Choice.objects.filter(pk__in=names).values_list("pk", "design"))
    first = Choice().design
    wanted = {name: making.what(Design(chosen.get(name, first)), Form.PHONE_PNG) for name in names}
    ready = press.ready_among(names)
    return {name for name, what in wanted.items() if (name, what) in ready}


def public(viewer: Member, public_id: str) -> Print:
    """The poster of a lecture that the viewer may know of, for a phone. Raises `NotFound`, also before it is made."""
    lecture = lectures.get(viewer, public_id)
    chosen = Choice.objects.filter(pk=lecture.pk).first() or Choice(pk=lecture.pk)
    made = press.ready(lecture, making.what(Design(chosen.design), Form.PHONE_PNG))
    if made is None:
        raise NotFound
    return made
