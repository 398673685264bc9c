"""Requests at odds: a start before the decision on childcare, more hours than are left, an order that lasts too long.

Dates are counted by hand.
"""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from partners.orders.actions import end_order, extend_order
from partners.orders.odds_flags import hours_on
from tests import make
from tests.partners.test_flags import dated, where
from trajecten.childcare.models import CareNotNeeded, ChildcareRequest
from trajecten.plans.models import Activity
from wiz.clients.models import Child
from wiz.flags.actions import sweep
from wiz.policy.actions import set_policy

pytestmark = pytest.mark.django_db
D = datetime.date.fromisoformat

START, HOURS, LENGTH = (f"requests-at-odds-{cause}" for cause in ("start", "hours", "length"))


# A start before the decision. The request comes in on 20 April; it need be decided by 18 May.


def asked(start, *, born="2021-03-10", for_it=True, **changes):
    client = make.client()
    order = make.order(client, start=start, end="2027-03-01", placed_on="2026-04-20")
    make.child(client, born)
    activity = order.activity if for_it else None
    return make.childcare(client, "2026-04-20", activity=activity, **changes)


@pytest.mark.parametrize(
    ("start", "day", "page"),
    [
        ("2026-05-17", "2026-04-20", "M"),
        ("2026-05-18", "2026-04-20", ""),
        ("2026-05-19", "2026-04-20", ""),
        # The request is not there yet.
        ("2026-05-17", "2026-04-19", ""),
        # Up to the day itself; then another rule says that care lacks.
        ("2026-05-17", "2026-05-16", "M"),
        ("2026-05-17", "2026-05-17", "M"),
        ("2026-05-17", "2026-05-18", ""),
    ],
)
def test_a_start_before_the_day_of_decision_clashes(start, day, page):
    activity = asked(start).activity
    assert where(START, activity, day) == page
    if page:
        assert dated(START, activity)[:2] == ("2026-04-20", start)


@pytest.mark.parametrize(
    ("received", "decide_by", "start", "page"),
    [
        ("2028-02-01", "2028-02-29", "2028-02-28", "M"),
        ("2028-02-01", "2028-02-29", "2028-02-29", ""),
        ("2026-12-03", "2026-12-31", "2026-12-30", "M"),
        ("2026-12-03", "2026-12-31", "2026-12-31", ""),
    ],
)
def test_at_the_end_of_months(received, decide_by, start, page):
    client = make.client()
    order = make.order(client, start=start, end="2029-03-01", placed_on=received)
    make.child(client, "2024-03-10")
    make.childcare(client, received, activity=order.activity, decide_by=D(decide_by))
    assert where(START, order.activity, received) == page


@pytest.mark.parametrize(
    ("born", "page"),
    [
        # Thirteen on the day of the start, and the day after.
        ("2013-05-11", ""),
        ("2013-05-12", "M"),
        ("2013-05-10", ""),
    ],
)
def test_only_a_child_up_to_twelve_on_that_day_asks_for_care(born, page):
    assert where(START, asked("2026-05-11", born=born).activity, "2026-04-21") == page


def test_a_child_of_29_february_is_twelve_up_to_and_including_29_february():
    """Thirteen on 1 March 2025."""
    for start, page in (("2025-02-28", "M"), ("2025-03-01", "")):
        client = make.client(on="2025-01-06")
        order = make.order(client, start=start, end="2026-03-01", placed_on="2025-02-20")
        make.child(client, "2012-02-29")
        make.childcare(client, "2025-02-20", activity=order.activity)
        assert where(START, order.activity, "2025-02-20") == page


def test_a_request_for_no_activity_in_particular_is_for_whatever_is_to_begin():
    request = asked("2026-05-11", for_it=False)
    (activity,) = request.client.activities.all()
    assert where(START, activity, "2026-04-21") == "M"
    other = make.order(request.client, start="2026-04-24", end="2027-03-01", placed_on="2026-04-20").activity
    assert [where(START, other, day) for day in ("2026-04-24", "2026-04-25")] == ["M", ""]
    # Of somebody else's children no activity is at odds.
    theirs = make.order(start="2026-05-11", end="2027-03-01", placed_on="2026-04-20").activity
    assert where(START, theirs, "2026-04-21") == ""


def test_it_shares_its_line_with_childcare_that_is_not_arranged(client):
    activity = asked("2026-05-11").activity
    with time_machine.travel(make.at("2026-04-22", 10), tick=False):
        sweep(at=make.at("2026-04-22"))
        client.force_login(activity.client.consultant)
        page = client.get(reverse("today"))
    lines = [line for group in page.context["groups"] for line in group.lines if line.subject == activity]
    assert [{line.rule.name, *(other.name for other in line.others)} for line in lines] == [
        {START, "childcare-not-arranged"}
    ]


@pytest.mark.parametrize("kind", ["school"])
def test_a_child_that_needs_no_care_clashes_with_nothing(kind):
    assert where(START, asked("2026-05-11", kind=kind).activity, "2026-04-21") == ""


def test_it_goes_when_it_is_decided_moved_or_not_needed():
    request = asked("2026-05-11")
    activity, by = request.activity, request.made_by
    note = CareNotNeeded.objects.create(activity=activity, reason="family", by=by, at=make.at("2026-04-21"))
    assert where(START, activity, "2026-04-21") == ""
    note.delete()
    assert where(START, activity, "2026-04-21") == "M"
    Activity.objects.filter(pk=activity.pk).update(start=D("2026-05-18"))
    assert where(START, activity, "2026-04-21") == ""
    Activity.objects.filter(pk=activity.pk).update(start=D("2026-05-11"))
    ChildcareRequest.objects.filter(pk=request.pk).update(
        **{"state": "refused", "outcome": "refused", "decision_reason": "Geen plek", "decide_by": None},
        **{"decided_by": by, "decided_at": make.at("2026-04-22"), "decided_on": D("2026-04-22")},
    )
    assert where(START, activity, "2026-04-22") == ""


# Hours above what an exemption leaves: sixteen, from 1 May to 31 October


def busy(*weeks, **changes):
    """An exempt client who takes part in things, each with its hours, from 1 February to 30 September."""
    client = make.client()
    exemption = make.exemption(client, "granted", **changes)
    for hours in weeks:
        Activity.objects.create(
            client=client, kind="other", title="Naailes", start="2026-02-01", end="2026-09-30", hours=hours
        )
    return exemption


@pytest.mark.parametrize(
    ("weeks", "page"),
    [
        ((16,), ""),
        ((Decimal("16.5"),), "M"),
        ((8, 8), ""),
        ((8, 9), "M"),
        ((40, None), "M"),
        ((None, None), ""),
        ((), ""),
    ],
)
def test_hours_all_together_above_what_is_left_clash(weeks, page):
    exemption = busy(*weeks)
    assert where(HOURS, exemption, "2026-06-01") == page
    hours = hours_on(exemption.client.activities.all(), D("2026-06-01"))
    assert (hours > exemption.granted_hours) == bool(page)


def test_it_stands_while_the_exemption_is_in_force_and_the_hours_run():
    exemption = busy(20)
    days = ("2026-04-30", "2026-05-01", "2026-09-30", "2026-10-01", "2026-10-31")
    assert [where(HOURS, exemption, day) for day in days] == ["", "M", "M", "", ""]
    longer = busy(20, end=D("2026-08-31"), look_again_on=D("2026-08-01"))
    assert [where(HOURS, longer, day) for day in ("2026-08-31", "2026-09-01")] == ["M", ""]


def test_since_the_exemption_began_or_what_came_on_top_of_it():
    exemption = busy(12)
    assert where(HOURS, exemption, "2026-06-01") == ""
    order = make.order(exemption.client, start="2026-06-15", placed_on="2026-06-01", end="2026-08-01")
    Activity.objects.filter(pk=order.activity_id).update(hours=8)
    days = ("2026-06-14", "2026-06-15", "2026-08-15")
    assert [where(HOURS, exemption, day) for day in days] == ["", "M", "M"]
    assert dated(HOURS, exemption)[0] == "2026-06-15"
    # Past its planned end an order runs on until somebody ends it.
    end_order(order, ended_on=D("2026-08-20"), reason="Klaar", by=order.ordered_by, at=make.at("2026-08-20"))
    assert [where(HOURS, exemption, day) for day in ("2026-08-20", "2026-08-21")] == ["M", ""]


def test_a_full_exemption_leaves_no_hours_to_count():
    """Whoever takes part in something while exempt in full does more than is asked: that is allowed."""
    assert where(HOURS, busy(20, extent="full", hours=None), "2026-06-01") == ""


def test_what_was_granted_counts_not_what_was_asked():
    exemption = busy(20)
    type(exemption).objects.filter(pk=exemption.pk).update(granted_hours=20)
    assert where(HOURS, exemption, "2026-06-01") == ""


# An order that lasts longer than orders may: two years


@pytest.mark.parametrize(
    ("start", "end", "page", "due"),
    [
        ("2026-01-15", "2028-01-15", "", ""),
        ("2026-01-15", "2028-01-16", "M", "2028-01-15"),
        ("2024-02-29", "2026-02-28", "", ""),
        ("2024-02-29", "2026-03-01", "M", "2026-02-28"),
        ("2025-12-31", "2027-12-31", "", ""),
        ("2025-12-31", "2028-01-01", "M", "2027-12-31"),
    ],
)
def test_an_order_planned_for_more_than_two_years_clashes_with_the_maximum(start, end, page, due):
    order = make.order(start=start, end=end)
    assert where(LENGTH, order, start) == page
    if page:
        assert dated(LENGTH, order)[:2] == (start, due)


def test_an_earlier_end_or_ending_it_closes_it_at_once_and_extending_raises_it():
    order, other = (make.order(start="2026-01-15", end="2028-06-15") for _n in range(2))
    by, at = order.ordered_by, make.at("2026-03-01")
    assert where(LENGTH, order, "2026-02-01") == "M"
    extend_order(order, end=D("2028-01-15"), reason="Korter", by=by, at=at)
    assert where(LENGTH, order, "2026-03-01") == ""
    extend_order(order, end=D("2028-01-16"), reason="Toch langer", by=by, at=at)
    assert where(LENGTH, order, "2026-03-01") == "M"
    end_order(other, ended_on=D("2026-03-01"), reason="Klaar", by=by, at=at)
    assert where(LENGTH, other, "2026-03-01") == ""


def test_how_long_an_order_may_last_is_policy():
    by, since = make.administrator(), D("2026-01-01")
    set_policy(key="order_longest", valid_from=since, value=12, source="Besluit", by=by)
    assert where(LENGTH, make.order(start="2026-01-15", end="2027-01-15"), "2026-02-01") == ""
    assert where(LENGTH, make.order(start="2026-01-15", end="2027-01-16"), "2026-02-01") == "M"


# On the page


def test_each_line_says_which_facts_clash(client):
    request = asked("2026-05-11")
    noor = request.client
    exemption = make.exemption(noor, "granted", "2026-04-20", start=D("2026-04-21"))
    Activity.objects.create(
        client=noor, kind="other", title="Naailes", start="2026-02-01", end="2026-09-30", hours=20
    )
    make.order(noor, start="2026-04-20", end="2029-01-15")
    with time_machine.travel(make.at("2026-04-22", 10), tick=False):
        sweep(at=make.at("2026-04-22"))
        client.force_login(noor.consultant)
        page = client.get(reverse("today"))
    lines = [line for group in page.context["groups"] for line in group.lines]
    assert {START, HOURS, LENGTH} <= {rule.name for line in lines for rule in (line.rule, *line.others)}
    text = page.content.decode()
    for words in ("11 mei", "Naailes", "15 jan 2029"):
        assert words in text
    assert str(exemption.granted_hours.normalize()) in text
    assert Child.objects.filter(client=noor).exists()
