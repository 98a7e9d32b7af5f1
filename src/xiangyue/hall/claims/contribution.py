"""What claims contribute to a lecture: they go with a rehearsal that is deleted, before the draws they stand on."""

from xiangyue.hall.claims import actions
from xiangyue.hall.lectures.prepared import Contribution

CLAIMS = Contribution("claim", forget=actions.forget)
