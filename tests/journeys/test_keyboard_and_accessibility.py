"""Every page for everybody: nothing for axe to find, nothing to scroll sideways for, and no mouse needed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from partners.demo import signins
from tests.journeys import keyboard
from tests.journeys.keyboard import HAS_VISIBLE_FOCUS, tab_to
from tests.journeys.office import Office, demo, open_office
from tests.journeys.people import sign_in

pytestmark = pytest.mark.journey

DESK, PHONE, SMALL_PHONE = (1366, 768), (390, 844), (320, 640)
THIN = "state = 'delivered' AND cardinality(missing) > 0 AND NOT is_blocked"
SENT_BACK = "state = 'sent_back'"
Check = Callable[[Page], None]
# What sticks out at the right, for the message.
WIDER_THAN_THE_WINDOW = r"""() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((e) => e.getBoundingClientRect().right > width + 1)
    .slice(0, 10).map((e) => e.outerHTML.slice(0, 120).replace(/\s+/g, " "));
}"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office with invented people for all tests here. When another file's tests came in between, a second one."""
    sessions.clear()
    with open_office(tmp_path_factory.mktemp("office"), like=demo()) as office:
        # Few reports are not needed: chance gives the bureau of who is signed in none on some days.
        spare = find(office, "state = 'owed' AND due > current_date")
        with office.database() as connection:
            connection.execute(
                "UPDATE partners_report SET state = 'not_needed', not_needed_reason = 'Vervalt.' WHERE id = %s",
                [spare],
            )
        yield office


def fits(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    wide = page.evaluate(WIDER_THAN_THE_WINDOW)
    assert not wide, f"{page.url} at {size[0]}:\n" + "\n".join(wide)


@pytest.fixture
def usable(accessible: Check) -> Callable[..., None]:
    """Give a check of a page with everything on it opened, on a desk and on a phone. It ends at a desk's size."""

    def check(page: Page, address: str = "", smallest: tuple[int, int] = SMALL_PHONE) -> None:
        if address:
            page.goto(address)
        page.wait_for_load_state()
        # Who is not signed in any more would have the page to sign in looked at, each time.
        assert "/account/login/?next=" not in page.url, page.url
        page.locator("main").evaluate(
            "main => main.querySelectorAll('details').forEach((each) => { each.open = true; })"
        )
        for width, height in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            # As tall as the page: what a bar that stays at the bottom covers can be scrolled clear of it.
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": max(height, tall)})
            accessible(page)
        for size in {PHONE, smallest}:
            fits(page, size)
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})

    return check


def find(office: Office, where: str, what: str = "report.id") -> int:
    """The id of a report (or of its order or client) that is like this."""
    with office.database() as connection:
        row = connection.execute(
            f"""SELECT {what} FROM partners_report report
                JOIN partners_order o ON o.id = report.order_id
                JOIN trajecten_activity activity ON activity.id = o.activity_id
                JOIN wiz_client client ON client.id = activity.client_id
                JOIN wiz_user coach ON coach.organisation_id = o.bureau_id AND coach.email = %s
                WHERE {where} ORDER BY report.due LIMIT 1""",  # type: ignore[arg-type]
            [signins.COACH.email],
        ).fetchone()
    assert row, where
    return int(str(row[0]))


# By address, what the browser keeps of somebody who is signed in at the office of these tests.
sessions: dict[str, Any] = {}


def signed_in(page: Page, who: signins.SignIn) -> Page:
    """Give a page of somebody who is signed in: through the form the first time, later with what that gave."""
    if who.email not in sessions:
        sign_in(page, who.email, signins.PASSWORD)
        sessions[who.email] = page.context.cookies()
    page.context.add_cookies(sessions[who.email])
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


# What axe says, and how wide it is


def test_lists_of_a_consultant(
    office: Office, person: Callable[..., Page], usable: Callable[..., None]
) -> None:
    page = signed_in(person(), signins.CONSULTANT)
    for address in ("/vandaag/", "/vandaag/?lijst=bureau", "/vandaag/?lijst=lead", "/vandaag/?lijst=snoozed"):
        usable(page, address)
    usable(page, "/caseload/?van=alle")
    usable(page, "/caseload/?van=niemand&signaal=elk")
    page.locator("header [data-menu] > summary").click()
    usable(page)
    page.goto("/vandaag/")
    page.locator("[data-find]").fill("a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/")
    usable(page)
    usable(page, "/clienten/999999/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def one(office: Office, query: str) -> str:
    """The first value of the first row."""
    with office.database() as connection:
        row = connection.execute(query).fetchone()  # type: ignore[arg-type]
    assert row, query
    return str(row[0])


def test_clients_and_orders(office: Office, person: Callable[..., Page], usable: Callable[..., None]) -> None:
    page = signed_in(person(), signins.CONSULTANT)
    client = find(office, "state = 'delivered'", "client.id")
    usable(page, f"/clienten/{client}/")
    usable(page, f"/opdrachten/{find(office, 'True', 'o.id')}/")
    for address in (f"/clienten/{client}/opdracht/", "/clienten/nieuw/"):
        usable(page, address)
        page.locator("main form button").last.click()
        expect(page.locator("[data-error-summary]")).to_be_focused()
        usable(page)


def test_way_of_a_client(office: Office, person: Callable[..., Page], usable: Callable[..., None]) -> None:
    page = signed_in(person(), signins.CONSULTANT)
    signed_twice = """SELECT plan.client_id FROM trajecten_plan plan
                      JOIN trajecten_planversion version ON version.plan_id = plan.id
                      JOIN trajecten_intake intake ON intake.client_id = plan.client_id
                      WHERE plan.ended_on IS NULL AND version.signed_on IS NOT NULL AND version.number > 1"""
    client = one(office, signed_twice)
    for step in (
        "wijzigen/", "tijdlijn/", "intake/", "intake/1/", "intake/bijwerken/", "ladder/", "plan/", "plan/wijzigen/",
        "plan/herzien/", "plan/beeindigen/", "plan/scholing-geweigerd/", "hulp/", "hulp/noteren/",
    ):  # fmt: skip
        usable(page, f"/clienten/{client}/{step}")
    running = f"(SELECT id FROM trajecten_plan WHERE client_id = {client} AND ended_on IS NULL)"
    version = one(office, f"SELECT id FROM trajecten_planversion WHERE number = 2 AND plan_id IN {running}")
    usable(page, f"/clienten/{client}/plan/{version}/")
    waits = """FROM trajecten_planversion version JOIN trajecten_plan plan ON plan.id = version.plan_id
               WHERE signed_on IS NULL AND withdrawn_at IS NULL AND ended_on IS NULL ORDER BY version.id"""
    owner, waiting = one(office, f"SELECT client_id {waits}"), one(office, f"SELECT version.id {waits}")
    usable(page, f"/clienten/{owner}/plan/")
    usable(page, f"/clienten/{owner}/plan/{waiting}/tekenen/")
    page.get_by_role("button", name="Handtekening vastleggen").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    usable(page)
    goal = one(office, "SELECT id FROM trajecten_goal WHERE state = 'open'")
    usable(page, f"/plandoelen/{goal}/laten-vallen/")
    fall = "FROM wiz_flag WHERE rule = 'fall' AND resolved_at IS NULL ORDER BY id"
    fallen, placement = one(office, f"SELECT client_id {fall}"), one(office, f"SELECT subject_id {fall}")
    usable(page, f"/clienten/{fallen}/ladder/{placement}/vervolg/")
    helped = one(office, "SELECT id FROM trajecten_referral WHERE outcome = ''")
    for step in ("wat-kwam-ervan", "eigenaar", "verbeteren"):
        usable(page, f"/hulp/{helped}/{step}/")


def test_talks_and_agreements(
    office: Office, person: Callable[..., Page], usable: Callable[..., None]
) -> None:
    page = signed_in(person(), signins.CONSULTANT)
    talks = "FROM trajecten_meeting JOIN wiz_client client ON client.id = client_id AND consultant_id ="
    hers = f"{talks} (SELECT id FROM wiz_user WHERE email = '{signins.CONSULTANT.email}')"
    planned = one(office, f"SELECT trajecten_meeting.id {hers} WHERE state = 'planned'")
    held = one(office, f"SELECT trajecten_meeting.id {hers} WHERE state = 'held'")
    client = one(office, f"SELECT client_id {hers} WHERE state = 'held'")
    for step in ("", "voorbereiding/", "noteren/", "verzetten/", "niet-doorgegaan/"):
        usable(page, f"/gesprekken/{planned}/{step}")
    usable(page, f"/gesprekken/{held}/")
    usable(page, "/kalender/")
    usable(page, "/kalender/?weken=13&soort=rapporten")
    usable(page, f"/clienten/{client}/gesprekken/")
    for step in ("gesprekken/plannen/", "contact/"):
        usable(page, f"/clienten/{client}/{step}")
        page.locator("main form button").last.click()
        expect(page.locator("[data-error-summary]")).to_be_focused()
        usable(page)
    agreement = one(office, "SELECT id FROM trajecten_agreement WHERE state = 'open'")
    for step in ("datum/", "vervallen/"):
        usable(page, f"/afspraken/{agreement}/{step}")


def test_letters(office: Office, person: Callable[..., Page], usable: Callable[..., None]) -> None:
    page = signed_in(person(), signins.CONSULTANT)
    waits, sent = (
        "FROM wiz_letter WHERE sent_on IS NULL AND dropped_at IS NULL",
        "FROM wiz_letter WHERE how <> ''",
    )
    usable(page, f"/clienten/{one(office, f'SELECT client_id {waits}')}/brieven/")
    usable(page, f"/gesprekken/{one(office, f'SELECT about_id {waits}')}/brief/")
    usable(page, f"/brieven/{one(office, f'SELECT id {sent}')}/")
    usable(page, f"/brieven/{one(office, f'SELECT id {waits}')}/")
    page.locator("[name=on]").fill("")
    page.locator("aside form button").first.click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    usable(page)


def test_texts_of_letters_and_house_style(
    office: Office, person: Callable[..., Page], usable: Callable[..., None]
) -> None:
    page = signed_in(person(), signins.ADMINISTRATOR)
    town = one(office, "SELECT id FROM wiz_municipality")
    for address in ("brieven/", "brieven/objection/", "brieven/appointment/", f"huisstijl/{town}/"):
        usable(page, f"/beheer/{address}")
    page.goto("/beheer/brieven/appointment/")
    page.locator("[name=body]").fill("{{ bsn }}")
    page.locator("main form button").first.click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    usable(page)


def first(office: Office, table: str, where: str) -> tuple[str, str]:
    """The id of a row that is like this, and of its client."""
    query = f"FROM {table} WHERE {where} ORDER BY id"
    return one(office, f"SELECT id {query}"), one(office, f"SELECT client_id {query}")


def errors(page: Page) -> None:
    """Send a form that lacks something."""
    page.locator("main form [class*=primary-action]").first.click()
    expect(page.locator("[data-error-summary]")).to_be_focused()


def test_exemptions(office: Office, person: Callable[..., Page], usable: Callable[..., None]) -> None:
    page = signed_in(person(), signins.CONSULTANT)
    returned, client = first(office, "trajecten_exemption", "state = 'returned'")
    for address in (
        f"clienten/{client}/ontheffing",
        f"ontheffingen/{returned}",
        f"ontheffingen/{returned}/wijzigen",
    ):
        usable(page, f"/{address}/")
    usable(page, f"/ontheffingen/{returned}/collegas/", PHONE)
    ended, _its_client = first(
        office,
        "trajecten_exemption one",
        """state = 'granted' AND NOT EXISTS (
             SELECT 1 FROM trajecten_exemption other WHERE other.client_id = one.client_id
             AND (other.granted_from > one.granted_from OR other.state IN ('draft', 'submitted', 'returned')))""",
    )
    usable(page, f"/ontheffingen/{ended}/")
    usable(page, f"/ontheffingen/{ended}/verlengen/")
    never = one(
        office,
        "SELECT id FROM wiz_client WHERE id NOT IN (SELECT client_id FROM trajecten_exemption) ORDER BY id",
    )
    page.goto(f"/clienten/{never}/ontheffing/vragen/")
    errors(page)
    usable(page)


def test_reviews(office: Office, person: Callable[..., Page], usable: Callable[..., None]) -> None:
    page = signed_in(person(), signins.TEAM_LEAD)
    usable(page, "/beoordelen/")
    waits, _client = first(office, "trajecten_exemption", "state = 'submitted'")
    usable(page, f"/beoordelen/{waits}/")
    errors(page)
    usable(page)
    running, _client = first(
        office, "trajecten_exemption", "state = 'granted' AND granted_until > current_date"
    )
    usable(page, f"/ontheffingen/{running}/intrekken/", PHONE)


def test_childcare(office: Office, person: Callable[..., Page], usable: Callable[..., None]) -> None:
    page = signed_in(person(), signins.CONSULTANT)
    asked, client = first(office, "trajecten_childcarerequest", "state = 'received'")
    for address in (
        f"kinderopvang/{asked}",
        f"kinderopvang/{asked}/wijzigen",
        f"clienten/{client}/kinderopvang",
    ):
        usable(page, f"/{address}/")
    started, _client = first(office, "trajecten_childcarerequest", "state = 'started'")
    usable(page, f"/kinderopvang/{started}/", PHONE)
    mother = one(
        office,
        "SELECT client_id FROM wiz_child WHERE client_id NOT IN (SELECT client_id FROM trajecten_childcarerequest) "
        "ORDER BY birth_date DESC",
    )
    page.goto(f"/clienten/{mother}/kinderopvang/aanvragen/")
    page.locator("[name=away]").fill("soms")
    errors(page)
    usable(page)


MANY_COLUMNS = [
    "nummer",
    "kinderen",
    "uitkering",
    "taal",
    "rung",
    "plan",
    "exemption",
    "help",
    "last_contact",
    "next_meeting",
    "kinderopvang",
    "termijn",
    "signalen",
    "gemeente",
    "telefoon",
]


def test_caseload_and_who_looks_after_whom(
    office: Office, person: Callable[..., Page], usable: Callable[..., None]
) -> None:
    page = signed_in(person(), signins.CONSULTANT)
    me = one(office, f"SELECT id FROM wiz_user WHERE email = '{signins.CONSULTANT.email}'")
    client = one(office, f"SELECT id FROM wiz_client WHERE consultant_id = {me} ORDER BY id")
    usable(page, f"/clienten/{client}/overdragen/")
    usable(page, "/clienten/overdragen/")
    usable(page, f"/clienten/overdragen/?van={me}")
    usable(page, "/afwezigheid/")
    # However many columns, the table lies in its card.
    page.goto(f"/caseload/?{'&'.join(f'kolom={name}' for name in MANY_COLUMNS)}")
    table = page.locator(".wiz-caseload")
    ends = table.evaluate("t => [t, t.parentElement].map(e => e.getBoundingClientRect().right)")
    assert ends[0] > 1500, "It fits: choose more columns."
    assert ends[0] <= ends[1]
    usable(page, "/caseload/weergaven/nieuw/?signaal=elk")
    page.get_by_label("Naam", exact=True).fill("Wat blijft liggen")
    press(page, "Opslaan")
    view = one(office, "SELECT id FROM wiz_savedview")
    for step in ("", "verwijderen/"):
        usable(page, f"/caseload/weergaven/{view}/{step}")
    page.goto("/caseload/")
    page.locator("[name=clients]").first.check()
    page.get_by_role("button", name="Gesprek plannen").click()
    page.wait_for_url("**/gesprekken/plannen/")
    usable(page)


@pytest.mark.parametrize(
    "where",
    [
        "state = 'owed' AND due < current_date",
        "state = 'delivered' AND NOT is_blocked",
        SENT_BACK,
        "state = 'answered'",
        "is_blocked",
        "state = 'not_needed'",
    ],
)
def test_report_page(
    office: Office, person: Callable[..., Page], usable: Callable[..., None], where: str
) -> None:
    address = f"/rapporten/{find(office, where)}/"
    usable(signed_in(person(), signins.CONSULTANT), address, PHONE)
    usable(signed_in(person(), signins.COACH), address, PHONE)


@pytest.mark.parametrize("where", [SENT_BACK, "state = 'answered'", THIN])
def test_report_fits_the_smallest_phone(office: Office, person: Callable[..., Page], where: str) -> None:
    page = signed_in(person(), signins.CONSULTANT)
    page.goto(f"/rapporten/{find(office, where)}/")
    fits(page, SMALL_PHONE)


def test_users_fit_the_smallest_phone(office: Office, person: Callable[..., Page]) -> None:
    page = signed_in(person(), signins.ADMINISTRATOR)
    page.goto("/beheer/gebruikers/")
    fits(page, SMALL_PHONE)


def test_report_page_with_errors_and_small_pages(
    office: Office, person: Callable[..., Page], usable: Callable[..., None]
) -> None:
    page = signed_in(person(), signins.CONSULTANT)
    page.goto(f"/rapporten/{find(office, THIN)}/")
    press(page, "Antwoord versturen")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    usable(page, smallest=PHONE)
    late = find(office, "state = 'owed' AND due < current_date")
    for address in (f"/rapporten/{late}/andere-datum/", f"/rapporten/{late}/niet-nodig/"):
        usable(page, address)
        page.locator("main form button").last.click()
        expect(page.locator("[data-error-summary]")).to_be_focused()
        usable(page)
    page.goto("/vandaag/")
    page.get_by_role("link", name="Uitstellen").first.click()
    usable(page)
    page.get_by_label("Uitstellen tot").fill("gisteren")
    press(page, "Uitstellen")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    usable(page)


def test_team_lead(office: Office, person: Callable[..., Page], usable: Callable[..., None]) -> None:
    page = signed_in(person(), signins.TEAM_LEAD)
    usable(page, "/vandaag/")
    usable(page, "/caseload/")


def test_pages_of_a_bureau(office: Office, person: Callable[..., Page], usable: Callable[..., None]) -> None:
    page = signed_in(person(), signins.COACH)
    for tab in ("", "later", "wacht", "klaar"):
        usable(page, f"/rapporten/?lijst={tab}")
    usable(page, "/opdrachten/")
    usable(page, f"/opdrachten/{find(office, 'True', 'o.id')}/")


def test_writing_a_report(office: Office, person: Callable[..., Page], usable: Callable[..., None]) -> None:
    page = signed_in(person(), signins.COACH)
    new = """state = 'owed' AND report.number > 1
             AND NOT EXISTS (SELECT 1 FROM partners_reportversion WHERE report_id = report.id)"""
    address = f"/rapporten/{find(office, new)}/schrijven/"
    usable(page, address)
    # Both boxes that belong to one choice, and two fields that are not right.
    page.get_by_label("Heeft het gelezen en heeft bezwaar").check()
    page.locator("#id_non_compliance_1").check()
    page.get_by_label("Gemaakt").evaluate("field => { field.type = 'text'; field.value = 'negen'; }")
    page.get_by_label("Op", exact=True).fill("gisteren")
    press(page, "Inleveren")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    usable(page)
    page.get_by_label("Op", exact=True).fill("")
    press(page, "Inleveren")
    expect(page.get_by_role("button", name="Onvolledig inleveren")).to_be_visible()
    usable(page)
    usable(page, address.replace("schrijven", "afdrukken"), PHONE)
    usable(page, f"/rapporten/{find(office, SENT_BACK)}/schrijven/")


def test_pages_of_an_administrator(
    office: Office, person: Callable[..., Page], usable: Callable[..., None]
) -> None:
    page = signed_in(person(), signins.ADMINISTRATOR)
    usable(page, "/beheer/gebruikers/", PHONE)
    for name in ("gebruikers/nieuw", "bureaus", "bureaus/nieuw", "instrumenten"):
        usable(page, f"/beheer/{name}/")
    for name in (
        "organisatie",
        "regels",
        "systeem",
        "intakelijst",
        "ladders",
        "ladders/nieuw",
        "clienten/inlezen",
        "feestdagen",
    ):
        usable(page, f"/beheer/{name}/")
    usable(page, f"/beheer/intakelijst/{one(office, 'SELECT id FROM trajecten_factor ORDER BY id')}/")
    usable(page, f"/beheer/ladders/{one(office, 'SELECT id FROM trajecten_ladder ORDER BY id')}/")


def test_signing_in(office: Office, person: Callable[..., Page], usable: Callable[..., None]) -> None:
    page = person()
    usable(page, "/account/login/")
    page.get_by_label("E-mailadres").fill("wie@maasdal.example")
    page.get_by_label("Wachtwoord", exact=True).fill("niet-het-goede")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    usable(page)
    usable(page, "/account/password/reset/")


# Without a mouse


def sign_in_by_keyboard(page: Page, who: signins.SignIn) -> None:
    keyboard.sign_in(page, who.email, signins.PASSWORD)


def test_consultant_answers_a_report_with_the_keyboard_only(
    office: Office, person: Callable[..., Page]
) -> None:
    page = person()
    sign_in_by_keyboard(page, signins.CONSULTANT)
    # The slash jumps to the find box, from where Escape and Tab go on.
    page.keyboard.press("/")
    expect(page.locator("[data-find]")).to_be_focused()
    assert page.evaluate(HAS_VISIBLE_FOCUS)
    expect(page.locator("[data-find]")).to_have_value("")
    # The first thing Tab comes to leads past the menu.
    page.reload()
    page.keyboard.press("Tab")
    expect(page.locator(".wiz-skip")).to_be_focused()
    expect(page.locator(".wiz-skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    tab_to(page.get_by_role("link", name="Lezen en antwoorden").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/rapporten/**")
    form = page.locator("#antwoord form")
    for advice in form.locator("fieldset:has(textarea)").all():
        tab_to(advice.get_by_role("radio").first)
        page.keyboard.press("ArrowRight")
        expect(advice.get_by_label("Deels", exact=True)).to_be_checked()
        tab_to(advice.locator("textarea"))
        page.keyboard.type("Eerst de opvang.")
    tab_to(form.locator("[name=answer-text]"))
    page.keyboard.type("De opvang is rond.")
    tab_to(form.get_by_role("button"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Uw antwoord is verstuurd.")).to_be_visible()


def test_menu_opens_and_closes_with_the_keyboard(office: Office, person: Callable[..., Page]) -> None:
    page = signed_in(person(), signins.CONSULTANT)
    page.goto("/vandaag/")
    summary = page.locator("header [data-menu] > summary")
    tab_to(summary)
    page.keyboard.press("Enter")
    expect(
        page.get_by_role("button", name="Uitloggen").or_(page.get_by_role("button", name="Afmelden"))
    ).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(page.locator("[data-menu][open]")).to_have_count(0)


def test_coach_delivers_a_report_with_the_keyboard_only(office: Office, person: Callable[..., Page]) -> None:
    page = person()
    sign_in_by_keyboard(page, signins.COACH)
    page.wait_for_url("**/rapporten/")
    tab_to(page.get_by_role("link", name="Schrijven", exact=True).first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/schrijven/")
    tab_to(page.get_by_label("Gemaakt"))
    page.keyboard.type("9")
    # Enter in a field saves and delivers nothing.
    page.keyboard.press("Enter")
    expect(page.locator("[data-message=success]")).to_be_visible()
    expect(page.get_by_label("Gemaakt")).to_have_value("9")
    tab_to(page.get_by_label("Kind ziek"))
    page.keyboard.press("Space")
    expect(page.get_by_label("Kind ziek")).to_be_checked()
    childcare = page.get_by_role("group", name="Kinderopvang")
    # What the municipality knows of it is filled in already; Tab leads to the one that is chosen.
    known = childcare.get_by_role("radio", checked=True)
    tab_to(known if known.count() else childcare.get_by_role("radio").first)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(known).to_be_focused()
    tab_to(page.get_by_label("Volgende stap", exact=True))
    page.keyboard.type("Kennismaken met een kwekerij.")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Opgeslagen om")
    tab_to(page.get_by_role("button", name="Inleveren", exact=True).first)
    page.keyboard.press("Enter")
    # What is still missing has the focus; each item leads to its control.
    confirm = page.get_by_role("button", name="Onvolledig inleveren")
    expect(confirm).to_be_visible()
    missing = page.locator("main [role=alert] a").first
    tab_to(missing)
    page.keyboard.press("Enter")
    target = (missing.get_attribute("href") or "").removeprefix("#")
    page.wait_for_url(lambda url: url.endswith(f"#{target}"))
    page.keyboard.press("Tab")
    assert page.evaluate(HAS_VISIBLE_FOCUS)
    tab_to(confirm)
    page.keyboard.press("Space")
    expect(page.get_by_text("Het rapport is ingeleverd.")).to_be_visible()
