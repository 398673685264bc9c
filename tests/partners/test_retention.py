"""Removing whole client files: what may go, that all of it goes, and nothing of anybody else."""

import datetime
import io
from collections import Counter
from pathlib import Path

import pgtrigger
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from partners.orders.actions import end_order
from partners.reports.models import Attachment, Report
from partners.retention import RetentionError
from partners.retention.actions import _rows_of, remove_clients
from partners.retention.rules import open_matters, removable
from tests import make
from trajecten.agreements.actions import drop_agreement
from trajecten.childcare.models import ChildcareRequest
from trajecten.meetings.actions import miss_meeting
from trajecten.meetings.models import Meeting
from trajecten.plans.models import Activity, Plan
from wiz.casefile.models import Event
from wiz.clients.models import Client
from wiz.files.models import StoredFile
from wiz.letters.actions import drop_letter, send_letter
from wiz.trust.models import Change, Look

pytestmark = pytest.mark.django_db

# History is written with the clock of the database: far enough from any day on which this is run.
LATER = make.at("2060-06-15")
TODAY = LATER.date()
YEARS = 10
NEEDLE = "Zwaluwstaart"


def full_file(name: str, number: str) -> Client:
    """A client with something in most matters, all of it settled; her name stands in most texts."""
    client = make.client(last_name=name, number=number)
    by = client.consultant
    Client.objects.filter(pk=client.pk).update(street=f"{name}straat 1")
    client.refresh_from_db()
    make.child(client, first_name=name)
    make.intake(client)
    make.placement(client)
    lost = make.planned(client, subject=name, today="2026-04-20")
    drop_letter(make.letter(lost), reason=name, by=by, at=make.at("2026-04-21"))
    miss_meeting(lost, state="cancelled", reason="ill", note=name, by=by, at=make.at("2026-04-22"))
    drop_agreement(make.agreement(client, text=name), reason=name, by=by, at=make.at("2026-04-23"))
    make.exemption(client, "refused", reason=name)
    for letter in client.letters.to_be_sent():
        send_letter(letter, how="post", on=make.at("2026-04-24").date(), by=by, at=make.at("2026-04-24"))
    report = make.deliver(make.report(of=make.order(client, goals=(name,))), "2026-04-24", client_view=name)
    file = StoredFile(name=f"{name}.pdf", content_type="application/pdf", size=1, uploaded_by=by)
    file.uploaded_at = make.at("2026-04-24")
    file.content.save("x", ContentFile(b"%PDF"), save=True)
    Attachment.objects.create(version=make.delivery(report), file=file)
    make.answer(report, "2026-04-25")
    end_order(
        report.order, ended_on=make.at("2026-05-01").date(), reason=name, by=by, at=make.at("2026-05-01")
    )
    Report.objects.filter(order=report.order).owed().delete()
    Plan.objects.filter(client=client).update(
        state="ended", result="stopped", end_reason=name, ended_on="2026-05-01"
    )
    Look.objects.create(at=LATER, user=by, what="client", client=client)
    return client


def holding(text: str) -> Counter[str]:
    """Return how many rows of each table of the database hold a text, in whatever column."""
    found: Counter[str] = Counter()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{text}%"])
            found[table] = cursor.fetchone()[0]
    return +found


def command(*arguments: str) -> str:
    out = io.StringIO()
    with time_machine.travel(LATER, tick=False):
        call_command("remove_expired", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_all_of_a_file_goes_and_nothing_of_anybody_else():
    gone, stays = full_file(NEEDLE, "10001"), full_file("Merel", "10002")
    others = _rows_of(stays)
    tables = holding(NEEDLE)
    assert {"wiz_client", "wiz_change", "wiz_event", "wiz_letter", "trajecten_meeting"} < set(tables)
    assert {"partners_reportversion", "wiz_storedfile", "trajecten_exemption"} < set(tables)
    pk, file = gone.pk, StoredFile.objects.get(name=f"{NEEDLE}.pdf")
    path, paper = file.content.path, StoredFile.objects.get(pk=gone.letters.first().file_id).content.path

    printed = command("--years", "10", "--really", "10001")

    assert not holding(NEEDLE)
    assert not Change.objects.filter(client=pk).exists()
    assert not Look.objects.filter(client=pk).exists()
    assert not any(map(file.content.storage.exists, (path, paper)))
    assert _rows_of(stays) == others
    assert Path(StoredFile.objects.get(name="Merel.pdf").content.path).read_bytes() == b"%PDF"
    # What stays: numbers.
    kept = Change.objects.get(kind="-", model="wiz.client")
    assert (kept.row_id, kept.client_id, kept.via) == (pk, None, "command:remove_expired")
    assert kept.fields["trajecten.meeting"] == 2
    assert "trajecten.meeting                      2" in printed


def test_without_really_only_numbers_are_listed():
    full_file(NEEDLE, "10001")
    make.order(make.client(number="10003"))
    before = holding(NEEDLE)
    assert command("--years", "10") == command("--years", "10", "10001") == "10001\n"
    assert holding(NEEDLE) == before
    assert command("--years", "40") == ""
    for wrong in (["--years", "10", "--really"], ["--years", "0"], ["--years", "0", "--really", "10001"]):
        with pytest.raises(CommandError):
            command(*wrong)
    assert holding(NEEDLE) == before


def a_letter(client):
    talk = make.letter(make.planned(client)).about_id
    Meeting.objects.filter(pk=talk).delete()


def care(client):
    made = make.childcare(client)
    ChildcareRequest.objects.filter(pk=made.pk).update(activity=None)


OPEN = {
    "an order runs": make.order,
    "a report is owed or not answered": make.order,
    "an activity goes on": lambda client: Activity.objects.create(
        client=client, kind="other", title="Kring", start=TODAY, end=TODAY
    ),
    "a plan has not ended": lambda client: Plan.objects.create(
        client=client, kind="rest", expected="Rust", made_by=client.consultant, made_at=LATER
    ),
    "an exemption is asked for": make.exemption,
    "an exemption has not ended": lambda client: make.exemption(
        client, "granted", TODAY - datetime.timedelta(days=10), start=TODAY, end=TODAY, look_again_on=TODAY
    ),
    "childcare is asked for or runs": care,
    "help has not ended": make.referral,
    "a meeting is planned": make.planned,
    "an agreement is open": make.agreement,
    "a letter waits to be sent": a_letter,
}


def test_the_table_knows_every_matter():
    assert set(OPEN) == set(open_matters(TODAY))


@pytest.mark.parametrize("matter", OPEN)
def test_what_is_open_keeps_the_file(matter):
    client = make.client(number="10001")
    OPEN[matter](client)
    assert not removable(TODAY, YEARS).exists()
    with pytest.raises(RetentionError, match=f"10001: .*{matter}"):
        remove_clients(["10001"], years=YEARS, at=LATER)
    assert Client.objects.filter(pk=client.pk).exists()


@pytest.mark.parametrize(
    ("written", "goes"), [("2050-06-14", True), ("2050-06-15", False), ("2050-06-16", False)]
)
@pytest.mark.parametrize("where", ["event", "change"])
def test_what_was_written_lately_keeps_the_file(written, goes, where):
    client = make.client(number="10001")
    moment = make.at(written, 23, 59) if goes else make.at(written, 0, 1)
    if where == "event":
        Event.objects.filter(client=client).update(at=moment)
    else:
        with pgtrigger.ignore("wiz.Change:append_only"):
            Change.objects.filter(client=client).update(at=moment)
    assert removable(TODAY, YEARS).exists() is goes
    if not goes:
        with pytest.raises(RetentionError, match="written in it less than 10 years ago"):
            remove_clients(["10001"], years=YEARS, at=LATER)


def test_one_that_must_stay_or_is_not_known_and_none_goes():
    full_file(NEEDLE, "10001")
    make.planned(make.client(number="10002"))
    for other in ("10002", "99999"):
        with pytest.raises(RetentionError, match=other):
            remove_clients(["10001", other], years=YEARS, at=LATER)
    assert Client.objects.filter(number="10001").exists()


def test_a_role_that_may_not_remove_history_is_refused():
    full_file(NEEDLE, "10001")
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE wiz_test_app")
        cursor.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO wiz_test_app")
        cursor.execute("REVOKE DELETE ON wiz_look FROM wiz_test_app")
        cursor.execute("SET LOCAL ROLE wiz_test_app")
        try:
            with pytest.raises(RetentionError, match="owner of the tables"):
                remove_clients(["10001"], years=YEARS, at=LATER)
        finally:
            cursor.execute("RESET ROLE")
    assert Client.objects.filter(number="10001").exists()
