"""NAL units (ISO 14496-10, 7.3.1), told apart and turned from one spelling into the other. Nothing is decoded."""

IDR, SPS, PPS = 5, 7, 8


def holds_idr(payload: bytes, length_size: int = 4) -> bool | None:
    """Whether a length-prefixed access unit holds an IDR slice; None when its NAL lengths lie.

    The sender's own key flag is not asked: encoders set it on recovery points too, where a segment cannot begin.
    """
    at, end, key = 0, len(payload), False
    if not end:
        return None
    while at < end:
        start = at + length_size
        at = start + int.from_bytes(payload[at:start])
        if at > end:
            return None
        if at > start and payload[start] & 0x1F == IDR:
            key = True
    return key


def units(stream: bytes) -> list[bytes]:
    """The NAL units of a byte stream with start codes (annex B)."""
    return [unit for piece in stream.split(b"\0\0\1") if (unit := piece.rstrip(b"\0"))]


def length_prefixed(stream: bytes) -> bytes:
    """An access unit of annex B as every MP4 has it."""
    return b"".join(len(unit).to_bytes(4) + unit for unit in units(stream))


def record(stream: bytes) -> bytes:
    """The AVCDecoderConfigurationRecord (ISO 14496-15, 5.3.3.1) of the parameter sets in a byte stream; b"" without."""
    found = {unit[0] & 0x1F: unit for unit in units(stream)}
    if SPS not in found or PPS not in found or len(found[SPS]) < 4:
        return b""
    sps, pps = found[SPS], found[PPS]
    head = bytes((1, sps[1], sps[2], sps[3], 0xFF, 0xE1)) + len(sps).to_bytes(2) + sps
    return head + b"\x01" + len(pps).to_bytes(2) + pps
