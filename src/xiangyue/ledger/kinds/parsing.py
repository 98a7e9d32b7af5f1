"""From a kind's two files to a `Kind`: every key read, every promise kept, or one sentence that says what is wrong."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xiangyue.kernel.workdays import Unit
from xiangyue.ledger.kinds import catalogue, errors, promises, reading
from xiangyue.ledger.kinds.reading import Table
from xiangyue.ledger.kinds.rules import (
    EvidenceRules,
    Extension,
    Grade,
    Kind,
    Pause,
    Rebound,
    Recheck,
    Rung,
    Verification,
)
from xiangyue.ledger.kinds.states import Audience, How, Level, Need, Party, Reporter, View
from xiangyue.ledger.subjects.states import Type

UNCHECKED = "未抽查"
"""What a sample must call the claims it did not draw; it is shown so everywhere, and never carries the seal."""

SELF = frozenset({"self", "none", "auto", "lead", "no"})
"""Words for no verification at all, so that the refusal says why and not only that."""

VERBS = ("report", "claim", "verify")
"""At which pictures may come along."""

PERSONS = frozenset(
    {"person", "people", "resident", "citizen", "patient", "petitioner", "returner", "student", "child"}
)
"""Words somebody might try as a subject, so that the refusal says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """The files of a kind, as text. `name` is the file's, for sentences."""

    name: str
    rules: str
    table: str


def parse(source: Source, *, fields: frozenset[str] | None) -> Kind:
    """A kind from its files. `fields` are the codes of fields.csv; None for an old version. Raises `BadKind`."""
    top = reading.read(source.rules, source.name)
    kind = _kind(top, source, fields)
    top.end()
    promises.require(kind, source.name)
    return kind


def table_of(rules: str, name: str) -> str:
    """The name of the category table that a file asks for. Raises `BadKind`."""
    return reading.read(rules, name).text("categories")


def _kind(top: Table, source: Source, fields: frozenset[str] | None) -> Kind:
    grades = _grades(top.table("grades"))
    codes = tuple(grade.code for grade in grades)
    top.text("categories")
    return Kind(
        code=top.code("kind"),
        version=top.number("version", least=1, most=9999),
        name=top.text("name", most=20),
        name_en=top.text("name_en", most=40),
        number=_number(top),
        effective_on=top.day("from"),
        subjects=_subjects(top),
        report_by=frozenset(top.words("report_by", Reporter)),
        grades=grades,
        accept_within=top.span("accept_within"),
        verify=_verifications(top.table("verify"), codes) if "verify" in top else _unverified(source.name),
        recheck=_recheck(top.table("recheck")) if "recheck" in top else None,
        extend=_extension(top.table("extend"), codes) if "extend" in top else None,
        pause=_pause(top.table("pause")) if "pause" in top else None,
        rebound=_rebound(top.table("watch")) if "watch" in top else None,
        evidence=_evidence(top.table("evidence")),
        ladder=_ladder(top, codes),
        see=_see(top.table("see")),
        keep_years=_years(top),
        categories=catalogue.read(source.table, source.name, grades=grades, fields=fields),
        parents=frozenset(_relatives(top, "parents")),
        children=frozenset(_relatives(top, "children")),
        fields_asked=top.reasons("ask") if "ask" in top else (),
    )


def _number(top: Table) -> str:
    pattern = top.text("number", most=40)
    bare = pattern.replace("{year}", "", 1).replace("{seq}", "", 1)
    if len(bare) != len(pattern) - len("{year}{seq}") or "{" in bare or "}" in bare:
        raise errors.BadNumberPattern(where=f"{top.where}.number")
    return pattern


def _subjects(top: Table) -> tuple[Type, ...]:
    """Which subjects it can be about; none at all for a directive."""
    if "subject" not in top:
        return ()
    listed, where = top.list("subject"), f"{top.where}.subject"
    for one in listed:
        if isinstance(one, str) and one in PERSONS:
            raise errors.PersonAsSubject(where=where, word=one)
    return tuple(dict.fromkeys(reading.word(one, Type, where) for one in listed))


def _grades(table: Table) -> tuple[Grade, ...]:
    grades = tuple(_grade(code, table.table(code)) for code in table.codes())
    if not grades:
        raise errors.MissingKey(where=table.where, key="general")
    return grades


def _grade(code: str, table: Table) -> Grade:
    if "due" not in table:
        raise errors.NoDue(where=table.where)
    due = table.text("due")
    plan_within = table.span("plan_within") if "plan_within" in table else None
    if (due == "plan") != (plan_within is not None):
        raise errors.NoDue(where=table.where)
    published = table.table("publish") if "publish" in table else None
    grade = Grade(
        code=code,
        name=table.text("name", most=20),
        name_en=table.text("name_en", most=40),
        weight=table.number("weight", least=0, most=100),
        due=None if due == "plan" else reading.span(due, f"{table.where}.due"),
        plan_within=plan_within,
        plan_parts=table.reasons("plan") if "plan" in table else (),
        supervised_by=table.word("supervise", Party) if "supervise" in table else None,
        publish_filed=published.span("filed") if published else None,
        publish_closed=published.span("closed") if published else None,
    )
    if published:
        published.end()
    table.end()
    return grade


def _unverified(where: str) -> dict[str, Verification]:
    raise errors.SelfVerified(where=f"{where}.verify")


def _verifications(table: Table, grades: tuple[str, ...]) -> dict[str, Verification]:
    for code in grades:
        if code not in table:
            raise errors.SelfVerified(where=f"{table.where}.{code}")
    found = {code: _verification(table.table(code)) for code in grades}
    table.end()
    return found


def _verification(table: Table) -> Verification:
    how, by = _how(table), _verifier(table)
    is_sample = how is How.SAMPLE
    if is_sample and ("rest" not in table or table.text("rest") != UNCHECKED):
        raise errors.SampleUnnamed(where=table.where)
    if is_sample != ("share" in table) or is_sample != ("drawn" in table):
        raise errors.SampleIncomplete(where=table.where)
    found = Verification(
        how=how,
        by=by,
        people=table.number("people", least=1, most=9) if "people" in table else 1,
        expert=table.flag("expert"),
        within=table.span("within"),
        share=table.share("share") if is_sample else None,
        drawn=table.word("drawn", How) if is_sample else None,
        minutes=table.number("minutes", least=0, most=600),
    )
    if found.drawn in {How.SAMPLE, How.ASKER, How.RELEASE}:
        raise errors.SampleIncomplete(where=table.where)
    table.end()
    return found


def _how(table: Table) -> How:
    if "how" not in table:
        raise errors.SelfVerified(where=table.where)
    written = table.text("how")
    if written in SELF:
        raise errors.SelfVerified(where=table.where)
    return reading.word(written, How, f"{table.where}.how")


def _verifier(table: Table) -> Party:
    by = table.word("by", Party) if "by" in table else Party.OTHER_UNIT
    if by is Party.LEAD:
        raise errors.VerifierIsLead(where=f"{table.where}.by")
    return by


def _recheck(table: Table) -> Recheck:
    found = Recheck(share=table.share("share"), after=table.span("after"))
    table.end()
    return found


def _extension(table: Table, grades: tuple[str, ...]) -> Extension:
    asked = table.table("ask_before")
    before = {code: asked.span(code) for code in grades if code in asked}
    asked.end()
    decided_by = table.word("decide", Party)
    if decided_by in {Party.LEAD, Party.ASKER}:
        raise errors.ExtensionByLead(where=f"{table.where}.decide")
    times, longest = table.number("times", least=1, most=3), table.span("max")
    found = Extension(before, decided_by, times, longest, table.reasons("reasons"))
    table.end()
    return found


def _pause(table: Table) -> Pause:
    found = Pause(reasons=table.reasons("reasons"), longest=table.span("max"))
    table.end()
    return found


def _rebound(table: Table) -> Rebound:
    annul = catalogue.watch(table.span("annul"), f"{table.where}.annul")
    link = table.span("link")
    if link.unit is not Unit.DAYS or not annul.amount <= link.amount <= promises.LONGEST_LINK:
        raise errors.WatchOutOfRange(where=f"{table.where}.link", least=annul.amount, most=promises.LONGEST_LINK)
    found = Rebound(annul, link, table.number("review_after", least=2, most=9))
    table.end()
    return found


def _evidence(table: Table) -> EvidenceRules:
    for verb in table.codes():
        if verb not in VERBS:
            raise errors.UnknownVerb(where=table.where, verb=verb, verbs="、".join(VERBS))
    return EvidenceRules(*(table.word(verb, Need) for verb in VERBS))


def _ladder(top: Table, grades: tuple[str, ...]) -> tuple[Rung, ...]:
    where = f"{top.where}.ladder"
    return tuple(_rung(one, f"{where}.{place}", grades) for place, one in enumerate(top.list("ladder"), 1))


def _rung(value: Any, where: str, grades: tuple[str, ...]) -> Rung:
    table = Table(value, where)
    levels = {level.name.lower(): level for level in Level}
    at, written = reading.offset(table.text("at"), f"{where}.at"), table.text("rung")
    if written not in levels:
        raise errors.UnknownWord(where=f"{where}.rung", word=written, words="、".join(levels))
    only = tuple(table.list("grades")) if "grades" in table else ()
    for code in only:
        if code not in grades:
            raise errors.UnknownGradeInTable(where=where, grade=code)
    table.end()
    return Rung(at, levels[written], only)


def _see(table: Table) -> dict[Audience, View]:
    found = {audience: table.word(audience.value, View) for audience in Audience}
    table.end()
    return found


def _years(top: Table) -> int:
    written = top.text("keep")
    return reading.whole(written.removesuffix("y"), f"{top.where}.keep", least=1, most=30)


def _relatives(top: Table, key: str) -> tuple[str, ...]:
    if key not in top:
        return ()
    found = top.list(key)
    if not all(isinstance(code, str) and code for code in found):
        raise errors.NotAText(where=f"{top.where}.{key}", most=32)
    return tuple(found)


def sentence(kind: Kind) -> str:
    """A kind in one line, for whoever checks the files."""
    return _("{name}（{code}）第 {version} 版：{grades} 级，{categories} 类。").format(
        name=kind.name,
        code=kind.code,
        version=kind.version,
        grades=len(kind.grades),
        categories=len(kind.categories),
    )
