"""When childcare asks for attention: the day before, on and after every threshold, and what makes it go away."""

import datetime

import pytest

from tests import make
from trajecten.childcare import actions
from trajecten.childcare.flags import load_activities
from trajecten.childcare.models import (
    AwayHours,
    CareHours,
    CareNotNeeded,
    ChildcareNeed,
    ChildcareRequest,
    SchoolHours,
    Suspension,
)
from trajecten.plans.models import Activity
from wiz.flags.actions import sweep
from wiz.flags.models import Flag
from wiz.people.models import Organisation
from wiz.policy.actions import set_policy

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def flags(on: str, rule: str = "") -> dict[str, Flag]:
    sweep(at=make.at(on))
    found = Flag.objects.open().filter(rule__startswith="childcare-")
    return {flag.rule: flag for flag in found if not rule or flag.rule == rule}


def raised(on: str) -> set[str]:
    return {name.removeprefix("childcare-") for name in flags(on)}


# The decision: received on Monday 20 April, so by Monday 18 May


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-05-10", set()),
        ("2026-05-11", {"decision-due"}),
        ("2026-05-18", {"decision-due"}),
        ("2026-05-19", {"decision-overdue"}),
    ],
)
def test_a_decision_is_due_soon_and_then_late(on, expected):
    make.childcare()
    assert raised(on) == expected


@pytest.mark.parametrize(
    ("decide_by", "first", "late"),
    [
        ("2028-02-29", "2028-02-22", "2028-03-01"),  # leap day
        ("2027-02-28", "2027-02-21", "2027-03-01"),
        ("2026-12-31", "2026-12-24", "2027-01-01"),
    ],
)
def test_thresholds_over_the_end_of_a_month(decide_by, first, late):
    make.childcare(received=day(decide_by) - 28 * DAY, decide_by=decide_by)
    assert raised(str(day(first) - DAY)) == set()
    assert raised(first) == {"decision-due"}
    assert raised(str(day(late) - DAY)) == {"decision-due"}
    assert raised(late) == {"decision-overdue"}


def test_policy_says_how_soon():
    make.childcare()
    set_policy(
        key="childcare_due", valid_from=day("2026-01-01"), value=3, source="Beleid", by=make.administrator()
    )
    assert raised("2026-05-14") == set()
    assert raised("2026-05-15") == {"decision-due"}


def test_a_late_decision_reaches_the_team_lead_a_week_later():
    request = make.childcare()
    flag = flags("2026-05-19")["childcare-decision-overdue"]
    assert (flag.side, flag.since, flag.due) == ("M", day("2026-05-19"), day("2026-05-18"))
    assert flag.lead_from == day("2026-05-25")
    assert flag.owner_id == request.client.consultant_id


def test_a_named_owner_is_whose_move_it_is():
    colleague = make.consultant()
    make.childcare(owner=colleague)
    assert flags("2026-05-19")["childcare-decision-overdue"].owner == colleague


def suspended(until: str, completed: str | None = None) -> ChildcareRequest:
    request = make.childcare()
    Suspension.objects.create(
        request=request, what="Offerte", asked_on=day("2026-05-12"), respond_by=day(until),
        completed_on=completed and day(completed), by=request.made_by,
    )  # fmt: skip
    return request


def test_the_clock_holds_while_data_are_awaited():
    request = suspended("2026-05-26")
    ChildcareRequest.objects.update(decide_by="2026-06-01")
    assert raised("2026-05-25") == set()
    assert raised("2026-05-26") == set()
    assert raised("2026-05-27") == {"decision-due"}  # nothing came: it runs again by itself
    assert raised("2026-06-02") == {"decision-overdue"}
    assert ChildcareRequest.objects.get(pk=request.pk).decide_by == day("2026-06-01")


def test_the_clock_runs_again_when_the_data_are_in():
    suspended("2026-05-26", completed="2026-05-14")
    ChildcareRequest.objects.update(decide_by="2026-05-19")
    assert raised("2026-05-15") == {"decision-due"}


def test_asking_for_data_and_deciding_resolve_at_once():
    request = make.childcare()
    by = request.client.consultant
    assert raised("2026-05-12") == {"decision-due"}
    actions.ask_data(
        request, what="Offerte", respond_by=day("2026-05-26"), by=by, at=make.at("2026-05-12", 10)
    )
    assert not Flag.objects.open().filter(rule="childcare-decision-due").exists()
    request.refresh_from_db()
    needs = {need.pk: True for need in request.needs.all()}
    actions.decide(
        request, outcome="granted", reason="", granted=needs, revision=request.revision, by=by,
        at=make.at("2026-05-28"),
    )  # fmt: skip
    assert not Flag.objects.open().filter(rule__startswith="childcare-decision").exists()


def test_what_was_late_before_the_program_counts_from_its_first_day():
    make.childcare(received="2026-01-05", decide_by="2026-02-02")
    Organisation.objects.filter(kind="service").update(live_since=day("2026-06-01"))
    assert raised("2026-06-01") == set()
    flag = flags("2026-06-02")["childcare-decision-overdue"]
    assert flag.lead_from == day("2026-06-08")


# Not arranged: an order that starts on Monday 1 June


def order(born="2021-03-10", start="2026-06-01", end="2026-12-01"):
    found = make.order(start=start, end=end, placed_on="2026-04-20")
    if born:
        make.child(found.client, born)
    return found


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-05-03", set()),
        ("2026-05-04", {"not-arranged"}),
        ("2026-06-01", {"not-arranged"}),
        ("2026-11-30", {"not-arranged"}),
    ],
)
def test_childcare_is_arranged_four_weeks_before_a_start(on, expected):
    order()
    assert raised(on) == expected


def test_what_starts_over_a_leap_day():
    order(start="2028-03-28", end="2028-12-01")
    assert raised("2028-02-28") == set()
    assert raised("2028-02-29") == {"not-arranged"}


def test_without_children_nothing_is_missing():
    order(born=None)
    assert raised("2026-06-01") == set()


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2013-05-31", set()),  # thirteen the day before it starts
        ("2013-06-01", set()),  # ... and on that day
        ("2013-06-02", {"not-arranged"}),  # the day after
        ("2012-02-29", set()),
    ],
)
def test_a_child_counts_until_its_thirteenth_birthday(born, expected):
    order(born=born)
    assert raised("2026-05-10") == expected


def test_a_child_that_turns_thirteen_counts_no_more():
    order(born="2013-06-20")
    assert raised("2026-06-19") == {"not-arranged"}
    assert raised("2026-06-20") == set()


def test_born_on_a_leap_day_it_turns_thirteen_on_the_first_of_march():
    order(born="2012-02-29", start="2025-01-06", end="2025-12-01")
    assert raised("2025-02-28") == {"not-arranged"}
    assert raised("2025-03-01") == set()


def grant(of, children=None, **changes):
    fields = {
        "activity": of.activity, "needed_from": "2026-06-01", "state": "granted", "outcome": "granted",
        "decide_by": None, "decided_by": of.client.consultant, "decided_at": make.at("2026-04-28"),
        "decided_on": "2026-04-28",
    }  # fmt: skip
    request = make.childcare(of.client, **{**fields, **changes})
    ChildcareNeed.objects.filter(request=request).update(granted=True)
    return request


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"state": "started", "started_on": "2026-06-01"}, set()),
        ({"activity": None}, set()),  # for nothing in particular
        ({"until": "2026-06-01"}, set()),
        ({"until": "2026-12-01", "needed_from": "2026-06-02"}, {"not-arranged"}),  # a day too late
        (
            {"state": "refused", "outcome": "refused", "decision_reason": "Geen plek"},
            {"not-arranged"},
        ),
        ({"state": "withdrawn", "withdrawn_on": "2026-04-29"}, {"not-arranged"}),
    ],
)
def test_granted_care_that_covers_the_start_is_enough(changes, expected):
    grant(order(), **changes)
    if changes.get("state") == "refused":
        ChildcareNeed.objects.update(granted=False)
    assert raised("2026-05-10") == expected


def test_care_that_ends_before_the_activity_is_missing_from_then():
    grant(order(), until="2026-09-30")
    assert raised("2026-09-30") == set()
    assert raised("2026-10-01") == {"not-arranged"}


def test_care_for_another_activity_is_not_for_this_one():
    of = order()
    other = Activity.objects.create(
        client=of.client, kind="volunteering", title="Buurthuis", start="2026-01-01", end="2026-05-01"
    )
    grant(of, activity=other)
    assert raised("2026-05-10") == {"not-arranged"}


def test_a_child_that_was_left_out_or_not_granted_is_missing():
    of = order()
    request = grant(of)
    make.child(of.client, "2025-01-01", "Bo")  # born later, nobody asked
    assert raised("2026-05-10") == {"not-arranged"}
    need = ChildcareNeed.objects.create(
        request=request, child=of.client.children.get(first_name="Bo"), kind="day_care", granted=False
    )
    assert raised("2026-05-10") == {"not-arranged"}
    ChildcareNeed.objects.filter(pk=need.pk).update(granted=True)
    assert raised("2026-05-10") == set()


def test_the_line_names_the_hours_in_which_nobody_is_with_whom():
    of = order()
    sami = of.client.children.get()
    noor, bo = (make.child(of.client, "2022-01-01", name) for name in ("Noor", "Bo"))
    request = make.childcare(of.client, activity=of.activity)
    assert load_activities([of.activity_id])[of.activity_id].care_nobody == ""  # no hours are known

    request.travel_minutes = 15
    request.save()
    nine, noon, three = (datetime.time(hour) for hour in (9, 12, 15))
    for weekday in (0, 1, 3):
        AwayHours.objects.create(request=request, weekday=weekday, start=nine, end=three)
    for child in (sami, noor):
        SchoolHours.objects.create(child=child, weekday=0, start=datetime.time(8), end=noon)
    for need in request.needs.all():
        CareHours.objects.create(need=need, weekday=1, start=datetime.time(8), end=datetime.time(18))
    every_day = "ma 12.00–15.15; di, do 8.45–15.15"
    assert load_activities([of.activity_id])[of.activity_id].care_nobody == (
        f"Sami en Noor: {every_day} · Bo: ma, di, do 8.45–15.15"
    )

    request.needs.filter(child=sami).update(granted=True)  # of what is asked for only that counts
    request.needs.filter(child=bo).update(granted=False)
    assert load_activities([of.activity_id])[of.activity_id].care_nobody == (
        f"Sami: ma 12.00–15.15; do 8.45–15.15 · Noor: {every_day} · Bo: ma, di, do 8.45–15.15"
    )


def test_a_request_that_waits_has_arranged_nothing_yet():
    of = order()
    make.childcare(
        of.client,
        activity=of.activity,
        needed_from="2026-06-01",
        received="2026-05-01",
        decide_by="2026-05-29",
    )
    assert raised("2026-05-10") == {"not-arranged"}


def test_not_needed_with_a_reason_resolves_and_can_be_taken_back():
    of = order()
    by = of.client.consultant
    assert raised("2026-05-10") == {"not-arranged"}
    actions.no_care_needed(of.activity, reason="school_hours", note="", by=by, at=make.at("2026-05-10", 10))
    assert not Flag.objects.open().filter(rule="childcare-not-arranged").exists()
    assert CareNotNeeded.objects.get().by == by
    actions.care_needed_after_all(of.activity, by=by, at=make.at("2026-05-10", 11))
    assert Flag.objects.open().filter(rule="childcare-not-arranged").exists()


def test_what_is_over_needs_no_care_and_an_order_runs_on_until_it_is_ended():
    from partners.orders.actions import end_order

    of = order(end="2026-08-01")
    assert raised("2026-08-02") == {"not-arranged"}  # past its planned end
    end_order(
        of, ended_on=day("2026-08-10"), reason="Klaar", by=of.client.consultant, at=make.at("2026-08-10")
    )
    assert raised("2026-08-10") == {"not-arranged"}
    assert raised("2026-08-11") == set()


def test_what_she_does_without_a_bureau_counts_up_to_its_end():
    client = make.client()
    make.child(client)
    Activity.objects.create(client=client, kind="work", title="Werk", start="2026-06-01", end="2026-06-30")
    assert raised("2026-06-30") == {"not-arranged"}
    assert raised("2026-07-01") == set()


def test_one_flag_for_an_activity_with_three_children():
    of = order()
    for born in ("2019-01-01", "2023-01-01"):
        make.child(of.client, born)
    sweep(at=make.at("2026-05-10"))
    flag = Flag.objects.open().get(rule="childcare-not-arranged")
    assert (flag.subject_id, flag.due, flag.side) == (of.activity_id, day("2026-06-01"), "M")
