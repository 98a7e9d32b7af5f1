"""A deadline of the office's own at the hand-down: sooner than the rule's, never later, never past."""

from datetime import timedelta

import pytest
from tests.factories import matters as factory

from xiangyue.kernel import clock as the_clock
from xiangyue.kernel import workdays
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import errors
from xiangyue.ledger.matters.actions import Assignment, Order

pytestmark = pytest.mark.django_db


def handed(desk, until, *, category="exit", grade=""):
    """Handed down with a deadline of the office's own."""
    matter = factory.reported(desk, category=category)
    assignment = Assignment("fushan", category, grade, until=until)
    return factory.look(matters.assign(matter.pk, assignment, Order(desk.office)).matter)


def in_days(n):
    return workdays.end_of(workdays.county_day(the_clock.now()) + timedelta(days=n))


def test_the_office_sets_a_sooner_deadline_which_is_the_one_that_counts(desk):
    by_rule = factory.assigned(desk)
    sooner = handed(desk, in_days(1))
    assert sooner.due == sooner.original_due == in_days(1)
    assert sooner.due < by_rule.due
    assert sooner.next_rung_at < by_rule.next_rung_at
    assert factory.folds(sooner)


@pytest.mark.parametrize(("days", "says"), [(30, "只能比规定的早"), (-2, "要晚于现在")])
def test_neither_later_than_the_rule_nor_past(desk, days, says):
    with pytest.raises(errors.BadMatter, match=says):
        handed(desk, in_days(days))


def test_where_a_plan_sets_the_deadline_the_office_does_not(desk):
    with pytest.raises(errors.BadMatter, match="由整改方案定"):
        handed(desk, in_days(1), grade="major")


def test_without_one_the_rule_s_deadline_stands(desk):
    assert handed(desk, None).due == factory.assigned(desk).due
