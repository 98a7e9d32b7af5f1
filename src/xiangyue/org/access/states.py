"""Roles, rights, and which role has which right: the one table of the house."""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is in a unit. Stored as the code; the Chinese word is for people."""

    KEEPER = "KEEPER", _("直播间管理员")
    HOST = "HOST", _("宣讲员")
    DIRECTOR = "DIRECTOR", _("导播")
    REVIEWER = "REVIEWER", _("审核员")
    OFFICE = "OFFICE", _("区级办公室")
    DISPATCHER = "DISPATCHER", _("交办员")
    CLERK = "CLERK", _("单位经办人")
    INSPECTOR = "INSPECTOR", _("督查员")
    EXPERT = "EXPERT", _("专家")
    CHIEF = "CHIEF", _("督查组长")
    AUDITOR = "AUDITOR", _("审计")
    ADMIN = "ADMIN", _("系统管理员")


class Right(Enum):
    """What can be done. A right is always asked for in a unit."""

    VIEW_STUDIO = "view-studio"
    """See a studio from inside: drafts, health of the stream, figures."""
    PLAN = "plan"
    """Plan, change and cancel lectures; publish or withhold replays."""
    REVIEW = "review"
    """Approve what somebody else wrote, or send it back with a sentence."""
    KEY = "key"
    """Make and revoke stream keys."""
    RUN = "run"
    """Open the lobby, go on air, end."""
    MODERATE = "moderate"
    """Notices, silence, slow speech, taking a sentence back."""
    ESTABLISH = "establish"
    """Found units and studios, rename them."""
    GRANT = "grant"
    """Make accounts, give and take roles."""
    REGISTER = "register"
    """Register what matters of a unit are about: places, shop fronts, estates, sites."""
    VIEW_LEDGER = "view-ledger"
    """See the matters that concern a unit, in full."""
    DISPATCH = "dispatch"
    """File, assign, extend, pause, escalate, annul: the office's side of a matter."""
    WORK = "work"
    """Accept, mend and claim for a unit: the lead's side of a matter, which has no closing verb."""
    INSPECT = "inspect"
    """Report what was found anywhere, and plan where to look."""
    SEAL = "seal"
    """Make unannounced inspections, which nobody else learns of before their release."""
    VERIFY = "verify"
    """Stand in the pool from which verifiers are drawn; which matter is whose is drawn, never granted."""
    AUDIT = "audit"
    """Read everything that is recorded, and change nothing."""


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.KEEPER: frozenset({Right.VIEW_STUDIO, Right.PLAN, Right.REVIEW, Right.KEY, Right.RUN, Right.MODERATE}),
    Role.HOST: frozenset({Right.VIEW_STUDIO, Right.RUN}),
    Role.DIRECTOR: frozenset({Right.VIEW_STUDIO, Right.RUN, Right.MODERATE}),
    Role.REVIEWER: frozenset({Right.VIEW_STUDIO, Right.REVIEW}),
    Role.OFFICE: frozenset(
        {Right.VIEW_STUDIO, Right.PLAN, Right.REVIEW, Right.RUN, Right.MODERATE, Right.ESTABLISH, Right.GRANT}
        | {Right.VIEW_LEDGER, Right.DISPATCH, Right.REGISTER}
    ),
    Role.DISPATCHER: frozenset({Right.VIEW_LEDGER, Right.DISPATCH, Right.REGISTER}),
    Role.CLERK: frozenset({Right.VIEW_LEDGER, Right.WORK, Right.REGISTER}),
    Role.INSPECTOR: frozenset({Right.INSPECT, Right.VERIFY}),
    Role.EXPERT: frozenset({Right.VERIFY}),
    Role.CHIEF: frozenset({Right.SEAL, Right.INSPECT, Right.VIEW_LEDGER, Right.DISPATCH}),
    Role.AUDITOR: frozenset({Right.VIEW_STUDIO, Right.VIEW_LEDGER, Right.AUDIT}),
    Role.ADMIN: frozenset({Right.ESTABLISH, Right.GRANT, Right.AUDIT}),
}
"""The administrator of the machine runs no lecture and sees no studio from inside; the office makes no keys.

Nobody has both sides of a matter by one role, and verifiers see only what they were drawn for: a re-checker must not
know what the first one found.
"""

GRANTED_BY: dict[Role, frozenset[Role]] = {
    Role.OFFICE: frozenset({Role.KEEPER, Role.HOST, Role.DIRECTOR, Role.REVIEWER})
    | {Role.CLERK, Role.INSPECTOR, Role.EXPERT},
    Role.ADMIN: frozenset(Role),
}
"""Who may give which role: the office staffs studios, units and pools; offices, dispatchers, auditors and
administrators come from an administrator.
"""
