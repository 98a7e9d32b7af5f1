"""A draw on a real line: what the timeline itself holds the house to."""

import pytest
from tests.hall.playing import a_plan, a_quiz, an_open_lecture, bring

from xiangyue.hall import stage
from xiangyue.hall.draws import actions, queries
from xiangyue.kernel.draw import proof, xyd1
from xiangyue.kernel.errors import Refusal

pytestmark = pytest.mark.slow  # every append is an fsync


@pytest.fixture
def draw(county, bridge, cast, clock):
    lecture = an_open_lecture(county.fushan)
    bridge_quiz(bridge, lecture, clock)
    return actions.prepare(lecture, a_plan(), by=cast.officer)


def bridge_quiz(bridge, lecture, clock):
    """As `playing.a_quiz`, but the line lets nothing be revealed before everybody had their time."""

    class Patient:
        def append(self, *args, **kwargs):
            if args[1] == "quiz_reveal":
                clock.move(60_000)
            return bridge.append(*args, **kwargs)

    a_quiz(Patient(), lecture, right=12)


def test_the_line_takes_every_step_and_its_picture_shows_them(draw, cast, bridge):
    bring(draw, "result", by=cast.officer, other=cast.office)
    report = proof.examine(queries.document(draw))
    assert report.verdict == "fair"
    links = [step.link for step in queries.steps(draw).values()]
    assert len(set(links)) == 5
    assert all(links)


def test_a_step_told_twice_is_one_record(draw, cast, bridge):
    bring(draw, "secret", by=cast.officer, other=cast.office)
    step = queries.steps(draw)["draw_secret"]
    command = stage.command(draw.lecture_id, f"draw/{draw.pk}/draw_secret")
    again = stage.order(draw.lecture_id, step.kind, step.data, by="officer", command=command)
    assert (again.seq, again.repeated) == (step.seq, True)


def test_the_line_itself_refuses_another_secret_and_another_order(draw, cast, bridge):
    bring(draw, "roster", by=cast.officer, other=cast.office)
    for kind, data in (
        ("draw_secret", {"i": draw.seq, "otp": xyd1.opening(b"a luckier one")}),
        ("draw_entropy", {"i": draw.seq, "entropy": "3.1.6./", "by": ["甲", "乙"]}),
        ("draw_roster", {"i": draw.seq, "sha256": "0" * 64, "count": 1, "url": "/"}),
    ):
        with pytest.raises(Refusal):
            stage.order(draw.lecture_id, kind, data, by="officer", command=f"attack-{kind}")
