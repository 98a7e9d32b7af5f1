"""A county with two kinds, people on every side of a matter, and a browser for each."""

import uuid

import pytest
from django.test import Client
from tests.factories import matters as factory
from tests.ledger.conftest import notices

from xiangyue.ledger.calendars import actions as calendars
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.people.models import Person


@pytest.fixture
def desk(county):
    factory.kinds()
    return factory.a_desk(county)


@pytest.fixture
def calendar(county):
    """The notices that are shipped, published."""
    for text in notices():
        calendars.publish(text, by=HOUSE)


@pytest.fixture
def as_(page):
    """The browser of somebody: `as_(desk.clerk).get(...)`."""

    def signed_in(member) -> Client:
        page.force_login(Person.objects.get(username=member.username))
        return page

    return signed_in


@pytest.fixture
def press(as_):
    """A verb as its page sends it: `press(member, matter, "accept", text=...)`."""

    def pressed(member, matter, verb, *, expected=None, command=None, **words):
        seen = matter.seq if expected is None else expected
        form = {"command": command or str(uuid.uuid4()), "expected": seen, **words}
        return as_(member).post(f"/ledger/{matter.pk}/act/{verb}/", form)

    return pressed
