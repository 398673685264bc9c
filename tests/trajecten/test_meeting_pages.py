"""Planning with many, the page before a talk, the caseload, and what a bureau ticks off."""

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from tests import make
from trajecten.agreements.models import Agreement
from trajecten.meetings.caseload import annotate_last, silent_for
from trajecten.meetings.models import Meeting
from trajecten.meetings.planning import slots
from wiz.actions import Refused
from wiz.clients.models import Client
from wiz.flags.actions import sweep
from wiz.flags.models import Flag
from wiz.people.models import User

pytestmark = pytest.mark.django_db
D = datetime.date


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(make.at("2026-04-20", 10), tick=False):
        yield


def browser_of(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


def page(response: Any) -> str:
    return response.content.decode()


def test_the_address_of_the_agenda_leads_to_the_talks_in_the_calendar():
    me, lead = make.consultant(language="en"), make.team_lead(language="en")
    client = make.client(me)
    make.planned(client, "2026-04-21", today="2026-04-10", subject="MINE")
    text = page(browser_of(me).get(reverse("agenda"), follow=True))
    assert "MINE" in text
    assert "Talks</option>" in text
    assert "MINE" in page(browser_of(lead).get(reverse("agenda"), {"van": me.pk}, follow=True))


def test_slots_fill_working_days_one_after_the_other():
    found = slots(D(2026, 4, 24), datetime.time(9), 2, 45, 3)  # a Friday
    assert found == [
        (D(2026, 4, 24), datetime.time(9)),
        (D(2026, 4, 24), datetime.time(9, 45)),
        (D(2026, 4, 27), datetime.time(9)),
    ]
    with pytest.raises(Refused):
        slots(D(2026, 4, 24), datetime.time(23), 2, 60, 2)


def test_a_meeting_is_planned_with_each_chosen_client_once():
    me = make.consultant(language="en")
    chosen = [make.client(me).pk for _n in range(3)]
    browser, address = browser_of(me), reverse("meetings_plan_many")
    assert "each of 3 clients" in page(browser.post(address, {"clients": chosen}))
    data = {
        "clients": ",".join(map(str, chosen)),
        "kind": "office",
        "first": "24-04-2026",
        "time": "9",
        "a_day": 2,
        "minutes": 60,
        "form_key": uuid.uuid4(),
    }
    for _click in range(2):
        assert browser.post(address, data).status_code == 302
    assert sorted(Meeting.objects.values_list("on", flat=True)) == [
        D(2026, 4, 24),
        D(2026, 4, 24),
        D(2026, 4, 27),
    ]


def test_page_before_a_talk_holds_what_she_needs():
    me = make.consultant(language="en")
    client = make.client(me, on="2026-01-05")
    report = make.report(of=make.order(client, goals=("DOEL",)))
    make.deliver(report, "2026-04-16", client_view="ZEGT HET BUREAU")
    make.agreement(client, on="2026-04-10", text="BELT DE OPVANG", by=me)
    talk = make.planned(client, "2026-04-28", by=me)
    text = page(browser_of(me).get(reverse("meeting_brief", args=[talk.pk])))
    for word in ("DOEL", "ZEGT HET BUREAU", "BELT DE OPVANG", "Het gaat goed.", "What happened since"):
        assert word in text


def test_page_before_a_talk_ends_when_nobody_ever_tidied_up():
    me = make.consultant(language="en")
    client = make.client(me, on="2026-01-05")
    talk = make.planned(client, "2026-04-28", by=me)
    meeting = make.meeting(client, "2026-04-10", by=me)
    same = {"client": client, "meeting": meeting, "owner": "client", "due": D(2026, 4, 15)}
    made = Agreement.objects.bulk_create(Agreement(text="BELT DE OPVANG", **same) for _n in range(57))
    days = {"since": D(2026, 4, 16), "due": D(2026, 4, 15), "raised_at": make.at("2026-04-16")}
    Flag.objects.bulk_create(
        Flag(rule="agreement-overdue", subject_id=one.pk, client=client, side="M", **days) for one in made
    )
    text = page(browser_of(me).get(reverse("meeting_brief", args=[talk.pk])))
    assert (text.count("BELT DE OPVANG"), text.count("and 7 more")) == (50, 2)


@pytest.mark.parametrize(("attended", "is_told"), [(None, False), (4, True), (0, True)])
def test_page_before_a_talk_counts_appointments_only_when_both_numbers_are_known(attended, is_told):
    me = make.consultant(language="en")
    client = make.client(me, on="2026-01-05")
    make.deliver(make.report(of=make.order(client)), "2026-04-16", made=6, attended=attended)
    talk = make.planned(client, "2026-04-28", by=me)
    text = page(browser_of(me).get(reverse("meeting_brief", args=[talk.pk])))
    assert ("of 6 appointments kept" in text) is is_told


@pytest.mark.parametrize(("on", "is_silent"), [("2026-01-20", True), ("2026-01-21", False)])
def test_caseload_knows_who_was_not_spoken_to_for_three_months(on, is_silent):
    client = make.client()
    make.meeting(client, on)
    found = silent_for(Client.objects.all(), "3", D(2026, 4, 20))
    assert found.filter(pk=client.pk).exists() == is_silent
    assert (
        annotate_last(Client.objects.all(), D(2026, 4, 20)).get(pk=client.pk).last_contact.isoformat() == on
    )


def test_bureau_sees_and_ticks_off_what_it_promised_and_nothing_else():
    order = make.order()
    coach = make.worker(order.bureau, language="en")
    own = make.agreement(order.client, organisation=order.bureau.organisation, text="BELT ELKE WEEK")
    hers = make.agreement(order.client, on="2026-04-19", text="NIET VOOR HET BUREAU")
    browser = browser_of(coach)
    text = page(browser.get(reverse("order", args=[order.pk])))
    assert "BELT ELKE WEEK" in text
    assert "NIET VOOR HET BUREAU" not in text
    done = {"outcome": "Elke dinsdag", "next": reverse("order", args=[order.pk])}
    assert browser.post(reverse("agreement_done", args=[own.pk]), done).status_code == 302
    own.refresh_from_db()
    assert (own.state, own.outcome, own.settled_by) == ("done", "Elke dinsdag", coach)
    assert browser.post(reverse("agreement_done", args=[hers.pk]), done).status_code == 404


# What nobody ever tidied up.


def test_pages_of_a_client_with_hundreds_open_have_an_end_and_say_so():
    me = make.consultant(language="en")
    client = make.client(me)
    meeting = make.planned(client, "2026-04-21", today="2026-04-10")
    Agreement.objects.bulk_create(
        Agreement(client=client, meeting=meeting, owner="client", text=f"Belooft {n:03}", due=D(2026, 4, 1))
        for n in range(300)
    )
    Meeting.objects.bulk_create(
        Meeting(client=client, kind="office", state="planned", on=D(2026, 5, 4), time="09:00", led_by=me)
        for _n in range(99)
    )
    browser = browser_of(me)
    text = page(browser.get(reverse("meetings", args=[client.pk])))
    assert "Belooft 049" in text
    assert "Belooft 050" not in text
    assert "and 250 more" in text
    assert "and 50 more" in text  # of a hundred planned
    text = page(browser.get(reverse("client", args=[client.pk])))
    assert "Belooft 009" in text
    assert "Belooft 010" not in text
    assert "and 290 more" in text
    sweep(at=make.at("2026-04-20", 11))
    text = page(browser.get(reverse("client", args=[client.pk])))
    flags = Flag.objects.open().filter(client=client).count()
    assert flags >= 300
    assert f"and {flags - 60} more" in text
