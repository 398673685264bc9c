"""The way of one client, from her intake to her next consultant, by hands that know no mouse."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import keyboard
from tests.journeys.keyboard import choose, go, mark, tab_of_file, tab_to, type_in
from tests.journeys.office import Office
from tests.journeys.people import PASSWORD, consultants_at_work, done

pytestmark = pytest.mark.journey
Check = Callable[[Page], None]


def weigh(page: Page, factor: str, hers: str, ours: str) -> None:
    """Both sides of a factor with a digit each."""
    for whose, weight in ((f"{factor}, de cliënt", hers), (f"{factor}, u", ours)):
        scale = page.get_by_role("group", name=whose, exact=True)
        tab_to(scale.locator("input:checked"))
        page.keyboard.press(weight)
        expect(scale.get_by_role("radio", name=weight, exact=True)).to_be_checked()


def record_intake(page: Page, accessible: Check) -> None:
    tab_of_file(page, "Intake")
    go(page.get_by_role("main").get_by_role("link", name="Intake beginnen"))
    accessible(page)
    type_in(
        page.get_by_label("Wat wil de cliënt?"),
        "Ik wil weer in de zorg werken, als de jongste naar school is.",
    )
    weigh(page, "Motivatie", "5", "4")
    type_in(
        page.get_by_role("textbox", name="Zorg voor anderen", exact=True),
        "Twee kinderen, de jongste is drie.",
    )
    type_in(page.get_by_role("textbox", name="Uren per week", exact=True), "16")
    type_in(
        page.get_by_role("textbox", name="Wat de cliënt aankan", exact=True), "Twee dagen, onder schooltijd."
    )
    go(page.get_by_role("button", name="Intake opslaan"))
    done(page, "Intake opgeslagen.")
    expect(page.get_by_text("Ik wil weer in de zorg werken").first).to_be_visible()
    expect(page.get_by_text("Twee dagen, onder schooltijd.").first).to_be_visible()
    accessible(page)


def place_on_ladder(page: Page, accessible: Check) -> None:
    page.keyboard.press("l")
    expect(page.get_by_label("Waarom")).to_be_focused()
    page.keyboard.type("Wil onder de mensen komen, twee ochtenden kan.")
    go(page.locator("ol.wiz-ladder li:nth-last-child(2) > button"))
    done(page, "Nu op Sport 2")
    accessible(page)


def make_plan(page: Page, accessible: Check) -> None:
    tab_of_file(page, "Trajectplan")
    go(page.get_by_role("main").get_by_role("link", name="Plan maken"))
    accessible(page)
    mark(page.get_by_label("Naar werk"))
    type_in(page.get_by_label("Einddoel"), "Werk als verzorgende, 16 uur per week")
    type_in(page.get_by_role("textbox", name="Wat de cliënt zelf wil"), "Liever ouderen dan kantoor.")
    rows = page.locator("tr:has([name$='-text'])")
    for row, (goal, who, day) in enumerate(
        (
            ("Opvang regelen voor de jongste", "Consulent", "01-03-2027"),
            ("Kennismaken met een zorghuis", "Cliënt", "01-06-2027"),
        )
    ):
        type_in(rows.nth(row).locator("[name$='-text']"), goal)
        choose(rows.nth(row).locator("[name$='-who']"), who)
        type_in(rows.nth(row).locator("[name$='-due']"), day)
    go(page.get_by_role("button", name="Plan maken"))
    done(page, "Het plan is opgeslagen.")
    expect(page.get_by_text("Opvang regelen voor de jongste").first).to_be_visible()


def offer_print_and_sign(page: Page, offer: str, folder: Path) -> str:
    """Offer the plan as it is, print what is to be signed, sign it on screen; return what the paper says."""
    go(page.get_by_role("button", name=offer))
    tab_to(page.get_by_role("main").get_by_role("link", name="Afdrukken"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/pdf/")
    paper = folder / "plan.pdf"
    paper.write_bytes(page.request.get(page.url).body())
    assert paper.read_bytes().startswith(b"%PDF")
    words = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True).stdout
    page.go_back()
    go(page.get_by_role("main").get_by_role("link", name="Ondertekenen"))
    mark(page.get_by_label("Op het scherm, met de cliënt erbij"))
    seen = page.get_by_label("De cliënt heeft het plan met mij gelezen")
    tab_to(seen)
    page.keyboard.press("Space")
    expect(page.get_by_label("Naam van wie tekent")).to_have_value("Naima Verbeek")
    go(page.get_by_role("button", name="Handtekening vastleggen"))
    done(page, "Getekend.")
    return " ".join(words.split())


def change_plan(page: Page) -> None:
    go(page.get_by_role("main").get_by_role("link", name="Plan wijzigen"))
    type_in(page.locator("[name$='-text']").nth(1), "Meelopen bij zorghuis De Linde")
    go(page.get_by_role("button", name="Plan opslaan"))
    done(page, "Het plan is opgeslagen.")


def note_talk(page: Page) -> None:
    """A talk with two agreements: one of the consultant, one of the client."""
    page.keyboard.press("n")
    note = page.get_by_label("Wat is er gezegd")
    expect(note).to_be_focused()
    page.keyboard.type("Zij heeft er zin in. De opvang is nog niet rond.")
    for row, (text, who) in enumerate(
        (("Opvang bellen", "Sanne de Groot"), ("Zorghuis De Linde bellen", "Cliënt"))
    ):
        type_in(page.locator("[name^=agreements][name$='-text']").nth(row), text)
        choose(page.locator("[name^=agreements][name$='-owner']").nth(row), who)
    go(page.get_by_role("button", name="Contact opslaan"))
    done(page, "Contact opgeslagen.")


def hand_over(page: Page, to: str, note: str) -> None:
    tab_of_file(page, "Overzicht")
    go(page.get_by_role("link", name="Aan een collega overdragen"))
    choose(page.get_by_label("Nieuwe consulent"), f"{to} (0 cliënten)")
    type_in(page.get_by_label("Overdrachtsbrief"), note)
    go(page.get_by_role("main").get_by_role("button", name="Overdragen"))
    done(page, to)


def test_client_goes_from_intake_to_her_next_consultant_with_the_keyboard_only(
    office: Office, person: Callable[..., Page], accessible: Check, tmp_path: Path
) -> None:
    consultants_at_work(office, person, "Sanne de Groot", "Karim Aydin")
    page = person()
    keyboard.sign_in(page, "sanne@maasdal.example", PASSWORD)
    go(page.get_by_role("main").get_by_role("link", name="Cliënt toevoegen"))
    type_in(page.get_by_label("Voornaam").first, "Naima")
    type_in(page.get_by_label("Achternaam"), "Verbeek")
    go(page.get_by_role("main").get_by_role("button", name="Cliënt toevoegen"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Naima Verbeek")
    accessible(page)

    record_intake(page, accessible)
    place_on_ladder(page, accessible)
    make_plan(page, accessible)
    paper = offer_print_and_sign(page, "Aanbieden aan de cliënt", tmp_path)
    assert "Opvang regelen voor de jongste" in paper
    assert "Kennismaken met een zorghuis" in paper

    # What was signed stands; the change is a version of its own, and what it changes can be read.
    change_plan(page)
    paper = offer_print_and_sign(page, "Wijziging aanbieden", tmp_path)
    assert "Meelopen bij zorghuis De Linde" in paper
    go(page.get_by_role("main").get_by_role("link", name="versie 2", exact=True))
    difference = page.locator("#verschil")
    expect(difference).to_contain_text("Kennismaken met een zorghuis")
    expect(difference).to_contain_text("Meelopen bij zorghuis De Linde")
    expect(difference).not_to_contain_text("Opvang regelen")

    note_talk(page)
    tab_of_file(page, "Gesprekken")
    go(page.get_by_role("button", name="Gedaan: Opvang bellen"))
    expect(page.get_by_role("row", name="Zorghuis De Linde bellen")).to_be_visible()
    expect(page.get_by_role("button", name="Gedaan: Opvang bellen")).to_have_count(0)
    hand_over(page, "Karim Aydin", "Bel haar liever na negen uur.")

    # Her next consultant finds her by a name he half heard, and reads what he must know.
    karim = person()
    keyboard.sign_in(karim, "karim@maasdal.example", PASSWORD)
    karim.keyboard.press("/")
    expect(karim.locator("[data-find]")).to_be_focused()
    karim.keyboard.type("verbek nayma")
    karim.keyboard.press("Enter")
    karim.wait_for_url("**/zoeken/")
    go(karim.get_by_role("main").get_by_role("link", name="Naima Verbeek"))
    note = karim.get_by_role("main").locator("summary", has_text="Overdrachtsbrief").first
    tab_to(note)
    karim.keyboard.press("Enter")
    expect(karim.locator("details[open]").get_by_text("Bel haar liever na negen uur.").first).to_be_visible()
    expect(karim.get_by_text("Zorghuis De Linde bellen").first).to_be_visible()
