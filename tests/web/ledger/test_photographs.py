"""A photograph is seen by who sees the page around it, asked again each time; by others it is not there."""

import uuid
from datetime import timedelta

import pytest
from tests.factories import inspections as sealed
from tests.factories import matters as factory
from tests.factories.pictures import a_photo, brought
from tests.factories.street import shown, told

from xiangyue.files.rules import Upload
from xiangyue.kernel import clock
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence.models import Evidence
from xiangyue.ledger.evidence.rules import Claims
from xiangyue.ledger.holders import actions as holders
from xiangyue.ledger.inspections import actions as inspections
from xiangyue.ledger.inspections.states import Purpose
from xiangyue.ledger.kinds.states import How
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.people.models import Person

GONE = 404


def a_shot(seed=1):
    """A picture that can be seen, of no matter yet."""
    return shown(Evidence.objects.get(pk=factory.a_picture(seed))).pk


def sizes(door, *names):
    return [f"{door}{name}/{size}.webp" for name in names for size in ("large", "small")]


@pytest.fixture
def photographed(desk, store):
    """A matter with a photograph of before and a claim with one of after."""
    before, after = a_shot(1), a_shot(2)
    matter = factory.working(desk, evidence=(before,))
    matters.claim(matter.pk, "清走了。", Order(desk.clerk), pictures=[after])
    return factory.look(matter.pk), before, after


def test_who_sees_the_matter_sees_its_photographs_and_nobody_else(desk, photographed, as_):
    _matter, before, after = photographed
    asked = sizes("/ledger/photos/", before, after)
    got = {
        who.username: {as_(who).get(one).status_code for one in asked}
        for who in (desk.office, desk.clerk, desk.auditor, desk.other_clerk, desk.village_clerk, desk.inspectors[1])
    }
    assert got == {
        "dispatcher": {200}, "clerk": {200}, "ledger-auditor": {200},
        "other-clerk": {GONE}, "village-clerk": {GONE}, "inspector-b": {GONE},
    }  # fmt: skip


def test_a_guest_and_an_unknown_name_get_the_same_answer(photographed, page):
    _matter, before, _after = photographed
    answers = [page.get(f"/ledger/photos/{name}/large.webp") for name in (before, "0" * 16)]
    assert [(answer.status_code, answer["Cache-Control"]) for answer in answers] == [(GONE, "no-store")] * 2
    bodies = [one.content.replace(name.encode(), b"") for one, name in zip(answers, (before, "0" * 16), strict=True)]
    assert bodies[0] == bodies[1]


def test_the_address_that_anybody_could_open_is_gone(desk, store, page):
    picture = evidence.keep(Upload("a.jpg", a_photo()), Claims(), command=str(uuid.uuid4()), by="clerk")
    evidence.look_due()
    picture.refresh_from_db()
    matters.comment(factory.working(desk).pk, "看。", Order(desk.clerk), pictures=[picture.pk])
    files = [picture.original, picture.large, picture.small]
    assert [page.get(f"/files/{file.address_name}").status_code for file in files] == [GONE] * 3


def test_a_browser_keeps_a_photograph_and_asks_each_time_whether_it_still_may(desk, photographed, as_):
    _matter, before, _after = photographed
    address = f"/ledger/photos/{before}/small.webp"
    first = as_(desk.clerk).get(address)
    assert (first["Cache-Control"], first["Content-Type"]) == ("private, no-cache", "image/webp")
    again = {"If-None-Match": first["ETag"]}
    assert as_(desk.clerk).get(address, headers=again).status_code == 304
    assert as_(desk.other_clerk).get(address, headers=again).status_code == GONE


def test_a_picture_of_no_matter_yet_and_an_odd_size_are_not_there(desk, photographed, as_):
    _matter, before, _after = photographed
    loose = a_shot(3)
    asked = (f"/ledger/photos/{loose}/large.webp", f"/ledger/photos/{before}/original.webp")
    assert [as_(desk.clerk).get(one).status_code for one in asked] == [GONE, GONE]


def test_a_notice_shows_what_was_found_and_not_what_was_claimed_until_its_link_is_over(desk, store, page):
    before, done = a_shot(1), a_shot(2)
    matter = factory.working(desk, evidence=(before,), helpers=[("yibao", None)])
    matters.done(matter.pk, "腾了。", Order(desk.bureau_clerk), pictures=[done])
    link = holders.invite(matter.pk, "新桥街超市", "清走。", days=5, by=desk.clerk)
    door = f"/n/{link.secret}/photos/"
    answers = [page.get(one) for one in sizes(door, before)]
    assert [(one.status_code, one["Cache-Control"]) for one in answers] == [(200, "private, no-store")] * 2
    assert sizes(door, before)[0] in page.get(f"/n/{link.secret}/").content.decode()
    assert [page.get(one).status_code for one in sizes(door, done)] == [GONE, GONE]
    holders.revoke(link.invitation.pk, by=desk.clerk)
    assert [page.get(one).status_code for one in sizes(door, before)] == [GONE, GONE]


def test_who_reported_sees_their_own_photographs_by_their_link_and_no_other(desk, store, page):
    receipt = told(photos=(Upload("a.jpg", a_photo()),))
    own = shown(Evidence.objects.get()).pk
    matter = Evidence.objects.get().matter
    theirs = a_shot(4)
    matters.comment(matter, "到现场看过。", Order(HOUSE), pictures=[theirs])
    door = f"/r/{receipt.code}/photos/"
    assert f"{door}{own}/small.webp" in page.get(f"/r/{receipt.code}/").content.decode()
    got = [page.get(one) for one in sizes(door, own, theirs)]
    assert [one.status_code for one in got] == [200, 200, GONE, GONE]
    assert got[0]["Cache-Control"] == "private, no-store"
    assert [page.get(one).status_code for one in sizes(f"/r/{'0' * 26}/photos/", own)] == [GONE, GONE]


@pytest.fixture
def inspection(county, store):
    """A sealed inspection with one photograph."""
    scene = sealed.a_scene(county)
    row = sealed.drawn(scene)
    kept = evidence.keep(brought(a_photo(), "a.jpg"), Claims(), command=str(uuid.uuid4()), by="chief")
    inspections.add_finding(row.pk, sealed.found(scene.shop, evidence=(kept.pk,)), Order(scene.chief))
    return scene, row, shown(kept).pk


def test_of_a_sealed_inspection_a_photograph_is_for_its_crew_and_for_a_purpose(inspection, page):
    scene, row, picture = inspection
    address = f"/inspections/{row.pk}/photos/{picture}/large.webp"
    crew = sealed.stood(row).crew
    outside = ["clerk", "dispatcher", "ledger-auditor", "own-inspector"]
    for who in outside:
        page.force_login(Person.objects.get(username=who))
        doors = (address, f"/ledger/photos/{picture}/large.webp")
        assert (who, [page.get(one).status_code for one in doors]) == (who, [GONE, GONE])
    page.force_login(Person.objects.get(username="chief"))
    assert ("chief" in crew, page.get(address).status_code) == (True, GONE)  # no purpose was given yet
    page.post(f"/inspections/{row.pk}/enter/", {"purpose": Purpose.VISIT})
    answer = page.get(address)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert address in page.get(f"/inspections/{row.pk}/").content.decode()
    assert page.get(f"/ledger/photos/{picture}/large.webp").status_code == GONE
    sealed.released(scene, row)
    page.force_login(Person.objects.get(username="clerk"))
    assert page.get(f"/ledger/photos/{picture}/large.webp").status_code == 200


# ------------------------------------------------ which pair is shown where
def send_back(desk, matter):
    until = clock.now() + timedelta(days=5)
    matters.draw(matter.pk, matters.Drawn("b" * 16, How.ON_SITE, ["inspector-b"], until), Order(HOUSE))
    matters.verify(matter.pk, matters.Verdict(False, "还堵着。"), Order(desk.inspectors[1]))


def pair(answer):
    shown_pair = answer.context["pair"]
    return [one.name if one else None for one in (shown_pair.before, shown_pair.after)]


def test_a_claim_that_was_sent_back_leaves_no_photograph_of_after(desk, photographed, as_):
    matter, before, after = photographed
    where = f"/ledger/{matter.pk}/"
    assert pair(as_(desk.clerk).get(where)) == [before, after]
    send_back(desk, matter)
    answer = as_(desk.clerk).get(where)
    assert pair(answer) == [before, None]
    labels = {one.name: one.label for one in answer.context["pictures"]}
    assert labels == {before: "整改前", after: "退回或撤回的申请"}
    matters.claim(matter.pk, "这回清了，没有拍。", Order(desk.clerk))
    assert pair(as_(desk.clerk).get(where)) == [before, None]


def test_a_closing_that_was_taken_back_leaves_no_photograph_of_after_either(desk, photographed, as_):
    matter, before, after = photographed
    matters.close_unchecked(matter.pk, "b" * 16, Order(HOUSE))
    assert pair(as_(desk.clerk).get(f"/ledger/{matter.pk}/")) == [before, after]
    matters.annul(matter.pk, "又堵了。", Order(desk.office))
    assert pair(as_(desk.clerk).get(f"/ledger/{matter.pk}/")) == [before, None]
    last = a_shot(5)
    matters.claim(matter.pk, "再清一次。", Order(desk.clerk), pictures=[last])
    assert pair(as_(desk.clerk).get(f"/ledger/{matter.pk}/")) == [before, last]


def test_a_phone_is_told_where_the_photograph_of_before_is(desk, store, as_):
    before = a_shot(1)
    matter = factory.assigned(desk, evidence=(before,))
    (one,) = as_(desk.clerk).get("/ledger/capture/lists.json").json()["matters"]
    assert (one["id"], one["before"]) == (matter.pk, f"/ledger/photos/{before}/large.webp")
    assert as_(desk.clerk).get(one["before"]).status_code == 200
