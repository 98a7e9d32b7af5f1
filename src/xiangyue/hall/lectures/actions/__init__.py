"""Everything that changes a lecture. Each verb checks, tells the line, moves the row, writes permits and the journal.

The line comes before the row: it is the truth. Should this process die in between, the follower in `audience` moves the
row after the line (`follow_phase`), with the same permits and the same record. By family: `planning`, `approving`, the
`evening`, and the director's `orders`; under all of them `rows`.
"""

from xiangyue.hall.lectures.actions.approving import approved, publish, sent_back, submit, withdraw
from xiangyue.hall.lectures.actions.evening import (
    cancel,
    end,
    follow_phase,
    go_on_air,
    open_lobby,
    publish_replay,
    want_replay,
    withhold_replay,
)
from xiangyue.hall.lectures.actions.orders import begin, notice, part, redact, silence, slow
from xiangyue.hall.lectures.actions.planning import (
    change,
    copy,
    keep_off_lists,
    plan,
    prepare,
    reschedule,
    stand_in,
    touched,
)
from xiangyue.hall.lectures.actions.rows import lock, record, require_changeable, require_open

__all__ = [
    "approved", "begin", "cancel", "change", "copy", "end", "follow_phase", "go_on_air", "keep_off_lists", "lock",
    "notice", "open_lobby", "part", "plan", "prepare", "publish", "publish_replay", "record", "redact",
    "require_changeable", "require_open", "reschedule", "sent_back", "silence", "slow", "stand_in", "submit", "touched",
    "want_replay", "withdraw", "withhold_replay",
]  # fmt: skip
