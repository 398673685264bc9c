"""Up a rung with a reason, from Today, with the keyboard only."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.office import Office
from tests.journeys.people import (
    add_client,
    choose_password,
    first_administrator,
    invite,
    sign_in,
)

pytestmark = pytest.mark.journey


def consultant_at_work(office: Office, person: Callable[..., Page]) -> Page:
    admin = person()
    sign_in(admin, first_administrator(office))
    admin.goto("/beheer/organisatie/")
    admin.get_by_label("Naam van de gemeente").fill("Maasdal")
    admin.get_by_role("button", name="Gemeente toevoegen").click()
    link = invite(
        admin,
        name="Sanne de Groot",
        email="sanne@maasdal.example",
        role="WIZ-consulent",
        organisation="Sociale dienst Maasdal",
    )
    sanne = person()
    choose_password(sanne, link, "sanne@maasdal.example")
    return sanne


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what the selector names."""
    for _step in range(60):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by Tab to {selector}")


def test_a_client_is_placed_moved_and_put_right_again(
    office: Office, person: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    sanne = consultant_at_work(office, person)
    client = add_client(sanne, "Noor", "Verbeek")
    ladder = f"{client}ladder/"

    # The first placement: the reason is focused; Enter in it places nobody, the rung's button does.
    sanne.goto(ladder)
    accessible(sanne)
    expect(sanne.get_by_label("Waarom")).to_be_focused()
    sanne.keyboard.type("Wil onder de mensen komen.")
    sanne.keyboard.press("Enter")
    sanne.keyboard.type("Twee ochtenden kan.")
    expect(sanne).to_have_url(ladder)
    rung = "ol.wiz-ladder li:nth-last-child(2) > button"
    tab_to(sanne, rung)
    sanne.keyboard.press("Enter")
    expect(sanne.locator("[data-message=success]")).to_contain_text("Nu op Sport 2")
    expect(sanne.get_by_label("Waarom")).to_have_value("")
    expect(sanne.locator(".is-here")).to_contain_text("Sport 2")

    # A step back asks from Today what happens now.
    sanne.keyboard.type("Jongste is ziek.")
    tab_to(sanne, "ol.wiz-ladder li:last-child > button")
    sanne.keyboard.press("Enter")
    expect(sanne.locator("[data-message=success]")).to_contain_text("Nu op Sport 1")
    accessible(sanne)
    sanne.goto("/vandaag/")
    tab_to(sanne, "a[href*=vervolg]")
    sanne.keyboard.press("Enter")
    expect(sanne.get_by_label("Wat gebeurt er nu?")).to_be_focused()
    accessible(sanne)
    sanne.keyboard.type("Volgende week bellen.")
    tab_to(sanne, "main form button")
    sanne.keyboard.press("Enter")
    expect(sanne).to_have_url(f"{office.address}/vandaag/")
    expect(sanne.get_by_text("Stap terug naar")).to_have_count(0)

    # A slip is undone; the rung before holds again.
    sanne.goto(ladder)
    tab_to(sanne, "form[action*=ongedaan] button")
    sanne.keyboard.press("Enter")
    expect(sanne.locator("[data-message=success]")).to_contain_text("ongedaan gemaakt")
    expect(sanne.locator(".is-here")).to_contain_text("Sport 2")

    # Somebody else placed her meanwhile: the reason stays, and the page says where she is now.
    other = sanne.context.new_page()
    other.goto(ladder)
    sanne.reload()
    other.get_by_label("Waarom").fill("Begonnen met een cursus.")
    other.locator("ol.wiz-ladder li:nth-child(3) > button").click()
    expect(other.locator(".is-here")).to_contain_text("Sport 4")
    sanne.get_by_label("Waarom").fill("Begonnen als vrijwilliger.")
    sanne.locator("ol.wiz-ladder li:nth-child(4) > button").click()
    expect(sanne.locator("[data-error-summary]")).to_contain_text("Kijk opnieuw")
    expect(sanne.get_by_label("Waarom")).to_have_value("Begonnen als vrijwilliger.")
    expect(sanne.locator(".is-here")).to_contain_text("Sport 4")
