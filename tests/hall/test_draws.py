"""A draw from plan to result: what is told to the line, what is refused, and what a killed process leaves behind."""

import pytest
from tests.hall import playing
from tests.hall.playing import a_plan, a_question, a_quiz, an_open_lecture, bring, put, reveal, throws

from xiangyue.hall import stage
from xiangyue.hall.draws import actions, errors, queries
from xiangyue.hall.draws.models import Draw, Reading, Roster, Sealed, Step
from xiangyue.hall.draws.rules import DICE, Rule
from xiangyue.hall.draws.states import Eligibility, State
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures import prepared
from xiangyue.journal.models import Entry
from xiangyue.kernel.draw import document, entropy, label, proof, roster, xyd1
from xiangyue.kernel.errors import Fault, NotFound
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import GUEST, HOUSE

THREE_D = "福彩3D 第2026315期（3个数，0到9，按次序）"


@pytest.fixture
def lecture(county, lines):
    return an_open_lecture(county.fushan)


@pytest.fixture
def draw(lecture, lines, cast):
    a_quiz(lines, lecture)
    return actions.prepare(lecture, a_plan(), by=cast.officer)


@pytest.fixture
def to(draw, cast):
    """Take the steps up to one: `to("secret")`."""
    return lambda step: bring(draw, step, by=cast.officer, other=cast.office)


def told(lines, lecture):
    return [record for record in lines.lines[lecture.pk] if record.kind.startswith("draw_")]


def verbs(draw):
    return list(Entry.objects.filter(chain=f"draw/{draw.pk}").order_by("seq").values_list("verb", flat=True))


# ---------------------------------------------------------------- the whole way
def test_a_draw_goes_from_plan_to_a_result_that_any_phone_can_check(draw, to, lines, lecture, settings):
    to("result")
    records = told(lines, lecture)
    assert [record.kind for record in records] == list(document.STEPS)
    first = records[0]
    assert {record.data["i"] for record in records[1:]} == {first.seq}
    text = queries.roster(GUEST, draw).text
    expected = roster.spell(label(settings.SECRET_KEY, lecture.pk, first.seq, f"resident-{n}") for n in range(30))
    assert (text, records[1].data["sha256"], records[1].data["count"]) == (expected, roster.fingerprint(text), 30)
    assert xyd1.opens(records[2].data["otp"], first.data["commit"])
    assert records[3].data["by"] == ["府山街道 · 直播间管理员", "区委宣传部"]
    assert [winner["prize"] for winner in records[4].data["winners"]] == [0, 1, 1]
    exported = document.read(document.write(queries.document(draw)))
    assert proof.examine(exported).verdict == "fair"
    assert [step.data for step in exported.steps] == [record.data for record in records]
    assert verbs(draw) == [
        "prepare", "rules", "roster", "secret", "type-numbers", "type-numbers", "entropy", "result",
    ]  # fmt: skip


def test_the_rules_say_before_anything_is_known_how_it_can_end(draw, to, lines, lecture):
    to("rules")
    said = told(lines, lecture)[0].data
    assert said["prizes"] == list(playing.PRIZES)
    assert said["eligible"] == "本场题目全部答对的人"
    assert said["sources"] == [DICE]
    for promise in ("电饭煲 1 件", "由两个人分别录入", "作废", "由候补依次递补", "府山街道文化站"):
        assert promise in said["text"]


def test_the_secret_is_nowhere_in_the_clear_before_its_step(draw, to, lines, lecture):
    box = bytes(Sealed.objects.get().box)
    to("secret")
    otp = bytes.fromhex(told(lines, lecture)[2].data["otp"])
    assert len(box) == 16 + 32 + 32
    assert otp not in box
    assert "commit" in Entry.objects.get(chain=f"draw/{draw.pk}", verb="prepare").payload
    assert otp.hex() not in Entry.objects.get(chain=f"draw/{draw.pk}", verb="prepare").payload


def test_no_step_can_be_taken_out_of_its_order(draw, cast, lines, lecture):
    order = {
        "RULES": actions.announce,
        "ROSTER": actions.lock,
        "SECRET": actions.open_secret,
        "RESULT": actions.settle,
    }
    for verb in list(order.values())[1:]:
        with pytest.raises(errors.WrongMoment):
            verb(draw, by=cast.officer)
    with pytest.raises(errors.WrongMoment):
        actions.type_numbers(draw, ["316"], by=cast.officer)
    assert told(lines, lecture) == []
    actions.announce(draw, by=cast.officer)
    for verb in (actions.open_secret, actions.settle):
        with pytest.raises(errors.WrongMoment):
            verb(draw, by=cast.officer)
    assert Draw.objects.get().state == State.RULES


def test_a_button_pressed_again_tells_nobody_anything_new(draw, to, cast, lines, lecture):
    to("result")
    for verb in (actions.announce, actions.lock, actions.open_secret, actions.settle):
        verb(draw, by=cast.host)
    assert actions.type_numbers(draw, ["not even numbers"], by=cast.host).data == told(lines, lecture)[3].data
    assert len(told(lines, lecture)) == 5
    assert len(verbs(draw)) == 8


@pytest.mark.parametrize("verb", [actions.announce, actions.lock, actions.open_secret, actions.settle])
def test_the_neighbouring_township_takes_no_step(draw, cast, verb):
    with pytest.raises(Forbidden):
        verb(draw, by=cast.neighbour)
    with pytest.raises(Forbidden):
        actions.void(draw, "不喜欢", by=cast.neighbour)


def test_a_draw_that_was_not_announced_does_not_exist_for_others(draw, cast):
    for viewer in (GUEST, cast.neighbour, cast.stranger):
        with pytest.raises(NotFound):
            queries.get(viewer, draw.pk)
    assert queries.get(cast.host, draw.pk) == draw
    actions.announce(draw, by=cast.officer)
    assert queries.get(GUEST, draw.pk) == draw
    with pytest.raises(NotFound):
        queries.roster(GUEST, draw)


# ---------------------------------------------------------------- the roster
def test_answers_that_come_after_the_lock_change_nothing(draw, to, cast, lines, lecture):
    to("roster")
    before = Roster.objects.get().text
    item = next(record.seq for record in lines.lines[lecture.pk] if record.kind == "quiz_item")
    put(lines, lecture, "answer", {"i": item, "choice": [1]}, by="latecomer")
    actions.lock(draw, by=cast.officer)
    assert (Roster.objects.get().text, told(lines, lecture)[-1].data["count"]) == (before, 30)


def test_a_roster_before_the_answers_are_out_is_refused(lecture, lines, cast):
    draw = actions.prepare(lecture, a_plan(), by=cast.officer)
    item = a_question(lines, lecture)
    put(lines, lecture, "answer", {"i": item, "choice": [1]}, by="p")
    actions.announce(draw, by=cast.officer)
    with pytest.raises(errors.QuizNotFinished) as refused:
        actions.lock(draw, by=cast.officer)
    assert refused.value.sentence == "还有 1 道题没有公布答案。先公布答案，再锁名单。"
    reveal(lines, lecture, item)
    assert actions.lock(draw, by=cast.officer).data["count"] == 1


def test_an_empty_roster_is_refused_and_can_be_filled_or_ended(lecture, lines, cast):
    draw = actions.prepare(lecture, a_plan(rule=Rule(Eligibility.TOOK_PART)), by=cast.officer)
    actions.announce(draw, by=cast.officer)
    with pytest.raises(errors.NobodyEligible):
        actions.lock(draw, by=cast.officer)
    assert not Step.objects.filter(kind="draw_roster").exists()
    put(lines, lecture, "ask", {"name": "甲", "text": "在哪里缴？", "from": "p"}, by="p")
    assert actions.lock(draw, by=cast.officer).data["count"] == 1


def test_sources_too_weak_for_the_roster_are_refused_at_the_lock(lecture, lines, cast):
    a_quiz(lines, lecture, right=400)
    double = "双色球 第2026137期（6个数，1到33，从小到大；1个数，1到16，按次序）"
    draw = actions.prepare(lecture, a_plan(sources=[THREE_D, double]), by=cast.officer)
    actions.announce(draw, by=cast.officer)
    with pytest.raises(errors.TooWeak) as refused:
        actions.lock(draw, by=cast.officer)
    assert "400 人里抽 3 人，至少要 43 位，公布的来源只有 34 位" in refused.value.sentence
    assert not Roster.objects.exists()
    actions.void(draw, "随机数不够，加上骰子重抽", by=cast.officer)


def test_sources_that_can_never_do_are_refused_when_prepared(lecture, cast):
    with pytest.raises(errors.TooWeak):
        actions.prepare(lecture, a_plan(sources=[THREE_D]), by=cast.officer)


# ---------------------------------------------------------------- the numbers
def test_one_person_cannot_read_for_two(draw, to, cast):
    to("secret")
    assert actions.type_numbers(draw, throws(draw), by=cast.officer) is None
    assert actions.type_numbers(draw, throws(draw), by=cast.officer) is None
    assert Reading.objects.count() == 1
    assert Draw.objects.get().state == State.SECRET


def test_two_who_read_differently_are_told_where_and_not_what(draw, to, cast, lines, lecture):
    to("secret")
    (numbers,) = throws(draw)
    wrong = numbers[0] + ("1" if numbers[1] != "1" else "2") + numbers[2:]
    actions.type_numbers(draw, [wrong], by=cast.officer)
    with pytest.raises(errors.ReadingsDiffer) as refused:
        actions.type_numbers(draw, [numbers], by=cast.office)
    assert refused.value.sentence == "两个人录入的不一样：第 1 个来源第 2 个数。请各自再看一遍，重新录入。"
    assert Reading.objects.count() == 2
    for reader in (cast.officer, cast.office):
        assert queries.differing(reader, draw) == "第 1 个来源第 2 个数"
    assert queries.differing(cast.guest, draw) == ""
    assert len(told(lines, lecture)) == 3
    assert actions.type_numbers(draw, [numbers], by=cast.officer) is not None
    assert [entry.verb for entry in Entry.objects.filter(verb="type-numbers")] == ["type-numbers"] * 3


def test_of_two_who_agree_one_runs_the_studio(draw, to, cast):
    to("secret")
    assert actions.type_numbers(draw, throws(draw), by=cast.neighbour) is None
    assert actions.type_numbers(draw, throws(draw), by=cast.department) is None
    assert actions.type_numbers(draw, throws(draw), by=cast.host) is not None


@pytest.mark.parametrize("who", ["guest", "stranger"])
def test_numbers_are_read_by_people_who_work_here(draw, to, cast, who):
    to("secret")
    with pytest.raises(errors.NeedsColleague):
        actions.type_numbers(draw, throws(draw), by=getattr(cast, who))


def test_numbers_that_no_die_shows_are_refused(draw, to, cast):
    to("secret")
    with pytest.raises(entropy.BadNumbers) as refused:
        actions.type_numbers(draw, ["7" + throws(draw)[0][1:]], by=cast.officer)
    assert "第 1 个数 7 不在 1 到 6 之间" in refused.value.sentence
    assert not Reading.objects.exists()


# ---------------------------------------------------------------- void
@pytest.mark.parametrize("step", ["rules", "roster", "secret", "entropy"])
def test_a_draw_can_be_ended_openly_until_its_result(draw, to, cast, lines, lecture, step):
    to(step)
    actions.void(draw, " 设备故障 ", by=cast.officer)
    assert told(lines, lecture)[-1].data["reason"] == "设备故障"
    assert Draw.objects.get().state == State.VOID
    assert proof.examine(queries.document(draw)).verdict == "void"
    with pytest.raises(errors.WrongMoment):
        actions.settle(draw, by=cast.officer)


def test_a_result_that_does_not_please_stays(draw, to, cast):
    to("result")
    with pytest.raises(errors.WrongMoment):
        actions.void(draw, "不满意", by=cast.officer)


def test_a_secret_that_cannot_be_opened_makes_the_draw_void(draw, to, cast, lines, lecture):
    to("roster")
    Sealed.objects.update(box=b"\0" * 80)
    with pytest.raises(errors.SecretLost):
        actions.open_secret(draw, by=cast.officer)
    Sealed.objects.all().delete()
    with pytest.raises(errors.SecretLost):
        actions.open_secret(draw, by=cast.officer)
    assert Draw.objects.get().state == State.ROSTER
    actions.void(draw, actions.LOST, by=cast.officer)
    assert told(lines, lecture)[-1].kind == "draw_void"


def test_a_secret_withheld_until_the_end_makes_the_draw_void_by_itself(draw, to, cast, lecture):
    to("roster")
    lectures.end(lecture, by=cast.officer)
    assert actions.resume_all() == 1
    assert Draw.objects.get().state == State.VOID
    assert Step.objects.get(kind="draw_void").data["reason"] == actions.WITHHELD
    assert proof.examine(queries.document(draw)).verdict == "void"
    assert actions.resume_all() == 0


def test_lottery_numbers_may_fall_after_the_lecture(draw, to, cast, lecture, lines):
    to("secret")
    lectures.end(lecture, by=cast.officer)
    assert actions.resume_all() == 0
    draw = queries.get(cast.officer, draw.pk)
    actions.type_numbers(draw, throws(draw), by=cast.officer)
    actions.type_numbers(draw, throws(draw), by=cast.office)
    actions.settle(draw, by=cast.officer)
    assert [step.seq for step in Step.objects.order_by("pk")][3:] == [0, 0]
    assert len(told(lines, lecture)) == 3
    assert proof.examine(queries.document(draw)).verdict == "fair"


def test_numbers_that_never_come_make_it_void(draw, to, cast, lecture, clock):
    to("secret")
    lectures.end(lecture, by=cast.officer)
    clock.move(7 * 24 * 3_600_000 + 1)
    assert actions.resume_all() == 1
    assert Step.objects.get(kind="draw_void").data["reason"] == actions.LATE


# ---------------------------------------------------------------- killed in the middle
class PowerCut(BaseException):
    """What ends a process ends it anywhere."""


@pytest.mark.parametrize("told_already", [False, True], ids=["before the line heard", "after the line heard"])
@pytest.mark.parametrize("step", playing.STEPS)
def test_a_step_cut_short_is_finished_with_the_same_words(draw, to, cast, lines, lecture, step, told_already):
    before = playing.STEPS.index(step)
    if before:
        to(playing.STEPS[before - 1])
    if step == "entropy":
        actions.type_numbers(draw, throws(draw), by=cast.office)
    acts = {
        "rules": lambda: actions.announce(draw, by=cast.officer),
        "roster": lambda: actions.lock(draw, by=cast.officer),
        "secret": lambda: actions.open_secret(draw, by=cast.officer),
        "entropy": lambda: actions.type_numbers(draw, throws(draw), by=cast.officer),
        "result": lambda: actions.settle(draw, by=cast.officer),
    }

    class Cut:
        """The port of a process that dies as it tells."""

        def __getattr__(self, name):
            return getattr(lines, name)

        def append(self, *args, **kwargs):
            if told_already:
                lines.append(*args, **kwargs)
            raise PowerCut

    stage.connect(Cut())
    with pytest.raises(PowerCut):
        acts[step]()
    stage.connect(lines)
    assert len(told(lines, lecture)) == before + told_already
    written = Step.objects.get(seq__isnull=True).data
    if step == "roster":  # an answer that came in between must not slip onto the roster
        item = next(record.seq for record in lines.lines[lecture.pk] if record.kind == "quiz_item")
        put(lines, lecture, "answer", {"i": item, "choice": [1]}, by="in-between")
    assert actions.resume_all() == 1
    assert (len(told(lines, lecture)), told(lines, lecture)[-1].data) == (before + 1, written)
    again = acts[step]()
    assert (again.data, len(told(lines, lecture))) == (written, before + 1)
    bring_rest(draw, cast, before + 1)
    assert proof.examine(queries.document(draw)).verdict == "fair"


def bring_rest(draw, cast, taken):
    for step in playing.STEPS[taken:]:
        if step == "entropy":
            actions.type_numbers(draw, throws(draw), by=cast.officer)
            actions.type_numbers(draw, throws(draw), by=cast.office)
        else:
            {"roster": actions.lock, "secret": actions.open_secret, "result": actions.settle}[step](
                draw, by=cast.officer
            )


def test_a_live_role_that_does_not_answer_leaves_a_step_to_be_told(draw, cast, lines, lecture):
    stage.connect(None)
    with pytest.raises(Fault):
        actions.announce(draw, by=cast.officer)
    assert actions.resume_all() == 0
    stage.connect(lines)
    assert actions.resume_all() == 1
    assert [record.kind for record in told(lines, lecture)] == ["draw_rules"]
    assert Draw.objects.get().state == State.RULES


def test_what_the_line_refuses_never_was(draw, cast, lines, lecture):
    lines.happen(lecture.pk, "phase", phase="ended")

    class Deaf:
        def __getattr__(self, name):
            return getattr(lines, name)

        def append(self, *args, **kwargs):
            raise errors.LectureNotOpen

    stage.connect(Deaf())
    with pytest.raises(errors.LectureNotOpen):
        actions.announce(draw, by=cast.officer)
    assert not Step.objects.exists()
    assert Draw.objects.get().state == State.PREPARED


# ---------------------------------------------------------------- preparing
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "请给抽奖起个名字，40 个字以内。"),
        ({"title": "长" * 41}, "请给抽奖起个名字，40 个字以内。"),
        ({"prizes": []}, "请至少写一样奖品，每样 1 到 1000 件，最多 20 样。"),
        ({"prizes": [{"name": "伞", "count": 0}]}, "请至少写一样奖品，每样 1 到 1000 件，最多 20 样。"),
        ({"prizes": [{"name": "", "count": 1}]}, "请至少写一样奖品，每样 1 到 1000 件，最多 20 样。"),
        ({"rule": Rule(Eligibility.AT_LEAST, 0)}, "请写明至少答对几题，1 到 100。"),
        (
            {"sources": []},
            "请选一样公开的随机数：勾上掷骰子，或者写一种彩票，最多 5 样；骰子粒数由人数定的，放在最后。",
        ),
        ({"claim": ""}, "请写明到哪里、在什么时候领奖，200 个字以内。"),
        ({"claim_days": 0}, "领奖期限是 1 到 365 天。"),
        (
            {"sources": ["主任想一个数"]},
            "读不懂随机来源“主任想一个数”：末尾应写明几个数、从几到几、按次序还是从小到大。",
        ),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused_in_words(lecture, cast, wrong, sentence):
    with pytest.raises((errors.BadDraw, entropy.BadSource)) as refused:
        actions.prepare(lecture, a_plan(**wrong), by=cast.officer)
    assert refused.value.sentence == sentence


def test_a_plan_can_be_changed_and_dropped_until_it_is_announced(draw, cast):
    actions.change(draw, a_plan(title="另一个名字"), by=cast.officer)
    assert Draw.objects.get().title == "另一个名字"
    actions.announce(draw, by=cast.officer)
    for verb in (lambda: actions.change(draw, a_plan(), by=cast.officer), lambda: actions.drop(draw, by=cast.officer)):
        with pytest.raises(errors.WrongMoment):
            verb()
    assert Draw.objects.get().title == "另一个名字"


def test_draws_of_one_lecture_go_by_different_names_and_only_a_void_one_is_drawn_under_its_own(draw, cast, lecture):
    with pytest.raises(errors.SameTitle, match="已经有一次抽奖叫“今晚的奖品”"):
        actions.prepare(lecture, a_plan(), by=cast.officer)
    second = actions.prepare(lecture, a_plan(title="第 2 次抽奖"), by=cast.officer)
    with pytest.raises(errors.SameTitle):
        actions.change(second, a_plan(), by=cast.officer)
    actions.change(second, a_plan(title="第 2 次抽奖", claim_days=9), by=cast.officer)
    said = queries.says(lecture.pk).replace("（答题前核验过身份，一人一个号码）", "").split("；")
    assert sorted(said) == ["今晚的奖品（本场题目全部答对的人）", "第 2 次抽奖（本场题目全部答对的人）"]
    actions.announce(draw, by=cast.officer)
    actions.void(draw, "灯灭了", by=cast.officer)
    assert actions.again(draw, by=cast.officer).title == "今晚的奖品"


def test_a_dropped_plan_leaves_only_its_record(draw, cast):
    actions.drop(draw, by=cast.officer)
    assert (Draw.objects.count(), Sealed.objects.count()) == (0, 0)
    assert verbs(draw) == ["prepare", "drop"]


def test_a_host_prepares_nothing(lecture, cast):
    with pytest.raises(Forbidden):
        actions.prepare(lecture, a_plan(), by=cast.host)


def test_no_draw_for_a_lecture_that_is_over(lecture, cast):
    lectures.end(lecture, by=HOUSE)
    with pytest.raises(errors.LectureNotOpen):
        actions.prepare(lecture, a_plan(), by=cast.officer)


# ---------------------------------------------------------------- the lecture it belongs to
def test_a_draw_is_part_of_what_a_reviewer_approves_and_what_the_evening_brings_on(draw, to, lecture, lines):
    assert prepared.says(lecture.pk)["draw"] == "今晚的奖品"
    assert prepared.content(lecture.pk)["draw"][0]["prizes"] == list(playing.PRIZES)
    (item,) = prepared.items(lecture.pk)
    assert (item.kind, item.ref) == ("draw", draw.pk)
    to("rules")
    assert told(lines, lecture)[0].command == stage.command(lecture.pk, f"draw/{item.ref}")


def test_a_copy_takes_its_draw_along_with_another_secret(draw, cast, lecture):
    other = lectures.copy(lecture, by=cast.officer)
    (carried,) = Draw.objects.filter(lecture=other)
    assert (carried.title, carried.state, carried.prizes) == (draw.title, State.PREPARED, draw.prizes)
    assert carried.commit != draw.commit


def test_what_became_void_is_drawn_anew_in_the_same_evening(draw, to, cast, lecture, lines):
    to("secret")
    with pytest.raises(errors.WrongMoment):
        actions.again(draw, by=cast.host)
    actions.void(draw, "骰子滚到台下去了", by=cast.host)
    second = actions.again(draw, by=cast.host)
    assert second.commit != draw.commit
    bring(second, "result", by=cast.officer, other=cast.office)
    assert proof.examine(queries.document(second)).verdict == "fair"
    assert proof.examine(queries.document(draw)).verdict == "void"


def test_a_roster_changed_in_the_database_after_the_lock_yields_no_result(draw, to, cast, lines, lecture):
    to("entropy")
    text = Roster.objects.get().text
    Roster.objects.update(text=roster.spell([*roster.read(text), "zzzz-zzzz-zzzz"]))
    with pytest.raises(errors.NotReproducedError):
        actions.settle(draw, by=cast.officer)
    assert len(told(lines, lecture)) == 4
    assert proof.examine(queries.document(draw)).verdict == "broken"


def test_a_rehearsal_draws_for_nobody(draw, cast, lecture, lines):
    type(lecture).objects.filter(pk=lecture.pk).update(rehearsal_of=None)
    actions.announce(draw, by=cast.officer)
    assert queries.get(GUEST, draw.pk) == draw
    other = type(lecture).objects.exclude(pk=lecture.pk).first() or lecture
    type(lecture).objects.filter(pk=lecture.pk).update(rehearsal_of=other)
    with pytest.raises(NotFound):
        queries.get(GUEST, draw.pk)
    assert queries.get(cast.host, draw.pk) == draw
