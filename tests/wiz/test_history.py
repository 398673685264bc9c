"""Every change of a case table is kept, with who and when, whatever way it was made."""

import datetime
import io
import sys
import threading
from contextlib import suppress

import pghistory
import psycopg
import pytest
from celery import shared_task
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client as Browser
from django.urls import reverse

import config.celery  # noqa: F401  the queue that jobs belong to
import manage
from partners.reports.models import Advice, ReportVersion
from tests import make
from trajecten.plans.models import Activity
from wiz.clients.models import Child, Client
from wiz.people.models import User
from wiz.trust.history import HISTORIES, column, without_history
from wiz.trust.models import Change
from wiz.trust.who import WhoMiddleware

pytestmark = pytest.mark.django_db

# Models without history, and why.
WITHOUT = {
    "wiz.change": "is the history",
    "wiz.event": "the timeline: rows are added, never changed",
    "wiz.flag": "its rows are history: raised, put off, resolved",
    "wiz.lettertext": "each save is another row, protected by a trigger",
    "wiz.look": "rows are added, protected by a trigger",
    "wiz.savedview": "somebody's own view of a list, no case and no rule",
    "wiz.storedfile": "a file is never changed; what it hangs on has history",
    "wiz.sweep": "when the finder of silence ran",
    "trajecten.activity_goals": "kept under the name of its proxy, trajecten.activitygoal",
    "partners.reportversion_instruments": "written while a report is a draft, which is the bureau's own",
}


def changes(model: str, **fields: object) -> list[tuple[str, object]]:
    rows = Change.objects.filter(model=model, **fields).order_by("pk")
    return list(rows.values_list("kind", "fields"))


def test_every_model_keeps_its_history_or_says_why_not():
    ours = {
        model._meta.label_lower
        for name in ("wiz", "trajecten", "partners")
        for model in apps.get_app_config(name).get_models(include_auto_created=True)
    }
    assert set(HISTORIES) | set(WITHOUT) == ours
    assert not set(HISTORIES) & set(WITHOUT)


@pytest.mark.parametrize("name", HISTORIES)
def test_the_way_to_the_client_ends_at_a_client(name):
    model, way = apps.get_model(name), HISTORIES[name].client
    reached = model if way == "pk" else None
    for step in way.split("__") if reached is None and way else []:
        reached = (reached or model)._meta.get_field(step).related_model
    assert reached is (Client if way else None)
    has_client = {"client", "plan", "order", "report", "version", "request", "exemption", "meeting", "intake"}
    if not way:
        assert not has_client & {field.name for field in model._meta.fields}
    with connection.cursor() as cursor:
        # Each way is SQL that PostgreSQL takes.
        cursor.execute(f'SELECT {column(model, way or "pk", "r")} FROM "{model._meta.db_table}" r')


def test_what_is_added_changed_and_removed():
    child = make.child(make.client(), born="2021-03-10", first_name="Sami")
    Child.objects.filter(pk=child.pk).update(birth_date=datetime.date(2021, 3, 11), extra_care=False)
    Child.objects.filter(pk=child.pk).update(extra_care=False)  # as it was: no change
    Child.objects.filter(pk=child.pk).delete()
    assert changes("wiz.child", row_id=child.pk, client=child.client) == [
        ("+", None),
        ("~", {"birth_date": ["2021-03-10", "2021-03-11"]}),
        (
            "-",
            {
                "id": child.pk,
                "client_id": child.client_id,
                "first_name": "Sami",
                "birth_date": "2021-03-11",
                "extra_care": False,
            },
        ),
    ]


def test_many_at_once_and_sql_by_hand():
    client = make.client()
    Child.objects.bulk_create(
        Child(client=client, birth_date=datetime.date(2020, 1, day)) for day in (1, 2, 3)
    )
    Child.objects.filter(client=client).update(first_name="Noor")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wiz_child SET first_name = 'Bo' WHERE client_id = %s", [client.pk])
        cursor.execute("DELETE FROM wiz_child WHERE client_id = %s", [client.pk])
    kinds = [kind for kind, _fields in changes("wiz.child", client=client)]
    assert kinds == [*"+++", *"~~~~~~", *"---"]
    assert not Change.objects.filter(model="wiz.child").exclude(by=None, via="").exists()


def test_a_row_far_from_the_client_is_found_with_her():
    report = make.deliver(make.report(), "2026-04-10", advices={"training": ""})
    advice = Advice.objects.get(version__report=report)
    Advice.objects.filter(pk=advice.pk).update(text="Heftruck")
    assert changes("partners.advice", client=report.client) == [("~", {"text": ["", "Heftruck"]})]
    goals = Activity.goals.through.objects.filter(activity=report.order.activity)
    assert len(changes("trajecten.activitygoal", client=report.client)) == goals.count() > 0


def test_a_draft_is_the_bureaus_own_and_its_history_begins_when_it_is_delivered():
    report = make.report()
    worker = make.own_worker(report)
    version = ReportVersion.objects.create(
        report=report, number=1, author=worker, saved_at=make.at("2026-04-10"), client_view="Eerst zo"
    )
    version.client_view = "Toen zo"
    version.save()
    Advice.objects.create(version=version, kind="training").delete()
    assert changes("partners.reportversion") == changes("partners.advice") == []
    version.delivered_at, version.delivered_by, version.client_view = make.at("2026-04-11"), worker, "Nu zo"
    version.save()
    assert changes("partners.reportversion", client=report.client) == [("+", None)]
    version.client_view = "Later zo"
    version.save()
    assert changes("partners.reportversion")[1:] == [("~", {"client_view": ["Nu zo", "Later zo"]})]


def test_secrets_are_not_kept_only_that_they_changed():
    client, user = make.client(), make.consultant()
    client.bsn_cipher, client.bsn_fingerprint = b"geheim", "f" * 64
    client.save()
    user.set_password("nog-een-lang-wachtwoord")
    user.save()
    Client.objects.filter(pk=client.pk).update(bsn_cipher=None, bsn_fingerprint=None)
    assert changes("wiz.client", client=client)[1:] == [("~", {"bsn_cipher": None})] * 2
    assert changes("wiz.user", row_id=user.pk)[-1] == ("~", {"password": None})
    pk = user.pk
    user.delete()
    kind, row = changes("wiz.user", row_id=pk)[-1]
    assert (kind, row["name"], "password" in row) == ("-", user.name, False)


def test_signing_in_is_no_change():
    user = make.consultant()
    before = Change.objects.count()
    Browser().force_login(user)
    User.objects.filter(pk=user.pk).update(last_login=make.at("2026-04-11"), language="en")
    assert Change.objects.count() == before


def test_a_page_says_who_and_which_page(monkeypatch):
    sent_on = []
    execute = psycopg.Cursor.execute
    monkeypatch.setattr(
        psycopg.Cursor,
        "execute",
        lambda self, sql, *rest, **more: sent_on.append(sql) or execute(self, sql, *rest, **more),
    )
    consultant = make.consultant()
    client = make.client(consultant)
    browser = Browser()
    browser.force_login(consultant)
    address = reverse("client_change", args=[client.pk])
    form = {**browser.get(address).context["form"].initial, "phone": "043 1234567"}
    sent = {name: "" if value is None else value for name, value in form.items()}
    response = browser.post(
        address, {**sent, "children-TOTAL_FORMS": 0, "children-INITIAL_FORMS": 0}, follow=False
    )
    assert response.status_code == 302, response.context["form"].errors
    (change,) = Change.objects.filter(model="wiz.client", kind="~")
    assert (change.by, change.via) == (consultant, "page:client_change")
    assert change.fields["phone"][1] == "043 1234567"
    # It travels with what is written; nothing is sent for it alone.
    told = [sql for sql in sent_on if isinstance(sql, str) and "pghistory.context_id" in sql]
    assert told
    assert all(sql.count(";") >= 1 and "SELECT set_config" in sql for sql in told)


@shared_task(name="tests.touch")
def touch(pk: int) -> None:
    Client.objects.filter(pk=pk).update(phone="043 2")


def test_a_job_of_the_queue_says_its_name():
    client = make.client()
    touch(client.pk)
    assert Change.objects.get(model="wiz.client", kind="~").via == "job:tests.touch"


def test_a_command_says_its_name_and_nothing_else(monkeypatch):
    arguments = ["manage.py", "create_administrator", "eerste@wiz.example", "--name", "Anna Bos"]
    monkeypatch.setattr(sys, "argv", arguments)
    monkeypatch.setattr(sys, "stdin", io.StringIO(make.PASSWORD))
    # Django's own way of running it closes the test's connection.
    monkeypatch.setattr(
        "django.core.management.execute_from_command_line", lambda argv: call_command(*argv[1:])
    )
    manage.main()
    assert {*Change.objects.values_list("by", "via")} == {(None, "command:create_administrator")}


def test_nothing_is_left_of_who_was_at_work_before():
    client = make.client()
    with pghistory.context(by=7, via="page:client"), transaction.atomic():
        Client.objects.filter(pk=client.pk).update(phone="1")
    assert Change.objects.get(model="wiz.client", kind="~").by_id == 7


def test_history_is_not_changed_and_not_removed():
    make.client()
    for sql in ("UPDATE wiz_change SET via = 'x'", "DELETE FROM wiz_change"):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            connection.cursor().execute(sql)


def test_writing_without_history_holds_for_one_function_only():
    client = make.client()
    before = Change.objects.count()
    without_history(lambda: make.child(client))()
    Client.objects.filter(pk=client.pk).update(phone="1")
    assert Change.objects.count() == before + 1


@pytest.mark.parametrize("trigger", ["history_added", "history_changed", "history_removed"])
def test_every_kept_table_has_its_triggers(trigger):
    """In the database itself: `makemigrations --check` compares the migrations only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE starts_with(tgname, %s)",
            [f"pgtrigger_{trigger}"],
        )
        tables = {name for (name,) in cursor.fetchall()}
    assert tables == {apps.get_model(name)._meta.db_table for name in HISTORIES}


@pytest.mark.django_db(transaction=True)
def test_threads_that_write_at_once_are_told_apart_and_nobody_stays_on_a_connection():
    """Each as the web server's do: a thread and a kept connection for many requests, of another person each time."""
    clients = [make.client() for _four in range(4)]
    people = list(range(1, 41))
    start, middle, wrong = threading.Barrier(4), threading.Barrier(4), []

    def work(number: int) -> None:
        try:
            for person in people[number::4]:
                start.wait(10)

                def page(_request, person=person):
                    pghistory.context(by=person, via=f"page:{person}")
                    mine = Client.objects.filter(pk=clients[number].pk)
                    with transaction.atomic():
                        mine.update(phone=f"a{person}")
                        middle.wait(10)  # all are in a transaction, each in a context of its own
                        mine.update(phone=f"b{person}")
                    with suppress(ZeroDivisionError), transaction.atomic():
                        mine.update(phone="taken back")
                        raise ZeroDivisionError
                    mine.update(phone=f"c{person}")

                WhoMiddleware(page)(None)
                # On the same connection, outside any request.
                Client.objects.filter(pk=clients[number].pk).update(phone="d")
        except BaseException as error:
            wrong.append(error)
            start.abort()
            middle.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    made = Change.objects.filter(model="wiz.client", kind="~")
    written = [(each.fields["phone"][1], each.by_id, each.via) for each in made]
    expected = [(f"{step}{person}", person, f"page:{person}") for step in "abc" for person in people]
    assert sorted(written, key=str) == sorted([*expected, *[("d", None, "")] * len(people)], key=str)
