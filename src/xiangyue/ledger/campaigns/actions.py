"""Everything that changes campaigns. Each verb checks, writes, and records on the campaign's own chain."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from xiangyue.journal import actions as journal
from xiangyue.kernel import clock
from xiangyue.ledger.campaigns import errors, queries
from xiangyue.ledger.campaigns.models import Campaign, CampaignLecture
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

_CODE = re.compile(r"[a-z][a-z0-9-]{1,39}\Z")
MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign says of itself. `checklist` has (kind, category, what to look for)."""

    name: str
    begins_on: date
    ends_on: date
    checklist: tuple[tuple[str, str, str], ...] = field(default=())
    target: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """As its chain keeps it."""
        return {
            "name": self.name, "begins": self.begins_on.isoformat(), "ends": self.ends_on.isoformat(),
            "checklist": [list(item) for item in self.checklist], "target": self.target,
        }  # fmt: skip


@transaction.atomic
def found(code: str, plan: Plan, *, by: Member) -> Campaign:
    """Begin a campaign. Raises `Forbidden`, `BadCampaign`, `CodeTaken`, `UnknownKind`, `UnknownCategory`."""
    _require(plan, by)
    if not _CODE.match(code):
        raise errors.BadCampaign
    if Campaign.objects.filter(pk=code).exists():
        raise errors.CodeTaken
    campaign = Campaign(code=code, made_at=clock.now(), made_by=by.username, **_columns(plan))
    campaign.save(force_insert=True)
    journal.record(f"campaign/{code}", "found", plan.as_dict(), by=by.username)
    return campaign


@transaction.atomic
def amend(code: str, plan: Plan, *, by: Member) -> None:
    """Change what a campaign says of itself; what it said before stays in its chain. Raises as `found`, `NotFound`."""
    _require(plan, by)
    queries.get(code)
    Campaign.objects.filter(pk=code).update(**_columns(plan))
    journal.record(f"campaign/{code}", "amend", plan.as_dict(), by=by.username)


@transaction.atomic
def attach(code: str, lecture: str, *, by: Member) -> None:
    """Let a lecture of the hall belong to a campaign. Raises `Forbidden`, `NotFound`."""
    access.require(by, Right.DISPATCH, units.root())
    campaign = queries.get(code)
    _row, made = CampaignLecture.objects.get_or_create(campaign=campaign, lecture=lecture)
    if made:
        journal.record(f"campaign/{code}", "attach", {"lecture": lecture}, by=by.username)


def _require(plan: Plan, by: Member) -> None:
    access.require(by, Right.DISPATCH, units.root())
    if not 1 <= len(plan.name.strip()) <= 60 or plan.ends_on < plan.begins_on or len(plan.checklist) > MOST_ITEMS:
        raise errors.BadCampaign
    for kind, category, _text in plan.checklist:
        kinds.current(kind).category(category)


def _columns(plan: Plan) -> dict[str, Any]:
    items = [{"kind": kind, "category": category, "text": text} for kind, category, text in plan.checklist]
    return {
        "name": plan.name.strip(), "begins_on": plan.begins_on, "ends_on": plan.ends_on, "checklist": items,
        "target": plan.target,
    }  # fmt: skip
