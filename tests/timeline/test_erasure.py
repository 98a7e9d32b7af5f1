"""Erased by decision: gone from the disk, visible as a decision, never as tampering; and finished after any kill."""

import asyncio
import gzip
import shutil

import pytest
from tests.factories.line import EVENING_MS, LECTURE, an_open_line, change, opened, pass_time, say, some_lines

from xiangyue.kernel import clock
from xiangyue.timeline import errors, loading, segments
from xiangyue.timeline.verify import verify

SECRET = "他家住在花园街道"


@pytest.fixture
def hands():
    with clock.stopped(EVENING_MS) as moved:
        yield moved


def on_disk(folder):
    """All bytes of a line, unpacked, in which a secret could hide."""
    return b"".join(
        path.read_bytes() + (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else b"")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    )


async def a_lecture_with_a_secret(lines, hands):
    line = await an_open_line(lines)
    await say(line, "大家好")
    secret = await say(line, SECRET)
    for _ in range(15):
        await say(line, "好")
        await pass_time(line, hands, 2_000)
    await lines.writer.drain()
    return line, secret.seq


async def test_erase_takes_it_off_the_disk_and_out_of_a_new_epoch(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line, seq = await a_lecture_with_a_secret(lines, hands)
        held = await say(line, "还没公开")
        old, head = [line.segment(1, n) for n in range(line.head + 1)], line.head
        before = line.state
        assert SECRET in str(before.recent)
        assert SECRET.encode() in on_disk(tmp_path)
        woken = []
        line.wait(head + 1, lambda: woken.append(1))
        receipt = await line.erase([seq, held.seq], reason="个人信息", by="网信办")

        assert (line.epoch, line.head, woken) == (2, head, [1])
        assert SECRET.encode() not in on_disk(tmp_path)
        assert [place.name for place in (tmp_path / LECTURE).iterdir() if place.is_dir()] == ["2"]
        for piece in (line.segment, line.snapshot, line.block):
            with pytest.raises(errors.Gone):
                piece(1, 0)
        opening = opened(line, 0)["opens"]
        assert opening == {"previous_epoch_head": old[-1].hash, "reason": "个人信息", "by": "网信办"}
        record = line.read(receipt.seq - 1)[0]
        assert (record.kind, record.by, record.data["erased"]) == ("epoch", "网信办", [seq, held.seq])
        (event,) = [event for n in range(head + 1) for event in opened(line, n)["ev"] if event["i"] == seq]
        assert sorted(event) == ["i", "k", "leaf", "o"]
        was = [event for piece in old for event in segments.decode(gzip.decompress(piece.body)).ev if event.i == seq]
        assert event["leaf"] == segments.event_leaf(was[0]).hex()
        assert line.read(seq - 1, 1)[0].kind == "erased"

        await say(line, "继续")
        await pass_time(line, hands, 2_000)
        assert (line.head, line.held) == (head + 1, 0)
        assert (line.state.said, SECRET in str(line.state)) == (before.said, False)
    found = verify(tmp_path / LECTURE)
    assert (found.breaks, found.erased, found.epoch) == ((), (seq, held.seq), 2)


async def test_what_was_erased_keeps_its_command_and_its_link(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        say_it = {"kind": "say", "data": {"name": "甲", "text": SECRET}, "command": "once"}
        first = await line.append(**say_it)
        await line.erase([first.seq], reason="个人信息", by="网信办")
        again = await line.append(**say_it)
        assert (again.seq, again.link, again.repeated) == (first.seq, first.link, True)


async def test_what_holds_the_lecture_together_cannot_be_erased(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        await change(line, "phase", phase="on_air")
        for seqs in ([], [1], [2], [3]):
            with pytest.raises(errors.CannotErase):
                await line.erase(seqs, reason="", by="")
        assert (line.epoch, line.chain_head()[0]) == (1, 2)


async def test_a_finished_lecture_can_be_erased_from_and_stays_finished(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line, seq = await a_lecture_with_a_secret(lines, hands)
        await change(line, "phase", phase="ended")
        await pass_time(line, hands, 2_000)
    async with some_lines(tmp_path) as lines:
        line = lines.find(LECTURE)
        await line.erase([seq], reason="个人信息", by="网信办")
        await lines.writer.drain()
        assert (line.epoch, line.ended) == (2, True)
        assert SECRET.encode() not in gzip.decompress(line.block(2, 0).body)
        heads = [(LECTURE, *line.chain_head())]
        assert lines.heads() == heads
    async with some_lines(tmp_path) as lines:
        assert (lines.heads(), lines.find(LECTURE).epoch) == (heads, 2)
    assert verify(tmp_path / LECTURE).breaks == ()


@pytest.mark.parametrize("stopped", ["before anything", "after the new epoch", "before the old one went"])
async def test_an_erasure_that_a_kill_stopped_is_finished_at_the_next_start(tmp_path, hands, stopped):
    async with some_lines(tmp_path) as lines:
        line, seq = await a_lecture_with_a_secret(lines, hands)
    folder, before = tmp_path / LECTURE, tmp_path / "before"
    shutil.copytree(folder, before)
    async with some_lines(tmp_path) as lines:
        await lines.find(LECTURE).erase([seq], reason="个人信息", by="网信办")
    decided = (folder / "log.xyl").read_bytes()
    done = (folder / "2" / "segments.xys").read_bytes()
    # The disk as it was at that moment: the decision is the last record of the unstruck log.
    struck = (before / "log.xyl").read_bytes() + decided[-_last_frame(decided) :]
    shutil.copytree(before / "1", folder / "1")
    if stopped == "before anything":
        shutil.rmtree(folder / "2")
    if stopped != "before the old one went":
        (folder / "log.xyl").write_bytes(struck)
    assert verify(folder).breaks != () or stopped == "before the old one went"
    async with some_lines(tmp_path) as lines:
        line = lines.find(LECTURE)
        assert (line.epoch, line.read(seq - 1, 1)[0].kind) == (2, "erased")
    assert (folder / "2" / "segments.xys").read_bytes() == done
    assert SECRET.encode() not in on_disk(folder)
    assert verify(folder).breaks == ()


async def test_an_erasure_the_disk_refused_is_tried_again_and_nothing_is_sealed_before(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line, seq = await a_lecture_with_a_secret(lines, hands)
        in_the_way = tmp_path / LECTURE / "2.new"
        in_the_way.touch()
        with pytest.raises(errors.DiskFailed):
            await line.erase([seq], reason="个人信息", by="网信办", command="once")
        hands.move(400)
        assert not line.tick(clock.now_ms())
        assert (await line.erase([seq], reason="个人信息", by="网信办", command="once")).repeated
        assert line.epoch == 1
        in_the_way.unlink()
        hands.move(100)
        line.tick(clock.now_ms())
        await lines.writer.drain()
        assert (line.epoch, SECRET.encode() in on_disk(tmp_path)) == (2, False)
        await pass_time(line, hands, 500)
    assert verify(tmp_path / LECTURE).breaks == ()


async def test_an_erasure_goes_on_when_whoever_asked_has_left(tmp_path, hands):
    async with some_lines(tmp_path) as lines:
        line, seq = await a_lecture_with_a_secret(lines, hands)
        asked = asyncio.create_task(line.erase([seq], reason="个人信息", by="网信办"))
        await asyncio.sleep(0)
        asked.cancel()
        await lines.writer.drain()
        assert (asked.cancelled(), line.epoch) == (True, 2)


async def test_an_erasure_from_a_finished_lecture_that_a_kill_stopped_is_finished_by_itself(tmp_path, hands):
    async with some_lines(tmp_path / "first") as lines:
        line, seq = await a_lecture_with_a_secret(lines, hands)
        await change(line, "phase", phase="ended")
        await pass_time(line, hands, 2_000)
    killed = tmp_path / "killed"
    async with some_lines(tmp_path / "first") as lines:
        line, carry_out = lines.find(LECTURE), loading.carried_out

        def and_die(*decided):
            shutil.copytree(tmp_path / "first", killed)
            return carry_out(*decided)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(loading, "carried_out", and_die)
            await line.erase([seq], reason="个人信息", by="网信办")
        await lines.writer.drain()
        assert line.idle
    async with some_lines(killed) as lines:
        await lines.writer.drain()  # nobody asks for the lecture
        assert SECRET.encode() not in on_disk(killed / LECTURE)
        assert [length for _lecture, length, _link in lines.heads()] == [lines.find(LECTURE).chain_head()[0]]
    assert (killed / LECTURE / "summary.json").exists()
    assert verify(killed / LECTURE).breaks == ()


def _last_frame(data):
    from xiangyue.timeline import framing, records

    *_, last = framing.frames(data, records.START)
    return last.end - last.offset
