"""The template of a review, and the quiz that comes out of a case: pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from xiangyue.ledger.kinds.rules import Category
from xiangyue.ledger.matters.rules import MAX_TITLE
from xiangyue.ledger.reviews import errors

KIND = "review"
MEASURE = "measure"

TEMPLATE = {
    "cause": {
        "happened": _("经过"),
        "direct": _("直接原因"),
        "indirect": _("间接原因"),
        "root": _("根本原因"),
        "check": _("本应由哪道检查发现"),
    },
    "responsibility": {"found": _("责任认定"), "document": _("处理依据的文件（文号）")},
    "measures": {"sum": _("措施落实情况")},
    "lesson": {"told": _("怎样告诉了同类单位和群众")},
}
"""What each of a review's questions asks for. Whom it may concern as a person stands in the document, not here."""

MOST_ITEMS = 5
CHOICES = 4
LONGEST = 60
"""Letters of an option that still fits a phone beside three others."""


@dataclass(frozen=True, slots=True)
class Item:
    """A quiz question with one right option, which is the first; the hall puts them in another order."""

    text: str
    right: str
    wrong: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Lecture:
    """A lecture that a review wants given: where, about what, with which questions."""

    studio: str
    title: str
    about: str
    items: tuple[Item, ...] = ()


def parts(code: str, given: dict[str, str]) -> dict[str, str]:
    """An answer's parts under what people call them, in the template's order; one field for what it does not know."""
    template = TEMPLATE.get(code, {"text": _("答复")})
    return {str(label): given.get(name, "") for name, label in template.items()}


def in_order(code: str, said: dict[str, str]) -> dict[str, str]:
    """Parts as the template has them: a record keeps no order of its own."""
    order = [str(label) for label in TEMPLATE.get(code, {}).values()]
    return dict(sorted(said.items(), key=lambda part: order.index(part[0]) if part[0] in order else len(order)))


def named(title: str) -> str:
    """A review's title, from its case's."""
    return f"复盘：{title}"[:MAX_TITLE]


def drafted(category: Category, others: Sequence[Category], number: str) -> list[Item]:
    """Questions that follow from a case: when what was found counts as mended. The rest people write."""
    wrong = list(dict.fromkeys(other.closing for other in others if len(other.closing) <= LONGEST))
    wrong = [closing for closing in wrong if closing != category.closing]
    if len(category.closing) > LONGEST or len(wrong) < CHOICES - 1:
        return []
    return [Item(f"发现“{category.name}”，怎样才算整改到位？", category.closing, tuple(wrong[: CHOICES - 1]), number)]


def require_lecture(wanted: Lecture) -> None:
    """Pass, or raise `BadLectureOrder`."""
    if not wanted.studio or not 1 <= len(wanted.title.strip()) <= MAX_TITLE or len(wanted.items) > MOST_ITEMS:
        raise errors.BadLectureOrder(limit=MAX_TITLE)
