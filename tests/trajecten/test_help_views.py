"""The pages about help: what is typed, what comes of it, and who was second."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _

from tests import make
from trajecten.help.models import Referral
from wiz.calendar.sources import entries, scope_of
from wiz.flags.actions import sweep
from wiz.trust.models import Look

pytestmark = pytest.mark.django_db
NOW = make.at("2026-06-16", 10)
DAY = datetime.date.fromisoformat


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def noor(client):
    noor = make.client()
    client.force_login(noor.consultant)
    return noor


def post(client, name, pk, **data):
    return client.post(reverse(name, args=[pk]), data)


def test_help_is_noted_with_a_kind_and_a_name(client, noor):
    page = client.get(reverse("referral_add", args=[noor.pk]))
    form = page.context["form"]
    assert (form["start"].initial, form["follow_up_on"].initial) == (DAY("2026-06-16"), DAY("2026-08-11"))
    data = {name: form[name].value() for name in ("start", "follow_up_on", "form_key")}
    answer = post(client, "referral_add", noor.pk, kind="debts", owner_name="Kredietbank", **data)
    assert answer.status_code == 302
    referral = Referral.objects.get(client=noor)
    assert (referral.owner, referral.made_by) == ("Kredietbank", noor.consultant)
    assert "Kredietbank" in client.get(answer.url).content.decode()


def test_what_is_missing_is_said_at_its_field(client, noor):
    answer = post(client, "referral_add", noor.pk, form_key="6f3a2d2e-0000-4000-8000-000000000001")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"kind", "start", "follow_up_on"}
    days = {"start": "16-06-2026", "follow_up_on": "16-06-2026", "owner_name": "Wijkteam"}
    key = {"form_key": "6f3a2d2e-0000-4000-8000-000000000001"}
    assert set(post(client, "referral_add", noor.pk, kind="care", **days, **key).context["form"].errors) == {
        "follow_up_on"
    }


def test_help_noted_after_the_way_back_is_not_lost(client, noor):
    form = client.get(reverse("referral_add", args=[noor.pk])).context["form"]
    data = {name: form[name].value() for name in ("start", "follow_up_on", "form_key")} | {"kind": "debts"}
    post(client, "referral_add", noor.pk, owner_name="Kredietbank", **data)
    answer = post(client, "referral_add", noor.pk, owner_name="Wijkteam", **data)
    assert answer.status_code == 409
    data["form_key"] = answer.context["form"]["form_key"].value()
    assert post(client, "referral_add", noor.pk, owner_name="Wijkteam", **data).status_code == 302
    assert {row.owner for row in Referral.objects.filter(client=noor)} == {"Kredietbank", "Wijkteam"}


def test_one_click_says_that_it_runs_on_and_undo_takes_it_back(client, noor):
    referral = make.referral(noor)
    sweep(at=NOW)
    flag = client.get(reverse("today")).content.decode()
    assert reverse("referral_follow_up", args=[referral.pk]) in flag
    answer = post(client, "referral_follow_up", referral.pk, outcome="running", revision=1)
    assert answer.status_code == 302
    referral.refresh_from_db()
    assert referral.follow_up_on == DAY("2026-08-11")
    assert reverse("referral_undo", args=[referral.pk]) in client.get(answer.url).content.decode()
    post(client, "referral_undo", referral.pk)
    referral.refresh_from_db()
    assert referral.follow_up_on == DAY("2026-06-15")


def test_a_day_that_does_not_go_with_the_answer_does_not_matter(client, noor):
    referral = make.referral(noor)
    data = {"outcome": "not_started", "next_on": "morgen", "ended_on": "gisteren", "revision": 1}
    assert post(client, "referral_follow_up", referral.pk, **data).status_code == 302
    referral.refresh_from_db()
    assert (referral.outcome, referral.until) == ("not_started", None)


@pytest.mark.parametrize("name", ["referral_follow_up", "referral_owner", "referral_change"])
def test_who_is_second_keeps_what_was_typed_and_can_save_again(client, noor, name):
    referral = make.referral(noor)
    Referral.objects.filter(pk=referral.pk).update(revision=2)
    data = {
        **{"outcome": "stopped", "ended_on": "10-06-2026", "owner_name": "Wijkteam Zuid", "kind": "care"},
        **{"start": "20-04-2026", "follow_up_on": "01-09-2026"},
        "form_key": "6f3a2d2e-0000-4000-8000-000000000001",
    }
    answer = post(client, name, referral.pk, revision=1, **data)
    assert answer.status_code == 409
    form = answer.context["form"]
    assert form["revision"].value() == "2"
    typed = "ended_on" if name == "referral_follow_up" else "owner_name"
    assert form[typed].value() == data[typed]
    assert post(client, name, referral.pk, revision=2, **data).status_code == 302


def test_every_page_of_help_is_a_look(client, noor):
    referral = make.referral(noor)
    addresses = [("help", noor.pk), ("referral_add", noor.pk)]
    addresses += [(name, referral.pk) for name in ("referral_follow_up", "referral_owner", "referral_change")]
    for name, pk in addresses:
        before = Look.objects.filter(client=noor).count()
        assert client.get(reverse(name, args=[pk])).status_code == 200
        assert Look.objects.filter(client=noor).count() == before + 1, name


def test_the_pages_ask_no_more_when_there_is_more(client, noor):
    def asked(name):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name, args=[noor.pk]))
        return len(queries)

    def add(number):
        for _n in range(number):
            referral = make.referral(noor)
            post(client, "referral_follow_up", referral.pk, outcome="running", revision=1)

    add(2)
    asked("help")
    before = [asked("help"), asked("client")]
    add(8)
    assert [asked("help"), asked("client")] == before


def test_the_overview_says_that_the_duty_runs_on_only_when_somebody_helps(client, noor):
    words = _("The duty to apply for work runs on meanwhile, in full; the help changes nothing in that.")
    assert words not in client.get(reverse("client", args=[noor.pk])).content.decode()
    make.referral(noor)
    assert words in client.get(reverse("client", args=[noor.pk])).content.decode()


def test_help_stands_in_the_caseload_and_can_be_looked_for(client, noor):
    make.referral(noor)
    other = make.client(noor.consultant)
    address = reverse("caseload")
    found = {
        value: {row.pk for row in client.get(f"{address}?hulp={value}").context["page"].object_list}
        for value in ("loopt", "vragen", "geen")
    }
    assert found == {"loopt": {noor.pk}, "vragen": {noor.pk}, "geen": {other.pk}}


def test_the_day_of_asking_stands_in_the_calendar(client, noor):
    make.referral(noor, ask="2026-07-01")
    scope = scope_of(noor.consultant, noor.consultant, [])
    for last, number in (("2026-06-30", 0), ("2026-07-01", 1), ("2026-08-01", 1)):
        found = entries(scope, DAY("2026-06-16"), DAY(last), only=["hulp"])
        assert len(found) == number, last
