"""The page that opens without a network: its worker must know every file it needs, and keep nothing of a person."""

import json
import re
from pathlib import Path

import pytest

from xiangyue.web.capture.page import SHELL

STATIC = Path(__file__).parents[3] / "src" / "xiangyue" / "web" / "static"
IMPORT = re.compile(r'^import\b[^"]*"(\./[^"]+|\.\./[^"]+)";', re.MULTILINE)


def needed(name: str, seen: set[str]) -> set[str]:
    """A module with everything it imports."""
    if name not in seen:
        seen.add(name)
        for other in IMPORT.findall((STATIC / name).read_text(encoding="utf-8")):
            needed(str(((STATIC / name).parent / other).resolve().relative_to(STATIC)), seen)
    return seen


def test_the_worker_knows_every_module_and_nothing_that_is_not_there():
    wanted = needed("js/street/main.js", set())
    assert wanted <= set(SHELL)
    assert {name for name in SHELL if name.startswith("js/street/")} <= wanted
    assert [name for name in SHELL if not (STATIC / name).exists()] == []


@pytest.mark.django_db
def test_the_page_names_only_files_its_worker_keeps(page):
    text = page.get("/ledger/capture/").content.decode()
    asked = re.findall(r'(?:href|src)="/static/([^"]+)"', text)
    assert set(asked) <= set(SHELL)


@pytest.mark.django_db
def test_the_worker_keeps_the_page_and_its_files_and_changes_with_them(page):
    answer = page.get("/ledger/capture/worker.js")
    code = answer.content.decode()
    shell = json.loads(re.search(r"self\.SHELL = (\[.*?\]);", code)[1])
    assert shell[0] == "/ledger/capture/"
    assert not any("lists" in address or "commands" in address for address in shell)
    assert answer["Cache-Control"] == "no-cache"
    english = page.get("/en/ledger/capture/worker.js").content.decode()
    assert "/en/ledger/capture/" in english
    assert re.search(r'VERSION = "(\w+)"', code)[1] != re.search(r'VERSION = "(\w+)"', english)[1]


@pytest.mark.django_db
def test_the_page_is_the_same_for_everybody(page):
    answer = page.get("/ledger/capture/")
    assert "public" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer
    assert "Cookie" not in answer.get("Vary", "")
