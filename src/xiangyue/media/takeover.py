"""Who holds a lecture's air: the newest connection with the key wins, once.

Two encoders set to the same key would displace each other at every retry. So a displaced address is refused for a
minute while its successor sends media, unless the director hands over.
"""

from xiangyue.kernel.errors import Refusal

SENDING_MS = 2000
"""An encoder that sent something this recently is sending media."""


class BadName(Refusal):
    """NetStream.Publish.BadName to the encoder: somebody else is publishing."""

    code = "BadName"
    status = 409
    text = "另一台设备正在用同一个推流码直播。如需切换，请先停止那一台，或请导播交接。"


class Ended(Refusal):
    code = "lecture-ended"
    status = 410
    text = "这场宣讲已经结束，请停止推流。"


class Revoked(Refusal):
    code = "key-revoked"
    status = 403
    text = "推流码已被收回，请向直播间管理员索取新的推流码。"


class Seat:
    """Addresses that were displaced and when, and when the holder last sent something."""

    def __init__(self, displaced_ms: int) -> None:
        self._displaced_ms = displaced_ms
        self._holder = ""
        self._sent_ms: int | None = None
        self._displaced: dict[str, int] = {}

    def claim(self, peer: str, now_ms: int) -> None:
        """A connection asks for the air. Raises `BadName`."""
        address = host(peer)
        self._displaced = {old: at for old, at in self._displaced.items() if now_ms - at < self._displaced_ms}
        if address in self._displaced and self._sending(now_ms):
            # Its minute begins anew: an encoder that retries every few seconds would else win one try a minute.
            self._displaced[address] = now_ms
            raise BadName
        self._displaced.pop(address, None)
        if self._holder and self._sending(now_ms):
            self._displaced[self._holder] = now_ms
        self._holder, self._sent_ms = address, now_ms

    def sent(self, now_ms: int) -> None:
        """The holder sent a frame."""
        self._sent_ms = now_ms

    def leave(self) -> None:
        """The holder went by itself."""
        self._sent_ms = None

    def hand_over(self) -> None:
        """The director lets the next connection in, whoever it is."""
        self._displaced.clear()

    def _sending(self, now_ms: int) -> bool:
        return self._sent_ms is not None and now_ms - self._sent_ms < SENDING_MS


def host(peer: str) -> str:
    """The address of a peer without its port, which is another at every attempt."""
    address, colon, port = peer.rpartition(":")
    return address.strip("[]") if colon and port.isdigit() and (":" not in address or address.endswith("]")) else peer
