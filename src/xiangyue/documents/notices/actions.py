"""Everything that changes notices. Typesetting takes time, so the worker does it (`make_due`)."""

import hashlib
import importlib
import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from xiangyue.documents.notices import errors, queries, writing
from xiangyue.documents.notices.models import Notice
from xiangyue.documents.notices.states import OPEN, Form, State
from xiangyue.documents.notices.writing import Facts, Item, Sheet, Words
from xiangyue.documents.press import typesetting
from xiangyue.files import actions as files
from xiangyue.files import queries as kept
from xiangyue.files.states import Kind
from xiangyue.journal import actions as journal
from xiangyue.journal import queries as records
from xiangyue.kernel import clock, ids, workdays
from xiangyue.kernel.errors import Fault
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.states import Level
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import queries as ledger
from xiangyue.ledger.matters import rules
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.states import RUNNING, Verb
from xiangyue.ledger.matters.states import State as Standing
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import HOUSE, Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.files.models import File
    from xiangyue.ledger.matters.models import Matter

logger = logging.getLogger(__name__)

MOST = 50
TRIES = 3
LEASE = timedelta(minutes=2)
LIMITS = {"basis": 200, "demand": 500, "contact": 80, "number": 40, "signed": 40, "until": 10}
NAMES = {
    "basis": errors.BASIS, "demand": errors.DEMAND, "contact": errors.CONTACT, "number": errors.NUMBER,
    "signed": errors.SIGNED, "until": errors.UNTIL,
}  # fmt: skip

ORDERS = frozenset({Form.RECTIFY, Form.SUPERVISE})
"""Forms that order something of a unit until a day."""

RUNGS = {
    Level.BLUE: "蓝色提醒", Level.YELLOW: "黄色预警", Level.RED: "红色逾期", Level.SUPERVISE: "督办",
    Level.LIST: "挂牌督办", Level.TALK: "约谈",
}  # fmt: skip
"""What a paper calls a rung."""


@transaction.atomic
def draft(form: Form, names: Sequence[str], words: Words, *, by: Member) -> Notice:
    """Freeze what the ledger says of some matters, and have it set.

    Raises `NothingChosen`, `NotFound`, `NotYours`, `OwnLine`, `NoLead`, `SeveralLeads`, `Settled`, `TooLong`,
    `NoSigner`, `NoNewDay`, `DayOver`.
    """
    queries.require(by)
    wanted = list(dict.fromkeys(names))
    if not 1 <= len(wanted) <= MOST:
        raise errors.NothingChosen(limit=MOST)
    found = [ledger.get(by, name) for name in wanted]
    for matter in found:
        rules.require_office(by, Verb.NOTE, matter.office, matter.lead)
    _require_open(form, found)
    to = _addressed(form, found)
    now, said = clock.now(), _checked(words)
    facts = Facts(
        form=form,
        office=_signer(said, by),
        to=to,
        on=_day(now),
        items=tuple(_item(matter, now) for matter in found),
        words=said,
    )
    _require_days(facts)
    made = Notice.objects.create(
        id=ids.new_id(), form=form, to=facts.to, matters=wanted, facts=facts.as_dict(), by=by.username, drafted_at=now,
        due_at=now,
    )  # fmt: skip
    _record(made, "draft", {"form": form.value, "matters": wanted}, by)
    return made


@transaction.atomic
def rewrite(name: str, words: Words, *, by: Member) -> None:
    """Change what a person added; the facts stay as they were frozen.

    Raises `NotFound`, `WrongStage`, `TooLong`, `NoSigner`, `NoNewDay`, `DayOver`.
    """
    row = _locked(name, by)
    said, before = _checked(words), writing.facts_of(row.facts)
    facts = replace(before, words=said, office=_signer(replace(said, signed=said.signed or before.office), by))
    _require_days(facts)
    row.facts, row.state, row.due_at, row.tries, row.sheet = facts.as_dict(), State.WAITING, clock.now(), 0, None
    row.save(update_fields=["facts", "state", "due_at", "tries", "sheet"])


@transaction.atomic
def issue(name: str, *, by: Member) -> None:
    """It goes out as it is set now: its hash stands in the chain of every matter it is about.

    Raises `NotFound`, `WrongStage`, and `Outdated`, `Settled` when it orders what is over meanwhile.
    """
    row = _locked(name, by)
    if row.state != State.READY or row.pdf is None:
        raise errors.WrongStage(state=State(row.state).label)
    facts = writing.facts_of(row.facts)
    found = [ledger.get(HOUSE, matter) for matter in row.matters]
    _require_open(facts.form, found)
    _require_ahead(facts)
    row.sha256 = hashlib.sha256(kept.content(row.pdf)).hexdigest()
    row.state, row.issued_at, row.issued_by = State.ISSUED, clock.now(), by.username
    row.save(update_fields=["sha256", "state", "issued_at", "issued_by"])
    stated = {"notice": row.pk, "form": row.form, "sha256": row.sha256, "by": by.username}
    stated |= {"signed": facts.office, "number": facts.words.number}
    for matter in found:
        matters.note(matter.pk, matters.Noted("notice", {**stated, "unit": matter.office_id}), Order(HOUSE))
    _record(row, "issue", {"sha256": row.sha256, "facts": row.facts}, by)


@transaction.atomic
def drop(name: str, *, by: Member) -> None:
    """Throw a draft away. What was issued stays. Raises `NotFound`, `WrongStage`."""
    row = _locked(name, by)
    _record(row, "drop", {}, by)
    Notice.objects.filter(pk=row.pk).delete()
    for file in (row.pdf, row.docx):
        if file is not None:
            files.drop(file)


@transaction.atomic
def strike(matter: str, number: str, decision: str) -> None:
    """Take the words of a matter that were erased by a decision out of every notice about it. For the roof.

    A draft is set anew by the worker. What was issued is set anew at once: the hash of what went out stays in the
    chains, its words do not.
    """
    every = Notice.objects.order_by("pk").values_list("pk", "matters")
    for name in [name for name, about in every.iterator() if matter in about]:
        row = Notice.objects.select_for_update(of=("self",)).select_related("pdf", "docx").get(pk=name)
        said, facts = writing.struck(writing.facts_of(row.facts), number)
        if not said:
            continue
        old = [file for file in (row.pdf, row.docx) if file is not None]
        row.facts = facts.as_dict()
        if row.state == State.ISSUED:
            _set_again(row, said, decision)
        else:
            row.state, row.due_at, row.tries = State.WAITING, clock.now(), 0
            row.sheet = row.pdf = row.docx = None
        row.save()
        for file in old:
            files.drop(file)


def _set_again(row: Notice, said: Sequence[str], decision: str) -> None:
    """An issued notice without words that were erased, as it was set but for them."""
    for entry in records.named(f"notice/{row.pk}", "issue"):
        if entry.payload is not None:
            journal.erase(entry, decision=decision, by="")
    facts = writing.facts_of(row.facts)
    sheet = writing.sheet_of(writing.without(row.sheet, said)) if row.sheet is not None else writing.write(facts)
    row.sheet = asdict(sheet)
    row.pdf, row.docx = _printed(row, sheet)


# ------------------------------------------------ the worker's part
def make_due(*, most: int = 2) -> int:
    """Set what waits, oldest first; how many were set."""
    now, made = clock.now(), 0
    for row in Notice.objects.filter(state=State.WAITING, due_at__lte=now).order_by("due_at")[:most]:
        mine = Notice.objects.filter(pk=row.pk, state=State.WAITING, tries=row.tries)
        if mine.update(tries=row.tries + 1, due_at=now + LEASE) != 1:
            continue
        row.tries += 1
        try:
            made += _make(row)
        except Fault as fault:
            logger.warning("notice %s: %s", row.pk, fault)
            failed = State.FAILED if row.tries >= TRIES else State.WAITING
            Notice.objects.filter(pk=row.pk, tries=row.tries).update(state=failed)
    return made


def _make(row: Notice) -> int:
    sheet = writing.write(writing.facts_of(row.facts))
    with transaction.atomic():
        pdf, docx = _printed(row, sheet)
        mine = Notice.objects.filter(pk=row.pk, state=State.WAITING, tries=row.tries)
        if mine.update(state=State.READY, sheet=asdict(sheet), pdf=pdf, docx=docx) == 1:
            return 1
        for file in (pdf, docx):
            files.drop(file)  # written anew meanwhile: nothing keeps what it said before
        return 0


def _printed(row: Notice, sheet: Sheet) -> "tuple[File, File]":
    """A notice in both forms."""
    data = {**asdict(sheet), "page": {"width": 595.28, "height": 841.89}}
    # Loaded here: a Word file's library is needed by nobody else.
    word: Any = importlib.import_module("xiangyue.documents.notices.word")
    pdf, docx = typesetting.print_pdf("notices/notice.typ", data), word.docx(sheet)
    return (
        files.keep(pdf, kind=Kind.PDF, label=f"notice/{row.pk}/pdf", by=row.by),
        files.keep(docx, kind=Kind.DOCX, label=f"notice/{row.pk}/docx", by=row.by),
    )


# ------------------------------------------------ facts
def _item(matter: "Matter", now: datetime) -> Item:
    kind = kinds.get(matter.kind, matter.version)
    category = kind.category(matter.category) if matter.category else None
    running = matter.state in RUNNING and matter.paused_at is None
    where = matter.spot or (matter.place.name if matter.place else "")
    return Item(
        number=matter.number, title=matter.title, text=matter.text, spot=where,
        category=category.name if category else "", closing=category.closing if category else "",
        lead=matter.lead.name if matter.lead else "", found=_day(matter.found_at), due=_day(matter.due),
        original=_day(matter.original_due), state=str(Standing(matter.state).label),
        rung=RUNGS[Level(matter.rung)] if matter.rung else "",
        is_overdue=running and matter.due is not None and matter.due < now,
        clock=_clock(matter.due), is_paused=matter.paused_at is not None,
    )  # fmt: skip


def _addressed(form: Form, found: "Sequence[Matter]") -> str:
    if form is Form.BULLETIN:
        return "各乡镇、街道，有关单位"
    for matter in found:
        if matter.lead is None:
            raise errors.NoLead(number=matter.number)
    leads = {matter.lead.name for matter in found if matter.lead is not None}
    if len(leads) > 1:
        raise errors.SeveralLeads(form=form.label)
    return leads.pop()


def _checked(words: Words) -> Words:
    tidy = {name: " ".join(value.split()) for name, value in asdict(words).items()}
    for name, limit in LIMITS.items():
        if len(tidy[name]) > limit:
            raise errors.TooLong(field=NAMES[name], limit=limit)
    return Words(**tidy)


def _signer(words: Words, by: Member) -> str:
    """Who signs: what was written, else the unit that the drafter dispatches for. A county is no office."""
    root = units.root()
    if words.signed:
        if words.signed in {root.name, root.short_name}:
            raise errors.NotAnOffice(name=words.signed)
        return words.signed
    own = units.by_code([code for code in access.units(by, Right.DISPATCH) if code != root.code])
    if not own:
        raise errors.NoSigner
    return min(own.values(), key=lambda unit: unit.path).name


def _require_open(form: Form, found: "Sequence[Matter]") -> None:
    """Pass what can still be ordered. Raises `Settled`."""
    for matter in found:
        if form in ORDERS and matter.state == Standing.CLOSED:
            raise errors.Settled(number=matter.number, form=form.label)


def _require_days(facts: Facts) -> None:
    """Pass what orders days to come. Raises `NoNewDay`, `DayOver`."""
    if facts.form not in ORDERS:
        return
    late = sum(item.is_overdue for item in facts.items)
    if late and not facts.words.until:
        raise errors.NoNewDay(n=late)
    if facts.words.until:
        try:
            until = date.fromisoformat(facts.words.until)
        except ValueError as wrong:
            raise errors.DayOver from wrong
        if until < workdays.county_day(clock.now()):
            raise errors.DayOver


def _require_ahead(facts: Facts) -> None:
    """Pass a draft whose days have not gone by since. Raises `Outdated`."""
    today = _day(clock.now())
    days = [facts.words.until, *(item.due for item in facts.items if not item.is_overdue and item.due >= facts.on)]
    if facts.form in ORDERS and any(each and each < today for each in days):
        raise errors.Outdated


def _clock(moment: datetime | None) -> str:
    """The time of day of a deadline; empty for the end of the day."""
    local = moment.astimezone(clock.COUNTY_ZONE) if moment is not None else None
    return "" if local is None or local.time() == workdays.END else f"{local:%H:%M}"


def _day(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(clock.COUNTY_ZONE).date().isoformat()


def _locked(name: str, by: Member) -> Notice:
    """A notice that may still be changed. Raises `Forbidden`, `NotFound`, `WrongStage`."""
    queries.require(by)
    queries.get(by, name)
    row = Notice.objects.select_for_update(of=("self",)).select_related("pdf", "docx").get(pk=name)
    if row.state not in OPEN:
        raise errors.WrongStage(state=State(row.state).label)
    return row


def _record(row: Notice, verb: str, data: dict[str, Any], by: Member) -> None:
    journal.record(f"notice/{row.pk}", verb, data, by=by.username)
