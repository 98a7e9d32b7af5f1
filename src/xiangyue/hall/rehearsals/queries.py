"""Reads of rehearsals."""

from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.rehearsals.models import Forgotten
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right


def of_lecture(viewer: Member, lecture: Lecture) -> list[Lecture]:
    """The rehearsals there are of a lecture, the latest first. Raises `Forbidden`."""
    rules.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    found = Lecture.objects.filter(rehearsal_of=lecture).select_related("studio__unit")
    return list(found.order_by("-planned_at", "pk"))


def by_link(public_id: str) -> Lecture:
    """The rehearsal that a signed link named: the link is the right. Raises `NotFound`."""
    found = Lecture.objects.filter(pk=public_id, rehearsal_of__isnull=False).select_related("studio__unit").first()
    if found is None:
        raise NotFound
    return found


def uncounted() -> frozenset[str]:
    """Lines that no checkpoint names: of rehearsals, and of those already forgotten."""
    kept = Lecture.objects.filter(rehearsal_of__isnull=False).values_list("pk", flat=True)
    return frozenset(kept) | frozenset(Forgotten.objects.values_list("pk", flat=True))


def to_sweep() -> list[str]:
    """Forgotten rehearsals whose line and recording are still on the disk."""
    return list(Forgotten.objects.filter(swept_at__isnull=True).order_by("at").values_list("pk", flat=True))
