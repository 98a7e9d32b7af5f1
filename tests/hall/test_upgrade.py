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
def first_tables():
    """The tables of an installation that knew no approvals, and all of today's again afterwards."""
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    MigrationExecutor(connection).migrate(UNAPPROVED)
    yield MigrationExecutor(connection).loader.project_state(UNAPPROVED).apps
    MigrationExecutor(connection).migrate(latest)


def upgraded(wanted=None):
    """The tables of a later installation, or today's, with what was in the old ones."""
    executor = MigrationExecutor(connection)
    to = executor.loader.graph.leaf_nodes() if wanted is None else [*UNAPPROVED[:1], *wanted]
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


def a_studio(old):
    unit = old.get_model("org", "Unit").objects.create(code="k", name="柯", short_name="柯", kind="TOWN", path="k/")
    return old.get_model("hall", "Studio").objects.create(code="s", name="讲堂", kind="TOWN", unit=unit)


def test_an_installation_of_the_first_days_comes_up_to_today(first_tables):
    """What was planned stays on the programme; slides of a lecture that was opened count as shown."""
    studio = a_studio(first_tables)
    words = {"studio": studio, "title": "医保怎么缴", "speaker": "叶", "planned_at": AT, "planned_by": "officer"}
    moments = {"DRAFT": {}, "CANCELLED": {"ended_at": AT}}
    held = {"lobby_at": AT, "on_air_at": AT, "ended_at": AT}
    for number, state in enumerate(("DRAFT", "CANCELLED", "ENDED", "REPLAY")):
        row = {**words, **moments.get(state, held), "state": state}
        first_tables.get_model("hall", "Lecture").objects.create(id=f"{number:016}", **row)

    later = upgraded(UNSWEPT)
    words |= {"changed_at": AT, "studio": later.get_model("hall", "Studio").objects.get()}
    file = later.get_model("files", "File").objects.create(
        name="f", label="f", blob="f", kind="WEBP", size=1, kept_at=AT
    )
    for name, moments in (("opened", {"state": "REPLAY", **held, "published_at": AT}), ("planned", {"state": "DRAFT"})):
        lecture = later.get_model("hall", "Lecture").objects.create(id=name, **words, **moments)
        deck = later.get_model("hall", "Deck").objects.create(
            id=name, lecture=lecture, name=name, state="REPLACED", due_at=AT, uploaded_at=AT
        )
        later.get_model("hall", "Page").objects.create(deck=deck, position=1, number=1, large=file, small=file)

    today = upgraded()
    rows = today.get_model("hall", "Lecture").objects.filter(id__startswith="0").order_by("id")
    assert list(rows.values_list("state", flat=True)) == ["PUBLISHED", "CANCELLED", "ENDED", "REPLAY"]
    assert set(rows.values_list("announced_title", flat=True)) == {"医保怎么缴"}
    assert not rows.filter(published_at=None).exists()
    pages = today.get_model("hall", "Page").objects
    assert list(pages.filter(shown_at__isnull=True).values_list("deck", flat=True)) == ["planned"]
