"""The lobby on small phones: whoever waits can read the lead and write, in whatever type."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.six.phones import findings, reads
from tests.factories.director import Director
from tests.factories.viewer import Viewer

from xiangyue.project.port import HttpPort
from xiangyue.project.trial import Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser and a server: seconds each

ROW_IN_SIGHT = """() => {
  const row = document.getElementById('speak').getBoundingClientRect(), lead = document.getElementById('lead').getBoundingClientRect();
  return lead.height >= 60 && lead.bottom <= row.top && row.height >= 48 && row.bottom <= innerHeight && document.documentElement.scrollWidth <= innerWidth;
}"""
LEAD = "今晚讲三件事：什么时候缴、缴多少、在哪里缴。"


@pytest.mark.parametrize("poster", ["", "/static/img/seal.svg"])
def test_the_lead_stands_in_the_lobby_and_leaves_the_row_in_sight(
    poster: str,
    trial: Trial,
    port: HttpPort,
    resident: Callable[[], Page],
) -> None:
    """However long it is, on whatever phone, in ordinary type and in the calm: what is too long scrolls within."""
    [draft] = trial.plan_many(1, studio="", phase="draft")
    port.open(draft.lecture)
    Director(port, draft.lecture).order("opened", title="医保一刻钟", studio="荷花街道", lead=LEAD * 9, poster=poster)
    page = Viewer(resident(), draft.lecture).page
    reads(page, "#lead", "在哪里缴")
    expect(page.locator("#countdown")).to_contain_text("还有")
    assert findings(page) == []
    for calm in (False, True):
        for width, height in [(360, 640), (390, 844), (740, 360), (1280, 800)]:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(ROW_IN_SIGHT), (calm, width, height)
        page.set_viewport_size({"width": 360, "height": 640})
        if not calm:
            page.click("#calm")
    assert findings(page) == []
