"""The keeper's pages of posters and papers."""

import json
from urllib.parse import unquote

import pytest
from django.contrib.auth import get_user_model
from tests.factories.documents import a_paper, a_poster
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.documents.posters.models import Choice
from xiangyue.documents.press.models import Print
from xiangyue.hall.audience import actions as audience
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.states import State
from xiangyue.kernel import clock
from xiangyue.org.access.rules import HOUSE


@pytest.fixture
def studio(county, lines, store):
    return a_studio(county.fushan, "fushan", "府山讲堂")


@pytest.fixture
def sign_in(page, cast, settings):
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]

    def sign_in(username: str):
        page.force_login(get_user_model().objects.get(username=username))
        return page

    return sign_in


def at(lecture, rest: str) -> str:
    return f"/studio/fushan/lectures/{lecture.pk}/{rest}"


def test_the_poster_page_shows_both_designs_and_what_is_made(studio, sign_in):
    lecture = a_lecture(studio, "冬季用电安全，一刻钟")
    a_poster(lecture)
    text = sign_in("officer").get(at(lecture, "poster/")).content.decode()
    assert "“冬季用电安全，一刻钟”的海报，头版" in text
    assert "还在排版" in text
    assert text.count("做一份") == 7


def test_a_poster_of_an_older_title_is_not_shown_and_its_breaks_are_forgotten(studio, sign_in):
    lecture = a_lecture(studio, "医保怎么缴", state=State.DRAFT)
    Choice.objects.create(pk=lecture.pk, design="FRONT", headline="医保\n怎么缴")
    a_poster(lecture)
    assert sign_in("officer").get(at(lecture, "poster/")).context["designs"][0][1][0].is_ready
    lectures.change(lecture, title="夏季用电安全", speaker="民警", planned_at=lecture.planned_at, by=HOUSE)
    context = sign_in("officer").get(at(lecture, "poster/")).context
    front = context["designs"][0][1][0]
    assert (front.is_ready, front.is_waiting, context["waits"]) == (False, True, True)
    assert context["form"]["headline"].value() == "夏季用电安全"


def test_choosing_saves_and_asks_for_what_will_be_wanted(studio, sign_in):
    lecture = a_lecture(studio, "冬季用电安全，一刻钟")
    words = {"design": "UPRIGHT", "headline": "冬季用电安全，\r\n一刻钟"}
    assert sign_in("officer").post(at(lecture, "poster/choose/"), words).status_code == 302
    assert (Choice.objects.get().design, Choice.objects.get().headline) == ("UPRIGHT", "冬季用电安全，\n一刻钟")
    assert sorted(Print.objects.values_list("what", flat=True)) == [
        "poster/FRONT/PHONE_PNG", "poster/UPRIGHT/A2_PDF", "poster/UPRIGHT/PHONE_PNG",
    ]  # fmt: skip


def test_other_words_are_refused_beside_the_field(studio, sign_in):
    lecture = a_lecture(studio, "冬季用电安全，一刻钟")
    answer = sign_in("officer").post(at(lecture, "poster/choose/"), {"design": "FRONT", "headline": "夏季用电"})
    assert answer.status_code == 400
    assert "这里只能换行，不能改字" in answer.content.decode()


def test_a_download_has_a_name_that_says_what_it_is(studio, sign_in):
    lecture = a_lecture(studio, "冬季用电安全，一刻钟/../x")
    a_poster(lecture)
    answer = sign_in("host").get(at(lecture, "poster/front/phone_png/"))
    name = unquote(answer.headers["Content-Disposition"])
    day = lecture.planned_at.astimezone(clock.COUNTY_ZONE).strftime("%Y-%m-%d")
    assert name == f"attachment; filename*=UTF-8''冬季用电安全，一刻钟x {day} 海报 头版 手机 1080×1920.png"
    assert answer.content == b"a picture"


@pytest.mark.parametrize(
    "rest", ["poster/front/a3_pdf/", "poster/back/phone_png/", "poster/upright/a2_pdf/", "papers/doc/"]
)
def test_what_is_not_made_or_unknown_is_not_there(studio, sign_in, rest):
    assert sign_in("officer").get(at(a_lecture(studio), rest)).status_code == 404


def test_papers_wait_for_the_end(studio, sign_in):
    lecture = a_lecture(studio, state=State.ON_AIR)
    text = sign_in("officer").get(at(lecture, "papers/")).content.decode()
    assert "宣讲结束以后，这里可以下载简报和数据表。" in text
    assert "papers/make/" not in text
    assert "打开过直播页面的浏览器数，直播期间去重" in text


def test_papers_are_asked_for_and_downloaded(studio, sign_in):
    lecture = a_lecture(studio, "年底防骗三问", State.REPLAY)
    page = sign_in("host")
    assert page.post(at(lecture, "papers/make/")).status_code == 302
    assert Print.objects.count() == 4
    a_paper(lecture)
    answer = page.get(at(lecture, "papers/csv/"))
    assert unquote(answer.headers["Content-Disposition"]).endswith("年底防骗三问 结果与数据.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_a_person_s_data_is_shown_handed_over_and_erased(studio, sign_in, lines):
    lecture = a_lecture(studio, state=State.ON_AIR)
    lines.append(lecture.pk, "say", {"name": "老南", "text": "<b>我的话</b>"}, command="1", by="nan")
    asked = sign_in("officer").post(at(lecture, "papers/person/"), {"who": "nan"}).content.decode()
    assert "papers/person/erase/" not in asked  # the studio hands over, the office decides
    assert "删除由区里的办公室做" in asked
    page = sign_in("office")
    text = page.post(at(lecture, "papers/person/"), {"who": "nan"}).content.decode()
    assert "papers/person/erase/" in text
    assert "对他的提问作过的官方答复留在公开页面上" in text
    assert "&lt;b&gt;我的话&lt;/b&gt;" in text
    handed = json.loads(page.post(at(lecture, "papers/person/data.json"), {"who": "nan"}).content)
    assert [(each["kind"], each["data"]["text"]) for each in handed["records"]] == [("say", "<b>我的话</b>")]
    words = {"who": "nan", "decision": "书面申请第 3 号"}
    assert "已经删除 1 条记录" in page.post(at(lecture, "papers/person/erase/"), words, follow=True).content.decode()
    gone = page.post(at(lecture, "papers/person/"), {"who": "nan"})
    assert (gone.status_code, "没有这个编号的人留下的内容" in gone.content.decode()) == (400, True)
    assert 'value="nan"' in gone.content.decode()


def test_a_person_s_records_are_told_in_words(studio, sign_in, lines):
    lecture = a_lecture(studio, state=State.ON_AIR)

    def happened(kind, data, by="nan"):
        return lines.append(lecture.pk, kind, data, command=f"{kind}-{len(lines.lines[lecture.pk])}", by=by)

    poll = happened("poll", {"text": "几点好？", "options": ["七点", "八点"]}, by="host").seq
    said = happened("say", {"name": "老南", "text": "讲得好"}).seq
    happened("vote", {"i": poll, "choice": [1]})
    happened("like", {"n": 3})
    happened("mute", {"who": "nan", "until_ms": 1_795_000_000_000, "reason": "刷屏"}, by="officer")
    happened("redact", {"i": said, "reason": ""}, by="officer")
    audience.follow(lecture.pk)
    shown = sign_in("officer").post(at(lecture, "papers/person/"), {"who": "nan"}).context["held"]
    assert [sentence for _at, _kind, sentence in shown] == [
        "以“老南”的名字：讲得好", "“几点好？”投了：八点", "点了 3 个赞", "禁言到 19:06（刷屏）", "撤回了：“讲得好”",
    ]  # fmt: skip


def test_the_host_does_not_look_people_up(studio, sign_in):
    lecture = a_lecture(studio, state=State.ON_AIR)
    page = sign_in("host")
    assert "papers/person/" not in page.get(at(lecture, "papers/")).content.decode()
    assert page.post(at(lecture, "papers/person/"), {"who": "nan"}).status_code == 403
