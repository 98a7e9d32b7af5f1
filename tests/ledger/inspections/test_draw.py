"""That nobody can rig which places are visited and by whom, and that anybody can check it afterwards."""

import json
import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import inspections as factory
from tests.factories import matters as ledger

from xiangyue.journal import actions as journal
from xiangyue.journal.models import Entry, Head
from xiangyue.kernel import clock as the_clock
from xiangyue.kernel.draw import locking, xyd1
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.inspections import actions, drawing, errors, proof, queries
from xiangyue.ledger.inspections.drawing import Locked, Person, Place
from xiangyue.ledger.inspections.models import SealedRecord, Sealing
from xiangyue.ledger.inspections.weighing import Known, shares, weight
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters.actions import Order
from xiangyue.org.access.rules import GUEST

NOW = the_clock.from_ms(1_795_000_000_000)


# ------------------------------------------------ weights
@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (Known(), 9),
        (Known(NOW), 1),
        (Known(NOW - timedelta(days=90)), 3),
        (Known(NOW - timedelta(days=365)), 7),
        (Known(NOW, rebounds=2), 5),
        (Known(NOW, rebounds=9, hazards=9, reports=9), 16),
    ],
)
def test_what_a_place_weighs(known, expected):
    assert weight(known, NOW) == expected


@given(st.builds(Known, st.none(), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99)))
def test_no_place_is_ever_out_of_the_draw_or_sure_to_be_in_it(known):
    assert 1 <= weight(known, NOW) <= 24
    assert shares(known, NOW)[0].points == 1


@pytest.mark.django_db
def test_what_the_ledger_knows_of_a_place(scene):
    ledger.reported(scene.desk, subject=scene.shop.public_id)
    ledger.reported(scene.desk, subject=scene.shop.public_id, category="gas", via=Reporter.PUBLIC)
    ledger.reported(scene.desk, subject=scene.alley.public_id, kind="street", category="wires")
    assert queries.known(the_clock.now()) == {scene.shop.public_id: Known(None, 0, 2, 1)}


# ------------------------------------------------ the arithmetic
def a_text(places=40, weights=(1,), people=6, **changes):
    given = {
        "inspection": "0" * 16, "at": 0, "office": "k/", "count": 5, "people": 2, "lead": "chief", "named": [],
        "places": [Place(f"p{n:02}", weights[n % len(weights)], [], ["k/a/" if n % 2 else "k/b/"]) for n in range(places)],
        "pool": [Person(f"i{n}", ["k/a/" if n == 0 else "k/"]) for n in range(people)],
    } | changes  # fmt: skip
    return locking.spell(Locked(**given))


OTP = xyd1.opening(b"s" * 32, 2)


def test_a_draw_by_hand():
    """Two places of weights 1 and 2: three tickets, in the order of three HMACs."""
    text = a_text(places=2, weights=(1, 2), count=1)
    key = xyd1.key(OTP, locking.fingerprint(text), "slip/1/00")
    tickets = ["place/p00/1", "place/p01/1", "place/p01/2"]
    first = min(tickets, key=lambda label: xyd1.position(key, label))
    assert drawing.drawn(text, OTP, "slip/1/00").places == [first.split("/")[1]]


def test_a_text_opening_or_entropy_that_differs_draws_others():
    text = a_text()
    results = [
        drawing.drawn(text, OTP, "a"), drawing.drawn(text, OTP, "b"),
        drawing.drawn(text, xyd1.opening(b"t" * 32, 2), "a"), drawing.drawn(a_text(weights=(1, 2)), OTP, "a"),
    ]  # fmt: skip
    assert len({tuple(result.places) for result in results}) == 4
    assert drawing.drawn(text, OTP, "a") == results[0]


def test_places_are_drawn_by_their_weight():
    """A place of weight 9 among 39 of weight 1 is the first drawn in 9 of 48 draws: 750 of 4000, ± 4 sigma."""
    text = a_text(weights=(9, *([1] * 39)), count=1, people=0)
    hits = sum(drawing.drawn(text, OTP, str(n)).places == ["p00"] for n in range(4000))
    assert abs(hits - 750) < 4 * (750 * (1 - 750 / 4000)) ** 0.5


def test_who_works_for_a_place_that_was_drawn_does_not_go():
    for n in range(50):
        result = drawing.drawn(a_text(), OTP, str(n))
        assert len(result.places) == len(set(result.places)) == 5
        if "k/a/" in result.lines:
            assert "i0" not in result.people + result.substitutes
        assert "chief" not in result.people


def test_named_places_come_first_and_are_not_drawn():
    named = [Place("n1", 1, [], ["k/c/"])]
    result = drawing.drawn(a_text(named=named), OTP, "a")
    assert result.places[0] == "n1"
    assert len(result.places) == 6


def test_too_few_people_is_said():
    assert drawing.drawn(a_text(people=1), OTP, "a").short >= 1


# ------------------------------------------------ what is laid open
@pytest.fixture
def laid_open(scene, clock):
    """A released inspection whose evenings were sealed and witnessed."""
    row = factory.planned(scene, named=(scene.shop.public_id,), count=1)
    evening(clock)
    actions.draw(row.pk, Order(scene.chief))
    actions.add_finding(row.pk, factory.found(scene.shop), Order(scene.chief))
    evening(clock)
    factory.released(scene, row)
    evening(clock)
    return row


def evening(clock):
    clock.move(24 * 3_600_000)
    actions.seal_evening()
    journal.take_slip([], county="柯城区")


@pytest.mark.django_db
def test_a_released_inspection_proves_itself(scene, laid_open):
    document = proof.document(scene.desk.clerk, laid_open.pk)
    assert proof.examine(json.loads(json.dumps(document))) == []
    assert [one["records"] for one in document["sealings"]] == [1, 3, 5]
    stated = {entry.data["root"] for entry in Entry.objects.filter(chain="sealed")}
    assert {one["root"] for one in document["sealings"]} <= stated
    assert "飞线横跨街面" not in json.dumps(document, ensure_ascii=False)
    (draw,) = [payload for *_rest, payload in document["records"] if payload and '"verb":"draw"' in payload]
    assert '"entropy":"slip/1/' in draw
    assert re.search(r' fresh/[0-9a-f]{64}"', draw)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda found: found | {"roster": found["roster"].replace('"weight":9', '"weight":8', 1)}, "权重被改过"),
        (lambda found: found | {"records": found["records"][:-1]}, "链头"),
        (lambda found: found | {"head": "0" * 64}, "链头"),
        (lambda found: found | {"sealings": [found["sealings"][0] | {"records": 2}]}, "封存"),
        (lambda found: {"inspection": "x"}, "残缺"),
    ],
)
def test_what_was_changed_is_named(scene, laid_open, change, says):
    wrong = proof.examine(change(proof.document(scene.desk.clerk, laid_open.pk)))
    assert any(says in sentence for sentence in wrong)


@pytest.mark.django_db
def test_a_sealed_one_is_laid_open_to_nobody(scene, cast):
    row = factory.drawn(scene)
    for who in (scene.chief, scene.desk.clerk, scene.desk.auditor, GUEST):
        for name in (row.pk, "0" * 16):
            with pytest.raises(NotFound):
                proof.document(who, name)


@pytest.mark.django_db
def test_an_evening_says_nothing_of_what_is_sealed(scene, clock):
    """One record each evening, in one chain, whatever there is: a slip's counts are the same with and without."""

    def evenings():
        before = (Head.objects.count(), Entry.objects.count())
        evening(clock)
        return (Head.objects.count() - before[0], Entry.objects.count() - before[1])

    evening(clock)
    quiet = [evenings(), evenings()]
    row = factory.drawn(scene)
    actions.add_finding(row.pk, factory.found(scene.shop), Order(scene.chief))
    assert [evenings(), evenings()] == quiet
    assert {len(sealing.leaves) for sealing in Sealing.objects.all()} == {16}
    assert actions.seal_evening() is None


@pytest.mark.django_db
def test_the_tables_show_neither_place_nor_finding(scene):
    row = factory.drawn(scene)
    actions.add_finding(row.pk, factory.found(scene.shop), Order(scene.chief))
    kept = b"".join(bytes(record.box) for record in SealedRecord.objects.all())
    kept += bytes(factory.look(row.pk).roster) + bytes(factory.look(row.pk).secret)
    for said in ("飞线", scene.shop.public_id, "fushan", "夜间背街小巷"):
        assert said.encode() not in kept


@pytest.mark.django_db
def test_a_range_without_places_is_refused_before_anything_is_opened(scene):
    row = factory.planned(scene, excluded=("hehua", "fushan"))
    with pytest.raises(errors.NothingToDraw):
        actions.draw(row.pk, Order(scene.chief))
    assert factory.look(row.pk).seq == 1


@pytest.mark.django_db
def test_it_is_drawn_once(scene):
    row = factory.drawn(scene)
    with pytest.raises(errors.WrongStep):
        actions.draw(row.pk, Order(scene.chief))
