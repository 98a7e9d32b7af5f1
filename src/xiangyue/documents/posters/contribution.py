"""What posters contribute to a lecture that is prepared, copied, rehearsed and approved, and to its lobby."""

from xiangyue.documents.posters import actions, queries
from xiangyue.hall.lectures.prepared import Contribution

POSTER = Contribution(
    "poster",
    content=queries.chosen,
    says=queries.says,
    poster=queries.address,
    copy=actions.copy,
    forget=actions.forget,
)
