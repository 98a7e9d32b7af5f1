"""Desk and console: who gets in, what each sees there, and what an order does."""

import uuid

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.people import a_person
from tests.factories.reviews import something_reviewed

from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.queries import content_hash
from xiangyue.hall.lectures.states import State
from xiangyue.hall.procedures import actions as procedures
from xiangyue.hall.reviews import actions as reviews
from xiangyue.hall.studios.models import StreamKey
from xiangyue.kernel import ids, signing
from xiangyue.org.access import actions as access
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.access.states import Role
from xiangyue.web.org import coming
from xiangyue.web.org.coming import Known

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


def a_command() -> str:
    return str(uuid.uuid4())


# ---------------------------------------------------------------- who gets in
@pytest.mark.parametrize("address", ["/desk/", CONSOLE, f"{CONSOLE}health/"])
def test_stranger_is_sent_to_sign_in_and_learns_nothing(page, fushan, address):
    response = page.get(address)
    assert (response.status_code, response.headers["Location"]) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("officer", 200),
        ("host", 200),
        ("office", 200),
        ("auditor", 200),
        ("neighbour", 403),
        ("department", 403),
        ("admin", 403),
        ("stranger", 403),
    ],
)
def test_console_opens_to_those_inside_the_studio(sign_in, fushan, username, status):
    assert sign_in(username).get(CONSOLE).status_code == status


def test_console_of_an_unknown_studio_is_not_there(sign_in, fushan):
    assert sign_in("officer").get("/studio/nobody/").status_code == 404


def test_console_is_kept_by_no_cache(sign_in, fushan):
    assert "no-store" in sign_in("officer").get(CONSOLE).headers["Cache-Control"]


ORDERS = ["lobby", "air", "end", "cancel", "replay", "notice", "silence"]


@pytest.mark.parametrize("order", ORDERS)
def test_neighbour_can_order_nothing_in_a_studio_that_is_not_theirs(sign_in, fushan, order):
    lecture = a_lecture(fushan, state=State.LOBBY)
    words = {"command": a_command(), "text": "x", "on": "1"}
    assert sign_in("neighbour").post(f"{CONSOLE}{lecture.pk}/{order}/", words).status_code == 403
    assert Lecture.objects.get().state == State.LOBBY


@pytest.mark.parametrize("order", ORDERS)
def test_lecture_of_another_studio_is_not_there_on_this_console(sign_in, fushan, county, order):
    other = a_lecture(a_studio(county.district), state=State.LOBBY)
    words = {"command": a_command(), "text": "x", "on": "1"}
    assert sign_in("office").post(f"{CONSOLE}{other.pk}/{order}/", words).status_code == 404


@pytest.mark.parametrize("order", ORDERS)
def test_orders_are_not_obeyed_by_looking(sign_in, fushan, order):
    lecture = a_lecture(fushan, state=State.LOBBY)
    assert sign_in("officer").get(f"{CONSOLE}{lecture.pk}/{order}/").status_code == 405


def test_host_sees_no_keys_and_no_button_that_would_be_refused(sign_in, fushan):
    a_lecture(fushan, state=State.LOBBY)
    response = sign_in("host").get(CONSOLE)
    assert response.context["may"]["run"]
    assert "/keys/" not in shown(response)
    assert "/notice/" not in shown(response)


def test_console_and_desk_lead_to_the_lectures_that_reviews_want(sign_in, fushan):
    something_reviewed(fushan)
    officer = sign_in("officer")
    address = f"/studio/{fushan.code}/commissions/"
    tasks = [task.address for task in officer.get("/desk/").context["tasks"]]
    console = officer.get(f"/studio/{fushan.code}/").content.decode()
    assert (tasks.count(address), f'href="{address}">约讲 <b class="num">1</b>' in console) == (1, True)


def test_auditor_sees_the_console_without_a_single_order(sign_in, fushan):
    a_lecture(fushan, state=State.LOBBY)
    text = shown(sign_in("auditor").get(CONSOLE))
    assert f'action="{CONSOLE}' not in text


# ---------------------------------------------------------------- a lecture from plan to replay
def test_keeper_runs_a_lecture_from_plan_to_replay(sign_in, fushan, cast):
    page = sign_in("officer")
    words = {"title": "小区充电桩", "speaker": "叶主任", "planned_at": "2026-11-23T20:00", "summary": ""}
    assert page.post(f"{CONSOLE}plan/", words).status_code == 302
    lecture = Lecture.objects.get()
    assert (lecture.planned_at.isoformat(), lecture.state) == ("2026-11-23T12:00:00+00:00", State.DRAFT)
    lectures.submit(lecture, by=cast.officer)
    reviews.approve(lecture, seen=content_hash(lecture), by=cast.office)
    for order, state in (("lobby", State.LOBBY), ("air", State.ON_AIR), ("end", State.REPLAY), ("replay", State.ENDED)):
        assert page.post(f"{CONSOLE}{lecture.pk}/{order}/").status_code == 302
        assert Lecture.objects.get().state == state


def test_plan_with_a_mistake_comes_back_with_it_and_with_what_was_written(sign_in, fushan):
    words = {"title": "小区充电桩", "speaker": "叶主任", "planned_at": "1999-01-01T20:00"}
    response = sign_in("officer").post(f"{CONSOLE}plan/", words)
    assert response.status_code == 400
    assert "小区充电桩" in shown(response)
    assert not Lecture.objects.exists()


def test_air_begins_the_first_part_whichever_button_it_was(sign_in, fushan, lines):
    lecture = a_lecture(fushan, state=State.LOBBY)
    sign_in("officer").post(f"{CONSOLE}{lecture.pk}/air/")
    said = [(record.kind, record.data.get("p", record.data.get("phase"))) for record in lines.lines[lecture.pk]]
    assert said[-2:] == [("phase", "on_air"), ("part", 2)]


@pytest.mark.parametrize(("wanted", "left"), [("public", State.REPLAY), ("later", State.ENDED)])
def test_the_end_asks_once_whether_the_replay_is_public(sign_in, fushan, wanted, left):
    lecture = a_lecture(fushan, state=State.ON_AIR)
    page = sign_in("officer")
    assert 'name="replay" value="later"' in shown(page.get(CONSOLE))
    response = page.post(f"{CONSOLE}{lecture.pk}/end/", {"replay": wanted})
    lecture.refresh_from_db()
    assert (lecture.state, response.url) == (left, f"{CONSOLE}lectures/{lecture.pk}/")


def test_who_only_runs_is_not_asked_and_changes_nothing_about_the_replay(sign_in, fushan):
    lecture = a_lecture(fushan, state=State.ON_AIR)
    page = sign_in("host")
    assert 'name="replay"' not in shown(page.get(CONSOLE))
    assert page.post(f"{CONSOLE}{lecture.pk}/end/", {"replay": "later"}).status_code == 403
    lecture.refresh_from_db()
    assert lecture.state == State.ON_AIR


def test_page_of_a_lecture_that_is_over_begins_with_what_comes_after(sign_in, fushan):
    lecture = a_lecture(fushan, state=State.REPLAY)
    page = sign_in("officer")
    text = shown(page.get(f"{CONSOLE}lectures/{lecture.pk}/"))
    places = [text.index(f'href="{CONSOLE}lectures/{lecture.pk}/{part}/"') for part in ("results", "papers")]
    assert places == sorted(places)
    assert "公开着：有链接的人都能看。" in text
    response = page.post(f"{CONSOLE}{lecture.pk}/replay/", {"back": "preparation"}, follow=True)
    assert "还没有公开：现在只有本直播间的人看得到。" in shown(response)


def test_second_press_on_air_lands_on_the_console_with_the_reason(sign_in, fushan):
    lecture = a_lecture(fushan, state=State.ON_AIR)
    response = sign_in("officer").post(f"{CONSOLE}{lecture.pk}/air/", follow=True)
    assert response.redirect_chain == [(CONSOLE, 302)]
    assert "现在是“正在直播”" in shown(response)


def test_open_lecture_shows_its_own_preview_and_share_address(sign_in, fushan, settings):
    lecture = a_lecture(fushan, state=State.LOBBY)
    context = sign_in("officer").get(CONSOLE).context
    preview = context["pictures"]["preview"]
    token = preview.split("/")[4]
    assert signing.verify(signing.derive(settings.SECRET_KEY, "preview"), token) == {"lecture": lecture.pk}
    assert preview == f"/live/{lecture.pk}/preview/{token}/live.m3u8"
    assert context["share_url"] == f"{settings.PUBLIC_URL}/l/{lecture.pk}/"


def test_host_on_air_knows_both_pictures_for_the_delay_may_change(sign_in, fushan):
    lecture = a_lecture(fushan, state=State.ON_AIR)
    pictures = sign_in("officer").get(CONSOLE).context["pictures"]
    assert pictures["air"] == f"/live/{lecture.pk}/1/index.m3u8"
    assert pictures["preview"].startswith(f"/live/{lecture.pk}/preview/")


def test_health_of_nothing_open_is_said_plainly(sign_in, fushan):
    assert sign_in("officer").get(f"{CONSOLE}health/").json() == {"lecture": None}


def test_health_names_the_open_lecture_and_since_when_it_is_on_air(sign_in, fushan, clock):
    lecture = a_lecture(fushan, state=State.ON_AIR)
    clock.move(65_000)
    health = sign_in("officer").get(f"{CONSOLE}health/").json()
    assert health["lecture"] == lecture.pk
    assert health["server_ms"] - health["on_air_ms"] == 65_000
    assert health["report"] is None


# ---------------------------------------------------------------- words to the room
def test_notice_is_on_the_line_once_however_often_it_is_pressed(sign_in, fushan, lines):
    lecture = a_lecture(fushan, state=State.ON_AIR)
    words = {"text": "八点答疑", "command": a_command()}
    page = sign_in("officer")
    for _ in range(2):
        response = page.post(f"{CONSOLE}{lecture.pk}/notice/", words, headers={"accept": "application/json"})
        assert response.json() == {"said": "公告已经置顶。"}
    assert [record.data for record in lines.lines[lecture.pk] if record.kind == "notice"] == [{"text": "八点答疑"}]


def test_notice_is_taken_down_by_its_own_button(sign_in, fushan, lines):
    lecture = a_lecture(fushan, state=State.ON_AIR)
    sign_in("officer").post(f"{CONSOLE}{lecture.pk}/notice/", {"text": "x", "unpin": "1", "command": a_command()})
    assert lines.lines[lecture.pk][-1].data == {"text": ""}


@pytest.mark.parametrize(("on", "value"), [("1", True), ("0", False)])
def test_silence_and_speech_are_two_buttons(sign_in, fushan, lines, on, value):
    lecture = a_lecture(fushan, state=State.ON_AIR)
    sign_in("officer").post(f"{CONSOLE}{lecture.pk}/silence/", {"on": on, "command": a_command()})
    assert lines.lines[lecture.pk][-1].data == {"on": value}


# ---------------------------------------------------------------- keys
def test_key_is_shown_once_and_stored_as_a_fingerprint(sign_in, fushan):
    page = sign_in("officer")
    response = page.post(f"{CONSOLE}keys/", {"label": "演播室电脑"})
    secret = response.context["fresh_key"]
    assert secret in shown(response)
    assert StreamKey.objects.get().key_hash == ids.fingerprint(secret)
    assert "no-store" in response.headers["Cache-Control"]
    assert secret not in shown(page.get(CONSOLE))


def test_revoked_key_leaves_the_console(sign_in, fushan):
    page = sign_in("officer")
    page.post(f"{CONSOLE}keys/", {"label": "旧手机"})
    page.post(f"{CONSOLE}keys/{StreamKey.objects.get().pk}/revoke/")
    assert StreamKey.objects.get().revoked_at is not None
    assert "旧手机" not in shown(page.get(CONSOLE))


def test_host_cannot_make_a_key(sign_in, fushan):
    assert sign_in("host").post(f"{CONSOLE}keys/", {"label": "x"}).status_code == 403
    assert not StreamKey.objects.exists()


# ---------------------------------------------------------------- desk
def test_desk_lists_own_studios_and_what_begins_within_a_day(sign_in, fushan, county):
    a_lecture(fushan, "今晚的", in_hours=2)
    a_lecture(a_studio(county.hehua, name="别人的"), "别人今晚的", in_hours=2)
    response = sign_in("officer").get("/desk/")
    assert [row.studio.name for row in response.context["studios"]] == ["府山讲堂"]
    assert [task.sentence for task in response.context["tasks"]] == ["21:00 开讲“今晚的”，提前打开候场"]
    assert "别人今晚的" not in shown(response)


def test_desk_says_of_each_lecture_to_come_what_is_missing_and_leads_to_the_next_step(sign_in, fushan):
    draft, known = a_lecture(fushan, "稿子", state=State.DRAFT), a_lecture(fushan, "公布了的", in_hours=30)
    response = sign_in("officer").get("/desk/")
    told = {each.lecture.pk: each for each in response.context["coming"]}
    at = f"{CONSOLE}lectures/{draft.pk}/"
    assert [(stage.word, stage.at) for stage in told[draft.pk].stages] == [
        ("海报", "todo"), ("答题", "todo"), ("审核", "todo"), ("公布", "todo"), ("开播", "todo"),
    ]  # fmt: skip
    assert (told[draft.pk].step, told[draft.pk].address) == ("出答题的题", f"{at}quiz/")
    assert (told[known.pk].step, told[known.pk].address) == ("打开候场", f"{CONSOLE}lectures/{known.pk}/#next")
    assert f'href="{at}poster/"' in shown(response)


@pytest.mark.parametrize(
    ("state", "known", "step"),
    [
        (State.DRAFT, Known(True, False, False, True, True), "出答题的题"),
        (State.DRAFT, Known(False, False, False, True, True), "出答题的题"),
        (State.DRAFT, Known(True, True, False, True, True), "提交审核"),
        (State.DRAFT, Known(True, True, True, True, True), "登上节目单"),
        (State.DRAFT, Known(False, False, False, False, True), "看看准备好了什么"),
        (State.SUBMITTED, Known(True, True, False, True, True), "看审到哪一步"),
        (State.APPROVED, Known(True, True, False, True, True), "登上节目单"),
        (State.PUBLISHED, Known(True, False, False, True, True), "打开候场"),
        (State.PUBLISHED, Known(True, False, False, True, False), "看看准备好了什么"),
        (State.LOBBY, Known(True, True, False, True, True), "进导播台"),
        (State.ON_AIR, Known(True, True, False, True, True), "进导播台"),
    ],
)
def test_the_next_step_of_a_lecture(fushan, state, known, step):
    assert coming.stand(a_lecture(fushan, state=state), known).step == step


@pytest.mark.parametrize(("steps", "sentence"), [((), "不用审：这个单位自己公布"), (None, "没有经过审核：由系统排定")])
def test_desk_and_preparation_say_the_same_of_what_nobody_approved(sign_in, fushan, county, steps, sentence):
    if steps is not None:
        procedures.set_steps(county.fushan, steps, by=HOUSE)
    lecture = a_lecture(fushan)
    page = sign_in("officer")
    for address in ("/desk/", f"{CONSOLE}lectures/{lecture.pk}/"):
        text = shown(page.get(address))
        assert (sentence in text, "已通过" in text) == (True, False)


def test_new_lecture_is_begun_from_the_desk(sign_in, fushan):
    page = sign_in("officer")
    assert "/lectures/new/" in shown(page.get("/desk/"))
    words = {"studio": "fushan", "title": "小区充电桩", "speaker": "叶主任", "planned_at": "2027-01-01T20:00"}
    response = page.post("/lectures/new/plan/", words)
    lecture = Lecture.objects.get()
    assert (response.status_code, response.url) == (302, f"{CONSOLE}lectures/{lecture.pk}/")
    assert (lecture.title, lecture.studio) == ("小区充电桩", fushan)


def test_new_lecture_with_a_mistake_comes_back_with_it(sign_in, fushan):
    response = sign_in("officer").post("/lectures/new/plan/", {"studio": "fushan", "title": "充电", "speaker": "叶"})
    assert response.status_code == 400
    assert 'value="充电"' in shown(response)
    assert not Lecture.objects.exists()


def test_who_may_only_run_is_offered_no_new_lecture(sign_in, fushan):
    assert "/lectures/new/" not in shown(sign_in("host").get("/desk/"))


def test_desk_of_somebody_without_a_second_factor_says_what_is_missing(page, fushan, county):
    person = a_person("fresh", second_factor=False)
    access.grant(person, Role.KEEPER, county.fushan, by=HOUSE)
    page.force_login(person)
    context = page.get("/desk/").context
    assert [task.address for task in context["tasks"]] == ["/accounts/2fa/totp/activate/"]
    assert context["studios"] == []


@pytest.mark.parametrize("address", ["/desk/", CONSOLE])
def test_reads_do_not_grow_with_what_is_listed(sign_in, fushan, address):
    def one_more() -> None:
        a_lecture(fushan, in_hours=2)
        a_lecture(fushan, state=State.REPLAY)

    def reads() -> int:
        with CaptureQueriesContext(connection) as captured:
            page.get(address)
        return len(captured)

    page = sign_in("officer")
    one_more()
    with_one = reads()
    one_more()
    one_more()
    assert reads() == with_one
