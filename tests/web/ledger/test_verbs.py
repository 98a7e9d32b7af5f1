"""Verbs as pages: what they keep when they are refused, and that no request closes one's own matter."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import matters as factory
from tests.factories import questions
from tests.factories.pictures import a_photo

from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.states import MOVES, Outcome, State, Verb
from xiangyue.org.access.rules import HOUSE

CLOSING = [verb for verb, move in MOVES.items() if move.target is State.CLOSED]


def a_picture():
    return SimpleUploadedFile("after.jpg", a_photo(), "image/jpeg")


def test_the_same_press_twice_is_done_once(desk, press):
    matter, command = factory.working(desk), str(uuid.uuid4())
    for _press in range(2):
        assert press(desk.clerk, matter, "progress", command=command, text="在清。").status_code == 302
    assert factory.look(matter.pk).seq == matter.seq + 2  # the record, and its words


def test_a_stale_page_keeps_what_was_typed_and_shows_what_happened(desk, press):
    matter = factory.working(desk)
    matters.comment(matter.pk, "先断电。", Order(desk.office))
    answer = press(desk.clerk, matter, "progress", text="纸箱清走一半。")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "纸箱清走一半。" in page
    assert "先断电。" in page
    again = answer.context["form"]
    assert again["expected"].value() == str(factory.look(matter.pk).seq)


def test_a_claim_made_by_mistake_is_taken_back_on_its_page_once(desk, as_, press):
    matter = factory.claimed(desk)
    page = as_(desk.clerk).get(f"/ledger/{matter.pk}/").content.decode()
    assert "撤回销号申请" in page
    assert press(desk.clerk, matter, "withdraw", text="点错了。").status_code == 302
    shown = as_(desk.clerk).get(f"/ledger/{matter.pk}/").content.decode()
    assert ("点错了。" in shown, "还没有抽核查人，期限如同没有停过" in shown) == (True, True)
    matters.claim(matter.pk, "清走了。", Order(desk.clerk))
    assert "do/withdraw/" not in as_(desk.clerk).get(f"/ledger/{matter.pk}/").content.decode()
    answer = press(desk.clerk, factory.look(matter.pk), "withdraw", text="又点错了。")
    assert (answer.status_code, "申请已经撤回过一次" in answer.content.decode()) == (409, True)


def test_what_cannot_be_done_any_more_is_given_back_to_copy(desk, press):
    matter = factory.assigned(desk)
    matters.accept(matter.pk, Order(desk.clerk))
    answer = press(desk.clerk, matter, "return", text="不在我们辖区。")
    assert (answer.status_code, answer.context["may"]) == (409, False)
    assert answer.context["typed"] == [("为什么退回", "不在我们辖区。")]


def test_a_verb_asks_for_what_is_missing_in_a_sentence(desk, press):
    answer = press(desk.clerk, factory.working(desk), "claim", text="  ")
    assert answer.status_code == 400
    assert answer.context["form"].errors["text"] == ["这个字段是必填项。"]


def test_a_text_of_ten_thousand_letters_is_refused_and_kept(desk, press):
    answer = press(desk.clerk, factory.working(desk), "progress", text="长" * 10_000)
    assert answer.status_code == 400
    assert "长" * 10_000 in answer.content.decode()


def test_pictures_that_arrived_stay_when_the_form_is_refused(desk, press, store):
    matter = factory.working(desk)
    matters.comment(matter.pk, "先断电。", Order(desk.office))
    refused = press(desk.clerk, matter, "claim", text="清走了。", pictures=[a_picture()])
    assert refused.status_code == 409
    (kept,) = refused.context["kept"]
    form = {"kept": kept.pk, "text": "清走了。"}
    assert press(desk.clerk, factory.look(matter.pk), "claim", **form).status_code == 302
    assert factory.look(matter.pk).evidence == 1


def test_only_verbs_that_take_pictures_ask_for_them_and_say_when_they_must(desk, as_):
    matter = factory.working(desk, kind="street", category="wires", title="飞线")
    pages = {verb: as_(desk.clerk).get(f"/ledger/{matter.pk}/do/{verb}/") for verb in ("claim", "progress", "offer")}
    assert {verb: 'name="pictures"' in page.content.decode() for verb, page in pages.items()} == {
        "claim": True, "progress": True, "offer": False,
    }  # fmt: skip
    assert {verb: page.context["picture_needed"] for verb, page in pages.items()} == {
        "claim": True, "progress": False, "offer": False,
    }  # fmt: skip


def test_a_script_named_jpg_is_refused_in_a_sentence(desk, press, store):
    fake = SimpleUploadedFile("before.jpg", b"<script>alert(1)</script>", "image/jpeg")
    answer = press(desk.clerk, factory.working(desk), "claim", text="清走了。", pictures=[fake])
    assert answer.status_code == 400
    assert answer.context["wrong"] != []


def test_somebody_else_s_picture_cannot_be_taken_along(desk, press, store):
    matter = factory.working(desk)
    other = press(desk.office, matter, "comment", expected=0, text="看看。", pictures=[a_picture()])
    (kept,) = other.context["kept"]
    press(desk.clerk, matter, "claim", text="清走了。", kept=kept.pk)
    assert factory.look(matter.pk).evidence == 0


@pytest.mark.slow  # every verb there is
def test_no_request_of_the_lead_closes_its_matter(desk, press):
    """Whatever the address, whatever the form: every verb, in every state, by the lead and by who is above it."""
    for made in (factory.assigned, factory.working, factory.claimed):
        matter = made(desk)
        for verb in Verb:
            for who in (desk.clerk, desk.village_clerk):
                words = {
                    "text": "办好了。",
                    "passed": "yes",
                    "granted": "yes",
                    "on": "yes",
                    "level": "4",
                    "to": "hehua",
                }
                press(who, factory.look(matter.pk), verb.value, **words, review_at="2027-01-01", into=matter.number)
                assert factory.look(matter.pk).outcome == Outcome.OPEN, (made.__name__, verb)


def test_a_verb_without_a_page_does_not_exist(desk, as_, press):
    matter = factory.claimed(desk)
    for verb in ("pass", "close-unchecked", "draw", "nonsense"):
        assert as_(desk.clerk).get(f"/ledger/{matter.pk}/do/{verb}/").status_code == 404
        assert press(desk.clerk, matter, verb, text="x").status_code == 404


def test_what_cannot_be_asked_any_more_gives_back_words_and_not_codes(desk, press):
    matter = factory.working(desk)
    matters.claim(matter.pk, "清了。", Order(desk.clerk))
    answer = press(desk.clerk, matter, "ask-extension", until="2026-12-04", reason="material", text="货在路上。")
    assert (answer.status_code, answer.context["may"]) == (409, False)
    assert [said for _label, said in answer.context["typed"]] == ["2026-12-04", "等材料", "货在路上。"]


def test_a_hand_over_that_is_refused_keeps_what_was_typed(desk, press):
    matter = factory.working(desk)
    matters.offer(matter.pk, "hehua", "路在那边。", Order(desk.clerk))
    answer = press(desk.clerk, factory.look(matter.pk), "offer", to="yibao", text="归医保。")
    assert (answer.status_code, "归医保。" in answer.content.decode()) == (409, True)


def test_a_question_is_answered_and_not_claimed(desk, county, as_, press):
    questions.kinds(county)
    asked = questions.something_answered(county)["posed"]
    matters.not_answered(asked, Order(HOUSE))
    answer = as_(desk.bureau_clerk).get(f"/ledger/{asked}/do/claim/")
    assert (answer.status_code, answer.context["refused"].code) == (409, "answer-instead")
    assert f"/ledger/{asked}/answer/" in answer.content.decode()


def test_the_office_is_warned_of_a_number_before_a_unit_reads_it(desk, as_):
    warning = "交办以后，承办、协办的单位都看得到。"
    shown = {}
    for title in ("井盖坏了", "井盖坏了，打我电话 13912345678"):
        matter = factory.reported(desk, title=title)
        shown[title] = as_(desk.office).get(f"/ledger/{matter.pk}/do/assign/").content.decode()
    assert [warning in page for page in shown.values()] == [False, True]
    assert f"/ledger/{matter.pk}/do/correct/" in shown[title]


def test_the_preview_of_a_hand_out_names_the_unit_that_is_chosen(desk, as_):
    matter = factory.reported(desk)
    asking = f"/ledger/{matter.pk}/do/assign/?category=exit&lead="
    by_table, chosen = (as_(desk.office).get(asking + lead).context["form"].sets() for lead in ("", "hehua"))
    assert (by_table.is_chosen, chosen.is_chosen, chosen.lead, chosen.helpers) == (False, True, "荷花街道", "")
