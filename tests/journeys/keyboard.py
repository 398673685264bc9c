"""Hands that know no mouse: from one thing to the next with Tab, and what they do there."""

import pytest
from playwright.sync_api import Locator, Page, expect

# In a drawing the focus is the edge of a box.
HAS_VISIBLE_FOCUS = """() => {
  const at = document.activeElement, { outlineStyle, outlineWidth } = getComputedStyle(at);
  const box = at.ownerSVGElement && at.querySelector("rect");
  if (box) return parseFloat(getComputedStyle(box).strokeWidth) >= 3;
  return at === document.body || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2);
}"""


def tab_to(goal: Locator, at_most: int = 250) -> None:
    """Press Tab until this has the focus; wherever the focus comes on its way, it can be seen."""
    page = goal.page
    expect(goal).to_be_visible()
    goal.evaluate("element => { window.goal = element; }")
    for _press in range(at_most):
        if page.evaluate("document.activeElement === window.goal"):
            return
        page.keyboard.press("Tab")
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        assert page.evaluate(HAS_VISIBLE_FOCUS), f"no visible focus on {page.url}: {where}"
    pytest.fail(f"not reached with {at_most} times Tab on {page.url}: {goal}")


def go(goal: Locator) -> None:
    """Follow a link or press a button that leads to another page, and be there."""
    tab_to(goal)
    goal.page.keyboard.press("Enter")
    goal.page.wait_for_function("() => !window.goal && document.readyState === 'complete'")


def type_in(field: Locator, words: str) -> None:
    """Type over what a field holds."""
    tab_to(field)
    field.page.keyboard.press("Control+a")
    field.page.keyboard.type(words)


def choose(field: Locator, option: str) -> None:
    """Choose from a list by its first letters."""
    tab_to(field)
    field.page.keyboard.type(option)
    expect(field.locator("option:checked")).to_have_text(option)


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/")
    type_in(page.get_by_label("E-mailadres"), email)
    type_in(page.get_by_label("Wachtwoord", exact=True), password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
