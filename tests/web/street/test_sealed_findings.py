"""What a crew's phone found without a net: sealed when it arrives, once, and filed with the others by the release."""

import uuid

import pytest
from tests.factories import inspections as factory
from tests.factories import matters
from tests.factories.street import Phone, a_report

from xiangyue.ledger.evidence.models import Evidence
from xiangyue.ledger.inspections import actions
from xiangyue.ledger.matters import queries
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.models import Command, Matter
from xiangyue.ledger.voices.models import Voice
from xiangyue.org.access.rules import HOUSE

WEBM = b"\x1aE\xdf\xa3" + bytes(900)


@pytest.fixture
def scene(county, store):
    return factory.a_scene(county)


@pytest.fixture
def row(scene):
    return factory.drawn(scene)


@pytest.fixture
def phone(row):
    (inspector,) = factory.stood(row).people
    return Phone(inspector)


def a_finding(row, subject, **changes):
    return a_report(subject, verb="finding", inspection=row.pk, **changes)


def test_it_arrives_sealed_and_once_and_nothing_stands_in_the_ledger(scene, row, phone):
    photo = phone.photo()
    sent = a_finding(row, scene.shop, photos=[{"command": photo, "arrows": [[100, 200, 500, 600]]}])
    answers = [phone.send(sent) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert (answers[0][0]["reply"]["number"], answers[0][0]["reply"]["matter"]) == ("", "")
    (finding,) = factory.stood(row).to_report
    assert (finding.name, finding.data["title"], finding.data["subject"]) == (
        sent["command"], "门口一地油。", scene.shop.public_id,
    )  # fmt: skip
    assert finding.data["evidence"] == [Evidence.objects.get().pk]
    assert (Matter.objects.count(), Command.objects.count(), Evidence.objects.get().matter) == (0, 0, "")


def test_the_release_files_it_with_its_arrow_and_its_voice(scene, row, phone):
    photo, (voice, _answer) = phone.photo(), phone.upload(WEBM, what="voice", seconds=7)
    shot = {"command": photo, "arrows": [[100, 200, 500, 600]]}
    phone.send(a_finding(row, scene.shop, photos=[shot], voice=voice, sentence="见录音"))
    factory.released(scene, row)
    (matter,) = Matter.objects.all()
    told = next(line.data for line in queries.timeline(HOUSE, matter) if line.data.get("what") == "captured")
    (picture,) = Evidence.objects.all()
    assert (told["arrows"], told["voice"][0]) == ({picture.pk: [[100, 200, 500, 600]]}, Voice.objects.get().pk)
    assert (Voice.objects.get().matter, picture.matter) == (matter.pk, matter.pk)
    assert matters.folds(matter)


@pytest.mark.parametrize("times", [1, 3])
def test_what_comes_after_the_release_is_filed_at_once(scene, row, phone, times):
    actions.add_finding(row.pk, factory.found(scene.alley), Order(scene.chief))
    factory.released(scene, row)
    sent = a_finding(row, scene.shop)
    assert len({str(phone.send(sent)) for _ in range(times)}) == 1
    assert Matter.objects.count() == 2


def test_what_arrived_before_and_is_sent_again_after_the_release_gets_its_first_reply(scene, row, phone):
    sent = a_finding(row, scene.shop, photos=[{"command": phone.photo(), "arrows": [[1, 2, 300, 400]]}])
    first = phone.send(sent)
    factory.released(scene, row)
    assert phone.send(sent) == first
    assert Matter.objects.count() == 1


@pytest.mark.parametrize("who", ["clerk", "own-inspector", "inspector-a"])
def test_to_who_is_not_of_the_crew_it_is_as_an_unknown_one(scene, row, who):
    if who in factory.stood(row).people:
        pytest.skip("drawn into the crew this time")
    phone, said = Phone(who), []
    for name in (row.pk, "0" * 16):
        sent = a_finding(row, scene.shop) | {"inspection": name, "photos": [{"command": str(uuid.uuid4())}]}
        (answer,) = phone.send(sent)
        said.append({key: value for key, value in answer.items() if key != "command"})
    assert (said[0], said[0]["status"]) == (said[1], 404)


def test_a_photo_that_did_not_arrive_is_asked_for_and_nothing_is_sealed(scene, row, phone):
    lost = str(uuid.uuid4())
    (answer,) = phone.send(a_finding(row, scene.shop, photos=[{"command": lost}]))
    assert (answer["status"], answer["missing"], factory.stood(row).to_report) == (409, [lost], [])
    (answer,) = phone.send(a_finding(row, scene.shop, voice=lost))
    assert (answer["missing"], factory.stood(row).to_report) == ([lost], [])


def test_a_place_that_was_only_written_waits_for_a_person(scene, row, phone):
    (answer,) = phone.send(a_finding(row, None))
    assert (answer["status"], answer["error"]["code"]) == (400, "inspection-bad-finding")
