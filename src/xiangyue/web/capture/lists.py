"""What a phone takes along: who is using it and in what capacity, the categories, the places, what is to be done."""

import hashlib
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from xiangyue.ledger.captures import queries
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters.states import LABELS, State, Verb
from xiangyue.org.access.rules import Member
from xiangyue.web.capture import checks, exchange

if TYPE_CHECKING:
    from xiangyue.ledger.captures.queries import Capacity
    from xiangyue.ledger.evidence.models import Evidence
    from xiangyue.ledger.kinds.rules import Category, Kind
    from xiangyue.ledger.matters.models import Matter
    from xiangyue.ledger.subjects.models import Subject
    from xiangyue.web.capture.checks import Check

DEEDS = {
    State.ASSIGNED: [("accept", Verb.ACCEPT)],
    State.WORKING: [("progress", Verb.PROGRESS), ("claim", Verb.CLAIM)],
    State.CLAIMED: [("pass", Verb.PASS), ("fail", Verb.FAIL)],
}
"""What the page offers for a matter in each state; who may is asked when it arrives."""


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Everything at once, with a tag: a phone that has it already is told so in a few bytes."""
    answer = _lists(request)
    if answer.status_code != 200:
        return answer
    tag = f'"{hashlib.sha256(answer.content).hexdigest()[:24]}"'
    if request.headers.get("If-None-Match") == tag:
        answer = HttpResponseNotModified()
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "no-cache, private"
    return answer


@exchange.asked
def _lists(_request: HttpRequest, member: Member) -> dict[str, Any]:
    capacities = queries.capacities(member)
    vias = {capacity.via for capacity in capacities}
    places, more = queries.places(member) if capacities else ([], False)
    matters = queries.to_do(member)
    shown = queries.pictures_before(matters)
    judged, again = checks.of(member)
    english = translation.get_language() == "en"
    fields = {field.code: field.name_en if english else field.name for field in kinds.fields()}
    return {
        "me": {"account": member.username, "name": member.name},
        "as": [_capacity(capacity) for capacity in capacities],
        "kinds": [_kind(kind, vias, fields) for kind in sorted(queries.kinds_for(vias), key=_rank)],
        "places": [_place(subject) for subject in places],
        "more": more,
        "matters": [_matter(matter, shown.get(matter.pk), judged.get(matter.pk)) for matter in matters],
        "again": again,
    }


def _capacity(capacity: "Capacity") -> dict[str, str]:
    return {"via": capacity.via.value, "unit": capacity.unit, "name": capacity.name}


def _rank(kind: "Kind") -> tuple[bool, bool]:
    """What is seen in the street first, then hazards; all others as they come."""
    return kind.code != "street", kind.code != "hazard"


def _kind(kind: "Kind", vias: set[Reporter], fields: dict[str, str]) -> dict[str, Any]:
    english = translation.get_language() == "en"
    return {
        "code": kind.code,
        "name": kind.name_en if english else kind.name,
        "via": sorted(via.value for via in kind.report_by & vias),
        "categories": [_category(kind, category, fields, english=english) for category in kind.categories],
    }


def _category(kind: "Kind", category: "Category", fields: dict[str, str], *, english: bool) -> list[Any]:
    """Code, name, closing condition, radius, whether a picture must come along, and of which field of work it is."""
    name, closing = (category.name_en, category.closing_en) if english else (category.name, category.closing)
    needed, field = kind.picture(kind.evidence.report, category), fields.get(category.field, "")
    return [category.code, name, closing, category.radius_m, needed, field]


def _place(subject: "Subject") -> list[Any]:
    """Public id, name, address, type, unit, and where it is: latitude, longitude, system; 0 0 "" when not known."""
    where = [subject.latitude_e6 or 0, subject.longitude_e6 or 0, subject.datum]
    return [subject.public_id, subject.name, subject.address, subject.type, subject.unit.code, *where]


def _matter(matter: "Matter", before: "Evidence | None", check: "Check | None") -> dict[str, Any]:
    return {
        "id": matter.pk,
        "number": matter.number,
        "title": matter.title,
        "spot": matter.spot,
        "seq": matter.seq,
        "state": str(State(matter.state).label),
        "due": round(matter.due.timestamp() * 1000) if matter.due else None,
        "deeds": [[word, str(LABELS[verb])] for word, verb in DEEDS.get(State(matter.state), [])],
        "before": reverse("ledger:photo", args=[before.pk, "large"]) if before and before.large else "",
        "arrows": before.arrows if before else [],
        "check": check,
    }
