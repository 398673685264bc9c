"""Childcare for one child on three days, from the request to the letter, with the keyboard only and in few keys."""

import datetime
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.keyboard import go, tab_to
from tests.journeys.office import Office
from tests.journeys.people import add_client, consultants_at_work

pytestmark = pytest.mark.journey


class Keys:
    """Types, and counts the keys."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.count += len(words)

    def press(self, key: str, until: str) -> None:
        """Press a key until a field has the focus."""
        field = self.page.locator(f"[name$='{until}']").first
        for _press in range(6):
            self.page.keyboard.press(key)
            self.count += 1
            if field.evaluate("field => field === document.activeElement"):
                return
        pytest.fail(f"{until} not reached")


def test_childcare_is_asked_for_and_granted_with_the_keyboard(
    office: Office, person: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    [sanne] = consultants_at_work(office, person, "Sanne de Groot")
    client = add_client(sanne, "Noor", "Verbeek")
    sanne.goto(f"{client}wijzigen/")
    sanne.locator("[name=children-0-first_name]").fill("Sami")
    born = datetime.date.today() - datetime.timedelta(days=6 * 365)
    sanne.locator("[name=children-0-birth_date]").fill(f"{born:%d-%m-%Y}")
    sanne.locator("main form button").first.click()
    expect(sanne.locator("[data-message=success]")).to_be_visible()

    sanne.goto(f"{client}kinderopvang/aanvragen/")
    accessible(sanne)
    expect(sanne.locator("[name=purpose]")).to_be_focused()
    keys = Keys(sanne)
    keys.press("Tab", "needed_from")
    keys.type(f"{datetime.date.today() + datetime.timedelta(days=60):%d-%m-%Y}")
    keys.press("Tab", "away")
    keys.type("ma di do 9-14.30")
    keys.press("Tab", "travel_minutes")
    keys.type("30")
    keys.press("Tab", "-school")
    keys.type("ma-vr 8.30-14.45, wo 8.30-12.15")
    sanne.keyboard.press("Enter")
    expect(sanne).to_have_url(re.compile(r"/kinderopvang/\d+/$"))
    assert keys.count + 1 <= 70

    # What was typed is drawn, with the gap that travelling leaves, also on a phone.
    week = sanne.locator(".wiz-week")
    expect(week).to_contain_text("14.45–15.00")
    expect(week.get_by_role("img")).to_have_attribute("aria-label", re.compile("ma, di, do 14.45–15.00"))
    assert week.locator(".wiz-grid__gap title").all_text_contents()[0].startswith("ma 14.45–15.00")
    tab_to(week.locator("summary"))
    sanne.keyboard.press("Enter")
    expect(week.locator("table")).to_be_visible()
    accessible(sanne)
    sanne.set_viewport_size({"width": 390, "height": 844})
    assert sanne.evaluate("document.documentElement.scrollWidth") <= 390
    accessible(sanne)
    sanne.set_viewport_size({"width": 1366, "height": 768})

    # The week and the button that decides are on one screen.
    sanne.reload()
    for part in (week.get_by_role("img"), sanne.locator("[name=decide-outcome]").first):
        box = part.bounding_box()
        assert box is not None
        assert box["y"] < 768

    # Enter at a tick decides nothing: that takes the button.
    tab_to(sanne.locator("#besluit [type=checkbox]").first)
    sanne.keyboard.press("Enter")
    expect(sanne.locator("#besluit")).to_be_visible()
    go(sanne.locator("[name=decide-outcome][value=granted]"))
    expect(sanne.locator("[data-message=success]")).to_be_visible()
    expect(sanne.locator("#besluit")).to_have_count(0)
    go(sanne.locator("a[href*='/brieven/']").last)
    expect(sanne.get_by_role("main")).to_contain_text("Sami: opvang na school")
