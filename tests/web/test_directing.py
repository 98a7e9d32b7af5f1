"""The director's console over HTTP: who sees what of it, and how a press answers."""

import uuid

import pytest
from django.urls import reverse
from tests.factories.lectures import a_lecture, a_studio
from tests.hall.playing import a_plan, a_quiz, bring

from xiangyue.hall.audience import actions as audience
from xiangyue.hall.claims import actions as settling
from xiangyue.hall.claims import queries as claims
from xiangyue.hall.claims.states import Bearer
from xiangyue.hall.draws import actions as draws
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State
from xiangyue.hall.questions import actions as questions
from xiangyue.hall.questions import queries as questions_asked
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.people.models import Person


@pytest.fixture
def lecture(county, cast, lines):
    return a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)


@pytest.fixture
def ask(page, lecture):
    """What somebody gets from one of the console's addresses."""

    def answer(who, name, form=None, query=""):
        page.force_login(Person.objects.get(username=who))
        where = reverse(f"hall:{name}", args=["fushan", lecture.pk]) + query
        headers = {"Accept": "application/json"}
        return page.get(where, headers=headers) if form is None else page.post(where, form, headers=headers)

    return answer


def press(verb, **more):
    return {"verb": verb, "command": str(uuid.uuid4()), **more}


def test_a_keeper_sees_the_moderation_and_a_host_the_show(ask, page, lecture):
    for who, moderates in (("officer", True), ("host", False)):
        page.force_login(Person.objects.get(username=who))
        html = page.get(reverse("hall:director", args=["fushan", lecture.pk])).content.decode()
        assert ("data-next" in html, "data-queue " in html, "data-speak" in html) == (True, moderates, moderates)


@pytest.mark.parametrize(
    ("state", "rehearsal", "to"),
    [
        (State.PUBLISHED, False, "console"),
        (State.ENDED, False, "prepare"),
        (State.REPLAY, False, "prepare"),
        (State.CANCELLED, False, "console"),
        (State.ENDED, True, "console"),
    ],
)
def test_before_a_lecture_its_console_is_the_studios_page_and_after_it_what_follows(
    page, county, lecture, state, rehearsal, to
):
    page.force_login(Person.objects.get(username="officer"))
    other = a_lecture(a_studio(county.fushan, "another"), "另一讲", state=state)
    if rehearsal:
        Lecture.objects.filter(pk=other.pk).update(rehearsal_of=lecture)
    answer = page.get(reverse("hall:director", args=["another", other.pk]))
    where = ["another", other.pk] if to == "prepare" else ["another"]
    assert (answer.status_code, answer["Location"]) == (302, reverse(f"hall:{to}", args=where))


def test_a_press_is_one_event_however_often_it_is_sent(ask, lines, lecture):
    form = press("part", n="3")
    told = [ask("host", "director-press", form).json() for _ in range(2)]
    assert told == [{"ok": True, "seq": 3}] * 2
    assert lines.lines[lecture.pk][-1].data == {"p": 3, "title": "微宣讲"}


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 400),
        ({"verb": "part", "n": "3"}, 400),  # without a name it could happen twice
        (press("explode"), 400),
        (press("part", n="7"), 400),
        (press("part", n="-1"), 400),
        (press("delay", n="61"), 400),
        (press("speak", text="  "), 400),
        (press("cue", kind="fireworks", ref="1"), 404),
        (press("cue", kind="draws", ref="0000000000000000", step="rules"), 404),
        (press("cue", kind="slides", ref="1"), 404),
        (press("judge", i="1"), 404),
        (press("mute", i="99", n="10"), 404),
    ],
)
def test_what_cannot_be_is_refused_in_the_one_shape(form, status, ask, lines, lecture):
    before = len(lines.lines[lecture.pk])
    answer = ask("officer", "director-press", form)
    assert (answer.status_code, len(lines.lines[lecture.pk])) == (status, before)
    assert set(answer.json()["error"]) >= {"code", "text"}


def test_the_feed_tells_acts_with_the_names_of_who_did_them(ask, lecture):
    ask("host", "director-press", press("part", n="2"))
    feed = ask("officer", "director-follow").json()
    assert [(row["k"], feed["names"].get(row["by"])) for row in feed["rows"]][-1] == ("part", "府山街道 · 宣讲员")
    assert (feed["me"], feed["desk"]["version"], feed["last"]) == ("officer", 3, 3)
    assert ask("officer", "director-follow", query="?after=3").json()["rows"] == []
    assert ask("officer", "director-follow", query="?after=nonsense").status_code == 200


def test_what_is_prepared_begins_with_the_six_parts(ask):
    prepared = ask("host", "director-prepared").json()
    assert [part["p"] for part in prepared["parts"]] == [1, 2, 3, 4, 5, 6]
    assert (prepared["slides"], prepared["polls"], prepared["items"], prepared["draws"]) == ([], [], [], [])


def test_a_question_brought_along_is_put_from_the_console_once(ask, lecture):
    brought = questions.prepare(lecture, "断保了怎么补缴？", by=HOUSE)
    assert ask("officer", "director-prepared").json()["questions"] == [{"ref": brought.pk, "text": "断保了怎么补缴？"}]
    assert ask("host", "director-prepared").json()["questions"] == []  # who does not moderate, puts none
    put = press("cue", kind="questions", ref=brought.pk, step="put")
    first = ask("officer", "director-press", put).json()
    assert ask("officer", "director-press", put).json() == first
    assert ask("officer", "director-prepared").json()["questions"] == []
    [asked] = questions_asked.asked(HOUSE, lecture)
    assert (asked.text, asked.state) == ("断保了怎么补缴？", "APPROVED")


def test_evidence_asks_for_a_sentence_or_a_span(ask):
    assert ask("officer", "director-evidence", {}).status_code == 400
    assert ask("officer", "director-evidence", {"since": "19:00"}).status_code == 400
    answer = ask("officer", "director-evidence", {"since": "19:00", "until": "20:00"})
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer.json()["only"] == [f"line/{answer.json()['chains'][0]['name'].removeprefix('line/')}"]


def test_a_word_that_is_none_is_said_beside_its_field(page, cast, lecture):
    page.force_login(Person.objects.get(username="officer"))
    answer = page.post(reverse("hall:word-add", args=["fushan"]), {"word": "……"})
    assert answer.status_code == 400
    assert "里面要有字母、数字或汉字" in answer.content.decode()


def test_what_is_prepared_says_how_many_took_part_and_who_holds_a_prize(ask, lines, lecture, cast):
    poll = lines.append(
        lecture.pk, "poll", {"text": "几点好？", "options": ["七点", "八点"]}, command="p", by="host"
    ).seq
    lines.append(lecture.pk, "vote", {"i": poll, "choice": [1]}, command="v", by="nan")
    audience.follow(lecture.pk)
    prepared = ask("host", "director-prepared").json()
    assert (prepared["voted"], prepared["answered"]) == ({str(poll): 1}, {})
    a_quiz(lines, lecture, right=8)
    plan = a_plan(prizes=[{"name": "雨伞", "count": 1}])
    draw = bring(draws.prepare(lecture, plan, by=cast.officer), "result", by=cast.officer, other=cast.office)
    (won,) = claims.holders(draw)
    (row,) = ask("host", "director-prepared").json()["draws"]
    assert row["who"].startswith("本场题目全部答对的人")
    assert row["holders"] == [{"label": won.label, "prize": 0, "outcome": "", "spare": False}]
    settling.give(draw, claims.code_of(draw, won.label), Bearer.SELF, by=cast.officer)
    (row,) = ask("host", "director-prepared").json()["draws"]
    assert [one["outcome"] for one in row["holders"]] == ["given"]
