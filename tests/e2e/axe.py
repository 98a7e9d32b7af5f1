"""What axe-core has to say against a page: WCAG 2.2 at AA."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
LOADED = "() => 'axe' in window"
# Of what passes nothing is written down, and no style sheet is fetched a second time: half of the time of a large page.
RUN = """() => axe.run(document, { resultTypes: ["violations"], preload: false,
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })"""


def findings(page: Page) -> list[str]:
    """The page as it stands, each finding with the rule's name and the element's beginning."""
    if not page.evaluate(LOADED):
        page.evaluate(SOURCE)
    told: dict[str, Any] = page.evaluate(RUN)
    return [f"{one['id']}: {node['html'][:120]}" for one in told["violations"] for node in one["nodes"]]


def findings_and_width(page: Page) -> list[str]:
    """The same, and whether the page is wider than its window."""
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return findings(page) + ([f"{wide} px too wide"] if wide > 0 else [])
