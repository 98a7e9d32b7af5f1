"""GeoReport v2 as its specification states it: the fields of each answer, in JSON and in XML."""

import uuid
import xml.etree.ElementTree as ET

import pytest
from tests.factories import matters as factory

from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Assignment, Order
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum
from xiangyue.ledger.tellers.models import Teller

pytestmark = pytest.mark.django_db

TEXT, NUMBER, NOTHING = str, (int, float), type(None)
SERVICE = {
    "service_code": TEXT, "service_name": TEXT, "description": TEXT, "metadata": bool, "type": TEXT, "keywords": TEXT,
    "group": TEXT,
}  # fmt: skip
ATTRIBUTE = {
    "variable": bool, "code": TEXT, "datatype": TEXT, "required": bool, "datatype_description": TEXT, "order": int,
    "description": TEXT, "values": list,
}  # fmt: skip
REQUEST = {
    "service_request_id": TEXT, "status": TEXT, "status_notes": TEXT, "service_name": TEXT, "service_code": TEXT,
    "description": TEXT, "agency_responsible": TEXT, "service_notice": TEXT, "requested_datetime": TEXT,
    "updated_datetime": TEXT, "expected_datetime": (str, NOTHING), "address": TEXT, "address_id": NOTHING,
    "zipcode": NOTHING, "lat": (*NUMBER, NOTHING), "long": (*NUMBER, NOTHING), "media_url": (str, NOTHING),
}  # fmt: skip
POSTED = {"service_request_id": TEXT, "token": TEXT, "service_notice": TEXT, "account_id": NOTHING}
ERROR = {"code": TEXT, "description": TEXT}
DISCOVERY = {"changeset": TEXT, "contact": TEXT, "key_service": TEXT, "endpoints": list}
ENDPOINT = {"specification": TEXT, "url": TEXT, "changeset": TEXT, "type": TEXT, "formats": list}


@pytest.fixture
def desk(county):
    factory.kinds()
    return factory.a_desk(county)


def fits(value, shape):
    assert set(value) == set(shape)
    for name, kinds in shape.items():
        assert isinstance(value[name], kinds), (name, value[name])
    return value


def ask(page, method, form="json", **query):
    return page.get(f"/open311/v2/{method}.{form}", query)


def told(page, method, shape, **query):
    answer = ask(page, method, **query)
    assert answer.status_code == 200, answer.content.decode()
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    return [fits(each, shape) for each in answer.json()]


def refused(page, answer, status):
    assert answer.status_code == status, answer.content.decode()
    [no] = answer.json()
    assert fits(no, ERROR)["code"] == str(status)
    return no["description"]


def wires(desk, **changes):
    return factory.reported(desk, kind="street", category="wires", **changes)


def test_discovery_names_where_it_is(page, desk):
    [endpoint] = fits(ask(page, "discovery").json(), DISCOVERY)["endpoints"]
    assert fits(endpoint, ENDPOINT)["url"].endswith("/open311/v2")


def test_services_are_the_categories_of_kinds_with_a_public_view(page, desk):
    assert [each["service_code"] for each in told(page, "services", SERVICE)] == ["street.wires", "street.grease"]


def test_a_definition_asks_what_makes_it_graver(page, desk, monkeypatch):
    monkeypatch.setattr(factory, "STREET_ROWS", factory.STREET_ROWS.replace("urban,,,,线", "urban,,垂到路面,,线"))
    from xiangyue.ledger.kinds.models import Edition

    Edition.objects.filter(kind="street").update(
        table=factory.COLUMNS + factory.STREET_ROWS.rstrip(), fingerprint="test graver"
    )
    answer = ask(page, "services/street.wires").json()
    [attribute] = answer["attributes"]
    assert (answer["service_code"], fits(attribute, ATTRIBUTE)["description"]) == ("street.wires", "垂到路面")
    refused(page, ask(page, "services/street.grease"), 404)
    refused(page, ask(page, "services/hazard.exit"), 404)


def test_a_request_is_a_row_and_tells_nothing_that_anybody_wrote(page, desk):
    place = Position.of(28.96543, 118.87654, Datum.WGS84)
    matter = wires(desk, title="张三家门口的线", text="13800000000", position=place)
    factory.reported(desk)  # a hazard has no public view
    [row] = told(page, "requests", REQUEST)
    assert (row["service_request_id"], row["status"], row["status_notes"]) == (matter.pk, "open", "待交办")
    assert (row["lat"], row["long"], row["description"]) == (28.965, 118.877, matter.number)
    assert row["requested_datetime"] == "2026-11-23T19:00:00+08:00"
    assert not any(word in str(row) for word in ("张三", "13800000000"))
    assert told(page, f"requests/{matter.pk}", REQUEST) == [row]


def test_a_closed_one_says_how_it_ended(page, desk):
    matter = wires(desk)
    matters.assign(matter.pk, Assignment("fushan", "wires"), Order(desk.office))
    matters.transfer(matter.pk, "电力公司", "不属本区", Order(desk.office))
    [row] = told(page, "requests", REQUEST, status="closed")
    assert (row["status"], row["status_notes"]) == ("closed", "移送")
    assert told(page, "requests", REQUEST, status="open") == []
    assert len(told(page, "requests", REQUEST, status="open,closed")) == 1


def test_filters_by_service_name_and_date(page, desk, clock):
    first = wires(desk)
    clock.move(100 * 24 * 3_600_000)
    second = factory.reported(desk, kind="street", category="grease")
    assert [row["service_request_id"] for row in told(page, "requests", REQUEST)] == [second.pk]
    assert [r["service_code"] for r in told(page, "requests", REQUEST, service_code="street.wires")] == []
    found = told(page, "requests", REQUEST, service_request_id=f"{first.pk},{second.pk}")
    assert {row["service_request_id"] for row in found} == {first.pk, second.pk}
    dated = {"start_date": "2026-11-01T00:00:00Z", "end_date": "2026-12-01T00:00:00+08:00"}
    assert [r["service_request_id"] for r in told(page, "requests", REQUEST, **dated)] == [first.pk]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"}, 400),
        ({"start_date": "2026-11-02T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"}, 400),
        ({"start_date": "gestern"}, 400),
        ({"start_date": "2026-11-01"}, 400),
        ({"status": "fixed"}, 400),
        ({"service_code": "street.nothing"}, 404),
        ({"jurisdiction_id": "sfgov.org"}, 404),
    ],
)
def test_a_wrong_question_is_refused_with_a_text(page, desk, query, status):
    assert refused(page, ask(page, "requests", **query), status)


def test_an_unknown_and_a_hidden_request_are_the_same(page, desk):
    hidden = factory.reported(desk)
    answers = [ask(page, f"requests/{name}").content for name in (hidden.pk, "0000000000000000")]
    assert answers[0] == answers[1]
    refused(page, ask(page, f"requests/{hidden.pk}"), 404)


def post(page, form="json", *, key="", **said):
    headers = {"Idempotency-Key": key} if key else {}
    return page.post(f"/open311/v2/requests.{form}", said, headers=headers)


GOOD = {"service_code": "street.wires", "description": "巷口的线垂下来了", "lat": "28.9654", "long": "118.8765"}


def test_the_world_reports_and_follows_by_its_token(page, desk):
    answer = post(page, **GOOD, device_id="abc", last_name="王", phone="13800000000")
    [row] = [fits(each, POSTED) for each in answer.json()]
    [matter] = Matter.objects.all()
    assert (matter.pk, matter.category, matter.text) == (row["service_request_id"], "wires", "巷口的线垂下来了")
    assert ask(page, f"tokens/{row['token']}").json() == [{"service_request_id": matter.pk, "token": row["token"]}]
    assert Teller.objects.count() == 1
    assert "13800000000" not in str(Matter.objects.values())
    refused(page, ask(page, "tokens/0000"), 404)


def test_the_same_key_is_the_same_report(page, desk):
    key = str(uuid.uuid4())
    answers = [post(page, key=key, **GOOD).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Matter.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"service_code": ""}, 400),
        ({"service_code": "hazard.exit"}, 404),
        ({"description": ""}, 400),
        ({"description": "长" * 4001}, 400),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "north", "long": "1"}, 400),
        ({"lat": "91", "long": "1"}, 400),
    ],
)
def test_a_report_that_lacks_something_is_refused_and_nothing_is_kept(page, desk, said, status):
    refused(page, post(page, **{**GOOD, **said}), status)
    assert Matter.objects.count() == 0


def test_xml_says_the_same(page, desk):
    wires(desk, title="<b>&", spot="新桥街 <8> 号")
    [row] = told(page, "requests", REQUEST)
    answer = ask(page, "requests", "xml")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = ET.fromstring(answer.content)
    assert (root.tag, [each.tag for each in root]) == ("service_requests", ["request"])
    said = {each.tag: each.text for each in root[0]}
    assert said == {name: None if value is None else str(value) for name, value in row.items()}
    assert ET.fromstring(ask(page, "services", "xml").content)[0].find("metadata").text == "false"
    assert (
        ET.fromstring(ask(page, "discovery", "xml").content).find("endpoints/endpoint/formats/format").text
        == "text/xml"
    )
    wrong = ask(page, "requests", "xml", status="x")
    assert (wrong.status_code, ET.fromstring(wrong.content).find("error/code").text) == (400, "400")
    posted = ET.fromstring(post(page, "xml", **GOOD).content)
    assert posted.find("request/service_request_id").text
