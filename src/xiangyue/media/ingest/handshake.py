"""RTMP's simple handshake (RTMP 1.0, section 5.2): every encoder of today takes it, only Flash wanted digests."""

import os

from xiangyue.media.ingest.errors import ProtocolError

VERSION = 3
BLOB = 1536
"""Bytes of C1, C2, S1 and S2."""


class Handshake:
    """The server's side. Feed bytes until `done`; what came after the handshake is handed back."""

    def __init__(self) -> None:
        self._held = b""
        self._greeted = False
        self.done = False

    def receive(self, data: bytes) -> tuple[bytes, bytes]:
        """What to answer, and the bytes that already belong to the chunk streams. Raises `ProtocolError`."""
        self._held += data
        answer = b""
        if self._held and not self._greeted and self._held[0] != VERSION:
            # 0x16 is TLS, "G" a browser, 6 and 8 are Flash's encryption.
            raise ProtocolError("handshake", f"first byte {self._held[0]:#04x}")
        if not self._greeted and len(self._held) > BLOB:
            c1, self._held = self._held[1 : BLOB + 1], self._held[BLOB + 1 :]
            self._greeted = True
            # S1: time 0, four zeros, 1528 random bytes; S2: C1 as it came.
            answer = bytes([VERSION]) + bytes(8) + os.urandom(BLOB - 8) + c1
        if self._greeted and len(self._held) >= BLOB:
            # C2 should echo S1; nobody checks, because several encoders send anything.
            self.done = True
            rest, self._held = self._held[BLOB:], b""
            return answer, rest
        return answer, b""
