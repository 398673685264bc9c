"""What changed in a client's file and who looked at it, as people read it."""

import datetime

import pghistory
import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from partners.reports.models import GoalResult, Report
from tests import make
from trajecten.childcare.models import SchoolHours
from trajecten.plans.models import Goal
from wiz.clients.models import Child, Client
from wiz.people.models import User
from wiz.trust.actions import record_look
from wiz.trust.history import HISTORIES, SKIPPED
from wiz.trust.models import Change, Look
from wiz.trust.told import told
from wiz.trust.words import label

pytestmark = pytest.mark.django_db


def page(user: User, name: str, client: Client, query: str = "") -> str:
    browser = Browser()
    browser.force_login(user)
    response = browser.get(reverse(name, args=[client.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def lines(client: Client) -> list[tuple[str, str, str, str, list[tuple[str, str, str]]]]:
    """Everything told of a client, first things first, in English."""
    with translation.override("en"):
        return [
            (
                each.who,
                f"{each.title} {each.kind}",
                each.about,
                each.change.via,
                [(str(f.label), f.old, f.new) for f in each.fields],
            )
            for each in reversed(told(Change.objects.filter(client=client).select_related("by")))
        ]


# What a row belongs to says its subject; who and when of a change stand on its line too.
SAID_BY_THE_LINE = {
    *(
        "by",
        "at",
        "client",
        "number",
        "position",
        "plan",
        "meeting",
        "exemption",
        "request",
        "intake",
        "order",
    ),
    *(
        "report",
        "agreement",
        "referral",
        "about_type",
        "about_id",
        "facts",
        "content",
        "asked",
        "round",
        "rounds",
    ),
    "need",
}


def test_every_field_has_a_name_or_is_said_by_the_line():
    unnamed = [
        f"{name}.{field.name}"
        for name, kept in HISTORIES.items()
        if not kept.since
        for field in apps.get_model(name)._meta.fields
        if not (field.primary_key or field.generated or field.name in (*SKIPPED, *kept.skip))
        and not (label(field) or field.name in SAID_BY_THE_LINE or field.name.endswith(("_by", "_at")))
    ]
    assert unnamed == []


def test_values_are_told_in_the_words_of_the_screen():
    anna, bo = make.consultant(name="Anna Bos"), make.consultant(name="Bo Maas")
    client = make.client(anna, phone="1")
    goal = Goal.objects.create(plan=make.order(client).activity.goals.get().plan, text="Rijbewijs")
    done = Change.objects.latest("pk").pk
    with pghistory.context(by=anna.pk, via="page:x"):
        Client.objects.filter(pk=client.pk).update(
            phone="", consultant=bo, household="alone", needs_help_with_forms=True
        )
        Goal.objects.filter(pk=goal.pk).update(
            due=datetime.date(2026, 3, 1), state="reached", settled_on="2026-02-01"
        )
        goal.delete()
    told_now = lines(client)[-3:]
    assert Change.objects.filter(pk__gt=done).count() == 3
    assert told_now[0][:2] == ("Anna Bos", "Client was changed")
    assert told_now[0][4] == [
        ("phone", "1", "–"),
        ("needs help with forms and letters", "no", "yes"),
        ("household", "–", "Alone"),
        ("consultant", "Anna Bos", "Bo Maas"),
    ]
    assert told_now[1][4] == [
        ("by", "–", "1 Mar 2026"),
        ("state", "Open", "Reached"),
        ("settled on", "–", "1 Feb 2026"),
    ]
    assert told_now[2][1:3] == ("Goal was removed", "Rijbewijs")
    assert ("goal", "Rijbewijs", "") in told_now[2][4]


def test_hours_that_were_removed_name_their_child_and_the_day():
    child = make.child(make.client(), first_name="Sami")
    SchoolHours.objects.create(child=child, weekday=1, start="08:30", end="14:00").delete()
    client, removed = child.client, lines(child.client)[-1]
    assert removed[1:3] == ("School hours was removed", "Sami")
    assert removed[4][:3] == [("day", "Tuesday", ""), ("from", "08:30", ""), ("up to", "14:00", "")]
    row = page(client.consultant, "client_history", client).split("<tbody>")[1].split("</tr>")[0]
    assert "14:00" in row  # on one line


@pytest.mark.parametrize(
    ("via", "who"),
    [
        ("", "outside the program"),
        ("job:wiz.sweep", "automatically"),
        ("command:import_clients", "the command import_clients"),
        ("page:account_reset", "somebody who had not signed in"),
    ],
)
def test_who_is_said_when_it_was_nobody_who_signed_in(via, who):
    client = make.client()
    with pghistory.context(by=None, via=via):
        Client.objects.filter(pk=client.pk).update(phone="9")
    assert lines(client)[-1][0] == who


def test_somebody_whose_account_is_gone_is_not_called_nobody():
    client = make.client()
    with pghistory.context(by=2**40, via="page:client_change"):
        Client.objects.filter(pk=client.pk).update(phone="9")
    assert lines(client)[-1][0] == "removed since"


def test_secret_is_named_and_not_shown():
    client = make.client()
    Client.objects.filter(pk=client.pk).update(bsn_cipher=b"x", bsn_fingerprint="f" * 64)
    (secret,) = told(Change.objects.filter(client=client, model="wiz.client", kind="~"))[0].fields
    assert (str(secret.label), secret.is_secret, secret.old, secret.new) == ("BSN", True, "", "")


def test_what_a_bureau_wrote_is_not_repeated_here():
    """The client may have blocked it; who may read it reads it in the report."""
    report = make.deliver(make.report(), "2026-04-10")
    GoalResult.objects.filter(version__report=report).update(done="Geheim")
    lead = make.team_lead()
    assert "Geheim" not in page(lead, "client_history", report.client)
    assert ("Result in a report was changed", "number 1") in {each[1:3] for each in lines(report.client)}


def test_changes_are_narrowed_to_a_kind_and_a_person():
    anna, bo = make.consultant(name="Anna Bos"), make.consultant(name="Bo Maas")
    client = make.client(anna)
    with pghistory.context(by=anna.pk, via="page:x"):
        Client.objects.filter(pk=client.pk).update(phone="11-11")
    with pghistory.context(by=bo.pk, via="page:x"):
        Client.objects.filter(pk=client.pk).update(phone="22-22")
        Child.objects.create(client=client, first_name="Sami", birth_date="2021-03-10")
    of_anna = page(anna, "client_history", client, f"?wie={anna.pk}")
    assert "11-11" in of_anna
    assert "Sami" not in of_anna.split("<tbody>")[1]
    children = page(anna, "client_history", client, "?soort=wiz.child")
    assert "Sami" in children
    assert "22-22" not in children.split("<tbody>")[1]
    assert "22-22" in page(anna, "client_history", client, "?soort=onzin&wie=x&page=999")


@pytest.mark.parametrize("name", ["client_history", "client_looks"])
def test_a_thousand_take_no_more_queries_than_one(name):
    report = make.report()
    lead, client = make.team_lead(), report.client
    browser = Browser()
    browser.force_login(lead)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert browser.get(reverse(name, args=[client.pk])).status_code == 200
        return len(found)

    queries()
    first = queries()
    with pghistory.context(by=lead.pk, via="page:x"):
        for day in range(1, 20):
            Report.objects.filter(order=report.order).update(due=datetime.date(2027, 1, day))
            Client.objects.filter(pk=client.pk).update(phone=str(day), consultant=lead)
        Child.objects.bulk_create(
            Child(client=client, birth_date=datetime.date(2020, 1, 1)) for _n in range(900)
        )
    Look.objects.bulk_create(
        Look(user=lead, what="client", client=client, at=make.at("2026-03-01")) for _n in range(900)
    )
    assert queries() == first <= 20


def test_looks_are_for_leads_and_say_who_saw_what():
    anna, lead = make.consultant(name="Anna Bos"), make.team_lead(name="Lea Lind")
    client = make.client(anna)
    with time_machine.travel(make.at("2026-03-02", 14, 5), tick=False):
        record_look(anna, Look.What.BSN, client, at=make.at("2026-03-02", 14, 5))
        shown = page(lead, "client_looks", client)
        assert [text for text in ("Anna Bos", "14.05", "Sociale dienst") if text not in shown] == []
        assert "Anna Bos" not in page(lead, "client_looks", client, f"?wie={lead.pk}").split("<tbody>")[-1]
        # Who may not open it finds no tab either.
        address = reverse("client_looks", args=[client.pk])
        assert address in page(lead, "client", client)
        assert address not in page(anna, "client", client)
