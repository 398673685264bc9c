"""A consultant who changed: the note, and the bureaus that have not seen the new one."""

import datetime

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from partners.orders.actions import end_order, see_contact
from partners.orders.flags import consultant_changed, load_assignments
from partners.orders.models import Order
from tests import make
from wiz.flags.models import Flag
from wiz.handover.actions import hand_over, write_note
from wiz.policy.models import Policy

pytestmark = pytest.mark.django_db

CHANGED = datetime.date(2026, 3, 2)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def coach():
    return make.worker(make.bureau("Yonder"), language="en")


@pytest.fixture
def order(coach):
    return make.order(coach=coach)


def change(client, note="Belt liever.", on=CHANGED):
    seen = {client.pk: client.consultant_id}
    hand_over(
        seen, consultant=make.consultant(name="Peter Jansen"), note=note, by=make.team_lead(), at=make.at(on)
    )
    client.refresh_from_db()
    return client


def found(day):
    return [(row.since, row.waited_for) for row in consultant_changed(day, Policy())]


def test_nothing_before_a_change(order):
    assert found(CHANGED) == []


def test_without_a_note_from_the_day_itself(order):
    client = change(order.client, note="")
    assert found(CHANGED - DAY) == []
    assert found(CHANGED) == [(CHANGED, CHANGED)]
    write_note(client, note="Belt liever.", by=make.consultant(), at=make.at(CHANGED))
    assert found(CHANGED) == []


def test_a_bureau_has_fourteen_days_to_see_the_new_consultant(order, coach):
    change(order.client)
    assert found(CHANGED + 14 * DAY) == []
    assert found(CHANGED + 15 * DAY) == [(CHANGED + 15 * DAY, CHANGED + 15 * DAY)]
    order = Order.objects.with_parties().get()
    assert see_contact(order, by=coach, at=make.at(CHANGED + 15 * DAY))
    assert found(CHANGED + 15 * DAY) == []
    assert not see_contact(Order.objects.with_parties().get(), by=coach, at=make.at(CHANGED + 16 * DAY))


def test_the_end_of_february_counts(order):
    change(order.client, on="2026-02-14")
    assert found(datetime.date(2026, 2, 28)) == []
    assert found(datetime.date(2026, 3, 1)) != []


def test_who_does_not_work_at_the_bureau_sees_nothing_for_it(order):
    change(order.client)
    order = Order.objects.with_parties().get()
    for somebody in (make.consultant(), make.worker()):
        assert not see_contact(order, by=somebody, at=make.at(CHANGED))
    assert Order.objects.with_new_contact().exists()


def test_an_ended_order_needs_no_new_contact(order):
    end_order(order, ended_on=CHANGED, reason="Klaar", by=order.client.consultant, at=make.at(CHANGED))
    change(order.client)
    assert found(CHANGED + 30 * DAY) == []
    assert not Order.objects.with_parties().get().has_new_contact


def test_the_line_says_which_bureaus(order):
    change(order.client, note="")
    flag = Flag.objects.open().get(rule="consultant-changed")
    assert load_assignments([flag.subject_id])[flag.subject_id].unseen_by == ["Yonder"]


@pytest.mark.parametrize("name", ["order", "report", "report_write"])
def test_the_bureau_sees_new_contact_until_it_opened_a_page(order, coach, name):
    change(order.client)
    browser = Browser()
    browser.force_login(coach)
    pk = order.pk if name == "order" else order.reports.order_by("due").first().pk
    with time_machine.travel(make.at("2026-04-10"), tick=False):
        for page in ("orders", "reports"):
            assert "new contact" in browser.get(reverse(page)).content.decode(), page
        text = browser.get(reverse(name, args=[pk])).content.decode()
        assert "Peter Jansen" in text
        assert "new contact" in text
        assert "new contact" not in browser.get(reverse(name, args=[pk])).content.decode()
        assert "new contact" not in browser.get(reverse("orders")).content.decode()
