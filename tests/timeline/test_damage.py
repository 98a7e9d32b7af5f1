"""Files that are not what was written: a torn tail goes, everything else is refused by name; a disk that refuses."""

import asyncio
import resource
import signal

import pytest
from tests.factories.line import EVENING_MS, LECTURE, an_open_line, change, opened, pass_time, say, some_lines

from xiangyue.kernel import clock
from xiangyue.timeline import errors, records


@pytest.fixture
def hands():
    with clock.stopped(EVENING_MS) as moved:
        yield moved


@pytest.fixture
async def folder(tmp_path, hands):
    """A line of five records and three segments, closed."""
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        for text in "甲乙丙丁":
            await say(line, text)
        for gap in (0, 2_000, 2_000):
            await pass_time(line, hands, gap)
    return tmp_path / LECTURE


async def test_a_torn_record_goes_and_its_number_is_given_again(folder, hands):
    path = folder / "log.xyl"
    whole = path.read_bytes()
    async with some_lines(folder.parent) as lines:
        await say(lines.find(LECTURE), "戊")
    torn = path.read_bytes()[:-5]
    assert len(torn) > len(whole)
    path.write_bytes(torn)
    async with some_lines(folder.parent) as lines:
        line = lines.find(LECTURE)
        assert line.chain_head()[0] == 5
        assert path.read_bytes() == whole
        assert (await say(line, "己")).seq == 6


async def test_a_torn_segment_was_never_read_and_is_sealed_anew(folder, hands):
    path = folder / "1" / "segments.xys"
    whole = path.read_bytes()
    path.write_bytes(whole + b"\0\0\1\0torn")
    async with some_lines(folder.parent) as lines:
        line = lines.find(LECTURE)
        assert (line.head, path.read_bytes()) == (2, whole)
        await pass_time(line, hands, 2_000)
        assert opened(line, 3)["n"] == 3


@pytest.mark.parametrize("file", ["log.xyl", "1/segments.xys"])
@pytest.mark.parametrize("place", [4, 90, 200])
async def test_damage_in_the_middle_is_refused_by_name_and_the_others_go_on(folder, hands, file, place):
    path = folder / file
    data = bytearray(path.read_bytes())
    data[place] ^= 0x10
    path.write_bytes(data)
    async with some_lines(folder.parent) as lines:
        other = lines.open("0000000000000000")
        for _ in range(2):
            with pytest.raises(errors.Damaged, match=path.name):
                lines.find(LECTURE)
        assert list(lines.damaged) == [LECTURE]
        assert lines.unfinished() == [other]
    assert path.read_bytes() == data


async def test_a_log_that_lost_published_records_is_refused(folder, hands):
    (folder / "log.xyl").write_bytes(records.MAGIC + LECTURE.encode())
    async with some_lines(folder.parent) as lines:
        with pytest.raises(errors.Damaged, match="0 records, but segment 2 was derived from 5"):
            lines.find(LECTURE)


async def test_a_full_disk_refuses_loudly_and_everything_after_it_is_sound(folder, hands, monkeypatch):
    """The file size limit of this process stands in for a full disk: the kernel refuses the write either way."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        async with some_lines(folder.parent) as lines:
            line = lines.find(LECTURE)
            size = (folder / "log.xyl").stat().st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 200, before[1]))
            answers = await asyncio.gather(
                say(line, "戊" * 100), change(line, "phase", phase="on_air"), return_exceptions=True
            )
            assert [type(answer) for answer in answers] == [errors.DiskFailed] * 2
            assert (line.phase, line.chain_head()[0], line.held) == ("lobby", 5, 0)
            resource.setrlimit(resource.RLIMIT_FSIZE, ((folder / "1/segments.xys").stat().st_size, before[1]))
            hands.move(2_000)
            with pytest.raises(errors.DiskFailed):
                await line.seal()
            assert line.head == 2
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            assert (await say(line, "己")).seq == 6
            await pass_time(line, hands, 2_000)
            assert [event["i"] for event in opened(line, 3)["ev"]] == [6]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, old)
    async with some_lines(folder.parent) as lines:
        assert [record.data.get("text") for record in lines.find(LECTURE).read(1)] == ["甲", "乙", "丙", "丁", "己"]
