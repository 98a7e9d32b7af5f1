"""Between ledger and hall: a review orders a lecture, and hears when it is planned and when it was given."""

from typing import TYPE_CHECKING, Any

from xiangyue.hall.bank.rules import Draft
from xiangyue.hall.bank.states import Kind
from xiangyue.hall.commissions import actions as commissions
from xiangyue.hall.commissions import signals as placed
from xiangyue.hall.commissions.states import State
from xiangyue.hall.lectures import signals as lectures
from xiangyue.ledger.reviews import actions as reviews
from xiangyue.ledger.reviews import signals as reviewing

if TYPE_CHECKING:
    from xiangyue.hall.commissions.models import Commission
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.ledger.matters.models import Matter
    from xiangyue.ledger.reviews import rules
    from xiangyue.org.access.rules import Member


def wire() -> None:
    """Connect both rooms; again does no harm."""
    reviewing.wanted.connect(_place, dispatch_uid="reviews-wanted")
    placed.moved.connect(_tell, dispatch_uid="reviews-moved")
    lectures.over.connect(_over, dispatch_uid="reviews-over")


def _place(*, review: "Matter", lecture: "rules.Lecture", by: "Member", command: str, **_rest: Any) -> str:
    drafts = [Draft(Kind.SINGLE, item.text, (0,), (item.right, *item.wrong), why=item.why) for item in lecture.items]
    origin = (review.pk, review.number)
    made = commissions.place(
        lecture.studio, origin, lecture.title, lecture.about, drafts, by=by, command=command
    )  # fmt: skip
    return made.pk


def _tell(*, commission: "Commission", **_rest: Any) -> None:
    lecture = commission.lecture
    if lecture is None:
        return
    given = commission.state == State.GIVEN
    reviews.hear(commission.origin, commission.pk, lecture=lecture.pk, title=lecture.title, given=given)


def _over(*, lecture: "Lecture", **_rest: Any) -> None:
    commissions.follow(lecture)
