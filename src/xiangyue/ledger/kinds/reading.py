"""A kind's file, read strictly: every scalar is text until somebody says what it must be, and no key goes unread.

YAML's own guesses are switched off (`no` would be a boolean, `1:30` a number of seconds), so are aliases, and a key
written twice is an error and not the second one's victory.
"""

import re
from collections.abc import Hashable
from datetime import date
from enum import Enum
from typing import Any, TypeVar

import yaml
from django.utils.translation import gettext as _

from xiangyue.kernel.workdays import Span
from xiangyue.ledger.kinds import errors
from xiangyue.ledger.kinds.rules import Offset, Reason
from xiangyue.ledger.kinds.states import Anchor

Word = TypeVar("Word", bound=Enum)

LARGEST = 200_000
"""Letters of a file: the largest of ours has some thousands."""

_CODE = re.compile(r"[a-z][a-z0-9_]{0,31}\Z")
_SHARE = re.compile(r"([0-9]{1,3})(?:\.([0-9]))?%\Z")
_OFFSET = re.compile(r"(due|plan|failed)(?:([+-])([0-9a-z]+))?\Z")


class _Strict(yaml.BaseLoader):
    """Text, lists and tables; nothing else."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [str(self.construct_object(key, deep=True)) for key, _value in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, _("“{key}”写了两次").format(key=key), node.start_mark
                )
        return super().construct_mapping(node, deep=deep)

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.events.AliasEvent):
            mark = self.get_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, _("不能用别名"), mark)
        return super().compose_node(parent, index)


def read(text: str, where: str) -> "Table":
    """The outermost table of a file. Raises `NotYaml`, `NotATable`."""
    if len(text) > LARGEST:
        raise errors.NotYaml(where=where, line=1, why=_("文件太大"))
    try:
        return Table(yaml.load(text, Loader=_Strict), where)  # noqa: S506 - makes nothing but text, lists and tables
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        raise errors.NotYaml(where=where, line=line, why=wrong.problem or _("写法不对")) from wrong
    except (yaml.YAMLError, RecursionError) as wrong:
        raise errors.NotYaml(where=where, line=1, why=_("写法不对")) from wrong


class Table:
    """One table of a file. Take what is known out of it by name; `end` refuses what is left."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise errors.NotATable(where=where)
        self.where = where
        self._left: dict[str, Any] = dict(value)

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def end(self) -> None:
        """Everything was read, or `UnknownKey`."""
        for key in self._left:
            raise errors.UnknownKey(where=self.where, key=key)

    def codes(self) -> tuple[str, ...]:
        """What is left, as codes: for tables whose keys are names of ours. Raises `UnknownKey` for no code."""
        for key in self._left:
            if not _CODE.match(key):
                raise errors.UnknownKey(where=self.where, key=key)
        return tuple(self._left)

    def text(self, key: str, *, most: int = 80) -> str:
        """Raises `MissingKey`, `NotAText`."""
        value = self._take(key)
        if not isinstance(value, str) or not 1 <= len(value.strip()) <= most:
            raise errors.NotAText(where=self._at(key), most=most)
        return value.strip()

    def code(self, key: str) -> str:
        """A name for programs. Raises `MissingKey`, `UnknownWord`."""
        return code(self._scalar(key), self._at(key))

    def number(self, key: str, *, least: int, most: int) -> int:
        """Raises `MissingKey`, `NotANumber`."""
        return whole(self._scalar(key), self._at(key), least=least, most=most)

    def share(self, key: str) -> int:
        """A share, in whole per mille. Raises `MissingKey`, `NotAShare`."""
        value = self._scalar(key)
        found = _SHARE.match(value)
        mille = int(found[1]) * 10 + int(found[2] or 0) if found else 0
        if not 0 < mille <= 1000:
            raise errors.NotAShare(where=self._at(key), said=value)
        return mille

    def span(self, key: str) -> Span:
        """Raises `MissingKey`, `NotASpan`."""
        return span(self._scalar(key), self._at(key))

    def day(self, key: str) -> date:
        """Raises `MissingKey`, `NotADate`."""
        value = self._scalar(key)
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise errors.NotADate(where=self._at(key), said=value) from None

    def word(self, key: str, words: type[Word]) -> Word:
        """Raises `MissingKey`, `UnknownWord`."""
        return word(self._scalar(key), words, self._at(key))

    def words(self, key: str, words: type[Word]) -> tuple[Word, ...]:
        """A list of words, each once. Raises `MissingKey`, `NotAList`, `UnknownWord`."""
        return tuple(dict.fromkeys(word(value, words, self._at(key)) for value in self.list(key)))

    def list(self, key: str) -> "list[Any]":
        """Raises `MissingKey`, `NotAList`."""
        value = self._take(key)
        if not isinstance(value, list):
            raise errors.NotAList(where=self._at(key))
        return value

    def flag(self, key: str) -> bool:
        """yes or no; no when it is not said. Raises `UnknownWord`."""
        return key in self._left and yes(self._scalar(key), self._at(key))

    def table(self, key: str) -> "Table":
        """Raises `MissingKey`, `NotATable`."""
        return Table(self._take(key), self._at(key))

    def reasons(self, key: str) -> tuple[Reason, ...]:
        """A list to choose from: code: [中文, English]. Raises `MissingKey`, `NotATable`, `NotAList`, `NotAText`."""
        inner = self.table(key)
        return tuple(_reason(code, inner.list(code), f"{inner.where}.{code}") for code in inner.codes())

    def _take(self, key: str) -> Any:
        if key not in self._left:
            raise errors.MissingKey(where=self.where, key=key)
        return self._left.pop(key)

    def _scalar(self, key: str) -> str:
        value = self._take(key)
        if not isinstance(value, str):
            raise errors.NotAText(where=self._at(key), most=80)
        return value.strip()

    def _at(self, key: str) -> str:
        return f"{self.where}.{key}"


def whole(text: str, where: str, *, least: int, most: int) -> int:
    """A whole number in a range. Raises `NotANumber`."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
        raise errors.NotANumber(where=where, least=least, most=most, said=text)
    return int(text)


def span(text: str, where: str) -> Span:
    """Raises `NotASpan`."""
    try:
        return Span.parse(text)
    except ValueError:
        raise errors.NotASpan(where=where, said=text) from None


def word(text: object, words: type[Word], where: str) -> Word:
    """One word of a list, written as its value. Raises `UnknownWord`."""
    known = {str(one.value).lower(): one for one in words}
    found = known.get(text) if isinstance(text, str) else None
    if found is None:
        raise errors.UnknownWord(where=where, word=text, words="、".join(known))
    return found


def code(text: object, where: str) -> str:
    """A name for programs: lower case, digits, underscores. Raises `UnknownWord`."""
    if not (isinstance(text, str) and _CODE.match(text)):
        raise errors.UnknownWord(where=where, word=text, words="a-z 0-9 _")
    return text


def yes(text: str, where: str) -> bool:
    """Raises `UnknownWord`."""
    if text not in {"yes", "no"}:
        raise errors.UnknownWord(where=where, word=text, words="yes、no")
    return text == "yes"


def offset(text: str, where: str) -> Offset:
    """due-1wd, due, plan+1wd, failed. Raises `NotAnOffset`."""
    found = _OFFSET.match(text)
    if found is None:
        raise errors.NotAnOffset(where=where, said=text)
    try:
        return Offset(Anchor(found[1]), Span.parse(found[3]) if found[3] else None, before=found[2] == "-")
    except ValueError:
        raise errors.NotAnOffset(where=where, said=text) from None


def _reason(code: str, names: "list[Any]", where: str) -> Reason:
    if len(names) != 2 or not all(isinstance(name, str) and 1 <= len(name) <= 80 for name in names):
        raise errors.NotAText(where=where, most=80)
    return Reason(code, names[0], names[1])
