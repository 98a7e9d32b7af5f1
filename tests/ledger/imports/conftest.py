"""A county with two kinds, people on every side, and a store for files."""

import pytest
from tests.factories import matters as factory


@pytest.fixture
def desk(county, store):
    factory.kinds()
    return factory.a_desk(county)
