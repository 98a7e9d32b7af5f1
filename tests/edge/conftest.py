from pathlib import Path

import pytest
from tests.edge.house import House


@pytest.fixture
async def house(tmp_path: Path):
    """A house whose lines are on this test's own disk."""
    house = House(tmp_path)
    await house.lines.start(ticking=False)
    yield house
    await house.lines.close()


@pytest.fixture
async def line(house: House):
    """The line of one lecture of that house."""
    return await house.lecture()
