"""The preparation page of one lecture: everything until the lobby opens, and what is left to write afterwards."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xiangyue.hall.lectures import prepared
from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.lectures.states import OPEN, OVER, PLANS, State
from xiangyue.hall.rehearsals import queries as rehearsals
from xiangyue.hall.reminders import queries as reminders
from xiangyue.hall.reviews import queries as reviews
from xiangyue.hall.reviews import rules as review_rules
from xiangyue.kernel import clock, signing
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules as access
from xiangyue.org.access.states import Right
from xiangyue.org.people import queries as people
from xiangyue.web import addresses
from xiangyue.web.hall import afterwards, sections, sheet
from xiangyue.web.hall.forms import MomentForm, ScriptForm
from xiangyue.web.looking import personal
from xiangyue.web.reviewed import unreviewed

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.org.access.rules import Member

GIVEN = frozenset({State.ENDED, State.REPLAY})

STAGES = (
    ("write", frozenset({State.DRAFT})),
    ("review", frozenset({State.SUBMITTED, State.APPROVED})),
    ("publish", frozenset({State.PUBLISHED})),
    ("air", OPEN),
    ("after", GIVEN),
)
"""The way of a lecture in five words, over the top of the page."""

LINK_MS = 12 * 3600 * 1000
"""How long the link to a rehearsal opens it: as long as its lobby may stay open."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What one answer shows beside the page itself: a form with its mistakes."""

    script: ScriptForm | None = None
    moment: MomentForm | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@require_safe
@personal
def page(request: HttpRequest, member: "Member", code: str, name: str) -> HttpResponse:
    """The preparation page."""
    return show(request, member, find(member, code, name), Pending())


def find(member: "Member", code: str, name: str) -> "Lecture":
    """A lecture of a studio, from inside; a rehearsal is prepared by nobody. Raises `NotFound`, `Forbidden`."""
    lecture = lectures.get_mine(member, name)
    if lecture.studio.code != code or lecture.rehearsal_of_id:
        raise NotFound
    return lecture


def show(
    request: HttpRequest, member: "Member", lecture: "Lecture", pending: Pending, *, status: int = 200
) -> HttpResponse:
    """The page with what is pending on it; orders that went wrong answer with it too."""
    script = lectures.script_of(lecture)
    links = sections.links(lecture.studio.code, lecture.pk, prepared.says(lecture.pk))
    rows = sheet.rows(script, lecture.planned_at, links)
    form = pending.script or ScriptForm.of(script)
    may = {right.name.lower(): access.may(member, right, lecture.studio.unit) for right in Right}
    context = {
        "lecture": lecture,
        "studio": lecture.studio,
        "script": script,
        "form": form,
        "rows": [(row, *form.words(row.part)) for row in rows],
        "over_at": rows[-1].ends,
        "missing": sheet.missing(script, lecture.planned_at, links, now=clock.now()) if lecture.state in PLANS else [],
        "when": pending.moment or MomentForm(initial={"planned_at": lecture.planned_at}),
        "may": may,
        "writes": may["plan"] and lecture.state in PLANS,
        "closes": may["plan"] and lecture.state in OVER and lecture.state != State.CANCELLED,
        "is_plan": lecture.state in PLANS,
        "is_open": lecture.state in OPEN,
        "may_open": lecture.state in OPEN | {State.PUBLISHED},
        "stages": _stages(lecture),
        "open_now": lectures.open_in(member, lecture.studio),
        "share_url": addresses.public(reverse("hall:room", args=[lecture.pk])),
        "afterwards": afterwards.of(member, lecture) if lecture.state in GIVEN else None,
        "reminded": reminders.counted(member, lecture),
        "rehearsals": [(each, watch(each)) for each in rehearsals.of_lecture(member, lecture)],
        **_approval(member, lecture),
        **pending.extra,
    }
    return render(request, "hall/prepare.html", context, status=status)


def watch(rehearsal: "Lecture") -> str:
    """The address at which members watch a rehearsal on any phone, without signing in there; it runs out."""
    token = signing.sign(
        signing.derive(settings.SECRET_KEY, "rehearsal"),
        {"lecture": rehearsal.pk},
        expires_ms=clock.now_ms() + LINK_MS,
    )
    return addresses.public(reverse("hall:rehearsal", args=[token]))


def _stages(lecture: "Lecture") -> list[tuple[str, str]]:
    """Each stage with whether it lies behind, is now, or is to come."""
    at = next((number for number, (_code, states) in enumerate(STAGES) if lecture.state in states), -1)
    words = [
        (code, "done" if number < at else "now" if number == at else "") for number, (code, _) in enumerate(STAGES)
    ]
    return [] if at < 0 else words


def _approval(member: "Member", lecture: "Lecture") -> dict[str, object]:
    """Who has approved, who may next, and whether that is the one who looks."""
    waiting = reviews.pending(lecture)
    given = [(row, people.name_of(row.by)) for row in reviews.given(member, lecture)]
    return {
        "needs_approval": bool(waiting.steps),
        "step": waiting.step,
        "steps": waiting.steps,
        "given": given,
        "unreviewed": unreviewed(lecture, asks=bool(waiting.steps)),
        "may_review": lecture.state == State.SUBMITTED
        and review_rules.may_review(member, waiting, lecture.studio.unit),
        "could": [people.name_of(name) for name in reviews.could(member, lecture)] if lecture.state in PLANS else [],
        "is_author": member.username in waiting.authors,
        "left": waiting.steps[len(waiting.taken_by) + 1 :],
        "content": lectures.content_hash(lecture),
        "changed": bool(lecture.approved_hash) and lecture.approved_hash != lectures.content_hash(lecture),
    }
