"""What a phone tells somebody who was drawn: what the unit says, what closes it, both photographs, and the whole page.

Of a second look it is told no more than where to go and which page to open.
"""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import translation

from xiangyue.ledger.verifying import listing
from xiangyue.ledger.verifying.states import Purpose
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.ledger.verifying.listing import Claimed, Listed
    from xiangyue.org.access.rules import Member

Check = dict[str, Any]


def of(member: "Member") -> tuple[dict[str, Check], list[Check]]:
    """What is to be judged, by the name of its matter; and what is to be looked at a second time."""
    listed = listing.mine(member)
    claims = listing.claimed(listed)
    names = units.by_code({claimed.claim.unit for claimed in claims.values()} - {""})
    called = {code: unit.short_name for code, unit in names.items()}
    judged = {
        one.seat.matter: _page(one) | _judged(one, claims.get(one.seat.pk), called)
        for one in listed
        if one.seat.purpose == Purpose.CLAIM
    }
    return judged, [_page(one) | _again(one) for one in listed if one.seat.purpose == Purpose.RECHECK]


def _page(listed: "Listed") -> Check:
    english = translation.get_language() == "en"
    return {
        "page": reverse("ledger:check", args=[listed.seat.pk]),
        "category": listed.category_en if english else listed.category,
        "closing": listed.closing_en if english else listed.closing,
        "until": round(listed.seat.until.timestamp() * 1000),
    }


def _judged(listed: "Listed", claimed: "Claimed | None", called: dict[str, str]) -> Check:
    if claimed is None:
        return {"unit": "", "said": "", "at": None, "after": "", "brought": 0}
    claim, after = claimed.claim, claimed.after
    return {
        "unit": called.get(claim.unit, ""),
        "said": claim.text,
        "at": round(claim.at.timestamp() * 1000),
        "after": reverse("ledger:check-photo", args=[listed.seat.pk, after.pk, "large"]) if after else "",
        "brought": len(claim.pictures),
    }


def _again(listed: "Listed") -> Check:
    return {"number": listed.number, "title": listed.title, "spot": listed.spot}
