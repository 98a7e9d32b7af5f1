"""The control tower's door: signed orders, by nobody else, and not through a proxy."""

import json
from typing import Any

import msgspec
import pytest
from tests.edge.house import LECTURE, OTHER, SECRET, House
from tests.edge.wire import Heard, Wire, post

from xiangyue.edge import internal
from xiangyue.kernel import clock


class Tower:
    def __init__(self, house: House) -> None:
        self.wire = Wire(house.bind())
        self.count = 0

    async def order(self, operation: str, order: dict[str, Any], *fields: str, secret: str = SECRET) -> Heard:
        body = msgspec.json.encode(order)
        signed = f"Authorization: {internal.order(secret, operation, body)}"
        return await self.send(operation, body, signed, *fields)

    async def send(self, operation: str, body: bytes, *fields: str) -> Heard:
        self.wire.send(post(f"/live/-/{operation}", body, *fields))
        self.count += 1
        return (await self.wire.settled(self.count))[-1]


@pytest.fixture
async def tower(house: House) -> Tower:
    await house.lecture()
    return Tower(house)


def result(answer: Heard) -> Any:
    assert answer.status == 200
    return json.loads(answer.body)["result"]


async def test_a_line_is_opened_appended_to_and_read(tower: Tower, house: House):
    assert result(await tower.order("open", {"lecture": OTHER})) is None
    opened = {"title": "医保", "studio": "医保局"}
    order = {"lecture": OTHER, "kind": "opened", "data": opened, "command": "c1", "by": "director"}
    receipt = result(await tower.order("append", order))
    again = result(await tower.order("append", order))
    assert (receipt["seq"], receipt["repeated"], again["seq"], again["repeated"]) == (1, False, 1, True)
    (record,) = result(await tower.order("read", {"lecture": OTHER, "after": 0}))
    assert (record["kind"], record["data"], record["by"]) == ("opened", opened, "director")
    heads = {lecture: length for lecture, length, _ in result(await tower.order("heads", {}))}
    assert heads == {LECTURE: 1, OTHER: 1}


async def test_the_house_is_told_to_look_at_its_lists(tower: Tower, house: House):
    assert result(await tower.order("look_again", {})) is None
    assert house.looks == 1


async def test_a_director_who_saw_an_older_state_is_refused(tower: Tower):
    order = {
        "lecture": LECTURE,
        "kind": "phase",
        "data": {"phase": "on_air"},
        "command": "c2",
        "by": "d",
        "expected": 0,
    }
    answer = await tower.order("append", order)
    assert (answer.status, json.loads(answer.body)["error"]["code"]) == (409, "stale-command")


async def test_what_was_said_is_erased_by_decision(tower: Tower, house: House):
    line = house.lines.find(LECTURE)
    said = await line.append("say", {"name": "甲", "text": "坏话"}, command="s")
    await line.seal()
    order = {"lecture": LECTURE, "seqs": [said.seq], "reason": "依决定", "by": "director", "command": "e"}
    assert result(await tower.order("erase", order))["lecture"] == LECTURE
    assert line.epoch == 2


async def test_a_studio_without_an_encoder_has_no_health(tower: Tower):
    assert result(await tower.order("studio", {"lecture": LECTURE})) is None


@pytest.mark.parametrize("operation", ["hand_over", "revoke"])
async def test_orders_to_a_broadcast_nobody_knows_are_refused(tower: Tower, operation: str):
    assert (await tower.order(operation, {"lecture": LECTURE})).status == 404


async def test_nobody_else_gets_in(tower: Tower):
    good = internal.order(SECRET, "heads", b"{}")
    expectations = [
        ([], 403),
        ([f"Authorization: {internal.order('another', 'heads', b'{}')}"], 403),
        ([f"Authorization: {internal.order(SECRET, 'read', b'{}')}"], 403),
        ([f"Authorization: {internal.order(SECRET, 'heads', b'other')}"], 403),
        (["Authorization: Basic Zm9v"], 403),
        ([f"Authorization: {good}", "X-Forwarded-For: 192.0.2.1"], 404),
        ([f"Authorization: {good}"], 200),
    ]
    assert [(await tower.send("heads", b"{}", *fields)).status for fields, _ in expectations] == [
        s for _, s in expectations
    ]


async def test_an_order_is_good_for_half_a_minute(tower: Tower):
    with clock.stopped(1_800_000_000_000) as hands:
        signed = f"Authorization: {internal.order(SECRET, 'heads', b'{}')}"
        assert (await tower.send("heads", b"{}", signed)).status == 200
        hands.move(30_001)
        assert (await tower.send("heads", b"{}", signed)).status == 403


async def test_unknown_and_broken_orders_are_refused(tower: Tower):
    assert (await tower.order("dance", {"lecture": LECTURE})).status == 404
    assert (await tower.order("read", {"lecture": LECTURE})).status == 400


async def test_the_door_takes_longer_orders_than_a_resident(tower: Tower):
    order = {"lecture": LECTURE, "kind": "notice", "data": {"text": "短"}, "command": "n", "by": "d" * 30_000}
    assert (await tower.order("append", order)).status == 200


async def test_a_director_follows_a_line(tower: Tower, house: House):
    line = house.lines.find(LECTURE)
    said = await line.append("say", {"name": "甲", "text": "好"}, command="s", by="p", private={"net": "n"})
    order = {"lecture": LECTURE, "kinds": ["say"], "after": 0, "limit": 10}
    followed = result(await tower.order("follow", order))
    assert [(note["seq"], note["private"]) for note in followed["notes"]] == [(said.seq, {"net": "n"})]
    assert (followed["desk"]["waiting"], followed["desk"]["length"]) == ([said.seq], said.seq)
    rows = result(await tower.order("raw", {"lecture": LECTURE, "after": 1}))
    assert [row["seq"] for row in rows] == [said.seq]
