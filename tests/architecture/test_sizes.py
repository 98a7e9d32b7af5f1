import ast
import statistics

import pytest
from tests.architecture.source import ROOT, files, modules, place, tree

FILE_LINES, FILE_MEDIAN = 500, 90
FUNCTION_LINES, FUNCTION_USUAL = 60, 40
PARAMETERS = 7
WHOLE = {"src/xiangyue/web/static/verify/verify.html": 600}
"""Longer by necessity: the verifier is kept and opened as one file, so its style and its logic stand in it."""


def functions(under="src"):
    for path in modules(under):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def length(node):
    return node.end_lineno - node.lineno + 1


def lines(path):
    return len(path.read_text().splitlines())


def test_no_file_is_longer_than_can_be_kept_in_mind():
    ours = [*files(".py", ".js", ".css", ".html", ".mjs")]
    sizes = {str(path.relative_to(ROOT)): lines(path) for path in ours}
    assert {name: size for name, size in sizes.items() if size > WHOLE.get(name, FILE_LINES)} == {}


def test_half_of_our_modules_are_short():
    assert statistics.median(lines(path) for path in modules()) < FILE_MEDIAN


def test_no_function_is_longer_than_a_screen():
    assert {place(path, node): length(node) for path, node in functions() if length(node) > FUNCTION_LINES} == {}


def test_nineteen_of_twenty_functions_are_shorter_than_that():
    lengths = [length(node) for _path, node in functions()]
    assert sum(count < FUNCTION_USUAL for count in lengths) >= 0.95 * len(lengths)


def test_no_function_takes_more_than_seven():
    taken = {}
    for path, node in functions():
        names = [word.arg for word in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        counted = [name for name in names if name not in {"self", "cls"}]
        if len(counted) > PARAMETERS:
            taken[place(path, node)] = len(counted)
    assert taken == {}


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "services", "misc", "manager"])
def test_no_module_is_named_after_nothing(word):
    assert [str(path.relative_to(ROOT)) for path in modules() if path.stem == word or word in path.parts] == []
