"""Header blocks that were parsed before. A phone asks for segment after segment in the same words; only the number
changes, and the rest need not be read again.
"""

from xiangyue.edge import answers
from xiangyue.edge.request import Request

METHOD = b"GET "
VERSION = b" HTTP/1.1"

MOST = 4096
"""Header blocks remembered: so many kinds of phone and browser look at one county."""

LONGEST = 2048
"""Bytes. Longer ones carry something of their own and would not come twice."""


class Known:
    """What followed the request line of complete, ordinary GETs, and how their senders want to be answered."""

    def __init__(self) -> None:
        self._ways: dict[bytes, int] = {}

    def __len__(self) -> int:
        return len(self._ways)

    def find(self, data: bytes) -> tuple[bytes, int] | None:
        """Address and way to answer, if `data` is one whole request in known words."""
        end = data.find(b"\r\n")
        way = self._ways.get(data[end:])
        if way is None or not data.startswith(METHOD) or not data.endswith(VERSION, 0, end):
            return None
        return data[len(METHOD) : end - len(VERSION)], way

    def learn(self, data: bytes, request: Request) -> None:
        """Remember the words of a request if exactly these bytes were it. Nobody's cookies."""
        line, _, rest = data.partition(b"\r\n")
        whole = line == METHOD + request.url + VERSION and rest.endswith(b"\r\n\r\n") and rest.count(b"\r\n\r\n") == 1
        if not whole or len(data) > LONGEST or request.header(b"cookie"):
            return
        if len(self._ways) >= MOST:
            self._ways.clear()
        self._ways[data[len(line) :]] = answers.GZIP if request.reads_gzip else 0
