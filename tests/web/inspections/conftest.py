"""A street to be inspected, and people on both sides."""

import pytest
from tests.factories import inspections as factory


@pytest.fixture
def scene(county, store):
    return factory.a_scene(county)
