"""The case page: the web, what is open, what is new; and the timeline."""

import datetime
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from partners.orders.models import Order
from tests import make
from trajecten.plans.models import Activity
from wiz.casefile.events import build_event
from wiz.casefile.models import Event
from wiz.casefile.threads import THREADS
from wiz.clients.models import Client
from wiz.flags.actions import refresh_flags, snooze_flag
from wiz.flags.models import Flag
from wiz.people.models import User
from wiz.trust.models import Look

pytestmark = pytest.mark.django_db

START = datetime.date(2026, 1, 15)


@pytest.fixture
def consultant() -> User:
    return make.consultant(name="Sanne de Groot", language="en")


@pytest.fixture
def client(consultant: User) -> Client:
    return make.client(consultant, first_name="Naima")


@pytest.fixture
def order(client: Client) -> Order:
    """Reports are due on 15 April, 15 July and so on."""
    bureau = make.bureau("Yonder")
    coach = make.worker(bureau, name="Ilse Prins", working_days="ma–do")
    return make.order(client, coach=coach, start=START, end="2027-01-15")


def look(user: User, client: Client, day: str, hour: int = 10, name: str = "client", **query: Any) -> Any:
    """Return the page as somebody sees it on a day."""
    browser = Browser()
    with time_machine.travel(make.at(day, hour), tick=False):
        refresh_flags([client.pk], at=make.at(day, hour))
        browser.force_login(user)
        return browser.get(reverse(name, args=[client.pk]), query)


def threads(response: Any) -> list[tuple[str, str, str, str]]:
    return [
        (row["thread"].party, row["thread"].kind, row["thread"].state, row["move"])
        for row in response.context["web"]["rows"]
        if row["thread"].party in ("Yonder", "Buurthuis")
    ]


# The web


@pytest.mark.parametrize(
    ("day", "kind", "state", "move"),
    [
        ("2026-01-14", "info", "starts on 15 Jan", ""),
        ("2026-03-31", "ok", "report by 15 Apr", ""),
        ("2026-04-01", "soon", "report by 15 Apr", "next: the bureau"),
        ("2026-04-15", "soon", "report by 15 Apr", "next: the bureau"),
        ("2026-04-16", "late", "report 1 d late", "next: the bureau"),
        ("2026-04-27", "late", "report 12 d late", "next: the bureau"),
    ],
)
def test_thread_of_an_order_whose_report_is_to_come(consultant, client, order, day, kind, state, move):
    assert threads(look(consultant, client, day)) == [("Yonder", kind, state, move)]


@pytest.mark.parametrize(
    ("day", "kind", "state", "move"),
    [
        ("2026-04-15", "soon", "awaits answer 5 d", "next: you, by 24 Apr"),
        ("2026-04-24", "soon", "awaits answer 14 d", "next: you, by 24 Apr"),
        ("2026-04-25", "late", "awaits answer 15 d", "next: you"),
        # The next report is late too by now; her answer waits longer.
        ("2026-07-20", "late", "awaits answer 101 d", "next: you"),
    ],
)
def test_thread_of_an_order_whose_report_waits_for_an_answer(
    consultant, client, order, day, kind, state, move
):
    make.deliver(order.reports.get(number=1), "2026-04-10")
    assert threads(look(consultant, client, day)) == [("Yonder", kind, state, move)]
    assert (
        f"Sanne de Groot{', by 24 Apr' if 'by' in move else ''}"
        in threads(look(make.consultant(language="en"), client, day))[0][3]
    )


def test_thread_of_an_order_that_ended_goes_after_a_quarter(consultant, client, order):
    Order.objects.update(ended_on="2026-03-01", end_reason="Verhuisd")
    order.reports.all().delete()
    assert threads(look(consultant, client, "2026-06-01")) == [("Yonder", "plain", "ended on 1 Mar", "")]
    assert threads(look(consultant, client, "2026-06-02")) == []


def test_thread_of_what_she_does_by_herself(consultant, client):
    Activity.objects.create(
        client=client, kind="volunteering", title="Buurthuis", start=START, end="2026-06-30", hours="6.0"
    )
    assert threads(look(consultant, client, "2026-01-14"))[0][1:3] == ("info", "starts on 15 Jan")
    shown = look(consultant, client, "2026-06-30")
    assert threads(shown)[0][1:3] == ("ok", "until 30 Jun")
    assert "Volunteering · 6 hours a week" in shown.content.decode()
    assert threads(look(consultant, client, "2026-07-01"))[0][1:3] == ("plain", "ended on 30 Jun")
    assert threads(look(consultant, client, "2026-09-30"))[0][1:3] == ("plain", "ended on 30 Jun")
    assert threads(look(consultant, client, "2026-10-01")) == []


def test_drawing_says_the_same_as_the_table(consultant, client, order):
    shown = look(consultant, client, "2026-04-27").content.decode()
    drawing, rest = shown.split("<svg", 1)[1].split("</svg>")
    for words in (
        "Yonder",
        "Ilse Prins · ma–do",
        "✖",
        "report 12 d late",
        "next: the bureau",
        "wiz-thread--late",
    ):
        assert words in drawing
    for words in ("Yonder", "Ilse Prins · ma–do", "✖", "report 12 d late", "next: the bureau"):
        assert words in rest
    assert f'href="{reverse("order", args=[order.pk])}"' in drawing


def test_more_parties_than_fit_lead_to_the_table(consultant, client):
    Activity.objects.bulk_create(
        Activity(client=client, kind="other", title=f"Kring {n}", start=START, end="2026-12-31")
        for n in range(30)
    )
    shown = look(consultant, client, "2026-04-27").content.decode()
    assert 'href="#web-table"' in shown
    assert 'id="web-table"' in shown
    assert shown.count("wiz-party__box") == 12
    assert all(f"Kring {n}</th>" in shown or f">Kring {n}</a></th>" in shown for n in range(30))


def test_client_with_nobody_around_her_says_what_to_do(client):
    with patch.dict(THREADS, clear=True):
        shown = look(make.consultant(language="en"), client, "2026-04-27").content.decode()
    assert "Nobody does anything around this client yet" in shown
    assert shown.count("<circle") == 1
    assert "wiz-party__box" not in shown


# What is open


def test_open_flags_are_with_her_or_with_others(consultant, client, order):
    late = look(consultant, client, "2026-04-20").context["open"]
    assert [line.rule.name for line in late["others"]] == ["report-overdue"]
    response = look(consultant, client, "2026-04-22")
    assert [line.rule.name for line in response.context["open"]["mine"]] == ["report-overdue"]
    assert "Now with you" in response.content.decode()
    assert reverse("report_remind", args=[order.reports.get(number=1).pk]) in response.content.decode()
    colleague = look(make.consultant(language="en"), client, "2026-04-22")
    assert "Now with Sanne de Groot" in colleague.content.decode()


def test_what_was_put_off_is_folded_away(consultant, client, order):
    look(consultant, client, "2026-04-22")
    flag = Flag.objects.open().get()
    until, at = datetime.date(2026, 5, 1), make.at("2026-04-22")
    snooze_flag(flag, until=until, reason="Coach is ziek", by=consultant, at=at)
    response = look(consultant, client, "2026-04-30")
    assert not response.context["open"]["mine"]
    assert len(response.context["open"]["asleep"]) == 1
    assert "Coach is ziek" in response.content.decode()
    assert look(consultant, client, "2026-05-01").context["open"]["mine"]


# Since she was here


def happen(
    client: Client, day: str, hour: int = 12, by: User | None = None, kind: str = "client-changed"
) -> Event:
    event = build_event(client, kind, at=make.at(day, hour), by=by, subject=client)
    event.save()
    return event


def new(response: Any) -> list[int] | None:
    news = response.context["news"]
    return news and [each.event.pk for each in news["events"]]


def test_who_was_never_here_gets_no_news(consultant, client):
    happen(client, "2026-04-01")
    assert new(look(consultant, client, "2026-04-27")) is None
    assert new(look(consultant, client, "2026-04-27", 16)) is None


def test_news_is_what_others_did_since_an_earlier_day_and_stays_all_day(consultant, client):
    happen(client, "2026-03-01")
    look(consultant, client, "2026-04-01")
    assert new(look(consultant, client, "2026-04-02")) == []
    theirs = happen(client, "2026-04-10")
    happen(client, "2026-04-11", by=consultant)
    system = happen(client, "2026-04-12")
    look(make.consultant(), client, "2026-04-20")
    for hour in (9, 10, 16):
        assert new(look(consultant, client, "2026-04-27", hour)) == [system.pk, theirs.pk]
    assert new(look(consultant, client, "2026-04-28")) == []


def test_news_of_just_before_and_after_midnight(consultant, client):
    look(consultant, client, "2026-04-01", 23)
    event = happen(client, "2026-04-01", 23)
    Event.objects.filter(pk=event.pk).update(at=make.at("2026-04-01", 23, 30))
    assert new(look(consultant, client, "2026-04-02", 0)) == [event.pk]


def test_much_news_leads_to_the_timeline(consultant, client):
    look(consultant, client, "2026-04-01")
    for day in range(2, 11):
        happen(client, f"2026-04-{day:02}")
    response = look(consultant, client, "2026-04-27")
    assert len(new(response) or []) == 8
    address = f"{reverse('client_events', args=[client.pk])}?van=01-04-2026"
    assert address in response.content.decode()


# The timeline


def texts(response: Any) -> list[str]:
    return [each.text for each in response.context["events"]]


def test_timeline_by_matter_party_person_and_period(consultant, client, order):
    make.deliver(order.reports.get(number=1), "2026-04-10")
    coach = order.coach

    def asked(**query: str) -> list[str]:
        return texts(look(consultant, client, "2026-05-01", name="client_events", **query))

    delivered = "Yonder delivered the report on 15 Jan – 15 Apr 2026"
    assert asked(soort="report") == [delivered]
    assert asked(wie=f"p-{coach.pk}") == [delivered]
    # What was asked of the bureau belongs to it too.
    assert len(asked(wie=f"o-{order.bureau_id}")) == 2
    assert asked(wie=f"o-{order.bureau_id}", soort="order")[0].startswith("Order to Yonder")
    assert asked(van="10-04-2026", tot="10-04-2026") == [delivered]
    assert delivered not in asked(van="11-04-2026")
    assert delivered not in asked(tot="9-4-2026")
    everything = asked()
    assert len(everything) > 2
    for nonsense in ({"soort": "x"}, {"wie": "o-999"}, {"wie": "p-x"}, {"van": "gisteren"}, {"bij": "x"}):
        assert asked(**nonsense) == everything
    empty = look(consultant, client, "2026-05-01", name="client_events", van="1-1-2030")
    assert "Nothing happened here" in empty.content.decode()


def test_timeline_offers_only_what_occurs(consultant, client, order):
    form = look(consultant, client, "2026-05-01", name="client_events").context["filter"]
    matters = {key for key, _label in form.fields["soort"].choices}
    assert {"", "client", "order"} <= matters
    assert "report" not in matters
    who = [label for _key, label in form.fields["wie"].choices]
    assert "Yonder" in who
    assert "Sanne de Groot" in who
    make.bureau("Elders")
    form = look(consultant, client, "2026-05-01", name="client_events").context["filter"]
    assert "Elders" not in [label for _key, label in form.fields["wie"].choices]


def test_timeline_pages_keep_what_was_asked(consultant, client):
    kinds = [("client-changed", 60), ("plan-changed", 60)]
    Event.objects.bulk_create(
        build_event(client, kind, at=make.at("2026-03-01", minute=n), by=None)
        for kind, many in kinds
        for n in range(many)
    )
    shown = look(consultant, client, "2026-05-01", name="client_events", soort="plan", page="2")
    assert len(texts(shown)) == 10
    assert "?soort=plan&amp;page=1" in shown.content.decode()


def test_event_is_found_by_its_address_on_whatever_page(consultant, client):
    events = [happen(client, f"2026-03-{1 + n % 28:02}", 9 + n // 28) for n in range(120)]
    last = min(events, key=lambda event: (event.at, event.pk))
    response = look(consultant, client, "2026-05-01", name="client_events", bij=str(last.pk))
    address = reverse("client_events", args=[client.pk])
    assert response.url == f"{address}?page=3#event-{last.pk}"
    shown = look(consultant, client, "2026-05-01", name="client_events", page="3")
    assert f'id="event-{last.pk}"' in shown.content.decode()
    other = happen(make.client(), "2026-03-01")
    assert look(consultant, client, "2026-05-01", name="client_events", bij=str(other.pk)).status_code == 404


# Steps


def test_steps_stand_on_the_page_with_their_key_and_on_today_with_the_way_back(consultant, client, order):
    step = reverse("contact_note", args=[client.pk])
    shown = look(consultant, client, "2026-04-22").content.decode()
    assert f'href="{step}" aria-keyshortcuts="n" data-key="n"' in shown
    browser = Browser()
    browser.force_login(consultant)
    with time_machine.travel(make.at("2026-04-22"), tick=False):
        today = browser.get(reverse("today")).content.decode()
    assert f'href="{step}?next={quote(reverse("today"), safe="/")}"' in today


def test_order_stands_in_the_frame_for_the_municipality_only(consultant, client, order):
    tabs = reverse("client_events", args=[client.pk])
    browser = Browser()
    for user, sees in ((consultant, True), (order.coach, False)):
        browser.force_login(user)
        shown = browser.get(reverse("order", args=[order.pk])).content.decode()
        assert (tabs in shown) is sees
    assert Look.objects.filter(client=client.pk, subject_id=order.pk).count() == 2
