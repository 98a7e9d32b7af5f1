"""What residents report without signing in, and what they see of it."""

import re
import uuid

import pytest
from tests.architecture.source import PACKAGE, ROOT
from tests.factories import browsers, matters, pictures
from tests.factories.street import a_front, shown, told

from xiangyue.files.rules import Upload
from xiangyue.journal.models import Entry
from xiangyue.ledger.evidence.models import Evidence
from xiangyue.ledger.kinds import folder
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters.actions import Assignment, Order
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.reporting import actions as reporting
from xiangyue.ledger.reporting import errors, places, queries, rules
from xiangyue.ledger.reporting.rules import More
from xiangyue.ledger.subjects.states import Type
from xiangyue.org.access.rules import HOUSE


@pytest.fixture
def desk(county, store):
    matters.kinds()
    return matters.a_desk(county)


def form(page, address="/report/", **changes):
    """The form as a browser fills it in."""
    text = page.get(address).content.decode()
    command = re.search(r'name="command" value="([^"]+)"', text)[1]
    return {
        "command": command,
        "sentence": "门口一地油。",
        "spot": "新桥街 8 号",
        "category": "street/grease",
        "contact": "",
        **changes,
    }


def photo(content: bytes, name: str = "a.jpg"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content, "image/jpeg")


def test_a_report_has_a_page_of_its_own(desk, page):
    sent = form(page, photos=photo(pictures.a_photo()))
    answer = page.post("/report/send/", sent)
    assert answer.status_code == 302
    follow = page.get(answer["Location"])
    matter = Matter.objects.get()
    assert (matter.via, matter.reporter, matter.category, matter.spot) == ("public", "", "grease", "新桥街 8 号")
    assert Evidence.objects.get().matter == matter.pk
    text = follow.content.decode()
    assert matter.number in text
    assert "收到您的上报，已经登记。" in text
    assert follow["Cache-Control"].startswith("max-age=0")


def test_a_browser_that_says_where_it_stands_may_add_to_its_report(desk, page):
    follow = page.post("/report/send/", form(page))["Location"].partition("?")[0]
    browser = browsers.strict()
    answer = browsers.submit(browser, follow, "/add/", sentence="早上又倒了一桶。")
    assert (answer.status_code, answer["Location"]) == (302, follow)
    assert "补充好了，办理的人看得到。" in browser.get(follow).content.decode()


@pytest.mark.parametrize("words", [{"sentence": "  "}, {"sentence": "长" * 3000}], ids=["nothing", "too much"])
def test_what_is_refused_is_said_on_the_page_with_what_was_typed(desk, page, words):
    follow = page.post("/report/send/", form(page))["Location"].partition("?")[0]
    answer = browsers.submit(browsers.strict(), follow, "/add/", **words)
    assert (answer.status_code, words["sentence"] in answer.content.decode()) == (400, True)
    assert 'class="said bad"' in answer.content.decode() or "errorlist" in answer.content.decode()


def test_no_page_hides_from_its_own_house_where_its_form_came_from():
    said = [path for path in sorted(PACKAGE.rglob("*")) if path.suffix in {".html", ".py"}]
    assert len(said) > 500
    assert [path.name for path in said if "no-referrer" in path.read_text()] == []


def test_a_second_press_is_the_same_report(desk, page):
    sent = form(page)
    places = {page.post("/report/send/", sent)["Location"] for _press in range(2)}
    assert len(places) == Matter.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sentence": ""}, "请拍一张照片，或者写一句话。"),
        ({"spot": ""}, "请选一个点位，或者写明地点。"),
        ({"photos": photo(b"<script>" * 900)}, "不是这里能用的文件"),
        ({"photos": photo(pictures.a_bomb())}, "像素太多了"),
    ],
    ids=["nothing said", "no place", "a script named .jpg", "a bomb"],
)
def test_what_cannot_be_used_is_said_and_what_was_typed_stays(desk, page, changes, sentence):
    answer = page.post("/report/send/", form(page, **changes))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert Matter.objects.count() == Evidence.objects.count() == 0
    if "sentence" not in changes:
        assert "门口一地油。" in answer.content.decode()


def test_a_telephone_number_among_the_words_is_asked_about_once_and_may_be_sent(desk, page):
    words = form(page, sentence="门口一地油，联系我 13912345678")
    asked = page.post("/report/send/", words)
    text = asked.content.decode()
    assert (asked.status_code, "这里像是写了电话号码或身份证号。" in text) == (400, True)
    assert re.search(r'<input type="checkbox" name="anyway"', text)
    assert Matter.objects.count() == 0
    assert page.post("/report/send/", words | {"anyway": "on"}).status_code == 302
    assert Matter.objects.get().title == "门口一地油，联系我 13912345678"


def test_a_telephone_number_where_only_the_office_looks_is_not_asked_about(desk, page):
    assert page.post("/report/send/", form(page, contact="13912345678")).status_code == 302


def test_one_network_may_not_flood_a_place(desk, county):
    front = a_front(county.fushan)
    for _time in range(rules.NET_HERE_A_DAY):
        told(front)
    with pytest.raises(errors.TooManyHere):
        told(front)
    told(front, net="10.9.9.9")
    assert Matter.objects.count() == rules.NET_HERE_A_DAY + 1


@pytest.mark.slow  # twenty reports
def test_one_network_may_not_flood_the_county(desk):
    from xiangyue.ledger.tellers.errors import TooOften

    for n in range(20):
        told(spot=f"新桥街 {n} 号")
    with pytest.raises(TooOften):
        told()


def test_who_reported_is_in_no_record_and_not_on_the_leads_page(desk):
    told(contact="13957001234")
    said = " ".join(str(entry.data) for entry in Entry.objects.all())
    assert "13957001234" not in said
    assert "10.1.1.1" not in said


def test_the_reporter_reads_what_became_of_it_in_plain_words(desk):
    receipt = told()
    name = Matter.objects.get().pk
    matters.matters.assign(name, Assignment("fushan", "grease"), Order(desk.office))
    matters.matters.accept(name, Order(desk.clerk))
    matters.matters.claim(name, "洗干净了。", Order(desk.clerk))
    matters.matters.close_unchecked(name, "batch", Order(HOUSE))
    followed = queries.follow(receipt.code)
    assert [re.sub(r"\d\d-\d\d \d\d:\d\d", "某时", sentence.text) for sentence in followed.sentences] == [
        "收到您的上报，已经登记。",
        "已经交给府山街道办理，要求 某时 前办好。",
        "府山街道已经签收，正在办理。",
        (
            "府山街道说已经办好。这一类按 30% 抽查：抽到的由另一个单位看过才销号，没有抽到的按“未抽查”结案，不盖章。"
            "没有修好，请随时告诉我们。"
        ),
        "办理单位说已经办好，这一批按比例抽查，没有抽到这一件。",
    ]
    assert "洗干净了" not in str(followed.sentences)


def test_still_not_mended_is_a_linked_report_and_closes_nothing(desk, page):
    receipt = closed(desk)
    answer = page.post(f"/r/{receipt.code}/again/", {"command": str(uuid.uuid4()), "sentence": "还是一地油。"})
    again = page.get(answer["Location"]).content.decode()
    old, new = Matter.objects.order_by("number")
    assert (old.state, new.state, new.category, new.spot) == ("CLOSED", "REPORTED", "grease", old.spot)
    assert f"和“{old.number}”连在一起" in again
    assert "您说还没有修好，已经另立一件" in page.get(f"/r/{receipt.code}/").content.decode()


def closed(desk):
    receipt = told()
    name = Matter.objects.get().pk
    matters.matters.assign(name, Assignment("fushan", "grease"), Order(desk.office))
    matters.matters.accept(name, Order(desk.clerk))
    matters.matters.claim(name, "洗干净了。", Order(desk.clerk))
    matters.matters.close_unchecked(name, "batch", Order(HOUSE))
    return receipt


def test_an_open_one_is_added_to_and_not_disputed(desk):
    receipt, command = told(), str(uuid.uuid4())
    with pytest.raises(errors.NotClosed):
        reporting.dispute(receipt.code, More("还有油"), command=command, net="10.1.1.1")
    for _time in range(2):
        reporting.add(
            receipt.code, More("又多了", (Upload("b.jpg", pictures.a_photo()),)), command=command, net="10.1.1.1"
        )
    assert [sentence.text for sentence in queries.follow(receipt.code).sentences][1:] == ["您补充了情况：“又多了”"]
    assert matters.folds(Matter.objects.get())


def test_an_unknown_link_is_nobodys(desk, page):
    assert page.get("/r/0000000000000000/").status_code == 404
    assert page.post("/r/0000000000000000/add/", {"command": str(uuid.uuid4()), "sentence": "x"}).status_code == 404


def test_a_place_remembers_what_anybody_may_know(desk, county, page):
    front = a_front(county.fushan)
    told(front, photos=(Upload("a.jpg", pictures.a_photo()),))
    picture = shown(Evidence.objects.get())
    matters.reported(desk, subject=front.public_id)  # a hazard: not for the public
    text = page.get(f"/p/{front.code}/").content.decode()
    street_one, hazard = Matter.objects.order_by("-kind")
    # What nobody has looked at yet is on nobody's door; who comes to report is told that it was.
    assert (street_one.number in text, page.get(f"/report/veiled/{picture.pk}.webp").status_code) == (False, 404)
    reporting_it = page.get(f"/report/?p={front.code}").content.decode()
    assert ("刚报上来" in reporting_it, picture.pk in reporting_it) == (True, False)
    matters.matters.assign(street_one.pk, Assignment("fushan", "grease"), Order(desk.office))
    text = page.get(f"/p/{front.code}/").content.decode()
    assert street_one.number in text
    assert hazard.number not in text
    veiled = page.get(f"/report/veiled/{picture.pk}.webp")
    assert (veiled.status_code, veiled["Content-Type"]) == (200, "image/webp")
    assert page.get(f"/report/?p={front.code}").content.decode().count(street_one.number) == 1


@pytest.mark.parametrize(
    ("name", "line", "found"),
    [
        ("新桥街菜市场", "market", ("duties", "fire_lane")),
        ("新桥街菜市场", "", ("duties", "fire_lane")),
        ("水亭门地下车库工地", "", ("construction_fence",)),
        ("水亭门地下车库", "builders", ("construction_fence",)),
    ],
)
def test_a_market_is_asked_for_what_a_market_can_do(name, line, found):
    known = folder.read(ROOT / "kinds").kinds
    built_on = places.is_built_on(name, line, "builders")
    codes = {duty.code for duty in places.duties(Type.SITE, (kind for _source, kind in known), built_on=built_on)}
    assert codes & {"duties", "fire_lane", "construction_fence"} == set(found)


def test_a_picture_of_what_is_not_public_is_not_shown_even_veiled(desk, county, page):
    from xiangyue.ledger.evidence import actions as evidence
    from xiangyue.ledger.evidence.rules import Claims

    kept = evidence.keep(Upload("a.jpg", pictures.a_photo()), Claims(), command=str(uuid.uuid4()), by="inspector-a")
    matters.reported(desk, evidence=(kept.pk,))
    shown(kept)
    assert page.get(f"/report/veiled/{kept.pk}.webp").status_code == 404


def test_a_household_has_no_page(desk, county, page):
    house = a_front(county.village, "FS-0001", type=Type.HOUSEHOLD, address="", position=None)
    assert page.get(f"/p/{house.code}/").status_code == 404
    assert page.get(f"/report/?p={house.code}").status_code == 200


@pytest.mark.slow  # Typst in a child process
@pytest.mark.parametrize("name", ["card", "sheet"])
def test_the_card_to_hang_is_one_page(desk, county, page, name):
    import pypdfium2

    from xiangyue.org.people.models import Person

    front = a_front(county.fushan)
    page.force_login(Person.objects.get(username="clerk"))
    answer = page.get(f"/p/{front.code}/{name}.pdf")
    assert answer.status_code == 200
    document = pypdfium2.PdfDocument(answer.content)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded()
    assert text.replace(" ", "").count(front.code.upper()) == {"card": 1, "sheet": 4}[name]


def test_a_unit_that_does_not_register_there_prints_no_card(desk, county, page):
    from xiangyue.org.people.models import Person

    front = a_front(county.fushan)
    page.force_login(Person.objects.get(username="other-clerk"))
    assert page.get(f"/p/{front.code}/card.pdf").status_code == 403


@pytest.mark.slow  # thirteen reports
def test_a_place_with_many_records_is_searched_without_a_script(desk, county, page):
    front = a_front(county.fushan)
    for number in range(13):
        category = "grease" if number else "wires"
        found = matters.a_finding(kind="street", category=category, subject=front.public_id, via=Reporter.OFFICE)
        new = matters.matters.report(found, Order(HOUSE))
        matters.matters.assign(new.matter, Assignment("fushan", category), Order(desk.office))
    where = f"/p/{front.code}/"
    shown = page.get(where)
    assert (len(shown.context["rows"]), shown.context["more"], "只列最新的" in shown.content.decode()) == (
        12,
        True,
        True,
    )
    found = page.get(f"{where}?words=飞线")
    assert [(row.category, row.number) for row in found.context["rows"]] == [("飞线", "街〔2026〕1号")]
    assert "没有找到。" in page.get(f"{where}?words=天上").content.decode()
