"""A second look is blind: by no door does who looks again learn what the first look found, or who looked."""

import json
import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import matters as factory
from tests.factories import people
from tests.factories.pictures import a_photo
from tests.factories.street import Phone, shown

from xiangyue.journal import queries as journal
from xiangyue.kernel import clock as the_clock
from xiangyue.ledger.evidence.models import Evidence
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order, Verdict
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.ledger.verifying import queries, rules
from xiangyue.ledger.verifying.models import Batch, Seat
from xiangyue.ledger.verifying.states import Purpose
from xiangyue.org.access.models import Grant
from xiangyue.org.access.states import Role
from xiangyue.org.people.models import Person
from xiangyue.org.tokens import actions as tokens

DAY_MS = 24 * 3600 * 1000
FIRST = "门推得开，没有杂物。"
CLAIMED = "纸箱已经清走，地面拖过。"


class Again:
    """A matter that was passed, whose second look has just been drawn."""

    def __init__(self, desk, county, clock, meanwhile=lambda: None):
        self.before, self.after = (shown(Evidence.objects.get(pk=factory.a_picture(seed))).pk for seed in (1, 2))
        verifying.commit(county.district)
        clock.move(2 * 3600 * 1000)
        matter = factory.working(desk, evidence=(self.before,))
        matters.claim(matter.pk, CLAIMED, Order(desk.clerk), pictures=[self.after])
        clock.move(DAY_MS)
        verifying.run_due()
        people_ = {who.username: who for who in desk.inspectors}
        first = Seat.objects.get()
        self.seen = shown(Evidence.objects.get(pk=factory.a_picture(3))).pk
        verifying.decide(first, Verdict(True, FIRST, [self.seen]), Order(people_[first.person]))
        meanwhile()
        clock.move(21 * DAY_MS)
        verifying.run_due()
        self.seat = Seat.objects.get(purpose=Purpose.RECHECK)
        self.matter, self.first, self.who = factory.look(matter.pk), people_[first.person], people_[self.seat.person]


@pytest.fixture
def again(desk, county, clock, store):
    return Again(desk, county, clock)


def told(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode()
    return json.dumps(json.loads(text), ensure_ascii=False) if text.startswith(("{", "[")) else text


DOORS = {
    "its own page": ("/ledger/checks/{seat}/", 200),
    "the desk": ("/ledger/", 200),
    "the list": ("/ledger/list/", 200),
    "the list, searched": ("/ledger/list/?words=安全出口", 200),
    "the export": ("/ledger/list/export.csv", 200),
    "the phone": ("/ledger/capture/lists.json", 200),
    "the matter": ("/ledger/{matter}/", 404),
    "the matter on a day": ("/ledger/{matter}/past/?on=2026-12-01", 404),
    "the county on a day": ("/ledger/past/", 403),
    "the figures": ("/ledger/figures/", 403),
    "the first seat": ("/ledger/checks/{first}/", 404),
}


@pytest.mark.parametrize("door", DOORS)
def test_no_page_tells_who_looks_again_what_was_found_first(again, as_, door):
    pattern, status = DOORS[door]
    first = Seat.objects.get(purpose=Purpose.CLAIM).pk
    answer = as_(again.who).get(pattern.format(seat=again.seat.pk, matter=again.matter.pk, first=first))
    assert answer.status_code == status
    text = told(answer)
    secret = [again.first.username, FIRST, CLAIMED, again.after, again.seen, "核查通过", "单位说"]
    # What can be filtered by stands on every list; that it is not among what is listed is the point there.
    secret += [again.matter.number] if "list" in pattern and "capture" not in pattern else ["整改到位", "已销号"]
    assert [word for word in secret if word in text] == []


def test_the_test_would_see_it(again, desk, as_):
    text = told(as_(desk.auditor).get(f"/ledger/{again.matter.pk}/"))
    assert all(word in text for word in (again.first.username, FIRST, CLAIMED, again.after, again.seen, "核查通过"))


def test_of_photographs_only_those_of_before_open(again, as_):
    names = (again.before, again.after, again.seen)
    of_seat = [as_(again.who).get(f"/ledger/checks/{again.seat.pk}/photos/{name}/large.webp") for name in names]
    of_matter = [as_(again.who).get(f"/ledger/photos/{name}/large.webp") for name in names]
    assert [answer.status_code for answer in of_seat] == [200, 404, 404]
    assert [answer.status_code for answer in of_matter] == [404, 404, 404]


def test_programs_are_told_no_more(again, page):
    headers = {"Authorization": f"Bearer {tokens.make('四平台', by=again.who)}"}
    got = {
        name: page.get(f"/api/v1/{name}", headers=headers)
        for name in ("seats", "matters", f"matters/{again.matter.pk}")
    }
    assert [answer.status_code for answer in got.values()] == [200, 200, 404]
    assert got["matters"].json()["matters"] == []
    assert [set(seat) for seat in got["seats"].json()["seats"]] == [{"seat", "until", "how"}]


def test_a_phone_is_told_where_to_go_and_no_more(again):
    told_ = Phone(again.who.username).client.get("/ledger/capture/lists.json").json()
    assert told_["matters"] == []
    (look,) = told_["again"]
    assert look == {
        "page": f"/ledger/checks/{again.seat.pk}/", "category": "安全出口堵塞", "closing": "安全出口无杂物。",
        "until": round(again.seat.until.timestamp() * 1000), "number": again.matter.number, "title": again.matter.title,
        "spot": again.matter.spot,
    }  # fmt: skip


def grant(county, who, role, unit):
    person = Person.objects.get(username=who)
    Grant.objects.create(person=person, role=role, unit=unit, since_at=the_clock.now(), granted_by="system")


def test_who_reads_the_matter_by_another_post_is_not_drawn(desk, county, clock, store):
    """An inspector who also audits the county has no hand in it, and reads every word of it."""

    def comes():
        reader = people._person("reader", "读得到的")
        Person.objects.bulk_create([reader])
        Authenticator.objects.bulk_create([people._factor(reader)])
        grant(county, "reader", Role.INSPECTOR, county.yibao)
        grant(county, "reader", Role.AUDITOR, county.district)

    done = Again(desk, county, clock, comes)
    locked = rules.read(Batch.objects.order_by("-on")[0].text)
    (wanted,) = [one for one in locked.wanted if one.again]
    assert "reader" in {one.who for one in locked.pool if one.inspector}
    assert ("reader" in wanted.barred, done.who.username != "reader") == (True, True)


def test_who_may_read_it_meanwhile_is_told_to_step_aside_and_what_was_typed_stays(again, county, as_):
    grant(county, again.who.username, Role.AUDITOR, county.district)
    form = {"command": str(uuid.uuid4()), "passed": "yes", "text": "看过，是干净的。"}
    answer = as_(again.who).post(f"/ledger/checks/{again.seat.pk}/decide/", form)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert ("请点“我要回避”" in page, "看过，是干净的。" in page) == (True, True)
    assert Seat.objects.get(pk=again.seat.pk).state == "WAITING"


def test_what_the_second_look_found_and_photographed_is_in_the_matter_without_who(again, desk, as_):
    picture = SimpleUploadedFile("again.jpg", a_photo(), "image/jpeg")
    form = {"command": str(uuid.uuid4()), "passed": "no", "text": "又堆了三箱。", "pictures": [picture]}
    assert as_(again.who).post(f"/ledger/checks/{again.seat.pk}/decide/", form).status_code == 302
    kept = Evidence.objects.get(received_by=again.who.username)
    assert (kept.matter, kept.role) == (again.matter.pk, "VERIFY")
    answer = as_(desk.clerk).get(f"/ledger/{again.matter.pk}/")
    annulled, looked = answer.context["timeline"][:2]
    assert (annulled.label, looked.label, looked.text) == ("撤销销号", "回头看", "又堆了三箱。")
    assert [shot.name for shot in looked.photographs] == [kept.pk]
    assert again.who.username not in answer.content.decode()
    assert factory.folds(again.matter)
    assert journal.named(queries.chain("kecheng"), "look")[0].data["holds"] is False
