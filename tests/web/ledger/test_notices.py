"""A notice to a firm or shop: sent by the lead, answered by a link, over for everybody else."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import browsers
from tests.factories import matters as factory
from tests.factories.pictures import a_photo

DAY_MS = 24 * 3600 * 1000
SENT = {"name": "新桥街便民超市", "demand": "今天把通道清出来。", "days": 15}


def send(browser, matter, **words):
    """Press the button, and follow to where it leads."""
    form = {"command": str(uuid.uuid4()), **SENT, **words}
    return browser.post(f"/ledger/{matter.pk}/notices/send/", form, follow=True)


@pytest.fixture
def sent(desk, as_):
    """A matter, and the address of the notice that its lead sent."""
    matter = factory.working(desk)
    answer = send(as_(desk.clerk), matter)
    assert answer.status_code == 200
    return matter, "/n/" + answer.context["address"].partition("/n/")[2]


@pytest.fixture
def shop(page):
    """A browser that signs in nowhere."""
    page.logout()
    return page


def reply(page, address, **words):
    form = {"command": str(uuid.uuid4()), "text": "已经清走，照片附上。", **words}
    return page.post(f"{address}answer/", form)


def test_the_shop_reads_what_where_and_until_when_without_signing_in(sent, shop):
    shop.logout()
    page = shop.get(sent[1])
    assert (page.status_code, page.context["due"]) == (200, "11月26日 24 时")
    said = page.content.decode()
    assert [
        word
        for word in ("三楼安全出口堆满纸箱", "新桥街 8 号三楼", "今天把通道清出来。", "府山街道")
        if word not in said
    ] == []
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_a_shop_is_told_that_its_day_is_over(sent, shop, clock):
    clock.move(5 * DAY_MS)
    assert "逾期 2 天，请马上处理" in shop.get(sent[1]).content.decode()


def test_its_answer_its_photographs_and_its_wish_for_time_stand_in_the_history(desk, sent, shop, as_, store):
    matter, address = sent
    shop.logout()
    picture = SimpleUploadedFile("after.jpg", a_photo(), "image/jpeg")
    assert reply(shop, address, until="2026-11-30", pictures=[picture]).status_code == 302
    told = as_(desk.clerk).get(f"/ledger/{matter.pk}/").context["timeline"][0]
    assert (told.who, told.text, len(told.photographs)) == ("新桥街便民超市", "已经清走，照片附上。", 1)
    assert told.facts == ["责任主体要求宽限", "到 11月30日 24 时"]
    assert factory.look(matter.pk).due == matter.due


def test_a_browser_that_says_where_it_stands_may_answer(sent):
    browser = browsers.strict()
    answer = browsers.submit(browser, sent[1], "/answer/", text="已经清走。")
    assert answer.status_code == 302


def test_the_history_says_who_of_the_lead_sent_it_and_to_whom(desk, sent, as_):
    matter, _address = sent
    told = as_(desk.clerk).get(f"/ledger/{matter.pk}/").context["timeline"][0]
    assert told.who == f"府山街道 · {desk.clerk.name}"
    assert told.facts[-1] == "发给新桥街便民超市"


def test_a_second_press_is_one_answer(sent, shop):
    matter, address = sent
    shop.logout()
    command = str(uuid.uuid4())
    for _press in range(2):
        assert reply(shop, address, command=command).status_code == 302
    assert factory.look(matter.pk).seq == matter.seq + 4  # sent and answered, each with its words


def test_over_forged_and_taken_back_look_the_same(desk, sent, shop, as_, clock):
    matter, address = sent
    shop.logout()
    forged = shop.get("/n/nosuchsecretnosuchsecret/")
    clock.move(16 * DAY_MS)
    over = shop.get(address)
    assert (forged.status_code, over.status_code) == (404, 404)
    assert forged.content == over.content.replace(
        address.strip("/").partition("/")[2].encode(), b"nosuchsecretnosuchsecret"
    )
    assert reply(shop, address).status_code == 404
    assert factory.look(matter.pk).seq == matter.seq + 2


def test_a_link_that_was_taken_back_opens_nothing(desk, sent, shop, as_):
    matter, address = sent
    (listed,) = as_(desk.clerk).get(f"/ledger/{matter.pk}/notices/").context["notices"]
    assert as_(desk.clerk).post(f"/ledger/{matter.pk}/notices/{listed['of'].pk}/revoke/").status_code == 302
    shop.logout()
    assert shop.get(address).status_code == 404


def test_only_the_lead_sends_and_sees_the_links(desk, sent, as_):
    matter, _address = sent
    got = {
        who: (as_(getattr(desk, who)).get(f"/ledger/{matter.pk}/notices/").status_code,
              as_(getattr(desk, who)).post(f"/ledger/{matter.pk}/notices/send/", SENT).status_code)
        for who in ("office", "auditor", "other_clerk")
    }  # fmt: skip
    assert got == {"office": (403, 403), "auditor": (403, 403), "other_clerk": (404, 404)}


def test_the_link_is_shown_once(desk, sent, as_):
    matter, address = sent
    page = as_(desk.clerk).get(f"/ledger/{matter.pk}/notices/").content.decode()
    assert address.strip("/").partition("/")[2] not in page


def test_a_notice_sent_twice_is_one_notice_and_its_link_is_not_shown_again(desk, as_):
    matter, command = factory.working(desk), str(uuid.uuid4())
    first = send(as_(desk.clerk), matter, command=command)
    assert len(first.redirect_chain) == 1
    link = first.context["address"]
    (address, _status) = first.redirect_chain[0]
    for again in (send(as_(desk.clerk), matter, command=command), as_(desk.clerk).get(address)):
        said = again.content.decode()
        assert (len(again.context["notices"]), again.context["address"], link in said) == (1, "", False)
        assert "发给新桥街便民超市的链接已经显示过，不再显示，也没有另发一份。" in said
    assert factory.look(matter.pk).seq == matter.seq + 2


def test_another_notice_under_the_same_command_is_not_taken_for_the_first(desk, as_):
    matter, command = factory.working(desk), str(uuid.uuid4())
    send(as_(desk.clerk), matter, command=command)
    other = send(as_(desk.clerk), matter, command=command, name="隔壁的店")
    form = other.context["form"]
    assert (other.status_code, form["name"].value(), len(other.context["notices"])) == (409, "隔壁的店", 1)
    again = send(as_(desk.clerk), matter, command=form["command"].value(), name="隔壁的店")
    assert (again.context["to"], bool(again.context["address"]), len(again.context["notices"])) == ("隔壁的店", True, 2)


def test_whose_link_it_was_not_sees_nothing_of_it(desk, as_):
    matter, command = factory.working(desk), str(uuid.uuid4())
    as_(desk.clerk).post(f"/ledger/{matter.pk}/notices/send/", {"command": command, **SENT})
    where = f"/ledger/{matter.pk}/notices/?sent={command}"
    assert [as_(who).get(where).status_code for who in (desk.office, desk.other_clerk)] == [403, 404]
    assert as_(desk.clerk).get(where.replace(command, str(uuid.uuid4()))).status_code == 404
    assert as_(desk.clerk).get(where).context["address"]


def test_an_empty_answer_is_asked_for_in_a_sentence(sent, shop):
    _matter, address = sent
    shop.logout()
    answer = reply(shop, address, text="")
    assert (answer.status_code, answer.context["form"].errors["text"]) == (400, ["这个字段是必填项。"])


def test_who_wrote_too_late_can_copy_what_they_wrote(sent, shop, clock):
    _matter, address = sent
    shop.logout()
    clock.move(16 * DAY_MS)
    answer = reply(shop, address, text="纸箱今晚清走。")
    assert (answer.status_code, "纸箱今晚清走。" in answer.content.decode()) == (404, True)
