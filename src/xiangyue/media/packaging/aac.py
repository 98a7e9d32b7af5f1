"""What an AAC decoder configuration tells about the sound. Nothing is decoded."""

from dataclasses import dataclass

from xiangyue.kernel.errors import Refusal
from xiangyue.media.packaging.bits import Bits

_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
"""samplingFrequencyIndex (ISO 14496-3 table 1.18)."""

_CHANNELS = (0, 1, 2, 3, 4, 5, 6, 8)
"""channelConfiguration (ISO 14496-3 table 1.19); 0 means "in the stream" and is taken for two."""


class BadAudio(Refusal):
    code = "bad-audio"
    status = 400
    text = "音频参数无法识别，请使用 AAC 编码重新推流。"


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound of one AudioSpecificConfig. `frame` is the number of samples in an access unit at `rate`.

    With spectral band replication the decoder puts out twice the rate; clock and frame length stay the core's.
    """

    codec: str
    rate: int
    channels: int
    frame: int


def sound(record: bytes) -> Sound:
    """The sound an AudioSpecificConfig (ISO 14496-3 section 1.6.2.1) announces. Raises `BadAudio`."""
    bits = Bits(record)
    try:
        kind = _object_type(bits)
        rate = _rate(bits)
        channels = bits.take(4)
        if kind in {5, 29}:  # SBR and PS state the extension first, then the core
            _rate(bits)
            core = _object_type(bits)
        else:
            core = kind
        if core not in {1, 2, 3, 4, 17} or channels >= len(_CHANNELS) or not rate:
            raise BadAudio
        short = bits.flag()
    except (EOFError, IndexError) as error:
        raise BadAudio from error
    return Sound(f"mp4a.40.{kind}", rate, _CHANNELS[channels] or 2, 960 if short else 1024)


def _object_type(bits: Bits) -> int:
    kind = bits.take(5)
    return 32 + bits.take(6) if kind == 31 else kind


def _rate(bits: Bits) -> int:
    index = bits.take(4)
    return bits.take(24) if index == 15 else _RATES[index]
