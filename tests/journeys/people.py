"""What people do, in the words of the screen: the steps several journeys share."""

import datetime
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.office import Office

PASSWORD = "kastanjeboom-in-mei"


def dutch(day: datetime.date) -> str:
    """A day as it is typed."""
    return f"{day:%d-%m-%Y}"


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord", exact=True).fill(password)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url(lambda url: "login" not in url)


def first_administrator(office: Office) -> str:
    email = "beheer@maasdal.example"
    office.manage(
        "create_administrator", email, "--name", "Bea Veenstra", "--service", "Sociale dienst Maasdal",
        text=f"{PASSWORD}\n",
    )  # fmt: skip
    return email


def invite(
    admin: Page, *, name: str, email: str, role: str, organisation: str, team: str = "", **more: str
) -> str:
    """The administrator adds somebody and gets the link to pass on."""
    admin.goto("/beheer/gebruikers/")
    admin.get_by_role("link", name="Gebruiker toevoegen").first.click()
    admin.get_by_label("Naam", exact=True).fill(name)
    admin.get_by_label("E-mailadres").fill(email)
    admin.get_by_label("Rol").select_option(role)
    admin.get_by_label("Organisatie").select_option(organisation)
    if team:
        admin.get_by_label("Team").select_option(team)
    for label, value in more.items():
        admin.get_by_label(label.replace("_", " ")).fill(value)
    admin.get_by_role("button", name="Toevoegen en uitnodiging maken").click()
    return admin.locator("#link").input_value()


def choose_password(page: Page, link: str, email: str) -> None:
    """Somebody follows her invitation, chooses a password and signs in."""
    page.goto(link)
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_password2").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    sign_in(page, email)


def consultants_at_work(
    office: Office, person: Callable[..., Page], *names: str, lead: str = ""
) -> list[Page]:
    """From an empty database to consultants and a team lead, the last, if one is named.

    Each is signed in at a browser of her own; Sanne is sanne@maasdal.example.
    """
    admin = person()
    sign_in(admin, first_administrator(office))
    admin.goto("/beheer/organisatie/")
    admin.get_by_label("Naam van de gemeente").fill("Maasdal")
    admin.get_by_role("button", name="Gemeente toevoegen").click()
    pages = []
    for name in filter(None, (*names, lead)):
        email = f"{name.split()[0].lower()}@maasdal.example"
        role = "Teamleider" if name == lead else "WIZ-consulent"
        link = invite(admin, name=name, email=email, role=role, organisation="Sociale dienst Maasdal")
        pages.append(person())
        choose_password(pages[-1], link, email)
    return pages


def set_up_office(office: Office, person: Callable[..., Page]) -> tuple[Page, Page]:
    """From an empty database to a consultant and a coach, each signed in at a browser of her own."""
    admin = person()
    sign_in(admin, first_administrator(office))
    admin.goto("/beheer/organisatie/")
    admin.get_by_label("Naam van de gemeente").fill("Maasdal")
    admin.get_by_role("button", name="Gemeente toevoegen").click()
    admin.get_by_label("In gebruik sinds").fill("01-01-2020")
    admin.get_by_role("button", name="Opslaan").click()
    admin.goto("/beheer/bureaus/")
    admin.get_by_role("link", name="bureau toevoegen").first.click()
    admin.get_by_label("Naam", exact=True).fill("De Wilg")
    admin.get_by_label("Soort").select_option("Re-integratiebureau")
    admin.get_by_role("button", name="Bureau toevoegen").click()
    consultant_link = invite(
        admin,
        name="Sanne de Groot",
        email="sanne@maasdal.example",
        role="WIZ-consulent",
        organisation="Sociale dienst Maasdal",
        Telefoon="0900 0001",
        Werkdagen="di t/m vr",
    )
    coach_link = invite(
        admin,
        name="Ilse Prins",
        email="ilse@dewilg.example",
        role="Bureaumedewerker",
        organisation="De Wilg",
        Telefoon="0900 0002",
    )
    consultant, coach = person(), person()
    choose_password(consultant, consultant_link, "sanne@maasdal.example")
    choose_password(coach, coach_link, "ilse@dewilg.example")
    return consultant, coach


def place_order(page: Page, client_page: str) -> None:
    page.goto(client_page)
    page.get_by_role("link", name="Bij een bureau bestellen").or_(
        page.get_by_role("link", name="pdracht").first
    ).first.click()
    page.get_by_label("Bureau", exact=True).select_option("De Wilg")
    page.get_by_label("Coach").select_option("Ilse Prins")
    page.get_by_label("Instrument").select_option("Coaching")
    page.get_by_label("Wat vraagt u?").fill("Wat kan zij aan, en wat heeft zij daarbij nodig?")
    page.locator("[name$=text]").first.fill("Kennismaken met drie werkplekken")
    page.get_by_role("button", name="Opdracht geven").click()
    expect(page.get_by_text("Opdracht geplaatst")).to_be_visible()


def done(page: Page, words: str) -> None:
    """The page says that it was done."""
    expect(page.locator("[data-message=success]")).to_contain_text(words)


def add_client(page: Page, first: str, last: str) -> str:
    """The consultant adds a client and gets her number."""
    page.goto("/caseload/")
    page.get_by_role("link", name="Cliënt toevoegen").first.click()
    page.get_by_label("Voornaam").first.fill(first)
    page.get_by_label("Achternaam").fill(last)
    page.get_by_role("button", name="Cliënt toevoegen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{first} {last}")
    return page.url


def fill_complete_report(page: Page, day: str) -> None:
    """The bureau fills in everything a complete report has."""
    page.wait_for_load_state()
    page.get_by_label("Gemaakt").fill("9")
    page.get_by_label("Gekomen").fill("7")
    page.get_by_label("Afgezegd").fill("2")
    page.get_by_label("Zonder bericht").fill("0")
    page.get_by_role("textbox", name="Uw functie").fill("coach")
    page.get_by_label("Kind ziek").check()
    for field in page.get_by_label("Wat is gedaan").all():
        field.fill("Twee plekken bezocht")
    for field in page.get_by_label("Resultaat").all():
        field.select_option("Loopt")
    for field in page.get_by_label("Waarom", exact=True).all():
        field.fill("Op woensdag is er geen opvang")
    page.get_by_label("Niet geregeld", exact=True).check()
    page.get_by_label("Kinderen", exact=True).check()
    page.get_by_label("Wat de cliënt er zelf van vindt").fill("Fijne groep. Ik wil graag meer buiten werken.")
    page.get_by_label("Heeft het gelezen", exact=True).check()
    page.get_by_label("Op", exact=True).fill(day)
    page.get_by_role("textbox", name="Volgende stap").fill("Kennismaken met een kwekerij.")
    page.get_by_label("Leer-werktraject", exact=True).last.check()
    page.get_by_label("Vraag aan de consulent").fill("Kan de opvang op woensdag rond zijn?")
    page.get_by_label("Nee", exact=True).check()
