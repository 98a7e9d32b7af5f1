"""Cards for the wall: one of A6, or four on each sheet of A4 with lines to cut along."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xiangyue.documents.press import typesetting

TEMPLATE = "plates/plate.typ"
A6, A4 = (298, 420), (595, 842)
"""Width and height in points."""

ON_A_SHEET = 4


@dataclass(frozen=True, slots=True)
class Plate:
    """What stands on a card: where it hangs, whose it is, the address behind its code, and the code to read aloud."""

    name: str
    spot: str
    unit: str
    address: str
    code: str


def card(plate: Plate, *, county: str) -> bytes:
    """A PDF of one card. Raises `NotPrinted`."""
    return typesetting.print_pdf(TEMPLATE, _data([plate], A6, county))


def sheet(plates: Sequence[Plate], *, county: str) -> bytes:
    """A PDF of cards, four on a page; of a single one, four times the same. Raises `NotPrinted`."""
    shown = list(plates)
    return typesetting.print_pdf(TEMPLATE, _data(shown * ON_A_SHEET if len(shown) == 1 else shown, A4, county))


def _data(plates: Sequence[Plate], page: tuple[int, int], county: str) -> dict[str, Any]:
    return {
        "page": {"width": page[0], "height": page[1]},
        "county": county,
        "alone": page == A6,
        "cards": [_card(plate) for plate in plates],
    }


def _card(plate: Plate) -> dict[str, str]:
    return {"name": plate.name, "spot": plate.spot, "unit": plate.unit, "code": plate.code, "qr": _qr(plate.address)}


def _qr(address: str) -> str:
    """As SVG. A quarter of it may be dirty or torn (level Q): it hangs in the rain."""
    import segno  # noqa: PLC0415 - only when a card is printed

    drawn = io.BytesIO()
    segno.make(address, error="q").save(drawn, kind="svg", xmldecl=False, border=2)
    return drawn.getvalue().decode()
