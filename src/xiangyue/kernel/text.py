"""Words of a Chinese text for searching: the same for SQLite's FTS5 and for PostgreSQL's tsvector.

Chinese is written without spaces, so a run of it yields its single characters and its neighbouring pairs: 空中飞线 is
found by 飞线 (a pair), by 线 (a character), and by 空中飞 (two pairs at once). Latin words and numbers stay whole.
Full and half width, capitals and small letters, letters with and without marks are the same; simplified and
traditional ideographs are not.

Both databases are handed words that are already apart, so neither parser has anything left to decide.
"""

import itertools
import operator
import re
import unicodedata
from collections.abc import Iterable, Iterator

MOST_WORDS = 32
"""Of one query: more says nothing more, and each costs a look-up."""

FEWEST_PAIRS = 3
"""Of a run that may be two words: four characters."""

LONGEST = 64
"""Letters of one Latin word or number; PostgreSQL refuses words beyond 2 KB, and nobody types them."""

_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
"""Ideographs of Unicode 16, the compatible and the extended ones included."""

_ASCII = 0x7F

_ZERO = "\u3007"
"""The round zero of dates: a letter of Chinese that Unicode counts among signs."""

_LETTERS = _ZERO + "".join(f"{chr(first)}-{chr(last)}" for first, last in _HAN)

_RUN = re.compile(f"[{_LETTERS}]+|[^\\W_{_LETTERS}]+")
"""A run of ideographs, or one of other letters and digits."""

_MAY_COMBINE = re.compile("[\u0300-\u2dff\u302a-\u302f\u3099\u309a\ua000-\U0010ffff]")
"""Where marks are that combine with a letter: a Chinese text has none of these, and need not be looked through."""


def index_text(text: str) -> str:
    """What to store for searching: every word once, in order of appearance, between single spaces."""
    found: dict[str, None] = {}
    for run in _runs(text):
        if _is_han(run[0]):
            found |= dict.fromkeys(run) | dict.fromkeys(_pairs(run))
        else:
            found[run[:LONGEST]] = None
    return " ".join(found)


def words(query: str) -> list[str]:
    """The words that a text must all have. Empty when nothing searchable was typed."""
    found: dict[str, None] = {}
    for run in _runs(query):
        if _is_han(run[0]) and len(run) > 1:
            found |= dict.fromkeys(_pairs(run))
        else:
            found[run[:LONGEST]] = None
    return list(found)[:MOST_WORDS]


def fts5(query: str) -> str:
    """For `MATCH` of FTS5, tokenizer unicode61: every word quoted, so that none is an operator; "" for nothing."""
    return " AND ".join(f'"{word}"' for word in words(query))


def apart(query: str) -> tuple[str, str]:
    """The same for FTS5 and for PostgreSQL, where words may have been typed without a space between them.

    菜市场油污 is also 菜市场 and 油污 in two places of a text: of every character one of its two pairs is enough, so
    any way of parting a run into words is found by one walk. Empty where that finds nothing that `fts5` does not.
    """
    asked = []
    for run in dict.fromkeys(_runs(query)):
        pairs = list(_pairs(run)) if _is_han(run[0]) else []
        if len(pairs) < FEWEST_PAIRS:
            asked += [[word] for word in words(run)]
            continue
        asked += [[pairs[0]], [pairs[-1]]]
        # The characters beside both ends have a pair that must be there anyway.
        asked += [[before, after] for before, after in itertools.pairwise(pairs[1:-1])]
    asked = asked[:MOST_WORDS]
    if all(len(either) == 1 for either in asked) and set(words(query)) <= {word for [word] in asked}:
        return "", ""
    fts = " AND ".join("(" + " OR ".join(f'"{word}"' for word in either) + ")" for either in asked)
    return fts, " & ".join("(" + " | ".join(f"'{word}'" for word in either) + ")" for either in asked)


def begun(query: str) -> tuple[str, str]:
    """The same for FTS5 and for PostgreSQL, where the number that was typed last is only begun: 上街3 is also 上街31号.

    Empty where nothing ends in a number.
    """
    asked = words(query)
    last = next(reversed(list(_runs(query))), "")
    if not asked or not last.isdecimal() or len(last) > LONGEST:
        return "", ""
    whole = [word for word in asked if word != last]
    fts = " AND ".join([*(f'"{word}"' for word in whole), f'"{last}" *'])
    return fts, " & ".join([*(f"'{word}'" for word in whole), f"'{last}':*"])


def tsquery(query: str) -> str:
    """For `::tsquery` against `to_tsvector('simple', index_text(...))`; "" for nothing."""
    return " & ".join(f"'{word}'" for word in words(query))


def _runs(text: str) -> Iterator[str]:
    """Runs of ideographs, and runs of other letters and digits. Everything else parts them."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    if _MAY_COMBINE.search(plain):
        # FTS5 drops marks by itself; dropped here, both databases agree
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for run in _RUN.findall(plain):
        if run.isalnum():
            yield run
        else:  # places among the ideographs that Unicode has given to none yet
            yield from "".join(letter if letter.isalnum() else " " for letter in run).split()


def _is_han(letter: str) -> bool:
    if "\u4e00" <= letter <= "\u9fff":
        return True  # nearly all there are
    code = ord(letter)
    return code > _ASCII and (letter == _ZERO or any(first <= code <= last for first, last in _HAN))


def _pairs(run: str) -> Iterable[str]:
    return map(operator.add, run, run[1:])
