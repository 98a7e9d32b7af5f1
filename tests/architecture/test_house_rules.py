"""Rules that no import contract can see. Each shows a line it must pass and one it must catch."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.architecture.source import PACKAGE, modules, place, tree

CLOCKS = {
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "monotonic"),
    ("time", "sleep"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("timezone", "now"),
}
WRITES = {
    "save",
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "delete",
}
CONTROL = ("org", "hall", "ledger", "documents", "journal", "files", "notify", "web")

Finder = Callable[[ast.AST], bool]


def asks_the_machine_for_time(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CLOCKS


def writes_a_table(node: ast.AST) -> bool:
    """`.save(...)`, `.objects.create(...)`, `....filter(...).update(...)`; not `dict.update`, not `set.update`."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    target = node.func.value
    of_table = any(isinstance(part, ast.Attribute) and part.attr == "objects" for part in ast.walk(target))
    of_row = (
        node.func.attr == "save" and isinstance(target, ast.Name) and not node.args
    )  # a drawing's save takes a file
    return of_row or (node.func.attr in WRITES | {"update"} and of_table)


def is_asynchronous(node: ast.AST) -> bool:
    return isinstance(node, ast.AsyncFunctionDef)


def glues_a_sentence(node: ast.AST) -> bool:
    """`_(f"...")`: a sentence made at run time is in no catalogue."""
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return (
        named
        and node.func.id in {"_", "gettext", "gettext_lazy", "ngettext"}
        and any(isinstance(word, ast.JoinedStr) for word in node.args)
    )


def promises_later(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "NotImplementedError"


@dataclass(frozen=True)
class Rule:
    """`where` says which of our modules it holds in; `good` must pass, `bad` must be caught."""

    finds: Finder
    where: Callable[[Path], bool]
    good: str
    bad: str


def in_rooms(*rooms: str) -> Callable[[Path], bool]:
    return lambda path: path.relative_to(PACKAGE).parts[0] in rooms


def may_not_write(path: Path) -> bool:
    """Tables are written by `actions`, one module or a folder of them, and by `permits`, which only actions call."""
    return in_rooms(*CONTROL, "project")(path) and not {"actions", "permits", "kecheng"} & {path.stem, *path.parts}


def reads_the_clock_elsewhere(path: Path) -> bool:
    """The roof's own test encoder, demo and trials are clients of the house and keep real time."""
    clients = {"publisher.py", "trial.py", "demo", "selftest.py", "residents.py"}
    return path != PACKAGE / "kernel" / "clock.py" and not clients & set(path.parts)


RULES = {
    "time comes from kernel.clock": Rule(
        asks_the_machine_for_time,
        reads_the_clock_elsewhere,
        good="clock.now()",
        bad="datetime.now(tz=UTC)",
    ),
    "actions write, nobody else": Rule(
        writes_a_table, may_not_write, good="seen.update(other)", bad="Lecture.objects.filter(pk=1).update(state='X')"
    ),
    "control is synchronous": Rule(
        is_asynchronous, in_rooms(*CONTROL), good="def end(): pass", bad="async def end(): pass"
    ),
    "sentences are whole": Rule(glues_a_sentence, in_rooms(*CONTROL), good="_('你好')", bad="_(f'你好 {name}')"),
    "nothing is promised for later": Rule(
        promises_later, lambda _path: True, good="raise Fault", bad="raise NotImplementedError"
    ),
}


def found(rule: Rule) -> Iterator[str]:
    for path in modules():
        if path.is_relative_to(PACKAGE) and rule.where(path):
            yield from (place(path, node) for node in ast.walk(tree(path)) if rule.finds(node))


@pytest.mark.parametrize("name", RULES)
def test_the_rule_holds(name):
    assert sorted(found(RULES[name])) == []


@pytest.mark.parametrize("name", RULES)
def test_the_rule_knows_good_from_bad(name):
    rule = RULES[name]
    assert not any(rule.finds(node) for node in ast.walk(ast.parse(rule.good)))
    assert any(rule.finds(node) for node in ast.walk(ast.parse(rule.bad)))
