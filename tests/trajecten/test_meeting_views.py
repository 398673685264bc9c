"""The pages on which contacts are noted and meetings planned, as a consultant uses them."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from partners.orders.actions import end_order
from tests import make
from trajecten.agreements.models import Agreement
from trajecten.meetings.actions import Note, note_meeting
from trajecten.meetings.models import Meeting
from wiz.clients.models import Client
from wiz.people.models import User

pytestmark = pytest.mark.django_db
NOW = make.at("2026-04-20", 10)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def consultant() -> User:
    return make.consultant(language="en", name="Sanne de Groot")


@pytest.fixture
def browser(consultant: User) -> Browser:
    browser = Browser()
    browser.force_login(consultant)
    return browser


@pytest.fixture
def client(consultant: User) -> Client:
    return make.client(consultant)


def page(response: Any) -> str:
    return response.content.decode()


def typed(browser: Browser, address: str, **changes: Any) -> dict[str, Any]:
    """Return what the page would send as it was opened, with what somebody types over it."""
    response = browser.get(address)
    form, rows = response.context["form"], response.context.get("formset")
    data = {name: form[name].value() for name in form.fields}
    if rows is not None:
        data |= {"agreements-TOTAL_FORMS": rows.total_form_count(), "agreements-INITIAL_FORMS": 0}
        for row in rows:
            data |= {row.add_prefix(name): row[name].value() for name in row.fields}
    data |= {name.replace("__", "-"): value for name, value in changes.items()}
    shown = {k: f"{v:%d-%m-%Y}" if isinstance(v, datetime.date) else v for k, v in data.items()}
    return {k: v for k, v in shown.items() if v is not None and v is not False}


def test_phone_call_of_today_needs_only_its_text(browser, client, consultant):
    address = reverse("contact_note", args=[client.pk])
    response = browser.post(address, typed(browser, address, note="Zij belde over de fiets."))
    assert response.status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.kind, meeting.on, meeting.state) == ("phone", datetime.date(2026, 4, 20), "held")
    assert (meeting.note, meeting.written_by) == ("Zij belde over de fiets.", consultant)
    assert not Agreement.objects.exists()


def test_note_page_opens_with_the_cursor_in_the_text(browser, client):
    text = page(browser.get(reverse("contact_note", args=[client.pk])))
    assert text.count("autofocus") == 1
    assert (
        '<textarea name="note"' in text.partition("autofocus")[0][-400:]
        or "autofocus" in text.partition('<textarea name="note"')[2].partition(">")[0]
    )
    assert f'data-keep="note-{client.pk}-"' in text


def test_step_stands_on_the_clients_page_with_its_key(browser, client):
    text = page(browser.get(reverse("client", args=[client.pk])))
    assert f'href="{reverse("contact_note", args=[client.pk])}" aria-keyshortcuts="n"' in text


def test_contact_with_agreements_of_everybody(browser, client, consultant):
    order = make.order(client, make.bureau("Wilgenbrug"))
    address = reverse("contact_note", args=[client.pk])
    data = typed(
        browser,
        address,
        kind="home",
        note="Op de bank gezeten.",
        **{
            f"view-{order.activity_id}": "bad",
            f"words-{order.activity_id}": "Ze bellen nooit terug",
            "agreements__0__text": "Belt de opvang",
            "agreements__1__text": "Belt haar deze week",
            "agreements__1__owner": f"bureau-{order.bureau_id}",
            "agreements__1__due": "24-04-2026",
        },
    )
    assert browser.post(address, data).status_code == 302
    one, two = Agreement.objects.order_by("pk")
    assert (one.owner, one.due) == ("client", datetime.date(2026, 5, 4))  # the usual term
    assert (two.who, two.due) == ("Wilgenbrug", datetime.date(2026, 4, 24))
    text = page(browser.get(reverse("meetings", args=[client.pk])))
    for words in ("Op de bank gezeten.", "Ze bellen nooit terug", "Belt de opvang", "Belt haar deze week"):
        assert words in text


def test_order_that_ended_is_not_asked_about(browser, client):
    order = make.order(client)
    end_order(
        order,
        ended_on=datetime.date(2026, 4, 19),
        reason="Klaar",
        by=client.consultant,
        at=make.at("2026-04-19"),
    )
    form = browser.get(reverse("contact_note", args=[client.pk])).context["form"]
    assert form.activities == []


def test_order_that_ended_after_the_planned_day_is_still_asked_about(browser, client):
    order = make.order(client)
    meeting = make.planned(client, "2026-04-15", today="2026-04-10")
    end_order(
        order,
        ended_on=datetime.date(2026, 4, 16),
        reason="Klaar",
        by=client.consultant,
        at=make.at("2026-04-17"),
    )
    address = reverse("meeting_note", args=[meeting.pk])
    data = typed(browser, address, note="Toen.", **{f"view-{order.activity_id}": "good"})
    assert browser.post(address, data).status_code == 302
    assert meeting.experiences.get().activity_id == order.activity_id


@pytest.mark.parametrize("name", ["meeting_move", "meeting_miss"])
def test_small_forms_lead_back_to_the_meeting(browser, client, name):
    meeting = make.planned(client, "2026-04-22", today="2026-04-10")
    address, meant = (
        reverse(name, args=[meeting.pk]),
        f'href="{reverse("meeting", args=[meeting.pk])}">Cancel',
    )
    assert meant in page(browser.get(address))
    assert 'href="/agenda/">Cancel' in page(browser.get(address, {"next": "/agenda/"}))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"note": ""}, "Write what was said."),
        ({"on": "21-04-2026"}, "This day is still to come."),
        ({"on": "30-02-2026"}, "This is not a date."),
        ({"kind": "pigeon"}, "Choose what kind of contact it is."),
        ({"agreements__0__text": "Belt", "agreements__0__due": ""}, "Choose a day."),
        ({"agreements__0__text": "Belt", "agreements__0__due": "19-04-2026"}, "must not come before"),
        ({"agreements__0__text": "Belt", "agreements__0__owner": "other"}, "Say who will do it."),
        ({"agreements__0__text": "Belt", "agreements__0__owner": "bureau-1"}, "Select a valid choice"),
        ({"agreements__0__name": "Oma"}, "Say what was agreed"),
    ],
)
def test_what_is_not_right_is_said_at_its_field_and_keeps_the_text(browser, client, changes, sentence):
    address = reverse("contact_note", args=[client.pk])
    response = browser.post(address, typed(browser, address, **{"note": "EEN LANG VERHAAL", **changes}))
    assert response.status_code == 200
    assert sentence in page(response)
    assert changes.get("note") == "" or "EEN LANG VERHAAL" in page(response)
    assert not Meeting.objects.exists()


def test_not_reached_needs_no_text(browser, client):
    address = reverse("contact_note", args=[client.pk])
    browser.post(address, typed(browser, address, not_reached="on"))
    assert Meeting.objects.get().state == "not_reached"
    assert "Not reached" in page(browser.get(reverse("meetings", args=[client.pk])))


def test_second_click_saves_nothing_more(browser, client):
    address = reverse("contact_note", args=[client.pk])
    data = typed(browser, address, note="Eens", agreements__0__text="Belt")
    assert [browser.post(address, data).status_code for _click in range(2)] == [302, 302]
    assert (Meeting.objects.count(), Agreement.objects.count()) == (1, 1)


def test_planned_meeting_noted_by_a_colleague_meanwhile_keeps_the_typed_text(browser, client):
    meeting = make.planned(client, "2026-04-20", time="09:00")
    address = reverse("meeting_note", args=[meeting.pk])
    data = typed(browser, address, note="MIJN TEKST")
    note_meeting(
        meeting, Note("office", datetime.date(2026, 4, 20), "Van Carla"), by=make.consultant(), at=NOW
    )
    response = browser.post(address, data)
    assert response.status_code == 409
    assert "MIJN TEKST" in page(response)
    meeting.refresh_from_db()
    assert meeting.note == "Van Carla"


def test_planning_moving_and_missing(browser, client):
    address = reverse("meeting_plan", args=[client.pk])
    data = typed(browser, address, on="06-05-2026", time="930", place="Kamer 3")
    assert browser.post(address, data).status_code == 302
    assert browser.post(address, data).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.time, meeting.kind) == (datetime.time(9, 30), "office")
    move = reverse("meeting_move", args=[meeting.pk])
    assert "has passed" in page(browser.post(move, {"on": "19-04-2026", "time": "10"}))
    assert browser.post(move, {"on": "20-04-2026", "time": "10 uur"}).status_code == 302
    miss = reverse("meeting_miss", args=[meeting.pk])
    assert "Choose a reason" in page(browser.post(miss, {"state": "no_show"}))
    assert browser.post(miss, {"state": "no_show", "reason": "child_ill"}).status_code == 302
    text = page(browser.get(reverse("meetings", args=[client.pk])))
    assert "Did not come" in text
    assert "Child ill" in text


@pytest.mark.parametrize(("time", "sentence"), [("25:00", "This is not a time."), ("", "Choose a time.")])
def test_time_that_is_none_is_refused_at_its_field(browser, client, time, sentence):
    address = reverse("meeting_plan", args=[client.pk])
    assert sentence in page(browser.post(address, typed(browser, address, on="06-05-2026", time=time)))


def test_note_is_changed_today_and_added_to_tomorrow(browser, client):
    meeting = make.meeting(client)
    address = reverse("meeting_note", args=[meeting.pk])
    assert browser.get(address).status_code == 200
    with time_machine.travel(make.at("2026-04-21", 0), tick=False):
        browser.force_login(client.consultant)
        assert browser.get(address).status_code == 302
        page_of = reverse("meeting", args=[meeting.pk])
        browser.post(page_of, {"text": "TOEVOEGING", "form_key": "b8f0b9ca-3a42-4a3d-bb0e-4f2f3d2d6a11"})
        assert "TOEVOEGING" in page(browser.get(page_of))


def test_pages_say_when_there_is_nothing(browser, client):
    text = page(browser.get(reverse("meetings", args=[client.pk])))
    for words in (
        "There are no open agreements",
        "Nothing has been planned.",
        "No contact has been noted yet.",
    ):
        assert words in text
