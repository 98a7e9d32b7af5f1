"""What the edge needs to know of the house: its lines and its broadcasts. The roof implements it."""

from typing import Protocol

from xiangyue.media.broadcast import Broadcast
from xiangyue.media.ingest.browser import Pages
from xiangyue.timeline.lines import Lines


class Hall(Protocol):
    """Everything on air, touched from the loop's thread only."""

    lines: Lines
    pages: Pages
    """Studio pages that publish."""

    @property
    def banned(self) -> frozenset[str]:
        """Keys of persons who may neither speak nor win; another object each time it changes."""

    async def look_again(self) -> None:
        """Hear at once what the control tower's lists say."""

    def broadcast(self, lecture: str) -> Broadcast:
        """The picture and sound of a lecture, live or finished. Raises the timeline's refusal for an unknown one."""

    def recording(self, lecture: str) -> Broadcast:
        """The same for its own studio: a replay that is kept back from everybody else too."""
