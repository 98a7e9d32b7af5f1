"""An installation that was in use keeps what it has: its programme, and slides that replays may show."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]  # tables go back to the beginning and return

UNAPPROVED = [("org", "0001_people_units_grants"), ("hall", "0001_studios_lectures_figures")]
UNSWEPT = [("hall", "0007_questions_polls_quiz")]
AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def old(request):
    """The tables as they were, and all of today's again afterwards."""
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    MigrationExecutor(connection).migrate(request.param)
    yield MigrationExecutor(connection).loader.project_state(request.param).apps
    MigrationExecutor(connection).migrate(latest)


def upgraded():
    """Today's tables, with what was in the old ones."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    return MigrationExecutor(connection).loader.project_state(executor.loader.graph.leaf_nodes()).apps


def a_studio(old):
    unit = old.get_model("org", "Unit").objects.create(code="k", name="柯", short_name="柯", kind="TOWN", path="k/")
    return old.get_model("hall", "Studio").objects.create(code="s", name="讲堂", kind="TOWN", unit=unit)


@pytest.mark.parametrize("old", [UNAPPROVED], indirect=True, ids=["0001"])
def test_what_was_planned_stays_on_the_programme(old):
    words = {"studio": a_studio(old), "title": "医保怎么缴", "speaker": "叶", "planned_at": AT, "planned_by": "officer"}
    moments = {"DRAFT": {}, "CANCELLED": {"ended_at": AT}}
    held = {"lobby_at": AT, "on_air_at": AT, "ended_at": AT}
    for number, state in enumerate(("DRAFT", "CANCELLED", "ENDED", "REPLAY")):
        row = {**words, **moments.get(state, held), "state": state}
        old.get_model("hall", "Lecture").objects.create(id=f"{number:016}", **row)

    rows = upgraded().get_model("hall", "Lecture").objects.order_by("id")
    assert list(rows.values_list("state", flat=True)) == ["PUBLISHED", "CANCELLED", "ENDED", "REPLAY"]
    assert set(rows.values_list("announced_title", flat=True)) == {"医保怎么缴"}
    assert not rows.filter(published_at=None).exists()


@pytest.mark.parametrize("old", [UNSWEPT], indirect=True, ids=["0007"])
def test_slides_of_a_lecture_that_was_opened_count_as_shown(old):
    words = {"studio": a_studio(old), "title": "医保怎么缴", "speaker": "叶", "planned_at": AT, "planned_by": "officer"}
    words |= {"changed_at": AT}
    file = old.get_model("files", "File").objects.create(name="f", label="f", blob="f", kind="WEBP", size=1, kept_at=AT)
    for name, moments in (("opened", {"state": "REPLAY", "lobby_at": AT, "on_air_at": AT, "ended_at": AT,
                                      "published_at": AT}), ("planned", {"state": "DRAFT"})):  # fmt: skip
        lecture = old.get_model("hall", "Lecture").objects.create(id=name, **words, **moments)
        deck = old.get_model("hall", "Deck").objects.create(
            id=name, lecture=lecture, name=name, state="REPLACED", due_at=AT, uploaded_at=AT
        )
        old.get_model("hall", "Page").objects.create(deck=deck, position=1, number=1, large=file, small=file)

    pages = upgraded().get_model("hall", "Page").objects
    assert list(pages.filter(shown_at__isnull=True).values_list("deck", flat=True)) == ["planned"]
