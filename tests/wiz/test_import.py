"""Importing clients: what is right goes in once, what is wrong is said at its place, and nothing is half done."""

import datetime
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation

from tests import make
from wiz.actions import Refused
from wiz.casefile.models import Event
from wiz.clients.models import Assignment, Child, Client
from wiz.imports.actions import Outcome, import_clients
from wiz.imports.reading import LINE_AT_MOST
from wiz.imports.rows import KNOWN, template
from wiz.locks import IMPORT_LOCK
from wiz.people.actions import add_municipality
from wiz.people.models import User
from wiz.trust.models import Look

pytestmark = pytest.mark.django_db

AT = make.at("2026-04-20")
HEAD = "clientnummer;voornaam;achternaam"
BSN, OTHER_BSN = "999990019", "999990020"


@pytest.fixture(autouse=True)
def admin() -> Iterator[User]:
    admin = make.administrator(language="en")
    add_municipality(name="Maasdal", by=admin)
    with translation.override("en"):
        yield admin


def run(text: str | bytes, **options: Any) -> Outcome:
    content = text.encode() if isinstance(text, str) else text
    return import_clients(io.BytesIO(content), **{"by": None, "at": AT, **options})


def counts(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.added, outcome.changed, outcome.unchanged


def wrong(text: str | bytes) -> list[tuple[int, str, str]]:
    """Import what has something wrong, check that nothing was done, and return what was said."""
    before = Client.objects.count()
    outcome = run(text)
    assert not outcome.written
    assert (Client.objects.count(), Event.objects.filter(kind="client-imported").exists()) == (before, False)
    return [(problem.line, problem.column, problem.reason) for problem in outcome.problems]


# What is right


def test_template_imports_twice():
    text = template("Maasdal")
    assert counts(run(text)) == (1, 0, 0)
    assert counts(run(text)) == (0, 0, 1)
    client = Client.objects.get()
    assert (client.name, client.household) == ("Noor van der Verbeek", "single_parent")
    assert client.benefit_since == datetime.date(2024, 9, 1)
    assert [child.birth_date for child in client.children.all()] == [datetime.date(2023, 5, 1)]
    assert list(Event.objects.values_list("kind", flat=True)) == ["client-imported"]


def test_all_columns():
    consultant = make.consultant(email="sanne@wiz.example")
    header = ";".join(KNOWN)
    cells = {
        "clientnummer": "1", "voornaam": "Noor", "achternaam": "Bos", "bsn": "9999.90.019", "gemeente": "MAASDAL",
        "consulent": "Sanne@wiz.example", "telefoon": "+31 6 12345678", "hulp_bij_formulieren": "Ja",
        "leidende_uitkering": "UWV", "geboortedatum": "1987-03-04", "kind8_voornaam": "Sami",
        "kind8_geboortedatum": "29-2-2024", "kind8_extra_zorg": "ja",
    }  # fmt: skip
    run(header + "\n" + ";".join(cells.get(name, "") for name in KNOWN))
    client = Client.objects.get()
    assert (client.bsn, client.consultant, client.lead_benefit) == (BSN, consultant, "uwv")
    assert (client.birth_date, client.needs_help_with_forms) == (datetime.date(1987, 3, 4), True)
    child = client.children.get()
    assert (child.first_name, child.birth_date, child.extra_care) == (
        "Sami",
        datetime.date(2024, 2, 29),
        True,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends(encoding, separator, newline):
    text = newline.join([HEAD, '1;"Zoë";Gülsüm', "", "2;René;“Bos”", ""]).replace(";", separator)
    assert counts(run(text.encode(encoding))) == (2, 0, 0)
    assert [client.first_name for client in Client.objects.order_by("number")] == ["Zoë", "René"]


def test_separator_inside_quotes():
    run(f'{HEAD}\n1;"Noor; ""Noortje""";Bos')
    assert Client.objects.get().first_name == 'Noor; "Noortje"'


def test_known_number_is_changed_and_only_in_the_columns_of_the_file():
    client = make.client(number="1", first_name="Noor", last_name="Bos", phone="0431234567")
    Child.objects.create(client=client, first_name="Sami", birth_date=datetime.date(2023, 5, 1))
    text = f"{HEAD};bsn;kind1_voornaam;kind1_geboortedatum\n1;Noor;Vos;{BSN};Yara;3-9-2019"
    assert counts(run(text)) == (0, 1, 0)
    assert counts(run(text)) == (0, 0, 1)
    client = Client.objects.get()
    assert (client.last_name, client.phone, client.bsn) == ("Vos", "0431234567", BSN)
    assert {child.first_name for child in client.children.all()} == {"Sami", "Yara"}
    assert Event.objects.filter(kind="client-changed-by-import").count() == 1
    assert counts(run(f"{HEAD};bsn\n1;Noor;Vos;")) == (0, 0, 1)
    assert Client.objects.get().bsn == BSN


def test_dry_run_does_nothing():
    outcome = run(f"{HEAD}\n1;Noor;Bos", dry_run=True)
    assert (counts(outcome), outcome.written) == ((1, 0, 0), False)
    assert not Client.objects.exists()


def test_good_rows_only():
    outcome = run(f"{HEAD}\n1;Noor;Bos\n2;;Bos\n3;Kim;Vos\n3;Kim;Vos", good_rows_only=True)
    assert (counts(outcome), outcome.bad_rows, outcome.written) == ((2, 0, 0), 2, True)
    assert set(Client.objects.values_list("number", flat=True)) == {"1", "3"}


def test_queries_do_not_grow_with_the_rows(django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        run(HEAD + "".join(f"\n{n};Noor;Bos" for n in range(900)))


# What is wrong with a row


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("voornaam", "", "may not be empty"),
        ("clientnummer", "", "may not be empty"),
        ("voornaam", "=HYPERLINK(1)", "like a formula"),
        ("achternaam", "@SUM(A1)", "like a formula"),
        ("achternaam", "+1", "like a formula"),
        ("clientnummer", "-1", "like a formula"),
        ("straat", "=1", "like a formula"),
        ("taal", "=1", "like a formula"),
        ("achternaam", "a" * 81, "longer than 80"),
        ("achternaam", "Bo\x07s", "no text has"),
        ("geboortedatum", "31-2-1987", "not a date"),
        ("geboortedatum", "3/4/87", "not a date"),
        ("geboortedatum", "21-4-2026", "still to come"),
        ("geboortedatum", "1-1-1899", "not a date"),
        ("bsn", "123456789", "not a valid BSN"),
        ("telefoon", "=1+1", "not a phone number"),
        ("e-mail", "noor", "not an e-mail address"),
        ("hulp_bij_formulieren", "soms", "“ja” or “nee”"),
        ("huishouden", "kat", "Only one of these"),
        ("gemeente", "Elders", "does not work for"),
        ("consulent", "niemand@wiz.example", "No consultant"),
        ("kind1_extra_zorg", "ja", "needs a birth date"),
        ("kind1_geboortedatum", "gisteren", "not a date"),
    ],
)
def test_wrong_cell_is_said_at_its_line_and_column(column, text, reason):
    cells = {"clientnummer": "7", "voornaam": "Noor", "achternaam": "Bos", column: text}
    rows = [";".join(cells), "1;Kim;Vos" + ";" * (len(cells) - 3), ";".join(cells.values())]
    found = wrong("\n".join(rows))
    assert len(found) == 1
    line, at, said = found[0]
    assert (line, reason in said) == (3, True)
    assert at == ("kind1_geboortedatum" if column == "kind1_extra_zorg" else column)


def test_every_bad_row_is_said():
    found = wrong(f"{HEAD};geboortedatum\n1;;;morgen\n2;Kim;Vos;\n3;;Bos;")
    places = [(line, column) for line, column, _reason in found]
    assert places == [(2, "voornaam"), (2, "achternaam"), (2, "geboortedatum"), (4, "voornaam")]


def test_duplicates_in_the_file():
    found = wrong(f"{HEAD};bsn\n1;Noor;Bos;{BSN}\n1;Kim;Vos;\n3;Iris;Vos;{BSN}")
    assert [(line, column) for line, column, _reason in found] == [(3, "clientnummer"), (4, "bsn")]
    assert "on line 2" in found[0][2]


def test_bsn_of_another_client():
    run(f"{HEAD};bsn\n1;Noor;Bos;{BSN}")
    Event.objects.all().delete()
    assert wrong(f"{HEAD};bsn\n2;Kim;Vos;{BSN}") == [(2, "bsn", "Another client has this BSN.")]


def test_bsn_of_another_client_is_on_record_as_a_search_also_when_only_tried(admin):
    run(f"{HEAD};bsn\n1;Noor;Bos;{BSN}")
    noor = Client.objects.get()
    run(f"{HEAD};bsn\n2;Kim;Vos;{BSN}", dry_run=True, by=admin)
    assert list(Look.objects.values_list("what", "client", "user")) == [("bsn_search", noor.pk, admin.pk)]


def test_new_client_begins_her_history_with_a_consultant():
    consultant = make.consultant()
    run(f"{HEAD};consulent\n1;Noor;Bos;{consultant.email}\n2;Kim;Vos;")
    history = Assignment.objects.values_list("client__number", "consultant", "start", "until")
    assert list(history) == [("1", consultant.pk, AT.date(), None)]


def test_another_consultant_is_a_hand_over_without_a_note():
    client = make.client(number="1", first_name="Noor", last_name="Bos")
    before, after = client.consultant, make.consultant(name="Carla Nieuw")
    text = f"{HEAD};consulent\n1;Noor;Bos;{after.email.upper()}"
    assert counts(run(text)) == (0, 1, 0)
    assert counts(run(text)) == (0, 0, 1)
    assert counts(run(f"{HEAD};consulent\n1;Noor;Bos;")) == (0, 0, 1)
    client.refresh_from_db()
    assert client.consultant == after
    history = client.assignments.order_by("start").values_list("consultant", "until", "note")
    assert list(history) == [(before.pk, AT.date(), ""), (after.pk, None, "")]
    assert list(Event.objects.values_list("kind", flat=True))[0] == "client-reassigned"
    assert not Event.objects.filter(kind="client-changed-by-import").exists()


def test_somebody_who_left_gets_no_clients():
    gone = make.consultant(is_active=False)
    found = wrong(f"{HEAD};consulent\n1;Noor;Bos;{gone.email}")
    assert [(line, column) for line, column, _reason in found] == [(2, "consulent")]


def test_municipality_is_needed_when_there_are_more(admin):
    add_municipality(name="Bergdal", by=admin)
    assert wrong(f"{HEAD}\n1;Noor;Bos") == [(2, "gemeente", "Fill in the municipality.")]


def test_quote_never_closed_costs_its_row_only():
    found = wrong(f'{HEAD}\n1;"Noor;Bos\n2;Kim;Vos\n3;Iris;"Vos"x')
    assert [line for line, _column, _reason in found] == [2, 4]
    assert "not closed" in found[0][2]


def test_truncated_last_line():
    assert wrong(f"{HEAD}\n1;Noor;Bos\n2;Ki") == [(3, "", "The last line is cut off.")]


def test_too_many_or_too_few_fields():
    found = wrong(f"{HEAD}\n1;Noor;Bos;4\n2;Kim\n3,Kim,Bos\n")
    assert [(line, reason[:17]) for line, _column, reason in found] == [
        (2, "This row has 4 fi"),
        (3, "This row has 2 fi"),
        (4, "This row has 1 fi"),
    ]


# What cannot be a file of clients


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"PK\x03\x04" + b"x" * 500, "not a CSV file"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 500, "not a CSV file"),
        (HEAD.encode("utf-16"), "UTF-16"),
        (f"{HEAD}\n1;No\0or;Bos".encode(), "no text has"),
        (f"{HEAD}\n1;Zoë;Bos\n".encode() + "2;René;Vos".encode("cp1252"), "Line 3 is in another encoding"),
        (f"{HEAD}\n1;Ren".encode() + b"\x81;Bos", "Line 2 cannot be read"),
        (b"voornaam;achternaam\nNoor;Bos", "Missing: clientnummer"),
        (b"1;Noor;Bos\n2;Kim;Vos", "Missing: clientnummer, voornaam, achternaam"),
        (f"{HEAD};geloof\n1;Noor;Bos;geen".encode(), "unknown columns: geloof"),
        (f"{HEAD};voornaam\n1;Noor;Bos;Noor".encode(), "twice"),
        (b"clientnummer,voornaam;achternaam\n1,Noor;Bos", "commas and semicolons"),
        (f'"{HEAD}\n1;Noor;Bos'.encode(), "a quote is not closed"),
        (f"{HEAD}\n1;Noor;".encode() + b"x" * 10_000_000, "Line 2 is longer"),
        (f"{HEAD}\n1;Noor;".encode() + b"x" * (LINE_AT_MOST + 1) + b"\n2;Kim;Vos", "Line 2 is longer"),
    ],
)  # fmt: skip
def test_hostile_file_is_refused_with_a_sentence(content, reason):
    with pytest.raises(Refused, match=reason):
        run(content)
    assert not Client.objects.exists()


def test_a_million_rows_are_refused_before_they_are_read():
    with pytest.raises(Refused, match="more than 50000 rows"):
        run(HEAD.encode() + b"\n1;Noor;Bos" * 1_000_000)


def test_row_limit_holds_to_the_row(settings):
    settings.WIZ_IMPORT_MAX_ROWS = 2
    assert counts(run(f"{HEAD}\n1;Noor;Bos\n2;Kim;Vos\n")) == (2, 0, 0)
    with pytest.raises(Refused, match="more than 2 rows"):
        run(f"{HEAD}\n1;Noor;Bos\n2;Kim;Vos\n3;Iris;Vos")


def test_too_large_a_file(settings):
    settings.WIZ_IMPORT_MAX_BYTES = 1024 * 1024
    with pytest.raises(Refused, match="larger than 1 MB"):
        run(HEAD.encode() + b"\n1;Noor;Bos" * 120_000)


@pytest.mark.django_db(transaction=True)
def test_two_at_once(admin):
    """The second is told to wait, and does nothing."""
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [IMPORT_LOCK])
        with pytest.raises(Refused, match="Another import is running"):
            run(f"{HEAD}\n1;Noor;Bos")
    finally:
        other.close()
    assert not Client.objects.exists()
    assert connection.in_atomic_block is False
    assert transaction.get_autocommit()


# The command


def command(*args: str) -> str:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_clients", *args, stdout=out, stderr=err)
    except CommandError as error:
        return f"{out.getvalue()}{err.getvalue()}FAILED {error}"
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "clients.csv"


def test_command_template_imports_twice(file):
    file.write_text(command("--template"))
    assert command(str(file), "--dry-run") == "would be added: 1, changed: 0, unchanged: 0, bad rows: 0\n"
    assert command(str(file)) == "added: 1, changed: 0, unchanged: 0, bad rows: 0\n"
    assert command(str(file)) == "added: 0, changed: 0, unchanged: 1, bad rows: 0\n"


def test_command_names_bad_rows_and_fails(file):
    file.write_text(f"{HEAD}\n1;;Bos\n2;Kim;Vos")
    said = command(str(file))
    assert "2, voornaam: " in said
    assert "FAILED 1 bad rows; nothing was imported." in said
    said = command(str(file), "--good-rows-only")
    assert "added: 1" in said
    assert "FAILED 1 bad rows; the others were imported." in said


def test_command_without_a_readable_file(tmp_path):
    assert "FAILED Name a file" in command()
    assert "Is a directory" in command(str(tmp_path))
    assert "No such file" in command(str(tmp_path / "none.csv"))
    (tmp_path / "empty.csv").touch()
    assert command(str(tmp_path / "empty.csv")).startswith("FAILED ")


# The screen


def post(browser: Browser, content: str, button: str, **fields: str) -> Any:
    file = SimpleUploadedFile("clients.csv", content.encode())
    return browser.post(reverse("client_import"), {"file": file, button: "1", **fields})


@pytest.fixture
def browser(admin: User) -> Browser:
    browser = Browser()
    browser.force_login(admin)
    return browser


def test_screen_checks_then_imports(browser):
    text = f"{HEAD}\n1;Noor;Bos"
    assert "This file is right." in post(browser, text, "check").content.decode()
    assert not Client.objects.exists()
    assert "Imported. Added: 1" in post(browser, text, "import").content.decode()
    assert Event.objects.get().by.role == "administrator"


def test_screen_shows_what_is_wrong_without_the_data(browser):
    shown = post(browser, f"{HEAD};bsn\n1;;Kwartelhof;123456789", "import").content.decode()
    assert "1 row is not right. Nothing was imported." in shown
    assert "This may not be empty." in shown
    assert "Kwartelhof" not in shown
    assert "123456789" not in shown


def test_screen_refuses_what_is_no_csv_at_the_field(browser):
    response = post(browser, "PK\x03\x04", "import")
    assert "This is not a CSV file" in str(response.context["form"].errors["file"])
    assert "Choose the file." in browser.post(reverse("client_import")).content.decode()


def test_screen_takes_fewer_rows_than_the_command(browser, settings):
    settings.WIZ_IMPORT_MAX_ROWS_ON_SCREEN = 1
    text = f"{HEAD}\n1;Noor;Bos\n2;Kim;Vos"
    response = post(browser, text, "import")
    assert "more than 1 rows" in str(response.context["form"].errors["file"])
    assert counts(run(text)) == (2, 0, 0)


def test_template_can_be_taken_from_the_screen(browser):
    response = browser.get(reverse("client_import_template"))
    assert response["Content-Disposition"].startswith("attachment")
    assert counts(run(response.content)) == (1, 0, 0)


@pytest.mark.parametrize("who", ["consultant", "team_lead", "worker"])
def test_import_is_the_administrators(who):
    user = getattr(make, who)()
    with pytest.raises(Refused):
        run(f"{HEAD}\n1;Noor;Bos", by=user)
    browser = Browser()
    browser.force_login(user)
    assert post(browser, f"{HEAD}\n1;Noor;Bos", "import").status_code == 403
