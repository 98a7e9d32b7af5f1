"""Whoever owns the disk changes something; verification names what."""

import gzip
import json
import shutil

import msgspec
import pytest
from tests.factories.line import EVENING_MS, LECTURE, an_open_line, change, pass_time, say, some_lines

from xiangyue.kernel import chain, clock
from xiangyue.timeline import framing, log, pending, records, segments, shelf
from xiangyue.timeline.rules import LineRules
from xiangyue.timeline.verify import verify


@pytest.fixture
async def lecture(tmp_path):
    """A finished lecture with everything in it: 20 records or so, refused, sampled, redacted."""
    with clock.stopped(EVENING_MS) as hands:
        async with some_lines(tmp_path, LineRules(commit_ms=0, danmaku_per_s=3)) as lines:
            line = await an_open_line(lines)
            await change(line, "phase", phase="on_air")
            await line.seal()
            for n in range(12):
                said = await say(line, f"第{n}句")
                await change(line, "like", n=n + 1)
            await change(line, "refused", i=said.seq)
            await pass_time(line, hands, 2_000)
            await change(line, "redact", i=3, reason="误发")
            for _ in range(10):
                await pass_time(line, hands, 2_000)
            await change(line, "phase", phase="ended")
            await pass_time(line, hands, 100)
            await lines.writer.drain()
            assert line.ended
    return tmp_path / LECTURE


def stored(folder):
    data = (folder / log.NAME).read_bytes()
    return [records.unpack(found.payload) for found in framing.frames(data, records.START)]


def keep(folder, kept):
    """Write a log whose frames are sound, whatever the records say."""
    head = records.MAGIC + LECTURE.encode()
    (folder / log.NAME).write_bytes(head + b"".join(framing.frame(records.pack(each)) for each in kept))


def relinked(kept):
    """What a thorough forger does: number and link everything anew."""
    previous, out = records.genesis(LECTURE), []
    for seq, each in enumerate(kept, 1):
        header = msgspec.structs.replace(records.header_of(each), seq=seq)
        text = chain.canonical(msgspec.to_builtins(header))
        previous = records.link(previous, seq, text)
        out.append(records.Stored(text, each.salt, each.body, previous))
    return out


def codes(folder, **given):
    return [(found.code, found.where) for found in verify(folder, **given).breaks]


def test_a_sound_lecture_has_no_breaks(lecture):
    found = verify(lecture)
    assert (found.breaks, found.sound, found.erased, found.epoch, found.head) == ((), True, (), 1, 12)
    kept = stored(lecture)
    assert (found.length, found.link) == (len(kept), kept[-1].link.hex())
    assert verify(lecture, against=(5, kept[4].link.hex()[:8])) == found


def test_a_changed_byte_is_named_by_its_place(lecture):
    path = lecture / log.NAME
    data = bytearray(path.read_bytes())
    data[records.START + 40] ^= 1
    path.write_bytes(data)
    assert codes(lecture)[:2] == [("damaged", "byte 32"), ("removed", "record 1")]


def test_a_changed_text_is_named_by_its_record(lecture):
    kept = stored(lecture)
    changed = kept[2].body.replace("第0句".encode(), "第9句".encode())
    keep(lecture, [*kept[:2], msgspec.structs.replace(kept[2], body=changed), *kept[3:]])
    assert ("changed", "record 3") in codes(lecture)


def test_a_changed_moment_is_named_by_its_record(lecture):
    kept = stored(lecture)
    header = json.loads(kept[2].header)
    forged = chain.canonical({**header, "at": header["at"] - 1_000})
    keep(lecture, [*kept[:2], msgspec.structs.replace(kept[2], header=forged), *kept[3:]])
    assert codes(lecture) == [("changed", "record 3")]


def test_a_removed_record_is_named(lecture):
    kept = stored(lecture)
    keep(lecture, kept[:4] + kept[5:])
    assert ("removed", "record 5") in codes(lecture)


def test_a_removed_tail_is_seen_against_what_somebody_kept(lecture):
    kept = stored(lecture)
    keep(lecture, kept[:-1])  # the last ties the public chain in; nothing public came from it
    assert codes(lecture) == []
    assert codes(lecture, against=(len(kept), kept[-1].link.hex())) == [("tail-removed", f"record {len(kept)}")]


def test_a_chain_computed_anew_is_seen_against_what_somebody_kept(lecture):
    kept = stored(lecture)
    forged = relinked([*kept[:15], *kept[16:]])
    keep(lecture, forged)
    shutil.rmtree(lecture / "1")
    assert codes(lecture) == [("segments-damaged", "epoch 1")]
    assert ("rewritten", "record 20") in codes(lecture, against=(20, kept[19].link.hex()))
    assert ("rewritten", "record 10") not in codes(lecture, against=(10, kept[9].link.hex()))


def test_a_payload_that_went_without_a_decision_is_named(lecture):
    kept = stored(lecture)
    keep(lecture, [*kept[:2], records.erase(kept[2]), *kept[3:]])
    assert ("erased-without-decision", "record 3") in codes(lecture)


def reshelve(folder, change_piece):
    path = folder / "1" / shelf.NAME
    pieces = [piece for piece, _ in shelf.read_pieces(path.read_bytes(), path)[0]]
    framed = [shelf.framed(found) for piece in pieces if (found := change_piece(piece)) is not None]
    path.write_bytes(shelf.header(LECTURE, 1) + b"".join(framed))


def altered(piece, alter):
    segment = alter(segments.decode(gzip.decompress(piece.body)))
    return msgspec.structs.replace(piece, hash=segment.hash, body=segments.pressed(segments.encode(segment)))


def test_segment_bytes_that_differ_from_the_log_are_named(lecture):
    def alter(segment):
        say = next(event for event in segment.ev if event.k == "say")
        other = msgspec.structs.replace(say, d={**say.d, "text": "另一句"})
        ev = [other if event is say else event for event in segment.ev]
        # The forger hashes it properly; the next segment does not follow, and the log says otherwise.
        return segments.chained(segments.unletters(segment.prev), msgspec.structs.replace(segment, ev=ev))

    reshelve(lecture, lambda piece: altered(piece, alter) if (piece.kind, piece.n) == ("e", 1) else piece)
    found = codes(lecture)
    assert found[0] == ("segment-changed", "segment 1")
    assert ("segment-changed", "segment 2") in found
    assert ("block-changed", "block 0") in found


def test_a_removed_segment_is_named(lecture):
    reshelve(lecture, lambda piece: None if (piece.kind, piece.n) == ("e", 5) else piece)
    assert codes(lecture) == [("segments-damaged", "epoch 1")]


def test_a_removed_last_segment_is_seen_by_what_the_log_tied_in(lecture):
    reshelve(lecture, lambda piece: None if (piece.kind, piece.n) == ("e", 12) else piece)
    assert ("rewritten", "segment 11") in codes(lecture)


def test_a_danmaku_hidden_from_the_public_line_is_named(lecture):
    def rechain():
        previous = segments.genesis(LECTURE, 1)
        hidden = []

        def step(piece):
            nonlocal previous
            if piece.kind == "s":
                return piece

            def alter(segment):
                ev = segment.ev
                says = [event for event in ev if event.k == "say"]
                if says and not hidden:
                    hidden.append(says[-1].i)
                    ev = [event for event in ev if event is not says[-1]]
                return segments.chained(previous, msgspec.structs.replace(segment, ev=ev))

            found = altered(piece, alter)
            previous = segments.unletters(found.hash)
            return found

        return step, hidden

    step, hidden = rechain()
    reshelve(lecture, step)
    assert ("unpublished", f"record {hidden[0]}") in codes(lecture)


async def test_a_sampling_that_was_not_left_to_chance_is_named(tmp_path, monkeypatch):
    """A dishonest server shows the other half."""
    monkeypatch.setattr(pending, "sorted", lambda held, *, key: sorted(held, key=key, reverse=True), raising=False)
    with clock.stopped(EVENING_MS) as hands:
        async with some_lines(tmp_path, LineRules(commit_ms=0, danmaku_per_s=3)) as lines:
            line = await an_open_line(lines)
            await line.seal()
            for n in range(20):
                await say(line, f"{n}")
            await pass_time(line, hands, 2_000)
    assert codes(tmp_path / LECTURE) == [("sampling-chosen", "segment 1")]


def test_a_changed_snapshot_is_named(lecture):
    def alter(piece):
        if piece.kind == "e":
            return piece
        raw = gzip.decompress(piece.body).replace(b'"likes":', b'"likes":1')
        return msgspec.structs.replace(piece, body=segments.pressed(raw))

    reshelve(lecture, alter)
    assert codes(lecture) == [("snapshot-changed", "snapshot 0")]
