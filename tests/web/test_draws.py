"""Pages of draws: what is public and how long, what a phone is told, what a keeper fills in."""

import json

import pytest
from django.contrib.auth import get_user_model
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.lectures import bring as bring_lecture
from tests.hall.playing import a_plan, a_quiz, an_open_lecture, bring, throws

from xiangyue.edge.tickets import Tickets
from xiangyue.hall.claims import queries as claims
from xiangyue.hall.draws import actions, queries
from xiangyue.hall.draws.models import Draw
from xiangyue.hall.draws.rules import DICE
from xiangyue.hall.draws.states import State
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State as Phase
from xiangyue.hall.prizes.models import Prize
from xiangyue.kernel.draw import document, entropy, proof, roster
from xiangyue.org.access.rules import HOUSE
from xiangyue.web.draws import offline, steps
from xiangyue.web.hall import cues

FORM = {
    "title": "今晚的奖品", "eligibility": "ALL_RIGHT", "dice": "on", "claim": "文化站", "claim_days": "7",
    "prize-name": ["电饭煲", "雨伞", ""], "prize-count": ["1", "2", ""],
}  # fmt: skip


@pytest.fixture(autouse=True)
def backend(settings):
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]


@pytest.fixture
def lecture(county, lines):
    return an_open_lecture(county.fushan)


@pytest.fixture
def draw(lecture, lines, cast):
    a_quiz(lines, lecture, right=9)
    return actions.prepare(lecture, a_plan(), by=cast.officer)


@pytest.fixture
def to(draw, cast):
    return lambda step: bring(draw, step, by=cast.officer, other=cast.office)


@pytest.fixture
def sign_in(page, cast):
    def sign_in(username):
        page.force_login(get_user_model().objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
        return page

    return sign_in


def shown(response):
    return response.content.decode()


# ---------------------------------------------------------------- what everybody reads
def test_nothing_of_a_draw_is_public_before_its_rules(page, draw, to):
    for address in ("", "draw.json", "roster.txt", "mine.json", "card/"):
        assert page.get(f"/draws/{draw.pk}/{address}").status_code == 404
    to("rules")
    assert page.get(f"/draws/{draw.pk}/").status_code == 200
    assert page.get(f"/draws/{draw.pk}/roster.txt").status_code == 404


def test_the_roster_is_the_bytes_of_its_fingerprint_and_never_changes(page, draw, to):
    to("roster")
    answer = page.get(f"/draws/{draw.pk}/roster.txt")
    published = queries.steps(draw)["draw_roster"].data
    assert roster.fingerprint(shown(answer)) == published["sha256"]
    assert published["url"] == f"/draws/{draw.pk}/roster.txt"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["ETag"] == f'"{published["sha256"]}"'
    assert "Set-Cookie" not in answer.headers


def test_the_file_proves_the_draw_and_is_fresh_until_it_is_over(page, draw, to):
    to("entropy")
    assert page.get(f"/draws/{draw.pk}/draw.json").headers["Cache-Control"] == "no-cache"
    actions.settle(draw, by=HOUSE)
    answer = page.get(f"/draws/{draw.pk}/draw.json")
    assert answer.headers["Cache-Control"] == "public, max-age=15"
    assert proof.examine(document.read(answer.content)).verdict == "fair"


def test_the_page_says_five_sentences_and_names_the_winners(page, draw, to):
    to("result")
    text = shown(page.get(f"/draws/{draw.pk}/"))
    assert text.count("<li>") >= 5
    for holder in claims.holders(draw):
        assert holder.label in text
        assert claims.code_of(draw, holder.label) not in text


def test_a_room_finds_the_page_by_the_number_on_the_line(page, draw, to, lecture):
    to("rules")
    answer = page.get(f"/l/{lecture.pk}/draws/{draw.seq}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/draws/{draw.pk}/")
    assert page.get(f"/l/{lecture.pk}/draws/{draw.seq + 1}/").status_code == 404


def test_the_verifier_is_one_page_that_reaches_nothing(page):
    answer = page.get("/draws/verifier")
    assert answer.content == offline.page()
    assert 'filename="xiangyue-draw-verifier.html"' in answer.headers["Content-Disposition"]
    text = shown(answer)
    assert "/* logic */" not in text
    assert "\nimport " not in text
    assert "\nexport " not in text


# ---------------------------------------------------------------- what a phone is told
def test_a_winners_phone_alone_is_told_the_code(page, draw, to, lecture, settings):
    to("result")
    told = []
    for number in range(9):
        who = f"resident-{number}"
        ticket = Tickets(settings.SECRET_KEY, valid_ms=1000).issue(lecture.pk, name=who, pseudonym=who)[0]
        answer = page.get(f"/draws/{draw.pk}/mine.json", headers={"X-Ticket": ticket})
        assert "no-store" in answer.headers["Cache-Control"]
        told.append(answer.json())
    assert sorted(one["label"] for one in told) == roster.read(queries.document(draw).roster)
    winners = [one for one in told if one["code"]]
    assert sorted(one["prize"] for one in winners) == ["电饭煲", "雨伞", "雨伞"]
    assert all(one["qr"].startswith("data:image/png;base64,") for one in winners)


def test_without_a_ticket_nobody_is_told_anything(page, draw, to):
    to("result")
    answer = page.get(f"/draws/{draw.pk}/mine.json", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "ticket-forged")


# ---------------------------------------------------------------- the steps, as a console takes them
def test_a_console_takes_the_steps_as_json(sign_in, draw, lines, lecture):
    page = sign_in("officer")
    ask = {"headers": {"accept": "application/json"}}
    assert page.get(f"/draws/{draw.pk}/steps.json").json()["next"] == "rules"
    for step, following in (("rules", "roster"), ("roster", "secret"), ("secret", "entropy")):
        answer = page.post(f"/draws/{draw.pk}/steps/{step}/", **ask).json()
        assert (answer["next"], bool(answer["said"])) == (following, True)
    assert answer["sources"] == [{"name": "镜头前掷骰子", "count": 11, "span": "1–6"}]
    assert answer["count"] == 9
    (numbers,) = throws(draw)
    page.post(f"/draws/{draw.pk}/numbers/type/", {"source-1": numbers}, **ask)
    page = sign_in("office")
    facts = page.get(f"/draws/{draw.pk}/steps.json").json()
    assert facts["readings"] == [{"name": "府山街道 · 直播间管理员", "mine": False}]
    assert numbers not in json.dumps(facts)
    page.post(f"/draws/{draw.pk}/numbers/type/", {"source-1": numbers}, **ask)
    assert page.get(f"/draws/{draw.pk}/steps.json").json()["next"] == "result"
    done = page.post(f"/draws/{draw.pk}/steps/result/", **ask).json()
    assert (done["state"], len(done["winners"])) == ("RESULT", 3)


def test_what_one_typed_is_on_no_page_before_both_agree(sign_in, draw, to, cast):
    to("secret")
    (numbers,) = throws(draw)
    actions.type_numbers(draw, [numbers], by=cast.officer)
    for who in ("officer", "office", "neighbour"):
        page = sign_in(who)
        for address in ("steps/", "numbers/", "", "steps.json"):
            text = shown(page.get(f"/draws/{draw.pk}/{address}"))
            assert numbers not in text
            assert ".".join(numbers) not in text


def test_a_wrong_count_keeps_what_was_typed(sign_in, draw, to):
    to("secret")
    (numbers,) = throws(draw)
    page = sign_in("officer")
    refused = page.post(f"/draws/{draw.pk}/numbers/type/", {"source-1": numbers[:-1]})
    assert (refused.status_code, f'value="{numbers[:-1]}"' in shown(refused)) == (400, True)
    assert f"{len(numbers) - 1} 个" in shown(refused)
    assert numbers[:-1] not in shown(page.get(f"/draws/{draw.pk}/numbers/"))


def test_numbers_of_two_kinds_are_asked_for_in_words():
    (source,) = entropy.read(["双色球 第2026137期开奖号（6个数，1到33，从小到大；1个数，1到16，按次序）"])
    assert steps._asked(source) == "一共 7 个数：前 6 个 1–33，最后 1 个 1–16。"


def test_both_people_of_a_studio_are_asked_for_the_numbers(sign_in, draw, to, cast):
    wanted = "等两个人录随机数"
    to("roster")
    assert wanted not in shown(sign_in("officer").get("/desk/"))
    to("secret")
    assert [wanted in shown(sign_in(who).get("/desk/")) for who in ("officer", "host", "neighbour")] == [
        True,
        True,
        False,
    ]
    actions.type_numbers(draw, list(throws(draw)), by=cast.officer)
    assert [wanted in shown(sign_in(who).get("/desk/")) for who in ("officer", "host")] == [False, True]


def test_both_who_typed_and_the_director_learn_that_they_differ(sign_in, draw, to, cast, lecture):
    to("secret")
    (numbers,) = throws(draw)
    wrong = numbers[0] + ("1" if numbers[1] != "1" else "2") + numbers[2:]
    actions.type_numbers(draw, [wrong], by=cast.officer)
    waits = shown(sign_in("officer").get(f"/draws/{draw.pk}/numbers/"))
    assert "两个人录入的不一样" not in waits
    assert "js/draw/news.js" in waits
    page = sign_in("office")
    assert "两个人录入的不一样" in shown(
        page.post(f"/draws/{draw.pk}/numbers/type/", {"source-1": numbers}, follow=True)
    )
    sentence = "两个人录入的不一样：第 1 个来源第 2 个数。请各自再看一遍，重新录入。"
    for who in ("officer", "office"):
        page = sign_in(who)
        for address in ("numbers/", "steps/"):
            assert sentence in shown(page.get(f"/draws/{draw.pk}/{address}")), (who, address)
        told = page.get(f"/draws/{draw.pk}/numbers/", headers={"accept": "application/json"}).json()
        assert (told["differs"], told["readings"]) == (
            sentence,
            [{"mine": who == "officer"}, {"mine": who == "office"}],
        )
        assert page.get(f"/draws/{draw.pk}/steps.json").json()["differs"] == sentence
    assert [one["differs"] for one in cues.prepared(cast.officer, lecture)["draws"]] == [True]
    actions.type_numbers(draw, [numbers], by=cast.officer)
    assert "两个人录入的不一样" not in shown(page.get(f"/draws/{draw.pk}/steps/"))


def test_a_step_at_the_wrong_moment_lands_on_the_page_with_the_reason(sign_in, draw):
    response = sign_in("officer").post(f"/draws/{draw.pk}/steps/result/", follow=True)
    assert response.redirect_chain == [(f"/draws/{draw.pk}/steps/", 302)]
    assert "现在是“已备好”" in shown(response)


def test_a_void_draw_is_drawn_anew_by_one_button(sign_in, draw, to):
    to("rules")
    page = sign_in("officer")
    page.post(f"/draws/{draw.pk}/steps/void/", {"reason": "骰子不够"})
    response = page.post(f"/draws/{draw.pk}/again/", follow=True)
    fresh = Draw.objects.exclude(pk=draw.pk).get()
    assert response.redirect_chain == [(f"/draws/{fresh.pk}/steps/", 302)]
    assert fresh.state == State.PREPARED


@pytest.mark.parametrize(
    ("phase", "reason"),
    [
        (Phase.PUBLISHED, "打开候场以后，居民看得到了，才能公布规矩"),
        (Phase.LOBBY, ""),
        (Phase.ON_AIR, ""),
        (Phase.REPLAY, "没有公布规矩的抽奖不能再开"),
    ],
)
def test_the_rules_wait_for_the_lobby_and_the_page_says_so(sign_in, county, lines, cast, phase, reason):
    coming = a_lecture(a_studio(county.fushan, "early"))
    draw = actions.prepare(coming, a_plan(), by=HOUSE)
    bring_lecture(coming, phase)
    page = sign_in("officer")
    text = shown(page.get(f"/draws/{draw.pk}/steps/"))
    assert ('type="submit" disabled' in text, reason in text) == (bool(reason), True)
    assert page.get(f"/draws/{draw.pk}/steps.json").json()["now"] == (not reason)
    taken = page.post(f"/draws/{draw.pk}/steps/rules/", headers={"accept": "application/json"})
    assert taken.status_code == (409 if reason else 200)


@pytest.mark.parametrize("phase", [Phase.PUBLISHED, Phase.ON_AIR])
def test_a_draws_pages_lead_up_to_its_lecture_and_back_to_an_open_console(sign_in, county, lines, cast, phase):
    lecture = a_lecture(a_studio(county.fushan, "early"))
    draw = actions.prepare(lecture, a_plan(), by=HOUSE)
    bring_lecture(lecture, phase)
    page = sign_in("officer")
    for address in (f"/draws/{draw.pk}/steps/", f"/draws/{draw.pk}/plan/", f"/studio/early/draws/{lecture.pk}/"):
        text = shown(page.get(address))
        for above in ("/studio/early/", f"/studio/early/lectures/{lecture.pk}/", "/studio/early/draws/"):
            assert f'href="{above}"' in text
        assert (f'href="/studio/early/console/{lecture.pk}/"' in text) == (phase == Phase.ON_AIR)


# ---------------------------------------------------------------- preparing
def test_a_keeper_prepares_a_draw_and_changes_it(sign_in, lecture):
    page = sign_in("officer")
    lottery = {"lottery_1": "shuangseqiu", "issue_1": "2026137"}
    page.post(f"/studio/fushan/draws/{lecture.pk}/prepare/", FORM | lottery)
    draw = Draw.objects.get()
    assert draw.prizes == [{"name": "电饭煲", "count": 1}, {"name": "雨伞", "count": 2}]
    assert draw.sources == ["双色球 第2026137期开奖号（6个数，1到33，从小到大；1个数，1到16，按次序）", DICE]
    text = shown(page.get(f"/draws/{draw.pk}/plan/"))
    for value in ("电饭煲", "2026137", 'value="shuangseqiu" selected'):
        assert value in text
    page.post(f"/draws/{draw.pk}/plan/change/", FORM | {"title": "换个名字"})
    draw.refresh_from_db()
    assert (draw.title, draw.sources) == ("换个名字", [DICE])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"prize-name": ["", "", ""]}, "请至少写一样奖品"),
        ({"prize-count": ["x", "2", ""]}, "请至少写一样奖品"),
        ({"eligibility": "AT_LEAST"}, "请写明至少答对几题"),
        ({"lottery_1": "fucai-3d"}, "请写还没有开奖的那一期的期号。"),
        ({"dice": "", "lottery_1": "fucai-3d", "issue_1": "2026315"}, "请勾上“镜头前掷骰子”，或者再加一种彩票。"),
        ({"dice": ""}, "请选一样公开的随机数"),
    ],
)
def test_a_plan_with_a_mistake_comes_back_with_it_and_with_what_was_written(sign_in, lecture, wrong, sentence):
    words = {name: value for name, value in (FORM | wrong).items() if value != ""}
    response = sign_in("officer").post(f"/studio/fushan/draws/{lecture.pk}/prepare/", words)
    assert response.status_code == 400
    assert sentence in shown(response)
    assert "文化站" in shown(response)
    assert not Draw.objects.exists()


@pytest.mark.parametrize(
    ("phase", "sentence"), [(Phase.ON_AIR, "照审核通过的定下来了"), (Phase.ENDED, "这一场已经结束")]
)
def test_no_form_is_offered_that_cannot_be_used(sign_in, county, lines, phase, sentence):
    lecture = a_lecture(a_studio(county.fushan, "early"))
    draw = actions.prepare(lecture, a_plan(), by=HOUSE)
    bring_lecture(lecture, phase)
    Lecture.objects.filter(pk=lecture.pk).update(approved_hash="a" * 64)
    page = sign_in("officer")
    for address in (f"/studio/early/draws/{lecture.pk}/", f"/draws/{draw.pk}/plan/"):
        text = shown(page.get(address))
        assert (sentence in text, 'name="prize-name"' in text) == (True, False)
    refused = page.post(f"/studio/early/draws/{lecture.pk}/prepare/", FORM | {"title": "第二次"})
    assert (refused.status_code, sentence in shown(refused)) == (409, True)
    assert f"/draws/{draw.pk}/plan/" not in shown(page.get(f"/draws/{draw.pk}/steps/"))
    assert f"/studio/early/draws/{lecture.pk}/" not in shown(page.get("/studio/early/draws/"))


def test_the_prize_library_is_offered_and_kept(sign_in, lecture):
    page = sign_in("officer")
    page.post("/studio/fushan/prizes/", {"name": "雨伞", "note": "区医保局赠"})
    text = shown(page.get(f"/studio/fushan/draws/{lecture.pk}/"))
    assert '<option value="雨伞">' in text
    page.post(f"/studio/fushan/prizes/{Prize.objects.get().pk}/retire/")
    assert "雨伞" not in shown(page.get("/studio/fushan/draws/"))
    assert "请写奖品的名称" in shown(page.post("/studio/fushan/prizes/", {"name": " "}, follow=True))


def test_a_lecture_of_another_studio_is_not_there(sign_in, county, lines):
    a_studio(county.fushan, "fushan")
    other = a_lecture(a_studio(county.hehua), state=Phase.ON_AIR)
    assert sign_in("officer").get(f"/studio/fushan/draws/{other.pk}/").status_code in {403, 404}


# ---------------------------------------------------------------- the desk
def test_the_desk_gives_each_prize_once(sign_in, draw, to):
    to("result")
    page = sign_in("officer")
    holder = claims.holders(draw)[0]
    words = {"code": claims.code_of(draw, holder.label), "bearer": "FAMILY"}
    text = shown(page.post(f"/draws/{draw.pk}/desk/give/", words, follow=True))
    assert f"请发：电饭煲（号码 {holder.label}）。" in text
    assert "已领 1 份，共 3 个号码" in text
    assert "一个领奖码只能领一次" in shown(page.post(f"/draws/{draw.pk}/desk/give/", words, follow=True))


def test_a_phone_hears_that_its_prize_was_fetched_and_when(sign_in, page, draw, to, lecture, settings, cast):
    to("result")

    def told():
        found = []
        for number in range(9):
            who = f"resident-{number}"
            ticket = Tickets(settings.SECRET_KEY, valid_ms=1000).issue(lecture.pk, name=who, pseudonym=who)[0]
            found.append(page.get(f"/draws/{draw.pk}/mine.json", headers={"X-Ticket": ticket}).json())
        return {
            one["label"]: (one["outcome"], one["settled_ms"] > 0, one["code"] != "") for one in found if one["prize"]
        }

    label = claims.holders(draw)[0].label
    assert told()[label] == ("", False, True)
    words = {"code": claims.code_of(draw, label), "bearer": "SELF"}
    sign_in("officer").post(f"/draws/{draw.pk}/desk/give/", words)
    assert told()[label] == ("GIVEN", True, False)


def test_the_page_of_an_ended_lecture_leads_to_the_prizes_that_wait(sign_in, lecture, draw, to, cast):
    to("result")
    lectures.end(lecture, by=cast.officer)
    page = sign_in("officer")
    address = f"/studio/{lecture.studio.code}/lectures/{lecture.pk}/"
    waiting = len(claims.holders(draw))
    [prizes] = page.get(address).context["afterwards"]["prizes"]
    assert (prizes.said, prizes.address) == (f"{waiting} 份奖品等人来领", f"/draws/{draw.pk}/desk/")
    for holder in claims.holders(draw):
        code = claims.code_of(draw, holder.label)
        page.post(f"/draws/{draw.pk}/desk/give/", {"code": code, "bearer": "FAMILY"})
    [prizes] = page.get(address).context["afterwards"]["prizes"]
    assert (prizes.said, prizes.waits) == ("奖品都有着落了", False)


def test_a_draw_that_is_not_finished_is_finished_from_there(sign_in, lecture, draw, to, cast):
    to("secret")
    lectures.end(lecture, by=cast.officer)
    text = shown(sign_in("officer").get(f"/studio/{lecture.studio.code}/lectures/{lecture.pk}/"))
    assert f'href="/draws/{draw.pk}/steps/"' in text
    assert "抽奖还没有开完" in text
