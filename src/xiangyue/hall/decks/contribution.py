"""What slides contribute to a lecture that is prepared, copied, rehearsed and approved."""

from xiangyue.hall.decks import actions, queries
from xiangyue.hall.lectures.prepared import Contribution

SLIDES = Contribution("slides", content=queries.content, says=queries.says, copy=actions.copy, forget=actions.forget)
