"""What hangs on a matter besides its verbs: reviews, and a department's answer. For the page of a matter."""

from typing import TYPE_CHECKING

from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.matters import rules
from xiangyue.ledger.matters.states import OPEN, Verb
from xiangyue.ledger.questions.rules import KIND as QUESTION
from xiangyue.ledger.reviews import queries as reviews
from xiangyue.ledger.reviews.rules import KIND as REVIEW
from xiangyue.ledger.reviews.rules import MEASURE

if TYPE_CHECKING:
    from xiangyue.ledger.matters.models import Matter
    from xiangyue.org.access.rules import Member


def of(member: "Member", matter: "Matter") -> dict[str, object]:
    """What `ledger/_beside.html` needs: one query, whatever there is."""
    office = matter.lead is not None and matter.state in OPEN and _decides(member, matter)
    return {
        "reviews": reviews.of_case(matter) if matter.kind not in {QUESTION, REVIEW, MEASURE} else [],
        "may_review": office and matter.kind not in {QUESTION, REVIEW, MEASURE},
        "is_question": matter.kind == QUESTION,
        "is_review": matter.kind == REVIEW,
    }


def _decides(member: "Member", matter: "Matter") -> bool:
    try:
        rules.require_office(member, Verb.ESCALATE, matter.office, matter.lead)
    except Refusal:
        return False
    return True
