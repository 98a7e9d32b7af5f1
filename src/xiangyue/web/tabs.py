"""The ledger's own strip of tabs: which of them somebody gets, the same on every page that shows it."""

from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units


def of(member: Member) -> dict[str, bool]:
    """What the strip asks: whether somebody sees the whole county, dispatches for it, works in the ledger at all."""
    root = units.root()
    return {
        "county": access.may(member, Right.VIEW_LEDGER, root),
        "office": access.may(member, Right.DISPATCH, root),
        "desk": member.is_house or bool(access.paths(member, Right.VIEW_LEDGER)),
    }
