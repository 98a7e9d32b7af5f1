"""What the ledger's tests stand on: the notices and kinds that are shipped, read once."""

from functools import cache
from pathlib import Path

import pytest

from xiangyue.ledger.calendars import actions as calendars
from xiangyue.ledger.calendars import rules
from xiangyue.ledger.kinds import folder as folders
from xiangyue.ledger.kinds.folder import Folder
from xiangyue.org.access.rules import HOUSE

SHIPPED = Path(__file__).parents[2] / "kinds"


@cache
def notices():
    """Every notice of `kinds/calendars`, oldest first."""
    texts = [rules.read(file.read_text(encoding="utf-8")) for file in (SHIPPED / "calendars").glob("*.csv")]
    return tuple(sorted(texts, key=lambda text: (text.dated_on, text.number)))


@cache
def folded():
    """The calendar they make, without a database."""
    return rules.fold(
        ((text.dated_on, text.number, text.publishes, text.days) for text in notices()), version="shipped"
    )


@cache
def shipped() -> Folder:
    """The kinds of the folder `kinds`."""
    return folders.read(SHIPPED)


@pytest.fixture
def calendar(county):
    """The county's calendar, published notice by notice."""
    for text in notices():
        calendars.publish(text, by=HOUSE)
