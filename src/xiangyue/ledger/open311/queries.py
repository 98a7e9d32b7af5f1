"""Reads for the world: services, and requests of kinds that have a public view."""

from typing import Any

from django.db.models import Q, QuerySet

from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import published
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import Outcome, State
from xiangyue.ledger.open311 import errors, rules
from xiangyue.ledger.open311.rules import Service, Wanted
from xiangyue.ledger.subjects.states import Datum
from xiangyue.ledger.tellers import queries as tellers
from xiangyue.org.units import queries as units

MOST = 1000
"""Requests of one answer, as the specification allows."""


def services() -> list[Service]:
    """What can be reported."""
    return rules.services(kinds.all_current())


def service(code: str) -> Service:
    """Raises `Unknown`."""
    for each in services():
        if each.code == code:
            return each
    raise errors.Unknown(str(errors.NO_SERVICE))


def requests(wanted: Wanted) -> list[dict[str, Any]]:
    """The requests somebody asks for, newest first. Raises `Unknown` for a service that there is none of."""
    known = {each.code: each for each in services()}
    if set(wanted.services) - known.keys():
        raise errors.Unknown(str(errors.NO_SERVICE))
    found = _shown(known)
    if wanted.ids:
        found = found.filter(pk__in=wanted.ids)
    else:
        found = found.filter(reported_at__gte=wanted.since, reported_at__lte=wanted.until)
    if wanted.services:
        found = found.filter(_any_of([known[code] for code in wanted.services]))
    if len(set(wanted.statuses)) == 1:
        closed = Q(state=State.CLOSED)
        found = found.filter(closed if wanted.statuses[0] == "closed" else ~closed)
    office = units.root().name
    return [_told(matter, known, office) for matter in found.order_by("-reported_at", "-pk")[:MOST]]


def request(name: str) -> dict[str, Any]:
    """One of them. Raises `Unknown`: for what is not public as for what there is not."""
    known = {each.code: each for each in services()}
    matter = _shown(known).filter(pk=name).first()
    if matter is None:
        raise errors.Unknown(str(errors.NO_REQUEST))
    return _told(matter, known, units.root().name)


def by_token(token: str) -> str:
    """The name of what was reported under a token. Raises `Unknown`."""
    try:
        return tellers.matter_of(token).pk
    except NotFound:
        raise errors.Unknown(str(errors.NO_TOKEN)) from None


def _shown(known: dict[str, Service]) -> QuerySet[Matter]:
    return published.shown_to_all().filter(_any_of(list(known.values())))


def _any_of(services: list[Service]) -> Q:
    condition = Q(pk__in=[])
    for kind in {each.kind.code for each in services}:
        codes = [each.category.code for each in services if each.kind.code == kind]
        condition |= Q(kind=kind, category__in=codes)
    return condition


def _told(matter: Matter, known: dict[str, Service], office: str) -> dict[str, Any]:
    """One matter in the words of GeoReport v2: a row, without what anybody wrote."""
    service = known[f"{matter.kind}.{matter.category}"]
    placed = matter.datum == Datum.WGS84 and matter.lat is not None and matter.lon is not None
    moved = [matter.reported_at, matter.assigned_at, matter.accepted_at, matter.claimed_at, matter.closed_at]
    return {
        "service_request_id": matter.pk,
        "status": "closed" if matter.state == State.CLOSED else "open",
        "status_notes": str(Outcome(matter.outcome).label if matter.outcome else State(matter.state).label),
        "service_name": service.category.name,
        "service_code": service.code,
        "description": matter.number,
        "agency_responsible": office,
        "service_notice": service.category.closing,
        "requested_datetime": rules.told(matter.reported_at),
        "updated_datetime": rules.told(max(at for at in moved if at is not None)),
        "expected_datetime": rules.told(matter.due),
        "address": matter.spot or (matter.place.short_name if matter.place else ""),
        "address_id": None,
        "zipcode": None,
        "lat": rules.street(matter.lat) if placed and matter.lat is not None else None,
        "long": rules.street(matter.lon) if placed and matter.lon is not None else None,
        "media_url": None,
    }
