"""What the outbox of a phone may rely on."""

import uuid

import pytest
from tests.factories import matters, pictures
from tests.factories.street import Phone, a_front, a_report

from xiangyue.files.models import Arrival, File
from xiangyue.journal import queries as journal
from xiangyue.ledger.evidence.models import Evidence
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.voices.models import Voice
from xiangyue.org.access.rules import HOUSE

WEBM = b"\x1aE\xdf\xa3" + bytes(9000)


@pytest.fixture
def desk(county, store):
    matters.kinds()
    return matters.a_desk(county)


@pytest.fixture
def phone(desk):
    return Phone("inspector-a")


def test_a_finding_arrives_once_with_its_photo_its_arrow_and_its_voice(phone, county):
    front = a_front(county.fushan)
    photo = phone.photo()
    voice, answer = phone.upload(WEBM, what="voice", seconds=7)
    assert answer.json() == {"have": len(WEBM), "done": True}
    sent = a_report(front, photos=[{"command": photo, "arrows": [[100, 200, 500, 600]]}], voice=voice)
    first, again = phone.send(sent), phone.send(sent)
    assert first == again
    (matter,) = Matter.objects.all()
    assert first[0]["reply"]["number"] == matter.number
    assert (matter.title, matter.text, matter.place_id, matter.subject) == (
        "门口一地油。",
        "",
        "fushan",
        front.public_id,
    )
    (evidence,) = Evidence.objects.all()
    assert (evidence.matter, evidence.role, evidence.arrows) == (matter.pk, "BEFORE", [[100, 200, 500, 600]])
    spoken = Voice.objects.get()
    assert (spoken.matter, spoken.seconds) == (matter.pk, 7)
    noted = journal.of(f"matter/{matter.pk}", limit=9)[-1].data
    assert noted == {
        "what": "captured", "by": "inspector-a", "arrows": {evidence.pk: [[100, 200, 500, 600]]},
        "voice": [spoken.pk, spoken.original.sha256, 7],
    }  # fmt: skip
    assert matters.folds(matter)
    assert Arrival.objects.count() == 0


def test_a_lost_answer_of_a_piece_costs_nothing(phone):
    content, name = pictures.a_photo((900, 700)), str(uuid.uuid4())
    assert phone.piece(name, content, 0).json() == {"have": 4096, "done": False}
    assert phone.piece(name, content, 0).json() == {"have": 4096, "done": False}
    gap = phone.piece(name, content, 8192)
    assert (gap.status_code, gap.json()["have"], gap.json()["error"]["code"]) == (409, 4096, "upload-gap")
    assert phone.client.get(f"/ledger/uploads/{name}/").json() == {"have": 4096, "done": False}
    for offset in range(4096, len(content), 4096):
        answer = phone.piece(name, content, offset)
    assert answer.json()["done"]
    assert phone.client.get(f"/ledger/uploads/{name}/").json() == {"have": 0, "done": True}
    assert phone.piece(name, content, 0).json()["done"]
    assert Evidence.objects.count() == 1


def test_somebody_elses_upload_is_not_there(phone, desk):
    content, name = pictures.a_photo((900, 700)), str(uuid.uuid4())
    phone.piece(name, content, 0)
    other = Phone("clerk")
    assert other.client.get(f"/ledger/uploads/{name}/").json() == {"have": 0, "done": False}
    assert other.piece(name, content, 4096).status_code == 404


def test_a_photo_of_somebody_else_does_not_go_along(phone, desk):
    photo = phone.photo()
    other = Phone("inspector-b")
    (no,) = other.send(a_report(photos=[{"command": photo}]))
    assert (no["status"], no["error"]["code"], no["missing"]) == (409, "not-arrived", [photo])
    assert Matter.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<script>alert(1)</script>" * 400, "file-wrong-kind"),
        (pictures.a_bomb(), "too-many-pixels"),
        (b"\xff\xd8\xff" + bytes(5000), "not-a-picture"),
    ],
    ids=["a script named .jpg", "a decompression bomb", "no picture behind its first bytes"],
)
def test_what_is_no_photo_is_refused_in_a_sentence_and_nothing_is_kept(phone, content, code):
    _name, answer = phone.upload(content)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert Evidence.objects.count() == File.objects.count() == 0


def test_an_oversized_photo_is_refused_before_it_is_carried(phone):
    answer = phone.piece(str(uuid.uuid4()), pictures.a_photo(), 0, size=30_000_000)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "file-too-large")
    assert Arrival.objects.count() == 0


def test_a_refused_command_holds_up_no_other(phone):
    replies = phone.send(a_report(category="nothing"), a_report(), a_report(spot=""), a_report())
    assert [reply.get("error", {}).get("code", "ok") for reply in replies] == [
        "unknown-category",
        "ok",
        "bad-matter",
        "ok",
    ]
    assert Matter.objects.count() == 2


def test_what_another_account_wrote_down_is_not_taken(phone):
    answer = phone.send(a_report(), by="clerk")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "other-account")
    assert Matter.objects.count() == 0


def test_without_a_session_everything_stays_on_the_phone(desk):
    phone = Phone()
    answer = phone.send(a_report(), by="")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not-signed-in")
    assert phone.client.get("/ledger/capture/lists.json").status_code == 401


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_a_foreign_page_is_not_listened_to(phone, headers):
    answer = phone.post({"by": "inspector-a", "commands": [a_report()]}, **headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "foreign-page")
    assert Matter.objects.count() == 0


def test_two_who_act_on_one_matter_are_told_of_each_other(desk):
    matter = matters.assigned(desk)
    clerk = Phone("clerk")
    told = clerk.client.get("/ledger/capture/lists.json").json()["matters"]
    assert [(one["id"], one["seq"], one["deeds"]) for one in told] == [(matter.pk, matter.seq, [["accept", "签收"]])]
    matters.matters.comment(matter.pk, "先断电再清。", matters.Order(desk.office))
    accept = {"command": str(uuid.uuid4()), "verb": "accept", "matter": matter.pk, "expected": matter.seq}
    (no,) = clerk.send(accept)
    assert (no["status"], no["error"]["code"]) == (409, "stale")
    assert [(line["label"], line["text"]) for line in no["theirs"]["lines"]] == [("留言", "先断电再清。")]
    (yes,) = clerk.send({**accept, "expected": no["theirs"]["seq"]})
    assert yes["reply"]["state"] == "WORKING"
    assert clerk.send(accept) == [yes]


def test_two_deeds_in_a_row_expect_what_the_first_left(desk):
    matter = matters.working(desk)
    clerk = Phone("clerk")
    photo = {"command": clerk.photo(), "arrows": [[0, 0, 9, 9]]}
    first = {"command": str(uuid.uuid4()), "verb": "progress", "matter": matter.pk, "expected": matter.seq}
    (done,) = clerk.send({**first, "sentence": "正在清。", "photos": [photo]})
    claim = {"command": str(uuid.uuid4()), "verb": "claim", "matter": matter.pk, "expected": done["reply"]["seq"]}
    (claimed,) = clerk.send({**claim, "sentence": "清完了。"})
    assert claimed["reply"]["state"] == "CLAIMED"


def test_the_lead_has_no_closing_word(desk):
    matter = matters.working(desk)
    clerk = Phone("clerk")
    words = ["close", "pass", "fail", "confirm", "close-unchecked", "unable", "reject", "merge"]
    replies = clerk.send(
        *({"command": str(uuid.uuid4()), "verb": verb, "matter": matter.pk, "sentence": "好了"} for verb in words)
    )
    assert all("error" in reply for reply in replies)
    assert matters.look(matter.pk).state == "WORKING"


def test_a_third_unit_learns_nothing(desk):
    matter = matters.assigned(desk)
    (no,) = Phone("other-clerk").send({"command": str(uuid.uuid4()), "verb": "accept", "matter": matter.pk})
    (unknown,) = Phone("other-clerk").send({"command": no["command"], "verb": "accept", "matter": "0" * 16})
    assert no == unknown
    assert no["status"] == 404


def test_what_comes_back_while_it_is_watched_asks_which_it_is(desk, phone, county):
    front = a_front(county.fushan)
    old = closed(desk, front)
    (no,) = phone.send(sent := a_report(front))
    assert (no["error"]["code"], no["theirs"]) == ("was-mended", {"matter": old.pk, "number": old.number})
    found = {**sent, "verb": "find-again", "matter": old.pk}
    (again,) = phone.send(found)
    assert (again["reply"]["matter"], again["reply"]["state"]) == (old.pk, "WORKING")
    assert phone.send(found) == [again]  # the answer was lost on the way
    assert Matter.objects.count() == 1


def test_or_it_is_another_one(desk, phone, county):
    front = a_front(county.fushan)
    closed(desk, front)
    (reply,) = phone.send(a_report(front, anew=True))
    assert reply["reply"]["state"] == "REPORTED"
    assert Matter.objects.count() == 2


def closed(desk, front):
    """A matter of the front that was not drawn: closed, and watched."""
    matter = matters.claimed(desk, kind="street", category="grease", subject=front.public_id)
    matters.matters.close_unchecked(matter.pk, "batch", matters.Order(HOUSE))
    return matters.look(matter.pk)


def test_a_recording_is_heard_by_those_who_see_the_matter(phone, desk):
    voice, _answer = phone.upload(WEBM, what="voice", seconds=7)
    phone.send(a_report(voice=voice, sentence="", place="fushan"))
    matter = Matter.objects.get()
    assert matter.title == "路面油污"
    name = Voice.objects.get().pk
    heard = phone.client.get(f"/ledger/voices/{name}/")
    assert (heard.status_code, heard.content, heard["Content-Type"]) == (200, WEBM, "audio/webm")
    assert Phone("clerk").client.get(f"/ledger/voices/{name}/").status_code == 200
    assert Phone("other-clerk").client.get(f"/ledger/voices/{name}/").status_code == 404


def test_lists_are_ones_own_and_are_not_sent_twice(desk, county):
    mine, theirs = a_front(county.fushan), a_front(county.hehua, "荷花早点")
    clerk = Phone("clerk")
    answer = clerk.client.get("/ledger/capture/lists.json")
    told = answer.json()
    assert told["me"] == {"account": "clerk", "name": "clerk"}
    assert told["as"] == [{"via": "unit", "unit": "fushan", "name": "府山街道"}]
    assert [place[0] for place in told["places"]] == [mine.public_id]
    assert [(kind["code"], len(kind["categories"])) for kind in told["kinds"]] == [("street", 2), ("hazard", 2)]
    again = clerk.client.get("/ledger/capture/lists.json", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    everywhere = Phone("inspector-a").client.get("/ledger/capture/lists.json").json()
    assert {place[0] for place in everywhere["places"]} == {mine.public_id, theirs.public_id}
