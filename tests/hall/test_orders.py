"""The one "next" button: the whole evening as a table, and the same evening on a line."""

from dataclasses import replace

import pytest
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.hall import stage
from xiangyue.hall.lectures import actions, errors, prepared
from xiangyue.hall.lectures.prepared import Contribution, Item
from xiangyue.hall.lectures.states import State
from xiangyue.hall.orders import queries
from xiangyue.hall.orders.rules import Prepared, Standing, Verb, next_step
from xiangyue.hall.scripts.states import Part
from xiangyue.kernel import clock as the_clock
from xiangyue.org.access.errors import Forbidden

POLLS = (Item("poll", "p1", "缴费方式"), Item("poll", "p2", "满意吗"))
QUIZ = (Item("quiz", "q1", "第一题"), Item("quiz", "q2", "第二题"))
DRAW = (Item("draw", "d1", "抽奖"),)


def things(*items, skipped=()):
    return Prepared(tuple(items), tuple(item.ref for item in items), frozenset(skipped))


ALL = things(*POLLS, *QUIZ, *DRAW)
ON_AIR = Standing(phase="on_air")


def on_air(part, **more):
    return replace(ON_AIR, part=part, **more)


TABLE = [
    # where it stands, what is prepared, what the button does: verb, part, ref, i
    ("nothing is open", Standing(), ALL, (Verb.OPEN_LOBBY, 0, "", 0)),
    ("the lobby", Standing(phase="lobby"), ALL, (Verb.GO_ON_AIR, 2, "", 0)),
    ("on air without a part: interrupted in between", on_air(0), ALL, (Verb.PART, 2, "", 0)),
    ("the lead", on_air(2), ALL, (Verb.PART, 3, "", 0)),
    ("the talk", on_air(3), ALL, (Verb.PART, 4, "", 0)),
    ("interaction, nothing put", on_air(4), ALL, (Verb.POLL, 0, "p1", 0)),
    ("interaction, a poll is open", on_air(4, poll=9, put={"p1"}), ALL, (Verb.POLL_CLOSE, 0, "", 9)),
    ("interaction, one poll over", on_air(4, put={"p1"}), ALL, (Verb.POLL, 0, "p2", 0)),
    ("interaction, all polls over", on_air(4, put={"p1", "p2"}), ALL, (Verb.PART, 5, "", 0)),
    ("interaction without polls", on_air(4), things(*QUIZ), (Verb.PART, 5, "", 0)),
    ("the closing, a quiz to come", on_air(5), ALL, (Verb.PART, 6, "", 0)),
    ("the closing, only a draw to come", on_air(5), things(*DRAW), (Verb.PART, 6, "", 0)),
    ("the closing, nothing to come", on_air(5), things(*POLLS), (Verb.END, 0, "", 0)),
    ("the quiz begins", on_air(6), ALL, (Verb.QUIZ, 0, "q1", 0)),
    ("a question is open", on_air(6, item=30, put={"q1"}), ALL, (Verb.QUIZ_REVEAL, 0, "", 30)),
    ("the next question", on_air(6, put={"q1"}), ALL, (Verb.QUIZ, 0, "q2", 0)),
    ("the quiz is over", on_air(6, put={"q1", "q2"}), ALL, (Verb.DRAW_RULES, 0, "d1", 0)),
    ("a draw's rules", on_air(6, draw=50, draw_step="draw_rules"), ALL, (Verb.DRAW_ROSTER, 0, "", 50)),
    ("a draw's roster", on_air(6, draw=50, draw_step="draw_roster"), ALL, (Verb.DRAW_SECRET, 0, "", 50)),
    ("a draw's secret", on_air(6, draw=50, draw_step="draw_secret"), ALL, (Verb.DRAW_ENTROPY, 0, "", 50)),
    ("a draw's entropy", on_air(6, draw=50, draw_step="draw_entropy"), ALL, (Verb.DRAW_RESULT, 0, "", 50)),
    ("the draw is over", on_air(6, put={"q1", "q2", "d1"}), ALL, (Verb.END, 0, "", 0)),
    ("a poll left open in the talk", on_air(3, poll=9), ALL, (Verb.POLL_CLOSE, 0, "", 9)),
    ("a part planned with no minutes", on_air(2), things(skipped=[Part.TALK]), (Verb.PART, 4, "", 0)),
    ("no interaction planned", on_air(3), things(skipped=[Part.INTERACTION]), (Verb.PART, 5, "", 0)),
    ("none planned, a poll prepared", on_air(3), things(*POLLS, skipped=[Part.INTERACTION]), (Verb.PART, 4, "", 0)),
    ("it is over", Standing(phase="ended"), ALL, (Verb.NOTHING, 0, "", 0)),
]


@pytest.mark.parametrize(("standing", "ready", "does"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_one_button_does(standing, ready, does):
    step = next_step(replace(standing, put=frozenset(standing.put)), ready)
    assert (step.verb, step.part, step.ref, step.i) == does
    assert step.label


def test_the_answer_is_not_to_be_opened_while_answers_may_come():
    standing = on_air(6, item=30, item_until_ms=5_000)
    assert next_step(standing, ALL).not_before_ms == 5_001


# ---------------------------------------------------------------- on a line
@pytest.fixture
def lecture(county, lines):
    """A lecture with two polls, a question and a draw prepared."""
    items = (*POLLS, QUIZ[0], *DRAW)
    prepared.contribute(Contribution("things", items=lambda _lecture: items))
    yield a_lecture(a_studio(county.fushan, "fushan"))
    prepared.withdraw("things")


def carry_out(step, lecture, member):
    """What a console does with a step, with the smallest data that the line takes."""
    match step.verb:
        case Verb.OPEN_LOBBY:
            actions.open_lobby(lecture, by=member)
        case Verb.GO_ON_AIR:
            actions.begin(lecture, by=member)
        case Verb.END:
            actions.end(lecture, by=member)
        case Verb.PART:
            actions.part(lecture, step.part, by=member, command=f"part-{step.part}")
        case Verb.POLL | Verb.QUIZ | Verb.DRAW_RULES:
            kind, data = BROUGHT_ON[step.verb]
            name = stage.command(lecture.pk, f"{kind.split('_')[0]}/{step.ref}")
            stage.order(lecture.pk, kind, data, by=member.username, command=name)
        case _:
            kind, data = FINISHED[step.verb]
            stage.order(lecture.pk, kind, {"i": step.i, **data}, by=member.username, command=f"{kind}-{step.i}")


HEX = "ab" * 32
BROUGHT_ON = {
    Verb.POLL: ("poll", {"text": "问", "options": ["甲", "乙"], "multi": False, "shown": False}),
    Verb.QUIZ: ("quiz_item", {"no": 1, "kind": "single", "text": "问", "options": ["甲", "乙"], "s": 20, "commit": HEX}),
    Verb.DRAW_RULES: (
        "draw_rules",
        {
            "title": "抽奖", "text": "规则", "prizes": [{"name": "伞", "count": 1}], "eligible": "答对的人",
            "sources": ["骰子"], "algorithm": "XYD-1", "commit": HEX, "n": 10,
        },
    ),
}  # fmt: skip
FINISHED = {
    Verb.POLL_CLOSE: ("poll_close", {}),
    Verb.QUIZ_REVEAL: ("quiz_reveal", {"answer": [0], "salt": "s" * 16}),
    Verb.DRAW_ROSTER: ("draw_roster", {"sha256": HEX, "count": 3, "url": "/draws/1/roster.txt"}),
    Verb.DRAW_SECRET: ("draw_secret", {"otp": HEX}),
    Verb.DRAW_ENTROPY: ("draw_entropy", {"entropy": "3.1.7./", "by": ["甲", "乙"]}),
    Verb.DRAW_RESULT: ("draw_result", {"winners": [{"label": "k3f9", "prize": 0, "pos": HEX}], "substitutes": []}),
}


def test_pressing_nothing_but_next_runs_the_evening_from_lobby_to_replay(lecture, cast, clock):
    pressed = []
    while (step := queries.show(cast.officer, lecture).next).verb:
        clock.move(60_000)
        pressed.append(str(step.verb))
        carry_out(step, lecture, cast.officer)
    assert pressed == [
        "open-lobby", "go-on-air", "part", "part", "poll", "poll-close", "poll", "poll-close", "part", "part",
        "quiz", "quiz-reveal", "draw-rules", "draw-roster", "draw-secret", "draw-entropy", "draw-result", "end",
    ]  # fmt: skip
    assert lecture.state == State.REPLAY
    standing = queries.standing_of(lecture)
    assert [number for number, _title, _at in standing.chapters] == [2, 3, 4, 5, 6]


def test_law_folded_in_pieces_or_at_once_the_standing_is_the_same(lecture, cast, clock):
    seen = []
    while (step := queries.show(cast.officer, lecture).next).verb:
        clock.move(60_000)
        carry_out(step, lecture, cast.officer)
        piecewise = queries.standing_of(lecture)
        queries._folded.clear()
        assert queries.standing_of(lecture) == piecewise
        seen.append(piecewise.seq)
    assert len(seen) == 18


def test_an_open_item_knows_until_when_answers_come(lecture, cast, clock):
    for verb in (actions.open_lobby, actions.go_on_air):
        verb(lecture, by=cast.officer)
    kind, data = BROUGHT_ON[Verb.QUIZ]
    stage.order(lecture.pk, kind, data, by="officer", command="q")
    assert queries.standing_of(lecture).item_until_ms == the_clock.now_ms() + 25_000 + 20_000 + 1_000


def test_the_run_of_show_is_for_those_inside(lecture, cast):
    for outsider in (cast.neighbour, cast.stranger, cast.guest):
        with pytest.raises(Forbidden):
            queries.show(outsider, lecture)


def test_a_part_is_one_of_six_and_begins_once_however_often_it_is_pressed(lecture, cast, lines):
    for verb in (actions.open_lobby, actions.go_on_air):
        verb(lecture, by=cast.officer)
    first = actions.part(lecture, 3, by=cast.host, command="three", title=" 缴费怎么办 ")
    again = actions.part(lecture, 3, by=cast.host, command="three")
    assert (again.seq, again.repeated) == (first.seq, True)
    assert lines.lines[lecture.pk][-1].data == {"p": 3, "title": "缴费怎么办"}
    with pytest.raises(errors.BadLecture):
        actions.part(lecture, 7, by=cast.host, command="seven")
    with pytest.raises(Forbidden):
        actions.part(lecture, 4, by=cast.neighbour, command="four")


def test_the_lead_and_the_poster_stand_in_the_lobby(county, cast, lines):
    prepared.contribute(Contribution("picture", poster=lambda lecture: f"/l/{lecture}/poster.png"))
    try:
        lecture = a_lecture(a_studio(county.fushan, "fushan"))
        from xiangyue.hall.lectures.queries import script_of
        from xiangyue.hall.scripts.rules import Passage
        from xiangyue.org.access.rules import HOUSE

        words = replace(script_of(lecture), parts=(Passage(Part.LEAD, "各位乡亲，晚上好。", 3),))
        actions.prepare(lecture, words, by=HOUSE)
        actions.open_lobby(lecture, by=cast.officer)
    finally:
        prepared.withdraw("picture")
    assert lines.lines[lecture.pk][0].data == {
        "title": "医保怎么缴", "studio": "府山街道", "lead": "各位乡亲，晚上好。", "poster": f"/l/{lecture.pk}/poster.png",
    }  # fmt: skip
