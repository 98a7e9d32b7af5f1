"""The page on which a unit's office or administrator says who approves its lectures."""

import pytest
from django.contrib.auth import get_user_model

from xiangyue.hall.procedures import actions, queries, rules
from xiangyue.hall.procedures.rules import Step
from xiangyue.journal.models import Entry
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.access.states import Role

PAGE = "/units/fushan/approval/"


@pytest.fixture
def sign_in(page, cast, settings):
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]

    def sign_in(username: str):
        page.force_login(get_user_model().objects.get(username=username))
        return page

    return sign_in


def shown(response) -> str:
    return response.content.decode()


def three():
    words = {"how": "own"}
    for number, (name, roles) in enumerate(
        (("初审", ["KEEPER", "REVIEWER"]), ("复审", ["REVIEWER"]), ("终审", ["OFFICE"]))
    ):
        words |= {f"name_{number}": name, f"roles_{number}": roles}
    return words


def test_an_office_sets_three_steps_and_they_hold_from_now_on(sign_in, county):
    page = sign_in("office")
    assert page.post(PAGE + "set/", three()).headers["Location"] == PAGE
    assert queries.steps_of(county.village) == (
        Step("初审", (Role.KEEPER, Role.REVIEWER)),
        Step("复审", (Role.REVIEWER,)),
        Step("终审", (Role.OFFICE,)),
    )
    text = shown(page.get(PAGE))
    assert "现在有：府山街道 · 直播间管理员" in text
    assert "现在还没有人能审这一步，请先给人授权。" in text
    assert "步骤比能审的人多" in text
    assert Entry.objects.get(chain="procedure/fushan").by == "office"


def test_a_unit_that_asks_nobody_and_one_that_follows_again(sign_in, county):
    page = sign_in("admin")
    page.post(PAGE + "set/", {"how": "nobody"})
    assert queries.steps_of(county.fushan) == ()
    assert "自己点“登上节目单”就公布" in shown(page.get(PAGE))
    page.post(PAGE + "set/", {"how": "above"})
    assert (queries.steps_of(county.fushan), queries.is_set(county.fushan)) == (rules.DEFAULT, False)
    verbs = Entry.objects.filter(chain="procedure/fushan").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["set-steps", "follow-above"]


def test_following_what_one_follows_anyway_is_no_act(sign_in, county):
    sign_in("office").post(PAGE + "set/", {"how": "above"})
    assert not Entry.objects.filter(chain="procedure/fushan").exists()


def test_a_village_follows_its_street_and_says_so(sign_in, county):
    actions.set_steps(county.fushan, (Step("街道审", (Role.KEEPER,)),), by=HOUSE)
    text = shown(sign_in("office").get("/units/fushan-village/approval/"))
    assert "街道审：直播间管理员" in text
    assert "自己定</span>" in shown(sign_in("office").get("/units/kecheng/approval/"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"how": "own"}, "至少写一步的名称；谁都不用审，就选“不用审”。"),
        ({"how": "own", "name_0": "初审"}, "审核流程写得不对：最多五步，每步有名称，并写明哪些角色可以审。"),
        ({"how": "own", "name_0": "初审", "roles_0": ["HOST"]}, "HOST"),
        ({}, "必填"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(words, sentence, sign_in, county):
    response = sign_in("office").post(PAGE + "set/", words)
    assert response.status_code == 400
    assert sentence in shown(response)
    assert not queries.is_set(county.fushan)


def test_three_steps_can_be_filled_in_without_being_set(sign_in, county):
    text = shown(sign_in("office").get(PAGE + "?fill=three"))
    assert [step.name in text for step in rules.THREE] == [True] * 3
    assert not queries.is_set(county.fushan)


def test_who_may_not_set_them_reads_them_and_who_stands_outside_learns_no_names(sign_in):
    inside, outside = shown(sign_in("officer").get(PAGE)), shown(sign_in("neighbour").get(PAGE))
    assert ('name="how"' in inside, "流程由区级办公室或系统管理员来定。" in inside, "现在有：" in inside) == (
        False,
        True,
        True,
    )
    assert ("审核" in outside, "现在有：" in outside) == (True, False)
