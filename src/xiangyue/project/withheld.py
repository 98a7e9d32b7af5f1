"""Which replays are kept back: the control tower's word.

The state of a lecture's row is that word: ENDED is a lecture that is over and whose replay is not public. One that is
open and whose replay is not wanted belongs to them already: from its line's end on there is no moment in between.
"""

from xiangyue.kernel.errors import NotFound
from xiangyue.project.polled import Polled


class ReplayWithheld(NotFound):
    code = "replay-withheld"
    text = "这场宣讲的回看没有公开。"


class Withheld(Polled[str]):
    """The lectures whose picture and sound nobody is shown once they have ended."""

    name, shape = "withheld", list[str]
    query = "SELECT id FROM hall_lecture WHERE state = 'ENDED' OR (state IN ('LOBBY', 'ON_AIR') AND NOT replay_wanted)"
