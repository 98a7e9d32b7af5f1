"""The preparation page: from a plan to the lobby, by the buttons that a township officer finds on it."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.people import a_member
from tests.factories.quiz import HOUR

from xiangyue.edge.tickets import Previews
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures import queries
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State
from xiangyue.hall.polls import actions as polls
from xiangyue.hall.procedures import actions as procedures
from xiangyue.hall.procedures import rules
from xiangyue.hall.rehearsals import actions as rehearsals
from xiangyue.hall.reminders.models import Reminder
from xiangyue.hall.reviews import queries as reviews
from xiangyue.hall.scripts.states import Part
from xiangyue.kernel.signing import Expired
from xiangyue.notify.models import Message
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.access.states import Role
from xiangyue.org.people import queries as people
from xiangyue.web.hall import preparation

CONSOLE = "/studio/fushan/"


@pytest.fixture
def fushan(county, lines):
    return a_studio(county.fushan, "fushan", "府山讲堂")


@pytest.fixture
def sign_in(page, cast):
    def sign_in(username: str):
        page.force_login(get_user_model().objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
        return page

    return sign_in


@pytest.fixture(autouse=True)
def backend(settings):
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]


def shown(response) -> str:
    return response.content.decode()


def address(lecture, order=""):
    return f"{CONSOLE}lectures/{lecture.pk}/{order}"


def script_form(**more):
    parts = {f"text_{part}": f"第 {part} 部分" for part in Part} | {f"minutes_{part}": "5" for part in Part}
    return {"title": "用电", "name_0": "叶主任", "unit_0": "供电所", "post_0": "主任", **parts, **more}


# ---------------------------------------------------------------- the way to the programme
def test_the_way_from_plan_to_lobby_is_on_the_page(sign_in, fushan, cast):
    page = sign_in("officer")
    words = {"title": "小区充电桩", "speaker": "叶主任", "planned_at": "2026-11-23T20:00"}
    lecture = Lecture.objects.get(pk=page.post(f"{CONSOLE}plan/", words).headers["Location"].split("/")[-2])
    assert page.post(address(lecture, "write/"), script_form()).headers["Location"] == address(lecture)
    assert "可以审的人：区委宣传部。" in shown(page.get(address(lecture)))
    page.post(address(lecture, "submit/"), {"publish": "1"})
    assert "正在等：审核" in shown(page.get(address(lecture)))

    page = sign_in("office")
    assert [task.address for task in page.get("/desk/").context["to_review"]] == [address(lecture)]
    text = shown(page.get(address(lecture)))
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', text)
    assert seen
    page.post(address(lecture, "approve/"), {"seen": seen[1]})
    assert Lecture.objects.get().state == State.PUBLISHED
    assert "审核：<b>区委宣传部</b>" in shown(page.get(address(lecture)))

    page = sign_in("officer")
    assert f'action="{CONSOLE}{lecture.pk}/lobby/"' in shown(page.get(address(lecture)))


def test_where_nobody_approves_the_page_publishes(sign_in, fushan, county, cast):
    procedures.set_steps(county.fushan, (), by=HOUSE)
    lecture = lectures.copy(a_lecture(fushan), by=cast.officer)
    page = sign_in("officer")
    text = shown(page.get(address(lecture)))
    assert "提交审核" not in text
    assert "府山街道的宣讲不用别人审：你自己点下面的按钮就公布" in text
    page.post(address(lecture, "publish/"))
    assert Lecture.objects.get(pk=lecture.pk).state == State.PUBLISHED


def test_without_a_second_person_the_page_says_what_to_do(sign_in, fushan, county, cast):
    procedures.set_steps(county.fushan, (preparation_step(),), by=HOUSE)
    lecture = a_lecture(fushan, state=State.DRAFT)
    assert "现在没有第二个人可以审。请单位给另一个人授权（审核员）。" in shown(sign_in("officer").get(address(lecture)))


def preparation_step():
    from xiangyue.hall.procedures.rules import Step

    return Step("初审", (Role.REVIEWER,))


def test_who_wrote_it_is_told_why_another_must_look_and_what_can_be_done_meanwhile(sign_in, fushan, cast, county):
    procedures.set_steps(county.fushan, rules.THREE, by=HOUSE)
    lecture = lectures.copy(a_lecture(fushan), by=cast.officer)
    text = shown(sign_in("officer").get(address(lecture)))
    assert "再到“二审二校”，由审核员、区级办公室来审。" in text
    assert "这一场是你写的：自己写的不能自己审，要另一个人看过才公布。" in text
    assert text.count('form="rehearse"') == text.count('id="rehearse"') == 1
    assert "自己写的不能自己审" not in shown(sign_in("office").get(address(lecture)))


def test_what_was_sent_back_says_why_on_the_page_and_on_the_desk(sign_in, fushan, cast):
    lecture = a_lecture(fushan, state=State.DRAFT)
    lectures.submit(lecture, by=cast.officer)
    sign_in("office").post(address(lecture, "send-back/"), {"sentence": "题目太长"})
    page = sign_in("officer")
    assert "题目太长" in shown(page.get(address(lecture)))
    assert "“医保怎么缴”退回来了：题目太长" in [task.sentence for task in page.get("/desk/").context["tasks"]]


def test_own_words_are_not_offered_for_approval_and_not_taken(sign_in, fushan, cast):
    lecture = a_lecture(fushan, state=State.DRAFT)
    lectures.submit(lecture, by=cast.officer)
    page = sign_in("officer")
    assert "/approve/" not in shown(page.get(address(lecture)))
    assert page.post(address(lecture, "approve/"), {"seen": queries.content_hash(lecture)}).status_code == 403


def test_a_reviewer_reads_everything_and_has_no_field_to_write_in(sign_in, fushan, county, cast):
    a_member("reviewer", Role.REVIEWER, county.fushan)
    lecture = a_lecture(fushan, state=State.DRAFT)
    lectures.submit(lecture, by=cast.officer)
    text = shown(sign_in("reviewer").get(address(lecture)))
    assert "/approve/" in text
    assert "<textarea" not in text


def test_a_mistake_comes_back_beside_its_field_with_what_was_written(sign_in, fushan):
    lecture = a_lecture(fushan, state=State.DRAFT)
    response = sign_in("officer").post(address(lecture, "write/"), script_form(title="", text_3="讲稿写了很久"))
    assert response.status_code == 400
    assert "讲稿写了很久" in shown(response)
    assert queries.script_of(Lecture.objects.get()).passage(Part.TALK).text == ""


def test_a_change_of_what_was_approved_says_that_it_goes_back(sign_in, fushan, cast):
    lecture = a_lecture(fushan)
    response = sign_in("officer").post(address(lecture, "write/"), script_form(), follow=True)
    assert "内容改过，重新送审了。" in shown(response)


def test_a_change_after_approval_is_warned_of_before_and_names_who_is_waited_for_after(sign_in, fushan, cast):
    lecture = a_lecture(fushan)
    poll = polls.add(lecture, HOUR, by=HOUSE)
    officer = sign_in("officer")
    warned = "这一场已经公布。改了内容，就要重新审核"
    edit = address(lecture, f"polls/{poll.pk}/edit/")
    for where in (
        address(lecture),
        address(lecture, "polls/"),
        edit,
        address(lecture, "quiz/"),
        address(lecture, "slides/"),
    ):
        assert warned in shown(officer.get(where)), where
    assert "发给居民" in shown(officer.get(address(lecture)))
    form = {"text": "插线板用了几年？", "options": "一年以内\n五年以上"}
    saved = officer.post(edit, form, follow=True)
    assert Lecture.objects.get().state == State.SUBMITTED
    could = [people.name_of(name) for name in reviews.could(HOUSE, Lecture.objects.get())]
    assert could
    for text in ("已经改好。", "正在等：审核", "、".join(could), "居民看到“正在修改”"):
        assert text in shown(saved)
    after = shown(officer.get(address(lecture)))
    assert "公布以后内容改过，要重新审核。" in after
    for untrue in ("没有经过审核", "发给居民", warned):
        assert untrue not in after


def test_where_nobody_approves_nobody_is_warned(sign_in, fushan, county, cast):
    procedures.set_steps(county.fushan, (), by=HOUSE)
    lecture = a_lecture(fushan)
    assert "就要重新审核" not in shown(sign_in("officer").get(address(lecture)))


def test_the_sheet_counts_from_the_moment_of_the_lead(sign_in, fushan):
    lecture = a_lecture(fushan, state=State.DRAFT)  # at 20:00
    rows = sign_in("officer").get(address(lecture)).context["rows"]
    china = [f"{row.begins.astimezone(lecture.planned_at.tzinfo):%H:%M}" for row, _text, _minutes in rows]
    assert china == ["11:50", "12:00", "12:03", "12:18", "12:28", "12:30"]


def test_what_is_missing_is_said_in_plain_words_and_stops_nothing(sign_in, fushan):
    lecture = a_lecture(fushan, state=State.DRAFT)
    missing = sign_in("officer").get(address(lecture)).context["missing"]
    assert [(each.text, each.address) for each in missing] == [
        ("“讲什么”还没有写，节目单上只有题目", "#id_summary"),
        ("开讲导语还没有写，候场时居民看不到开场的话", "#part-2"),
        ("结语还没有写", "#part-5"),
        ("答题还没有出题", address(lecture, "quiz/")),
    ]


def test_the_poster_is_nobodys_task_and_the_sheet_says_who_makes_it(sign_in, fushan):
    lecture = a_lecture(fushan, state=State.DRAFT)
    text = shown(sign_in("officer").get(address(lecture)))
    assert ("系统自动排版，还没排好" in text, "海报还没有" in text) == (True, False)


@pytest.mark.parametrize("state", list(State))
def test_the_page_answers_in_every_state_and_to_everybody_inside(sign_in, fushan, state):
    lecture = a_lecture(fushan, state=state)
    for who in ("officer", "host", "office", "auditor"):
        assert sign_in(who).get(address(lecture)).status_code == 200


def test_after_the_end_only_the_closing_may_be_written(sign_in, fushan):
    lecture = a_lecture(fushan, state=State.REPLAY)
    text = shown(sign_in("officer").get(address(lecture)))
    assert text.count("<textarea") == 1
    sign_in("officer").post(address(lecture, "write/"), script_form())
    script = queries.script_of(Lecture.objects.get())
    assert (script.title, script.passage(Part.CLOSING).text) == ("医保怎么缴", "第 5 部分")


def test_a_lecture_of_another_studio_is_not_there_on_this_page(sign_in, fushan, county):
    other = a_lecture(a_studio(county.hehua))
    assert sign_in("office").get(address(other)).status_code == 404


def test_the_next_one_like_the_last_is_one_click(sign_in, fushan):
    page = sign_in("officer")
    assert page.post(f"{CONSOLE}again/", follow=True).redirect_chain == [(CONSOLE, 302)]
    last = a_lecture(fushan, "小区充电桩")
    response = page.post(f"{CONSOLE}again/")
    made = Lecture.objects.exclude(pk=last.pk).get()
    assert response.headers["Location"] == address(made)
    assert (made.title, made.state) == ("小区充电桩", State.DRAFT)


def test_reads_of_the_page_do_not_grow_with_what_stands_beside_it(sign_in, fushan):
    page, lecture = sign_in("officer"), a_lecture(fushan)

    def reads() -> int:
        with CaptureQueriesContext(connection) as captured:
            page.get(address(lecture))
        return len(captured)

    one = reads()
    for _ in range(2):
        a_lecture(fushan)
    assert reads() == one


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED, State.LOBBY, State.ON_AIR, State.REPLAY])
def test_the_page_follows_whether_its_lecture_opens(sign_in, fushan, state):
    text = shown(sign_in("officer").get(address(a_lecture(fushan, state=state))))
    follows = state in {State.PUBLISHED, State.LOBBY, State.ON_AIR}
    assert (f'data-made="{state}"' in text, "js/page/opened.js" in text) == (follows, follows)


# ---------------------------------------------------------------- rehearsal
def test_a_rehearsal_is_run_from_the_console_and_watched_by_its_link_only(sign_in, page, fushan, cast):
    lecture = a_lecture(fushan, state=State.DRAFT)
    assert sign_in("host").post(address(lecture, "rehearse/")).headers["Location"] == CONSOLE
    held = Lecture.objects.get(rehearsal_of=lecture)
    console = sign_in("host").get(CONSOLE)
    assert console.context["lecture"] == held
    assert "/rehearsal/" in console.context["share_url"]
    page.logout()
    assert page.get(f"/l/{held.pk}/").status_code == 404
    response = page.get(preparation.watch(held))
    assert response.status_code == 200
    assert held.pk in shown(response)
    assert (response.headers["X-Robots-Tag"], "no-store" in response.headers["Cache-Control"]) == (
        "noindex, nofollow",
        True,
    )
    assert page.get("/rehearsal/forged.token/").status_code == 404


@pytest.mark.parametrize("state", [State.LOBBY, State.ON_AIR])
def test_a_rehearsal_that_is_over_is_called_a_rehearsal(sign_in, page, fushan, cast, state):
    held = rehearsals.rehearse(a_lecture(fushan), by=cast.host)
    assert "data-rehearsal" in shown(page.get(preparation.watch(held)))
    if state == State.ON_AIR:
        lectures.go_on_air(held, by=cast.host)
    order = "cancel" if state == State.LOBBY else "end"
    told = sign_in("officer").post(f"{CONSOLE}{held.pk}/{order}/", follow=True)
    assert "没有留回放" in shown(told)
    text = shown(page.get(preparation.watch(held)))
    assert ("这次彩排已经结束，不留回放。" in text, "这一场已经" in text) == (True, False)


def test_a_link_to_a_rehearsal_runs_out(page, fushan, cast, clock):
    held = rehearsals.rehearse(a_lecture(fushan), by=cast.host)
    link = preparation.watch(held)
    clock.move(12 * 3600_000 + 1)
    assert page.get(link).status_code == 404


# ---------------------------------------------------------------- a replay that is kept back
@pytest.mark.parametrize("state", [State.ON_AIR, State.ENDED, State.REPLAY])
def test_a_replay_kept_back_is_watched_by_its_own_studio(sign_in, fushan, settings, clock, state):
    lecture = a_lecture(fushan, state=state)
    answer = sign_in("host").get(address(lecture, "recording/"))
    if state != State.ENDED:
        to = f"/l/{lecture.pk}/" if state == State.REPLAY else address(lecture)
        assert (answer.status_code, answer["Location"]) == (302, to)
        return
    assert ("no-store" in answer["Cache-Control"], answer["X-Robots-Tag"]) == (True, "noindex, nofollow")
    base = shown(answer).split('data-recording="')[1].split('"')[0]
    token = base.removeprefix(f"/live/{lecture.pk}/preview/").removesuffix("/")
    Previews(settings.SECRET_KEY).check(token, lecture.pk)
    clock.move(12 * 3600_000 + 1)
    with pytest.raises(Expired):
        Previews(settings.SECRET_KEY).check(token, lecture.pk)


def test_what_comes_after_a_lecture_leads_to_its_replay_kept_back_or_not(sign_in, fushan):
    for state, kept in ((State.ENDED, True), (State.REPLAY, False)):
        lecture = a_lecture(fushan, state=state)
        there = address(lecture, "recording/")
        page = sign_in("officer")
        for text in (shown(page.get(address(lecture))), shown(page.get(CONSOLE))):
            assert (there in text, f"/live/{lecture.pk}/1/lecture.mp4" in text) == (kept, not kept)


# ---------------------------------------------------------------- what residents see
def test_an_announced_lecture_that_changes_says_so_and_nothing_of_the_new_words(page, fushan, cast):
    lecture = a_lecture(fushan)
    from dataclasses import replace

    lectures.prepare(lecture, replace(queries.script_of(lecture), title="还没批的题目"), by=cast.officer)
    for where in (f"/l/{lecture.pk}/", f"/l/{lecture.pk}/lecture.ics", "/lectures/", "/studios/fushan/", "/"):
        text = shown(page.get(where))
        assert "还没批的题目" not in text
    assert "这一场正在修改" in shown(page.get(f"/l/{lecture.pk}/"))
    assert "SUMMARY:医保怎么缴" in shown(page.get(f"/l/{lecture.pk}/lecture.ics"))


def test_the_summary_page_says_the_closing_words_and_what_each_figure_counts(page, fushan):
    lecture = a_lecture(fushan)
    assert page.get(f"/l/{lecture.pk}/summary/").status_code == 404
    for verb in (lectures.open_lobby, lectures.go_on_air, lectures.end):
        verb(lecture, by=HOUSE)
    from dataclasses import replace

    from xiangyue.hall.scripts.rules import Passage

    script = queries.script_of(lecture)
    lectures.prepare(lecture, replace(script, parts=(Passage(Part.CLOSING, "插线板不串接。", 2),)), by=HOUSE)
    text = shown(page.get(f"/l/{lecture.pk}/summary/"))
    assert "插线板不串接。" in text
    assert "点了多少下，不是多少人点。" in text
    assert f'href="/l/{lecture.pk}/"' in text


# ---------------------------------------------------------------- being told
def test_mail_is_offered_where_the_house_can_send_any(page, fushan, settings):
    lecture = a_lecture(fushan)
    settings.MAIL = ""
    assert "发邮件提醒" not in shown(page.get(f"/l/{lecture.pk}/remind/"))
    settings.MAIL = "mailto://house:pw@example.com"
    assert "发邮件提醒" in shown(page.get(f"/l/{lecture.pk}/remind/"))


def test_a_resident_asks_confirms_and_ends_it_by_links(page, fushan, settings):
    settings.MAIL = "mailto://house:pw@example.com"
    lecture = a_lecture(fushan)
    said = shown(page.post(f"/l/{lecture.pk}/remind/mail/", {"address": "zhang@example.com"}, follow=True))
    assert "请到邮箱里点“确认提醒”" in said
    link = re.search(r"https?://\S+(/reminders/\S+)", Message.objects.get().body)
    assert link
    page.get(link[1])
    assert Reminder.objects.get().confirmed_at is None  # mail programs open links by themselves
    page.post(f"{link[1]}confirm/")
    assert Reminder.objects.get().confirmed_at is not None
    page.post(f"{link[1]}drop/")
    assert not Reminder.objects.exists()
    assert page.get(link[1]).status_code == 404


def test_a_wrong_address_is_answered_with_a_sentence(page, fushan, settings):
    settings.MAIL = "mailto://house:pw@example.com"
    lecture = a_lecture(fushan)
    response = page.post(f"/l/{lecture.pk}/remind/mail/", {"address": "不是邮箱"}, follow=True)
    assert "这个邮箱地址写得不对" in shown(response)
    assert not Reminder.objects.exists()


def test_the_worker_of_notes_is_served_where_its_scope_is(page, fushan):
    response = page.get("/reminders/worker.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert "showNotification" in shown(response)


def test_what_has_begun_leads_from_its_reminder_page_to_the_room(page, fushan):
    lecture = a_lecture(fushan, state=State.ON_AIR)
    assert page.get(f"/l/{lecture.pk}/remind/").headers["Location"] == f"/l/{lecture.pk}/"
