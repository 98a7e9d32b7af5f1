"""docs/kinds.md names every word that a kind may use."""

from pathlib import Path

from xiangyue.ledger.kinds import catalogue
from xiangyue.ledger.kinds.states import Audience, FirstStep, How, Level, Need, Party, Reporter, Side, View
from xiangyue.ledger.subjects.states import Type

PAGE = (Path(__file__).parents[2] / "docs" / "kinds.md").read_text(encoding="utf-8")


def test_every_word_is_on_the_page():
    words = [
        str(word.value).lower()
        for kind in (Audience, FirstStep, How, Need, Party, Reporter, Side, View, Type)
        for word in kind
    ]
    words += [level.name.lower() for level in Level]
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_the_columns_of_a_table_are_on_the_page():
    assert f"`{','.join(catalogue.HEADER)}`" in PAGE
