"""The six parts as residents have them: phones in Debian's Chromium, the real server, a real encoder, a director."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route
from tests.e2e import axe
from tests.factories.director import Director, drawn, throws
from tests.factories.ffmpeg import Sender, until
from tests.factories.hands import fill_in, reach
from tests.factories.settled import Settled
from tests.factories.viewer import Viewer, hears_of_her_question

from xiangyue.project.config import Config
from xiangyue.project.port import HttpPort, LineRefused
from xiangyue.project.trial import Planned, Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser, a server and an encoder: seconds each

PHONE = {"width": 390, "height": 844}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><rect width="16" height="9" fill="#eee"/></svg>'
SECRET = b"what the organiser sealed before"

SMALL = """() => [...document.querySelectorAll('button:not(:disabled), input, a, summary')].filter(item => item.checkVisibility())
  .map(item => [item.id || item.className || item.textContent, item.getBoundingClientRect()])
  .filter(([, box]) => box.width < 48 || box.height < 48).map(([id, box]) => `${id} ${box.width}x${box.height}`)"""
WATCH = """() => { window.seen = {}; const card = document.getElementById('card');
  new MutationObserver(() => { const { about, position } = card.dataset;
    if (position && !(about in window.seen)) window.seen[about] = [Number(position), Date.now()];
  }).observe(card, { attributes: true }); }"""
LABEL = """async ([lecture, draw]) => {
  const { ticket } = JSON.parse(localStorage.getItem(`xiangyue.room.${lecture}.ticket`));
  const asked = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ticket, draw }) };
  return (await (await fetch(`/live/${lecture}/label`, asked)).json()).label;
}"""
IN_VIEW = """wanted => {
  const found = document.querySelector(wanted);
  if (!found?.checkVisibility()) return false;
  const box = found.getBoundingClientRect(), around = found.closest('#card, .panel').getBoundingClientRect();
  return box.top >= around.top - 1 && box.bottom <= Math.min(around.bottom, innerHeight) + 1;
}"""
ABOUT = "wanted => !document.getElementById('card').hidden && document.getElementById('card').dataset.about === wanted"


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    house = Settled(tmp_path_factory.mktemp("six") / "data", hold_ms="200")
    house.start()
    yield house
    house.close()


@pytest.fixture
def port(trial: Trial) -> Iterator[HttpPort]:
    """The control tower's way to the lines."""
    way = HttpPort(trial.url, Config(trial.environ).secret())
    yield way
    if kept := getattr(way._kept, "connection", None):
        kept.close()


@pytest.fixture(scope="module")
def lobbies(trial: Trial) -> list[Planned]:
    return trial.plan_many(8, phase="lobby")


@pytest.fixture
def planned(lobbies: list[Planned]) -> Planned:
    return lobbies.pop()


@pytest.fixture
def director(port: HttpPort, planned: Planned) -> Director:
    return Director(port, planned.lecture)


@pytest.fixture
def resident(browser: Browser, trial: Trial) -> Iterator[Callable[[], Page]]:
    """Phones of residents who have never been here; the slides and the roster are other rooms' business."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def enters() -> Page:
        context = browser.new_context(viewport=PHONE, locale="zh-CN", base_url=trial.url)  # type: ignore[arg-type]
        contexts.append(context)
        context.route("**/slides/*", lambda route: route.fulfill(body=PICTURE, content_type="image/svg+xml"))
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security" in said.text else None)
        return page

    yield enters
    for context in contexts:
        context.close()
    assert troubles == []


def on_air(trial: Trial, planned: Planned, encoder: Sender) -> None:
    encoder(planned)
    trial.move(planned.lecture, "go_on_air")


def is_asked(page: Page, about: str) -> None:
    page.wait_for_function(ABOUT, arg=about)


def reads(page: Page, place: str, text: str) -> None:
    page.wait_for_function(
        "([place, text]) => document.querySelector(place)?.innerText.includes(text)", arg=[place, text]
    )


def reveal(director: Director, item: int, why: str = "") -> None:
    """As soon as the house lets it be: when the slowest player has had its time."""

    def told() -> bool:
        try:
            director.reveal(item, why)
        except LineRefused as refusal:
            if refusal.code != "too-early":
                raise
            return False
        return True

    until(told, "the answer may never be told", within_s=90)


def findings(page: Page) -> list[str]:
    """What axe-core has to say against the page as it stands, and what is too small for a finger."""
    small: list[str] = page.evaluate(SMALL)
    return axe.findings(page) + small


# ------------------------------------------------------------------ the evening
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


# ------------------------------------------------------------------ the same moment
LATE = 4
"""Segments a cache between keeps back; with three more that an old player holds, some twenty seconds."""


def ordinary(route: Route) -> None:
    """What an old player reads through a slow cache: no parts, and not the newest segments."""
    answer = route.fetch()
    parts = ("#EXT-X-PART", "#EXT-X-SERVER", "#EXT-X-PRELOAD")
    kept = [line for line in answer.text().splitlines() if not line.startswith(parts)]
    begin = [n for n, line in enumerate(kept) if line.startswith("#EXTINF")]
    body = "\n".join(kept[: begin[-LATE]] if len(begin) > LATE else kept) + "\n"
    route.fulfill(status=answer.status, body=body, content_type="application/vnd.apple.mpegurl")


@pytest.mark.xdist_group("one-moment")
def test_the_same_question_at_the_same_moment_of_the_picture(
    trial: Trial,
    planned: Planned,
    director: Director,
    resident: Callable[[], Page],
    encoder: Sender,
    record_property: Callable[[str, object], None],
) -> None:
    """Near the air, far behind it, and in the replay at twice the speed: measured by each one's own playhead."""
    on_air(trial, planned, encoder)
    near, far = resident(), resident()
    Viewer(near, planned.lecture).sees_it_move()
    # as long a past as the other hangs behind
    near.wait_for_function("() => document.querySelector('video').seekable.end(0) > 24")
    far.route("**/live.m3u8*", ordinary)
    Viewer(far, planned.lecture).sees_it_move()
    for page in (near, far):
        page.evaluate(WATCH)
    item = director.quiz(1, "truefalse", "医保断缴一年还能补。", [0], s=5, options=["对", "错"])
    about = f"item/{item}"
    m = director.media_time(item)
    seen = {}
    for name, page in (("near", near), ("far", far)):
        page.wait_for_function("about => about in window.seen", arg=about)
        seen[name] = page.evaluate("about => window.seen[about]", about)
    reveal(director, item)
    trial.move(planned.lecture, "end")
    near.wait_for_function("() => document.getElementById('frame').dataset.slate === 'ended'")
    near.evaluate("() => { document.getElementById('card').dataset.about = ''; }")
    near.evaluate(WATCH)
    near.click("#press")
    near.click("[data-rate='2']")
    near.wait_for_function("about => about in window.seen", arg=about)
    seen["replay"] = near.evaluate("about => window.seen[about]", about)
    late = {name: position - m for name, (position, _) in seen.items()}
    behind = {name: at - position for name, (position, at) in seen.items()}
    record_property("after its media time, ms", late)
    record_property("behind the air, ms", behind)
    assert behind["far"] - behind["near"] > 8_000
    assert all(0 <= ms < 2_000 for ms in late.values()), late


# ------------------------------------------------------------------ the keyboard
@pytest.mark.xdist_group("keyboard")
def test_the_whole_quiz_by_keyboard(
    trial: Trial, planned: Planned, director: Director, resident: Callable[[], Page]
) -> None:
    """All five kinds, from the first Tab to the result, without a pointer; a screen reader hears what happens."""
    trial.move(planned.lecture, "go_on_air")
    page = Viewer(resident(), planned.lecture).page
    press = page.keyboard.press
    page.evaluate(
        "() => { window.heard = []; const told = document.getElementById('told');"
        " new MutationObserver(() => window.heard.push(told.textContent)).observe(told, { childList: true }); }"
    )
    order = ["先", "再", "后"]
    asked = [
        ("single", [1], {"options": ["甲", "乙", "丙"]}),
        ("multiple", [0, 2], {"options": ["甲", "乙", "丙"]}),
        ("truefalse", [1], {"options": ["对", "错"]}),
        ("order", [0, 1, 2], {"options": order}),
        ("number", "400", {"unit": "元"}),
    ]
    items = []
    for no, (kind, answer, more) in enumerate(asked, 1):
        item = director.quiz(no, kind, f"第 {no} 道题目", answer, s=30, **more)
        items.append(item)
        is_asked(page, f"item/{item}")
        page.evaluate("() => document.activeElement.blur()")
        if no == 1:
            press("Tab")
            assert page.evaluate("() => document.activeElement.id") == "card-skip"
            press("Enter")
        else:
            page.locator("#card-heading").focus()  # where the answer before left it
        reach(page, "#card .options input, #card .options button")
        fill_in(page, kind, more.get("options", []), answer)
        reach(page, "#card .confirm")
        press("Enter")
        reads(page, "#card", "已收到您的答案")
        assert page.evaluate("() => document.activeElement.id") == "card-heading"
    stored = {record.data["i"]: record.data for record in director.log() if record.kind == "answer"}
    given = [stored[item].get("choice") or stored[item]["number"] for item in items]
    assert [sorted(one) if kind == "multiple" else one for one, (kind, _, _) in zip(given, asked, strict=True)] == [
        answer for _, answer, _ in asked
    ]
    reveal(director, items[-1], "看得懂就好。")
    reads(page, ".verdict", "答对了")
    heard: list[str] = page.evaluate("() => window.heard")
    assert any(said.startswith("第 5 题，") for said in heard)
    assert any("已收到您的答案" in said for said in heard)
    assert any("答对了。看得懂就好" in said for said in heard)


IN_SIGHT = """() => {
  const [card, go] = [document.getElementById('card'), document.querySelector('#card .confirm')].map(one => one.getBoundingClientRect());
  const page = document.documentElement;
  return go.top >= card.top && go.bottom <= Math.min(card.bottom, innerHeight) && page.scrollWidth <= innerWidth;
}"""


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 640), (740, 360)])
def test_the_answer_button_is_in_sight_whatever_is_asked(
    width: int, height: int, trial: Trial, planned: Planned, director: Director, resident: Callable[[], Page]
) -> None:
    """Long options scroll under it; nothing of the page is wider than the phone."""
    trial.move(planned.lecture, "go_on_air")
    page = resident()
    page.set_viewport_size({"width": width, "height": height})
    Viewer(page, planned.lecture)
    long = [f"第 {n} 种做法：先关总闸，再用干粉灭火器对准火焰根部喷射，同时请家里人打119" for n in range(1, 6)]
    for no, (kind, answer, more) in enumerate(
        [
            ("single", [0], {"options": long}),
            ("multiple", [0, 1], {"options": long}),
            ("order", [0, 1, 2, 3, 4], {"options": long}),
            ("number", "119", {"unit": "号"}),
            ("truefalse", [0], {"options": ["对", "错"]}),
        ],
        1,
    ):
        text = "家里的插线板突然冒烟起火，第一步应该做什么？请选一个最稳妥的做法。"
        is_asked(page, f"item/{director.quiz(no, kind, text, answer, s=30, **more)}")
        assert page.evaluate(IN_SIGHT), kind


# ------------------------------------------------------------------ what goes wrong
def test_an_answer_whose_receipt_is_lost(
    trial: Trial, planned: Planned, director: Director, resident: Callable[[], Page]
) -> None:
    """The house has it, the phone does not know, the page is loaded again: one answer, and it says received."""
    trial.move(planned.lecture, "go_on_air")
    page = Viewer(resident(), planned.lecture).page
    item = director.quiz(1, "single", "选哪个？", [0], s=60, options=["甲", "乙"])
    is_asked(page, f"item/{item}")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/answer", lose)
    page.click(".option:has-text('甲')")
    page.click(".confirm")
    reads(page, "#card", "已经替您留着")
    page.unroute_all(behavior="ignoreErrors")  # a second try may be under way
    page.reload()
    reads(page, "#card", "已收到您的答案")
    assert [record.data["choice"] for record in director.log() if record.kind == "answer"] == [[0]]


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
