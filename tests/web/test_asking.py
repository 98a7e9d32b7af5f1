"""Quiz, polls, questions and bank as pages, and as the director's JSON, on real lines."""

import csv
import io
import json
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.factories.bridge import Bridge
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.quiz import CALL, FIRE, HOUR, WHEN, answer, ask, vote

from xiangyue.hall import stage
from xiangyue.hall.audience import actions as audience
from xiangyue.hall.bank import actions as bank
from xiangyue.hall.bank import sheets
from xiangyue.hall.chat import actions as chat
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.states import State
from xiangyue.hall.polls import actions as polls
from xiangyue.hall.questions import actions as questions
from xiangyue.hall.questions.models import Asked
from xiangyue.hall.quiz import actions as quiz
from xiangyue.hall.quiz.models import Item
from xiangyue.hall.scores.models import Score
from xiangyue.hall.traces import actions as traces
from xiangyue.org.access.rules import HOUSE
from xiangyue.web.hall.sheets import harmless

pytestmark = pytest.mark.slow  # every append is an fsync


@pytest.fixture
def bridge(tmp_path):
    bridge = Bridge(tmp_path / "lines")
    stage.connect(bridge)
    yield bridge
    stage.connect(None)
    bridge.close()


@pytest.fixture
def lecture(county, cast, bridge):
    return a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)


@pytest.fixture
def officer(page, cast):
    page.force_login(get_user_model().objects.get(username="officer"))
    return page


def at(lecture, rest):
    return f"/studio/fushan/lectures/{lecture.pk}/{rest}"


def order(page, where, **words):
    words = {"command": str(uuid.uuid4()), **words}
    return page.post(where, json.dumps(words), content_type="application/json", headers={"Accept": "application/json"})


def shown(response):
    return response.content.decode()


# ------------------------------------------------ preparing
def test_an_item_is_written_on_the_page_and_stands_there_with_its_answer(officer, lecture):
    form = {"kind": "SINGLE", "text": WHEN.text, "seconds": "25", "why": "", "source": ""}
    form |= {"option-0": "1 月", "option-1": "9 月到 12 月", "option-3": "6 月", "right-1": "on"}
    assert officer.post(at(lecture, "quiz/add/"), form).status_code == 302
    draft = Item.objects.get().draft
    assert (draft.options, draft.right, draft.seconds) == (("1 月", "9 月到 12 月", "6 月"), (1,), 25)
    assert "备好 1 道题" in shown(officer.get(at(lecture, "quiz/")))


def test_a_question_without_a_right_option_is_refused_beside_what_was_written(officer, lecture):
    form = {"kind": "SINGLE", "text": "没有答案的", "seconds": "20", "option-0": "甲", "option-1": "乙"}
    response = officer.post(at(lecture, "quiz/add/"), form)
    assert response.status_code == 400
    assert "没有指定正确答案。" in shown(response)
    assert "没有答案的" in shown(response)


def test_ticked_questions_of_the_bank_come_in(officer, lecture, county):
    chosen = [bank.add(county.fushan, draft, by=HOUSE).pk for draft in (WHEN, CALL)]
    officer.post(at(lecture, "quiz/take/"), {"question": chosen})
    assert [item.text for item in Item.objects.all()] == [WHEN.text, CALL.text]


def test_an_edit_page_begins_with_what_is_there(officer, lecture):
    item = quiz.add(lecture, CALL, by=HOUSE)
    page = shown(officer.get(at(lecture, f"quiz/{item.pk}/edit/")))
    assert page.count("checked") == 4  # the kind, and three right options
    assert 'value="电动车冒烟"' in page


def test_a_workbook_comes_in_and_its_bad_rows_say_why(officer, lecture):
    sheet = SimpleUploadedFile("题.xlsx", sheets.template())
    assert "放进了 5 道题。" in shown(officer.post("/studio/fushan/bank/import/", {"sheet": sheet}))
    again = SimpleUploadedFile("题.xlsx", sheets.template())
    response = shown(officer.post("/studio/fushan/bank/import/", {"sheet": again}))
    assert response.count("题库里已经有这道题了。") == 5
    broken = officer.post("/studio/fushan/bank/import/", {"sheet": SimpleUploadedFile("题.xls", b"\xd0\xcf\x11\xe0")})
    assert broken.status_code == 400
    assert "老格式 .xls 请先另存为 .xlsx" in shown(broken)


def test_a_change_of_the_quiz_of_an_approved_lecture_is_approved_again(lecture, county, cast):
    planned = a_lecture(a_studio(county.hehua))
    quiz.add(planned, WHEN, by=HOUSE)
    verbs = [entry["verb"] for entry in journal(planned)]
    assert verbs[-2:] == ["add-item", "touch"]
    copied = lectures.copy(planned, by=HOUSE)
    assert Item.objects.get(lecture=copied).draft == WHEN


def journal(lecture):
    from xiangyue.journal.models import Entry

    return Entry.objects.filter(chain=f"lecture/{lecture.pk}").order_by("seq").values("verb")


# ------------------------------------------------ directing
def test_the_console_runs_an_item_by_what_the_state_tells_it(officer, lecture, bridge, clock):
    quiz.add(lecture, FIRE, by=HOUSE)
    (item,) = officer.get(at(lecture, "quiz/state/")).json()["items"]
    assert (item["step"], item["next"], item["i"]) == ("prepared", "put", None)
    put = order(officer, item["url"]).json()
    assert (put["ok"], put["said"], put["item"]["step"], put["item"]["left_s"]) == (
        True,
        "第 1 题已经放出。",
        "open",
        47,
    )
    assert order(officer, item["url"]).json()["repeated"] is True
    answer(bridge, lecture.pk, put["item"]["i"], "p", "119")
    early = order(officer, put["item"]["url"])
    assert (early.status_code, early.json()["error"]["code"]) == (409, "too-early")
    clock.move(47_000)
    revealed = order(officer, put["item"]["url"]).json()
    assert (revealed["item"]["step"], revealed["item"]["right"], revealed["item"]["next"]) == ("revealed", "119", "")


def test_the_console_runs_a_poll(officer, lecture, bridge):
    polls.add(lecture, HOUR, by=HOUSE)
    (poll,) = officer.get(at(lecture, "polls/state/")).json()["polls"]
    opened = order(officer, poll["url"]).json()["poll"]
    vote(bridge, lecture.pk, opened["i"], "p", 1)
    audience.follow(lecture.pk)
    (poll,) = officer.get(at(lecture, "polls/state/")).json()["polls"]
    assert (poll["step"], poll["voters"], poll["counts"]) == ("open", 1, [0, 1, 0])
    assert order(officer, poll["url"]).json()["poll"]["step"] == "closed"


def test_the_console_moves_questions_and_only_where_they_may_go(officer, lecture, bridge):
    ask(bridge, lecture.pk, "外地打工怎么缴？")
    audience.follow(lecture.pk)
    approve = at(lecture, f"questions/{Asked.objects.get().i}/approve/")
    moved = order(officer, approve).json()["question"]
    assert (moved["state"], sorted(moved["moves"])) == ("approved", ["answer", "decline", "live"])
    no = order(officer, approve)
    assert (no.status_code, no.json()["error"]["code"]) == (409, "question-moved")
    said = order(officer, moved["moves"]["answer"], answer="手机上缴。", unit="区医保局", source="缴费通知").json()
    assert (said["question"]["state"], said["question"]["source"]) == ("answered", "缴费通知")


def test_of_two_consoles_the_one_that_saw_less_is_told(officer, lecture, bridge):
    quiz.add(lecture, FIRE, by=HOUSE)
    seen = lectures.notice(lecture, "八点抽奖", by=HOUSE, command="notice").seq
    (item,) = officer.get(at(lecture, "quiz/state/")).json()["items"]
    stale = order(officer, item["url"], expected=seen - 1)
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "stale-command")
    assert order(officer, item["url"], expected=seen).status_code == 200


@pytest.mark.parametrize(
    "body", ["[]", "{", '{"command": 5}', '{"expected": "x", "command": "no"}', '{"expected": true}']
)
def test_what_is_no_order_is_refused_in_the_one_shape(body, officer, lecture):
    item = quiz.add(lecture, FIRE, by=HOUSE)
    response = officer.post(
        at(lecture, f"quiz/{item.pk}/put/"),
        body,
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    assert (response.status_code, response.json()["error"]["code"]) == (400, "not-understood")


def test_another_studios_lecture_is_not_there(officer, lecture, county):
    other = a_lecture(a_studio(county.hehua, "hehua"))
    assert officer.get(f"/studio/fushan/lectures/{other.pk}/quiz/").status_code == 403
    assert officer.get(f"/studio/hehua/lectures/{lecture.pk}/quiz/").status_code == 404


# ------------------------------------------------ for everybody, and afterwards
def test_official_answers_are_public_and_what_waits_is_not(page, lecture, bridge):
    made = questions.prepare(lecture, "断保了怎么补缴？", by=HOUSE)
    questions.put(made, by=HOUSE)
    ask(bridge, lecture.pk, "还没有处理的问题")
    audience.follow(lecture.pk)
    from xiangyue.hall.questions import queries

    asked = queries.asked(HOUSE, lecture).get(pseudonym="")
    questions.answer(asked, "补缴后隔三个月。", unit="区医保局", source="细则第九条", by=HOUSE, command="a")
    shown_page = shown(page.get(f"/l/{lecture.pk}/answers/"))
    for words in ("断保了怎么补缴？", "补缴后隔三个月。", "区医保局", "细则第九条", "2026年11月23日"):
        assert words in shown_page
    assert "还没有处理的问题" not in shown_page
    assert "没有找到" in shown(page.get(f"/l/{lecture.pk}/answers/?words=消防"))


def test_what_was_answered_by_voice_alone_breaks_no_page_and_can_be_answered_in_writing(officer, lecture, bridge):
    ask(bridge, lecture.pk, "外地打工怎么缴？")
    audience.follow(lecture.pk)
    i = Asked.objects.get().i
    for step in ("approved", "live", "answered"):
        chat.move_question(lecture, i, step, by=HOUSE, command=str(uuid.uuid4()))
    bridge.seal(lecture.pk)
    audience.follow(lecture.pk)
    lectures.end(lecture, by=HOUSE)
    asked = Asked.objects.get()
    assert (asked.state, asked.answer) == ("ANSWERED", "")
    public = f"/l/{lecture.pk}/answers/"
    assert officer.get(f"{public}later.json").json() == {"answers": []}
    assert "外地打工怎么缴？" not in shown(officer.get(public))
    assert "0 个有官方答复" in shown(officer.get(at(lecture, "results/")))
    book = load_workbook(io.BytesIO(officer.get(at(lecture, "results/all.xlsx")).content))
    assert [cell.value for cell in book["提问"][2]][:3] == ["外地打工怎么缴？", "已答复", 0]
    assert officer.get(at(lecture, "papers/")).status_code == 200
    questions.answer(asked, "手机上缴。", unit="区医保局", by=HOUSE, command="later")
    assert [one["answer"] for one in officer.get(f"{public}later.json").json()["answers"]] == ["手机上缴。"]
    assert "手机上缴。" in shown(officer.get(public))
    assert "1 个有官方答复" in shown(officer.get(at(lecture, "results/")))


@pytest.fixture
def played(lecture, bridge, clock):
    item = quiz.add(lecture, WHEN, by=HOUSE)
    i = quiz.put(item, by=HOUSE).seq
    for number in range(6):
        answer(bridge, lecture.pk, i, f"p{number}", [number % 3])
    clock.move(47_000)
    quiz.reveal(item, by=HOUSE)
    bridge.seal(lecture.pk)
    ask(bridge, lecture.pk, "=HYPERLINK(1)", name="@甲")
    audience.follow(lecture.pk)
    return lecture


def test_law_page_csv_and_workbook_say_what_the_scores_say(officer, played):
    points = sum(Score.objects.values_list("points", flat=True))
    items = list(csv.reader(io.StringIO(shown(officer.get(at(played, "results/items.csv"))).removeprefix("\ufeff"))))
    scores = list(csv.reader(io.StringIO(shown(officer.get(at(played, "results/scores.csv"))).removeprefix("\ufeff"))))
    assert points == 2000
    assert [int(row[6]) for row in items[1:]] == [points]
    assert sum(int(row[3]) for row in scores[1:]) == points
    book = load_workbook(io.BytesIO(officer.get(at(played, "results/all.xlsx")).content))
    assert book.sheetnames == ["题目", "得分", "投票", "提问", "说明"]
    assert sum(row[3] for row in book["得分"].iter_rows(min_row=2, values_only=True)) == points
    assert book["题目"]["G2"].value == points
    page = shown(officer.get(at(played, "results/")))
    assert "6 人答，2 人对（33%）" in page


class Unstruck:
    """The port as it answers between a decision to erase and its carrying out: the records still say everything."""

    def __init__(self, records):
        self.records = records

    def read(self, _lecture, after, limit=1000):
        return self.records[after : after + limit]


def test_law_what_was_erased_is_in_no_table_though_the_follower_came_before_the_disk(officer, played, bridge):
    before = bridge.read(played.pk, 0)
    assert traces.erase(played, "p1", "本人申请（2026）3号", by=HOUSE) == 2
    stage.connect(Unstruck([*before, *bridge.read(played.pk, len(before))]))
    audience.follow(played.pk)
    assert Score.objects.filter(pseudonym="p1").count() == 1
    stage.connect(bridge)
    audience.follow(played.pk)
    assert Score.objects.filter(pseudonym="p1").count() == 0
    followed = list(Score.objects.values_list("pseudonym", "answered", "right", "points"))
    audience.rebuild(played.pk)
    assert list(Score.objects.values_list("pseudonym", "answered", "right", "points")) == followed
    scores = list(csv.reader(io.StringIO(shown(officer.get(at(played, "results/scores.csv"))))))
    assert sorted(row[0] for row in scores[1:]) == ["p0", "p2", "p3", "p4", "p5"]
    items = list(csv.reader(io.StringIO(shown(officer.get(at(played, "results/items.csv"))))))
    assert sum(int(row[3]) for row in scores[1:]) == int(items[1][6]) == 1000
    page = shown(officer.get(at(played, "results/")))
    assert "5 人答，1 人对（20%）" in page
    assert "有 2 条记录依决定删除" in page


def test_words_of_residents_carry_nothing_out_in_a_spreadsheet(officer, played):
    book = load_workbook(io.BytesIO(officer.get(at(played, "results/all.xlsx")).content))
    assert book["提问"]["A2"].value == "'=HYPERLINK(1)"
    assert book["提问"]["A2"].data_type == "s"
    assert [harmless(cell) for cell in ("=1+1", "\uff1d1", "-2", "@x", "好", 5)] == [
        "'=1+1",
        "'\uff1d1",
        "'-2",
        "'@x",
        "好",
        5,
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_state_costs_the_same_for_one_item_and_for_three(rows, officer, lecture, django_assert_num_queries):
    for draft in (WHEN, CALL, FIRE)[:rows]:
        quiz.add(lecture, draft, by=HOUSE)
    with django_assert_num_queries(10):
        officer.get(at(lecture, "quiz/state/"))
