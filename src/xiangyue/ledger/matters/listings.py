"""The lists of desks as conditions with names: what a desk counts, the list of matters shows whole by the same name."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangyue.ledger.matters.states import RUNNING, State

SOON = timedelta(days=2)
"""What is due within this is shown as due soon."""

PATIENCE = timedelta(days=1)
"""A claim for which nobody was drawn for so long is shown to the office."""


class Listing(models.TextChoices):
    """The code is what an address carries."""

    FILING = "filing", _("待交办")
    ADDED = "added", _("报的人补充了情况")
    SOON = "soon", _("两天内到期")
    RETURNED = "returned", _("返工")
    CALM = "calm", _("还不急的")
    EXTENSIONS = "extensions", _("延期待决定")
    UNDRAWN = "undrawn", _("抽不出核查人")
    REVIEWS = "reviews", _("该复盘的")
    PAUSED = "paused", _("缓办")


_RUNNING = Q(state__in=sorted(RUNNING))
_RESTING = Q(state__in=sorted(set(State) - RUNNING))
_SENT_BACK = Q(fails__gt=0) | Q(annuls__gt=0)


def condition(of: Listing, now: datetime) -> Q:
    """What stands in a list at a moment."""
    near = Q(due__lt=now + SOON, paused_at__isnull=True)
    return {
        Listing.FILING: Q(state=State.REPORTED),
        # What nobody is given yet stands among what waits for that, with the same words.
        Listing.ADDED: Q(added_at__isnull=False) & ~Q(state=State.REPORTED),
        # Said as the index of the overdue has it, which gives them in order.
        Listing.SOON: _RUNNING & Q(closed_at__isnull=True, paused_at__isnull=True, due__gte=now, due__lt=now + SOON),
        Listing.RETURNED: Q(state=State.WORKING) & _SENT_BACK,
        Listing.CALM: Q(state=State.WORKING) & ~near & ~_SENT_BACK,
        # States told by what they are not: by what they are, SQLite would go through all that is in them.
        Listing.EXTENSIONS: ~_RESTING & Q(asked_until__isnull=False),
        Listing.UNDRAWN: Q(state=State.CLAIMED, how="", claimed_at__lt=now - PATIENCE),
        Listing.REVIEWS: ~Q(state=State.CLOSED) & Q(review_required=True),
        Listing.PAUSED: Q(paused_until__isnull=False),
    }[of]
