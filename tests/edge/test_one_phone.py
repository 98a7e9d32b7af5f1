"""A phone counts once, whatever it is called: before it took a name, after, and after it was verified."""

import json

import pytest
from tests.edge.house import LECTURE, PERSON, SECRET, House
from tests.edge.test_speaking import Phone

from xiangyue.kernel import vouchers
from xiangyue.timeline.presence import Presence


@pytest.fixture
def phone(house: House, line) -> Phone:
    return Phone(house)


async def enter(phone: Phone, **more):
    return json.loads((await phone.ask("ticket", more)).body)


async def beat(phone: Phone, line, held) -> dict[str, int]:
    assert (await phone.ask("beat", {"ticket": held["ticket"]})).status == 200
    return line._presence.figure(0)


async def test_who_takes_a_name_is_the_same_phone(phone, line):
    first = await enter(phone)
    assert await beat(phone, line, first) == {"now": 1, "total": 1}
    named = await enter(phone, name="后坂余婶", ticket=first["ticket"])
    assert (named["pseudonym"], named["name"]) == (first["pseudonym"], "后坂余婶")
    assert await beat(phone, line, named) == {"now": 1, "total": 1}
    neighbour = await enter(phone, name="老周")
    assert neighbour["pseudonym"] != first["pseudonym"]
    assert await beat(phone, line, neighbour) == {"now": 2, "total": 2}


async def test_who_is_verified_leaves_the_guest_behind(phone, line):
    guest = await enter(phone)
    await beat(phone, line, guest)
    verified = await enter(phone, ticket=guest["ticket"], voucher=vouchers.issue(SECRET, PERSON))
    assert verified["pseudonym"] == vouchers.pseudonym(SECRET, PERSON, LECTURE)
    assert await beat(phone, line, verified) == {"now": 1, "total": 1}
    again = await enter(phone, ticket=verified["ticket"])
    assert again["pseudonym"] not in (verified["pseudonym"], guest["pseudonym"])  # no guest goes by a verified name


@pytest.mark.parametrize("ticket", ["nonsense", "a.b", ""])
async def test_a_ticket_that_is_none_makes_a_new_guest(phone, line, ticket):
    assert (await enter(phone, ticket=ticket))["level"] == "guest"


def test_a_restart_forgets_neither_the_counted_nor_those_who_left():
    before, after = Presence(45_000), Presence(45_000)
    for name in ("guest", "other"):
        before.beat(name, 0)
    told = [before.take_fresh()]
    before.left("guest")
    before.beat("verified", 1)
    told.append(before.take_fresh())
    assert told == [{"new": ["guest", "other"]}, {"new": ["verified"], "gone": ["guest"]}]
    for private in told:
        after.remember(private["new"])
        after.forget(private.get("gone", ()))
    after.beat("verified", 2)
    assert before.figure(2)["total"] == after.figure(2)["total"] == 2
