"""What draws contribute to a lecture that is prepared, copied, rehearsed and approved."""

from xiangyue.hall.draws import actions, queries
from xiangyue.hall.lectures.prepared import Contribution

DRAWS = Contribution(
    "draw",
    content=queries.content,
    says=queries.says,
    items=queries.items,
    copy=actions.copy,
    forget=actions.forget,
)
