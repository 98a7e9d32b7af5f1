"""Reads of questions. Answers to what was asked in public are for everybody; the rest goes through the matter."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Kind
from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import Outcome, Verb
from xiangyue.ledger.questions.models import Question
from xiangyue.ledger.questions.rules import KIND, WITHDRAWN
from xiangyue.ledger.questions.states import Word
from xiangyue.org.access.rules import Member

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Official:
    """An official answer as everybody reads it."""

    number: str
    question: str
    category: str
    category_en: str
    answer: str
    unit: str
    source: str
    at: datetime
    word: Word
    lecture: str
    i: int | None
    occasion: str


def kind() -> Kind | None:
    """The kind of questions; None in a county that has not loaded it."""
    try:
        return kinds.current(KIND)
    except Refusal:
        return None


def public(words: str = "", category: str = "") -> QuerySet[Question]:
    """Answers to questions that were public where they were asked, newest first; with all of the words in them.

    What a category keeps from the public, what was no question, and what the office erased the words of is not among
    them. Where whoever asked was erased by decision, the answer stays and says so.
    """
    known = kind()
    shown = [row.code for row in known.categories if row.public] if known is not None else []
    found = Question.objects.filter(shown=True, matter__category__in=shown).exclude(answer="")
    found = found.exclude(matter__outcome__in=[Outcome.INVALID, Outcome.DUPLICATE])
    found = found.filter(~Q(matter__title="") | Q(withdrawn=True))
    if category:
        found = found.filter(matter__category=category)
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(
            Q(matter__title__icontains=word)
            | Q(matter__text__icontains=word)
            | Q(answer__icontains=word)
            | Q(source__icontains=word)
            | Q(unit__icontains=word)
        )
    return found.select_related("matter").order_by("-answered_at", "pk")


def told(rows: list[Question]) -> list[Official]:
    """Rows of `public` as a page shows them: one query for their kinds."""
    versions = {(row.matter.kind, row.matter.version) for row in rows}
    known = {pair: kinds.get(*pair) for pair in versions}
    return [_official(row, known[row.matter.kind, row.matter.version]) for row in rows]


def one(number: str) -> Official:
    """One of them by its matter's number. Raises `NotFound`."""
    row = public().filter(matter__number=number).first()
    if row is None:
        raise NotFound
    return told([row])[0]


def asked(row: Question) -> str:
    """What was asked, as it is shown."""
    return WITHDRAWN if row.withdrawn else row.matter.text or row.matter.title


def missing(viewer: Member, matter: Matter) -> str:
    """What whoever asked said was left out of the last answer; nothing once there is another."""
    told = [line for line in matters.timeline(viewer, matter) if line.verb in {Verb.NOT_ANSWERED, Verb.CLAIM}]
    last = told[-1] if told else None
    return str((last.said or {}).get("text", "")) if last is not None and last.verb is Verb.NOT_ANSWERED else ""


def of_matter(viewer: Member, name: str) -> tuple[Matter, Question]:
    """A question with its matter, for those whom the matter concerns. Raises `NotFound`."""
    matter = matters.get(viewer, name)
    row = Question.objects.filter(pk=matter.pk).first()
    if row is None:
        raise NotFound
    return matter, row


def of_lecture(lecture: str, i: int) -> Question | None:
    """What a question of a lecture became. For the roof: the hall has asked who is looking."""
    return Question.objects.filter(lecture=lecture, i=i).select_related("matter__lead").first()


def _official(row: Question, known: Kind) -> Official:
    matter = row.matter
    category = known.category(matter.category)
    assert row.answered_at is not None, "the table says so"
    return Official(
        matter.number, asked(row), category.name, category.name_en, row.answer, row.unit, row.source,
        row.answered_at, Word(row.word), row.lecture, row.i, row.occasion,
    )  # fmt: skip
