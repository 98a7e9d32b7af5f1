"""What a person does with an import: receive, map, apply, drop. What takes time is the worker's (`working`)."""

from typing import Any

from django.db import transaction

from xiangyue.files import actions as files
from xiangyue.files.states import Kind as FileKind
from xiangyue.journal import actions as journal
from xiangyue.kernel import clock, ids
from xiangyue.ledger.imports import errors, opening, queries, rules
from xiangyue.ledger.imports.models import Import, Line, Memory
from xiangyue.ledger.imports.rules import Reader
from xiangyue.ledger.imports.states import DROPPABLE, MAPPABLE, State
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.org.access.rules import Member


@transaction.atomic
def receive(name: str, content: bytes, *, source: str, kind: str, by: Member) -> Import:
    """Take in a file; the worker reads it. Raises `Forbidden`, `BadSource`, `KindClosed`, `BadTable`, `UnknownKind`."""
    queries.require(by)
    source = " ".join(source.split())
    if not 1 <= len(source) <= rules.MAX_SOURCE:
        raise errors.BadSource(limit=rules.MAX_SOURCE)
    wanted = kinds.current(kind)
    if Reporter.IMPORT not in wanted.report_by:
        raise errors.KindClosed(kind=wanted.name)
    form = FileKind.XLSX if opening.is_workbook(content) else FileKind.CSV
    public_id = ids.new_id()
    file = files.keep(content, kind=form, label=f"import/{public_id}", by=by.username, original=name)
    now = clock.now()
    made = Import.objects.create(
        id=public_id, source=source, kind=kind, name=name[:120], file=file, by=by.username, received_at=now, due_at=now
    )
    stated = {"source": source, "kind": kind, "name": made.name, "sha256": file.sha256}
    _record(made, "receive", stated, by)
    return made


@transaction.atomic
def map_columns(name: str, mapping: Reader, *, by: Member) -> None:
    """Say what the columns are for, and have every row judged. Raises `NotFound`, `WrongStage`, `BadMapping`."""
    row = _locked(name, by)
    if row.state not in MAPPABLE:
        raise errors.WrongStage(state=State(row.state).label)
    rules.require(row.about["headings"], mapping)
    row.mapping = stored(mapping)
    Line.objects.filter(into=row).delete()
    row.state, row.line, row.counts, row.due_at, row.tries = State.CHECKING, 0, {}, clock.now(), 0
    row.save(update_fields=["mapping", "state", "line", "counts", "due_at", "tries"])


@transaction.atomic
def apply(name: str, *, by: Member) -> None:
    """Bring in what the preview showed; how the columns were read is remembered. Raises `NotFound`, `WrongStage`."""
    row = _locked(name, by)
    if row.state != State.CHECKED:
        raise errors.WrongStage(state=State(row.state).label)
    row.state, row.line, row.due_at, row.tries, row.by = State.APPLYING, 0, clock.now(), 0, by.username
    row.save(update_fields=["state", "line", "due_at", "tries", "by"])
    remembered = {key: row.mapping[key] for key in ("targets", "orders", "words")}
    Memory.objects.update_or_create(source=row.source, defaults={"kind": row.kind, **remembered})
    _record(row, "apply", {"counts": row.counts, "mapping": row.mapping}, by)


@transaction.atomic
def drop(name: str, *, by: Member) -> None:
    """Leave a file out, before anything of it was brought in. Raises `NotFound`, `WrongStage`."""
    row = _locked(name, by)
    if row.state not in DROPPABLE:
        raise errors.WrongStage(state=State(row.state).label)
    file, row.file, row.state, row.finished_at = row.file, None, State.DROPPED, clock.now()
    row.save(update_fields=["file", "state", "finished_at"])
    Line.objects.filter(into=row).delete()
    if file is not None:
        files.drop(file)
    _record(row, "drop", {}, by)


def stored(mapping: Reader) -> dict[str, Any]:
    """A mapping as it is kept."""
    return {
        "targets": {heading: target.value for heading, target in mapping.targets.items()},
        "orders": {heading: order.value for heading, order in mapping.orders.items()},
        "words": {target: dict(words) for target, words in mapping.words.items()},
        "datum": mapping.datum.value,
    }


def _locked(name: str, by: Member) -> Import:
    queries.get(by, name)
    return Import.objects.select_for_update(of=("self",)).select_related("file").get(pk=name)


def _record(row: Import, verb: str, data: dict[str, Any], by: Member) -> None:
    journal.record(f"import/{row.pk}", verb, data, by=by.username)
