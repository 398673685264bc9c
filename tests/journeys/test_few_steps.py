"""What a consultant does many times a day takes few steps, and an import what it must refuse."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from partners.demo import signins
from tests.journeys.office import Office
from tests.journeys.people import add_client, consultants_at_work, done, sign_in

pytestmark = pytest.mark.journey
Check = Callable[[Page], None]


class Mouse:
    """Counts what somebody does: a click is one interaction, typing a text is one."""

    def __init__(self) -> None:
        self.interactions = 0

    def click(self, goal: Locator) -> None:
        goal.click()
        self.interactions += 1

    def type(self, field: Locator, words: str) -> None:
        expect(field).to_be_focused()  # no click needed to get there
        field.page.keyboard.type(words)
        self.interactions += 1


def test_from_today_a_rung_up_and_a_phone_call_take_three_interactions_each(
    office: Office, person: Callable[..., Page]
) -> None:
    [page] = consultants_at_work(office, person, "Sanne de Groot")
    client = add_client(page, "Naima", "Verbeek")
    # A step back, so that she stands on Today.
    for rung in ("li:nth-last-child(3)", "li:nth-last-child(1)"):
        page.goto(f"{client}ladder/")
        page.get_by_label("Waarom").fill("Zo staat het er nu voor.")
        page.locator(f"ol.wiz-ladder {rung} > button").click()
        expect(page.locator("[data-message=success]")).to_be_visible()
    page.goto("/vandaag/")
    card = page.get_by_role("region", name="Naima Verbeek")

    call = Mouse()
    call.click(card.get_by_role("link", name="Contact noteren").first)
    call.type(page.get_by_label("Wat is er gezegd"), "De jongste is weer beter, zij gaat maandag weer.")
    call.click(page.get_by_role("button", name="Contact opslaan"))
    done(page, "Contact opgeslagen.")
    expect(page).to_have_url(f"{office.address}/vandaag/")
    assert call.interactions <= 3

    up = Mouse()
    up.click(card.get_by_role("link", name="Ladder").first)
    up.type(page.get_by_label("Waarom"), "Is weer begonnen, twee ochtenden.")
    up.click(page.locator("ol.wiz-ladder li:nth-last-child(2) > button"))
    done(page, "Nu op Sport 2")
    expect(page).to_have_url(f"{office.address}/vandaag/")
    assert up.interactions <= 3


@pytest.mark.parametrize("office", ["demo"], indirect=True)
def test_exemption_is_decided_on_one_page_in_three_interactions_besides_the_reason(
    office: Office, person: Callable[..., Page]
) -> None:
    page = person()
    sign_in(page, signins.TEAM_LEAD.email, signins.PASSWORD)
    page.goto("/beoordelen/")
    page.get_by_role("main").get_by_role("link", name="Beoordelen").first.click()
    one_page = page.url
    lead = Mouse()
    lead.click(page.get_by_role("group", name="Mag het volgens de wet?").get_by_label("Ja"))
    lead.click(page.get_by_role("group", name="Komt de cliënt iets tekort?").get_by_label("Nee"))
    # The reason is the one thing that is typed.
    page.get_by_role("textbox", name="Reden van uw besluit").fill("De opvang is pas over drie maanden rond.")
    expect(page).to_have_url(one_page)
    lead.click(page.get_by_role("button", name="Toekennen", exact=True))
    done(page, "De brief staat klaar om te versturen.")
    assert lead.interactions <= 3


def test_administrator_imports_the_template_twice_and_a_hostile_file_is_refused(
    office: Office, person: Callable[..., Page], accessible: Check, tmp_path: Path
) -> None:
    consultants_at_work(office, person)
    page = person()
    sign_in(page, "beheer@maasdal.example")
    page.goto("/beheer/clienten/inlezen/")
    with page.expect_download() as started:
        page.get_by_role("link", name="Bestand met alle kolommen en een voorbeeld").click()
    template = tmp_path / "voorbeeld.csv"
    started.value.save_as(template)
    for counts in (
        "Toegevoegd: 1, gewijzigd: 0, ongewijzigd: 0.",
        "Toegevoegd: 0, gewijzigd: 0, ongewijzigd: 1.",
    ):
        page.get_by_label("CSV-bestand").set_input_files(template)
        page.get_by_role("button", name="Inlezen", exact=True).click()
        expect(page.get_by_role("status").filter(has_text="Ingelezen.")).to_contain_text(counts)
        accessible(page)

    def clients() -> object:
        with office.database() as connection:
            return connection.execute("SELECT count(*) FROM wiz_client").fetchone()

    before = clients()
    head = b"clientnummer;voornaam;achternaam\r\n"
    hostile = {
        "codering.csv": (
            head + "A-1;Zoë;Bakker\r\n".encode() + "A-2;Chloë;Smit\r\n".encode("cp1252"),
            "tekencodering",
        ),
        "formule.csv": (
            head + b"A-1;Noor;Bakker\r\nA-2;=HYPERLINK(1);Smit\r\n",
            "Dit begint als een formule",
        ),
    }
    for name, (content, sentence) in hostile.items():
        (tmp_path / name).write_bytes(content)
        page.get_by_label("CSV-bestand").set_input_files(tmp_path / name)
        page.get_by_role("button", name="Inlezen", exact=True).click()
        expect(page.get_by_text(sentence).first).to_be_visible()
        accessible(page)
        assert clients() == before
