"""The sentence the program exists for, played by people in browsers of their own."""

import datetime
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.office import Office
from tests.journeys.people import (
    add_client,
    dutch,
    fill_complete_report,
    place_order,
    set_up_office,
)

pytestmark = pytest.mark.journey
FILES = Path(__file__).resolve().parent.parent / "files"
PDF = FILES / "presentielijst.pdf"


def test_report_late_and_thin_found_sent_back_answered_and_read(
    office: Office, person: Callable[..., Page], accessible: Callable[[Page], None], tmp_path: Path
) -> None:
    consultant, coach = set_up_office(office, person)
    client_page = add_client(consultant, "Naima", "Verbeek")
    place_order(consultant, client_page)
    consultant.goto("/vandaag/")
    expect(consultant.get_by_text("Er wacht niets op u")).to_be_visible()

    # A hundred days go by. Nobody does anything; beat finds it by itself.
    office.let_days_pass(105)
    office.start_worker_and_beat()
    wait_until(consultant, "/vandaag/", "Rapport van De Wilg ontbreekt")
    accessible(consultant)
    expect(consultant.get_by_text("Ilse Prins, 0900 0002")).to_be_visible()
    consultant.get_by_role("button", name="Herinneren").click()
    expect(consultant.get_by_text("De Wilg is herinnerd.")).to_be_visible()

    # The bureau sees that it is late and was reminded, and delivers something thin with a real PDF.
    coach.goto("/rapporten/")
    expect(coach.get_by_text("dagen te laat").first).to_be_visible()
    expect(coach.get_by_text("één keer herinnerd")).to_be_visible()
    expect(coach.get_by_text("0900 0001").first).to_be_visible()
    accessible(coach)
    coach.get_by_role("link", name="Schrijven", exact=True).first.click()
    coach.get_by_label("Gemaakt").fill("9")
    coach.get_by_role("textbox", name="Volgende stap").fill("Het gaat goed.")
    coach.get_by_label("Bestanden toevoegen").set_input_files(PDF)
    coach.get_by_role("button", name="Inleveren").first.click()
    expect(coach.get_by_text("Uw tekst is opgeslagen. U mag het zo inleveren")).to_be_visible()
    accessible(coach)
    coach.get_by_role("button", name="Onvolledig inleveren").click()
    expect(coach.get_by_text("Het rapport is ingeleverd.")).to_be_visible()

    # She finds it incomplete on her page, opens the PDF byte for byte, and sends it back.
    wait_until(consultant, "/vandaag/", "Rapport van De Wilg is onvolledig")
    consultant.get_by_role("link", name="Bekijken en beslissen").click()
    expect(consultant.get_by_text("Kijk van de cliënt", exact=False).first).to_be_visible()
    accessible(consultant)
    with consultant.expect_download() as started:
        consultant.get_by_role("link", name="presentielijst.pdf").click()
    copy = tmp_path / "copy.pdf"
    started.value.save_as(copy)
    assert hashlib.sha256(copy.read_bytes()).digest() == hashlib.sha256(PDF.read_bytes()).digest()
    consultant.locator("summary", has_text="Terugsturen").click()
    consultant.get_by_label("Wat moet er anders?").fill("Wat vindt zij er zelf van, en hoe vaak kwam zij?")
    consultant.get_by_role("button", name="Terugsturen").click()
    expect(consultant.get_by_text("Het rapport is teruggestuurd.")).to_be_visible()

    # It comes again, complete.
    coach.goto("/rapporten/")
    expect(coach.get_by_text("Wat vindt zij er zelf van")).to_be_visible()
    coach.get_by_role("link", name="Verbeteren", exact=True).click()
    fill_complete_report(coach, dutch(datetime.date.today()))
    expect(coach.locator("[data-autosave-status]")).to_contain_text("Opgeslagen om")
    coach.get_by_role("button", name="Inleveren", exact=True).first.click()
    expect(coach.get_by_text("Het rapport is ingeleverd.")).to_be_visible()

    # She does not answer; after the term beat puts it on her page. Then she answers with a reason.
    office.let_days_pass(16)
    wait_until(consultant, "/vandaag/", "Antwoord op rapport van De Wilg")
    consultant.get_by_role("link", name="Lezen en antwoorden").click()
    consultant.get_by_label("Deels").check()
    consultant.get_by_label("Waarom", exact=True).fill("Eerst opvang op twee dagen, dan de kwekerij.")
    consultant.get_by_label("Bericht aan het bureau").fill("De opvang op woensdag is rond vanaf 1 december.")
    accessible(consultant)
    consultant.get_by_role("button", name="Antwoord versturen").click()
    expect(consultant.get_by_text("Uw antwoord is verstuurd.")).to_be_visible()
    expect(consultant.get_by_text("Antwoord op rapport van De Wilg")).to_have_count(0)

    # The bureau reads what happens with its advice, and why.
    coach.goto("/rapporten/?lijst=klaar")
    coach.get_by_role("link", name="Lezen", exact=True).first.click()
    expect(coach.get_by_text("Eerst opvang op twee dagen, dan de kwekerij.").first).to_be_visible()
    expect(coach.get_by_text("De opvang op woensdag is rond").first).to_be_visible()
    expect(coach.get_by_text("Sanne de Groot").first).to_be_visible()
    accessible(coach)


def test_report_falls_due_beat_raises_flag_and_delivery_removes_it(
    office: Office, person: Callable[..., Page]
) -> None:
    consultant, coach = set_up_office(office, person)
    place_order(consultant, add_client(consultant, "Dorien", "Kusters"))
    office.start_worker_and_beat()
    office.let_days_pass(93)  # a day or a few past three calendar months, not yet a week late
    consultant.goto("/vandaag/")
    expect(consultant.get_by_text("Er wacht niets op u")).to_be_visible()
    wait_until(consultant, "/vandaag/?lijst=bureau", "Rapport van De Wilg ontbreekt")
    office.let_days_pass(7)
    wait_until(consultant, "/vandaag/", "Rapport van De Wilg ontbreekt")
    coach.goto("/rapporten/")
    coach.get_by_role("link", name="Schrijven", exact=True).first.click()
    fill_complete_report(coach, dutch(datetime.date.today()))
    coach.get_by_role("button", name="Inleveren", exact=True).first.click()
    expect(coach.get_by_text("Het rapport is ingeleverd.")).to_be_visible()
    consultant.goto("/vandaag/")
    expect(consultant.get_by_text("Er wacht niets op u")).to_be_visible()


def wait_until(page: Page, path: str, words: str, seconds: int = 30) -> None:
    """Look at a page again and again until it says something that a background process must find first."""
    deadline = datetime.datetime.now() + datetime.timedelta(seconds=seconds)
    while True:
        page.goto(path)
        if page.get_by_text(words).count():
            return
        assert datetime.datetime.now() < deadline, f"{path} never said {words!r}:\n{page.inner_text('main')}"
        page.wait_for_timeout(500)
