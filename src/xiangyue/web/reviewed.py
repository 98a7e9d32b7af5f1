"""What is said of a lecture that is public and that nobody has approved: one sentence, wherever it is asked."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from xiangyue.hall.lectures.states import State

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture


def unreviewed(lecture: "Lecture", *, asks: bool) -> str:
    """Why nobody has approved it; empty for one that somebody did, or that waits. `asks`: its unit has steps now."""
    waits = lecture.state in {State.DRAFT, State.SUBMITTED, State.APPROVED}
    if lecture.approved_hash or waits or lecture.published_at is None:
        return ""
    return _("没有经过审核：由系统排定，或公布时还不用审") if asks else _("不用审：这个单位自己公布")
