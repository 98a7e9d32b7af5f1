"""What every test may ask for: a stopped clock, a small county, its people, a line to play lectures on.

Two databases: tests run on SQLite in memory; with XIANGYUE_TEST_POSTGRES=1 the ones that use a database run on a
PostgreSQL that starts and ends with the run, and the others are left out. Where several processes share a run (-n), the
first one starts it and hands its address to the others in the same variable.
"""

import contextlib
import gc
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client
from tests.factories import people, postgres, settled
from tests.factories.lectures import Notebook

from xiangyue.files import shelf
from xiangyue.hall import stage
from xiangyue.kernel import clock as the_clock
from xiangyue.project.settings import database
from xiangyue.storage import blobs
from xiangyue.storage.blobs import Blobs

LONGEST = (
    "test_secrecy.py",
    "test_serving.py",
    "test_permissions.py",
    "test_walk.py",
    "test_decks.py",
    "test_posters.py",
    "test_lectures.py",
    "test_staff_pages.py",
    "test_kecheng.py",
    "test_winter.py",
)
"""Files of nine seconds of processor and more, the longest first: one begun last would keep the other processes waiting."""
TONIGHT = datetime(2026, 11, 23, 19, 0, tzinfo=the_clock.COUNTY_ZONE)
"""An evening with lectures: the moment at which stopped clocks stand."""

POSTGRES = "XIANGYUE_TEST_POSTGRES"

_open = contextlib.ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    # Accounts are made by the dozen; the real hash costs 0.3 s each. Page files are not collected for a test.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
    if settled.VARIABLE not in os.environ:
        _open.callback(settled.forget, settled.share())
    if given := os.environ.get(POSTGRES):
        if not given.startswith("postgresql:"):
            given = os.environ[POSTGRES] = _open.enter_context(postgres.cluster())
        _use_postgres(given)


def pytest_unconfigure(config: pytest.Config) -> None:
    connections.close_all()
    _open.close()


def pytest_collection_finish(session: pytest.Session) -> None:
    # What is there now stays to the end: nobody looks through it again. A twelfth of the processor of a page's tests.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    left_out = [item for item in items if not _belongs(item, on_postgres=on_postgres)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


def _belongs(item: pytest.Item, *, on_postgres: bool) -> bool:
    if not on_postgres:
        return item.get_closest_marker("postgres") is None
    if not os.environ.get(POSTGRES):
        return True
    if item.get_closest_marker("either_engine"):
        return False
    uses = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(uses or item.get_closest_marker("django_db") or item.get_closest_marker("postgres"))


def _use_postgres(address: str) -> None:
    settings.DATABASES["default"] = database(address)
    connections.settings["default"].clear()
    connections.settings["default"].update(connections.configure_settings({"default": database(address)})["default"])
    with contextlib.suppress(AttributeError):
        del connections["default"]


@pytest.fixture
def clock() -> Iterator[the_clock.Hands]:
    """A clock that stands at TONIGHT until its hands are moved."""
    with the_clock.stopped(TONIGHT) as hands:
        yield hands


@pytest.fixture
def county(db: None, clock: the_clock.Hands) -> people.County:
    return people.a_county()


@pytest.fixture
def cast(county: people.County) -> people.Cast:
    return people.a_cast(county)


@pytest.fixture
def lines() -> Iterator[Notebook]:
    """A port on the stage: lectures can be opened, aired and ended."""
    notebook = Notebook()
    stage.connect(notebook)
    yield notebook
    stage.connect(None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Blobs]:
    """A store behind the files: a folder that goes with the test."""
    kept = blobs.local(tmp_path / "files")
    shelf.connect(kept)
    yield kept
    shelf.connect(None)


@pytest.fixture
def page() -> Client:
    """A browser without cookies that refuses to swallow our mistakes."""
    cache.clear()
    return Client(raise_request_exception=True)
