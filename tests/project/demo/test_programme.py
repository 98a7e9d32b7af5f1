"""The demo's ten minutes: what it says fits the line, what it does fits its clock, and one round on real lines."""

import random

import pytest
from tests.conftest import TONIGHT
from tests.factories.bridge import Bridge
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.hall import stage
from xiangyue.hall.audience import actions as audience
from xiangyue.hall.draws import queries as draws
from xiangyue.hall.lectures.states import State
from xiangyue.hall.polls import queries as polls
from xiangyue.hall.quiz import queries as quizzes
from xiangyue.hall.scores import queries as scores
from xiangyue.kernel import clock, ids
from xiangyue.org.access.rules import HOUSE
from xiangyue.project.demo import crowd
from xiangyue.project.demo.evening import Evening
from xiangyue.project.demo.programme import PRIZES, REPLIES, ROUND_S, ROUNDS
from xiangyue.timeline.events import checked
from xiangyue.timeline.programme import GRACE_MS, SLOWEST_MS


@pytest.mark.parametrize("programme", ROUNDS, ids=lambda each: each.name)
def test_everything_a_round_says_fits_the_line(programme):
    for number, item in enumerate(programme.items, 1):
        said = {"no": number, "kind": item.kind, "text": item.text, "options": list(item.options), "s": item.seconds}
        checked("quiz_item", {**said, "unit": item.unit, "commit": "0" * 64})
        checked("quiz_reveal", {"i": 1, "answer": item.answer, "salt": ids.new_secret(), "why": item.why})
    for poll in (programme.poll, programme.also):
        checked("poll", {"text": poll.text, "options": list(poll.options), "multi": poll.most > 1, "most": poll.most})
    for text, answer in programme.asks:
        checked("question", {"i": 1, "state": "answered", "text": text, "answer": answer, "unit": programme.unit})


@pytest.mark.parametrize("programme", ROUNDS, ids=lambda each: each.name)
def test_a_round_fits_its_ten_minutes_and_no_answer_is_opened_too_early(programme):
    cues = sorted(programme.cues(), key=lambda cue: cue.at_s)
    assert cues[-1].at_s < ROUND_S
    assert [cue.what[0] for cue in cues if cue.verb == "part"] == [1, 2, 3, 4, 5, 6]
    begun = {cue.what[1].text: cue.at_s for cue in cues if cue.verb == "item"}
    for cue in cues:
        if cue.verb == "reveal":
            assert (cue.at_s - begun[cue.what.text] - cue.what.seconds) * 1000 > SLOWEST_MS + GRACE_MS
    steps = [cue.verb for cue in cues if cue.verb in {"announce", "item", "lock", "open", "throw", "settle"}]
    assert steps == ["announce", *["item"] * 5, "lock", "open", "throw", "settle"]


def test_residents_react_to_what_is_put_to_them_and_to_nothing_else():
    whim = random.Random(1)
    poll = {"text": "?", "options": ["a", "b", "c"], "multi": True, "most": 2}
    deeds = [crowd.reaction(whim, "poll", 9, poll) for _ in range(50)]
    assert {deed.verb for deed in deeds if deed} == {"vote"}
    assert all(1 <= len(deed.data["choice"]) <= 2 for deed in deeds if deed)
    assert crowd.reaction(whim, "say", 9, {"text": "?"}) is None
    assert crowd.ask(whim) in REPLIES


@pytest.mark.django_db
@pytest.mark.either_engine
@pytest.mark.slow  # some hundred appends, an fsync each, and a draw computed twice
@pytest.mark.parametrize("programme", ROUNDS, ids=lambda each: each.name)
def test_one_round_from_poster_to_winners_on_a_real_line(programme, county, cast, tmp_path, caplog):
    whim, people = random.Random(7), [f"resident-{number}" for number in range(25)]
    bridge = Bridge(tmp_path / "lines")
    stage.connect(bridge)
    try:
        with clock.stopped(TONIGHT) as hands:
            lecture = a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)
            evening = Evening(lecture, programme, cast.officer, cast.office, whim)
            for text, _answer in programme.asks[:2]:
                bridge.speak(lecture.pk, whim.choice(people), text, kind="ask")
            began, seen = clock.now_ms(), 0
            for cue in sorted(programme.cues(), key=lambda each: each.at_s):
                hands.move(max(0, began + cue.at_s * 1000 - clock.now_ms()))
                if cue.verb != "slide":  # slides are tried where slides are made
                    evening.perform(cue)
                for record in bridge.read(lecture.pk, seen):
                    seen = record.seq
                    for who in people:
                        deed = crowd.reaction(whim, record.kind, record.seq, record.data)
                        if deed:
                            bridge.append(lecture.pk, deed.verb, deed.data, command=ids.new_id(), by=who)
        assert [record.message for record in caplog.records] == []
        kinds = [record.kind for record in bridge.read(lecture.pk, 0)]
        counted = {kind: kinds.count(kind) for kind in ("part", "poll", "quiz_item", "quiz_reveal", "draw_result")}
        assert counted == {"part": 6, "poll": 2, "quiz_item": 5, "quiz_reveal": 5, "draw_result": 1}
        assert [q.data["state"] for q in bridge.read(lecture.pk, 0) if q.kind == "question"].count("answered") == 2
        audience.follow(lecture.pk)
        results = scores.results(HOUSE, lecture)
        assert [(item.no, item.answered > 0, item.right > 0) for item in results.items] == [
            (no, True, True) for no in range(1, 6)
        ]
        assert [each.step for each in quizzes.standing(HOUSE, lecture)] == ["REVEALED"] * 5
        assert [(result.is_open, result.voters > 0) for result in polls.results(HOUSE, lecture)] == [(False, True)] * 2
        draw = draws.of_lecture(HOUSE, lecture).get()
        assert len(draws.steps(draw)["draw_result"].data["winners"]) == sum(count for _name, count in PRIZES)
    finally:
        stage.connect(None)
        bridge.close()
