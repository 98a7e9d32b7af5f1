"""Counts again what a line has told of votes, answers and supporters, from the records themselves.

The sums are records like any other, so the chain says that they are the ones that were told; this says that they are
right. Once ballots were erased by decision, the sums that counted them cannot be checked any more and are passed over.
"""

from collections import deque
from collections.abc import Iterable, Iterator

from xiangyue.timeline import ballots
from xiangyue.timeline.ballots import Ballots
from xiangyue.timeline.course import Course
from xiangyue.timeline.events import KINDS, Accepted


def wrong_sums(records: Iterable[Accepted]) -> Iterator[int]:
    """The numbers of the sums that are not what was counted; records in the order of numbers."""
    course, counted, erased = Course(), Ballots(), False
    waiting: deque[Accepted] = deque()
    for record in records:
        if record.kind == "erased":
            erased |= record.data["kind"] in ballots.KINDS | {"question"}
        elif record.kind in ballots.KINDS:
            waiting.append(record)
        elif record.kind in KINDS and KINDS[record.kind].control:
            course = course.after(record.seq, record.at, record.kind, record.data)
        elif record.kind in ("tally", "quiz_result", "ups"):
            while waiting and waiting[0].seq <= record.data["upto"]:
                counted.take(waiting.popleft())
            if not erased and not _fits(course, counted, record):
                yield record.seq


def _fits(course: Course, counted: Ballots, record: Accepted) -> bool:
    programme, data = course.programme, {field: value for field, value in record.data.items() if field != "upto"}
    match record.kind:
        case "tally":
            poll = programme.polls.get(data["i"])
            data.pop("final", None)
            return poll is not None and data == counted.tally(data["i"], poll.options)
        case "quiz_result":
            item = programme.items.get(data["i"])
            return item is not None and data == counted.result(data["i"], item)
    return all(counted.supporters(i) == count for i, count in data["counts"])
