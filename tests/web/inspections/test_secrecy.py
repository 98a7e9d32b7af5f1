"""To the inspected nothing exists before the release: every address, before and after, byte for byte, query by query."""

import re

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.architecture.permissions import TABLE
from tests.architecture.test_permissions import address
from tests.architecture.test_permissions import scene as a_scene
from tests.factories import inspections as factory
from tests.factories.lectures import bring
from tests.factories.pictures import a_photo, brought

from xiangyue.hall.lectures.states import State as LectureState
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence.rules import Claims
from xiangyue.ledger.inspections import actions
from xiangyue.ledger.inspections.rules import OnSite
from xiangyue.ledger.inspections.states import Purpose
from xiangyue.ledger.matters.actions import Order
from xiangyue.org.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # every address, three people, three times

UNKNOWN = "0" * 16
INSPECTED = ("clerk", "village-clerk", "own-inspector", "officer")
"""Of Fushan: who mends, who stands under it, who inspects elsewhere, who keeps its studio."""

FLEETING = (
    (re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), b"uuid"),
    (re.compile(rb"csrfmiddlewaretoken\" value=\"[^\"]*\""), b"token"),
    (re.compile(rb"SAVEPOINT \"?s\d+_x\d+\"?"), b"SAVEPOINT"),
    (re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+"), b"moment"),
    (re.compile(rb"\b[0-9a-f]{32,}\b"), b"hash"),
    (re.compile(rb"\b[0-9a-hjkmnp-tv-z]{16,26}\b"), b"name"),
)
"""What differs between any two answers: tokens, commands, fresh names, savepoints, the library's own clock."""

FRESH = {f"hall:{name}" for name in ("again", "copy", "rehearse", "bank-template", "results-all")} | {
    "residents:helper-code",
    "ledger:export-xlsx",
    "places:card",
    "places:sheet",
}
"""What hands out something new each time, a copy, a code, a workbook or a PDF with its hour: its status and queries count.
The rows of the ledger's workbook are compared byte by byte as CSV (`ledger:export-csv`)."""

WRITES = re.compile(rb"'[^']*'|\b\d+\b|x'[0-9a-f]*'", re.IGNORECASE)
"""Of what is written, and taken back again, the shape is compared: fresh secrets stand in it."""

scene = a_scene


def plain(raw: bytes) -> bytes:
    for pattern, word in FLEETING:
        raw = pattern.sub(word, raw)
    return raw


def shape(sql: bytes) -> bytes:
    return plain(sql) if sql.startswith(b"SELECT") else WRITES.sub(b"?", plain(sql))


def asked(page, row, where):
    """What somebody gets, and what the database was asked for it; whatever it changed is taken back."""
    cache.clear()
    with transaction.atomic(), CaptureQueriesContext(connection) as seen:
        answer = page.post(where, dict(row.form)) if row.method == "POST" else page.get(where)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    heads = {name: value for name, value in answer.headers.items() if name not in {"Expires", "Last-Modified"}}
    queries = [shape(query["sql"].encode()) for query in seen.captured_queries if "django_session" not in query["sql"]]
    return answer.status_code, plain(repr(heads).encode()), plain(body), queries


def walked(page, who, parts, sealed=UNKNOWN):
    """Every address in the table as one of the inspected. What names an inspection names `sealed`: if that is not the
    unknown one, only those are asked for that name it.
    """
    page.logout()
    page.force_login(Person.objects.get(username=who))
    page.get("/")
    found = {}
    for row in TABLE:
        if row.name.startswith("account_") or row.name.startswith("mfa_") or row.name == "metrics":
            continue
        where = address(row.name, parts | {"sealed": sealed})
        if sealed != UNKNOWN and sealed not in where:
            continue
        code, heads, body, queries = asked(page, row, where)
        if row.name in FRESH:
            heads, body, queries = b"", b"", [b"%d" % len(queries)]
        name = sealed.encode()
        found[row.name] = (
            code, heads.replace(name, b"id"), body.replace(name, b"id"), [sql.replace(name, b"id") for sql in queries],
        )  # fmt: skip
    return found


def seal_another(world):
    """A second inspection of the same street, with pictures, findings, a decision, and a phone on its way."""
    row = factory.drawn(world, count=3, types=tuple(factory.a_scope().types))
    picture = evidence.keep(brought(a_photo(), "a.jpg"), Claims(), command=factory.a_command(), by="chief").pk
    actions.add_finding(row.pk, factory.found(world.shop, evidence=(picture,)), Order(world.chief))
    actions.add_finding(row.pk, factory.found(world.alley, category="grease", title="路面油污"), Order(world.chief))
    for finding in factory.stood(row).to_report:
        actions.decide(row.pk, finding.name, OnSite("fushan"), Order(world.chief))
    actions.look(world.chief, row.pk, purpose=Purpose.VISIT, what="plan")
    actions.hand_out(world.chief, row.pk, purpose=Purpose.VISIT)
    return row


@pytest.mark.parametrize("who", INSPECTED)
def test_to_the_inspected_it_does_not_exist(who, scene, page):
    lecture, parts = scene
    bring(lecture, LectureState.PUBLISHED)
    world = parts["inspections"]
    before = walked(page, who, parts)
    row = seal_another(world)
    after = walked(page, who, parts)
    assert {name for name in before if before[name] != after[name]} == set()
    named = walked(page, who, parts, sealed=row.pk)
    assert {name for name in named if before[name] != named[name]} == set()
    assert len(named) > 20
    if who == "clerk":  # the test would see something: once released, who is to mend it sees it
        factory.released(world, row)
        told = walked(page, who, parts)
        assert {"ledger:desk", "ledger:list"} <= {name for name in before if before[name] != told[name]}
