"""Pictures: claims beside facts. What is odd is said; what is no picture is refused."""

import uuid
from datetime import timedelta

import pytest
from tests.factories import matters as factory
from tests.factories.pictures import a_bomb

from xiangyue.files import pictures
from xiangyue.files.errors import WrongKind
from xiangyue.files.rules import Upload
from xiangyue.kernel import clock as the_clock
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence import errors, queries, rules
from xiangyue.ledger.evidence.models import Evidence
from xiangyue.ledger.evidence.rules import About, Claims
from xiangyue.ledger.evidence.states import Flag, State
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum

pytestmark = pytest.mark.django_db


def test_the_same_upload_is_the_same_picture(store, clock):
    command = str(uuid.uuid4())
    first = evidence.keep(Upload("a.jpg", factory.jpeg(1)), Claims(), command=command, by="clerk")
    assert evidence.keep(Upload("a.jpg", factory.jpeg(1)), Claims(), command=command, by="clerk") == first
    assert not first.original.served


@pytest.mark.parametrize("content", [b"#!/bin/sh\nrm -rf /\n", b"<svg onload=alert(1)>", b"GIF89a" + b"0" * 100])
def test_a_script_named_jpg_is_refused(store, clock, content):
    with pytest.raises(WrongKind):
        evidence.keep(Upload("a.jpg", content), Claims(), command=str(uuid.uuid4()), by="clerk")


def test_a_header_without_a_picture_is_refused(store, clock):
    with pytest.raises(errors.NotAPicture):
        evidence.keep(Upload("a.jpg", b"\xff\xd8\xff" + b"0" * 100), Claims(), command=str(uuid.uuid4()), by="clerk")


def test_a_bomb_is_refused_by_its_header(store, clock):
    with pytest.raises(errors.TooManyPixels):
        evidence.keep(Upload("a.png", a_bomb()), Claims(), command=str(uuid.uuid4()), by="clerk")


def test_a_picture_goes_along_once_and_only_if_it_is_there(desk, store):
    name = factory.a_picture(1)
    matter = factory.reported(desk, evidence=(name,))
    assert (matter.evidence, [each.pk for each in queries.of_matter(matter.pk)]) == (1, [name])
    for other in (name, "0" * 16):
        with pytest.raises(errors.NoSuchPicture):
            matters.report(factory.a_finding(evidence=(other,)), Order(desk.inspectors[0]))


@pytest.mark.slow  # each picture is decoded in a process of its own
def test_what_is_odd_is_said_and_stops_nobody(desk, store, clock):
    here = Position(28_970_000, 118_870_000, Datum.WGS84)
    there = Position(28_990_000, 118_870_000, Datum.WGS84)
    before = factory.a_picture(1)
    matter = factory.reported(desk, evidence=(before,), position=here)
    long_ago = the_clock.now() - timedelta(days=3)
    clock.move(1000)
    after = factory.a_picture(1, Claims(long_ago, there))
    matters.assign(matter.pk, matters.Assignment("fushan", "exit"), Order(desk.office))
    matters.accept(matter.pk, Order(desk.clerk))
    matters.claim(matter.pk, "清了。", Order(desk.clerk), pictures=(after,))
    elsewhere = factory.working(desk)
    clock.move(1000)
    reused = factory.a_picture(1)
    matters.claim(elsewhere.pk, "清了。", Order(desk.clerk), pictures=(reused,))
    assert evidence.look_due() == 3
    flags = {each.pk: each.flags for each in queries.named([before, after, reused])}
    assert flags == {
        before: [], after: sorted([Flag.ALIKE, Flag.FAR, Flag.EARLY]), reused: [Flag.REUSED.value],
    }  # fmt: skip
    shown = queries.named([after])[0]
    assert (shown.state, shown.large.served, shown.small.served) == ("READY", False, False)
    assert evidence.look_due() == 0


def test_a_picture_that_was_interrupted_is_tried_again_and_one_that_is_none_is_not(store, clock, monkeypatch):
    name = factory.a_picture(1)
    with monkeypatch.context() as busy:
        busy.setattr(pictures, "PATIENCE_S", 0.001)  # the machine is so busy that nothing is ever done in time
        assert evidence.look_due() == 1
    assert (queries.named([name])[0].state, evidence.look_due()) == (State.WAITING, 0)
    clock.move(61_000)
    assert evidence.look_due() == 1
    assert queries.named([name])[0].state == State.READY


def test_what_was_given_up_is_looked_at_once_more_when_a_worker_starts(store, clock):
    name = factory.a_picture(2)
    Evidence.objects.filter(pk=name).update(state=State.BROKEN, due_at=None)
    assert (evidence.look_due(), evidence.look_again(), evidence.look_due()) == (0, 1, 1)
    assert (queries.named([name])[0].state, evidence.look_again()) == (State.READY, 0)


def test_marks_of_what_a_picture_looks_like():
    one, same, other = factory.jpeg(1), factory.jpeg(1, quality=60), factory.jpeg(2)
    assert rules.distance(rules.dhash(one), rules.dhash(same)) <= rules.ALIKE
    assert rules.distance(rules.dhash(one), rules.dhash(other)) > 10


def test_two_systems_of_coordinates_are_never_compared():
    claims = Claims(position=Position(0, 0, Datum.WGS84))
    assert rules.odd(claims, About(Position(50_000_000, 0, Datum.GCJ02)), is_after=True) == []
    assert rules.odd(claims, About(Position(50_000_000, 0, Datum.WGS84)), is_after=True) == [Flag.FAR]
