"""What an exported draw proves, and each attack of the design notes: what shows it."""

import copy
import hashlib
import hmac
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.draws import DICE, SECRET, a_draw, data, dice, examined, labels, until

from xiangyue.kernel.draw import document, proof, roster, xyd1, xyd2

CAPTURES = Path(__file__).parents[1] / "captures" / "draw" / "cases.json"


@pytest.fixture(scope="module")
def honest():
    return a_draw()


@pytest.fixture
def draw(honest):
    return copy.deepcopy(honest)


def test_an_honest_draw_is_fair(draw):
    report = examined(draw)
    assert (report["verdict"], report["broken"]) == ("fair", [])
    assert [check["code"] for check in report["checks"]] == [
        "order", "algorithm", "roster", "fingerprint", "commitment", "numbers", "strength", "hands", "winners", "substitutes",
    ]  # fmt: skip


@pytest.mark.parametrize("step", ["rules", "roster", "secret", "entropy"])
def test_a_draw_on_its_way_is_unfinished_and_a_withheld_one_void(draw, step):
    assert (examined(until(draw, step))["verdict"], examined(until(draw, step))["broken"]) == ("unfinished", [])
    assert (examined(until(draw, step, "密钥没有开出"))["verdict"]) == "void"


def test_a_draw_of_more_prizes_than_people_gives_each_one(honest):
    few = a_draw(pool=2)
    assert examined(few)["verdict"] == "fair"
    assert len(data(few, "result")["winners"]) == 2


# ---------------------------------------------------------------- the attacks, and what shows them
def test_a_roster_edited_after_the_lock(draw):
    lines = draw["roster"].split("\n")
    lines[3] = "0000-0000-0000"
    draw["roster"] = "\n".join(sorted(lines[:-1])) + "\n"
    assert "fingerprint" in examined(draw)["broken"]


def test_a_roster_edited_and_its_new_hash_published_with_it(draw):
    """The line has the old hash under an earlier number; a file with the new one gives other winners."""
    draw["roster"] = roster.spell([*labels(40), "zzzz-zzzz-zzzz"])
    data(draw, "roster").update(sha256=roster.fingerprint(draw["roster"]), count=41)
    assert examined(draw)["broken"] == ["winners", "substitutes"]


def test_a_roster_locked_after_the_numbers_were_known(draw):
    steps = draw["steps"]
    steps[1]["seq"], steps[3]["seq"] = steps[3]["seq"], steps[1]["seq"]
    assert examined(draw)["broken"] == ["order"]
    steps.sort(key=lambda step: step["seq"])
    assert examined(draw)["broken"] == ["order"]


def test_a_secret_opened_before_the_lock(draw):
    draw["steps"][2]["at"] = draw["steps"][1]["at"] - 1
    assert examined(draw)["broken"] == ["order"]


def test_a_secret_exchanged_for_a_luckier_one(draw):
    data(draw, "secret")["otp"] = xyd1.opening(b"another try")
    assert "commitment" in examined(draw)["broken"]


def test_an_earlier_link_of_the_chain_for_a_technical_redraw(draw):
    data(draw, "secret")["otp"] = xyd1.link(SECRET, xyd1.CHAIN - 2).hex()
    assert "commitment" in examined(draw)["broken"]


def test_a_draw_held_twice_until_it_pleased(draw):
    again = copy.deepcopy(draw["steps"][-1])
    again["seq"] += 1
    draw["steps"].append(again)
    assert examined(draw)["broken"] == ["order"]


def test_another_source_chosen_afterwards(draw):
    data(draw, "entropy")["entropy"] = "3.1.7./2.5.9.14.26.31.8./"
    assert "numbers" in examined(draw)["broken"]


def test_numbers_too_few_to_be_safe_from_trying():
    weak = a_draw(sources=("骰子（3个数，1到6，按次序）",), throws=("316",))
    report = examined(weak)
    assert report["broken"] == ["strength"]
    assert {"code": "strength", "ok": False, "have": 7, "need": 33} in report["checks"]


def test_fewer_dice_than_the_roster_asks_for(draw):
    data(draw, "entropy")["entropy"] = "3.1.6./"
    broken = examined(draw)["broken"]
    assert "numbers" in broken


def test_one_person_who_read_for_two(draw):
    data(draw, "entropy")["by"] = ["宣讲员", "宣讲员"]
    assert examined(draw)["broken"] == ["hands"]


def test_a_ticket_counted_twice(draw):
    lines = draw["roster"].split("\n")
    draw["roster"] = "\n".join([lines[0], *lines])
    report = examined(draw)
    assert {"code": "roster", "ok": False, "line": 2} in report["checks"]


def test_somebody_left_out_silently_sees_that_his_number_is_missing(draw):
    mine = labels(41)[40]
    assert mine not in roster.read(draw["roster"])
    assert labels(40)[39] in roster.read(draw["roster"])


def test_a_winner_swapped_for_another_on_the_roster(draw):
    won = data(draw, "result")["winners"]
    won[1]["label"] = data(draw, "result")["substitutes"][0]
    report = examined(draw)
    assert report["broken"] == ["winners"]
    assert {"code": "winners", "ok": False, "place": 2} in report["checks"]


def test_a_better_prize_given_to_a_later_place(draw):
    won = data(draw, "result")["winners"]
    won[0]["prize"], won[2]["prize"] = won[2]["prize"], won[0]["prize"]
    assert examined(draw)["broken"] == ["winners"]


def test_a_substitute_passed_over(draw):
    data(draw, "result")["substitutes"].pop(0)
    report = examined(draw)
    assert report["broken"] == ["substitutes"]
    assert report["checks"][-1]["place"] == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "别的奖品"),
        ("text", "每人两张号码。"),
        ("prizes", [{"name": "雨伞", "count": 1}, {"name": "电饭煲", "count": 2}]),
        ("prizes", [{"name": "电饭煲", "count": 1}, {"name": "雨衣", "count": 2}]),
        ("prizes", [{"name": "电饭煲", "count": 2}, {"name": "雨伞", "count": 1}]),
        ("eligible", "只有街道干部"),
        ("sources", ["镜头前掷一颗骰子（若干个数，1到6，按次序）"]),
        ("algorithm", "XYD-1"),
        ("n", 9),
    ],
)
def test_rules_of_which_a_word_was_changed(draw, field, value):
    data(draw, "rules")[field] = value
    assert examined(draw)["verdict"] == "broken"
    assert "winners" in examined(draw)["broken"]


@pytest.mark.parametrize(("kind", "field", "value"), [
    ("roster", "count", 39), ("roster", "sha256", "0" * 64), ("roster", "i", 7), ("secret", "otp", "0" * 64),
    ("secret", "i", 7), ("entropy", "entropy", "6.6.6./"), ("entropy", "by", ["甲", "甲"]), ("result", "substitutes", []),
    ("result", "winners", []), ("result", "i", 7), ("rules", "commit", "0" * 64),
])  # fmt: skip
def test_any_other_step_of_which_a_word_was_changed(draw, kind, field, value):
    data(draw, kind)[field] = value
    assert examined(draw)["verdict"] == "broken"


def test_a_draw_of_before_is_examined_and_said_to_leave_its_rules_open():
    old = a_draw(algorithm=xyd1.ALGORITHM)
    assert (examined(old)["verdict"], examined(old)["broken"]) == ("bare", [])
    data(old, "rules")["eligible"] = "只有街道干部"
    assert examined(old)["verdict"] == "bare"
    data(old, "rules")["algorithm"] = xyd2.ALGORITHM
    assert examined(old)["broken"] == ["winners", "substitutes"]


def test_the_key_of_xyd2_is_its_published_formula(draw):
    """Vector E: the rules of the honest draw in their one spelling, in front of roster and numbers."""
    rules = msgspec.convert(data(draw, "rules"), document.Rules)
    spelled = json.dumps(data(draw, "rules"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert xyd2.spell(rules) == spelled
    sha256, numbers = data(draw, "roster")["sha256"], data(draw, "entropy")["entropy"]
    otp = data(draw, "secret")["otp"]
    message = f"{hashlib.sha256(spelled.encode()).hexdigest()}|{sha256}|{numbers}".encode()
    assert xyd2.key(rules, otp, sha256, numbers) == hmac.digest(bytes.fromhex(otp), message, "sha256")


def test_steps_of_another_draw_among_them(draw):
    data(draw, "entropy")["i"] += 1
    assert examined(draw)["broken"] == ["order"]


def test_rules_that_do_not_say_how_a_source_is_written(draw):
    data(draw, "rules")["sources"] = ["主任想一个数"]
    assert "sources" in examined(draw)["broken"]


def test_void_is_no_way_out_once_there_is_a_result(draw):
    assert examined(until(draw, "result", "不满意"))["broken"] == ["order"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from("0123456789abcdef"))
def test_any_changed_letter_of_roster_secret_numbers_or_winners_is_noticed(at, letter):
    draw = a_draw(pool=6)
    for where, key in (("secret", "otp"), ("rules", "commit"), ("roster", "sha256")):
        spoiled = copy.deepcopy(draw)
        text = data(spoiled, where)[key]
        place = at % len(text)
        data(spoiled, where)[key] = text[:place] + letter + text[place + 1 :]
        assert (examined(spoiled)["verdict"] == "fair") == (text[place] == letter)
    place = at % len(draw["roster"])
    spoiled = {**draw, "roster": draw["roster"][:place] + letter + draw["roster"][place + 1 :]}
    assert (examined(spoiled)["verdict"] == "fair") == (spoiled["roster"] == draw["roster"])


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"kind":"xiangyue-bundle","v":1,"draw":"x","steps":[]}',
        b'{"kind":"xiangyue-draw","v":2}',
    ],
)
def test_what_is_no_draw_is_refused(wrong):
    with pytest.raises(document.NotADraw):
        document.read(wrong)


@pytest.mark.parametrize(
    ("step", "field", "value"),
    [
        ("rules", "commit", "abc"),
        ("rules", "prizes", []),
        ("roster", "count", 0),
        ("secret", "otp", 5),
        ("result", "winners", {}),
    ],
)
def test_a_step_that_does_not_say_what_its_kind_must_is_refused(draw, step, field, value):
    data(draw, step)[field] = value
    with pytest.raises(document.NotADraw):
        examined(draw)


def test_a_file_is_the_same_bytes_for_the_same_draw(draw):
    raw = document.write(document.read(json.dumps(draw)))
    assert document.write(document.read(raw)) == raw
    assert proof.examine(document.read(raw)).verdict == "fair"


# ---------------------------------------------------------------- what the browser's twin is held to
def cases():
    """Draws, spoiled and not, each with the report that both twins must give."""
    honest = a_draw(pool=24)
    lottery = (
        "福彩3D 第2026315期（3个数，0到9，按次序）",
        "双色球 第2026137期（6个数，1到33，从小到大；1个数，1到16，按次序）",
        DICE,
    )
    yield "fair", honest
    yield "fair, of before", a_draw(pool=24, algorithm=xyd1.ALGORITHM)
    yield "fair, with lottery numbers", a_draw(pool=5, sources=lottery, throws=("317", "2 5 9 14 26 31 8", dice(1)))
    yield "fair, one for everybody", a_draw(pool=2)
    for step in ("rules", "roster", "secret", "entropy"):
        yield f"unfinished after {step}", until(honest, step)
    yield "void", until(honest, "roster", "密钥没有开出")

    def spoiled(change):
        draw = copy.deepcopy(honest)
        change(draw)
        return draw

    yield "roster edited", spoiled(lambda draw: draw.update(roster=draw["roster"].replace("0", "1", 1)))
    yield "roster of rare letters", spoiled(lambda draw: draw.update(roster="\uff5e\n𠮷\n"))
    yield "roster in half characters' order", spoiled(lambda draw: draw.update(roster="𠮷\n\uff5e\n"))
    yield "roster not in one form", spoiled(lambda draw: draw.update(roster="a\u0301\n"))
    yield "roster without an end", spoiled(lambda draw: draw.update(roster=draw["roster"][:-1]))
    yield "roster empty", spoiled(lambda draw: draw.update(roster=""))
    yield (
        "roster twice",
        spoiled(lambda draw: draw.update(roster=draw["roster"].split("\n")[0] + "\n" + draw["roster"])),
    )
    yield "secret exchanged", spoiled(lambda draw: data(draw, "secret").update(otp=xyd1.opening(b"x")))
    yield "numbers of another source", spoiled(lambda draw: data(draw, "entropy").update(entropy="9./"))
    yield "numbers not spelled", spoiled(lambda draw: data(draw, "entropy").update(entropy="1 2 3"))
    yield "one hand", spoiled(lambda draw: data(draw, "entropy").update(by=["甲", "甲"]))
    yield "prizes swapped", spoiled(lambda draw: data(draw, "rules")["prizes"].reverse())
    yield "eligible changed", spoiled(lambda draw: data(draw, "rules").update(eligible="只有街道干部"))
    yield "rules with rare letters", spoiled(lambda draw: data(draw, "rules").update(text='\u2028\x01\x7f\\"/\n𠮷é'))
    yield "substitutes fewer", spoiled(lambda draw: data(draw, "result")["substitutes"].pop())
    yield "winner swapped", spoiled(lambda draw: data(draw, "result")["winners"][2].update(label="0000-0000-0000"))
    yield "winner missing", spoiled(lambda draw: data(draw, "result")["winners"].pop())
    yield "substitute passed over", spoiled(lambda draw: data(draw, "result")["substitutes"].pop(1))
    yield "steps out of order", spoiled(lambda draw: draw["steps"].reverse())
    yield "held twice", spoiled(lambda draw: draw["steps"].append(copy.deepcopy(draw["steps"][-1])))
    yield "sources unreadable", spoiled(lambda draw: data(draw, "rules").update(sources=["随便"]))
    yield "algorithm unknown", spoiled(lambda draw: data(draw, "rules").update(algorithm="XYD-0"))
    yield "sources weak", a_draw(pool=24, sources=("骰子（3个数，1到6，按次序）",), throws=("316",))


def test_the_captures_that_both_twins_are_held_to():
    """After a change that is meant: rm the file, run this twice, and read the difference."""
    stated = [
        {"name": name, "draw": draw, "report": proof.examine(document.read(json.dumps(draw))).as_dict()}
        for name, draw in cases()
    ]
    if not CAPTURES.exists():
        CAPTURES.parent.mkdir(exist_ok=True)
        CAPTURES.write_text(json.dumps(stated, ensure_ascii=False, indent=1) + "\n")
        pytest.fail("written anew: run again, and read the difference")
    assert json.loads(CAPTURES.read_text()) == stated
