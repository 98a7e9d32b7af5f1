"""What the world reports. It becomes a resident's report, with its limits; nothing here writes a table."""

from collections.abc import Mapping

from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import rules as matters
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.open311 import errors, queries
from xiangyue.ledger.open311.rules import GRAVE, Service
from xiangyue.ledger.subjects.errors import BadPosition
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum
from xiangyue.ledger.tellers import actions as tellers
from xiangyue.ledger.tellers.actions import MAX_CONTACT, Contact, Told

TITLE = 40
"""Letters of a title made of the description."""


def post(said: Mapping[str, str], *, origin: str, command: str) -> Told:
    """Take in a request. `device_id`, `account_id` and `media_url` are not read: nothing of a phone is kept, nothing
    is fetched from a stranger's address. Raises `Wrong`, `Unknown`, and what `tellers.tell` raises.
    """
    code = said.get("service_code", "").strip()
    if not code:
        raise errors.Wrong(str(errors.SERVICE_MISSING))
    service = queries.service(code)
    text, spot = said.get("description", "").strip(), " ".join(said.get("address_string", "").split())
    if not 1 <= len(text) <= matters.MAX_TEXT:
        raise errors.Wrong(str(errors.NO_TEXT), limit=matters.MAX_TEXT)
    position = _position(said.get("lat", ""), said.get("long", ""))
    if position is None and not spot:
        raise errors.Wrong(str(errors.NO_PLACE))
    first = text.partition("\n")[0].strip()
    finding = Finding(
        kind=service.kind.code,
        category=service.category.code,
        title=first if len(first) <= TITLE else f"{first[:TITLE]}…",
        text=_with_attributes(service, said, text),
        spot=(spot or _pointed(position))[: matters.MAX_SPOT],
        position=position,
        via=Reporter.PUBLIC,
    )
    named = " ".join(said.get(name, "").strip() for name in ("last_name", "first_name", "phone", "email"))
    return tellers.tell(finding, Contact(" ".join(named.split())[:MAX_CONTACT], origin), command=command)


def _position(lat: str, lon: str) -> Position | None:
    if not lat.strip() and not lon.strip():
        return None
    try:
        return Position.of(float(lat), float(lon), Datum.WGS84)
    except (ValueError, BadPosition):
        raise errors.Wrong(str(errors.BAD_POSITION)) from None


def _pointed(position: Position | None) -> str:
    """Words for a place that was only pointed at."""
    if position is None:
        return ""
    return f"{position.latitude_e6 / 1e6:.5f}, {position.longitude_e6 / 1e6:.5f}"


def _with_attributes(service: Service, said: Mapping[str, str], text: str) -> str:
    if service.asks and said.get(f"attribute[{GRAVE}]", "") == "yes":
        return f"{text}\n{service.category.grave_when}：是"[: matters.MAX_TEXT]
    return text
