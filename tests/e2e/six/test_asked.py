"""What is asked of a resident: by keyboard alone, on small phones, and over a line that loses the receipt."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route
from tests.e2e.six.phones import is_asked, reads, reveal
from tests.factories.director import Director
from tests.factories.hands import fill_in, reach
from tests.factories.viewer import Viewer

from xiangyue.project.trial import Planned, Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser, a server and an encoder: seconds each


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
