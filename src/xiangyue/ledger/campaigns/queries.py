"""Reads of campaigns. That there is one is public; its matters are asked for from `matters`."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.campaigns.models import Campaign
from xiangyue.ledger.matters import queries as ledger
from xiangyue.ledger.matters.models import named
from xiangyue.ledger.matters.states import Outcome, State
from xiangyue.org.access.rules import Member


@dataclass(frozen=True, slots=True)
class Progress:
    """A campaign in figures: the same as the filter on the ledger gives."""

    filed: int
    open: int
    fixed: int
    unchecked: int
    answered: int
    other: int


def all_campaigns() -> QuerySet[Campaign]:
    """Every campaign, the latest first."""
    return Campaign.objects.all()


def get(code: str) -> Campaign:
    """One campaign. Raises `NotFound`."""
    campaign = Campaign.objects.filter(pk=code).first()
    if campaign is None:
        raise NotFound
    return campaign


def lectures(campaign: Campaign) -> list[str]:
    """The public names of its lectures."""
    return list(campaign.lectures.order_by("pk").values_list("lecture", flat=True))


def progress(viewer: Member, campaign: Campaign) -> Progress:
    """How far it is, over the matters that the viewer may see: one query."""
    rows = (
        ledger.visible(viewer)
        .filter(named("campaign", campaign.code))
        .values_list("state", "outcome")
        .annotate(n=Count("pk"))
    )
    boxes = {(state, outcome): n for state, outcome, n in rows.order_by()}
    filed = sum(boxes.values())
    fixed = boxes.get((State.CLOSED.value, Outcome.FIXED.value), 0)
    unchecked = boxes.get((State.CLOSED.value, Outcome.UNCHECKED.value), 0)
    answered = boxes.get((State.CLOSED.value, Outcome.ANSWERED.value), 0)
    still = sum(n for (state, _outcome), n in boxes.items() if state != State.CLOSED)
    return Progress(filed, still, fixed, unchecked, answered, filed - still - fixed - unchecked - answered)
