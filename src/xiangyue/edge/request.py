"""One request of the audience, as far as the edge wants to know it."""

from functools import lru_cache


class Request:
    """Method, address and headers as they came; the body grows until it is complete."""

    __slots__ = ("body", "headers", "method", "peer", "url")

    def __init__(self, method: bytes, url: bytes, headers: list[tuple[bytes, bytes]], peer: str) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        """Names in lower case."""
        self.body = b""
        self.peer = peer
        """Address of the other end of the connection; "" when the socket has none."""

    def header(self, name: bytes) -> bytes:
        """The value of the first header of that name, b"" without one."""
        for key, value in self.headers:
            if key == name:
                return value
        return b""

    @property
    def path(self) -> bytes:
        return self.url.partition(b"?")[0]

    @property
    def query(self) -> bytes:
        return self.url.partition(b"?")[2]

    @property
    def reads_gzip(self) -> bool:
        return _reads_gzip(self.header(b"accept-encoding"))


@lru_cache(maxsize=256)
def _reads_gzip(accepted: bytes) -> bool:
    """Whether an Accept-Encoding admits gzip (RFC 9110 section 12.5.3). Browsers send a handful of spellings."""
    any_coding = False
    for offer in accepted.lower().split(b","):
        coding, _, weight = offer.partition(b";")
        wanted = weight.replace(b" ", b"").removeprefix(b"q=").strip(b"0.") != b"" or not weight
        if coding.strip() in (b"gzip", b"x-gzip"):
            return wanted
        if coding.strip() == b"*":
            any_coding = wanted
    return any_coding
