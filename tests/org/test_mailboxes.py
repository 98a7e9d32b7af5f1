"""Where a unit is told: set by who works there or staffs it, sealed, and never shown with its key."""

import pytest
from tests.factories import people

from xiangyue.journal import queries as journal
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.states import Role
from xiangyue.org.mailboxes import actions, errors, queries
from xiangyue.org.mailboxes.models import Mailbox

pytestmark = pytest.mark.django_db
ROBOT = "dingtalk://0123456789abcdef0123456789abcdef"


@pytest.fixture
def clerk(county):
    return people.a_member("fushan-clerk", Role.CLERK, county.fushan)


def test_an_address_is_sealed_masked_and_named_by_its_channel_only(county, clerk):
    actions.set_up(county.fushan, f"{ROBOT}\n  fushan@example.com \n{ROBOT}", by=clerk)
    assert queries.addresses("fushan") == [ROBOT, "fushan@example.com"]
    assert queries.shown(clerk, county.fushan) == ["dingtalk://…", "fushan@example.com"]
    assert b"0123456789" not in bytes(Mailbox.objects.get().box)
    assert journal.of("unit/fushan")[-1].data == {"channels": ["dingtalk", "mail"]}


def test_the_neighbour_neither_sets_nor_reads(county, clerk, cast):
    stranger = people.a_member("hehua-clerk", Role.CLERK, county.hehua)
    for who in (stranger, cast.neighbour, cast.auditor):
        with pytest.raises(Forbidden):
            actions.set_up(county.fushan, ROBOT, by=who)
    with pytest.raises(Forbidden):
        queries.shown(stranger, county.fushan)


@pytest.mark.parametrize(
    "text",
    [
        "json://127.0.0.1:8000/", "mailto://user:word@10.0.0.1", "file:///etc/passwd", "dingtalk://a b", "xml://house",
        "dingtalk://\x00aaaaaaaaa", "fushan", "a@b", f"dingtalk://{'a' * 400}",
    ],
)  # fmt: skip
def test_what_could_reach_into_the_house_is_refused(county, clerk, text):
    with pytest.raises(errors.BadAddress):
        actions.set_up(county.fushan, text, by=clerk)
    assert not Mailbox.objects.exists()


def test_more_than_three_are_refused(county, clerk):
    with pytest.raises(errors.TooMany):
        actions.set_up(county.fushan, "\n".join(f"a{n}@example.com" for n in range(4)), by=clerk)
