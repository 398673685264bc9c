"""What people do, in the words of the screen: the steps several journeys share."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.office import Office

PASSWORD = "kastanjeboom-in-mei"


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


def consultants_at_work(office: Office, person: Callable[..., Page], *names: str) -> list[Page]:
    """From an empty database to consultants, each signed in at a browser of her own; Sanne is sanne@maasdal.example."""
    admin = person()
    sign_in(admin, first_administrator(office))
    admin.goto("/beheer/organisatie/")
    admin.get_by_label("Naam van de gemeente").fill("Maasdal")
    admin.get_by_role("button", name="Gemeente toevoegen").click()
    pages = []
    for name in names:
        email = f"{name.split()[0].lower()}@maasdal.example"
        link = invite(
            admin, name=name, email=email, role="WIZ-consulent", organisation="Sociale dienst Maasdal"
        )
        pages.append(person())
        choose_password(pages[-1], link, email)
    return pages


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
