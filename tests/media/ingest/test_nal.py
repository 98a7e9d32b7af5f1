import pytest

from xiangyue.media.ingest import nal

SPS, PPS, IDR, SLICE = b"\x67\x42\xc0\x1f\xda\x01", b"\x68\xce\x0f", b"\x65\x88\x84", b"\x41\x9a\x24"


def annexb(*units):
    return b"".join(b"\0\0\0\1" + unit for unit in units)


def test_a_byte_stream_becomes_an_access_unit_and_a_record():
    stream = annexb(SPS, PPS, IDR)
    assert nal.length_prefixed(stream) == b"".join(len(unit).to_bytes(4) + unit for unit in (SPS, PPS, IDR))
    assert nal.record(stream) == (
        b"\x01\x42\xc0\x1f\xff\xe1" + len(SPS).to_bytes(2) + SPS + b"\x01" + len(PPS).to_bytes(2) + PPS
    )


@pytest.mark.parametrize("stream", [b"", annexb(IDR), annexb(SPS), annexb(b"\x67"), b"\0\0"])
def test_without_parameter_sets_there_is_no_record(stream):
    assert nal.record(stream) == b""


def test_what_holds_an_idr():
    assert nal.holds_idr(nal.length_prefixed(annexb(SPS, PPS, IDR))) is True
    assert nal.holds_idr(nal.length_prefixed(annexb(SLICE))) is False
    assert nal.holds_idr(b"") is None
    assert nal.holds_idr(b"\0\0\0\x09" + IDR) is None
