"""The house behind the edge in these tests: real lines on a real disk, broadcasts by name."""

from pathlib import Path

from xiangyue.edge import protocol
from xiangyue.edge.protocol import EdgeProtocol
from xiangyue.edge.rules import EdgeRules
from xiangyue.edge.tickets import Studios
from xiangyue.kernel import vouchers
from xiangyue.media.broadcast import Broadcast
from xiangyue.media.frames import Connection, Publication
from xiangyue.media.ingest.browser import PATIENCE_MS, Pages
from xiangyue.media.ingest.records import Record
from xiangyue.media.ingest.sitting import Sitting
from xiangyue.timeline.errors import UnknownLine
from xiangyue.timeline.line import Line
from xiangyue.timeline.lines import Lines
from xiangyue.timeline.rules import LineRules

SECRET = "a secret of these tests"
LECTURE = "0123456789abcdef"
OTHER = "fedcba9876543210"
PERSON = vouchers.person_key(SECRET, "PHONE", "13857012345")
"""Somebody who proved who they are."""


class Converters:
    """Converters that hand nothing back."""

    def __init__(self) -> None:
        self.fed: list[tuple[Record, int, bytes]] = []
        self.closed = 0

    def start(self, sitting: Sitting, *, whole: bool) -> "Converters":
        return self

    def feed(self, kind: Record, at_us: int, body: bytes) -> None:
        self.fed.append((kind, at_us, body))

    def close(self) -> None:
        self.closed += 1


class House:
    """Implements `edge.hall.Hall`. Lines tick only when a test seals."""

    def __init__(self, root: Path, rules: LineRules | None = None) -> None:
        self.root = root
        self.lines = Lines(root / "lines", rules or LineRules(hold_ms=0, viewers_every_ms=0))
        self.broadcasts: dict[str, Broadcast] = {}
        self.kept_back: set[str] = set()
        self.studios = Studios(SECRET)
        self.looks = 0
        self.banned: frozenset[str] = frozenset()
        self.converters = Converters()
        self.pages = Pages(self._admit, self.converters)

    def _admit(self, lecture: str, token: str, connection: Connection) -> Publication:
        self.studios.check(token, lecture)
        return self.broadcast(lecture).admit(connection, patience_ms=PATIENCE_MS)

    async def look_again(self) -> None:
        self.looks += 1

    def broadcast(self, lecture: str) -> Broadcast:
        if lecture in self.kept_back:
            raise UnknownLine
        return self.recording(lecture)

    def recording(self, lecture: str) -> Broadcast:
        if lecture not in self.broadcasts:
            raise UnknownLine
        return self.broadcasts[lecture]

    def bind(self, rules: EdgeRules | None = None) -> type[EdgeProtocol]:
        return protocol.bind(self, secret=SECRET, rules=rules)

    async def lecture(self, name: str = LECTURE, *, segments: int = 0) -> Line:
        """A line in its lobby with so many sealed segments."""
        line = self.lines.open(name)
        await line.append("opened", {"title": "防汛", "studio": "双港街道"}, command=f"open {name}")
        for _ in range(segments):
            await line.seal()
        return line
