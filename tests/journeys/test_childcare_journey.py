"""Childcare: for one child in few keys, and for two over what lacks and more time to what the bureau hears of it."""

import datetime
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.keyboard import go, tab_to, type_in
from tests.journeys.office import Office
from tests.journeys.people import add_client, consultants_at_work, done, dutch, place_order, set_up_office
from tests.pdfs import is_accessible, read

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
    for part in (week.get_by_role("img"), sanne.locator("[name=decide-outcome][value=granted]")):
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


# From data that lack to care that has started, and what the bureau hears of it

MISSING = "Een kopie van de offerte van De Vlieger"
LONGER = "De opvang rekent nog uit wat de woensdag kost."
PARTLY = "Bo is op woensdag bij haar vader. Voor Sami is er na school niemand."
MONEY = ("412", "300,00", "112,00")


def open_move(page: Page, title: str) -> Locator:
    """Open what happened; give its part of the page."""
    part = page.locator("details", has=page.locator("summary", has_text=title))
    part.locator("summary").click()
    return part


def ask_for_two(page: Page, client: str) -> None:
    """Two children: the boy after school on three days, the toddler on one."""
    page.goto(f"{client}wijzigen/")
    today = datetime.date.today()
    for row, (name, years) in enumerate((("Sami", 7), ("Bo", 2))):
        page.locator(f"[name=children-{row}-first_name]").fill(name)
        born = today - datetime.timedelta(days=years * 366)
        page.locator(f"[name=children-{row}-birth_date]").fill(dutch(born))
    page.locator("main form button").first.click()
    expect(page.locator("[data-message=success]")).to_be_visible()
    page.goto(f"{client}kinderopvang/aanvragen/")
    # The order says from when and what for: what is left to type begins with the hours.
    expect(page.locator("[name=away]")).to_be_focused()
    page.keyboard.type("ma di wo 9-14.30")
    type_in(page.locator("[name=travel_minutes]"), "30")
    boy, toddler = (
        page.get_by_role("group", name="Sami", exact=True),
        page.get_by_role("group", name="Bo", exact=True),
    )
    type_in(boy.locator("[name$='-school']"), "ma-vr 8.30-14.45, wo 8.30-12.15")
    type_in(boy.locator("[name$='-facility_0']"), "De Vlieger")
    type_in(toddler.locator("[name$='-care_0']"), "wo 8.30-15")
    go(page.get_by_role("button", name="Opvang aanvragen"))
    expect(page).to_have_url(re.compile(r"/kinderopvang/\d+/$"))


def test_childcare_for_two_goes_to_a_letter_and_the_bureau_hears_no_more_than_the_state(
    office: Office, person: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    sanne, coach = set_up_office(office, person)
    client = add_client(sanne, "Noor", "Verbeek")
    place_order(sanne, client)
    ask_for_two(sanne, client)
    weeks = sanne.locator(".wiz-week")
    expect(weeks.filter(has_text="Sami").get_by_role("img")).to_have_attribute(
        "aria-label", re.compile("14.45–15.00")
    )
    expect(weeks.filter(has_text="Bo").get_by_role("img")).to_have_attribute(
        "aria-label", re.compile("ma, di")
    )

    # What lacks is asked for: the term stands still, and afterwards it is known for how long.
    part = open_move(sanne, "Gegevens vragen aan de cliënt")
    part.get_by_label("Wat ontbreekt?").fill(MISSING)
    part.get_by_role("button").click()
    done(sanne, "De termijn staat stil")
    expect(sanne.get_by_text("staat stil", exact=True)).to_be_visible()
    office.let_days_pass(5)
    sanne.reload()
    expect(sanne.get_by_text("5 dagen stilgelegd")).to_be_visible()
    accessible(sanne)
    open_move(sanne, "De gegevens zijn binnen").get_by_role("button").click()
    done(sanne, "De termijn loopt weer.")
    expect(sanne.get_by_text("4 dagen stilgelegd")).to_be_visible()
    part = open_move(sanne, "Offerte en wie betaalt")
    for label, euros in (("Kosten per maand", MONEY[0]), ("Dienst Toeslagen", MONEY[1])):
        part.get_by_label(label).fill(euros)
    part.get_by_role("button").click()
    done(sanne, "De offerte is opgeslagen.")

    # Once there may be more time, and then no more.
    part = open_move(sanne, "Eén keer meer tijd nemen")
    part.get_by_label("Waarom is er meer tijd nodig?").fill(LONGER)
    part.get_by_role("button").click()
    done(sanne, "De termijn is verlengd.")
    expect(sanne.locator("summary", has_text="Eén keer meer tijd nemen")).to_have_count(0)
    coach.goto("/opdrachten/")
    coach.get_by_role("main").get_by_role("link", name="Verbeek").first.click()
    order = coach.url
    expect(coach.locator("dd", has_text=re.compile("besluit"))).to_be_visible()

    decide = sanne.locator("#besluit")
    decide.get_by_label("Bo: dagopvang").uncheck()
    decide.get_by_role("button", name="Deels toekennen").click()
    # A part that is refused needs a reason; it is asked for at its field.
    why = decide.get_by_label("Waarom")
    expect(why).to_have_attribute("aria-invalid", "true")
    expect(decide.get_by_label("Bo: dagopvang")).not_to_be_checked()
    accessible(sanne)
    why.fill(PARTLY)
    decide.get_by_role("button", name="Deels toekennen").click()
    done(sanne, "Besloten.")
    request = sanne.url
    sanne.get_by_role("link", name="Kinderopvang: deels toegekend").click()
    accessible(sanne)
    href = sanne.get_by_role("link", name="PDF openen").get_attribute("href")
    pdf = sanne.request.get(f"{office.address}{href}").body()
    assert is_accessible(pdf)
    words = " ".join(read(pdf).split())
    order_of = [
        "Sami: opvang na school",
        "Bo: dagopvang",
        PARTLY,
        MONEY[1],
        MONEY[2],
        "Participatiewet",
        "zes weken",
    ]
    places = [words.find(each) for each in order_of]
    assert -1 not in places, words
    assert places == sorted(places)
    sanne.goto(request)
    open_move(sanne, "De opvang is gestart").get_by_role("button").click()
    done(sanne, "Genoteerd dat de opvang is gestart.")
    accessible(sanne)

    # The bureau reads where it stands; the money, the reasons and the children aren't even in the page.
    coach.goto(order)
    expect(coach.locator("dd", has_text="deels geregeld")).to_be_visible()
    accessible(coach)
    html = coach.content()
    for secret in (*MONEY, "€", MISSING, LONGER, PARTLY, "De Vlieger", "Sami"):
        assert secret not in html, secret
    answer = coach.goto(request)
    assert answer is not None
    assert answer.status in (403, 404)
