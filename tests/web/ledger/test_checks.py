"""What a verifier gets to see and says; a second look learns nothing of the first."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import matters as factory
from tests.factories.pictures import a_photo
from tests.factories.street import HOME, Phone, a_front, shown

from xiangyue.kernel import clock as the_clock
from xiangyue.ledger.evidence.models import Evidence
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.states import Outcome
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.ledger.verifying.models import Seat
from xiangyue.ledger.verifying.states import Purpose

HOUR_MS = 3600 * 1000
DAY_MS = 24 * HOUR_MS


def a_picture():
    return SimpleUploadedFile("after.jpg", a_photo(), "image/jpeg")


@pytest.fixture
def drawn(desk, county, clock):
    """A claim, and the seat of whoever was drawn for it."""
    verifying.commit(county.district)
    clock.move(2 * HOUR_MS)
    matter = factory.claimed(desk)
    clock.move(DAY_MS)
    verifying.run_due()
    return factory.look(matter.pk), Seat.objects.get(matter=matter.pk)


def member(desk, username):
    people = (*desk.inspectors, desk.own_inspector, desk.expert, desk.office)
    return next(one for one in people if one.username == username)


def say(as_, who, seat, **words):
    form = {"command": str(uuid.uuid4()), "text": "门推得开，没有杂物。", **words}
    return as_(who).post(f"/ledger/checks/{seat.pk}/decide/", form)


def test_the_one_who_was_drawn_finds_it_on_their_desk_and_passes_it(desk, drawn, as_, store):
    matter, seat = drawn
    verifier = member(desk, seat.person)
    (listed,) = as_(verifier).get("/ledger/").context["seats"]
    assert listed["of"].number == matter.number
    assert as_(verifier).get(f"/ledger/{matter.pk}/").context["checking"].mine == seat.pk
    assert say(as_, verifier, seat, passed="yes", pictures=[a_picture()]).status_code == 302
    assert factory.look(matter.pk).outcome == Outcome.FIXED


def test_a_no_sends_it_back_with_what_is_missing(desk, drawn, as_):
    matter, seat = drawn
    assert say(as_, member(desk, seat.person), seat, passed="no", text="还差一扇门。").status_code == 302
    told = as_(desk.clerk).get(f"/ledger/{matter.pk}/").context["timeline"][0]
    assert (told.label, told.text) == ("返工", "还差一扇门。")


def test_nobody_else_has_that_seat(desk, drawn, as_):
    _matter, seat = drawn
    others = [
        one for one in (*desk.inspectors, desk.own_inspector, desk.clerk, desk.auditor) if one.username != seat.person
    ]
    got = {one.username: (as_(one).get(f"/ledger/checks/{seat.pk}/").status_code, say(as_, one, seat, passed="yes").status_code)
           for one in others}  # fmt: skip
    assert set(got.values()) == {(404, 404)}


def test_an_answer_without_a_verdict_is_asked_again_and_kept(desk, drawn, as_):
    _matter, seat = drawn
    answer = say(as_, member(desk, seat.person), seat)
    assert (answer.status_code, "门推得开，没有杂物。" in answer.content.decode()) == (400, True)


def test_who_steps_aside_is_followed_by_the_draw_s_next(desk, drawn, as_):
    matter, seat = drawn
    form = {"command": str(uuid.uuid4()), "text": "他是我表弟。"}
    assert as_(member(desk, seat.person)).post(f"/ledger/checks/{seat.pk}/recuse/", form).status_code == 302
    following = Seat.objects.get(matter=matter.pk, state="WAITING")
    assert following.person != seat.person
    people = as_(desk.clerk).get(f"/ledger/{matter.pk}/").context["checking"].people
    assert sorted(person.why for person in people) == ["", "他是我表弟。"]


def test_a_second_look_sees_neither_the_first_verifier_nor_its_pictures(desk, drawn, as_, clock, store):
    matter, seat = drawn
    say(as_, member(desk, seat.person), seat, passed="yes", pictures=[a_picture()])
    clock.move(21 * DAY_MS)
    verifying.run_due()
    again = Seat.objects.get(matter=matter.pk, purpose=Purpose.RECHECK)
    answer = as_(member(desk, again.person)).get(f"/ledger/checks/{again.pk}/")
    assert (answer.status_code, answer.context["blind"].pictures) == (200, [])
    page = answer.content.decode()
    assert [word for word in (seat.person, "核查通过", "已销号", "纸箱已经清走") if word in page] == []
    assert the_clock.now() > factory.look(matter.pk).closed_at


def test_a_finished_seat_says_so(desk, drawn, as_):
    _matter, seat = drawn
    verifier = member(desk, seat.person)
    say(as_, verifier, seat, passed="no")
    assert as_(verifier).get(f"/ledger/checks/{seat.pk}/").context["waits"] is False
    assert say(as_, verifier, seat, passed="yes").status_code == 409


# ------------------------------------------------ what a verifier has to judge by
def claimed_with_photographs(desk, county, clock):
    """A claim with photographs of before and after, drawn; its seat."""
    before, after = (shown(Evidence.objects.get(pk=factory.a_picture(seed))).pk for seed in (1, 2))
    verifying.commit(county.district)
    clock.move(2 * HOUR_MS)
    front = a_front(county.fushan)
    matter = factory.working(desk, evidence=(before,), subject=front.public_id, spot="", position=HOME)
    matters.claim(matter.pk, "纸箱清走，地面拖过。", Order(desk.clerk), pictures=[after])
    clock.move(DAY_MS)
    verifying.run_due()
    return factory.look(matter.pk), Seat.objects.get(matter=matter.pk, state="WAITING"), before, after


def test_the_page_has_what_the_unit_says_both_photographs_the_place_and_the_history(desk, county, clock, store, as_):
    matter, seat, before, after = claimed_with_photographs(desk, county, clock)
    answer = as_(member(desk, seat.person)).get(f"/ledger/checks/{seat.pk}/")
    page, context = answer.content.decode(), answer.context
    assert (context["claim"]["unit"], context["claim"]["text"]) == ("府山街道", "纸箱清走，地面拖过。")
    assert (context["pair"].before.name, context["pair"].after.name) == (before, after)
    assert context["place"].name == "老王面馆"
    for word in ("安全出口无杂物。", "geo:28.9701,118.8702", f"/p/{context['place'].plate}/", f"/ledger/{matter.pk}/"):
        assert word in page
    assert [told.label for told in context["history"]] == ["抽定核查人", "申请销号", "签收", "立案交办", "登记"]
    assert "inspector-a" not in page  # who reported it
    verifier = as_(member(desk, seat.person))
    photos = [
        verifier.get(f"/ledger/checks/{seat.pk}/photos/{name}/small.webp").status_code for name in (before, after)
    ]
    assert photos == [200, 200]
    assert as_(desk.other_clerk).get(f"/ledger/checks/{seat.pk}/photos/{before}/small.webp").status_code == 404


def test_photographs_of_a_claim_that_was_sent_back_are_not_those_of_the_next(desk, county, clock, store, as_):
    matter, seat, before, after = claimed_with_photographs(desk, county, clock)
    say(as_, member(desk, seat.person), seat, passed="no", text="还差一扇门。")
    clock.move(HOUR_MS)
    matters.claim(matter.pk, "门也通了。", Order(desk.clerk))
    clock.move(DAY_MS)
    verifying.run_due()
    following = Seat.objects.get(matter=matter.pk, state="WAITING")
    answer = as_(member(desk, following.person)).get(f"/ledger/checks/{following.pk}/")
    pair = answer.context["pair"]
    assert (pair.before.name, pair.after, answer.context["claim"]["text"]) == (before, None, "门也通了。")
    assert [(shot.name, shot.label) for shot in answer.context["others"]] == [(after, "退回或撤回的申请")]
    assert "这次申请没有附整改后的照片。" in answer.content.decode()


def test_whose_seat_was_decided_meanwhile_can_copy_what_they_wrote(desk, drawn, as_):
    _matter, seat = drawn
    verifier = member(desk, seat.person)
    say(as_, verifier, seat, passed="no")
    answer = say(as_, verifier, seat, passed="yes", text="写了一大段。")
    assert (answer.status_code, "写了一大段。" in answer.content.decode()) == (409, True)
    form = {"command": str(uuid.uuid4()), "text": "他是我表弟。"}
    answer = as_(verifier).post(f"/ledger/checks/{seat.pk}/recuse/", form)
    assert (answer.status_code, "他是我表弟。" in answer.content.decode()) == (409, True)


# ------------------------------------------------ from a phone
def test_a_phone_has_what_a_verifier_judges_by(desk, county, clock, store):
    matter, seat, before, after = claimed_with_photographs(desk, county, clock)
    (one,) = Phone(seat.person).client.get("/ledger/capture/lists.json").json()["matters"]
    assert (one["id"], one["before"]) == (matter.pk, f"/ledger/photos/{before}/large.webp")
    assert one["check"] == {
        "page": f"/ledger/checks/{seat.pk}/", "category": "安全出口堵塞", "closing": "安全出口无杂物。", "unit": "府山街道",
        "said": "纸箱清走，地面拖过。", "at": round(matter.claimed_at.timestamp() * 1000),
        "after": f"/ledger/checks/{seat.pk}/photos/{after}/large.webp", "brought": 1, "until": round(seat.until.timestamp() * 1000),
    }  # fmt: skip


@pytest.mark.parametrize(("verb", "state"), [("pass", "PASSED"), ("fail", "FAILED")])
def test_a_verdict_from_a_phone_is_the_seat_s_and_leaves_nothing_on_the_desk(desk, drawn, as_, verb, state):
    matter, seat = drawn
    command = {"command": str(uuid.uuid4()), "verb": verb, "matter": matter.pk, "sentence": "看过。"}
    phone = Phone(seat.person)
    first, again = phone.send(command), phone.send(command)
    assert (first, "reply" in first[0]) == (again, True)
    assert Seat.objects.get(pk=seat.pk).state == state
    assert as_(member(desk, seat.person)).get("/ledger/").context["seats"] == []
