"""The director's console in a browser: the whole way of a sentence past its moderators, and two directors at once."""

import json
import subprocess
import sys
import urllib.error
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.e2e.axe import findings_and_width as findings
from tests.e2e.test_pages import DESK, PASSWORD, PHONE, a_page, code
from tests.factories.ffmpeg import until
from tests.factories.settled import Settled

from xiangyue.project.port import HttpPort
from xiangyue.project.trial import Planned, Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser and a server: seconds each

EMPLOY = f"""
from xiangyue.project import control
control.start()
from xiangyue.org.access import actions as access
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.access.states import Role
from xiangyue.org.units import queries as units
for name, called in (("xu", "徐晓春"), ("wang", "王婷")):
    access.employ(name, called, "{PASSWORD}", role=Role.KEEPER, unit=units.root(), by=HOUSE)
"""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """Sentences are held long enough for a hand to be quicker, on a slow machine too."""
    house = Settled(tmp_path_factory.mktemp("moderation"), hold_ms="8000")
    house.start()
    yield house
    house.close()


@pytest.fixture(scope="module")
def lobbies(trial: Trial) -> list[Planned]:
    """One for each test, each in a studio of its own."""
    planned = trial.plan_many(5, phase="lobby")
    subprocess.run([sys.executable, "-c", EMPLOY], env=trial.environ, check=True)
    return planned


@pytest.fixture
def planned(lobbies: list[Planned]) -> Planned:
    return lobbies.pop()


@pytest.fixture(scope="module")
def signed_in(trial: Trial, browser: Browser, lobbies: list[Planned]) -> dict[str, dict]:
    """Cookies of both directors: a second factor is asked for once."""
    states = {}
    for name in ("xu", "wang"):
        page = a_page(browser, DESK)
        page.goto(f"{trial.url}/desk/")
        page.fill("[name=login]", name)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.goto(f"{trial.url}/accounts/2fa/totp/activate/")
        if page.query_selector("[name=password]"):
            page.fill("[name=password]", PASSWORD)
            page.click("main button[type=submit]")
        page.fill("[name=code]", code(page.text_content(".secret").strip()))
        page.click("main button[type=submit]")
        page.wait_for_url(lambda address: "activate" not in address)
        states[name] = page.context.storage_state()
        page.context.close()
    return states


@pytest.fixture
def consoles(trial: Trial, browser: Browser, signed_in: dict[str, dict], planned: Planned) -> Iterator[list[Page]]:
    """The same lecture's console before two directors; no error of a script is passed over."""
    pages, troubles = [], []
    for name in ("xu", "wang"):
        context = browser.new_context(viewport=DESK, locale="zh-CN", storage_state=signed_in[name])
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(f"{trial.url}/studio/{planned.studio}/console/{planned.lecture}/")
        pages.append(page)
    yield pages
    for page in pages:
        page.context.close()
    assert troubles == []


class Resident:
    """Somebody with a phone, from the same network as everybody here."""

    def __init__(self, trial: Trial, lecture: str, name: str) -> None:
        self.trial, self.lecture = trial, lecture
        self.ticket = trial.json(f"/live/{lecture}/ticket", {"name": name})["ticket"]

    def say(self, text: str, verb: str = "say") -> int:
        body = {"ticket": self.ticket, "command": str(uuid.uuid4()), "text": text}
        return int(self.trial.json(f"/live/{self.lecture}/{verb}", body)["seq"])

    def refusal(self, text: str) -> str:
        """With which code a sentence is refused, "" if it is not."""
        try:
            self.say(text)
        except urllib.error.HTTPError as no:
            return str(json.loads(no.read())["error"]["code"])
        return ""


def public(trial: Trial, lecture: str) -> list[str]:
    """Every sentence that everybody can read, as "name: text"."""
    head = trial.head(lecture)
    segments = [trial.json(f"/live/{lecture}/{head['epoch']}/e/{n}") for n in range(head["head"] + 1)]
    said = [event["d"] for segment in segments for event in segment["ev"] if event["k"] == "say"]
    return [f"{one['name']}: {one['text']}" for one in said]


def acts(port: HttpPort, lecture: str, kind: str) -> list[tuple]:
    return [(record.data, record.by) for record in port.read(lecture, 0) if record.kind == kind]


def on_air(page: Page) -> None:
    """By the one button, without a picture: it asks once more."""
    button = page.locator("[data-next]")
    expect(button).to_have_attribute("data-step", "air", timeout=30_000)
    expect(button).to_be_enabled()
    page.keyboard.press("n")
    expect(button).to_have_attribute("data-asked", "")
    page.wait_for_function(
        "() => new Promise((done) => setTimeout(() => done(true), 700))"
    )  # more than a finger's bounce
    page.keyboard.press(" ")
    page.wait_for_selector("[data-director][data-state=ON_AIR]", timeout=30_000)
    expect(button).to_have_attribute("data-step", "part", timeout=30_000)


def row(page: Page, place: str, text: str):
    return page.locator(f"[data-{place}] > li", has_text=text)


def test_a_sentence_meets_its_moderators(
    trial: Trial, planned: Planned, port: HttpPort, consoles: list[Page], tmp_path: Path
):
    xu, wang = consoles
    lecture = planned.lecture
    on_air(xu)
    wang.wait_for_selector("[data-director][data-state=ON_AIR]", timeout=30_000)

    # Refused before anybody reads it; both directors see it at once, and who did it.
    troll, villager = Resident(trial, lecture, "路人甲"), Resident(trial, lecture, "荷花老周")
    troll.say("骂人的话")
    expect(row(wang, "stream", "骂人的话")).to_contain_text("还没公开")
    row(xu, "stream", "骂人的话").locator("button:text-is('拦下')").click()
    expect(row(xu, "stream", "骂人的话")).to_contain_text("拦下了 · 徐晓春")
    expect(row(wang, "stream", "骂人的话")).to_contain_text("拦下了 · 徐晓春")

    # Review: nothing is public until somebody lets it out.
    xu.click("[data-review]")
    expect(wang.locator("[data-review]")).to_have_attribute("aria-pressed", "true")
    villager.say("讲得明白")
    row(wang, "queue", "讲得明白").locator("button:text-is('放行')").click()
    expect(row(xu, "queue", "讲得明白")).to_have_count(0)
    expect(row(xu, "stream", "讲得明白")).to_be_visible()
    assert findings(xu) == []
    xu.click("[data-review]")
    expect(xu.locator("[data-review]")).to_have_attribute("aria-pressed", "false")

    # A question is taken up.
    villager.say("外地社保怎么转？", "ask")
    row(xu, "queue", "外地社保怎么转").locator("button:text-is('选上')").click()
    expect(row(wang, "questions", "外地社保怎么转")).to_be_visible()

    # The house speaks under a name that nobody can take.
    xu.fill("[data-speak-text]", "请大家先听，后面统一回答")
    xu.press("[data-speak-text]", "Enter")
    expect(row(wang, "stream", "请大家先听")).to_contain_text("工作人员")

    # Taken back after it was public.
    row(xu, "stream", "讲得明白").locator("button:text-is('撤回')").click()
    expect(row(wang, "stream", "讲得明白")).to_contain_text("撤回了")
    assert public(trial, lecture) == ["荷花老周: 讲得明白", "主持人: 请大家先听，后面统一回答"]

    # Muted to the end, with newcomers from the same network; lifted again.
    menu = row(xu, "stream", "骂人的话").locator("details.d-who")
    menu.locator("summary").click()
    menu.locator("input[type=checkbox]").check()
    menu.locator("button:text-is('禁言到结束')").click()
    expect(xu.locator("[data-muted-count]")).to_have_text("1")
    assert troll.refusal("还是我") == "muted"
    assert Resident(trial, lecture, "换个名字").refusal("又是我") == "verify-here"
    assert villager.refusal("我还能说吗") == ""
    wang.click("summary:has-text('禁言')")
    assert findings(wang) == []
    wang.click("[data-muted] button:text-is('解除')")
    expect(xu.locator("[data-muted-count]")).to_have_text("")
    assert troll.refusal("我会好好说话") == ""

    # Evidence of one person, checked by a third party.
    menu = row(xu, "stream", "骂人的话").locator("details.d-who")
    menu.locator("summary").click()
    with xu.expect_download() as coming:
        menu.locator("button:text-is('导出他的记录')").click()
    file = tmp_path / "evidence.json"
    coming.value.save_as(file)
    assert "历史完整" in trial.command("audit", "verify", "--bundle", str(file))
    assert [(one["kind"], one.get("text")) for one in json.loads(file.read_text())["said"]][:2] == [
        ("say", "骂人的话"),
        ("refused", None),
    ]


def test_a_word_holds_a_sentence_and_nobody_else(trial: Trial, planned: Planned, port: HttpPort, consoles: list[Page]):
    xu, wang = consoles
    on_air(xu)
    xu.goto(f"{trial.url}/studio/{planned.studio}/words/")
    xu.fill("[name=word]", "加微信")
    xu.click("button:text-is('加上')")
    assert findings(xu) == []
    expect(wang.locator("[data-acts]")).to_contain_text("更新拦截词（1 个）", timeout=30_000)
    spammer, villager = Resident(trial, planned.lecture, "热心人"), Resident(trial, planned.lecture, "荷花老周")
    spammer.say("想办贷款 加 微.信 123")
    spammer.say("加微信群可以问医保局吗")
    villager.say("讲得明白")
    held = row(wang, "queue", "医保局")
    expect(held).to_contain_text("含“加微信”")
    held.locator("button:text-is('放行')").click()
    row(wang, "queue", "想办贷款").locator("button:text-is('拦下')").click()
    expect(wang.locator("[data-queue] > li.d-task")).to_have_count(0)
    until(lambda: len(public(trial, planned.lecture)) == 2, "both are public")
    assert sorted(public(trial, planned.lecture)) == ["热心人: 加微信群可以问医保局吗", "荷花老周: 讲得明白"]


def test_sentences_typed_faster_than_they_travel_are_all_said(
    trial: Trial, planned: Planned, port: HttpPort, consoles: list[Page]
):
    xu, _wang = consoles
    on_air(xu)
    texts = ["请大家坐好", "马上开始答题", "声音小的请举手"]
    xu.route("**/press/", lambda route: route.abort(), times=3)  # the first is away for as long as a press is patient
    for text in texts:
        xu.fill("[data-speak-text]", text)
        xu.press("[data-speak-text]", "Enter")
        expect(xu.locator("[data-speak-text]")).to_have_value("")
    expect(xu.locator("[data-unsaid] > li")).to_have_count(1)
    assert findings(xu) == []
    xu.reload()
    expect(xu.locator("[data-unsaid] > li")).to_contain_text("请大家坐好")
    xu.click("[data-unsaid] button:text-is('再说一次')")
    expect(xu.locator("[data-unsaid]")).to_be_hidden()
    until(lambda: len(public(trial, planned.lecture)) == len(texts), "all are public")
    assert public(trial, planned.lecture) == [f"主持人: {text}" for text in [*texts[1:], texts[0]]]


def test_two_directors_press_at_once_and_the_lecture_takes_one_step(
    planned: Planned, port: HttpPort, consoles: list[Page]
):
    xu, wang = consoles
    on_air(xu)
    expect(wang.locator("[data-next]")).to_have_attribute("data-step", "part", timeout=30_000)
    for page in consoles:
        expect(page.locator("[data-next]")).to_be_enabled()

    def late(route: Route) -> None:
        """Wang's press is on its way while Xu's arrives."""
        xu.keyboard.press("n")
        expect(xu.locator("[data-next-what]")).to_contain_text("第 4 部分")
        route.continue_()

    wang.route("**/press/", late, times=1)
    wang.keyboard.press("n")
    expect(wang.locator("[data-told]")).to_contain_text("徐晓春刚才已经开始第 3 部分")
    assert [(data["p"], by) for data, by in acts(port, planned.lecture, "part")] == [(2, "xu"), (3, "xu")]
    expect(wang.locator("[data-next-what]")).to_contain_text("第 4 部分")
    expect(wang.locator("[data-next]")).to_be_enabled()

    # What is no part of the show does not stop a step: it is sent again, and done once.
    def silenced(route: Route) -> None:
        xu.keyboard.press("m")
        expect(xu.locator("[data-silence]")).to_have_attribute("aria-pressed", "true")
        route.continue_()

    wang.route("**/press/", silenced, times=1)
    wang.keyboard.press("n")
    expect(wang.locator("[data-next-what]")).to_contain_text("第 5 部分")
    assert [(data["p"], by) for data, by in acts(port, planned.lecture, "part")][2:] == [(4, "wang")]


PREPARE = """
import sys
from xiangyue.project import control
control.start()
from tests.factories.pictures import a_pdf, brought
from xiangyue.hall.bank.rules import Draft
from xiangyue.hall.bank.states import Kind
from xiangyue.hall.decks import actions as decks
from xiangyue.hall.draws import actions as draws
from xiangyue.hall.draws.rules import DICE, Plan, Rule
from xiangyue.hall.draws.states import Eligibility
from xiangyue.hall.lectures import queries
from xiangyue.hall.polls import actions as polls
from xiangyue.hall.polls.rules import Draft as PollDraft
from xiangyue.hall.quiz import actions as quiz
from xiangyue.org.access.rules import HOUSE
lecture = queries.get(HOUSE, sys.argv[1])
decks.upload(lecture, [brought(a_pdf(), "课件.pdf")], by=HOUSE)
while decks.render_due():
    pass
poll = PollDraft("几点讲好？", ("七点", "八点"))
polls.add(lecture, poll, by=HOUSE)
quiz.add(lecture, Draft(Kind.SINGLE, "电池能带进楼道充电吗？", (1,), ("能", "不能"), "", 5, "", ""), by=HOUSE)
rule = Rule(Eligibility.TOOK_PART)
draws.prepare(lecture, Plan("答题抽奖", [{"name": "电热水壶", "count": 1}], rule, [DICE], "在便民中心领"), by=HOUSE)
"""
VOID = """
import sys
from xiangyue.project import control
control.start()
from xiangyue.hall.draws import actions, queries
from xiangyue.org.access.rules import HOUSE
draw = queries.visible_to(HOUSE).get(lecture=sys.argv[1])
actions.void(draw, "骰子掉进了水里", by=HOUSE)
"""


def run(trial: Trial, script: str, lecture: str) -> None:
    subprocess.run(
        [sys.executable, "-c", script, lecture], env=trial.environ, check=True, cwd=Path(__file__).parents[2]
    )


def test_the_one_button_on_a_phone_takes_a_lecture_to_its_end(
    trial: Trial, planned: Planned, port: HttpPort, consoles: list[Page]
):
    run(trial, PREPARE, planned.lecture)
    page, other = consoles
    other.close()
    page.set_viewport_size(PHONE)
    page.reload()
    on_air(page)
    button = page.locator("[data-next]")

    def press(step: str, words: str) -> None:
        """What the button says it will do next, done by an eager finger: it hits twice and is one press."""
        expect(button).to_have_attribute("data-step", step, timeout=15_000)
        expect(button).to_contain_text(words)
        expect(button).to_be_enabled(timeout=60_000)
        button.dblclick()

    press("part", "第 3 部分")
    for number in (1, 2, 3):
        press("slide", f"翻到第 {number} 页（共 3 页）")
    expect(button).to_have_attribute(
        "data-step", "part", timeout=15_000
    )  # the last page is on; what comes next is another
    page.click("[data-tab=cues]")
    page.click("[data-slides-off]")
    expect(page.locator("[data-slides-off]")).to_be_hidden(timeout=15_000)
    assert acts(port, planned.lecture, "slide")[-1][0]["n"] == 0
    page.click("[data-slides] button[aria-label^='3 ']")
    press("part", "第 4 部分")
    Resident(trial, planned.lecture, "荷花老周").say("外地社保怎么转？", "ask")
    press("poll", "发起投票：几点讲好？")
    press("poll-close", "结束投票")
    press("part", "第 5 部分")
    press("part", "第 6 部分")
    press("item", "出第 1 题")
    expect(button).to_contain_text("公布第 1 题答案（还要等")
    press("reveal", "公布第 1 题答案")
    for step, words in (("rules", "公布抽奖规则"), ("roster", "锁定抽奖名单"), ("secret", "公开组织者的密数")):
        press(f"draw-{step}", words)
    expect(button).to_have_attribute("data-step", "draw-entropy")
    for pane in ("show", "cues", "talk"):
        page.click(f"[data-tab={pane}]")
        assert findings(page) == []
    run(trial, VOID, planned.lecture)
    expect(button).to_have_attribute("data-step", "end", timeout=15_000)
    # The line has shown it; until the desk has told it too, what is pressed is refused: somebody else was first. The
    # second answer from now was asked for after it.
    for _ in range(2):
        page.wait_for_event("response", lambda answer: "?after=" in answer.url and answer.ok)
    page.click("[data-tab=show]")
    page.click("[data-cover]")
    expect(page.locator("[data-covered]")).to_be_visible()
    page.select_option("[data-delay]", "20")
    expect(page.locator("[data-told]")).to_have_text("做好了。", timeout=15_000)
    expect(button).to_be_enabled()
    button.dblclick()
    expect(button).to_have_attribute("data-asked", "")  # the end asks again, and two hits are still one press
    expect(button).to_be_enabled()
    button.click()
    page.wait_for_url(f"**/studio/{planned.studio}/lectures/{planned.lecture}/", timeout=30_000)
    assert [data["p"] for data, _by in acts(port, planned.lecture, "part")] == [2, 3, 4, 5, 6]
    assert [data["n"] for data, _by in acts(port, planned.lecture, "slide")] == [1, 2, 3, 0, 3]
    assert acts(port, planned.lecture, "delay") == [({"s": 20}, "xu")]
    assert trial.head(planned.lecture)["ended"] is True
