"""A broadcast over a fresh folder, and a clock that only moves by hand."""

import os

import pytest
from tests.factories.media import Studio

from xiangyue.kernel import clock

NOON_MS = 1_795_000_000_000


@pytest.fixture(autouse=True)
def unhurried_disk(monkeypatch):
    """No test loses power; syncing a busy disk thirty times a test would cost seconds."""
    monkeypatch.setattr(os, "fsync", lambda _number: None)


@pytest.fixture
def hands():
    with clock.stopped(NOON_MS) as hands:
        yield hands


@pytest.fixture
def studio(tmp_path, hands):
    return Studio(tmp_path, hands)
