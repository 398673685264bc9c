"""The flags about plans: the day before, on and after each term. Dates counted by hand."""

import datetime
import uuid

import pytest

from tests import make
from trajecten.plans import actions
from trajecten.plans.models import Plan
from wiz.flags.actions import sweep
from wiz.flags.models import Flag
from wiz.policy.actions import set_policy

pytestmark = pytest.mark.django_db
DAY = datetime.date.fromisoformat


def stands(rule: str, client, day: str) -> str:
    """Sweep on a day and return since when the flag stands on the consultant's page, "" for not at all."""
    sweep(at=make.at(day))
    found = list(Flag.objects.open().filter(rule=rule, client=client))
    assert len(found) < 2
    if not found:
        return ""
    assert Flag.objects.on_page_of_consultant(DAY(day)).filter(pk=found[0].pk).exists()
    assert not Flag.objects.on_page_of_lead(DAY(day)).filter(pk=found[0].pk).exists()
    return str(found[0].since)


def planned(client=None, on="2024-01-02", due=None):
    client = client or make.client(on="2019-01-02")
    return actions.save_plan(
        client,
        kind="work",
        end_goal="Werk",
        preference="",
        goals=[(None, "Opvang", DAY(due) if due else None)],
        revision=0,
        by=client.consultant,
        at=make.at(on),
    )


def offered(plan, on):
    plan = Plan.objects.get(pk=plan.pk)
    return actions.offer_plan(plan, revision=plan.revision, by=plan.made_by, at=make.at(on, 23))


def signed(plan, on, review_on):
    version = offered(plan, on)
    fields = {"how": "screen", "signed_on": DAY(on), "name": "Noor", "review_on": DAY(review_on)}
    return actions.sign_plan(version, **fields, by=plan.made_by, at=make.at(on, 23, 30))


@pytest.mark.parametrize(
    ("came", "before", "since", "after"),
    [
        # Within 56 days: the last is day 56, and the flag stands from the day after.
        ("2026-03-02", "2026-04-27", "2026-04-28", "2026-04-29"),
        ("2024-01-03", "2024-02-28", "2024-02-29", "2024-03-01"),
        ("2023-01-03", "2023-02-28", "2023-03-01", "2023-03-02"),
        ("2025-11-05", "2025-12-31", "2026-01-01", "2026-01-02"),
    ],
)
def test_no_plan_eight_weeks_after_the_intake(came, before, since, after):
    client = make.client(on="2019-01-02")
    make.intake(client, on=came)
    assert [stands("plan-missing", client, day) for day in (before, since, after)] == ["", since, since]
    planned(client, on=after)
    assert stands("plan-missing", client, after) == ""


def test_a_later_version_of_the_intake_does_not_start_the_count_again():
    client = make.client(on="2019-01-02")
    make.intake(client, on="2026-03-02")
    make.intake(client, on="2026-04-20")
    assert stands("plan-missing", client, "2026-04-28") == "2026-04-28"


def test_no_intake_is_no_missing_plan():
    client = make.client(on="2019-01-02")
    assert stands("plan-missing", client, "2026-04-28") == ""


def test_after_a_plan_ended_the_next_one_has_as_long():
    client = make.client(on="2019-01-02")
    make.intake(client, on="2024-01-02")
    plan = planned(client)
    ending = {"ended_on": DAY("2026-03-02"), "result": "partly", "reason": "Klaar"}
    actions.end_plan(plan, **ending, by=plan.made_by, at=make.at("2026-03-02"))
    found = [stands("plan-missing", client, day) for day in ("2026-04-27", "2026-04-28")]
    assert found == ["", "2026-04-28"]


@pytest.mark.parametrize(
    ("on", "before", "since", "after"),
    [
        ("2026-04-01", "2026-04-15", "2026-04-16", "2026-04-17"),
        ("2024-02-14", "2024-02-28", "2024-02-29", "2024-03-01"),
        ("2023-02-14", "2023-02-28", "2023-03-01", "2023-03-02"),
        ("2025-12-17", "2025-12-31", "2026-01-01", "2026-01-02"),
    ],
)
def test_an_offer_not_signed_within_two_weeks(on, before, since, after):
    """Offered late in the evening: the day is that of Amsterdam."""
    plan = planned(on="2023-01-02")
    version = offered(plan, on)
    assert [stands("plan-unsigned", plan.client, day) for day in (before, since, after)] == ["", since, since]
    actions.withdraw_offer(version, by=plan.made_by, at=make.at(after))
    assert stands("plan-unsigned", plan.client, after) == ""


def test_a_change_that_was_offered_is_unsigned_too_and_a_signature_ends_it():
    plan = planned()
    signed(plan, "2026-01-05", "2027-01-05")
    make.order(plan.client, placed_on="2026-03-02", start="2026-03-09")
    assert (
        stands("plan-unsigned", plan.client, "2026-04-30") == ""
    )  # a change that was not offered waits for nobody
    signed_later = offered(plan, "2026-04-01")
    assert stands("plan-unsigned", plan.client, "2026-04-16") == "2026-04-16"
    fields = {"how": "screen", "signed_on": DAY("2026-04-16"), "name": "Noor", "review_on": DAY("2026-10-16")}
    actions.sign_plan(signed_later, **fields, by=plan.made_by, at=make.at("2026-04-16"))
    assert stands("plan-unsigned", plan.client, "2026-04-16") == ""


@pytest.mark.parametrize(
    ("review_on", "after"),
    [
        ("2026-10-01", "2026-10-02"),
        ("2024-02-29", "2024-03-01"),
        ("2024-02-28", "2024-02-29"),
        ("2025-12-31", "2026-01-01"),
    ],
)
def test_past_its_review(review_on, after):
    plan = planned(on="2024-01-02")
    signed(plan, "2024-01-05", review_on)
    assert [stands("plan-past-review", plan.client, day) for day in (review_on, after)] == ["", after]
    next_on = datetime.date(2030, 1, 1)
    key = uuid.uuid4()
    actions.review_plan(
        plan, on=DAY(after), note="Loopt", next_on=next_on, form_key=key, by=plan.made_by, at=make.at(after)
    )
    assert stands("plan-past-review", plan.client, after) == ""


def test_a_draft_with_a_day_of_review_is_not_past_it():
    plan = planned()
    Plan.objects.filter(pk=plan.pk).update(review_on=DAY("2026-01-01"))
    assert stands("plan-past-review", plan.client, "2026-06-01") == ""


@pytest.mark.parametrize(
    ("due", "after"),
    [
        ("2026-05-31", "2026-06-01"),
        ("2024-02-28", "2024-02-29"),
        ("2024-02-29", "2024-03-01"),
        ("2025-12-31", "2026-01-01"),
    ],
)
def test_a_goal_past_its_day(due, after):
    plan = planned(due=due)
    assert [stands("goal-overdue", plan.client, day) for day in (due, after)] == ["", after]
    goal = plan.goals.get()
    actions.settle_goal(goal, reached=True, by=plan.made_by, at=make.at(after))
    assert stands("goal-overdue", plan.client, after) == ""
    actions.settle_goal(goal, reached=False, by=plan.made_by, at=make.at(after))
    assert stands("goal-overdue", plan.client, after) == after
    actions.drop_goal(goal, reason="Past niet", by=plan.made_by, at=make.at(after))
    assert stands("goal-overdue", plan.client, after) == ""


def test_a_goal_of_a_plan_that_ended_waits_for_nobody():
    plan = planned(due="2026-05-31")
    ending = {"ended_on": DAY("2026-06-05"), "result": "stopped", "reason": "Verhuisd"}
    assert stands("goal-overdue", plan.client, "2026-06-05") == "2026-06-01"
    actions.end_plan(plan, **ending, by=plan.made_by, at=make.at("2026-06-05"))
    assert stands("goal-overdue", plan.client, "2026-06-05") == ""


def test_what_waited_when_the_program_went_live_counts_from_that_day():
    service = make.service()
    service.live_since = DAY("2026-03-02")
    service.save()
    plan = planned(due="2025-01-01")
    assert [stands("goal-overdue", plan.client, day) for day in ("2026-03-02", "2026-03-03")] == [
        "",
        "2026-03-03",
    ]
    client = make.client(on="2019-01-02")
    make.intake(client, on="2020-01-02")
    assert [stands("plan-missing", client, day) for day in ("2026-04-27", "2026-04-28")] == ["", "2026-04-28"]


def test_the_term_is_policy():
    values = {"key": "plan_unsigned", "valid_from": DAY("2026-01-01"), "value": 3, "source": "Besluit"}
    set_policy(**values, by=make.administrator())
    plan = planned()
    offered(plan, "2026-04-01")
    assert [stands("plan-unsigned", plan.client, day) for day in ("2026-04-04", "2026-04-05")] == [
        "",
        "2026-04-05",
    ]
