"""Placing an order, its page for both sides, and the list of orders."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.bureaus.models import Instrument
from partners.orders.actions import end_order, pause_order
from partners.orders.casefile import order_state, orders_panel, report_lines, worth_showing
from partners.orders.models import Order
from partners.reports.actions import mark_not_needed
from tests import make
from wiz.clients.actions import change_client
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.terms import add_months, today
from wiz.trust.models import Look

pytestmark = pytest.mark.django_db

BSN = "999990019"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def consultant() -> User:
    return make.consultant(
        name="Sanne de Groot", phone="043 350 40 12", working_days="ma t/m do", language="en"
    )


@pytest.fixture
def worker() -> User:
    return make.worker(make.bureau("Yonder"), name="Ilse Prins", language="en")


@pytest.fixture
def client(consultant: User) -> Client:
    """A client with everything a bureau may not read."""
    fields: dict[str, Any] = {
        "first_name": "Naima",
        "number": "20418",
        "birth_date": datetime.date(1992, 3, 4),
    }
    client = make.client(consultant, phone="06 21 43 65 87", street="Malpertuisplein 12", **fields)
    children = [(None, "Sami", datetime.date(2023, 5, 1), False)]
    change_client(client, {}, children=children, bsn_digits=BSN, by=consultant, at=make.at("2026-01-06"))
    client.refresh_from_db()
    return client


@pytest.fixture
def order(client: Client, worker: User) -> Order:
    """An order that began a month ago."""
    start = add_months(today(), -1)
    return make.order(
        client, worker.organisation.bureau, start=start, end=add_months(start, 12), coach=worker
    )


def signed_in(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


def page(response: Any) -> str:
    return response.content.decode()


def queries(browser: Browser, url: str) -> int:
    """Count the queries of a page; the first one of a session also writes the session."""
    browser.get(url)
    with CaptureQueriesContext(connection) as found:
        assert browser.get(url).status_code == 200
    return len(found)


def typed(worker: User, **changes: object) -> dict[str, object]:
    usual = {
        "form_key": str(uuid.uuid4()),
        "bureau": worker.organisation_id,
        "instrument": Instrument.objects.values_list("pk", flat=True)[0],
        "coach": worker.pk,
        "question": "Welk werk past bij haar?",
        "start": "21-11-2026",
        "end": "21-11-2027",
        "goals-TOTAL_FORMS": "3",
        "goals-INITIAL_FORMS": "0",
        "goals-0-text": "Kennismaken met drie werkplekken",
        "goals-0-due": "15-1-2027",
    }
    return {**usual, **changes}


# Placing


def test_add_starts_with_what_is_likely(consultant, client, worker):
    retired = make.bureau("Gestopt")
    retired.active = False
    retired.save()
    response = signed_in(consultant).get(reverse("order_add", args=[client.pk]))
    form = response.context["form"]
    assert form["start"].value() == today()
    assert form["end"].value() == add_months(today(), 12)
    assert '<optgroup label="Yonder">' in page(response)
    assert "Gestopt" not in page(response)


def test_add_places_the_order_and_says_what_is_owed(consultant, client, worker):
    browser = signed_in(consultant)
    response = browser.post(reverse("order_add", args=[client.pk]), typed(worker), follow=True)
    order = Order.objects.get()
    assert response.redirect_chain[0][0] == reverse("order", args=[order.pk])
    assert "Reports due: 21 Feb 2027, 21 May 2027, 21 Aug 2027, 21 Nov 2027." in page(response)
    assert order.coach == worker
    assert [goal.text for goal in order.activity.goals.all()] == ["Kennismaken met drie werkplekken"]


def test_add_with_goals_of_the_plan_only(consultant, client, worker):
    browser = signed_in(consultant)
    url = reverse("order_add", args=[client.pk])
    browser.post(url, typed(worker))
    goal = client.plans.get().goals.get()
    assert goal.text in page(browser.get(url))
    browser.post(url, typed(worker, goals=[goal.pk], **{"goals-0-text": "", "goals-0-due": ""}))
    assert [list(order.activity.goals.all()) for order in Order.objects.all()] == [[goal], [goal]]


def test_add_after_the_way_back_loses_nothing_that_was_asked_anew(consultant, client, worker):
    browser, fields = signed_in(consultant), typed(worker)
    url = reverse("order_add", args=[client.pk])
    browser.post(url, fields)
    again = {**fields, "question": "En wat kan zij thuis doen?"}
    answer = browser.post(url, again)
    assert answer.status_code == 409
    assert "You saved this page before" in page(answer)
    assert Order.objects.count() == 1
    browser.post(url, {**again, "form_key": answer.context["form"]["form_key"].value()})
    assert {order.question for order in Order.objects.all()} == {fields["question"], again["question"]}


def test_add_twice_by_a_double_click_makes_one_order(consultant, client, worker):
    browser, fields = signed_in(consultant), typed(worker)
    for _click in range(2):
        response = browser.post(reverse("order_add", args=[client.pk]), fields)
        assert response["Location"] == reverse("order", args=[Order.objects.get().pk])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"bureau": ""}, "Bureau: Choose a bureau."),
        ({"question": " "}, "Say what you ask of the bureau."),
        ({"start": "31-02-2026"}, "Start: This is not a date."),
        ({"end": "21-11-2026"}, "Planned end: The planned end must come after the start."),
        ({"goals-0-text": ""}, "Row 1, Goal: Fill in the goal"),
        ({"goals-0-text": "", "goals-0-due": ""}, "Choose or add at least one goal"),
    ],
)
def test_add_with_an_error_keeps_what_was_typed(consultant, client, worker, changes, sentence):
    fields = typed(worker, **changes)
    response = signed_in(consultant).post(reverse("order_add", args=[client.pk]), fields)
    assert response.status_code == 200
    assert sentence in page(response)
    assert str(fields["form_key"]) in page(response)
    assert not Order.objects.exists()


def test_add_with_a_coach_of_another_bureau(consultant, client, worker):
    stranger = make.worker()
    response = signed_in(consultant).post(
        reverse("order_add", args=[client.pk]), typed(worker, coach=stranger.pk)
    )
    assert "Coach: This coach does not work at this bureau." in page(response)


# The page


def test_page_for_the_bureau_holds_what_it_needs_and_nothing_more(worker, order):
    response = signed_in(worker).get(reverse("order", args=[order.pk]))
    shown = page(response)
    for words in ("Naima", "20418", "06 21 43 65 87", "Malpertuisplein 12", "Sanne de Groot", "ma t/m do"):
        assert words in shown
    for secret in (BSN, "019<", "1992", "Sami", "2023", reverse("client", args=[order.client.pk])):
        assert secret not in shown
    assert Look.objects.get().subject_id == order.pk


def test_page_for_the_bureau_tells_where_she_lives_only_as_long_as_it_needs_that(worker, consultant, order):
    """Until the day after the last, and with the last report in."""

    def reach() -> bool:
        shown = page(signed_in(worker).get(reverse("order", args=[order.pk])))
        assert "Naima" in shown
        found = {words in shown for words in ("06 21 43 65 87", "Malpertuisplein 12")}
        assert len(found) == 1
        return found.pop()

    yesterday = today() - datetime.timedelta(days=1)
    end_order(order, ended_on=yesterday, reason="Heeft werk", by=consultant, at=make.at(today()))
    assert reach()  # a report is owed
    for report in order.reports.owed():
        mark_not_needed(report, reason="Gesproken", by=consultant, at=make.at(today()))
    assert not reach()
    Order.objects.filter(pk=order.pk).update(ended_on=today())
    assert reach()


def test_page_for_the_bureau_offers_the_coach_only(worker, order):
    browser = signed_in(worker)
    shown = page(browser.get(reverse("order", args=[order.pk])))
    assert reverse("order_coach", args=[order.pk]) in shown
    for name in ("order_extend", "order_pause", "order_end", "order_resume"):
        assert reverse(name, args=[order.pk]) not in shown
        assert browser.post(reverse(name, args=[order.pk])).status_code == 403


def test_page_to_a_stranger(order):
    stranger = signed_in(make.worker())
    assert stranger.get(reverse("order", args=[order.pk])).status_code == 404
    assert stranger.post(reverse("order_coach", args=[order.pk])).status_code == 404
    assert order.client.name not in page(stranger.get(reverse("orders")))
    assert signed_in(make.administrator()).get(reverse("order", args=[order.pk])).status_code == 403
    assert not Look.objects.exists()


def test_extend_moves_the_reports(consultant, order):
    browser, url = signed_in(consultant), reverse("order_extend", args=[order.pk])
    end = add_months(order.activity.end, 6)
    browser.post(url, {"extend-end": end.isoformat(), "extend-reason": "Meer tijd nodig"})
    order.activity.refresh_from_db()
    assert order.activity.end == end
    assert order.reports.count() == 6


def test_extend_with_an_error_stays_open_with_what_was_typed(consultant, order):
    browser, url = signed_in(consultant), reverse("order_extend", args=[order.pk])
    assert '<details id="extend" open>' in page(browser.get(url))
    fields = {"extend-end": order.activity.start.isoformat(), "extend-reason": "Meer tijd nodig"}
    shown = page(browser.post(url, fields))
    assert "The planned end must come after the start." in shown
    assert 'value="Meer tijd nodig"' in shown
    assert '<details id="extend" open>' in shown


def test_pause_and_resume(consultant, order):
    browser = signed_in(consultant)
    until = today() + 30 * DAY
    fields = {
        "pause-start": today().isoformat(),
        "pause-until": until.isoformat(),
        "pause-reason": "Kind geopereerd",
    }
    browser.post(reverse("order_pause", args=[order.pk]), fields)
    shown = page(browser.get(reverse("order", args=[order.pk])))
    assert "paused until" in shown
    assert "Kind geopereerd" in shown
    refused = browser.post(reverse("order_pause", args=[order.pk]), fields)
    assert "The order is paused already in these days." in page(refused)
    browser.post(reverse("order_resume", args=[order.pk]))
    assert not order.pauses.exists()
    again = browser.post(reverse("order_resume", args=[order.pk]), follow=True)
    assert "This order is not paused." in page(again)


def test_end_twice_by_a_double_click(consultant, order):
    browser, url = signed_in(consultant), reverse("order_end", args=[order.pk])
    fields = {"end-ended_on": today().isoformat(), "end-reason": "Heeft werk"}
    for _click in range(2):
        assert browser.post(url, fields).status_code == 302
    shown = page(browser.get(reverse("order", args=[order.pk])))
    assert "Heeft werk" in shown
    assert url not in shown
    refused = page(browser.post(url, {**fields, "end-reason": "Anders"}))
    assert "This order has ended already." in refused


def test_end_without_a_reason(consultant, order):
    url = reverse("order_end", args=[order.pk])
    shown = page(signed_in(consultant).post(url, {"end-ended_on": today().isoformat(), "end-reason": ""}))
    assert "Why: Give a reason." in shown


@pytest.mark.parametrize("who", ["worker", "consultant"])
def test_coach_changed_by_either_side(request, who, order):
    colleague = make.worker(order.bureau, name="Joost Ham")
    user = request.getfixturevalue(who)
    browser, url = signed_in(user), reverse("order_coach", args=[order.pk])
    assert "Choose a coach." in page(browser.post(url, {"coach-coach": make.worker().pk}))
    browser.post(url, {"coach-coach": colleague.pk})
    order.refresh_from_db()
    assert order.coach == colleague


# The list


def test_list_of_the_bureau(worker, order):
    running = make.order(bureau=order.bureau, start=today() - DAY, end=today() + 300 * DAY)
    to_come = make.order(bureau=order.bureau, start=today() + 9 * DAY, end=today() + 20 * DAY)
    ended = make.order(bureau=order.bureau)
    end_order(ended, ended_on=today() - DAY, reason="Klaar", by=ended.ordered_by, at=make.at(today() - DAY))
    make.order()

    def shown(**asked: Any) -> list[Order]:
        return [line["order"] for line in signed_in(worker).get(reverse("orders"), asked).context["page"]]

    assert shown() == [order, running, to_come]
    assert shown(mine="on") == [order]
    assert shown(ended="1") == [ended]
    assert shown(page="x", bureau="y") == [order, running, to_come]


def test_list_for_a_case_worker(consultant, order):
    other = make.order()
    browser = signed_in(consultant)

    def shown(**asked: Any) -> set[Order]:
        return {line["order"] for line in browser.get(reverse("orders"), asked).context["page"]}

    assert shown() == {order, other}
    assert shown(bureau=other.bureau_id) == {other}
    assert shown(mine="on") == {order}


def test_list_names_no_other_bureau_to_a_bureau(worker, order):
    make.bureau("Werkpunt Zuid")
    assert "Werkpunt Zuid" not in page(signed_in(worker).get(reverse("orders")))


def test_list_takes_as_many_queries_for_one_as_for_many(worker, order):
    browser = signed_in(worker)
    one = queries(browser, reverse("orders"))
    client = order.client
    for _number in range(150):
        make.order(client, order.bureau, start=today() - DAY, end=today() + 60 * DAY, coach=worker)
    assert queries(browser, reverse("orders")) == one
    assert len(browser.get(reverse("orders")).context["page"].object_list) == 50


def test_page_takes_as_many_queries_for_a_long_order(worker, order):
    browser = signed_in(worker)
    short = make.order(bureau=order.bureau, start=today(), end=today() + DAY)
    long = make.order(bureau=order.bureau, start="2016-01-01", end="2027-01-01", goals=("a", "b", "c"))
    pause_order(
        long, start=today(), until=today() + DAY, reason="Ziek", by=long.ordered_by, at=make.at(today())
    )
    assert len({queries(browser, reverse("order", args=[each.pk])) for each in (short, long)}) == 1


# States


def test_state_day_by_day(order):
    start = order.activity.start
    states = [
        order_state(order, day) for day in (start - DAY, start, order.activity.end, order.activity.end + DAY)
    ]
    assert [kind for kind, _words in states] == ["info", "ok", "ok", "late"]


def test_orders_of_a_client_stand_in_order(consultant, client, worker):
    bureau = worker.organisation.bureau
    orders = [make.order(client, bureau, start=day, end="2027-01-15") for day in ("2026-01-15", "2026-02-15")]
    late, early = [make.order(client, bureau, start="2025-01-15", end="2026-01-15") for _order in range(2)]
    for order, day in ((late, "2025-09-01"), (early, "2025-06-01")):
        ended_on = datetime.date.fromisoformat(day)
        end_order(order, ended_on=ended_on, reason="Klaar", by=consultant, at=make.at(day))
    lines = orders_panel(client, consultant, today())["orders"]
    assert [line["order"] for line in lines] == [*reversed(orders), late, early]


def test_reports_of_an_ended_order_show_what_is_still_to_do(consultant, order):
    end_order(order, ended_on=today(), reason="Heeft werk", by=consultant, at=make.at(today()))
    order.refresh_from_db()
    shown = worth_showing(report_lines(order, today()), order)
    assert [(line["report"].is_final, line["report"].state) for line in shown] == [(True, "owed")]


def test_reports_of_a_running_order_show_the_first_to_come(order):
    lines = report_lines(order, today())
    assert len(lines) == 4
    assert [line["report"].number for line in worth_showing(lines, order)] == [1]
