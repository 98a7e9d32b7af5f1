"""The worker's part: survey, judge, bring in. Each stage goes on behind the last line it is done with.

Rows are judged again when they are brought in, so a preview of yesterday promises nothing that is no longer true.
"""

import logging
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.db.models import F

from xiangyue.files import queries as files
from xiangyue.files.rules import Upload
from xiangyue.journal import actions as journal
from xiangyue.journal import bulk
from xiangyue.kernel import clock
from xiangyue.kernel.errors import Fault, Refusal
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence.rules import MOST, Claims
from xiangyue.ledger.imports import dates, errors, guessing, queries, spool
from xiangyue.ledger.imports.judging import Bench, Judged
from xiangyue.ledger.imports.models import Brought, Import, Line
from xiangyue.ledger.imports.rules import Reading, Said, words_of
from xiangyue.ledger.imports.spool import Spool
from xiangyue.ledger.imports.states import DATES, WORDS, Note, State, Target, Verdict
from xiangyue.ledger.imports.tables import Row
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order
from xiangyue.org.access import queries as access
from xiangyue.org.access.rules import HOUSE, Member
from xiangyue.org.people import queries as people

logger = logging.getLogger(__name__)

BATCH = 1000
"""Rows of one transaction: some hundred milliseconds in which nobody else writes to SQLite."""

LEASE = timedelta(minutes=5)
TRIES = 4
AGAIN = timedelta(seconds=20)
"""Before an import that met an accident is tried again."""

SAMPLES = 3
"""Values of a column that the page shows beside its heading."""

MOST_WORDS = 80
"""Different words of a column that a person can be asked about; a column with more is no list of words."""

UPDATES = frozenset({Target.PLACE, Target.SPOT})
"""What an update takes beside the words (`_update`)."""

CELL = 200
"""Letters of a cell that are kept beside a bad row."""


@dataclass(slots=True)
class _Run:
    """One stage of one import under way in this process."""

    table: Spool
    bench: Bench
    rows: Iterator[Row]
    by: Member
    counts: Counter[str] = field(default_factory=Counter)


_runs: dict[tuple[str, str], _Run] = {}


def work_due(*, seconds: float = 4.0) -> bool:
    """Go on with the import that waits longest, for some seconds; whether there was one. The worker calls this."""
    now = clock.now()
    row = Import.objects.filter(state__in=[State.RECEIVED, State.CHECKING, State.APPLYING], due_at__lte=now).first()
    if row is None:
        return False
    taken = Import.objects.filter(pk=row.pk, state=row.state, due_at=row.due_at)
    if taken.update(due_at=now + LEASE, tries=F("tries") + 1) != 1:
        return True
    row.refresh_from_db()
    if row.tries > TRIES:
        _fail(row, str(errors.OFTEN))
        return True
    try:
        _go_on(row, until=clock.monotonic() + seconds)
    except Refusal as no:
        _fail(row, no.sentence)
    except Fault as fault:
        logger.warning("import %s: %s", row.pk, fault)
        _runs.pop((row.pk, row.state), None)
        if not fault.retry:
            _fail(row, str(fault))
        else:
            Import.objects.filter(pk=row.pk).update(due_at=clock.now() + AGAIN)
    return True


def finish(row: Import) -> Import:
    """Carry one import through the stage it is in: for commands, which have the time. Raises `Refusal`."""
    row = Import.objects.select_related("file").get(pk=row.pk)
    _go_on(row, until=None)
    row.refresh_from_db()
    return row


def _go_on(row: Import, *, until: float | None) -> None:
    match row.state:
        case State.RECEIVED:
            _survey(row)
        case State.CHECKING | State.APPLYING:
            _rows(row, until=until)


# ------------------------------------------------ the survey
def _survey(row: Import) -> None:
    """Find the headings, guess what they mean, look at every date and every word."""
    table = spool.of(row.pk, lambda: _content(row))
    names = table.headings.names
    memory = queries.remembered(row.source)
    targets = guessing.targets(names, memory.targets if memory else {})
    columns: list[Counter[str]] = [Counter() for _ in names]
    samples: list[list[str]] = [[] for _ in names]
    values: dict[str, list[str]] = {name: [] for name in names if targets[name] in DATES or _looks_dated(name)}
    total = pictures = 0
    for each in table.rows():
        total += 1
        pictures += len(each.pictures)
        for place, name in enumerate(names):
            cell = each.cells[place].strip() if place < len(each.cells) else ""
            if not cell:
                continue
            if len(samples[place]) < SAMPLES and cell[:60] not in samples[place]:
                samples[place].append(cell[:60])
            if len(columns[place]) <= MOST_WORDS or cell in columns[place]:
                columns[place][cell] += 1
            if name in values:
                values[name].append(cell)
    if not total:
        raise errors.BadTable(str(errors.EMPTY))
    decided = {name: dates.decide(cells) for name, cells in values.items()}
    row.about = {
        **table.described,
        "headings": names,
        "first": table.headings.first,
        "pictures": pictures,
        "samples": dict(zip(names, samples, strict=True)),
        "orders": {
            name: [each.order.value, each.certain, each.doubtful, each.unread] for name, each in decided.items()
        },
        "words": {
            name: [[word[:80], count] for word, count in counted.most_common()]
            for name, counted in zip(names, columns, strict=True)
            if len(counted) <= MOST_WORDS
        },
    }
    row.mapping = {
        "targets": {name: target.value for name, target in targets.items()},
        "orders": {name: each.order.value for name, each in decided.items()}
        | _kept(memory.orders if memory else {}, names),
        "words": memory.words if memory else {},
    }
    row.state, row.total, row.tries, row.reason = State.SURVEYED, total, 0, ""
    row.save(update_fields=["about", "mapping", "state", "total", "tries", "reason"])


def words_to_match(row: Import, target: Target, heading: str) -> list[tuple[str, int, str]]:
    """Words of a column with their number and what they most likely mean; none for a column of free text."""
    if target not in WORDS:
        return []
    counted = dict(row.about["words"].get(heading, []))
    return words_of(counted, target, queries.known(row.kind))


def _looks_dated(name: str) -> bool:
    plain = name.lower()
    return any(word in plain for word in ("日期", "时间", "期限", "date", "_dt"))


def _kept(orders: dict[str, str], names: Sequence[str]) -> dict[str, str]:
    return {name: order for name, order in orders.items() if name in names}


# ------------------------------------------------ every row
def _rows(row: Import, *, until: float | None) -> None:
    run = _runs.pop((row.pk, row.state), None) or _begun(row)
    apply = row.state == State.APPLYING
    if apply:
        bulk.make_room()
    while batch := list(islice(run.rows, BATCH)):
        judged = run.bench.judge(batch)
        with transaction.atomic():
            if apply:
                judged = _bring(row, run, judged)
            _note(row, run, judged, line=batch[-1].line)
        if until is not None and clock.monotonic() > until:
            Import.objects.filter(pk=row.pk).update(due_at=clock.now(), tries=0)
            _runs[row.pk, row.state] = run
            return
    _finish(row)


def _begun(row: Import) -> _Run:
    """Open a file for a stage, and go behind the last line that was done; numbers before it are read again."""
    table = spool.of(row.pk, lambda: _content(row))
    reading = Reading(table.headings.names, queries.reader(row.mapping), queries.known(row.kind), now=clock.now())
    run = _Run(table, Bench(row.source, reading), table.rows(), _member(row.by), Counter(row.counts))
    if row.line == 0:
        run.counts.clear()
        Line.objects.filter(into=row).delete()
        return run
    done = (each for each in table.rows() if each.line <= row.line)
    while batch := list(islice(done, BATCH)):
        run.bench.judge(batch)
    run.rows = (each for each in table.rows() if each.line > row.line)
    return run


def _note(row: Import, run: _Run, judged: Sequence[Judged], *, line: int) -> None:
    """Keep what a person must read: every bad row, the first ones of every other sort, and the figures."""
    kept = []
    for each in judged:
        run.counts[each.verdict.value] += 1
        run.counts.update(note.value for note in each.notes)
        noted = any(run.counts[note.value] <= queries.SHOWN for note in each.notes)
        if each.verdict is Verdict.REFUSED or noted or run.counts[each.verdict.value] <= queries.SHOWN:
            kept.append(_line(row, each))
    Line.objects.bulk_create(kept, batch_size=100)
    Import.objects.filter(pk=row.pk).update(line=line, counts=dict(run.counts))


def _line(row: Import, each: Judged) -> Line:
    said = each.said
    return Line(
        into=row,
        line=each.row.line,
        verdict=each.verdict,
        external=said.external if said else "",
        title=said.finding.title if said else "",
        reason=each.reason[:300],
        cells=[cell[:CELL] for cell in each.row.cells] if each.verdict is Verdict.REFUSED else _read(each),
    )


def _read(each: Judged) -> list[list[str]]:
    """How a row was read, by column, and what to know of it: what a person looks over before it comes in."""
    if each.said is None:
        return []
    found, said = each.said.finding, each.said
    days = ((Target.FOUND, found.found_at), (Target.DUE, said.due), (Target.CLOSED, said.closed_at))
    read = {
        Target.CATEGORY: found.category, Target.GRADE: found.grade, Target.PLACE: found.place, Target.SPOT: found.spot,
        Target.LEAD: said.lead,
        **{target: at.astimezone(clock.COUNTY_ZONE).date().isoformat() for target, at in days if at is not None},
    }  # fmt: skip
    taken = UPDATES if each.verdict is Verdict.UPDATED else frozenset(read)
    pairs = [[target.value, value] for target, value in read.items() if value and target in taken]
    return [*pairs, *([note.value, _told(note, each, said)] for note in sorted(each.notes))]


def _told(note: Note, each: Judged, said: Said) -> str:
    """What a note says beyond its name: for a day that was not taken, the moment that counts instead and the day."""
    written = said.instead[0] if said.instead is not None else said.due
    latest = said.instead[1] if said.instead is not None else None
    counts = {Note.FAR: latest, Note.STAYS: each.stands}.get(note)
    return f"{counts.isoformat()} {written.isoformat()}" if counts is not None and written is not None else ""


def _finish(row: Import) -> None:
    row.refresh_from_db()
    if row.state == State.CHECKING:
        row.state = State.CHECKED
    else:
        row.state, row.finished_at = State.DONE, clock.now()
        spool.drop(row.pk)
        journal.record(f"import/{row.pk}", "done", {"counts": row.counts}, by=row.by)
    row.tries = 0
    row.save(update_fields=["state", "tries", "finished_at"])


def _fail(row: Import, reason: str) -> None:
    _runs.pop((row.pk, row.state), None)
    spool.drop(row.pk)
    Import.objects.filter(pk=row.pk).update(state=State.FAILED, reason=reason[:500], finished_at=clock.now())


# ------------------------------------------------ bringing in
def _bring(row: Import, run: _Run, judged: Sequence[Judged]) -> list[Judged]:
    """Bring in one batch: pictures first, for a bad one refuses its row; then the new, then the changed."""
    done = [_with_pictures(row, run, each) for each in judged]
    fresh = [each for each, _pictures in done if each.verdict in {Verdict.NEW, Verdict.BEFORE}]
    came = matters.bring(row.source, [_brought(each) for each in fresh], by=run.by)
    named = {each.external: each for each in came}
    marks = [
        (row.source, said.external, named[said.external].matter, said.mark)
        for said in (each.said for each in fresh) if said is not None
    ]  # fmt: skip
    bulk.insert(Brought, ("source", "external", "matter", "mark"), marks, or_leave=True)
    for each, pictures in done:
        if pictures and each.said is not None and each.said.external in named:
            text = "导入时表格里的照片"
            matters.comment(named[each.said.external].matter, text, Order(run.by), pictures=pictures)
    return [_updated(row, each, run.by) if each.verdict is Verdict.UPDATED else each for each, _pictures in done]


def _updated(row: Import, each: Judged, by: Member) -> Judged:
    """Carry out one update; what is not this person's to change is told as a bad row."""
    try:
        _update(row, each, by)
    except Refusal as no:
        return Judged(each.row, Verdict.REFUSED, each.said, reason=no.sentence)
    return each


def _brought(each: Judged) -> matters.Brought:
    said = each.said
    assert said is not None
    closed = (said.closed_at or clock.now()) if said.is_closed else None
    return matters.Brought(
        external=said.external, finding=said.finding, lead=said.lead, grade=said.grade, due=said.due, closed_at=closed
    )


def _update(row: Import, each: Judged, by: Member) -> None:
    """Put right what an open matter says, as its office would. Closing there closes nothing here: that is verified."""
    said = each.said
    assert said is not None
    words = {"title": said.finding.title, "text": said.finding.text, "spot": said.finding.spot}
    if said.finding.place:
        words["place"] = said.finding.place
    reason = f"来源“{row.source}”更新" + ("，那边已标为销号，这里仍要核查" if said.is_closed else "")
    matters.correct(each.matter, Order(by), reason=reason, finding=words)
    Brought.objects.filter(source=row.source, external=said.external).update(mark=said.mark)


def _with_pictures(row: Import, run: _Run, each: Judged) -> tuple[Judged, list[str]]:
    """Keep the pictures of a new row. One that is none refuses the row, with its name."""
    if each.said is None or each.verdict not in {Verdict.NEW, Verdict.BEFORE} or not each.said.pictures:
        return each, []
    kept = []
    for name in each.said.pictures[:MOST]:
        command = str(uuid.uuid5(uuid.NAMESPACE_URL, f"import/{row.source}/{each.said.external}/{name}"))
        short = name.rpartition("/")[2]
        try:
            upload = Upload(short, run.table.picture(name))
            kept.append(evidence.keep(upload, Claims(), command=command, by=run.by.username).pk)
        except Refusal as no:
            reason = str(errors.BAD_PICTURE).format(name=short, why=no.sentence)
            return Judged(each.row, Verdict.REFUSED, reason=reason), []
    return each, kept


def _content(row: Import) -> bytes:
    if row.file is None:
        raise errors.BadTable(str(errors.EMPTY))
    return files.content(row.file)


def _member(username: str) -> Member:
    """Who applies it, with the rights of now: a right that was taken back meanwhile brings nothing in."""
    member = HOUSE if username == HOUSE.username else access.member(people.get(username))
    queries.require(member)
    return member
