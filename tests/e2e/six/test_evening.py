"""The six parts as residents have them: phones in Debian's Chromium, the real server, a real encoder, a director."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.e2e.six.phones import IN_VIEW, findings, is_asked, on_air, reads, reveal
from tests.factories.director import Director, drawn, throws
from tests.factories.ffmpeg import Sender
from tests.factories.viewer import Viewer, hears_of_her_question

from xiangyue.project.trial import Planned, Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser, a server and an encoder: seconds each

SECRET = b"what the organiser sealed before"
LABEL = """async ([lecture, draw]) => {
  const { ticket } = JSON.parse(localStorage.getItem(`xiangyue.room.${lecture}.ticket`));
  const asked = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ticket, draw }) };
  return (await (await fetch(`/live/${lecture}/label`, asked)).json()).label;
}"""


def test_an_evening_of_six_parts(
    trial: Trial, planned: Planned, director: Director, resident: Callable[[], Page], encoder: Sender
) -> None:
    """Two phones from the lobby on, a third that comes late; the replay at the end has everything in step."""
    zhou, yu = (Viewer(resident(), planned.lecture).page for _ in range(2))
    director.part(1)
    for page in (zhou, yu):
        reads(page, "#six li[data-stage=now]", "海报")
    on_air(trial, planned, encoder)
    for page in (zhou, yu):
        page.wait_for_function("() => document.getElementById('frame').dataset.slate === 'none'")
    director.part(3, "医保怎么缴")
    for n in (1, 2):
        director.slide(n, alt=f"第 {n} 张的内容")
        zhou.wait_for_function("n => document.getElementById('slide-image').src.endsWith(`/slides/${n}.svg`)", arg=n)
    assert zhou.locator("#slide-image").get_attribute("alt") == "第 2 张的内容"
    assert zhou.locator("#slide-on").is_disabled()
    zhou.click("#slide-back")
    assert zhou.locator("#slide-image").get_attribute("alt") == "第 1 张的内容"
    assert findings(zhou) == []
    zhou.click("#slide-now")

    zhou.click("#tab-questions")
    zhou.fill("#ask-words", "外地打工能在手机上交吗？")
    zhou.click("#ask-send")
    reads(zhou, "#questions", "已收到")
    question = next(record.seq for record in director.log() if record.kind == "ask")
    director.question(question, "approved", name="荷花老周", text="外地打工能在手机上交吗？")
    yu.click("#tab-questions")
    yu.click(f"[data-up='{question}']")
    reads(zhou, "#questions", "1 人也想问")  # and nobody asks her whether she wants it answered
    hears_of_her_question(zhou, lambda state: director.question(question, state))
    director.question(question, "answered", answer="可以，打开浙里办就能交。", unit="区医保局")
    reads(yu, "#questions", "区医保局答复")
    assert findings(yu) == []

    director.part(4)
    poll = director.poll("您家今年怎么缴？", ["手机上", "村里代办", "还没想好"])
    for page, choice in ((zhou, 0), (yu, 1)):
        is_asked(page, f"poll/{poll}")
        page.locator(".option").nth(choice).click()
        page.click(".confirm")
        reads(page, "#card", "已收到您的一票")
    yu.click("#card .row button")
    yu.locator(".option").nth(0).click()
    yu.click(".confirm")
    reads(yu, "#card", "已收到您的一票")
    late = Viewer(resident(), planned.lecture).page
    is_asked(late, f"poll/{poll}")
    director.close_poll(poll)
    for page in (zhou, yu, late):
        reads(page, "#card", "2 人 100%")
    assert findings(zhou) == []

    director.part(6)
    item = director.quiz(1, "single", "集中缴费期是哪几个月？", [1], s=20, options=["一至三月", "九至十二月", "全年"])
    for page, choice in ((zhou, "九至十二月"), (yu, "全年")):
        is_asked(page, f"item/{item}")
        page.click(f".option:has-text('{choice}')")
        page.click(".confirm")
        reads(page, "#card", "已收到您的答案")
    is_asked(late, f"item/{item}")
    assert findings(late) == []
    assert not late.locator("#panel-slides").is_visible()  # slides leave with the talk
    reveal(director, item, "年底前都可以缴。")
    reads(zhou, ".verdict", "答对了")
    reads(yu, ".verdict", "没答对")
    reads(late, ".verdict", "没有答")
    reads(zhou, "#card", "2 人作答，1 人答对")
    reads(zhou, "#card", "您答对 1 题")
    assert findings(yu) == []

    draws(director, zhou, yu)
    trial.move(planned.lecture, "end")
    replays(late, poll, item)


def draws(director: Director, winner: Page, other: Page) -> None:
    """Five steps; each phone looks its own number up in the locked roster, and counts again who has won."""
    draw = director.draw_rules("医保答题抽奖", [("电饭煲", 1), ("雨伞", 1)], secret=SECRET)
    label = winner.evaluate(LABEL, [director.lecture, draw])
    labels = sorted(["aaaa-aaaa-aaaa", label, "zzzz-zzzz-zzzz"])
    roster = "".join(f"{label}\n" for label in labels)
    for page in (winner, other):
        page.route("**/rosters/*", lambda route: route.fulfill(body=roster, content_type="text/plain"))
        reads(page, "#card", "看抽奖")
        page.click("#card .confirm")
        reads(page, "#draws", "电饭煲")
    director.draw_roster(draw, roster, f"/rosters/{draw}")
    reads(winner, ".lot", f"我的号码在名单里，第 {labels.index(label) + 1} 个，共 3 个")
    reads(other, ".lot", "名单里没有您的号码")
    director.draw_secret(draw, SECRET)
    dice = next(dice for dice in throws() if drawn(roster, SECRET, dice)[0].label == label)
    director.draw_entropy(draw, dice)
    reads(winner, ".draw-steps", dice.replace(".", " ").strip(" /"))
    for page in (winner, other):
        page.click("#tab-questions")
    director.draw_result(draw, drawn(roster, SECRET, dice), [1, 1])
    winner.wait_for_function(IN_VIEW, arg=".won .stamp")  # led there, wherever she was
    reads(winner, ".won", "电饭煲")
    reads(winner, ".won", "到镇文化站领奖")
    reads(other, "#news", "结果出来了")
    other.click("#news")
    reads(other, ".winners", label)
    for page in (winner, other):
        reads(page, ".checked", "您的手机已重新算过一遍，结果一样")
    assert other.locator(".won").count() == 0
    assert findings(winner) == []


def replays(page: Page, poll: int, item: int) -> None:
    """Chapters, and what was asked then is asked again, without a prize."""
    page.wait_for_function("() => document.getElementById('frame').dataset.slate === 'ended'")
    page.click("#press")
    page.wait_for_function("() => document.getElementById('frame').dataset.slate === 'none'")
    page.click("#six li:nth-child(4) button")
    is_asked(page, f"poll/{poll}")
    page.click("#six li:nth-child(6) button")
    is_asked(page, f"item/{item}")
    reads(page, "#card", "回看练习")
    assert findings(page) == []
    page.click(".option:has-text('九至十二月')")
    page.click(".confirm")
    reads(page, ".verdict", "答对了")
    page.click("#six li:nth-child(3) button")
    page.wait_for_function("() => document.getElementById('card').hidden")
    reads(page, "#six li[data-stage=now]", "宣讲")


def test_who_comes_in_the_middle_and_reads_large_sees_what_is_asked_and_told(
    trial: Trial, planned: Planned, director: Director, resident: Callable[[], Page]
) -> None:
    """On a fresh phone in the calm mode, while slides are up: the question, the receipt, the answer, why, and the score."""
    trial.move(planned.lecture, "go_on_air")
    director.part(6)
    director.slide(1, alt="第 1 张的内容")
    options = ["不能", "能", "晚上可以", "看天气"]
    item = director.quiz(1, "single", "电瓶车的电池，能拿进楼里充电吗？", [0], s=10, options=options)
    page = resident()
    page.add_init_script("localStorage.setItem('xiangyue.room.calm', 'true')")
    Viewer(page, planned.lecture)
    is_asked(page, f"item/{item}")
    page.click(".option:has-text('不能')")
    page.click(".confirm")
    page.wait_for_function(IN_VIEW, arg="#card .received")
    assert page.evaluate("() => document.body.dataset.tab") == "talk"
    page.click("#card .card-top .plain")  # put aside, it comes back with its answer
    reveal(director, item, "电池起火是几秒钟的事，楼里的人跑不出来。")
    for told in (".verdict", ".outcome.right", ".outcome:last-child", ".why", ".note strong"):
        page.wait_for_function(IN_VIEW, arg=f"#card {told}")
    assert findings(page) == []
    page.click("#card .card-top .plain")
    assert page.locator("#tabs").is_visible()


def test_a_cover_falls_for_all_and_the_sound_with_it(
    trial: Trial, planned: Planned, director: Director, resident: Callable[[], Page], encoder: Sender
) -> None:
    on_air(trial, planned, encoder)
    viewer = Viewer(resident(), planned.lecture)
    viewer.sees_it_move()
    director.cover("请稍候，马上回来")
    viewer.sees("cover")
    assert viewer.sentence == "请稍候，马上回来"
    assert viewer.page.evaluate("() => document.querySelector('video').muted")
    viewer.page.click("#mute-key")
    assert viewer.page.evaluate("() => document.querySelector('video').muted")
    viewer.page.click("#mute-key")
    director.uncover()
    viewer.sees_it_move()
    assert not viewer.page.evaluate("() => document.querySelector('video').muted")
