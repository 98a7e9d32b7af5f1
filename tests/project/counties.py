"""A small county with a history: two chains of the journal, a line of a lecture, checkpoints and slips."""

from pathlib import Path

from xiangyue.journal import actions
from xiangyue.kernel import chain, clock
from xiangyue.timeline import framing, log, records
from xiangyue.timeline.events import Accepted

LECTURE = "0123456789abcdef"
START = 1_763_870_400_000
"""23 November 2025, noon in China."""


def a_line(folder: Path, sayings: int) -> tuple[str, int, str]:
    """A lecture's private log as the live role writes it; its head as the port tells it."""
    accepted = [Accepted(1, START, "opened", {"title": "医保政策", "studio": "district"}, {}, "c1", "keeper", None)]
    for n in range(sayings):
        said = {"name": "居民", "text": f"听得清 {n}"}
        accepted.append(Accepted(n + 2, START + n, "say", said, {"ticket": f"t{n}"}, f"c{n + 2}", "p1", None))
    path = folder / LECTURE / log.NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    data, head = records.MAGIC + LECTURE.encode(), records.genesis(LECTURE)
    for one in accepted:
        stored = records.store(one, salt=chain.salt(), previous=head)
        data, head = data + framing.frame(records.pack(stored)), stored.link
    path.write_bytes(data)
    return LECTURE, len(accepted), head.hex()


def rewrite_line(folder: Path, change) -> None:
    """Put `change(list of stored records)` in the place of a log's records, with sound frames."""
    path = folder / LECTURE / log.NAME
    stored = [records.unpack(frame.payload) for frame in framing.frames(path.read_bytes(), records.START)]
    data = records.MAGIC + LECTURE.encode() + b"".join(framing.frame(records.pack(one)) for one in change(stored))
    path.write_bytes(data)


def a_history(folder: Path, *, days: int = 3) -> list:
    """Days of records, one slip each evening. Returns the slips."""
    slips, head = [], a_line(folder, 3)
    with clock.stopped(START) as hands:
        for day in range(days):
            for number in range(4):
                actions.record("county", "grant", {"n": day * 4 + number}, by="office")
                actions.record("hall", "open", {"n": day * 4 + number}, by="keeper")
                hands.move(61_000)
                actions.checkpoint([head])
            slips.append(actions.take_slip([head], county="柯城区"))
            hands.move(24 * 3_600_000)
    return slips
