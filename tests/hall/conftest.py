"""What tests of the hall may ask for besides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.factories.bridge import Bridge

from xiangyue.hall import stage


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    """Real lines on the stage; they tick when a test says so."""
    bridge = Bridge(tmp_path / "lines")
    stage.connect(bridge)
    yield bridge
    stage.connect(None)
    bridge.close()
