"""An installation that was in use before lectures were approved keeps its programme."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]  # tables go back to the beginning and return

BEFORE = [("org", "0001_people_units_grants"), ("hall", "0001_studios_lectures_figures")]
AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def old():
    """The tables as they were, and all of today's again afterwards."""
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    MigrationExecutor(connection).migrate(BEFORE)
    yield MigrationExecutor(connection).loader.project_state(BEFORE).apps
    MigrationExecutor(connection).migrate(latest)


def test_what_was_planned_stays_on_the_programme(old):
    unit = old.get_model("org", "Unit").objects.create(code="k", name="柯", short_name="柯", kind="TOWN", path="k/")
    studio = old.get_model("hall", "Studio").objects.create(code="s", name="讲堂", kind="TOWN", unit=unit)
    words = {"studio": studio, "title": "医保怎么缴", "speaker": "叶", "planned_at": AT, "planned_by": "officer"}
    moments = {"DRAFT": {}, "CANCELLED": {"ended_at": AT}}
    held = {"lobby_at": AT, "on_air_at": AT, "ended_at": AT}
    for number, state in enumerate(("DRAFT", "CANCELLED", "ENDED", "REPLAY")):
        row = {**words, **moments.get(state, held), "state": state}
        old.get_model("hall", "Lecture").objects.create(id=f"{number:016}", **row)

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    now = MigrationExecutor(connection).loader.project_state(executor.loader.graph.leaf_nodes()).apps
    rows = now.get_model("hall", "Lecture").objects.order_by("id")
    assert list(rows.values_list("state", flat=True)) == ["PUBLISHED", "CANCELLED", "ENDED", "REPLAY"]
    assert set(rows.values_list("announced_title", flat=True)) == {"医保怎么缴"}
    assert not rows.filter(published_at=None).exists()
