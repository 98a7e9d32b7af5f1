"""Tickets, sentences, likes, beats: what is accepted is on the line, what is not says why."""

import json
import uuid
from typing import Any

import msgspec
import pytest
from tests.edge.house import LECTURE, OTHER, SECRET, House
from tests.edge.wire import Heard, Wire, post, until

from xiangyue.edge.rules import EdgeRules, Rate
from xiangyue.edge.tickets import VERIFIED, Tickets
from xiangyue.kernel import clock

NOW = 1_800_000_000_000


class Phone:
    """One viewer with a ticket."""

    def __init__(self, house: House, *, rules: EdgeRules | None = None, name: str = "张三") -> None:
        self.wire = Wire(house.bind(rules))
        self.name = name

    async def ask(self, verb: str, body: dict[str, Any] | bytes, *fields: str, lecture: str = LECTURE) -> Heard:
        raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
        self.wire.send(post(f"/live/{lecture}/{verb}", raw, *fields))
        await until(lambda: not self.wire.state.tasks)
        return self.wire.answers[-1]

    async def enter(self) -> str:
        return json.loads((await self.ask("ticket", {"name": self.name})).body)["ticket"]


def code(answer: Heard) -> tuple[int, str]:
    return answer.status, json.loads(answer.body)["error"]["code"]


def say(ticket: str, text: str = "讲得好", **more: Any) -> dict[str, Any]:
    return {"ticket": ticket, "command": str(uuid.uuid4()), "text": text, **more}


@pytest.fixture
async def phone(house: House) -> Phone:
    await house.lecture()
    return Phone(house)


async def test_a_ticket_says_who_one_is_here_and_sets_no_cookie(phone: Phone):
    with clock.stopped(NOW):
        answer = await phone.ask("ticket", {"name": " 张\u200b三\x07 "})
    given = json.loads(answer.body)
    assert (given["name"], given["level"], given["expires_ms"]) == ("张三", "guest", NOW + 12 * 3600 * 1000)
    assert answer.fields["cache-control"] == "no-store"
    assert "set-cookie" not in answer.fields


async def test_who_gives_no_name_gets_one(phone: Phone):
    given = json.loads((await phone.ask("ticket", {})).body)
    assert given["name"] == "乡亲" + given["pseudonym"][:4]


async def test_a_sentence_is_on_the_line_when_it_is_answered(phone: Phone, house: House):
    answer = await phone.ask("say", say(await phone.enter(), " 讲得\u0007好 \n", playhead=clock.now_ms() - 1500))
    receipt = json.loads(answer.body)
    record = house.lines.find(LECTURE).read(1)[0]
    assert (answer.status, receipt["lecture"], receipt["seq"], receipt["repeated"]) == (200, LECTURE, record.seq, False)
    assert (record.data["text"], record.data["name"], record.by) == ("讲得好", "张三", record.data["from"])
    assert record.media_ms == pytest.approx(clock.now_ms() - 1500, abs=2000)


async def test_a_repeated_command_gives_the_same_receipt_and_costs_nothing(phone: Phone, house: House):
    with clock.stopped(NOW):
        command = say(await phone.enter())
        told = [json.loads((await phone.ask("say", command)).body) for _ in range(20)]
    assert [one["seq"] for one in told] == [told[0]["seq"]] * 20
    assert [one["repeated"] for one in told] == [False] + [True] * 19
    assert len(house.lines.find(LECTURE).read(1)) == 1


async def test_two_of_the_same_command_at_once_are_one(phone: Phone, house: House):
    body = msgspec.json.encode(say(await phone.enter()))
    other = Wire(type(phone.wire.protocol))
    for wire in (phone.wire, other):
        wire.send(post(f"/live/{LECTURE}/say", body))
    first, second = (await phone.wire.settled(2))[1], (await other.settled(1))[0]
    assert json.loads(first.body)["seq"] == json.loads(second.body)["seq"]
    assert len(house.lines.find(LECTURE).read(1)) == 1


async def test_a_phone_that_talks_a_hundred_times_a_second_is_told_when_to_go_on(phone: Phone, house: House):
    with clock.stopped(NOW) as hands:
        ticket = await phone.enter()
        answers = [await phone.ask("say", say(ticket)) for _ in range(100)]
        assert [answer.status for answer in answers] == [200] * 3 + [429] * 97
        assert code(answers[3]) == (429, "too-fast")
        assert json.loads(answers[3].body)["error"]["text"] == "发得太快了，请歇几秒再发。"
        assert answers[3].fields["retry-after"] == "2"
        hands.move(2000)
        assert (await phone.ask("say", say(ticket))).status == 200
    assert len(house.lines.find(LECTURE).read(1)) == 4


async def test_slow_mode_is_for_everybody(phone: Phone, house: House):
    line = house.lines.find(LECTURE)
    await line.append("slow", {"s": 30}, command="slow")
    await line.seal()
    with clock.stopped(NOW) as hands:
        ticket = await phone.enter()
        assert (await phone.ask("say", say(ticket))).status == 200
        refused = await phone.ask("say", say(ticket))
        assert (refused.status, refused.fields["retry-after"]) == (429, "30")
        hands.move(30_000)
        assert (await phone.ask("say", say(ticket))).status == 200


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"ticket": "nonsense"}, (403, "ticket-forged")),
        ({"ticket": "a.b"}, (403, "ticket-forged")),
        ({"text": ""}, (422, "text-empty")),
        ({"text": "\u200b\u202e\x00 "}, (422, "text-empty")),
        ({"text": "字" * 141}, (422, "text-too-long")),
        ({"command": "no uuid"}, (400, "malformed")),
        ({"text": 5}, (400, "malformed")),
        ({"playhead": "late"}, (400, "malformed")),
    ],
)
async def test_what_cannot_be_said_is_refused_and_leaves_no_trace(phone: Phone, house: House, change, expected):
    ticket = await phone.enter()
    assert code(await phone.ask("say", {**say(ticket), **change})) == expected
    assert (await phone.ask("say", say(ticket, "字" * 140))).status == 200
    assert len(house.lines.find(LECTURE).read(1)) == 1


async def test_a_ticket_of_another_lecture_of_another_house_or_of_yesterday_is_worthless(phone: Phone, house: House):
    await house.lecture(OTHER)
    elsewhere = json.loads((await phone.ask("ticket", {}, lecture=OTHER)).body)["ticket"]
    assert code(await phone.ask("say", say(elsewhere))) == (403, "ticket-forged")
    foreign, _ = Tickets("another secret", valid_ms=1000).issue(LECTURE, name="")
    assert code(await phone.ask("say", say(foreign))) == (403, "ticket-forged")
    with clock.stopped(NOW) as hands:
        mine = await phone.enter()
        hands.move(12 * 3600 * 1000 + 1)
        assert code(await phone.ask("say", say(mine))) == (403, "ticket-expired")


async def test_where_speaking_needs_a_verified_person_a_guest_may_still_like(house: House):
    await house.lecture()
    phone = Phone(house, rules=EdgeRules(speaking=VERIFIED))
    ticket = await phone.enter()
    assert code(await phone.ask("say", say(ticket))) == (403, "verify-first")
    assert (await phone.ask("like", {"ticket": ticket, "command": str(uuid.uuid4()), "n": 3})).status == 200
    verified, _ = Tickets(SECRET, valid_ms=60_000).issue(LECTURE, name="李四", level=VERIFIED)
    assert (await phone.ask("say", say(verified))).status == 200


async def test_likes_are_counted_within_reason(phone: Phone):
    ticket = await phone.enter()
    for n, status in ((1, 200), (100, 200), (0, 400), (101, 400)):
        like = {"ticket": ticket, "command": str(uuid.uuid4()), "n": n}
        assert (await phone.ask("like", like)).status == status


async def test_beats_are_counted_as_viewers(phone: Phone, house: House):
    line = house.lines.find(LECTURE)
    assert (await phone.ask("beat", {"ticket": await phone.enter()})).status == 200
    await line.seal()
    await line.seal()
    assert (line.state.viewers.now, line.state.viewers.total) == (1, 1)


@pytest.mark.parametrize("name", ["主播", "导播小王", "官方", "系统管理员"])
async def test_nobody_can_call_himself_staff(phone: Phone, name: str):
    assert code(await phone.ask("ticket", {"name": name})) == (422, "name-reserved")


async def test_only_json_is_read(phone: Phone):
    phone.wire.send(post(f"/live/{LECTURE}/ticket", b"{}").replace(b"application/json", b"text/plain"))
    assert code((await phone.wire.settled(1))[0]) == (415, "not-json")


async def test_after_the_end_nothing_more_is_said(phone: Phone, house: House):
    line = house.lines.find(LECTURE)
    ticket = await phone.enter()
    accepted = say(ticket)
    await phone.ask("say", accepted)
    await line.append("phase", {"phase": "ended"}, command="end")
    assert code(await phone.ask("say", say(ticket))) == (409, "lecture-over")
    assert json.loads((await phone.ask("say", accepted)).body)["repeated"] is True


async def test_the_address_is_limited_whatever_the_ticket(house: House):
    await house.lecture()
    phone = Phone(house, rules=EdgeRules(address=Rate(1, 20)))
    with clock.stopped(NOW):
        answers = [await phone.ask("beat", b"{}") for _ in range(21)]
    assert [code(answer) for answer in answers[-2:]] == [(400, "malformed"), (429, "address-busy")]


async def test_a_lecture_nobody_knows_is_not_found(phone: Phone):
    assert code(await phone.ask("say", say("x"), lecture=OTHER)) == (404, "unknown-lecture")
