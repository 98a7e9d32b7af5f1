"""The crew's way through the pages, from a plan to its release."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import inspections as factory
from tests.factories.pictures import a_photo

from xiangyue.ledger.inspections import actions
from xiangyue.ledger.inspections.models import Inspection, Reading
from xiangyue.ledger.inspections.states import Purpose, Result, State
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.models import Matter
from xiangyue.org.people.models import Person

pytestmark = pytest.mark.django_db


def sign_in(page, username):
    page.force_login(Person.objects.get(username=username))


def enter(page, row, purpose="VISIT"):
    return page.post(reverse("inspections:enter", args=[row.pk]), {"purpose": purpose, "next": "/elsewhere"})


def command():
    return str(uuid.uuid4())


def test_from_a_plan_to_its_release(scene, page):
    sign_in(page, "chief")
    form = page.get(reverse("inspections:new")).context["form"]
    fields = {
        "title": "夜间背街小巷", "types": ["FRONT", "PLACE", "ESTATE"], "count": "2", "people": "1", "excluded": ["hehua"],
        "from_at": form["from_at"].value().strftime("%Y-%m-%dT%H:%M"),
        "until_at": form["until_at"].value().strftime("%Y-%m-%dT%H:%M"), "command": command(),
    }  # fmt: skip
    assert page.post(reverse("inspections:make"), fields).status_code == 302
    assert page.post(reverse("inspections:make"), fields).status_code == 302
    row = Inspection.objects.get()
    assert "为什么看" in page.get(reverse("inspections:plan", args=[row.pk])).content.decode()
    assert enter(page, row, "PREPARE").url == f"/inspections/{row.pk}/"
    assert "现在抽" in page.get(reverse("inspections:plan", args=[row.pk])).content.decode()
    page.post(reverse("inspections:draw", args=[row.pk]))
    plan = page.get(reverse("inspections:plan", args=[row.pk]))
    assert "从没去过" in plan.content.decode()
    first, second = plan.context["stops"]
    at_first = [row.pk, first.subject.public_id]
    assert page.get(reverse("inspections:place", args=at_first)).status_code == 200
    found = {
        "sort": "street:wires",
        "title": "飞线横跨街面",
        "command": command(),
        "pictures": SimpleUploadedFile("a.jpg", a_photo(), "image/jpeg"),
    }
    assert page.post(reverse("inspections:add", args=at_first), found).status_code == 302
    (finding,) = factory.stood(row).to_report
    assert len(finding.data["evidence"]) == 1
    decision = reverse("inspections:decision", args=[row.pk, finding.name])
    assert page.get(decision).context["form"].initial["lead"] == "fushan"
    decided = {
        "lead": "fushan",
        "unit_0": "yibao",
        "until_0": "2026-11-25T18:00",
        "text": "街道牵头。",
        "command": command(),
    }
    assert page.post(f"{decision}decide/", decided).status_code == 302
    release = page.get(reverse("inspections:release", args=[row.pk]))
    assert "还有 1 处没有说明" in release.content.decode()
    refused = page.post(f"{release.wsgi_request.path}file/", {"command": command(), "seq": release.context["seen"].seq})
    assert (refused.status_code, Matter.objects.count()) == (302, 0)
    visit = {"result": "CLEAN", "text": "", "command": command()}
    page.post(reverse("inspections:visit", args=[row.pk, second.subject.public_id]), visit)
    release = page.get(reverse("inspections:release", args=[row.pk]))
    page.post(f"{release.wsgi_request.path}file/", {"command": command(), "seq": release.context["seen"].seq})
    assert factory.look(row.pk).state == State.RELEASED
    matter = Matter.objects.get()
    assert (matter.lead_id, list(matter.helpers)) == ("fushan", ["yibao"])
    after = page.get(reverse("inspections:plan", args=[row.pk])).content.decode()
    assert "查〔2026〕1号" in after
    assert page.get(reverse("inspections:document", args=[row.pk])).json()["number"] == "查〔2026〕1号"


def test_without_a_purpose_nothing_is_shown_and_with_one_it_is_written_down(scene, page):
    row = factory.drawn(scene)
    sign_in(page, "chief")
    before = page.get(reverse("inspections:plan", args=[row.pk])).content.decode()
    assert "小河茶馆" not in before
    assert "夜间背街小巷" not in before
    assert not Reading.objects.exists()
    assert enter(page, row, "GOSSIP").status_code == 400
    enter(page, row)
    page.get(reverse("inspections:plan", args=[row.pk]))
    log = page.get(reverse("inspections:readings", args=[row.pk])).content.decode()
    assert "在现场办理" in log
    assert list(Reading.objects.order_by("pk").values_list("what", flat=True)) == ["plan", "readings"]


def test_a_purpose_holds_for_a_sitting_of_one_plan(scene, page, clock):
    row, other = factory.drawn(scene), factory.planned(scene)
    sign_in(page, "chief")
    enter(page, row)
    asked = [reverse("inspections:plan", args=[name]) for name in (row.pk, other.pk)]
    assert ["为什么看" in page.get(address).content.decode() for address in asked] == [False, True]
    clock.move(61 * 60_000)
    assert "为什么看" in page.get(asked[0]).content.decode()


def test_only_the_lead_sees_the_log_and_the_release(scene, page):
    row = factory.drawn(scene)
    (inspector,) = factory.stood(row).people
    sign_in(page, inspector)
    enter(page, row)
    statuses = {
        name: page.get(reverse(f"inspections:{name}", args=[row.pk])).status_code
        for name in ("plan", "elsewhere", "release", "readings")
    }
    assert statuses == {"plan": 200, "elsewhere": 200, "release": 404, "readings": 404}


def test_a_wrong_finding_says_why_and_keeps_what_was_typed(scene, page):
    row = factory.drawn(scene, count=3)
    sign_in(page, "chief")
    enter(page, row)
    at = reverse("inspections:add", args=[row.pk, scene.shop.public_id])
    answer = page.post(at, {"sort": "street:dragons", "title": "飞线横跨街面", "command": command()})
    assert answer.status_code == 400
    assert "飞线横跨街面" in answer.content.decode()
    elsewhere = reverse("inspections:add-elsewhere", args=[row.pk])
    assert page.post(elsewhere, {"sort": "street:wires", "title": "飞线", "command": command()}).status_code == 400
    good = {"sort": "street:wires", "title": "飞线", "place": "fushan", "spot": "新桥街 8 号", "command": command()}
    assert page.post(elsewhere, good).status_code == 302


def test_a_lost_phone(scene, page):
    row = factory.drawn(scene)
    sign_in(page, "chief")
    at = {"args": [row.pk]}
    assert page.post(reverse("inspections:pack", **at)).status_code == 403
    enter(page, row)
    given = page.post(reverse("inspections:pack", **at)).json()
    assert len(given["key"]) == 64
    assert len(given["plan"]["stops"]) == 2
    phone = [row.pk, given["phone"]]
    unlock, alive = reverse("inspections:unlock", args=phone), reverse("inspections:alive", args=phone)
    assert page.post(unlock).status_code == 403  # no page of ours asked
    ours = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
    assert page.post(unlock, headers=ours).json()["key"] == given["key"]
    assert page.get(alive).json() == {"keep": True}
    page.post(reverse("inspections:revoke", args=phone))
    assert page.get(alive).json() == {"keep": False}
    assert page.post(unlock, headers=ours).status_code == 410


def test_the_frame_for_phones_holds_nothing(scene, page):
    factory.drawn(scene)
    frame = page.get(reverse("inspections:carried"))
    assert "public" in frame.headers["Cache-Control"]
    worker = page.get(reverse("inspections:carried-worker")).content.decode()
    assert worker.startswith('self.SHELL = ["/inspections/carried/"')


def test_stepping_aside_and_giving_up(scene, page):
    row = factory.drawn(scene)
    (inspector,) = factory.stood(row).people
    sign_in(page, inspector)
    form = {"text": "店主是亲戚。", "command": command()}
    assert page.post(reverse("inspections:recuse", args=[row.pk]), form).url == "/inspections/"
    assert page.get(reverse("inspections:plan", args=[row.pk])).status_code == 404
    sign_in(page, "chief")
    assert page.post(reverse("inspections:drop", args=[row.pk]), {"text": " ", "command": command()}).status_code == 400
    page.post(reverse("inspections:drop", args=[row.pk]), {"text": "台风，改期。", "command": command()})
    assert factory.look(row.pk).state == State.DROPPED


def test_coverage_lists_what_was_never_seen_first(scene, page, django_assert_max_num_queries):
    row = factory.drawn(scene, count=3)
    actions.visit(row.pk, scene.shop.public_id, Result.CLEAN, "", Order(scene.chief))
    factory.released(scene, row)
    sign_in(page, "chief")
    with django_assert_max_num_queries(12):
        found = page.get(reverse("inspections:coverage"), {"days": "0"})
    assert next(one.subject.name for one in found.context["unseen"]) == "荷花面馆"
    assert found.context["never"] == 1
    assert page.get(reverse("inspections:coverage"), {"days": "x", "unit": "hehua"}).context["count"] == 1


def test_a_plan_of_many_places_costs_as_many_queries_as_of_one(scene, page, county, django_assert_num_queries):

    counts = []
    for places in (1, 3):
        row = factory.drawn(scene, count=places)
        for name in factory.stood(row).places:
            one = next(each for each in (scene.shop, scene.alley, scene.estate) if each.public_id == name)
            actions.add_finding(row.pk, factory.found(one), Order(scene.chief))
        sign_in(page, "chief")
        enter(page, row)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page.get(reverse("inspections:plan", args=[row.pk]))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_handing_out_is_for_the_crew(scene, page):
    row = factory.drawn(scene)
    pack = actions.hand_out(scene.chief, row.pk, purpose=Purpose.VISIT)
    sign_in(page, "clerk")
    for name in (row.pk, "0" * 16):
        assert page.post(reverse("inspections:pack", args=[name])).status_code == 404
        assert page.get(reverse("inspections:alive", args=[name, pack.phone])).status_code == 404
