"""Talks that are still to come go along with the client to another consultant."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests import make
from trajecten.meetings.models import Meeting
from wiz.casefile.events import sentence
from wiz.casefile.models import Event
from wiz.clients.models import Client
from wiz.handover.actions import hand_over, hand_over_by_import
from wiz.trust.models import Change

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 4, 20)
AT = make.at(TODAY, 10)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False), translation.override("en"):
        yield


@pytest.fixture
def sanne():
    return make.consultant(name="Sanne de Groot", language="en")


@pytest.fixture
def peter():
    return make.consultant(name="Peter Jansen", language="en")


@pytest.fixture
def client(sanne):
    return make.client(sanne)


def give(client, to, by):
    return hand_over({client.pk: client.consultant_id}, consultant=to, by=by, at=AT)


def leads(meeting):
    meeting.refresh_from_db()
    return meeting.led_by


def test_a_talk_to_come_goes_along_and_the_file_says_so(client, sanne, peter):
    talk = make.planned(client, "2026-05-06", today="2026-04-01")
    give(client, peter, sanne)
    assert leads(talk) == peter
    event = Event.objects.get(kind="meeting-handed-over")
    assert (event.client, event.subject_id, event.by) == (client, talk.pk, sanne)
    assert sentence(event) == "Talk at the office of Wed 6 May goes to Peter Jansen"
    change = Change.objects.filter(model="trajecten.meeting", row_id=talk.pk, kind="~").get()
    assert change.fields == {"led_by_id": [sanne.pk, peter.pk]}


@pytest.mark.parametrize(
    ("day", "time", "goes"),
    [
        ("2026-04-19", "10:00", False),
        ("2026-04-20", "10:00", False),
        ("2026-04-20", "10:01", True),
        ("2026-04-21", "09:00", True),
    ],
)
def test_what_was_to_have_been_stays_with_who_knows_what_became_of_it(client, sanne, peter, day, time, goes):
    talk = make.planned(client, day, time=time, today="2026-04-01")
    give(client, peter, sanne)
    assert leads(talk) == (peter if goes else sanne)


def test_what_somebody_else_leads_and_what_was_held_or_cancelled_stays(client, sanne, peter):
    colleague = make.consultant()
    hers, held = make.planned(client, today="2026-04-01"), make.meeting(client, "2026-04-17")
    cancelled = make.planned(client, "2026-05-07", today="2026-04-01")
    Meeting.objects.filter(pk=hers.pk).update(led_by=colleague)
    Meeting.objects.filter(pk=cancelled.pk).update(
        state="cancelled", reason="ill", written_by=sanne, written_at=AT
    )
    other = make.planned(make.client(sanne), today="2026-04-01")
    give(client, peter, sanne)
    assert [leads(talk) for talk in (hers, held, cancelled, other)] == [colleague, sanne, sanne, sanne]
    assert not Event.objects.filter(kind="meeting-handed-over").exists()


def test_a_second_click_and_a_client_of_nobody_move_nothing(client, sanne, peter):
    lead = make.team_lead()
    Client.objects.filter(pk=client.pk).update(consultant=None)
    client.refresh_from_db()
    talk = make.planned(client, today="2026-04-01", by=lead)
    for _click in range(2):
        give(client, peter, lead)
    assert leads(talk) == lead  # who planned it leads it, on purpose


def test_an_import_that_names_another_consultant_takes_the_talks_along(client, sanne, peter):
    talk = make.planned(client, today="2026-04-01")
    hand_over_by_import([client], consultant=peter, by=None, at=AT)
    assert leads(talk) == peter
    assert Event.objects.get(kind="meeting-handed-over").by is None


def test_the_pages_say_how_many_go_along(client, sanne):
    browser = Browser()
    browser.force_login(sanne)
    one, many = reverse("client_reassign", args=[client.pk]), f"{reverse('clients_hand_over')}?van={sanne.pk}"
    for page in (one, many):
        assert "along to the new consultant" not in browser.get(page).text
    make.planned(client, today="2026-04-01")
    for page in (one, many):
        assert "1 planned talk goes along to the new consultant." in browser.get(page).text
    other = make.client(sanne)
    make.planned(other, "2026-05-07", today="2026-04-01")
    assert "1 planned talk goes along" in browser.get(one).text
    assert "2 planned talks go along" in browser.get(many).text


def test_as_many_queries_for_1_talk_as_for_30(sanne, peter):
    def asked(talks):
        client = make.client(sanne)
        for n in range(talks):
            make.planned(client, TODAY + datetime.timedelta(days=1 + n), today="2026-04-01")
        with CaptureQueriesContext(connection) as queries:
            give(client, peter, sanne)
        assert client.meetings.filter(led_by=peter).count() == talks
        return len(queries)

    assert asked(30) == asked(1)
