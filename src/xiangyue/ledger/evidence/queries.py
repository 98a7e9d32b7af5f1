"""Reads of evidence. Whoever asks has been given its matter: `matters.queries` is the door."""

import uuid
from collections.abc import Collection, Sequence

from django.db.models import Q

from xiangyue.ledger.evidence.models import Evidence
from xiangyue.ledger.evidence.rules import About, Claims
from xiangyue.ledger.evidence.states import Role, State
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum


def of_matter(matter: str) -> list[Evidence]:
    """Everything that went along with a matter's verbs, in the order it came, with the files that may be shown."""
    return list(Evidence.objects.filter(matter=matter).select_related("large", "small").order_by("received_at", "pk"))


def named(names: Sequence[str]) -> list[Evidence]:
    """Some pictures by their names, for whoever brought them."""
    return list(Evidence.objects.filter(pk__in=list(names)).select_related("large", "small"))


def sent(commands: Collection[uuid.UUID], *, by: str) -> dict[uuid.UUID, Evidence]:
    """What somebody uploaded under some commands; what did not arrive is left out."""
    rows = Evidence.objects.filter(command__in=commands, received_by=by)
    return {row.command: row for row in rows}


def used_elsewhere(picture: Evidence) -> bool:
    """Whether the same bytes, or the same look, went along with another matter before."""
    same = Q(sha256=picture.sha256) | (Q(look=picture.look) if picture.look else Q(pk__in=[]))
    earlier = Evidence.objects.filter(same, received_at__lte=picture.received_at).exclude(pk=picture.pk)
    return earlier.exclude(matter__in=["", picture.matter]).exists()


def looks_before(matter: str) -> list[str]:
    """What the pictures of before look like."""
    rows = Evidence.objects.filter(matter=matter, role=Role.BEFORE, state=State.READY)
    return list(rows.values_list("look", flat=True))


def claims(picture: Evidence) -> Claims:
    """What is claimed of a picture."""
    return Claims(picture.taken_at, _position(picture.taken_lat, picture.taken_lon, picture.taken_datum))


def about(picture: Evidence) -> About:
    """What a picture is held against."""
    position = _position(picture.about_lat, picture.about_lon, picture.about_datum)
    return About(position, picture.since_at, picture.about_m)


def _position(lat: int | None, lon: int | None, datum: str) -> Position | None:
    return None if lat is None or lon is None or not datum else Position(lat, lon, Datum(datum))


def first_before(matters: Collection[str]) -> dict[str, Evidence]:
    """The first shown picture of each of some matters from before it was mended: one query."""
    rows = Evidence.objects.filter(matter__in=matters, role=Role.BEFORE, state=State.READY)
    found: dict[str, Evidence] = {}
    for row in rows.select_related("large", "small").order_by("received_at", "pk"):
        found.setdefault(row.matter, row)
    return found
