"""Time for duty holders: what may be granted, and wishes that were told before anybody could answer them."""

import importlib
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from tests.factories import matters as factory

from xiangyue.kernel import workdays
from xiangyue.ledger.holders import actions, errors, rules
from xiangyue.ledger.holders.models import Invitation

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
DUE = workdays.end_of(date(2026, 11, 26))


def test_a_day_is_granted_to_its_end_and_never_beyond_the_deadline():
    noon = DUE - timedelta(hours=12)
    assert rules.granted(date(2026, 11, 25), due=DUE, now=NOW) == workdays.end_of(date(2026, 11, 25))
    assert rules.granted(date(2026, 11, 26), due=noon, now=NOW) == noon
    for on in (date(2026, 11, 27), date(2026, 11, 22)):
        with pytest.raises(errors.BadDay):
            rules.granted(on, due=DUE, now=NOW)
    with pytest.raises(errors.NoTimeLeft):
        rules.granted(date(2026, 11, 26), due=NOW, now=NOW)


def test_without_a_deadline_a_link_s_longest_life_is_the_limit():
    last = date(2026, 11, 23) + timedelta(days=rules.LONGEST_DAYS)
    assert rules.granted(last, due=None, now=NOW) == workdays.end_of(last)
    with pytest.raises(errors.BadDay):
        rules.granted(last + timedelta(days=1), due=None, now=NOW)


def test_what_counts_is_the_nearer_of_both():
    assert [rules.counting(NOW, DUE), rules.counting(None, DUE), rules.counting(DUE, NOW), rules.counting(None, None)] == [
        NOW, DUE, NOW, None,
    ]  # fmt: skip


@pytest.fixture
def desk(county):
    factory.kinds()
    return factory.a_desk(county)


@pytest.mark.django_db
def test_wishes_that_were_told_before_are_found_in_the_chains(desk):
    matter = factory.working(desk)
    first, second = (actions.invite(matter.pk, name, "请清空。", days=9, by=desk.clerk) for name in ("甲", "乙"))
    for link, days in ((first, 1), (first, 2), (second, None)):
        until = None if days is None else matter.due - timedelta(days=days)
        actions.answer(link.secret, "等一等。", command=str(uuid.uuid4()), until=until)
    Invitation.objects.update(asked_until=None)
    migration = importlib.import_module("xiangyue.ledger.migrations.0015_holders_ask_for_time")
    for _twice in range(2):
        migration.find(apps, None)
        found = dict(Invitation.objects.values_list("name", "asked_until"))
        assert found == {"甲": matter.due - timedelta(days=2), "乙": None}
