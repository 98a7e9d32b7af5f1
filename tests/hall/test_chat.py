"""What moderators do, on real lines."""

import pytest
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.hall.chat import actions, errors, queries
from xiangyue.hall.chat.models import Word
from xiangyue.hall.lectures.errors import WrongMoment
from xiangyue.hall.lectures.states import State
from xiangyue.journal.models import Entry
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import HOUSE

pytestmark = pytest.mark.slow  # every append is an fsync


@pytest.fixture
def lecture(county, cast, bridge):
    return a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)


def acts(bridge, lecture, *kinds):
    return [(record.kind, record.data, record.by) for record in bridge.read(lecture.pk, 0) if record.kind in kinds]


def test_a_sentence_is_refused_before_anybody_reads_it_and_stays_in_the_log(lecture, cast, bridge):
    bad, good = bridge.speak(lecture.pk, "troll", "骂人的话"), bridge.speak(lecture.pk, "villager", "讲得好")
    assert queries.feed(cast.officer, lecture, 0).desk["waiting"] == (bad, good)
    actions.refuse(lecture, bad, by=cast.officer, reason="辱骂")
    again = actions.refuse(lecture, bad, by=cast.office)
    assert again.repeated
    assert bridge.public(lecture.pk) == [good]
    assert acts(bridge, lecture, "refused") == [("refused", {"i": bad, "reason": "辱骂"}, "officer")]
    assert [row["d"]["text"] for row in queries.feed(cast.officer, lecture, 0).rows if row["k"] == "say"] == [
        "骂人的话",
        "讲得好",
    ]


def test_in_review_a_sentence_is_out_only_when_it_is_let_out(lecture, cast, bridge):
    actions.review(lecture, True, by=cast.officer, command="review")
    first, second = bridge.speak(lecture.pk, "villager", "一"), bridge.speak(lecture.pk, "villager", "二")
    assert bridge.public(lecture.pk) == []
    actions.let_out(lecture, first, by=cast.officer)
    assert bridge.public(lecture.pk) == [first]
    assert queries.feed(cast.officer, lecture, 0).desk["waiting"] == (second,)
    actions.review(lecture, False, by=cast.officer, command="over")
    assert bridge.public(lecture.pk) == [first, second]


def test_what_is_public_cannot_be_refused_any_more(lecture, cast, bridge):
    said = bridge.speak(lecture.pk, "villager", "讲得好")
    bridge.public(lecture.pk)
    with pytest.raises(Refusal) as refused:
        actions.refuse(lecture, said, by=cast.officer)
    assert refused.value.code == "already-public"


def test_a_mute_takes_what_still_waits_along_and_watches_where_it_came_from(lecture, cast, bridge, clock):
    out = bridge.speak(lecture.pk, "troll", "广告一")
    bridge.public(lecture.pk)
    waiting = bridge.speak(lecture.pk, "troll", "广告二")
    other = bridge.speak(lecture.pk, "villager", "讲得好")
    actions.mute(lecture, out, 10, by=cast.officer, command="mute", net=True, reason="广告")
    assert bridge.public(lecture.pk) == [out, other]
    desk = queries.feed(cast.officer, lecture, 0).desk
    assert (list(desk["muted"]), desk["nets"]) == (["troll"], 1)
    (mute,) = acts(bridge, lecture, "mute")
    assert {key: mute[1][key] for key in ("who", "net", "reason")} == {
        "who": "troll",
        "net": "a3f9c1d2",
        "reason": "广告",
    }
    assert acts(bridge, lecture, "refused") == [("refused", {"i": waiting}, "officer")]
    actions.unmute(lecture, "troll", by=cast.officer, command="unmute")
    assert queries.feed(cast.officer, lecture, 0).desk["muted"] == {}


def test_a_moderator_speaks_at_once_also_in_review_and_cannot_be_muted(lecture, cast, bridge):
    actions.review(lecture, True, by=cast.officer, command="review")
    said = actions.speak(lecture, "host", " 请大家 先听 ", by=cast.officer, command="say")
    assert bridge.public(lecture.pk) == [said.seq]
    assert acts(bridge, lecture, "say") == [("say", {"name": "主持人", "text": "请大家 先听"}, "officer")]
    with pytest.raises(errors.OneOfUs):
        actions.mute(lecture, said.seq, 10, by=cast.officer, command="mute")
    for text in (" ", "长" * 141):
        with pytest.raises(errors.BadSentence):
            actions.speak(lecture, "host", text, by=cast.officer, command="more")


def test_a_held_sentence_that_passes_is_said_once_under_its_own_name(lecture, cast, bridge):
    held = bridge.speak(lecture.pk, "villager", "助学贷款怎么办", kind="held", word="贷款")
    assert bridge.public(lecture.pk) == []
    actions.judge(lecture, held, True, by=cast.officer)
    actions.judge(lecture, held, True, by=cast.office)
    assert acts(bridge, lecture, "say") == [
        ("say", {"name": "村民", "text": "助学贷款怎么办", "from": "villager"}, "officer")
    ]
    assert len(bridge.public(lecture.pk)) == 1
    with pytest.raises(errors.JudgedOtherwise) as refused:
        actions.judge(lecture, held, False, by=cast.office)
    assert "府山街道" in refused.value.sentence


def test_a_held_sentence_that_is_refused_is_never_said(lecture, cast, bridge):
    held = bridge.speak(lecture.pk, "villager", "贷款找我", kind="held", word="贷款")
    actions.judge(lecture, held, False, by=cast.officer)
    with pytest.raises(errors.JudgedOtherwise):
        actions.judge(lecture, held, True, by=cast.office)
    assert (bridge.public(lecture.pk), acts(bridge, lecture, "say")) == ([], [])


def test_a_question_is_taken_up_or_declined_once(lecture, cast, bridge):
    asked = bridge.speak(lecture.pk, "villager", "外地怎么交？", kind="ask")
    actions.answer_ask(lecture, asked, True, by=cast.officer)
    with pytest.raises(errors.JudgedOtherwise):
        actions.answer_ask(lecture, asked, False, by=cast.office)
    bridge.public(lecture.pk)
    (question,) = bridge.lines.find(lecture.pk).state.questions
    assert (question.i, question.state, question.text) == (asked, "approved", "外地怎么交？")


@pytest.mark.parametrize("number", [0, 1, 99])
def test_a_number_that_is_no_sentence_is_unknown(number, lecture, cast):
    for verb in (
        lambda: actions.judge(lecture, number, True, by=cast.officer),
        lambda: actions.answer_ask(lecture, number, True, by=cast.officer),
        lambda: actions.mute(lecture, number, 10, by=cast.officer, command="mute"),
    ):
        with pytest.raises(errors.UnknownSentence):
            verb()


def test_nobody_else_moderates(lecture, cast, bridge):
    said = bridge.speak(lecture.pk, "villager", "讲得好")
    for outsider in (cast.host, cast.neighbour, cast.stranger):
        for verb in (
            lambda by: actions.refuse(lecture, said, by=by),
            lambda by: actions.mute(lecture, said, 10, by=by, command="mute"),
            lambda by: actions.speak(lecture, "host", "好", by=by, command="say"),
            lambda by: actions.add_words(lecture.studio.unit, "贷款", by=by),
        ):
            with pytest.raises(Forbidden):
                verb(outsider)
    actions.refuse(lecture, said, by=HOUSE)


def test_who_only_directs_learns_nothing_private_of_who_speaks(lecture, cast, bridge):
    bridge.speak(lecture.pk, "villager", "讲得好", level="verified")
    bridge.speak(lecture.pk, "villager", "贷款", kind="held", word="贷款")
    bridge.speak(lecture.pk, "villager", "怎么交？", kind="ask")
    (said,) = [row for row in queries.feed(cast.host, lecture, 0).rows if row["k"] in ("say", "held", "ask")]
    assert (set(said), set(said["d"])) == ({"i", "k", "at", "d"}, {"name", "text"})
    seen = [row for row in queries.feed(cast.officer, lecture, 0).rows if row["k"] in ("say", "held", "ask")]
    assert [(row["who"], row["net"], row.get("word"), row.get("level")) for row in seen] == [
        ("villager", "a3f9c1", None, "verified"),
        ("villager", "a3f9c1", "贷款", None),
        ("villager", "a3f9c1", None, None),
    ]
    with pytest.raises(Forbidden):
        queries.feed(cast.neighbour, lecture, 0)


def test_a_feed_goes_on_where_it_left_off_and_names_who_acted(lecture, cast, bridge):
    first = queries.feed(cast.officer, lecture, 0)
    said = bridge.speak(lecture.pk, "villager", "讲得好")
    actions.refuse(lecture, said, by=cast.officer)
    feed = queries.feed(cast.officer, lecture, first.last)
    assert [row["k"] for row in feed.rows] == ["say", "refused"]
    assert (feed.names, feed.more) == ({"officer": "府山街道 · 直播间管理员"}, False)
    assert queries.feed(cast.officer, lecture, feed.last).rows == []


def test_words_of_the_unit_and_those_above_reach_every_open_line_once(lecture, cast, bridge, county):
    assert actions.tell_words() == 0
    assert actions.add_words(county.fushan, " 加微信 ，\n刷单、加微信", by=cast.officer) == 2
    assert actions.add_words(county.fushan, "加微信", by=cast.officer) == 0
    actions.add_words(county.district, "贷款", by=cast.office)
    actions.add_words(county.hehua, "别处的", by=cast.neighbour)
    assert (actions.tell_words(), actions.tell_words()) == (1, 0)
    assert bridge.lines.find(lecture.pk).course.words == ("刷单", "加微信", "贷款")
    assert [entry.verb for entry in Entry.objects.filter(chain="unit/fushan")] == ["hold-words"]
    assert [word.text for word in queries.words_above(cast.officer, county.fushan)] == ["贷款"]
    own = queries.own_words(cast.officer, county.fushan).get(text="加微信")
    with pytest.raises(NotFound):
        actions.remove_word(county.hehua, own.pk, by=cast.neighbour)
    actions.remove_word(county.fushan, own.pk, by=cast.officer)
    assert actions.tell_words() == 1
    assert bridge.lines.find(lecture.pk).course.words == ("刷单", "贷款")


@pytest.mark.parametrize("text", ["", " ，、\n", "……", "长" * 41, "好的，……"])
def test_a_word_must_be_one(text, lecture, cast, county):
    with pytest.raises(errors.BadWord):
        actions.add_words(county.fushan, text, by=cast.officer)
    assert not Word.objects.exists()


def test_a_unit_has_so_many_words_and_no_more(lecture, cast, county):
    actions.add_words(county.fushan, "，".join(f"词{number}" for number in range(300)), by=cast.officer)
    with pytest.raises(errors.TooManyWords):
        actions.add_words(county.fushan, "词0，又一个", by=cast.officer)
    assert Word.objects.count() == 300


def test_after_the_end_nothing_is_judged(county, cast, bridge):
    lecture = a_lecture(a_studio(county.fushan, "fushan"), state=State.REPLAY)
    with pytest.raises(WrongMoment):
        actions.review(lecture, True, by=cast.officer, command="late")
