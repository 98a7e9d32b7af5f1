"""Every answer of every method, in JSON and in XML, against the published structures of GeoReport v2."""

import xml.etree.ElementTree as ET

import pytest
from tests.factories import matters as factory
from tests.web import georeport
from tests.web.georeport import wrong_in_json, wrong_in_xml

from xiangyue.ledger.kinds.models import Edition
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Assignment, Order
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum

pytestmark = pytest.mark.django_db
REPORT = {"service_code": "street.wires", "description": "巷口的线 <垂> 下来了", "lat": "28.96", "long": "118.87"}
TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}


@pytest.fixture
def desk(county, monkeypatch):
    """A county whose services ask something; its matters are open, assigned, closed, with a place and without."""
    rows = factory.STREET_ROWS.replace("urban,,,,线", "urban,,垂到路面,,线")
    factory.kinds()
    Edition.objects.filter(kind="street").update(table=factory.COLUMNS + rows.rstrip(), fingerprint="test graver")
    desk = factory.a_desk(county)
    near = Position.of(28.96543, 118.87654, Datum.WGS84)
    for position, text in ((near, "a & b"), (None, "")):
        filed = factory.reported(desk, kind="street", category="wires", position=position, text=text)
        matters.assign(filed.pk, Assignment("fushan", "wires"), Order(desk.office))
    matters.transfer(filed.pk, "电力公司", "不属本区", Order(desk.office))
    factory.reported(desk, kind="street", category="grease")
    return desk


def answers(page, method, status=200, **posted):
    """What a method says in both forms."""
    said = {}
    for form in ("json", "xml"):
        address = f"/open311/v2/{method}.{form}"
        answer = page.post(address, posted) if posted else page.get(address)
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, TYPES[form])
        said[form] = answer
    return said["json"].json(), ET.fromstring(said["xml"].content)


def hold(said, shape, root):
    """Both forms of a list against a shape, as many in the one as in the other."""
    listed, tree = said
    assert isinstance(listed, list)
    assert tree.tag == root
    assert len(listed) == len(tree) > 0
    assert [wrong for each in listed for wrong in wrong_in_json(each, shape)] == []
    assert [wrong for each in tree for wrong in wrong_in_xml(each, shape)] == []


def test_discovery(page, desk):
    told, tree = answers(page, "discovery")
    assert (wrong_in_json(told, georeport.DISCOVERY), wrong_in_xml(tree, georeport.DISCOVERY)) == ([], [])
    assert {each.text for each in tree.iter("format")} == {"text/xml", "application/json"}


def test_the_list_of_services(page, desk):
    hold(answers(page, "services"), georeport.SERVICE, "services")


def test_the_definition_of_a_service(page, desk):
    told, tree = answers(page, "services/street.wires")
    assert (wrong_in_json(told, georeport.DEFINITION), wrong_in_xml(tree, georeport.DEFINITION)) == ([], [])
    assert [each.tag for each in tree.find("attributes/attribute/values")] == ["value", "value"]


def test_requests_and_one_request(page, desk):
    said = answers(page, "requests")
    hold(said, georeport.REQUEST, "service_requests")
    assert {each["status"] for each in said[0]} == {"open", "closed"}
    assert {each["lat"] is None for each in said[0]} == {True, False}
    for each in said[0]:
        hold(answers(page, f"requests/{each['service_request_id']}"), georeport.REQUEST, "service_requests")


def test_a_posted_request_and_its_token(page, desk):
    said = answers(page, "requests", **REPORT)
    hold(said, georeport.POSTED, "service_requests")
    hold(answers(page, f"tokens/{said[0][0]['token']}"), georeport.TOKEN, "service_requests")


@pytest.mark.parametrize(
    ("method", "status", "posted"),
    [
        ("requests/nothing", 404, {}),
        ("services/nothing", 404, {}),
        ("tokens/nothing", 404, {}),
        ("requests", 400, {"service_code": "street.wires"}),
        ("requests", 404, {**REPORT, "service_code": "street.nothing"}),
    ],
)
def test_refusals(page, desk, method, status, posted):
    said = answers(page, method, status, **posted)
    hold(said, georeport.ERROR, "errors")
    assert said[0][0]["code"] == said[1].findtext("error/code") == str(status)


# ------------------------------------------------ that the structures notice
@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"status": "fixed"}, "/status: 'fixed' is no text"),
        ({"lat": "28.9"}, "/lat: '28.9' is no number"),
        ({"lat": True}, "/lat: True is no number"),
        ({"requested_datetime": "2026-11-23T19:00:00"}, "/requested_datetime: '2026-11-23T19:00:00' is no moment"),
        ({"requested_datetime": None}, "/requested_datetime: empty"),
        ({"media_url": "/photo.jpg"}, "/media_url: '/photo.jpg' is no address"),
        ({"more": 1}, ": more?"),
    ],
)
def test_an_answer_that_is_not_as_published_is_noticed(page, desk, change, wrong):
    told, _tree = answers(page, "requests")
    assert wrong_in_json({**told[0], **change}, georeport.REQUEST) == [wrong]


def test_an_element_that_is_missing_or_misnamed_is_noticed(page, desk):
    _told, tree = answers(page, "requests")
    request = tree[0]
    request.remove(request.find("zipcode"))
    request.find("status").text = "fixed"
    assert wrong_in_xml(request, georeport.REQUEST) == ["/request: no zipcode", "/request/status: 'fixed' is no text"]
    request.tag = "service_request"
    assert wrong_in_xml(request, georeport.REQUEST) == ["/service_request: should be request"]
