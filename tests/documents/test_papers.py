import csv
import io
import zipfile

import docx
import openpyxl
import pypdfium2
import pytest
from PIL import Image
from tests.factories.documents import a_poster
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.pictures import a_photo

from xiangyue.documents.papers import actions, bulletin, errors, figures, making, queries, tables
from xiangyue.documents.papers.account import Account, Draw, Question
from xiangyue.documents.papers.states import Paper
from xiangyue.documents.papers.wording import printable
from xiangyue.documents.press import actions as press
from xiangyue.documents.press import queries as prints
from xiangyue.documents.press.models import Print
from xiangyue.hall.audience import actions as audience
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.states import State
from xiangyue.hall.questions import actions as questions
from xiangyue.hall.questions.models import Asked
from xiangyue.hall.traces import actions as traces
from xiangyue.kernel import clock as the_clock
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import GUEST, HOUSE

EVIL = '=HYPERLINK("http://evil.example","领奖")'
FRAME = a_photo((1280, 720), exif=False)
HASH = "a" * 64
AT_MS = 1_795_792_320_000


@pytest.fixture
def lecture(county, lines, store, clock):
    """An evening with everything in it: questions, a poll, the quiz, a draw; and its numbers counted."""
    studio = a_studio(county.fushan, "fushan", "府山讲堂")
    lecture = a_lecture(studio, "冬季用电安全，一刻钟", State.ON_AIR)
    pk = lecture.pk

    def say(by, what, /, **data):
        return lines.append(pk, what, data, command=f"{by}-{what}-{len(lines.lines[pk])}", by=by)

    say("host", "part", p=3)
    say("host", "slide", deck="d", n=1, pages=2, src="/files/a", alt="")
    say("nan", "say", name="老南", text=EVIL)
    asked = say("nan", "ask", name="老南", text="电热毯能不能开一整夜？").seq
    say("bei", "ask", name="小北", text="=1+1")
    say("host", "question", i=asked, state="approved", name="老南", text="电热毯能不能开一整夜？")
    say("bei", "up", i=asked)
    say("", "ups", counts=[[asked, 1]], upto=99)
    say("host", "question", i=asked, state="answered", answer="不建议，睡觉时关掉。", unit="消防站")
    poll = say("host", "poll", text="插线板用了几年", options=["一年内", "五年以上"]).seq
    say("nan", "vote", i=poll, choice=[1])
    say("host", "poll_close", i=poll)
    say("", "tally", i=poll, counts=[0, 1], voters=1, final=True, upto=99)
    item = say("host", "quiz_item", no=1, kind="single", text="能串联吗", s=20, commit=HASH, options=["能", "不能"]).seq
    say("nan", "answer", i=item, choice=[1])
    say("host", "quiz_reveal", i=item, answer=[1], salt="s" * 16)
    say("", "quiz_result", i=item, answered=1, right=1, counts=[0, 1], upto=99)
    draw = say("host", "draw_rules", title="今晚抽奖", text="规则", prizes=[{"name": "灭火毯", "count": 1}],
               eligible="答对的", sources=["双色球"], commit=HASH, n=5).seq  # fmt: skip
    say("host", "draw_roster", i=draw, sha256=HASH, count=1, url="/x")
    say("host", "draw_result", i=draw, winners=[{"label": "k3f9-82mt-q7zd", "prize": 0, "pos": HASH}])
    say("", "viewers", now=7, total=12)
    say("nan", "like", n=3)
    clock.move(125_000)
    lectures.end(lecture, by=HOUSE)
    audience.follow(pk)
    return lecture


def made(lecture, paper, frame=lambda _lecture: FRAME) -> bytes:
    actions.ask(lecture, by=HOUSE)
    while press.make_due({"paper": making.maker(frame)}):
        pass
    return prints.content(queries.content(HOUSE, lecture, paper))


# ---------------------------------------------------------------- what is counted
def test_results_are_what_the_line_says(lecture):
    account = queries.account(lecture)
    assert [part.title for part in account.parts] == ["微宣讲"]
    (question,) = account.questions.values()
    assert (question.text, question.state, question.ups, question.unit) == (
        "电热毯能不能开一整夜？",
        "answered",
        1,
        "消防站",
    )
    (poll,), (item,), (draw,) = account.polls.values(), account.items.values(), account.draws.values()
    assert (poll.counts, poll.voters, poll.final) == ([0, 1], 1, True)
    assert (item.answer, item.answered, item.right) == ([1], 1, 1)
    assert (draw.tickets, draw.winners) == (1, [("k3f9-82mt-q7zd", 0)])


def test_every_figure_has_its_definition_and_its_number(lecture):
    account = queries.account(lecture)
    value = {figure.code: number for figure, number in figures.listed(queries.counted(lecture), account)}
    assert value == {
        "minutes": 2, "views": 12, "peak": 7, "said": 1, "redacted": 0, "likes": 3, "asked": 2, "questions": 1,
        "answered": 1, "polls": 1, "votes": 1, "items": 1, "answers": 1, "right": 1, "slides": 1, "gaps": 0,
        "gap_seconds": 0,
    }  # fmt: skip
    assert all(means.endswith("。") for _name, _unit, means in queries.definitions())


def test_a_question_that_was_declined_is_in_no_paper():
    account = Account()
    account.questions[1] = Question("不该公开的", "approved")

    class Declined:
        seq, at, kind, data = 2, 0, "question", {"i": 1, "state": "declined"}

    account.take(Declined)
    assert account.questions == {}


def test_the_bulletin_says_when_a_draws_steps_were_public():
    began = the_clock.from_ms(AT_MS)
    draw = Draw("今晚的奖品", [("灭火毯", 2)], 40, [("a", 0), ("b", 0)], "", AT_MS, AT_MS + 780_000, AT_MS + 86_400_000)
    assert bulletin._drawn(draw, began.astimezone(the_clock.COUNTY_ZONE)) == (
        "抽奖“今晚的奖品”：规则23:12公布，名单23:25锁定，随机数11月28日23:12才有，开出2个号码，任何人都可以在自己的手机上核对。"
    )


def test_an_erasure_drops_the_papers_and_changes_no_count(lecture, cast):
    made(lecture, Paper.CSV)
    before = figures.listed(queries.counted(lecture), queries.account(lecture))
    for who in ("nan", "bei"):
        traces.erase(lecture, who, "书面申请第 3 号", by=cast.office)
    assert [item.print for item in queries.items(HOUSE, lecture)] == [None] * len(Paper)
    audience.follow(lecture.pk)
    assert figures.listed(queries.counted(lecture), queries.account(lecture)) == before
    text = made(lecture, Paper.CSV).decode("utf-8-sig")
    assert ("电热毯能不能开一整夜？" in text, "提问已依本人要求删除" in text, "不建议，睡觉时关掉。" in text) == (
        False,
        True,
        True,
    )


# ---------------------------------------------------------------- tables
def test_the_workbook_has_a_sheet_of_definitions_and_obeys_nobody(lecture):
    book = openpyxl.load_workbook(io.BytesIO(made(lecture, Paper.XLSX)))
    assert book.sheetnames == ["概况", "数据", "口径", "六段", "提问", "投票", "答题", "抽奖"]
    values = {row[0].value: row[1].value for row in book["数据"].iter_rows(min_row=2)}
    assert (values["观看人次"], values["答对"]) == (12, 1)
    assert [cell.value for cell in book["口径"][2]] == ["直播时长", "从开播到结束，不足一分钟的部分舍去；候场不算。"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}


@pytest.mark.parametrize("words", [EVIL, "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_no_text_of_a_resident_becomes_a_formula(words):
    table = tables.Table("提问", ("问题",), [(words,)])
    book = openpyxl.load_workbook(io.BytesIO(tables.workbook([table])))
    cell = book["提问"]["A2"]
    assert (cell.data_type, cell.value) == ("s", printable(words))
    text = tables.comma_separated([table]).decode("utf-8-sig")
    assert not any(cell.startswith(tables.OBEYED) for row in csv.reader(io.StringIO(text)) for cell in row)


def test_text_with_control_characters_is_written_all_the_same():
    table = tables.Table("提问", ("问题",), [("a\x00b\x0bc\ud800",)])
    assert openpyxl.load_workbook(io.BytesIO(tables.workbook([table])))["提问"]["A2"].value == "abc"


def test_the_comma_separated_file_opens_in_excel_and_says_the_same(lecture):
    raw = made(lecture, Paper.CSV)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert ["观看人次", "12", "人次"] in rows
    assert ["插线板用了几年", "五年以上", "1", "1", "是"] in rows
    assert ["1", "单选", "能串联吗", "B 不能", "1", "B", "1", "1"] in rows
    assert ["今晚抽奖", "灭火毯", "1", "k3f9-82mt-q7zd", "1", ""] in rows


# ---------------------------------------------------------------- the bulletin
@pytest.mark.either_engine
@pytest.mark.slow  # typeset
def test_the_bulletin_is_one_page_with_two_pictures_in_word_and_pdf(lecture):
    a_poster_of_paper(lecture)
    document = docx.Document(io.BytesIO(made(lecture, Paper.DOCX)))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "11月23日19:00至19:02，府山街道在“府山讲堂”直播间举办“冬季用电安全，一刻钟”宣讲" in words
    assert "观看12人次" in words
    assert "问：电热毯能不能开一整夜？\n答：不建议，睡觉时关掉。（消防站）" in words
    with zipfile.ZipFile(io.BytesIO(made(lecture, Paper.DOCX))) as package:
        assert len([name for name in package.namelist() if name.startswith("word/media/")]) == 2
    pdf = pypdfium2.PdfDocument(made(lecture, Paper.PDF))
    assert len(pdf) == 1
    assert len([each for each in pdf[0].get_objects() if each.type == 3]) == 2
    assert "观看12人次" in "".join(pdf[0].get_textpage().get_text_bounded().split())


@pytest.mark.either_engine
@pytest.mark.slow  # typeset
def test_a_lecture_without_recording_and_poster_has_a_bulletin_without_pictures(lecture):
    pdf = pypdfium2.PdfDocument(made(lecture, Paper.PDF, frame=lambda _lecture: None))
    assert (len(pdf), [each for each in pdf[0].get_objects() if each.type == 3]) == (1, [])


@pytest.mark.either_engine
@pytest.mark.slow  # typeset
def test_the_fullest_evening_is_still_one_page(lecture):
    account = queries.account(lecture)
    account.questions = {n: Question("问" * 200, "answered", "答" * 400, "单位" * 20, n) for n in range(1, 9)}
    account.draws = {n: Draw("奖" * 40, [("灭火毯", 1)], 9, [("a", 0)], "", AT_MS, AT_MS, AT_MS) for n in range(1, 4)}
    about = making._about(lecture)
    long = bulletin.About(**{name: getattr(about, name) for name in about.__slots__} | {
        "title": "题" * 80, "summary": "讲" * 900, "speaker": "人" * 60})  # fmt: skip
    page = bulletin.write(long, queries.counted(lecture), account)
    assert len(page.questions) == bulletin.QUESTIONS
    with Image.new("RGB", (1080, 1920), "#f7f3ea") as poster:
        written = io.BytesIO()
        poster.save(written, "PNG")
    pdf = pypdfium2.PdfDocument(making.printed(page, {"poster.png": written.getvalue(), "frame.jpg": FRAME}))
    assert len(pdf) == 1


def a_poster_of_paper(lecture):
    """The poster as a real picture, though of nothing."""
    written = io.BytesIO()
    Image.new("RGB", (108, 192), "#f7f3ea").save(written, "PNG")
    a_poster(lecture, written.getvalue())


# ---------------------------------------------------------------- who and when
def test_papers_are_made_after_the_end_and_anew_when_something_changed(lecture, county, cast, clock):
    with pytest.raises(errors.NotYet):
        actions.ask(a_lecture(a_studio(county.hehua), state=State.LOBBY), by=HOUSE)
    made(lecture, Paper.CSV)
    assert Print.objects.count() == 4
    clock.move(1000)
    actions.ask(lecture, by=cast.host)
    assert Print.objects.count() == 4
    lecture.studio.unit.name = "另一个名字"
    actions.ask(lecture, by=cast.host)
    assert Print.objects.count() == 8


def test_an_answer_given_after_the_end_is_in_the_papers_and_makes_them_anew(lecture, clock):
    before = making.key(lecture)
    asked = Asked.objects.get(i=next(iter(queries.account(lecture).questions)))
    clock.move(60_000)
    questions.answer(asked, "睡前关掉。", unit="区消防救援站", source="电热毯说明", by=HOUSE, command="later")
    assert making.key(lecture) != before
    (question,) = queries.account(lecture).questions.values()
    assert (question.state, question.answer, question.unit) == (
        "answered",
        "睡前关掉。\n依据：电热毯说明",
        "区消防救援站",
    )
    assert "睡前关掉。" in made(lecture, Paper.CSV).decode()


def test_papers_are_for_those_inside(lecture, cast):
    made(lecture, Paper.CSV)
    for viewer in (cast.neighbour, cast.stranger, GUEST):
        with pytest.raises(Forbidden):
            queries.items(viewer, lecture)
        with pytest.raises(Forbidden):
            queries.content(viewer, lecture, Paper.CSV)
        with pytest.raises(Forbidden):
            actions.ask(lecture, by=viewer)


def test_times_are_china_s(lecture):
    assert figures.time(int(the_clock.now().timestamp() * 1000)) == "19:02:05"
