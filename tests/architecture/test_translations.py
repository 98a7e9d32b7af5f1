"""Every sentence of ours has an English one. The source language needs no catalogue: it is the source."""

import ast
import re

from tests.architecture.source import PACKAGE, files, modules, place, tree

CATALOGUE = PACKAGE / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"
NAMES = {"_", "gettext", "gettext_lazy", "gettext_noop"}
TAG = re.compile(r"""\{%\s*(?:translate|trans)\s+(?P<quote>['"])(?P<text>.*?)(?P=quote)""")
FILTER = re.compile(r"""_\((?P<quote>['"])(?P<text>.*?)(?P=quote)\)""")
BLOCK = re.compile(
    r"\{%\s*(?:blocktranslate|blocktrans)(?P<words>[^%]*)%\}(?P<text>.*?)\{%\s*end(?:blocktranslate|blocktrans)\s*%\}",
    re.DOTALL,
)
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
VARIABLE = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


def chinese(text: str) -> bool:
    return any("一" <= letter <= "鿿" for letter in text)


def sentences_of_code():
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value, place(path, node)


def sentences_of_templates():
    for path in files(".html", ".txt", under="src/xiangyue/web/templates"):
        text = path.read_text()
        for pattern in (TAG, FILTER):
            yield from ((found["text"], path.name) for found in pattern.finditer(text))
        for found in BLOCK.finditer(text):
            for part in PLURAL.split(found["text"]):
                words = part.strip() if " trimmed" not in found["words"] else " ".join(part.split())
                words = words if " trimmed" in found["words"] else part
                yield VARIABLE.sub(r"%(\1)s", words), path.name


def catalogue() -> dict[str, str]:
    """What the catalogue says (GNU gettext's PO format): sentences and their plurals; what is marked fuzzy says nothing."""
    said: dict[str, str] = {}
    for entry in CATALOGUE.read_text().split("\n\n"):
        lines = [line for line in entry.splitlines() if line and not line.startswith("#~")]
        if any(line.startswith("#,") and "fuzzy" in line for line in lines):
            continue
        words: dict[str, str] = {}
        key = ""
        for line in (line for line in lines if not line.startswith("#")):
            if not line.startswith('"'):
                key, _, line = line.partition(" ")  # noqa: PLW2901 - the rest of the line is its first piece
            words[key] = words.get(key, "") + ast.literal_eval(line)
        if "msgid" in words:
            said[words["msgid"]] = words.get("msgstr") or words.get("msgstr[0]", "")
        if "msgid_plural" in words:
            said[words["msgid_plural"]] = words.get("msgstr[1]", "")
    return said


def test_every_sentence_has_an_english_one():
    said = catalogue()
    missing = {
        text: where
        for text, where in (*sentences_of_code(), *sentences_of_templates())
        if chinese(text) and not said.get(text)
    }
    assert missing == {}


def test_an_english_sentence_keeps_its_fields():
    field = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    broken = {
        text: said
        for text, said in catalogue().items()
        if said and text and set(field.findall(text)) != set(field.findall(said))
    }
    assert broken == {}


def test_no_english_sentence_is_half_chinese():
    assert {text: said for text, said in catalogue().items() if text and chinese(said)} == {}
