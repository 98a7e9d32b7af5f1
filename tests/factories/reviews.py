"""A review of a case, and what it asked of a studio, as addresses have them."""

import uuid

from tests.factories.matters import kinds
from tests.factories.questions import a_kind

from xiangyue.hall.commissions import actions as commissions
from xiangyue.ledger.kinds.models import Edition
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Assignment, Order
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.reviews import actions as reviews
from xiangyue.org.access.rules import HOUSE


def something_reviewed(studio):
    """A case that Hehua leads, its review, and what the review asked of a studio."""
    if not Edition.objects.filter(kind="hazard").exists():
        kinds()
    a_kind("review")
    a_kind("measure")
    finding = Finding(
        kind="hazard", category="exit", title="出口堵塞", place="fushan", spot="新桥街", via=Reporter.INSPECTOR
    )  # fmt: skip
    case = matters.report(finding, Order(HOUSE)).matter
    matters.assign(case, Assignment("hehua", "exit"), Order(HOUSE))
    review = reviews.begin(case, "rebound", "hehua", "又堵上了。", Order(HOUSE)).matter
    matters.accept(review, Order(HOUSE))
    wanted = commissions.place(
        studio.code, (review, "盘〔2026〕1号"), "出口为什么不能堵", "", [], by=HOUSE, command=str(uuid.uuid4())
    )  # fmt: skip
    return {"review": review, "asked": "cause", "commission": wanted.pk}
