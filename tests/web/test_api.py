"""The interface for programs: the same rights, refusals and replies as the pages have."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import matters as factory

from xiangyue.journal.models import Entry
from xiangyue.kernel import clock
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import MOVES, Verb, Who
from xiangyue.org.access.models import Grant
from xiangyue.org.tokens import actions, errors, queries
from xiangyue.org.tokens.models import Token
from xiangyue.web.api import bodies, views
from xiangyue.web.api.bodies import BadBody
from xiangyue.web.api.describing import document
from xiangyue.web.api.verbs import VERBS

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(county):
    factory.kinds()
    return factory.a_desk(county)


class Program:
    """A program with a token of somebody."""

    def __init__(self, page, who):
        self.page = page
        self.secret = actions.make("四平台", by=who)
        self.headers = {"Authorization": f"Bearer {self.secret}"}

    def get(self, where, **query):
        return self.page.get(f"/api/v1/{where}", query, headers=self.headers)

    def post(self, where, command="", **said):
        body = {"command": command or str(uuid.uuid4()), **said}
        return self.page.post(f"/api/v1/{where}", body, content_type="application/json", headers=self.headers)


def refused(answer, status, code):
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["text"]


def test_a_matter_goes_its_way_by_programs(page, desk):
    inspector, office, clerk = (Program(page, who) for who in (desk.inspectors[0], desk.office, desk.clerk))
    said = {"kind": "hazard", "title": "安全出口堵塞", "place": "fushan", "via": "inspector", "category": "exit"}
    made = inspector.post("matters", **said, lat=28.96, lon=118.87).json()
    name = made["matter"]
    answer = office.post(f"matters/{name}/assign", lead="fushan", category="exit", expected=made["seq"])
    assert answer.json()["state"] == "ASSIGNED"
    assert clerk.post(f"matters/{name}/accept").json()["state"] == "WORKING"
    assert clerk.post(f"matters/{name}/claim", text="已经清走。").json()["state"] == "CLAIMED"
    read = clerk.get(f"matters/{name}").json()
    assert [event["verb"] for event in read["events"]] == ["report", "assign", "accept", "claim"]
    assert (read["lead"], read["events"][0]["by"]) == ("fushan", "")  # who reported is kept from the lead
    assert factory.folds(Matter.objects.get(pk=name))


def test_the_same_command_is_the_same_reply_and_a_stale_number_is_told(page, desk):
    matter = factory.assigned(desk)
    clerk, command = Program(page, desk.clerk), str(uuid.uuid4())
    answers = [clerk.post(f"matters/{matter.pk}/accept", command=command).json() for _ in range(2)]
    assert answers[0] == answers[1]
    refused(clerk.post(f"matters/{matter.pk}/progress", text="清了一半", expected=1), 409, "stale")


def test_a_third_unit_finds_what_is_not_there(page, desk):
    matter = factory.assigned(desk)
    other = Program(page, desk.other_clerk)
    for name in (matter.pk, "0" * 16):
        refused(other.get(f"matters/{name}"), 404, "not-found")
        refused(other.post(f"matters/{name}/accept"), 404, "not-found")
    assert other.get("matters").json() == {"matters": [], "next": None, "after": None}
    assert other.get("matters", words=matter.number).json()["matters"] == []


def test_a_program_goes_on_where_an_answer_ended(page, desk, monkeypatch):
    monkeypatch.setattr(views, "SIZE", 2)
    names = {factory.assigned(desk).pk for _ in range(5)}
    clerk, seen, after = Program(page, desk.clerk), [], ""
    while after is not None:
        answer = clerk.get("matters", after=after).json()
        seen += [row["id"] for row in answer["matters"]]
        after = answer["after"]
    assert (len(seen), set(seen)) == (5, names)
    counted = [row["id"] for n in (1, 2, 3) for row in clerk.get("matters", page=n).json()["matters"]]
    assert counted == seen


@pytest.mark.slow  # several matters, four times
@pytest.mark.parametrize("asked", [{}, {"page": "2"}, {"overdue": "1"}, {"words": "安全"}])
def test_many_matters_cost_as_many_queries_as_one(page, desk, asked, monkeypatch):
    monkeypatch.setattr(views, "SIZE", 3)
    program, counts = Program(page, desk.office), []
    for more in (4, 2):
        for _each in range(more):
            factory.working(desk)
        with clock.stopped(clock.now_ms() + 30 * 86_400_000), CaptureQueriesContext(connection) as said:
            rows = program.get("matters", **asked).json()["matters"]
        counts.append(len(said))
    assert len(rows) == 3
    assert counts[0] == counts[1]


def test_no_program_of_the_lead_closes(page, desk):
    matter = factory.working(desk)
    clerk = Program(page, desk.clerk)
    for verb in ("reject", "transfer", "unable", "publish"):
        deed = VERBS[verb]
        values = {"text": "x", "words": "x", "moment": "2027-01-01T00:00:00+08:00", "flag": True}
        said = {field.name: values[field.shape] for field in deed.fields}
        assert clerk.post(f"matters/{matter.pk}/{verb}", **said).status_code in {403, 409}
    for verb in ("pass", "close", "confirm", "close-unchecked"):
        refused(clerk.post(f"matters/{matter.pk}/{verb}"), 404, "not-found")
    assert factory.look(matter.pk).state == "WORKING"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        '{"command": 1}',
        '{"command": "x"}',
        '{"text": "x"}',
        '{"command": "6f9d3f1e-4b57-4f7a-9a3e-2c1f0d8b7a65", "more": 1}',
    ],
)
def test_a_body_that_is_none_is_refused_in_a_sentence(page, desk, body):
    matter = factory.assigned(desk)
    clerk = Program(page, desk.clerk)
    where = f"/api/v1/matters/{matter.pk}/accept"
    answer = page.post(where, body, content_type="application/json", headers=clerk.headers)
    assert answer.status_code == 400
    assert answer.json()["error"]["text"]


def test_without_a_token_or_with_one_taken_back_nothing_is_told(page, desk):
    clerk = Program(page, desk.clerk)
    for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Basic {clerk.secret}"}):
        refused(page.get("/api/v1/matters", headers=headers), 401, "no-token")
    actions.revoke(queries.mine(desk.clerk).get().pk, by=desk.clerk)
    refused(clerk.get("matters"), 401, "no-token")


def test_a_token_has_the_rights_of_now_and_a_cookie_is_none(page, desk, county):
    from xiangyue.org.people.models import Person

    clerk = Program(page, desk.clerk)
    Grant.objects.filter(person__username="clerk").delete()
    refused(clerk.get("matters"), 401, "no-token")
    page.force_login(Person.objects.get(username="dispatcher"))
    refused(page.get("/api/v1/matters"), 401, "no-token")


def test_a_secret_is_shown_once_and_stands_nowhere(page, desk):
    from xiangyue.org.people.models import Person

    page.force_login(Person.objects.get(username="clerk"))
    shown = page.post("/desk/tokens/make/", {"label": "四平台"}).content.decode()
    secret = shown.split('<p class="mono">')[1].split("<")[0]
    assert queries.member(secret).username == "clerk"
    assert secret not in page.get("/desk/tokens/").content.decode()
    assert secret not in str(list(Token.objects.values()))
    assert not Entry.objects.filter(payload__contains=secret).exists()
    with pytest.raises(errors.BadLabel):
        actions.make(" ", by=desk.clerk)
    for _ in range(actions.MOST - 1):
        actions.make("又一个", by=desk.clerk)
    with pytest.raises(errors.TooMany):
        actions.make("第十一个", by=desk.clerk)


def test_every_verb_of_people_is_there_and_described():
    house = {verb for verb, move in MOVES.items() if move.who in {Who.HOUSE, Who.VERIFIER}}
    people = {verb.value for verb in Verb} - {verb.value for verb in house} - {Verb.REPORT.value}
    assert set(VERBS) - {"found-again"} == people
    paths = document("http://x")["paths"]
    assert {f"/matters/{{matter}}/{verb}" for verb in VERBS} <= set(paths)


@pytest.mark.parametrize("address", ["matters/无此/accept", "matters/a%20b", "seats/x/y/z", "nowhere", ""])
def test_what_is_not_there_is_told_in_json(page, address):
    answer = page.post(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"], answer.json()["error"]["code"]) == (
        404, "application/json", "not-found",
    )  # fmt: skip


def test_words_that_are_few_are_described_and_kept_to():
    paths = document("http://x")["paths"]
    body = paths["/matters/{matter}/escalate"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["properties"]["level"]["enum"] == ["blue", "yellow", "red", "supervise", "list", "talk"]
    with pytest.raises(BadBody, match="supervise"):
        bodies.read(b'{"level": "purple"}', (bodies.Field("level", among=("red", "supervise")),))


def test_the_description_refers_to_what_it_holds(page):
    said = page.get("/api/v1/openapi.json").json()
    assert said["openapi"].startswith("3.0")
    held = {f"#/components/schemas/{name}" for name in said["components"]["schemas"]}
    assert set(references(said)) <= held
    names = [operation["operationId"] for path in said["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))


def references(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref":
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)
