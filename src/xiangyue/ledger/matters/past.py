"""The ledger as it stood at the end of a past day: each matter folded from its own chain, nothing from its row."""

from dataclasses import dataclass
from datetime import datetime

from xiangyue.journal.models import Entry
from xiangyue.ledger.matters import folding, queries
from xiangyue.ledger.matters.folding import Standing
from xiangyue.ledger.matters.models import Matter
from xiangyue.org.access.rules import Member


@dataclass(frozen=True, slots=True)
class Past:
    """A matter, and how it stood."""

    matter: Matter
    standing: Standing


def standings(viewer: Member, until: datetime, *, offset: int, limit: int) -> list[Past]:
    """The matters that were known at a moment, newest first, as far as the viewer may see them."""
    found = queries.visible(viewer).filter(reported_at__lte=until).order_by("-reported_at", "-pk")
    matters = list(found[offset : offset + limit])
    chains = {queries.chain(matter.pk): matter for matter in matters}
    events: dict[str, list[folding.Event]] = {name: [] for name in chains}
    for entry in Entry.objects.filter(chain__in=list(chains), at__lte=until).order_by("chain", "seq"):
        events[entry.chain].append(queries.event_of(entry))
    return [Past(matter, folding.fold(events[name])) for name, matter in chains.items() if events[name]]
