"""What a verifier gets to see and says; a second look learns nothing of the first."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import matters as factory
from tests.factories.pictures import a_photo

from xiangyue.kernel import clock as the_clock
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
    assert (answer.status_code, answer.context["pictures"]) == (200, [])
    page = answer.content.decode()
    assert [word for word in (seat.person, "核查通过", "已销号", "纸箱已经清走") if word in page] == []
    assert the_clock.now() > factory.look(matter.pk).closed_at


def test_a_finished_seat_says_so(desk, drawn, as_):
    _matter, seat = drawn
    verifier = member(desk, seat.person)
    say(as_, verifier, seat, passed="no")
    assert as_(verifier).get(f"/ledger/checks/{seat.pk}/").context["waits"] is False
    assert say(as_, verifier, seat, passed="yes").status_code == 409
