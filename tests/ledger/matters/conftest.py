"""A county with two kinds and people on every side of a matter."""

import pytest
from tests.factories import matters as factory


@pytest.fixture
def desk(county):
    factory.kinds()
    return factory.a_desk(county)
