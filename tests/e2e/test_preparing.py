"""What a keeper prepares and what is left afterwards, in a browser: pages under axe on a phone and on a desk, a quiz by
keyboard, polls by hand, and papers that other programs open.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.axe import findings_and_width as findings
from tests.e2e.test_pages import DESK, PHONE
from tests.factories.hands import reach

from xiangyue.project.trial import Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser and a server: seconds each

ROOT = Path(__file__).parents[2]
PATIENCE_MS = 30_000
TEXTS = ".items .q-text"
SCENE = """
import json
from datetime import timedelta
from xiangyue.project import control
control.start()
from tests.factories.sessions import sign_in
from xiangyue.hall.bank import actions as bank
from xiangyue.hall.bank.rules import Draft
from xiangyue.hall.bank.states import Kind as Asked
from xiangyue.hall.draws import actions as draws
from xiangyue.hall.draws.rules import DICE, Plan, Rule
from xiangyue.hall.draws.states import Eligibility
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.polls import actions as polls
from xiangyue.hall.polls.rules import Draft as Poll
from xiangyue.hall.questions import actions as questions
from xiangyue.hall.quiz import actions as quiz
from xiangyue.hall.studios import actions as studios
from xiangyue.hall.studios.states import Kind
from xiangyue.kernel import clock
from xiangyue.org.access import actions as access
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.access.states import Role
from xiangyue.org.units import queries as units
from xiangyue.project import kecheng

kecheng.load_units()
county = units.root()
access.employ("preparer", "方素琴", "four lecturers and a drum", role=Role.OFFICE, unit=county, by=HOUSE)

FIRE = Draft(Asked.NUMBER, "火警电话是多少？", "119", why="先报地址，再报什么在烧。")
WHEN = Draft(Asked.SINGLE, "医保几月集中缴费？", (1,), ("一至三月", "九至十二月", "全年"))
HOUR = Poll("晚上几点开讲好？", ("七点", "七点半", "八点"))
bank.add(county, WHEN, by=HOUSE)

def planned(code, title):
    studio = studios.establish(code, f"{title}讲堂", unit=county, kind=Kind.COLUMN, by=HOUSE)
    soon = clock.now() + timedelta(hours=2)
    lecture = lectures.plan(studio, title=title, speaker="徐建国", planned_at=soon, by=HOUSE)
    plan = Plan("今晚的奖品", ({"name": "雨伞", "count": 2},), Rule(Eligibility.TOOK_PART), (DICE,), "文化站")
    questions.prepare(lecture, "断保了怎么补缴？", by=HOUSE)
    return lecture, quiz.add(lecture, FIRE, by=HOUSE), polls.add(lecture, HOUR, by=HOUSE), draws.prepare(lecture, plan, by=HOUSE)

def told(lecture, item, poll, draw):
    return {"studio": lecture.studio.code, "lecture": lecture.pk, "item": item.pk, "poll": poll.pk, "draw": draw.pk}

coming, running, over = planned("coming", "冬季用电"), planned("running", "医保一刻钟"), planned("over", "年底防骗")
fresh = planned("fresh", "垃圾分类")
for lecture, item, poll, _draw in (running, over):
    lectures.open_lobby(lecture, by=HOUSE)
    lectures.go_on_air(lecture, by=HOUSE)
    polls.open_poll(poll, by=HOUSE)
    quiz.put(item, by=HOUSE)
lectures.end(over[0], by=HOUSE)
scene = {name: told(*parts) for name, parts in
         (("coming", coming), ("running", running), ("over", over), ("fresh", fresh))}
print(json.dumps({"session": sign_in("preparer"), **scene}))
"""

LECTURE = "/studio/{studio}/lectures/{lecture}/"
PREPARED = [
    "/desk/",
    LECTURE,
    LECTURE + "quiz/",
    LECTURE + "quiz/{item}/edit/",
    LECTURE + "polls/",
    LECTURE + "polls/{poll}/edit/",
    LECTURE + "questions/",
    LECTURE + "slides/",
    LECTURE + "poster/",
    "/studio/{studio}/",
    "/studio/{studio}/bank/",
    "/studio/{studio}/words/",
    "/studio/{studio}/draws/",
    "/studio/{studio}/draws/{lecture}/",
    "/draws/{draw}/steps/",
    "/draws/{draw}/plan/",
]
ON_AIR = [
    LECTURE,
    "/studio/{studio}/console/{lecture}/",
    LECTURE + "quiz/",
    LECTURE + "polls/",
    LECTURE + "questions/",
    LECTURE + "results/",
    "/draws/{draw}/desk/",
]
AFTERWARDS = [
    LECTURE,
    LECTURE + "quiz/",
    LECTURE + "polls/",
    LECTURE + "results/",
    LECTURE + "papers/",
    "/l/{lecture}/summary/",
]
PAGES = {"coming": PREPARED, "running": ON_AIR, "over": AFTERWARDS}


@pytest.fixture(scope="module")
def scene(trial: Trial) -> Any:
    """Four lectures of studios of their own in the session's house, and somebody of the office who is signed in."""
    done = subprocess.run(
        [sys.executable, "-c", SCENE], env=trial.environ, capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def keeper(browser: Browser, trial: Trial, scene: Any) -> Iterator[Callable[[dict[str, int]], Page]]:
    """A window of a size, signed in; it fails the test on any page error or breach of the content policy."""
    contexts, troubles = [], []

    def sits_down(size: dict[str, int]) -> Page:
        context = browser.new_context(viewport=size, locale="zh-CN", base_url=trial.url)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([{"name": "sessionid", "value": scene["session"], "url": trial.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security" in said.text else None)
        return page

    yield sits_down
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("when", PAGES)
def test_pages_inside_a_studio_pass_wcag_and_fit_their_window(keeper, scene, when, size):
    page, found = keeper(size), {}
    for address in (pattern.format(**scene[when]) for pattern in PAGES[when]):
        answer = page.goto(address)
        assert answer is not None
        found[address] = [] if answer.ok else [f"answered {answer.status}"]
        found[address] += findings(page)
    assert {address: against for address, against in found.items() if against} == {}


def test_polls_are_made_moved_changed_and_removed_on_a_phone(keeper, scene):
    page = keeper(PHONE)
    page.goto((LECTURE + "polls/").format(**scene["fresh"]))
    page.fill("#id_text", "放在哪里收？")
    page.fill("#id_options", "村口\n家门口")
    page.click("button:text-is('备好')")
    expect(page.get_by_role("status")).to_have_text("这个投票已经备好。")
    expect(page.locator(TEXTS)).to_have_text(["晚上几点开讲好？", "放在哪里收？"])
    page.click(".item-row:has-text('放在哪里收') button:has-text('上移')")
    expect(page.locator(TEXTS)).to_have_text(["放在哪里收？", "晚上几点开讲好？"])
    page.click(".item-row:has-text('放在哪里收') a:has-text('改')")
    page.fill("#id_options", "只有一个")
    page.click("button:text-is('存')")
    expect(page.get_by_role("alert")).to_be_visible()
    assert findings(page) == []
    page.fill("#id_options", "村口\n家门口\n都行")
    page.click("button:text-is('存')")
    expect(page.locator(".item-row:has-text('放在哪里收')")).to_contain_text("都行")
    page.click(".item-row:has-text('放在哪里收') summary")
    assert findings(page) == []
    page.click(".item-row:has-text('放在哪里收') button:has-text('确定删去')")
    expect(page.get_by_role("status")).to_have_text("已经删去。")
    expect(page.locator(TEXTS)).to_have_text(["晚上几点开讲好？"])


def test_a_quiz_is_made_moved_and_emptied_by_keyboard(keeper, scene):
    page = keeper(DESK)
    press = page.keyboard.press
    page.goto((LECTURE + "quiz/").format(**scene["fresh"]))
    into(page)
    reach(page, ".picks input")
    press("Space")
    reach(page, "form[action$='/take/'] button")
    press("Enter")
    expect(page.get_by_role("status")).to_have_text("加进了 1 道题。")
    expect(page.locator(TEXTS)).to_have_text(["火警电话是多少？", "医保几月集中缴费？"])
    into(page)
    reach(page, ".item-row:nth-child(2) form[action$='/move/'] button")
    press("Enter")
    page.wait_for_function("() => document.querySelector('.items .q-text').textContent.includes('医保')")
    for left in (1, 0):
        into(page)
        reach(page, ".item-row:first-child summary")
        press("Enter")
        reach(page, ".item-row:first-child details button")
        press("Enter")
        expect(page.locator(".item-row")).to_have_count(left)
    assert findings(page) == []


def into(page: Page) -> None:
    """Past the masthead, as who has no pointer goes."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_papers_are_made_and_opened_by_other_programs(keeper, scene, tmp_path):
    page = keeper(DESK)
    page.goto((LECTURE + "papers/").format(**scene["over"]))
    page.click("button:text-is('整理一份')")
    page.wait_for_function("() => document.querySelectorAll('.papers a.primary').length === 4")
    assert findings(page) == []
    book = openpyxl.load_workbook(downloaded(page, "xlsx", tmp_path))
    said = dict(book["概况"].iter_rows(min_row=2, values_only=True))
    assert said["题目"] == "年底防骗"
    assert [row[0] for row in book["投票"].iter_rows(min_row=2, values_only=True)] == ["晚上几点开讲好？"] * 3
    bulletin = docx.Document(str(downloaded(page, "docx", tmp_path)))
    assert "年底防骗" in "\n".join(paragraph.text for paragraph in bulletin.paragraphs)
    assert downloaded(page, "pdf", tmp_path).read_bytes().startswith(b"%PDF-")


def downloaded(page: Page, kind: str, folder: Path) -> Path:
    with page.expect_download() as coming:
        page.click(f".papers a[href$='/papers/{kind}/']")
    assert coming.value.suggested_filename.endswith(f".{kind}")
    kept = folder / f"paper.{kind}"
    coming.value.save_as(kept)
    return kept
