"""A page's sound is made playable by another program, which has to start: the picture waits for it, within limits."""

from xiangyue.media.frames import Codec, Frame, Kind
from xiangyue.media.ingest import sitting
from xiangyue.media.ingest.records import Record, Sent
from xiangyue.media.ingest.sitting import Sitting

AVCC = bytes([1, 66, 192, 31, 255, 225, 0, 1, 0x67, 1, 0, 1, 0x68])
IDR = b"\x00\x00\x00\x02\x65\x00"
SOUND = Codec(Kind.AUDIO, "mp4a", b"\x11\x90")


class Taken:
    """A publication that writes down what it is given."""

    def __init__(self) -> None:
        self.items: list[Codec | Frame] = []

    def codec(self, codec: Codec) -> None:
        self.items.append(codec)

    def frame(self, frame: Frame) -> None:
        self.items.append(frame)

    def note(self, name: str, value: str | float) -> None:
        pass

    def close(self, reason: str) -> None:
        pass


class Slow:
    """A converter that has not started yet."""

    def start(self, sitting: Sitting, *, whole: bool) -> "Slow":
        return self

    def feed(self, kind: Record, at_us: int, body: bytes) -> None:
        pass

    def close(self) -> None:
        pass


def a_page(*, sound: bool) -> tuple[Sitting, Taken]:
    page, taken = Sitting("0123456789abcdef", Slow()), Taken()
    page.publish(taken, "")
    page.take(Sent(Record.PICTURE_CODEC, 1, 0, AVCC))
    if sound:
        page.take(Sent(Record.SOUND_CODEC, 2, 0, b"\x02"))
    return page, taken


def pictures(page: Sitting, count: int) -> None:
    for number in range(count):
        page.take(Sent(Record.KEY, page.next, number * 33_333, IDR))


def test_no_picture_goes_out_before_the_sound_can_be_heard():
    page, taken = a_page(sound=True)
    pictures(page, 100)
    assert [type(item) for item in taken.items] == [Codec]
    page.deliver(SOUND)
    assert taken.items[1] == SOUND
    assert [item.dts for item in taken.items[2:]] == [number * 33_333 * 9 // 100 for number in range(100)]
    pictures(page, 1)
    assert len(taken.items) == 103


def test_a_page_without_a_microphone_waits_for_nothing():
    page, taken = a_page(sound=False)
    pictures(page, 2)
    assert len(taken.items) == 3


def test_a_sound_that_never_comes_does_not_keep_the_picture():
    page, taken = a_page(sound=True)
    pictures(page, sitting.MOST_HELD)
    assert len(taken.items) == 1 + sitting.MOST_HELD


def test_what_waited_goes_out_when_the_person_stops():
    page, taken = a_page(sound=True)
    pictures(page, 3)
    page.stop()
    assert len(taken.items) == 4


def test_a_burst_after_an_outage_keeps_picture_and_sound_together():
    """Ten seconds at once: the pictures wait for the converter, which takes a while."""
    page, taken = a_page(sound=True)
    page.deliver(SOUND)
    for number in range(300):
        at_us = number * 33_333
        page.take(Sent(Record.SOUND, page.next, at_us, b"opus"))
        page.take(Sent(Record.KEY, page.next, at_us, IDR))
    frames = [item for item in taken.items if isinstance(item, Frame)]
    assert frames[-1].dts <= sitting.SLACK_US * 9 // 100
    for number in range(300):
        page.deliver(Frame(Kind.AUDIO, number * 33_333 * 9 // 100, 0, True, b"aac"))
    frames = [item for item in taken.items if isinstance(item, Frame)]
    assert sum(frame.kind is Kind.VIDEO for frame in frames) == 300
    ahead = 0
    for frame in frames:
        if frame.kind is Kind.AUDIO:
            ahead = frame.dts
        else:
            assert frame.dts - ahead <= sitting.SLACK_US * 9 // 100 + 3000


def test_a_converter_that_lost_some_sound_keeps_no_picture_for_ever():
    page, taken = a_page(sound=True)
    page.deliver(SOUND)
    page.take(Sent(Record.SOUND, page.next, 20_000_000, b"opus"))
    for number in range(sitting.MOST_HELD):
        page.take(Sent(Record.KEY, page.next, 20_000_000 + number * 33_333, IDR))
    assert sum(isinstance(item, Frame) for item in taken.items) == sitting.MOST_HELD
