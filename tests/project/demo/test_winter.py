"""The demo's year of the ledger: its data fits the kinds that are shipped, its pictures are pictures, and a short one
leaves something for everybody to do.
"""

import io
from datetime import timedelta

import pytest
from PIL import Image
from tests.ledger.conftest import shipped

from xiangyue.journal.models import Entry
from xiangyue.kernel import clock as the_clock
from xiangyue.ledger.evidence.models import Evidence
from xiangyue.ledger.evidence.rules import dhash, distance
from xiangyue.ledger.matters import folding, projecting, queries
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import State
from xiangyue.ledger.verifying.models import Seat
from xiangyue.org.people.models import Person
from xiangyue.project import control, kecheng
from xiangyue.project.demo import scenes, winter
from xiangyue.project.kecheng import loader


def test_what_is_found_is_in_the_catalogue():
    folder = shipped()
    kinds = {kind.code: {category.code for category in kind.categories} for _source, kind in folder.kinds}
    for found in kecheng.winter()["found"]:
        assert set(found["weights"]) <= kinds[found["kind"]]
        assert set(found["themes"]) <= set(found["weights"])
        assert set(found["themes"].values()) <= set(scenes.THEMES)


def test_every_field_and_every_department_is_known():
    folder = shipped()
    known = {row["code"] for row in loader._table("units.csv")}
    fields = kecheng.winter()["fields"]
    assert set(fields) <= {row.code for row in folder.fields}
    assert set(fields.values()) <= known


@pytest.mark.parametrize("theme", scenes.THEMES)
def test_a_photograph_is_one_and_no_two_are_the_same_file(theme):
    first = scenes.photograph(theme, 3, mended=False, shot="1")
    assert first == scenes.photograph(theme, 3, mended=False, shot="1")
    assert first != scenes.photograph(theme, 3, mended=False, shot="2")
    with Image.open(io.BytesIO(first)) as picture:
        assert (picture.format, picture.size) == ("JPEG", scenes.SHOT)
    assert len(first) < 40_000


def test_before_and_after_differ_for_the_eye():
    before = scenes.photograph("exit", 3, mended=False, shot="1")
    after = scenes.photograph("exit", 3, mended=True, shot="2")
    assert distance(dhash(before), dhash(after)) > 3


@pytest.mark.django_db
@pytest.mark.either_engine
@pytest.mark.slow  # three weeks of a county, some thousand transactions
def test_a_short_year_leaves_something_to_do(clock, store, monkeypatch):
    monkeypatch.setattr(winter, "LIVE_DAYS", 20)
    monkeypatch.setattr(winter, "A_DAY", 3)
    monkeypatch.setattr("xiangyue.project.kecheng.winter", lambda: {**loader.winter(), "imports": _few()})
    now = the_clock.now()
    with the_clock.stopped(now - timedelta(days=400)):
        control.furnish()
        kecheng.load_units()
        kecheng.load_accounts()
    made = winter.make(now)
    assert made == Matter.objects.count() > 30
    assert winter.make(now) == made  # one that is there stays
    states = set(Matter.objects.values_list("state", flat=True))
    assert {State.REPORTED.value, State.WORKING.value, State.CLOSED.value} <= states
    assert Seat.objects.filter(state="WAITING").exists()
    assert Matter.objects.filter(annuls__gt=0).exists() or Matter.objects.filter(category="wires").exists()
    assert Evidence.objects.exclude(matter="").exists()
    acted = set(Entry.objects.filter(chain__startswith=queries.PREFIX).values_list("by", flat=True)) - {"", "system"}
    assert (
        acted - set(Person.objects.values_list("username", flat=True)) == set()
    )  # nobody is told by an account's name
    for matter in Matter.objects.order_by("pk")[:40]:
        assert projecting.differences(matter, folding.fold(queries.events(matter.pk))) == []


def _few():
    return {"source": "台账", "rows": 3}
