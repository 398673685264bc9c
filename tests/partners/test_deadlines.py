"""The next deadline on the caseload: the earliest of what every matter must have done."""

import datetime

import pytest
from django.utils import translation

from tests import make
from tests.partners.test_calendar_dates import (
    a_goal,
    a_report,
    a_review,
    a_talk,
    an_agreement,
    childcare_granted,
    childcare_to_decide,
)
from trajecten.plans.models import Goal, Plan
from wiz.caseload.basics import deadline_of, with_deadlines
from wiz.clients.models import Client

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
ON = datetime.date(2026, 5, 6)


def a_referral(client, day):
    return make.referral(client, day - 30 * DAY, ask=day)


def of_the_client(client, day):
    return make.agreement(client, day, on=day - DAY)


def first(client, today=ON - 20 * DAY):
    found = with_deadlines(Client.objects.filter(pk=client.pk), today).get()
    cell = deadline_of(found, today)
    return found.termijn_first, cell.note


@pytest.fixture
def client():
    return make.client()


@pytest.mark.parametrize(
    ("made", "note"),
    [
        (a_review, "plan review"),
        (a_goal, "goal"),
        (an_agreement, "agreement"),
        (of_the_client, "agreement"),
        (a_report, "report due"),
        (childcare_to_decide, "decision on childcare"),
        (a_referral, "ask about help"),
    ],
)
@pytest.mark.parametrize("day", [ON, datetime.date(2028, 2, 29)])
def test_each_kind_by_its_day(client, made, note, day):
    """Also without any flag, and past its day as long as it is open."""
    made(client, day)
    with translation.override("en"):
        for today in (day - 9 * DAY, day, day + DAY):
            assert first(client, today) == (day, note)
    assert first(make.client()) == (None, "")


def test_the_earliest_of_all(client):
    a_goal(client, ON + 3 * DAY)
    an_agreement(client, ON + 2 * DAY)
    an_agreement(client, ON + DAY)
    childcare_to_decide(client, ON + 4 * DAY)
    with translation.override("en"):
        assert first(client) == (ON + DAY, "agreement")


def test_a_talk_and_what_was_granted_are_no_deadlines(client):
    a_talk(client, ON)
    childcare_granted(client, ON)
    assert first(client)[0] is None


@pytest.mark.parametrize("change", [{"state": "reached", "settled_on": ON}, {"due": None}])
def test_a_goal_that_is_reached_or_has_no_day_is_none(client, change):
    goal = a_goal(client, ON)
    Goal.objects.filter(pk=goal.pk).update(**change)
    assert first(client)[0] is None


def test_the_review_of_a_plan_that_was_never_signed_is_none(client):
    plan = a_review(client, ON)
    Plan.objects.filter(pk=plan.pk).update(state="draft")
    assert first(client)[0] is None
