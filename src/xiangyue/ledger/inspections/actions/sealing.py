"""The evening's root over all sealed chains, recorded before the witness slip: one each day, whatever there is.

A slip counts chains and records. The chain "sealed" gets exactly one record an evening, so neither count says whether
an inspection is under way; its leaves are salted and filled up to a multiple of sixteen, so a root does not either.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from xiangyue.journal import actions as journal
from xiangyue.kernel import clock, merkle
from xiangyue.ledger.inspections.models import Inspection, Sealing
from xiangyue.ledger.inspections.proof import entry
from xiangyue.ledger.inspections.states import SEALED

CHAIN = "sealed"
FILL = 16

JUST_ENDED = timedelta(days=2)
"""What ended since the last evening stands in this one's root too, whole."""

Leaf = list[Any]


@transaction.atomic
def seal_evening() -> Sealing | None:
    """Vouch for every sealed chain as it stands now; None when this day has its root."""
    now = clock.now()
    on = now.astimezone(clock.COUNTY_ZONE).date()
    if Sealing.objects.filter(on=on).exists():
        return None
    rows = Inspection.objects.filter(Q(state__in=sorted(SEALED)) | Q(ended_at__gt=now - JUST_ENDED)).order_by("pk")
    leaves: list[Leaf] = [[row.pk, row.seq, bytes(row.head).hex(), secrets.token_hex(16)] for row in rows]
    while not leaves or len(leaves) % FILL:
        leaves.append(["", 0, secrets.token_hex(32), secrets.token_hex(16)])
    leaves.sort(key=lambda leaf: hashlib.sha256(entry(*leaf)).digest())
    root = merkle.root([entry(*leaf) for leaf in leaves])
    journal.record(CHAIN, "seal", {"on": on.isoformat(), "root": root.hex()}, by="")
    return Sealing.objects.create(on=on, root=root, leaves=leaves)
