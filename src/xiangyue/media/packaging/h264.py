"""What an H.264 decoder configuration tells about the picture: size, rate, profile. Nothing is decoded."""

from dataclasses import dataclass

from xiangyue.kernel.errors import Refusal
from xiangyue.media.packaging.bits import Bits

_HIGH_PROFILES = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}
"""profile_idc with chroma format and scaling lists in the sequence parameter set (H.264 section 7.3.2.1.1)."""

_ASPECTS = ((1, 1), (1, 1), (12, 11), (10, 11), (16, 11), (40, 33), (24, 11), (20, 11), (32, 11), (80, 33), (18, 11),
            (15, 11), (64, 33), (160, 99), (4, 3), (3, 2), (2, 1))  # fmt: skip
"""Sample aspect ratios by aspect_ratio_idc (H.264 table E-1); 0 is "unspecified" and taken for square."""


class BadVideo(Refusal):
    code = "bad-video"
    status = 400
    text = "视频参数无法识别，请使用 H.264 编码重新推流。"


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of one sequence parameter set. `fps` is 0.0 when the encoder does not state it."""

    codec: str
    width: int
    height: int
    fps: float
    aspect: tuple[int, int]


def picture(record: bytes) -> Picture:
    """The picture an AVCDecoderConfigurationRecord (ISO 14496-15 section 5.3.3.1) announces. Raises `BadVideo`."""
    try:
        if record[0] != 1 or not record[5] & 0x1F:
            raise BadVideo
        size = int.from_bytes(record[6:8], "big")
        unit = record[8 : 8 + size]
        if len(unit) != size or unit[0] & 0x1F != 7:
            raise BadVideo
        return _sequence(unit, f"avc1.{record[1:4].hex()}")
    except (IndexError, EOFError) as error:
        raise BadVideo from error


def _sequence(unit: bytes, codec: str) -> Picture:
    bits = Bits(unit[1:].replace(b"\0\0\3", b"\0\0"))  # emulation prevention, section 7.3.1
    profile = bits.take(8)
    bits.take(16)
    bits.golomb()
    chroma = _chroma(bits) if profile in _HIGH_PROFILES else 1
    bits.golomb()  # log2_max_frame_num
    _picture_order(bits)
    bits.golomb()  # max_num_ref_frames
    bits.flag()  # gaps_in_frame_num_value_allowed
    width = (bits.golomb() + 1) * 16
    height = (bits.golomb() + 1) * 16
    fields = 1 if bits.flag() else 2  # frame_mbs_only
    height *= fields
    if fields == 2:
        bits.flag()
    bits.flag()  # direct_8x8_inference
    if bits.flag():
        left, right, top, bottom = (bits.golomb() for _ in range(4))
        width -= (left + right) * (2 if chroma in {1, 2} else 1)
        height -= (top + bottom) * fields * (2 if chroma == 1 else 1)
    aspect, fps = _usability(bits) if bits.flag() else ((1, 1), 0.0)
    return Picture(codec, width, height, fps, aspect)


def _chroma(bits: Bits) -> int:
    chroma = bits.golomb()
    if chroma == 3:
        bits.flag()
    bits.golomb()
    bits.golomb()
    bits.flag()
    if bits.flag():
        for index in range(8 if chroma != 3 else 12):
            if bits.flag():
                _skip_scaling(bits, 16 if index < 6 else 64)
    return chroma


def _skip_scaling(bits: Bits, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.signed_golomb()) % 256
        last = following or last


def _picture_order(bits: Bits) -> None:
    kind = bits.golomb()
    if kind == 0:
        bits.golomb()
    elif kind == 1:
        bits.flag()
        bits.signed_golomb()
        bits.signed_golomb()
        for _ in range(bits.golomb()):
            bits.signed_golomb()


def _usability(bits: Bits) -> tuple[tuple[int, int], float]:
    """Sample aspect ratio and frame rate of the video usability information (H.264 section E.1.1)."""
    aspect = (1, 1)
    if bits.flag():
        index = bits.take(8)
        if index == 255:
            aspect = (bits.take(16) or 1, bits.take(16) or 1)
        elif index < len(_ASPECTS):
            aspect = _ASPECTS[index]
    if bits.flag():
        bits.flag()
    if bits.flag():
        bits.take(4)
        if bits.flag():
            bits.take(24)
    if bits.flag():
        bits.golomb()
        bits.golomb()
    if not bits.flag():
        return aspect, 0.0
    units, scale = bits.take(32), bits.take(32)
    return aspect, round(scale / (2 * units), 3) if units else 0.0
