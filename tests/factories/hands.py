"""What fingers on keys do on a page, where a journey may use nothing else."""

from typing import Any

from playwright.sync_api import Page


def reach(page: Page, wanted: str) -> None:
    """Tab until the focus is there; a page that hides it behind thirty others is none for a keyboard."""
    for _ in range(30):
        if page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {wanted}")


def fill_in(page: Page, kind: str, options: list[str], answer: Any) -> None:
    press = page.keyboard.press
    if kind == "number":
        page.keyboard.type(answer)
    elif kind == "order":
        for place, option in enumerate(options):
            while page.locator("#card .option span").all_inner_texts().index(option) > place:
                reach(page, f"[aria-label='上移：{option}']")
                press("Enter")
    else:
        shown = page.locator("#card .option span").all_inner_texts()
        wanted = {shown.index(options[choice]) for choice in answer}
        if kind == "multiple":
            for place in range(len(shown)):
                if place in wanted:
                    press("Space")
                if place < len(shown) - 1:
                    press("Tab")
        else:
            press("Space")
            for _ in range(wanted.pop()):
                press("ArrowDown")
