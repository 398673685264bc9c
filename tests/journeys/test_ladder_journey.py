"""Up a rung with a reason, from Today, with the keyboard only."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.keyboard import go
from tests.journeys.office import Office
from tests.journeys.people import add_client, consultants_at_work

pytestmark = pytest.mark.journey


def test_a_client_is_placed_moved_and_put_right_again(
    office: Office, person: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    [sanne] = consultants_at_work(office, person, "Sanne de Groot")
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
    go(sanne.locator("ol.wiz-ladder li:nth-last-child(2) > button"))
    expect(sanne.locator("[data-message=success]")).to_contain_text("Nu op Sport 2")
    expect(sanne.get_by_label("Waarom")).to_have_value("")
    expect(sanne.locator(".is-here")).to_contain_text("Sport 2")

    # A step back asks from Today what happens now.
    sanne.keyboard.type("Jongste is ziek.")
    go(sanne.locator("ol.wiz-ladder li:last-child > button").first)
    expect(sanne.locator("[data-message=success]")).to_contain_text("Nu op Sport 1")
    accessible(sanne)
    sanne.goto("/vandaag/")
    go(sanne.locator("a[href*=vervolg]").first)
    expect(sanne.get_by_label("Wat gebeurt er nu?")).to_be_focused()
    accessible(sanne)
    sanne.keyboard.type("Volgende week bellen.")
    go(sanne.locator("main form button").first)
    expect(sanne).to_have_url(f"{office.address}/vandaag/")
    expect(sanne.get_by_text("Stap terug naar")).to_have_count(0)

    # A slip is undone; the rung before holds again.
    sanne.goto(ladder)
    go(sanne.locator("form[action*=ongedaan] button").first)
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
