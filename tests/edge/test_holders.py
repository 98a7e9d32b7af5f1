"""Verified persons: one pseudonym whatever the device, nothing of them on the line, and a ban that holds at once."""

import json

import pytest
from tests.edge.house import LECTURE, OTHER, PERSON, SECRET, House
from tests.edge.test_speaking import Phone, code, say
from tests.edge.test_taking_part import ITEM, deed, order

from xiangyue.edge.rules import EdgeRules
from xiangyue.kernel import clock, vouchers


@pytest.fixture
def phone(house: House, line) -> Phone:
    return Phone(house, rules=EdgeRules(speaking="verified"))


async def enter(phone: Phone, **more):
    return json.loads((await phone.ask("ticket", {"name": "老周", **more})).body)


async def test_a_voucher_gives_the_same_pseudonym_on_every_device(phone, house):
    voucher = vouchers.issue(SECRET, PERSON)
    first, second = (
        await enter(phone, voucher=voucher),
        await enter(Phone(house), voucher=vouchers.issue(SECRET, PERSON)),
    )
    assert first["pseudonym"] == second["pseudonym"] == vouchers.pseudonym(SECRET, PERSON, LECTURE)
    assert first["level"] == "verified"
    await house.lecture(OTHER)
    other = json.loads((await phone.ask("ticket", {"voucher": voucher}, lecture=OTHER)).body)
    assert other["pseudonym"] != first["pseudonym"]


async def test_who_must_be_verified_speaks_with_a_voucher_only(phone):
    voucher = vouchers.issue(SECRET, PERSON)
    assert code(await phone.ask("say", say((await enter(phone))["ticket"]))) == (403, "verify-first")
    assert (await phone.ask("say", say((await enter(phone, voucher=voucher))["ticket"]))).status == 200


@pytest.mark.parametrize("voucher", ["nonsense", vouchers.issue("another secret", PERSON)])
async def test_a_voucher_that_is_not_ours_is_refused_in_words(phone, voucher):
    assert code(await phone.ask("ticket", {"voucher": voucher})) == (403, "voucher-invalid")


async def test_neither_person_nor_voucher_reaches_log_or_segment(phone, line, house):
    voucher = vouchers.issue(SECRET, PERSON)
    ticket = (await enter(phone, voucher=voucher))["ticket"]
    item = await order(line, "quiz_item", **ITEM)
    await phone.ask("say", say(ticket))
    await phone.ask("answer", deed(ticket, item=item, choice=[1]))
    await line.seal()
    written = b"".join(path.read_bytes() for path in (house.root / "lines").rglob("*") if path.is_file())
    assert b"\xe8\xae\xb2\xe5\xbe\x97\xe5\xa5\xbd" in written  # the sentence is there, so a person could be
    assert PERSON.encode() not in written
    assert voucher.encode() not in written
    assert [record.private["level"] for record in line.read(1) if record.kind == "answer"] == ["verified"]


async def test_a_second_answer_from_another_phone_of_the_same_person_is_no_second_answer(phone, line, house):
    item, voucher = await order(line, "quiz_item", **ITEM), vouchers.issue(SECRET, PERSON)
    one, two = phone, Phone(house)
    await one.ask("answer", deed((await enter(one, voucher=voucher))["ticket"], item=item, choice=[1]))
    again = await two.ask("answer", deed((await enter(two, voucher=voucher))["ticket"], item=item, choice=[0]))
    assert code(again) == (409, "already-answered")


async def test_what_was_done_is_there_again_after_the_browser_forgot(phone, line):
    item, voucher = await order(line, "quiz_item", **ITEM), vouchers.issue(SECRET, PERSON)
    await phone.ask("answer", deed((await enter(phone, voucher=voucher))["ticket"], item=item, choice=[1]))
    fresh = (await enter(phone, voucher=vouchers.issue(SECRET, PERSON)))["ticket"]
    mine = json.loads((await phone.ask("mine", {"ticket": fresh})).body)
    assert mine["answers"] == {str(item): [1]}


async def test_a_ban_ends_the_ticket_in_hand_and_the_next_one(phone, house):
    voucher = vouchers.issue(SECRET, PERSON)
    ticket, guest = (await enter(phone, voucher=voucher))["ticket"], Phone(house)
    house.banned = frozenset({PERSON})
    assert code(await phone.ask("say", say(ticket))) == (403, "person-banned")
    assert code(await phone.ask("ticket", {"voucher": voucher})) == (403, "person-banned")
    assert (await guest.ask("say", say(await guest.enter()))).status == 200
    house.banned = frozenset()
    assert (await phone.ask("say", say(ticket))).status == 200


async def test_who_was_muted_and_comes_again_as_a_guest_is_asked_who_they_are(phone, line, house):
    guest = Phone(house)
    await guest.ask("say", say(await guest.enter()))
    spoken = line.read(1)[-1]
    await order(line, "mute", who=spoken.by, until_ms=clock.now_ms() + 600_000, net=spoken.private["net"])
    assert code(await guest.ask("say", say(await guest.enter()))) == (403, "verify-here")
    proved = (await enter(guest, voucher=vouchers.issue(SECRET, PERSON)))["ticket"]
    assert (await guest.ask("say", say(proved))).status == 200
