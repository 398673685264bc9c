"""Hands that know no mouse: from one thing to the next with Tab, and what they do there."""

from pathlib import Path

import pytest
from playwright.sync_api import FileChooser, Locator, Page, expect

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


def press(goal: Locator) -> None:
    """Press Space on something that stays on its page: a box to tick, a part that opens; a link takes Enter."""
    tab_to(goal)
    is_link = goal.evaluate("element => element.matches('a')")
    goal.page.keyboard.press("Enter" if is_link else "Space")


def type_in(field: Locator, words: str) -> None:
    """Type over what a field holds."""
    tab_to(field)
    field.page.keyboard.press("Control+a")
    field.page.keyboard.type(words)


def choose_file(field: Locator, file: Path) -> None:
    """Open the window for files with Space, and choose one. A browser that is busy can lose the key: press again."""
    opened: list[FileChooser] = []
    field.page.on("filechooser", lambda chooser: opened.append(chooser))
    tab_to(field)
    for _press in range(3):
        field.page.keyboard.press("Space")
        for _wait in range(50):
            if opened:
                return opened[0].set_files(file)
            field.page.wait_for_timeout(100)
    pytest.fail(f"no window for files on {field.page.url}")


def choose(field: Locator, option: str) -> None:
    """Choose from a list by its first letters."""
    tab_to(field)
    field.page.keyboard.type(option)
    expect(field.locator("option:checked")).to_have_text(option)


def tab_of_file(page: Page, name: str) -> None:
    go(
        page.get_by_role("navigation", name="Dossier van de cliënt").get_by_role(
            "link", name=name, exact=True
        )
    )


def mark(radio: Locator) -> None:
    """Choose one of a group of which none is chosen yet: Tab comes to the first, the arrows go on."""
    page = radio.page
    tab_to(page.locator(f"input[name='{radio.get_attribute('name')}']").first)
    page.keyboard.press("Space")
    for _next in range(6):
        if radio.is_checked():
            return
        page.keyboard.press("ArrowDown")
    expect(radio).to_be_checked()


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/")
    type_in(page.get_by_label("E-mailadres"), email)
    type_in(page.get_by_label("Wachtwoord", exact=True), password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
