"""Pages everybody may read: what is shown to whom, what caches may keep, how many reads they cost."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.people import PASSWORD

from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.states import State
from xiangyue.hall.studios.states import Kind
from xiangyue.kernel import clock as the_clock
from xiangyue.org.access.rules import HOUSE

PUBLIC = ["/", "/lectures/", "/lectures/?show=replays", "/studios/", "/studios/honghe/", "/units/"]
FEEDS = ["/lectures/programme.ics", "/lectures/lectures.atom"]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def honghe(county, lines):
    return a_studio(county.hehua, "honghe", "红荷颂")


def shown(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("address", PUBLIC + FEEDS)
def test_public_page_is_the_same_for_everybody_and_caches_may_keep_it(page, honghe, address):
    response = page.get(address)
    assert response.status_code == 200
    assert "public" in response.headers["Cache-Control"]
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_carries_no_inline_script_and_no_inline_style(page, honghe, address):
    text = shown(page.get(address))
    assert " style=" not in text
    assert "<style" not in text
    assert "<script>" not in text


@pytest.mark.parametrize("address", [*PUBLIC, *FEEDS])
def test_reads_do_not_grow_with_what_is_listed(page, honghe, county, address):
    def reads() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page.get(address)
        return len(captured)

    def one_more(number: int) -> None:
        studio = a_studio(county.fushan)
        for state in (State.REPLAY, State.ON_AIR):
            a_lecture(studio, f"第 {number} 场 {state}", state)
        a_lecture(studio, f"第 {number} 场", in_hours=number)

    one_more(1)
    with_one = reads()
    one_more(2)
    one_more(3)
    assert reads() == with_one


def test_front_page_leads_with_what_is_on_air(page, honghe):
    a_lecture(honghe, "冬季用电安全", State.ON_AIR)
    a_lecture(a_studio(honghe.unit), "年底防骗三问", in_hours=1)
    text = shown(page.get("/"))
    assert "正在直播" in text.partition("冬季用电安全")[0]
    assert "年底防骗三问" in text.partition('class="tonight"')[2]


def test_front_page_without_anything_says_so_and_promises_nothing(page, county):
    text = shown(page.get("/"))
    assert "今天还没有宣讲" in text
    assert "台账" not in text


def test_front_page_gives_each_figure_its_definition(page, honghe):
    figures = page.get("/").context["figures"]
    assert [(figure.name, figure.value) for figure in figures][:2] == [("直播间", "1"), ("宣讲场次", "0")]
    assert all(figure.definition for figure in figures)


def test_programme_lists_a_lecture_under_its_day(page, honghe):
    a_lecture(honghe, "医保怎么缴", in_hours=24)
    days = page.get("/lectures/").context["days"]
    assert [(str(day.on), [lecture.title for _, lecture in day.rows]) for day in days] == [
        ("2026-11-24", ["医保怎么缴"])
    ]


def test_programme_of_one_studio_leaves_the_others_out(page, honghe, county):
    a_lecture(honghe, "这里的")
    a_lecture(a_studio(county.fushan), "那里的")
    text = shown(page.get("/lectures/?studio=honghe"))
    assert "这里的" in text
    assert "那里的" not in text


def test_programme_does_not_show_a_plan_that_is_not_announced_yet(page, honghe):
    a_lecture(honghe, "两个月后的", in_hours=24 * 60)
    a_lecture(honghe, "明天的", in_hours=24)
    text = shown(page.get("/lectures/"))
    assert "明天的" in text
    assert "两个月后的" not in text


def test_programme_turns_pages_and_keeps_the_choice(page, honghe):
    for number in range(31):
        a_lecture(honghe, f"第 {number} 场", in_hours=number + 1)
    first = shown(page.get("/lectures/?studio=honghe"))
    assert 'href="?studio=honghe&amp;page=2"' in first
    assert "第 30 场" not in strip_tags(first)
    assert "第 30 场" in strip_tags(shown(page.get("/lectures/?studio=honghe&page=2")))


@pytest.mark.parametrize("word", ["0", "-1", "x", "²", "99999999999999999999"])
def test_a_page_number_that_is_none_means_the_first_or_an_empty_one(page, honghe, word):
    assert page.get("/lectures/", {"page": word}).status_code == 200


def test_unknown_studio_and_lecture_are_not_there(page, honghe):
    for address in (
        "/studios/nobody/",
        "/lectures/?studio=nobody",
        "/l/0000000000000000/",
        "/l/0000000000000000/qr.svg",
    ):
        response = page.get(address)
        assert response.status_code == 404
        assert "没有这个页面" in shown(response)


def test_alliance_is_counted_as_one_plus_places_plus_others(page, honghe, county):
    a_studio(county.district, "qu", "区级公共直播间", Kind.DISTRICT)
    a_studio(county.fushan, "fushan", "府山", Kind.TOWN)
    a_studio(county.yibao, "yibao", "医保", Kind.DEPARTMENT)
    a_studio(county.yibao, "column", "徐徐道来", Kind.COLUMN)
    assert page.get("/studios/").context["sum"] == [1, 2, 2]


def test_studio_page_shows_its_own_lectures_by_what_can_be_done(page, honghe):
    a_lecture(honghe, "讲过的", State.REPLAY)
    a_lecture(honghe, "正在讲的", State.ON_AIR)
    a_lecture(honghe, "要讲的")
    context = page.get("/studios/honghe/").context
    assert [lecture.title for lecture in context["on_air"]] == ["正在讲的"]
    assert [lecture.title for _, lecture in context["upcoming"][0].rows] == ["要讲的"]
    assert [lecture.title for _, lecture in context["replays"][0].rows] == ["讲过的"]


def test_units_stand_under_their_parents(page, county):
    unit, groups = page.get("/units/").context["roots"][0]
    assert unit.name == "柯城区"
    assert [(kind, [node.unit.name for node in nodes]) for kind, nodes in groups] == [
        ("街道", ["府山街道", "荷花街道"]),
        ("部门", ["区医保局"]),
    ]
    assert groups[0][1][0].below[0].unit.name == "府东村"


def test_room_of_a_withheld_replay_says_what_became_of_it(page, honghe):
    lecture = a_lecture(honghe, "撤下的", State.ENDED)
    answer = page.get(f"/l/{lecture.pk}/")
    assert answer.headers["Cache-Control"] == "max-age=1, public"
    text = shown(answer)
    assert "回放没有公开" in text
    assert "js/room/main.js" not in text


def test_room_of_a_replay_made_public_later_is_the_room_at_once(page, honghe):
    lecture = a_lecture(honghe, "先不公开的", State.ON_AIR)
    lectures.want_replay(lecture, False, by=HOUSE)
    lectures.end(lecture, by=HOUSE)
    assert "js/room/main.js" not in shown(page.get(f"/l/{lecture.pk}/"))
    lectures.publish_replay(lecture, by=HOUSE)
    assert "js/room/main.js" in shown(page.get(f"/l/{lecture.pk}/"))


def test_qr_code_is_a_drawing_that_may_be_kept(page, honghe):
    response = page.get(f"/l/{a_lecture(honghe).pk}/qr.svg")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert ET.fromstring(response.content).tag.endswith("svg")


def test_atom_feed_lists_what_can_be_watched_with_public_addresses(page, honghe, settings):
    lecture = a_lecture(honghe, "讲过的 <1>", State.REPLAY)
    a_lecture(honghe, "要讲的")
    feed = ET.fromstring(page.get("/lectures/lectures.atom?studio=honghe").content)
    assert feed.findtext(f"{ATOM}title") == "红荷颂"
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["讲过的 <1>"]
    link = feed.find(f"{ATOM}entry/{ATOM}link")
    assert link is not None
    assert link.get("href") == f"{settings.PUBLIC_URL}/l/{lecture.pk}/"


def test_calendar_lists_what_comes(page, honghe):
    lecture = a_lecture(honghe, "要讲的")
    body = page.get("/lectures/programme.ics").content.decode()
    assert f"UID:{lecture.pk}@xiangyue" in body
    start = (the_clock.now() + timedelta(hours=1)).strftime("%Y%m%dT%H%M%SZ")
    assert f"DTSTART:{start}" in body


def test_english_has_addresses_of_its_own_and_stays_in_them(page, honghe):
    response = page.get("/en/studios/")
    text = shown(response)
    assert response.headers["Content-Language"] == "en"
    assert "Vary" not in response.headers or "Accept-Language" not in response.headers["Vary"]
    assert '<html lang="en">' in text
    assert 'href="/en/studios/honghe/"' in text
    assert 'href="/studios/" lang="zh-Hans"' in text


def test_chinese_page_offers_english_with_its_query_kept(page, honghe):
    assert 'href="/en/lectures/?show=replays" lang="en"' in shown(page.get("/lectures/?show=replays"))


def test_a_visit_in_english_leaves_the_next_reader_in_chinese(page, honghe):
    page.get("/en/studios/")
    assert '<html lang="zh-Hans">' in shown(page.get("/studios/"))


def test_password_is_asked_for_on_a_page_of_our_own(page, county):
    response = page.get("/accounts/login/")
    assert "给直播间管理员" in shown(response)
    assert PASSWORD not in shown(response)
