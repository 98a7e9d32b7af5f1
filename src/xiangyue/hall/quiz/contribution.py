"""What a quiz contributes to a lecture that is prepared, copied, rehearsed and approved, and to its run of show."""

from django.utils.translation import ngettext

from xiangyue.hall.lectures.prepared import Contribution, Item
from xiangyue.hall.quiz import actions, queries


def _says(lecture: str) -> str:
    n = len(queries.names(lecture))
    return ngettext("{n} 道题", "{n} 道题", n).format(n=n) if n else ""


def _items(lecture: str) -> tuple[Item, ...]:
    return tuple(Item("quiz", name, text) for name, text in queries.names(lecture))


QUIZ = Contribution("quiz", content=queries.content, says=_says, items=_items, copy=actions.copy, forget=actions.forget)
