"""The page of slides and the console's list: who gets them, what an order does, what the public can never see."""

import io
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.decks import a_deck_of_two
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.pictures import a_pdf, a_photo

from xiangyue.hall.decks.models import Deck, Page
from xiangyue.hall.decks.states import State
from xiangyue.hall.lectures.states import State as Moment


@pytest.fixture
def lecture(county, lines, store):
    return a_lecture(a_studio(county.fushan, "fushan", "府山讲堂"), state=Moment.LOBBY)


@pytest.fixture
def sign_in(page, cast, settings):
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]

    def sign_in(username: str):
        page.force_login(get_user_model().objects.get(username=username))
        return page

    return sign_in


def slides(lecture, rest: str = "") -> str:
    return f"/studio/fushan/lectures/{lecture.pk}/slides/{rest}"


def brought(content: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def test_an_upload_begins_to_be_made_and_the_page_says_so(lecture, sign_in):
    page = sign_in("officer")
    answer = page.post(slides(lecture, "upload/"), {"files": brought(a_pdf(), "冬季用电.pdf")}, follow=True)
    assert "正在转换：冬季用电.pdf" in answer.content.decode()
    listed = page.get(slides(lecture, "list.json"), headers={"Accept": "application/json"}).json()
    assert (listed["deck"], listed["pages"]) == (None, [])
    assert (listed["latest"]["state"], listed["latest"]["made"]) == ("MAKING", 0)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "请选择一份 PDF，或者一张到多张图片。"),
        ([(b"MZ a program", "课件.pdf")], "“课件.pdf”不是这里能用的文件。"),
        ([(a_pdf(), "a.pdf"), (a_photo(), "b.jpg")], "一次传一份 PDF，或者只传图片，不要混在一起。"),
    ],
)
def test_what_cannot_be_used_is_said_on_the_page(lecture, sign_in, files, sentence):
    words = {"files": [brought(content, name) for content, name in files]}
    answer = sign_in("officer").post(slides(lecture, "upload/"), words, follow=True)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Deck.objects.exists()


def test_a_refused_deck_says_why_until_another_is_uploaded(lecture, sign_in):
    page = sign_in("officer")
    page.post(slides(lecture, "upload/"), {"files": brought(a_pdf(), "a.pdf")})
    Deck.objects.update(state=State.REFUSED, reason="这份 PDF 设了打开密码。")
    assert "这份 PDF 设了打开密码。" in page.get(slides(lecture)).content.decode()


def test_the_console_gets_every_page_and_shows_one(lecture, sign_in, lines):
    a_deck_of_two(lecture)
    page = sign_in("host")
    listed = page.get(slides(lecture, "list.json"), headers={"Accept": "application/json"}).json()
    assert [each["n"] for each in listed["pages"]] == [1, 2]
    command = str(uuid.uuid4())
    for repeated in (False, True):
        receipt = page.post(slides(lecture, "show/"), {"n": 2, "command": command}).json()
        assert (receipt["n"], receipt["repeated"]) == (2, repeated)
    assert lines.lines[lecture.pk][-1].data["src"] == listed["pages"][1]["src"]


def test_a_director_who_saw_an_older_stage_is_told(lecture, sign_in):
    a_deck_of_two(lecture)
    page = sign_in("host")
    page.post(slides(lecture, "show/"), {"n": 1, "command": str(uuid.uuid4())})
    late = {"n": 2, "command": str(uuid.uuid4()), "expected": 1}
    assert page.post(slides(lecture, "show/"), late).status_code == 409


def test_no_public_page_names_a_slide_before_it_was_shown(lecture, sign_in, page):
    a_deck_of_two(lecture)
    addresses = [f"/files/{name}" for row in Page.objects.all() for name in (row.large.name, row.small.name)]
    for public in (f"/l/{lecture.pk}/", "/", "/lectures/", "/studios/fushan/", "/lectures/lectures.atom"):
        text = page.get(public).content.decode()
        assert [address for address in addresses if address in text] == []


@pytest.mark.parametrize("username", ["neighbour", "stranger", "department", "admin"])
def test_nobody_outside_lists_or_shows(lecture, sign_in, username):
    a_deck_of_two(lecture)
    page = sign_in(username)
    assert page.get(slides(lecture, "list.json")).status_code == 403
    assert page.post(slides(lecture, "show/"), {"n": 1, "command": str(uuid.uuid4())}).status_code == 403


def test_a_slide_of_another_lecture_is_not_changed_from_here(lecture, sign_in, county):
    other = a_lecture(a_studio(county.fushan, "other"))
    number = a_deck_of_two(other, number=50).pk
    a_deck_of_two(lecture, number=1)
    assert sign_in("officer").post(slides(lecture, f"{number}/alt/"), {"alt": "x"}).status_code == 404
    assert Page.objects.get(pk=number).alt == ""


def test_moving_describing_and_removing_from_the_page(lecture, sign_in):
    a_deck_of_two(lecture)
    page = sign_in("officer")
    page.post(slides(lecture, "2/move/"), {"to": 1})
    page.post(slides(lecture, "2/alt/"), {"alt": "插线板"})
    assert [(row.pk, row.position, row.alt) for row in Page.objects.all()] == [(2, 1, "插线板"), (1, 2, "")]
    page.post(slides(lecture, "1/remove/"))
    assert [(row.pk, row.position) for row in Page.objects.all()] == [(2, 1)]


def test_a_long_deck_costs_no_more_queries_than_a_short_one(lecture, sign_in):
    first = a_deck_of_two(lecture)
    page = sign_in("officer")
    page.get(slides(lecture))
    counts = []
    for number in (2, 12):
        for position in range(Page.objects.count() + 1, number + 1):
            Page.objects.create(
                deck=first.deck, position=position, number=position, large=first.large, small=first.small
            )
        with CaptureQueriesContext(connection) as asked:
            page.get(slides(lecture))
        counts.append(len(asked))
    assert counts[0] == counts[1]
