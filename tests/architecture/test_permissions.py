from collections.abc import Iterator
from copy import copy
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.architecture.permissions import PEOPLE, TABLE, Row
from tests.factories import inspections, street
from tests.factories import matters as ledger
from tests.factories.decks import a_deck_of_two
from tests.factories.documents import a_paper, a_poster
from tests.factories.lectures import a_lecture, a_studio, bring
from tests.factories.questions import something_answered
from tests.factories.quiz import something_to_ask
from tests.factories.reviews import something_reviewed
from tests.factories.tables import an_import
from tests.hall.playing import a_plan

from xiangyue.documents.notices import actions as notices
from xiangyue.documents.notices.states import Form
from xiangyue.hall.chat.models import Word
from xiangyue.hall.draws import actions as draws
from xiangyue.hall.draws.rules import Rule
from xiangyue.hall.draws.states import Eligibility
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State
from xiangyue.hall.prizes import actions as prizes
from xiangyue.hall.rehearsals import actions as rehearsals
from xiangyue.hall.reminders import actions as reminders
from xiangyue.hall.studios import actions as studios
from xiangyue.journal import actions as journal
from xiangyue.kernel import clock
from xiangyue.ledger.campaigns import actions as campaigns
from xiangyue.ledger.campaigns.actions import Plan
from xiangyue.ledger.filters.models import Filter
from xiangyue.ledger.inspections import actions as visits
from xiangyue.ledger.inspections.states import Purpose
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.people.models import Person
from xiangyue.org.residents.models import Ban
from xiangyue.web.hall import letters, preparation

pytestmark = pytest.mark.slow  # eight people ask for one address


ANNOUNCED = {f"draws:{name}" for name in ("page", "roster", "file", "card", "mine", "numbers", "type", "of")}
"""Addresses that are asked for with the draw that everybody may know of."""


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        else:
            assert isinstance(entry, URLPattern)
            yield f"{prefix}{entry.name}"


@pytest.fixture
def scene(county, cast, lines, store):
    """A studio with a key and a lecture with slides, a slip, and what stands in for an address's variable parts."""
    studio = a_studio(county.fushan, "fushan")
    key = studios.make_key(studio, "旧的", by=HOUSE).key
    Word.objects.create(pk=key.pk, unit=county.fushan, text="贷款", added_at=clock.now(), added_by="officer")
    Ban.objects.create(pk=key.pk, person="k" * 26, decision="处理决定", banned_at=clock.now(), banned_by="office")
    lecture = a_lecture(studio)
    slip = journal.take_slip([], county="柯城区")
    page = a_deck_of_two(lecture, number=key.pk)
    a_poster(lecture)
    a_paper(lecture)
    draw = draws.prepare(lecture, a_plan(), by=HOUSE)
    prize = prizes.add(county.fushan, "米", by=HOUSE)
    parts = {"code": "fushan", "name": lecture.pk, "number": key.pk, "no": slip.no, "draw": draw.pk, "prize": prize.pk}
    parts |= {"address_name": page.large.address_name, "step": "rules", "announced": announced(county, lines)}
    asked = reminders.ask_mail(lecture, "li@example.com", mail="", writes=letters.confirm)
    parts |= {"matter": a_matter(), "seat": "0" * 16, "deed": "comment", "invitation": "0" * 16}
    parts |= {"campaign": campaigns.found("winter", Plan("今冬", date(2026, 11, 1), date(2027, 3, 1)), by=HOUSE).code}
    Filter.objects.create(pk=key.pk, person="officer", name="我的", query="state=REPORTED", kept_at=clock.now())
    parts |= something_to_ask(lecture) | {"design": "front", "form": "phone_png", "paper": "csv"}
    parts |= a_sealed_inspection(county)
    parts |= something_answered(county) | something_reviewed(studio)
    links = {"token": preparation.watch(ended_rehearsal(lecture)), "link": letters.link(asked)}
    parts["brought"] = an_import().pk
    words = notices.Words(demand="请核对。", signed="区安委办")
    parts |= {
        "notice": notices.draft(Form.BULLETIN, [parts["matter"]], words, by=HOUSE).pk,
        "ending": "pdf",
    }
    parts |= street.remembered(county)
    return lecture, parts | {name: link.rstrip("/").rpartition("/")[2] for name, link in links.items()}


def a_matter():
    """A matter of the ledger that nobody has filed yet."""
    ledger.kinds()
    finding = ledger.a_finding(via=Reporter.OFFICE)
    return matters.report(finding, Order(HOUSE)).matter


def announced(county, lines):
    """A draw of another studio, with its roster locked."""
    lecture = a_lecture(a_studio(county.hehua), state=State.ON_AIR)
    lines.happen(lecture.pk, "ask", name="甲", text="在哪里缴？", **{"from": "p"})
    draw = draws.prepare(lecture, a_plan(rule=Rule(Eligibility.TOOK_PART)), by=HOUSE)
    draws.announce(draw, by=HOUSE)
    draws.lock(draw, by=HOUSE)
    return draw


def a_sealed_inspection(county):
    """One with a finding and a phone, of which nobody of the cast is of the crew."""
    inspection = inspections.a_scene(county, kinds=False)
    row = inspections.drawn(inspection)
    visits.add_finding(row.pk, inspections.found(inspection.shop), Order(inspection.chief))
    phone = visits.hand_out(inspection.chief, row.pk, purpose=Purpose.VISIT).phone
    (finding,) = inspections.stood(row).findings
    return {
        "sealed": row.pk,
        "subject": inspection.shop.public_id,
        "finding": finding,
        "phone": phone,
        "inspections": inspection,
    }


def ended_rehearsal(lecture):
    """A rehearsal that was held and ended, of the scene's lecture."""
    held = rehearsals.rehearse(lecture, by=HOUSE)
    lectures.cancel(held, by=HOUSE)
    return held


def address(name: str, parts: dict[str, object]) -> str:
    """The address of a name, with as many of the parts as it wants."""
    resolver, plain = get_resolver(), name
    if ":" in name:
        space, plain = name.split(":")
        resolver = resolver.namespace_dict[space][1]
    (possibilities, *_rest) = resolver.reverse_dict.getlist(plain)
    wanted = possibilities[0][0][1]
    if name in ANNOUNCED:
        draw = parts["announced"]
        parts = parts | {"draw": draw.pk} | ({"name": draw.lecture_id, "number": draw.seq} if plain == "of" else {})
    if name.startswith("open311:"):
        parts = parts | {"form": "json", "secret": "0" * 26}
    if name.startswith("inspections:"):
        parts = parts | {"name": parts["sealed"]}
    return reverse(name, kwargs={part: parts[part] for part in wanted})


def test_every_address_is_in_the_table_once():
    assert sorted(row.name for row in TABLE) == sorted(set(names(get_resolver())))


def test_everybody_gets_what_the_table_says(scene):
    """The scene costs a second, and each row takes back what it did: all rows share one."""
    lecture, parts = scene
    visits, wrong = {person: signed_in(person) for person in PEOPLE}, {}
    for row in TABLE:
        with transaction.atomic():
            got = statuses(row, Lecture.objects.get(pk=lecture.pk), parts, visits)
            transaction.set_rollback(True)
        if got != (wanted := dict(zip(PEOPLE, row.statuses, strict=True))):
            wrong[row.name] = {"wanted": wanted, "got": got}
    assert wrong == {}


def signed_in(person: str) -> Client:
    """A browser of one of the cast."""
    page = Client()
    if person != "guest":
        page.force_login(Person.objects.get(username=person))
    return page


def statuses(row: Row, lecture: Lecture, parts: dict[str, object], visits: dict[str, Client]) -> dict[str, int]:
    """What each of the cast gets."""
    bring(lecture, State(row.state))
    if row.name == "hall:rehearsal-forget":
        parts = parts | {"name": Lecture.objects.get(rehearsal_of=lecture).pk}
    where = address(row.name, parts)
    return {person: status(row, where, page) for person, page in visits.items()}


def status(row: Row, where: str, page: Client) -> int:
    """What one of the cast gets; whatever the request changed is taken back, so that the next one finds the same scene."""
    cookies = copy(page.cookies)
    with transaction.atomic():
        answer = page.post(where, dict(row.form)) if row.method == "POST" else page.get(where)
        transaction.set_rollback(True)
    page.cookies = cookies
    return answer.status_code


def test_no_order_is_carried_out_by_merely_looking(scene, page):
    page.force_login(Person.objects.get(username="officer"))
    for row in (row for row in TABLE if row.method == "POST"):
        assert page.get(address(row.name, scene[1])).status_code == 405, row.name


def test_an_order_without_its_token_is_refused(scene):
    page = Client(enforce_csrf_checks=True)
    page.force_login(Person.objects.get(username="officer"))
    for row in (row for row in TABLE if row.method == "POST"):
        assert page.post(address(row.name, scene[1]), dict(row.form)).status_code == 403, row.name


def test_a_hidden_lecture_and_an_unknown_one_are_the_same_bytes(scene, county, page):
    hidden = a_lecture(a_studio(county.hehua), in_hours=60 * 24)
    answers = [page.get(reverse("hall:room", args=[name])) for name in (hidden.pk, "0000000000000000")]
    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = [
        answer.content.replace(name.encode(), b"") for answer, name in zip(answers, (hidden.pk, "0" * 16), strict=True)
    ]
    assert bodies[0] == bodies[1]
