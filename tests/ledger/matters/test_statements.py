"""What filing costs: a number of statements, and the same one for many rows as for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import matters as factory

from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Assignment, Brought, Order

pytestmark = pytest.mark.django_db


def statements(act):
    """How many statements an act sends, without those that only begin and end it."""
    with CaptureQueriesContext(connection) as sent:
        act()
    said = [query["sql"] for query in sent if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    return len(said)


def test_filing_one_matter_and_handing_it_out(desk):
    factory.assigned(desk)  # the year's numbering is there, and the kind was read
    before = factory.reported(desk)
    report = statements(lambda: matters.report(factory.a_finding(), Order(desk.inspectors[0])))
    assign = statements(lambda: matters.assign(before.pk, Assignment("fushan", "exit"), Order(desk.office)))
    apart = connection.vendor == "sqlite"  # its index of words is two tables
    assert (report, assign) == (13 + apart, 14)


def test_bringing_in_many_takes_as_many_statements_as_bringing_in_three(desk):
    finding = factory.a_finding(via=Reporter.IMPORT)

    def brought(first, count):
        rows = [Brought(f"row-{number}", finding, lead="fushan") for number in range(first, first + count)]
        return statements(lambda: matters.bring("elsewhere", rows, by=desk.office))

    brought(0, 1)
    assert brought(1, 3) == brought(4, 30)
