"""The coming week beside what waits today."""

import datetime
import re
from dataclasses import replace

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation

from tests import make
from trajecten.plans.models import Goal, Plan
from wiz.absence.actions import add_absence
from wiz.calendar.sources import entries, scope_of

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 20)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(make.at(TODAY, 10), tick=False), translation.override("en"):
        yield


@pytest.fixture
def me():
    return make.consultant(language="en")


def aside(user, **query):
    browser = Browser()
    browser.force_login(user)
    html = browser.get(reverse("today"), query).content.decode()
    return re.search(r'<aside class="wiz-aside" aria-labelledby="coming">.*?</aside>', html, re.S).group()


def talk(client, on, subject):
    return make.planned(client, on, today=min(on, TODAY - 9 * DAY), subject=subject)


def test_seven_days_today_included(me):
    client = make.client(me)
    for n, word in ((-1, "PASSED"), (0, "NOW"), (6, "SEVENTH"), (7, "EIGHTH")):
        talk(client, TODAY + n * DAY, word)
    text = aside(me)
    assert [word in text for word in ("PASSED", "NOW", "SEVENTH", "EIGHTH")] == [False, True, True, False]
    assert "To the calendar" in text


def test_what_passed_is_not_read(me):
    """A team lead for a whole city has thousands of dates that passed."""
    client = make.client(me)
    talk(client, TODAY - DAY, "PASSED")
    make.agreement(client, TODAY - DAY, on=TODAY - 9 * DAY, text="LATE", user=me)
    scope = scope_of(me, me, [])
    assert len(entries(scope, TODAY, TODAY + 6 * DAY)) == 2
    assert entries(replace(scope, since=TODAY), TODAY, TODAY + 6 * DAY) == []


def test_her_own_promise_and_not_what_others_owe(me):
    client = make.client(me)
    make.agreement(client, TODAY + DAY, on=TODAY, text="HERS", user=me)
    plan = Plan.objects.create(
        client=client, kind="work", end_goal="Werk", made_by=me, made_at=make.at("2026-01-05")
    )
    Goal.objects.create(plan=plan, text="CLIENTS", due=TODAY + DAY, who="client")
    text = aside(me)
    assert ("HERS" in text, "CLIENTS" in text) == (True, False)


def test_ten_lines_and_how_many_more(me):
    client = make.client(me)
    for n in range(12):
        make.planned(client, TODAY + DAY, today=TODAY, time=f"{8 + n:02}:00", subject=f"TALK{n:02}")
    text = aside(me)
    assert [f"TALK{n:02}" in text for n in (0, 9, 10, 11)] == [True, True, False, False]
    assert "2 more in the calendar" in text


def test_nothing_is_said_so(me):
    assert "No talks, nothing that starts or ends." in aside(me)


def test_a_colleagues_while_she_covers(me):
    anna = make.consultant(name="Anna Bos")
    talk(make.client(anna), TODAY + 2 * DAY, "ANNAS")
    assert "ANNAS" not in aside(me)
    add_absence(anna, first_day=TODAY, last_day=TODAY + 2 * DAY, covered_by=me, by=anna, at=make.at(TODAY))
    assert "ANNAS" in aside(me)


def test_a_lead_sees_the_week_of_whom_she_chose(me):
    lead = make.team_lead()
    talk(make.client(me), TODAY, "SANNES")
    assert "SANNES" not in aside(lead)
    text = aside(lead, van=me.pk)
    assert "SANNES" in text
    assert f'href="/kalender/?van={me.pk}"' in text
