import io
from dataclasses import replace
from datetime import datetime

import pypdfium2
import pytest
from PIL import Image
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.documents.posters import actions, errors, layout, making, queries
from xiangyue.documents.posters.layout import Facts
from xiangyue.documents.posters.models import Choice
from xiangyue.documents.posters.states import SHEETS, Design, Form
from xiangyue.documents.press import actions as press
from xiangyue.documents.press import queries as prints
from xiangyue.documents.press import typesetting
from xiangyue.documents.press.models import Print
from xiangyue.documents.press.states import State
from xiangyue.files.models import File
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures import queries as queries_of_lectures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State as Moment
from xiangyue.kernel import clock as the_clock
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import GUEST, HOUSE

MAKERS = {"poster": making.make}
BARE = {"speaker": "宣讲员", "studio": "红荷颂", "county": "柯城区", "address": "https://x.example/l/k3f982mtq7zd04ab/"}
BREATH = "今晚讲三件事。" * 60


def facts(headline, summary="插线板、电热毯、电动自行车：三件事，听完就能做。", **more) -> Facts:
    at = datetime(2026, 11, 26, 19, 30, tzinfo=the_clock.COUNTY_ZONE)
    return Facts(headline=headline, summary=summary, planned_at=at, **(BARE | more))


def pdf_of(known, design) -> pypdfium2.PdfDocument:
    data = layout.data(known, design, Form.A2_PDF)
    return pypdfium2.PdfDocument(typesetting.print_pdf(making.TEMPLATES[design], data))


def text_of(document) -> str:
    return "".join(document[0].get_textpage().get_text_bounded().split())


@pytest.fixture
def lecture(county, lines, store):
    return a_lecture(a_studio(county.fushan, "fushan"), "冬季用电安全，一刻钟")


def make_all() -> None:
    while press.make_due(MAKERS):
        pass


# ---------------------------------------------------------------- what is printed
@pytest.mark.either_engine
@pytest.mark.slow  # each is typeset
@pytest.mark.parametrize("design", list(Design))
@pytest.mark.parametrize("letters", [4, 9, 33, 80])
@pytest.mark.parametrize("form", [Form.PHONE_PNG, Form.A2_PDF])
def test_a_title_of_any_length_makes_one_page_of_the_right_size(design, letters, form):
    title = ("城乡居民医保 2026 参保缴费政策宣讲（AI 问答专场）与抽奖直播活动" * 3)[:letters]
    sheet, data = SHEETS[form], layout.data(facts(title, BREATH, speaker="区医保局 ABC " * 4), design, form)
    if form is Form.PHONE_PNG:
        with Image.open(io.BytesIO(typesetting.print_png(making.TEMPLATES[design], data))) as picture:
            assert picture.size == (1080, 1920)
        return
    document = pypdfium2.PdfDocument(typesetting.print_pdf(making.TEMPLATES[design], data))
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx((sheet.width, sheet.height), abs=0.1)


@pytest.mark.either_engine
@pytest.mark.slow  # each is typeset
@pytest.mark.parametrize("design", list(Design))
def test_nothing_is_printed_outside_the_margins_even_at_the_worst(design):
    title = "W" * 30 + "医保" * 25
    known = facts(
        title,
        BREATH * 2,
        speaker="一个名字很长很长很长的单位的宣讲员，" * 3,
        studio="荷花街道新时代文明实践所 · 红荷颂",
    )
    data = layout.data(known, design, Form.PHONE_PNG)
    with Image.open(io.BytesIO(typesetting.print_png(making.TEMPLATES[design], data))) as picture:
        grey = picture.convert("L")
        paper = grey.getpixel((2, 2))
        for strip in ((0, 0, 30, 1920), (1050, 0, 1080, 1920), (0, 0, 1080, 30), (0, 1890, 1080, 1920)):
            assert grey.crop(strip).getextrema() == (paper, paper)


@pytest.mark.either_engine
@pytest.mark.slow  # each is typeset
@pytest.mark.parametrize("design", list(Design))
@pytest.mark.parametrize(
    "attack",
    ['#read("/etc/passwd")', '#image("/etc/passwd")', "$x$ *b* _i_ `c` <l> @r", '#import "@preview/a:1.0.0": *', "= 题目\n#pagebreak()", "#set page(fill: red)"],
)  # fmt: skip
def test_text_is_printed_as_it_is_and_never_obeyed(design, attack):
    document = pdf_of(facts("医保怎么缴", f"开头。{attack} 结尾。"), design)
    assert len(document) == 1
    printed = text_of(document)
    assert "root:" not in printed
    for word in attack.split():
        assert word.replace('"', "")[:5] in printed.replace('"', "").replace("“", "").replace("”", "")


def test_templates_evaluate_nothing_and_import_no_package():
    for path in typesetting.HERE.rglob("*.typ"):
        words = path.read_text()
        assert "eval(" not in words
        assert "@preview" not in words
        assert "read(" not in words


def test_a_template_sees_nothing_but_its_own_folder(tmp_path, monkeypatch):
    (tmp_path / "press").mkdir()
    (tmp_path / "press/paper.typ").write_text("")
    (tmp_path / "secret").write_text("secret")
    monkeypatch.setattr(typesetting, "HERE", tmp_path)
    for number, words in enumerate(
        ['#read("/secret")', '#read("../secret")', '#read("/etc/passwd")', '#import "@preview/a:1.0.0"']
    ):
        (tmp_path / f"{number}.typ").write_text(words)
        with pytest.raises(typesetting.NotPrinted):
            typesetting.print_pdf(f"{number}.typ", {})


def test_a_story_too_long_is_cut_after_a_whole_sentence():
    story = layout.data(facts("题目", BREATH), Design.FRONT, Form.PHONE_PNG)["story"]
    assert sum(len(part) for part in story) <= 300
    assert story[-1].endswith("。")


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(19, 30, "晚上7点半"), (9, 0, "上午9点"), (12, 5, "中午12点05分"), (14, 15, "下午2点15分")],
)
def test_the_time_is_said_as_people_say_it(hour, minute, said):
    assert layout._spoken(datetime(2026, 11, 26, hour, minute, tzinfo=the_clock.COUNTY_ZONE)) == said


# ---------------------------------------------------------------- who, when, once
@pytest.mark.either_engine
@pytest.mark.slow  # typeset
def test_a_coming_lecture_has_its_poster_by_itself_and_everybody_may_see_it(lecture, page):
    address = f"/l/{lecture.pk}/poster.png"
    assert page.get(address).status_code == 404
    assert actions.keep_up() == 3
    assert actions.keep_up() == 0
    make_all()
    answer = page.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.size == (1080, 1920)
    assert page.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert (
        f'<meta property="og:image" content="http://localhost:8000{address}">'
        in page.get(f"/l/{lecture.pk}/").content.decode()
    )


@pytest.mark.either_engine
@pytest.mark.slow  # typeset
def test_a_lecture_that_changes_gets_a_new_poster_and_the_old_one_goes(
    lecture, clock, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.keep_up()
        make_all()
        first = queries.public(GUEST, lecture.pk)
        clock.move(1000)
        later = lecture.planned_at
        lectures.change(lecture, title="年底防骗三问", speaker="民警", planned_at=later, by=HOUSE)
        assert actions.keep_up() == 3
        assert queries.public(GUEST, lecture.pk) == first  # until the new one is there
        make_all()
    second = queries.public(GUEST, lecture.pk)
    assert second.key != first.key
    assert Print.objects.count() == File.objects.count() == 3


def test_what_is_asked_twice_is_made_once(lecture, cast):
    rows = [actions.ask(lecture, Design.FRONT, Form.A2_PNG, by=cast.host) for _ in range(2)]
    assert rows[0] == rows[1]
    assert Print.objects.count() == 1


def test_a_print_whose_lecture_changed_meanwhile_is_not_made(lecture, cast):
    actions.ask(lecture, Design.FRONT, Form.A2_PDF, by=cast.host)
    Lecture.objects.filter(pk=lecture.pk).update(title="另一个题目")
    assert press.make_due(MAKERS) == 0
    assert not Print.objects.exists()


def test_a_maker_that_dies_is_tried_again_and_not_for_ever(lecture, cast, clock):
    row = actions.ask(lecture, Design.FRONT, Form.A2_PDF, by=cast.host)
    for _ in range(press.TRIES):
        assert press._claim(Print.objects.get())  # a worker takes it, and dies
        assert press.make_due(MAKERS) == 0
        clock.move(int(press.LEASE.total_seconds() * 1000))
    assert press.make_due(MAKERS) == 0
    assert Print.objects.get(pk=row.pk).state == State.FAILED
    assert actions.ask(lecture, Design.FRONT, Form.A2_PDF, by=cast.host).state == State.WAITING


def test_choosing_is_for_the_keeper_and_is_recorded(lecture, cast):
    actions.choose(lecture, Design.UPRIGHT, "冬季用电安全，\n一刻钟", by=cast.officer)
    assert Choice.objects.get().design == Design.UPRIGHT
    assert queries.choice(cast.host, lecture).headline == "冬季用电安全，\n一刻钟"
    for person in (cast.host, cast.neighbour, cast.stranger, GUEST):
        with pytest.raises(Forbidden):
            actions.choose(lecture, Design.FRONT, "", by=person)


@pytest.mark.parametrize(
    ("headline", "refusal"),
    [("夏季用电安全，一刻钟", errors.OtherWords), ("\n".join("冬季用电安全，一刻钟"), errors.TooManyLines)],
)
def test_only_breaks_may_be_changed_not_words(lecture, cast, headline, refusal):
    with pytest.raises(refusal):
        actions.choose(lecture, Design.FRONT, headline, by=cast.officer)


def test_breaks_of_an_older_title_are_forgotten(lecture, cast):
    actions.choose(lecture, Design.FRONT, "冬季用电安全，\n一刻钟", by=cast.officer)
    lecture.title = "别的题目"
    assert making.facts(lecture, Choice.objects.get()).headline == "别的题目"


def test_a_hidden_lecture_has_no_poster_for_the_public(county, lecture):
    hidden = a_lecture(a_studio(county.hehua), in_hours=60 * 24)
    with pytest.raises(NotFound):
        queries.public(GUEST, hidden.pk)


@pytest.mark.either_engine
@pytest.mark.slow  # typeset
def test_a_poster_outlives_its_lecture(lecture):
    actions.keep_up()
    make_all()
    made = queries.public(GUEST, lecture.pk)
    for verb in (lectures.open_lobby, lectures.go_on_air, lectures.end):
        verb(lecture, by=HOUSE)
    assert lecture.state == Moment.REPLAY
    assert actions.keep_up() == 0
    assert prints.content(queries.public(GUEST, lecture.pk)) == prints.content(made)


def test_the_sentence_written_for_the_poster_stands_first(lecture):
    script = queries_of_lectures.script_of(lecture)
    first = replace(script.parts[0], text="今晚七点半，把家里的插线板查一遍。")
    lectures.prepare(lecture, replace(script, summary="三件事。", parts=(first, *script.parts[1:])), by=HOUSE)
    lecture.refresh_from_db()
    assert making.facts(lecture, Choice(pk=lecture.pk)).summary == "今晚七点半，把家里的插线板查一遍。\n三件事。"
