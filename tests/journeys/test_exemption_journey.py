"""An exemption from the first request to the letter: two consultants and a team lead, none of whom knows a mouse."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import typst
from playwright.sync_api import Locator, Page, expect

from tests.journeys.keyboard import choose_file, go, mark, press, tab_of_file, tab_to, type_in
from tests.journeys.office import Office
from tests.journeys.people import consultants_at_work, done, dutch
from tests.pdfs import is_accessible, read

pytestmark = pytest.mark.journey
Check = Callable[[Page], None]
ADVICE = Path(__file__).resolve().parent.parent / "files" / "presentielijst.pdf"
TODAY = datetime.date.today()
START, UNTIL = TODAY, TODAY + datetime.timedelta(300)
SHORTER, AGAIN = TODAY + datetime.timedelta(180), TODAY + datetime.timedelta(90)
QUESTION = "Is acht uur per week haalbaar, denkt u?"
OPINION = "Ja, als de school van de oudste geregeld is. Vraag haar wel eerst zelf."
ADVISED = "Wat heeft zij zelf gezegd? En wat doet zij al die tijd?"
REASON = (
    "Uw jongste gaat vanaf maandag twee ochtenden naar de peuterspeelzaal en uw oudste is thuis tot er plek is op een "
    "andere school. Dat duurt volgens de leerplichtambtenaar nog een half jaar. U zorgt alleen voor hen."
)
GRANTED_BECAUSE = (
    "U zorgt alleen voor twee kinderen en de school van de oudste is nog niet geregeld. Een half jaar is genoeg om dat "
    "te regelen; in die tijd kunt u twee ochtenden werken, wanneer de jongste naar de peuterspeelzaal is."
)


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def test_exemption_goes_from_request_over_advice_to_the_letter_with_the_keyboard_only(
    office: Office, person: Callable[..., Page], accessible: Check
) -> None:
    sanne, karim, lead = consultants_at_work(
        office, person, "Sanne de Groot", "Karim Aydin", lead="Petra Hoekstra"
    )
    add_client_by_keyboard(sanne)
    ask(sanne, accessible)
    ask_a_colleague(sanne, "Karim Aydin")
    answer(karim, accessible)
    return_with_advice(lead, accessible)
    change_and_submit_again(sanne, accessible)
    grant_shorter(lead, accessible)
    send_letter(sanne, accessible)
    read_what_happened(sanne, accessible)


def add_client_by_keyboard(page: Page) -> None:
    page.goto("/clienten/nieuw/")
    type_in(page.get_by_label("Voornaam").first, "Naima")
    type_in(page.get_by_label("Achternaam"), "Verbeek")
    type_in(page.get_by_label("Straat"), "Kadelaan 12")
    type_in(page.get_by_label("Postcode"), "5311 AB")
    type_in(page.get_by_label("Plaats"), "Maasdal")
    go(main(page).get_by_role("button", name="Cliënt toevoegen"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Naima Verbeek")


def ask(page: Page, accessible: Check) -> None:
    """The consultant asks, is told at the field what lacks, and submits with a document."""
    go(main(page).get_by_role("link", name="Ontheffing vragen"))
    accessible(page)
    mark(page.get_by_label("Gedeeltelijk"))
    type_in(page.get_by_label("Uren per week die blijven"), "12")
    type_in(page.get_by_label("Vanaf"), dutch(START))
    type_in(page.get_by_label("Opnieuw bekijken op"), dutch(AGAIN))
    mark(page.get_by_label("Zorgplicht"))
    type_in(page.get_by_role("textbox", name="Reden", exact=True), "Er is geen school voor de oudste.")
    type_in(
        page.get_by_role("textbox", name="Waar dit op steunt"), "Leerplicht: nog een half jaar geen plek."
    )
    choose_file(page.locator("[type=file]"), ADVICE)
    # Without an end it is refused, at the field of the end; what was typed and chosen is still there.
    go(page.get_by_role("button", name="Indienen", exact=True))
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    press(summary.get_by_role("link").first)
    until = page.get_by_label("Tot en met")
    expect(until).to_be_focused()
    expect(until).to_have_accessible_description(re.compile("een ontheffing heeft altijd een einde"))
    accessible(page)
    page.keyboard.type(dutch(UNTIL))
    go(page.get_by_role("button", name="Indienen", exact=True))
    done(page, "Ingediend.")
    expect(main(page).get_by_role("link", name=ADVICE.name)).to_be_visible()
    accessible(page)


def ask_a_colleague(page: Page, name: str) -> None:
    go(main(page).get_by_role("link", name="Vraag een collega"))
    colleague = page.get_by_label(name)
    press(colleague)
    expect(colleague).to_be_checked()
    type_in(page.get_by_role("textbox", name="Vraag"), QUESTION)
    go(page.get_by_role("button", name="Vragen", exact=True))
    done(page, "1 collega is gevraagd.")


def answer(page: Page, accessible: Check) -> None:
    """The colleague finds the question on her Today, reads the request, and says what she thinks."""
    page.goto("/vandaag/")
    expect(main(page).get_by_text(QUESTION)).to_be_visible()
    accessible(page)
    go(main(page).get_by_role("link", name="Geef uw mening"))
    expect(main(page).get_by_text("Er is geen school voor de oudste.")).to_be_visible()
    accessible(page)
    type_in(page.get_by_role("textbox", name="Uw mening"), OPINION)
    go(page.get_by_role("button", name="Geef uw mening"))
    done(page, "Uw mening staat bij de aanvraag.")


def open_review(page: Page) -> None:
    """The lead opens what waits longest, from her menu."""
    page.goto("/vandaag/")
    go(page.get_by_role("banner").get_by_role("link", name="Te beoordelen"))
    go(main(page).get_by_role("link", name="Beoordelen").first)


def return_with_advice(page: Page, accessible: Check) -> None:
    open_review(page)
    accessible(page)
    expect(page.get_by_text(OPINION)).to_be_visible()
    expect(main(page).get_by_role("link", name=ADVICE.name)).to_be_visible()
    mark(page.get_by_role("group", name="Mag het volgens de wet?").get_by_label("Onduidelijk"))
    mark(page.get_by_role("group", name="Komt de cliënt iets tekort?").get_by_label("Ja"))
    type_in(page.get_by_role("textbox", name="Wat komt de cliënt tekort?"), "opvang")
    type_in(page.get_by_role("textbox", name="Reden van uw besluit"), ADVISED)
    go(page.get_by_role("button", name="Terug met advies"))
    done(page, "De consulent leest uw advies.")
    expect(main(page).get_by_role("link", name="Beoordelen")).to_have_count(0)
    accessible(page)


def change_and_submit_again(page: Page, accessible: Check) -> None:
    """The consultant finds the advice on her Today, and does with it what it asks."""
    page.goto("/vandaag/")
    go(main(page).get_by_role("link", name="Advies lezen"))
    expect(page.get_by_text(ADVISED).first).to_be_visible()
    accessible(page)
    go(main(page).get_by_role("link", name="Wijzigen"))
    expect(page.get_by_text(ADVISED)).to_be_visible()
    type_in(page.get_by_role("textbox", name="Reden", exact=True), REASON)
    type_in(
        page.get_by_role("textbox", name="Wat de cliënt ervan vindt"),
        "Ik wil wel werken, maar niet elke dag.",
    )
    type_in(page.locator("[name$='0-text']"), "U belt elke maand met de leerplichtambtenaar")
    type_in(page.locator("[name$='0-due']"), dutch(AGAIN))
    type_in(
        page.get_by_role("textbox", name="Welke deelname mogelijk blijft"),
        "het buurtrestaurant, twee ochtenden",
    )
    go(page.get_by_role("button", name="Indienen", exact=True))
    done(page, "Ingediend.")


def grant_shorter(page: Page, accessible: Check) -> None:
    """Round two: the lead reads what was said before, and grants less than was asked."""
    open_review(page)
    expect(page.get_by_text(ADVISED)).to_be_visible()
    expect(page.get_by_text("Ik wil wel werken, maar niet elke dag.")).to_be_visible()
    mark(page.get_by_role("group", name="Mag het volgens de wet?").get_by_label("Ja"))
    mark(page.get_by_role("group", name="Komt de cliënt iets tekort?").get_by_label("Nee"))
    type_in(page.get_by_role("textbox", name="Reden van uw besluit"), GRANTED_BECAUSE)
    press(page.locator("summary", has_text="Korter of met andere uren toekennen"))
    accessible(page)
    type_in(page.get_by_label("Tot en met"), dutch(SHORTER))
    type_in(page.get_by_label("Uren per week die blijven"), "8")
    go(page.get_by_role("button", name="Zo toekennen"))
    done(page, "De brief staat klaar om te versturen.")


def send_letter(page: Page, accessible: Check) -> None:
    """The letter can be read by everybody, says all it must, and is recorded as sent."""
    page.reload()
    go(main(page).get_by_role("link", name="Ontheffing toegekend"))
    accessible(page)
    tab_to(page.get_by_role("link", name="PDF openen"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/pdf/")
    pdf = page.request.get(page.url).body()
    page.go_back()
    assert is_accessible(pdf)
    assert not is_accessible(typst.compile(b"= Brief\nZonder labels", format="pdf", pdf_tags=False))
    words = " ".join(read(pdf).split())
    order = [
        "Maasdal",
        "Naima Verbeek",
        "Kadelaan 12",
        "Onderwerp: U krijgt een ontheffing",
        "8 uur per week",
    ]
    order += [
        "gedeeltelijke ontheffing",
        REASON,
        GRANTED_BECAUSE,
        "belt elke maand met de leerplichtambtenaar",
    ]
    order += ["buurtrestaurant", "artikel 9, tweede lid, van de Participatiewet", "zes weken"]
    order += ["Bel met Sanne de Groot", "Petra Hoekstra"]
    places = [words.find(each) for each in order]
    assert -1 not in places, [each for each, place in zip(order, places, strict=True) if place < 0]
    assert places == sorted(places)
    go(page.get_by_role("button", name="Brief is verstuurd"))
    done(page, "Er is vastgelegd dat de brief is verstuurd.")
    accessible(page)


def read_what_happened(page: Page, accessible: Check) -> None:
    tab_of_file(page, "Overzicht")
    expect(page.get_by_text(f"gedeeltelijk ontheven t/m {SHORTER.day}").first).to_be_visible()
    accessible(page)
    tab_of_file(page, "Tijdlijn")
    timeline = main(page)
    for step in (
        "Ontheffing ter beoordeling ingediend",
        "Mening over de ontheffing gevraagd aan Karim Aydin",
        "Mening over de ontheffing gegeven",
        "Ontheffing teruggegeven met advies",
        "Aanvraag voor een ontheffing gewijzigd",
        "Ontheffing toegekend",
        "verstuurd",
    ):
        expect(timeline.get_by_text(step).first).to_be_visible()
    expect(timeline.get_by_text("Ontheffing ter beoordeling ingediend")).to_have_count(2)
