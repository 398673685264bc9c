"""Sessions that end, tabs that cross, hands that click twice, a server that falls: no text is lost."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from partners.demo import signins
from tests.journeys.office import Office, demo, open_office
from tests.journeys.people import sign_in
from wiz.terms import today

pytestmark = pytest.mark.journey

COACH, CONSULTANT = signins.COACH.email, signins.CONSULTANT.email
STATUS = "[data-autosave-status]"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office with invented people for all tests here; each takes a report of its own."""
    with open_office(tmp_path_factory.mktemp("office"), like=demo()) as office:
        yield office


@pytest.fixture(scope="module")
def new_reports(office: Office) -> Iterator[int]:
    """Reports the coach's bureau owes and has not begun with, one at a time."""
    return iter(
        numbers(
            office,
            """SELECT report.id FROM partners_report report JOIN partners_order o ON o.id = report.order_id
               WHERE state = 'owed' AND o.bureau_id = (SELECT organisation_id FROM wiz_user WHERE email = %s)
                 AND NOT EXISTS (SELECT 1 FROM partners_reportversion WHERE report_id = report.id)
               ORDER BY due""",
            COACH,
        )
    )


@pytest.fixture(scope="module")
def waiting_reports(office: Office) -> Iterator[int]:
    """Reports with one advice that wait for an answer, one at a time."""
    return iter(
        numbers(
            office,
            """SELECT report.id FROM partners_report report
               JOIN partners_reportversion version ON version.report_id = report.id
               JOIN partners_advice advice ON advice.version_id = version.id
               WHERE state = 'delivered' AND NOT is_blocked
               GROUP BY report.id HAVING count(advice.id) = 1 ORDER BY report.id""",
        )
    )


def numbers(office: Office, query: str, *values: object) -> list[int]:
    with office.database() as connection:
        return [int(str(row[0])) for row in connection.execute(query, values).fetchall()]


def words(office: Office, query: str, *values: object) -> list[str]:
    with office.database() as connection:
        return [str(row[0]) for row in connection.execute(query, values).fetchall()]


def next_steps(office: Office, report: int) -> list[str]:
    """What the database holds of this report, a line per version."""
    return words(
        office, "SELECT next_step FROM partners_reportversion WHERE report_id = %s ORDER BY number", report
    )


def signed_in(page: Page, email: str) -> Page:
    sign_in(page, email, signins.PASSWORD)
    return page


def write(page: Page, report: int) -> Page:
    page.goto(f"/rapporten/{report}/schrijven/")
    return page


def next_step(page: Page):
    return page.get_by_label("Volgende stap", exact=True)


def saved(page: Page) -> None:
    """The page says so, for the first time since it was opened."""
    expect(page.locator(STATUS)).to_contain_text("Opgeslagen om")


def wait_for(page: Page, happens: Callable[[], bool]) -> None:
    for _try in range(100):
        if happens():
            return
        page.wait_for_timeout(100)
    pytest.fail("it never happened")


def test_session_ends_while_she_types(office: Office, person: Callable[..., Page], new_reports):
    report = next(new_reports)
    coach = write(signed_in(person(), COACH), report)
    next_step(coach).press_sequentially("Kennismaken met een kwekerij.")
    coach.get_by_label("Kind ziek").check()
    saved(coach)
    with office.database() as connection:
        connection.execute("DELETE FROM django_session")
    next_step(coach).press_sequentially(" Daarna een proefweek.")
    expect(coach.locator(STATUS)).to_contain_text("U bent uitgelogd")
    next_step(coach).press_sequentially(" En dan zien we verder.")
    coach.get_by_label("Netwerk", exact=True).check()
    coach.locator(STATUS).get_by_role("link").click()
    coach.get_by_label("E-mailadres").fill(COACH)
    coach.get_by_label("Wachtwoord", exact=True).fill(signins.PASSWORD)
    coach.keyboard.press("Enter")
    whole = "Kennismaken met een kwekerij. Daarna een proefweek. En dan zien we verder."
    expect(next_step(coach)).to_have_value(whole)
    expect(coach.get_by_text("Uw tekst is teruggezet.")).to_be_visible()
    expect(coach.get_by_label("Kind ziek")).to_be_checked()
    expect(coach.get_by_label("Netwerk", exact=True)).to_be_checked()
    # Put back is not yet saved; it saves itself.
    wait_for(coach, lambda: next_steps(office, report) == [whole])


def test_somebody_else_signs_in_and_reads_nothing_of_her(
    office: Office, person: Callable[..., Page], new_reports
):
    report = next(new_reports)
    page = write(signed_in(person(), COACH), report)
    with office.database() as connection:
        connection.execute("DELETE FROM django_session")
    next_step(page).fill("Alleen van mij")
    expect(page.locator(STATUS)).to_contain_text("U bent uitgelogd")
    (colleague,) = words(
        office,
        """SELECT email FROM wiz_user WHERE email <> %s AND organisation_id =
           (SELECT organisation_id FROM wiz_user WHERE email = %s) ORDER BY id LIMIT 1""",
        COACH,
        COACH,
    )
    let_in(office, colleague)
    write(signed_in(page, colleague), report)
    expect(next_step(page)).to_have_value("")
    expect(page.get_by_text("Uw tekst is teruggezet.")).to_have_count(0)


def let_in(office: Office, email: str) -> None:
    """Give somebody the password of the known sign-ins."""
    with office.database() as connection:
        connection.execute(
            "UPDATE wiz_user SET password = (SELECT password FROM wiz_user WHERE email = %s) WHERE email = %s",
            [COACH, email],
        )


def two_tabs(page: Page, report: int) -> tuple[Page, Page]:
    """Two tabs on a report: the first saved its text, the second was refused by itself."""
    one, other = write(page, report), write(page.context.new_page(), report)
    next_step(one).fill("De tekst van het eerste tabblad")
    saved(one)
    next_step(other).fill("De tekst van het tweede tabblad")
    expect(other.locator(STATUS)).to_contain_text("in een ander venster of door een collega")
    return one, other


def test_two_tabs_second_to_save_gets_both_texts(
    office: Office, person: Callable[..., Page], accessible: Callable[[Page], None], new_reports
):
    report = next(new_reports)
    _one, other = two_tabs(signed_in(person(), COACH), report)
    other.get_by_role("button", name="Opslaan en later verder").click()
    expect(other.get_by_role("heading", name="De andere tekst")).to_be_visible()
    expect(other.get_by_text("De tekst van het eerste tabblad")).to_be_visible()
    expect(next_step(other)).to_have_value("De tekst van het tweede tabblad")
    accessible(other)
    assert next_steps(office, report) == ["De tekst van het eerste tabblad"]
    # She adds to her own while she reads the other, and nothing saves itself over it.
    next_step(other).press("ControlOrMeta+End")
    next_step(other).press_sequentially(", aangevuld")
    other.get_by_role("button", name="Opslaan en later verder").click()
    other.wait_for_url("**/rapporten/")
    assert next_steps(office, report) == ["De tekst van het tweede tabblad, aangevuld"]


def test_two_tabs_the_other_text_wins(office: Office, person: Callable[..., Page], new_reports):
    report = next(new_reports)
    _one, other = two_tabs(signed_in(person(), COACH), report)
    other.get_by_role("button", name="Opslaan en later verder").click()
    other.get_by_role("link", name="Verder met de andere tekst").click()
    expect(next_step(other)).to_have_value("De tekst van het eerste tabblad")
    expect(other.get_by_text("Uw tekst is teruggezet.")).to_have_count(0)
    assert next_steps(office, report) == ["De tekst van het eerste tabblad"]


def test_two_tabs_reloading_the_second_writes_over_nothing(
    office: Office, person: Callable[..., Page], new_reports
):
    report = next(new_reports)
    _one, other = two_tabs(signed_in(person(), COACH), report)
    other.reload()
    expect(next_step(other)).to_have_value("De tekst van het tweede tabblad")
    expect(other.locator(STATUS)).to_contain_text("in een ander venster of door een collega")
    assert next_steps(office, report) == ["De tekst van het eerste tabblad"]
    other.get_by_role("button", name="Wissen").click()
    expect(next_step(other)).to_have_value("De tekst van het eerste tabblad")


def test_two_tabs_one_delivers_and_the_other_keeps_its_text(
    office: Office, person: Callable[..., Page], new_reports
):
    report = next(new_reports)
    one, other = two_tabs(signed_in(person(), COACH), report)
    deliver_incomplete(one)
    other.get_by_role("button", name="Inleveren", exact=True).first.click()
    expect(other.get_by_text("Dit rapport is al ingeleverd").first).to_be_visible()
    expect(next_step(other)).to_have_value("De tekst van het tweede tabblad")
    expect(other.get_by_text("De tekst van het eerste tabblad")).to_be_visible()
    assert next_steps(office, report) == ["De tekst van het eerste tabblad"]


def deliver_incomplete(page: Page) -> None:
    page.get_by_role("button", name="Inleveren", exact=True).first.click()
    page.get_by_role("button", name="Onvolledig inleveren").click()
    expect(page.get_by_text("Het rapport is ingeleverd.")).to_be_visible()


def fill_in_everything(page: Page) -> None:
    """Each element of a complete report, the first choice wherever there is one."""
    counts = {"made": 3, "attended": 3, "absent_with_notice": 0, "absent_without_notice": 0}
    for name, count in counts.items():
        page.locator(f"#id_{name}").fill(str(count))
    for box in page.locator("textarea[id$=-done], textarea[id$=-why], #id_client_view, #id_next_step").all():
        box.fill("Twee plekken bezocht")
    for result in page.locator("select[id$=-result]").all():
        result.select_option(index=1)
    for name in ("instruments", "childcare", "barriers", "client_reaction", "advices", "non_compliance"):
        page.locator(f"#id_{name}_0").check()
    page.locator("#id_client_reaction_on").fill(f"{today():%d-%m-%Y}")


def test_double_click_delivers_once_and_back_is_harmless(
    office: Office, person: Callable[..., Page], new_reports
):
    report = next(new_reports)
    coach = write(signed_in(person(), COACH), report)
    fill_in_everything(coach)
    saved(coach)
    coach.get_by_role("button", name="Inleveren", exact=True).first.dblclick()
    expect(coach.get_by_text("Het rapport is ingeleverd.")).to_be_visible()
    delivered = "SELECT count(*) FROM wiz_event WHERE kind = 'report-delivered' AND subject_id = %s"
    assert numbers(office, delivered, report) == [1]
    # Back to a page that asks to be sent again: nothing is delivered twice, nothing is put back.
    coach.go_back()
    coach.wait_for_load_state()
    button = coach.get_by_role("button", name="Inleveren", exact=True)
    if button.count():
        button.first.click()
    coach.wait_for_url(f"**/rapporten/{report}/")
    assert numbers(office, delivered, report) == [1]
    assert len(next_steps(office, report)) == 1
    assert words(office, "SELECT state FROM partners_report WHERE id = %s", report) == ["delivered"]


def fill_answer(page: Page, report: int, text: str) -> None:
    page.goto(f"/rapporten/{report}/")
    page.get_by_label("Deels", exact=True).check()
    page.get_by_label("Waarom", exact=True).fill(f"{text} (de reden)")
    page.get_by_role("textbox", name=re.compile("^Bericht aan het bureau")).fill(text)


def test_double_click_answers_once(office: Office, person: Callable[..., Page], waiting_reports):
    report = next(waiting_reports)
    consultant = signed_in(person(), CONSULTANT)
    fill_answer(consultant, report, "De opvang is rond.")
    consultant.get_by_role("button", name="Antwoord versturen").dblclick()
    expect(consultant.get_by_text("Uw antwoord is verstuurd.")).to_be_visible()
    answered = "SELECT count(*) FROM wiz_event WHERE kind = 'report-answered' AND subject_id = %s"
    assert numbers(office, answered, report) == [1]


def test_two_consultants_answer_at_once(
    office: Office, person: Callable[..., Page], accessible: Callable[[Page], None], waiting_reports
):
    report = next(waiting_reports)
    others = "FROM wiz_user WHERE role = 'consultant' AND email <> %s ORDER BY id"
    name = words(office, f"SELECT name {others}", CONSULTANT)[0]
    email = words(office, f"SELECT email {others}", CONSULTANT)[0]
    let_in(office, email)
    first, second = signed_in(person(), email), signed_in(person(), CONSULTANT)
    fill_answer(first, report, "Het antwoord van de eerste")
    fill_answer(second, report, "Het antwoord van de tweede")
    first.get_by_role("button", name="Antwoord versturen").click()
    expect(first.get_by_text("Uw antwoord is verstuurd.")).to_be_visible()
    second.get_by_role("button", name="Antwoord versturen").click()
    expect(second.get_by_role("alert")).to_contain_text(name)
    unsent = second.get_by_role("region", name="Uw tekst is niet verstuurd")
    expect(unsent).to_contain_text("Het antwoord van de tweede")
    expect(unsent).to_contain_text("Het antwoord van de tweede (de reden)")
    accessible(second)
    stands = "SELECT answer FROM partners_report WHERE id = %s"
    assert words(office, stands, report) == ["Het antwoord van de eerste"]


def test_web_process_is_killed_while_she_types(office: Office, person: Callable[..., Page], new_reports):
    report = next(new_reports)
    coach = write(signed_in(person(), COACH), report)
    next_step(coach).fill("Voor de val.")
    saved(coach)
    web = office.processes["web"]
    os.killpg(web.pid, signal.SIGKILL)
    web.wait()
    next_step(coach).press_sequentially(" Tijdens de val.")
    expect(coach.locator(STATUS)).to_contain_text("Nog niet opgeslagen")
    next_step(coach).press_sequentially(" Nog steeds.")
    command = web.args[2:]  # type: ignore[index]
    office.start("web", *command)
    saved(coach)
    whole = "Voor de val. Tijdens de val. Nog steeds."
    assert next_steps(office, report) == [whole]
    coach.reload()
    expect(next_step(coach)).to_have_value(whole)
    assert urlsplit(coach.url).path == f"/rapporten/{report}/schrijven/"
