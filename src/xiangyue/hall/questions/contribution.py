"""What questions contribute to a lecture that is prepared, copied, rehearsed and approved."""

from django.utils.translation import ngettext

from xiangyue.hall.lectures.prepared import Contribution
from xiangyue.hall.questions import actions, queries


def _says(lecture: str) -> str:
    n = len(queries.content(lecture))
    return ngettext("{n} 个备好的问题", "{n} 个备好的问题", n).format(n=n) if n else ""


QUESTIONS = Contribution(
    "questions", content=queries.content, says=_says, copy=actions.copy, forget=actions.forget_prepared
)
