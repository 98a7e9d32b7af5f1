"""The control tower's way to the lines: signed orders over HTTP to the live role, in this process or another.

The same way for both, so that what is tested is what a scaled installation uses; on the loopback an order costs half a
millisecond. Called from web threads and the work child, never from the loop.
"""

import http.client
import threading
from typing import Any
from urllib.parse import urlsplit

import msgspec

from xiangyue.edge import internal
from xiangyue.kernel.errors import Fault, Refusal
from xiangyue.timeline.desk import Followed, Raw
from xiangyue.timeline.events import Accepted, Receipt

TIMEOUT_S = 10.0
"""A commit takes milliseconds; a live role that is silent this long is not there."""


class LiveRoleSilent(Fault):
    """The live role does not answer; the order may or may not have been carried out, and may be sent again."""

    def __init__(self) -> None:
        super().__init__("直播进程没有应答，请稍后再试。", retry=True)


class NotLiveRole(Fault):
    """Something answers at the live role's address that is not the live role."""

    def __init__(self) -> None:
        super().__init__("XIANGYUE_LIVE_URL 指向的不是直播进程，请检查地址。", retry=True)


class LineRefused(Refusal):
    """A refusal of the line, in its own words."""

    def __init__(self, code: str, status: int, text: str) -> None:
        super().__init__(text)
        self.code, self.status = code, status


class HttpPort:
    """Implements `timeline.port.Port`. One keep-alive connection a thread."""

    def __init__(self, address: str, secret: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._secret = secret
        self._kept = threading.local()

    def open(self, lecture: str) -> None:
        self._order("open", {"lecture": lecture}, None)

    def append(
        self, lecture: str, kind: str, data: dict[str, Any], *, command: str, by: str, expected: int | None = None
    ) -> Receipt:
        body = {"lecture": lecture, "kind": kind, "data": data, "command": command, "by": by, "expected": expected}
        receipt: Receipt = self._order("append", body, Receipt)
        return receipt

    def erase(self, lecture: str, seqs: list[int], *, reason: str, by: str, command: str) -> Receipt:
        body = {"lecture": lecture, "seqs": seqs, "reason": reason, "by": by, "command": command}
        receipt: Receipt = self._order("erase", body, Receipt)
        return receipt

    def read(self, lecture: str, after: int, limit: int = 1000) -> list[Accepted]:
        body = {"lecture": lecture, "after": after, "limit": limit}
        records: list[Accepted] = self._order("read", body, list[Accepted])
        return records

    def follow(self, lecture: str, kinds: list[str], after: int, limit: int, *, newest: bool = False) -> Followed:
        body = {"lecture": lecture, "kinds": kinds, "after": after, "limit": limit, "newest": newest}
        followed: Followed = self._order("follow", body, Followed)
        return followed

    def raw(self, lecture: str, after: int, limit: int = 1000) -> list[Raw]:
        rows: list[Raw] = self._order("raw", {"lecture": lecture, "after": after, "limit": limit}, list[Raw])
        return rows

    def heads(self) -> list[tuple[str, int, str]]:
        heads: list[tuple[str, int, str]] = self._order("heads", {}, list[tuple[str, int, str]])
        return heads

    def look_again(self) -> None:
        self._order("look_again", {}, None)

    def studio(self, lecture: str) -> dict[str, Any] | None:
        report: dict[str, Any] | None = self._order("studio", {"lecture": lecture}, dict[str, Any] | None)
        return report

    def hand_over(self, lecture: str) -> None:
        """Let the next encoder in, whoever it is (DESIGN: take-over)."""
        self._order("hand_over", {"lecture": lecture}, None)

    def _order(self, operation: str, body: dict[str, Any], wanted: Any) -> Any:
        raw = msgspec.json.encode(body)
        status, answer = self._send(operation, raw)
        try:
            decoded = msgspec.json.decode(answer, type=dict[str, Any])
            if status == 200:
                return msgspec.convert(decoded["result"], wanted, strict=False)
            error = decoded["error"]
        except (msgspec.MsgspecError, KeyError) as foreign:
            raise NotLiveRole from foreign
        if status >= 500:
            raise Fault(error["text"], retry=True)
        raise LineRefused(error["code"], status, error["text"])

    def _send(self, operation: str, raw: bytes) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", "Authorization": internal.order(self._secret, operation, raw)}
        for fresh in (False, True):
            connection = self._connection(fresh=fresh)
            try:
                connection.request("POST", f"/live/-/{operation}", raw, headers)
                answer = connection.getresponse()
                return answer.status, answer.read()
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                # A kept connection may have been closed between two orders; every order may be sent twice. But who was
                # silent once so long is not asked again: the caller may hold a lock that others wait for.
                if fresh or isinstance(error, TimeoutError):
                    raise LiveRoleSilent from error
        raise LiveRoleSilent

    def _connection(self, *, fresh: bool) -> http.client.HTTPConnection:
        kept: http.client.HTTPConnection | None = getattr(self._kept, "connection", None)
        if kept is None or fresh:
            kept = self._kept.connection = http.client.HTTPConnection(self._host, self._port, timeout=TIMEOUT_S)
        return kept
