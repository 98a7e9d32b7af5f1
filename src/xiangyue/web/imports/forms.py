"""What somebody brings, and how they read it: from a posted form to a mapping and back."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from xiangyue.ledger.imports import actions, errors, queries
from xiangyue.ledger.imports.rules import LEFT_OUT, MAX_SOURCE, Known, Reader
from xiangyue.ledger.imports.states import CLOSED_WORD, DATES, OPEN_WORD, WORDS, Order, Target
from xiangyue.ledger.subjects.states import Datum
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.ledger.imports.models import Import

Choices = list[tuple[str, str]]

ORDERS = (Order.DMY, Order.MDY, Order.MIXED)
"""What a person can say of a column that writes day and month in figures."""


class FileForm(forms.Form):
    """A file, where it comes from, and what its rows are."""

    table = forms.FileField(
        label=_("表格（.xlsx 或 CSV）"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"})
    )
    source = forms.CharField(
        label=_("来源"),
        max_length=MAX_SOURCE,
        help_text=_("例如“消防大队隐患台账”。同一来源再导入时，列名自动对上，同一编号不会重复登记。"),
        widget=forms.TextInput(attrs={"list": "sources"}),
    )
    kind = forms.ChoiceField(
        label=_("事项类型"), error_messages={"required": _("请选这份表里是哪一类事项：期限、核查都由它定。")}
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        # None is chosen for whoever has not chosen: the first of the list would make accidents of everything.
        field.choices = [("", _("请选")), *((kind.code, kind.name) for kind in queries.importable())]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a column, what it means, and what it could mean."""

    field: str
    word: str
    count: int
    code: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column as the page asks about it."""

    n: int
    heading: str
    samples: list[str]
    target: str
    orders: Choices
    order: str
    found: str
    words: list[Word]
    codes: Choices

    @property
    def unmatched(self) -> int:
        return sum(not word.code for word in self.words)


def columns(row: "Import") -> list[Column]:
    """Every column of a surveyed table, as it is read now."""
    reader, known = queries.reader(row.mapping), queries.known(row.kind)
    return [_column(row, reader, known, n, heading) for n, heading in enumerate(row.about["headings"])]


def mapping(row: "Import", posted: QueryDict) -> Reader:
    """How somebody read a table. Raises `BadMapping`."""
    known = queries.known(row.kind)
    targets: dict[str, Target] = {}
    orders: dict[str, Order] = {}
    words: dict[str, dict[str, str]] = {}
    for n, heading in enumerate(row.about["headings"]):
        target = _target(posted.get(f"t-{n}", ""))
        targets[heading] = target
        if target in DATES:
            orders[heading] = _order(row, heading, posted.get(f"o-{n}", ""))
        if target in WORDS:
            allowed = {code for code, _name in choices(target, known)}
            for k, (word, _count) in enumerate(row.about["words"].get(heading, [])):
                if (code := posted.get(f"w-{n}-{k}", "")) and code in allowed:
                    words.setdefault(target.value, {})[word] = code
    datum = posted.get("datum", "")
    return Reader(targets, orders, words, Datum(datum) if datum in Datum.values else Datum.WGS84)


def choices(target: Target, known: Known) -> Choices:
    """What a word of a column can stand for."""
    nothing = (LEFT_OUT, str(_("不对应，原词写进正文")))
    match target:
        case Target.CATEGORY:
            return [nothing, *((each.code, each.name) for each in known.kind.categories)]
        case Target.GRADE:
            return [nothing, *((each.code, each.name) for each in known.kind.grades)]
        case Target.STATE:
            return [(OPEN_WORD, str(_("还没有销号"))), (CLOSED_WORD, str(_("已经销号")))]
        case _:
            return [nothing, *((unit.code, unit.name) for unit in units.tree() if unit.code != known.office)]


def _column(row: "Import", reader: Reader, known: Known, n: int, heading: str) -> Column:
    target = reader.targets[heading]
    found = row.about["orders"].get(heading)
    decided = Order(found[0]) if found else Order.CERTAIN
    doubtful = target in DATES and decided is not Order.CERTAIN
    chosen = reader.words.get(target.value, {})
    places = {word: k for k, (word, _count) in enumerate(row.about["words"].get(heading, []))}
    return Column(
        n,
        heading,
        row.about["samples"][heading],
        target.value,
        [(order.value, str(order.label)) for order in ORDERS] if doubtful else [],
        reader.orders.get(heading, decided).value,
        str(decided.label) if target in DATES else "",
        [
            Word(f"w-{n}-{places[word]}", word, count, chosen.get(word, code))
            for word, count, code in actions.words_to_match(row, target, heading)
        ],
        choices(target, known) if target in WORDS else [],
    )


def _target(word: str) -> Target:
    if word not in Target.values:
        raise errors.BadMapping(str(errors.UNKNOWN_COLUMN))
    return Target(word)


def _order(row: "Import", heading: str, word: str) -> Order:
    found = row.about["orders"].get(heading)
    decided = Order(found[0]) if found else Order.CERTAIN
    if decided is Order.CERTAIN:
        return decided
    return Order(word) if word in {order.value for order in ORDERS} else decided
