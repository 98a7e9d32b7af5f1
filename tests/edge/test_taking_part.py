"""Questions, votes, answers: what residents put in, what is refused and how, and what a muted one is told."""

import json
import uuid
from typing import Any

import pytest
from tests.edge.house import LECTURE, OTHER, SECRET, House
from tests.edge.test_speaking import Phone, code, say

from xiangyue.edge.tickets import VERIFIED, Tickets
from xiangyue.kernel import clock, draw, ids
from xiangyue.timeline.line import Line
from xiangyue.timeline.programme import commitment

NOW = 1_800_000_000_000
ITEM = {
    "no": 1,
    "kind": "single",
    "text": "何时缴费？",
    "options": ["春", "秋"],
    "s": 20,
    "commit": commitment([1], "s" * 16),
}
NUMBER = {"no": 2, "kind": "number", "text": "多少元？", "s": 20, "commit": "0" * 64}


@pytest.fixture
def hands():
    with clock.stopped(NOW) as moved:
        yield moved


@pytest.fixture
async def line(house: House, hands) -> Line:
    return await house.lecture()


@pytest.fixture
def phone(house: House, line: Line) -> Phone:
    return Phone(house)


async def order(line: Line, kind: str, /, **data: Any) -> int:
    return (await line.append(kind, data, command=ids.new_id(), by="director")).seq


def deed(ticket: str, **more: Any) -> dict[str, Any]:
    return {"ticket": ticket, "command": str(uuid.uuid4()), **more}


async def test_an_answer_counts_once_and_a_lost_receipt_is_given_again(phone, line):
    item, ticket = await order(line, "quiz_item", **ITEM), await phone.enter()
    first = deed(ticket, item=item, choice=[1])
    receipt = json.loads((await phone.ask("answer", first)).body)
    again = json.loads((await phone.ask("answer", first)).body)
    assert (again["seq"], again["link"], again["repeated"]) == (receipt["seq"], receipt["link"], True)
    assert code(await phone.ask("answer", deed(ticket, item=item, choice=[0]))) == (409, "already-answered")
    assert [record.data for record in line.read(2)] == [{"i": item, "choice": [1]}]


async def test_a_late_answer_and_one_to_another_lecture_are_told_why(phone, line, house, hands):
    item, ticket = await order(line, "quiz_item", **ITEM), await phone.enter()
    await house.lecture(OTHER)
    assert code(await phone.ask("answer", deed(ticket, item=item, choice=[1]), lecture=OTHER)) == (403, "ticket-forged")
    hands.move(25_000 + 20_000 + 1_001)
    assert code(await phone.ask("answer", deed(ticket, item=item, choice=[1]))) == (409, "answers-closed")
    assert code(await phone.ask("answer", deed(ticket, item=item + 7, choice=[1]))) == (404, "unknown-piece")


@pytest.mark.parametrize(
    "wrong",
    [
        {"choice": [2]},
        {"choice": []},
        {"choice": [0, 1]},
        {"number": "1"},
        {},
        {"choice": [-1]},
        {"choice": [1], "number": "1"},
    ],
)
async def test_an_answer_that_is_none_is_refused(phone, line, wrong):
    item = await order(line, "quiz_item", **ITEM)
    assert code(await phone.ask("answer", deed(await phone.enter(), item=item, **wrong))) == (400, "bad-event")


@pytest.mark.parametrize(("number", "status"), [("400", 200), ("-3.5", 200), ("四百", 400), ("1e9", 400), ("", 400)])
async def test_a_number_is_written_in_figures(phone, line, number, status):
    item = await order(line, "quiz_item", **NUMBER)
    assert (await phone.ask("answer", deed(await phone.enter(), item=item, number=number))).status == status


async def test_votes_hands_and_questions_are_told_back_to_whoever_gave_them(phone, line):
    poll = await order(line, "poll", text="几点好？", options=["六点", "七点"])
    question = await order(line, "question", state="approved", text="怎么缴？")
    ticket = await phone.enter()
    asked = json.loads((await phone.ask("ask", deed(ticket, text=" 外地\u200b怎么缴 "))).body)["seq"]
    for verb, more in (("vote", {"poll": poll, "choice": [1]}), ("up", {"question": question})):
        assert (await phone.ask(verb, deed(ticket, **more))).status == 200
    assert code(await phone.ask("up", deed(ticket, question=question))) == (409, "already-up")
    mine = json.loads((await phone.ask("mine", {"ticket": ticket})).body)
    given = {"votes": {str(poll): [1]}, "answers": {}, "ups": [question], "asks": [asked]}
    assert {field: mine[field] for field in given} == given
    assert mine["level"] == "guest"
    assert line.read(asked - 1, 1)[0].data["text"] == "外地怎么缴"


async def test_whoever_is_muted_may_listen_and_vote_and_is_told_for_how_long(phone, line, hands):
    poll, ticket = await order(line, "poll", text="几点好？", options=["六点", "七点"]), await phone.enter()
    await phone.ask("say", say(ticket))
    spoken = line.read(2)[0]
    await order(line, "mute", who=spoken.by, until_ms=NOW + 600_000)
    for verb in ("say", "ask"):
        refused = await phone.ask(verb, deed(ticket, text="再说一句"))
        assert code(refused) == (403, "muted")
        assert json.loads(refused.body)["error"]["text"] == "主持人请您先听一会儿，10 分钟后可以再发言。"
    assert (await phone.ask("vote", deed(ticket, poll=poll, choice=[0]))).status == 200
    hands.move(600_000)
    assert (await phone.ask("say", deed(ticket, text="我改了"))).status == 200


async def test_a_fresh_ticket_from_where_a_muted_one_came_must_say_who_it_is(phone, line, house, hands):
    neighbour = await phone.enter()
    ticket = await phone.enter()
    await phone.ask("say", say(ticket))
    spoken = line.read(1)[0]
    hands.move(1_000)
    await order(line, "mute", who=spoken.by, until_ms=NOW + 600_000, net=spoken.private["net"])
    hands.move(1_000)
    fresh = await phone.enter()
    assert code(await phone.ask("say", say(fresh))) == (403, "verify-here")
    assert (await phone.ask("say", say(neighbour))).status == 200  # was here before
    known, _ = Tickets(SECRET, valid_ms=60_000).issue(LECTURE, name="王五", level=VERIFIED)
    assert (await phone.ask("say", say(known))).status == 200
    assert "127.0.0.1" not in str(spoken)
    hands.move(600_000)
    assert (await phone.ask("say", say(fresh))).status == 200


async def test_a_phone_learns_its_own_number_in_a_draw_and_nobody_else_s(phone, line):
    rules = {
        "title": "抽奖",
        "text": "规则",
        "prizes": [{"name": "热水壶", "count": 1}],
        "eligible": "全部答对",
        "sources": ["骰子"],
    }
    drawn, ticket, other = (
        await order(line, "draw_rules", **rules, commit="1" * 64, n=10),
        await phone.enter(),
        await phone.enter(),
    )
    mine = json.loads((await phone.ask("label", {"ticket": ticket, "draw": drawn})).body)
    pseudonym = json.loads((await phone.ask("mine", {"ticket": ticket})).body)["pseudonym"]
    assert mine["label"] == draw.label(SECRET, LECTURE, drawn, pseudonym)
    assert mine["code"] == draw.claim_code(SECRET, LECTURE, drawn, mine["label"])
    assert json.loads((await phone.ask("label", {"ticket": other, "draw": drawn})).body) != mine
    assert code(await phone.ask("label", {"ticket": ticket, "draw": drawn + 1})) == (404, "unknown-piece")
