"""Left alone: a duty, no plan, nothing runs and nobody spoke to her. 35 weeks are 245 days; dates counted by hand."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from partners.orders.actions import end_order, pause_order
from tests import make
from tests.partners.test_flags import dated, where
from trajecten.plans.actions import ActivityRow, end_plan, offer_plan, save_plan, sign_plan
from trajecten.plans.models import Plan
from wiz.flags.models import Flag
from wiz.policy.actions import set_policy

pytestmark = pytest.mark.django_db
D = datetime.date.fromisoformat
RULE = "left-alone"
SILENT = "2026-09-07"  # 245 days after 5 January


def came(on="2026-01-05"):
    """A client to whom nobody spoke since the day she came."""
    return make.client(on=on)


def planned(client, *, signed_on="", activities=()):
    plan = save_plan(
        client,
        kind="work",
        end_goal="Werk",
        preference="",
        goals=[(None, "Opvang", None)],
        activities=activities,
        revision=0,
        by=client.consultant,
        at=make.at("2026-01-06"),
    )
    if signed_on:
        version = offer_plan(plan, revision=plan.revision, by=client.consultant, at=make.at("2026-01-07"))
        sign_plan(
            version,
            how="screen",
            signed_on=D(signed_on),
            name="Noor",
            review_on=D("2027-06-01"),
            by=client.consultant,
            at=make.at(signed_on),
        )
    return Plan.objects.get(pk=plan.pk)


def exempt(client, end="2027-03-01", **changes):
    days = {"start": D("2026-02-01"), "end": D(end), "look_again_on": D(end)}
    return make.exemption(client, "granted", "2026-01-20", **{**days, **changes})


FULL = {"extent": "full", "hours": None}


@pytest.mark.parametrize(
    ("last", "before", "on", "lead_before", "lead"),
    [
        ("2026-01-05", "2026-09-06", "2026-09-07", "2026-10-04", "2026-10-05"),
        ("2027-06-29", "2028-02-28", "2028-02-29", "2028-03-27", "2028-03-28"),
        ("2026-03-31", "2026-11-30", "2026-12-01", "2026-12-28", "2026-12-29"),
        ("2027-06-01", "2028-01-31", "2028-02-01", "2028-02-28", "2028-02-29"),
    ],
)
def test_from_35_weeks_on_her_consultants_page_and_four_weeks_later_on_the_leads(
    last, before, on, lead_before, lead
):
    client = make.client(on=last)
    make.meeting(client, last)
    days = (before, on, lead_before, lead)
    assert [where(RULE, client, day) for day in days] == ["", "M", "M", "ML"]
    assert dated(RULE, client) == (on, on, on, lead)


def test_both_terms_are_policy():
    client, admin = came(), make.administrator()
    for key, value in (("left_alone", 70), ("left_alone_lead", 7)):
        set_policy(key=key, valid_from=D("2026-02-01"), value=value, source="Besluit", by=admin)
    days = ("2026-03-15", "2026-03-16", "2026-03-22", "2026-03-23")
    assert [where(RULE, client, day) for day in days] == ["", "M", "M", "ML"]


def test_a_contact_closes_it_at_once():
    client = came()
    assert where(RULE, client, SILENT) == "M"
    make.meeting(client, SILENT)
    assert not Flag.objects.open().filter(rule=RULE).exists()


def test_a_signed_plan_is_not_left_alone_and_one_that_lies_there_is():
    signed, draft = came(), came()
    planned(signed, signed_on="2026-01-08")
    planned(draft)
    assert (where(RULE, signed, SILENT), where(RULE, draft, SILENT)) == ("", "M")


def test_of_who_had_a_plan_until_last_week_it_counts_from_then():
    client = came()
    plan = planned(client, signed_on="2026-01-08")
    ended = {"result": "stopped", "reason": "Lukte niet", "ended_on": D("2026-10-01")}
    end_plan(plan, **ended, by=plan.made_by, at=make.at("2026-10-01"))
    assert where(RULE, client, "2026-10-01") == "M"
    assert dated(RULE, client) == ("2026-10-01", "2026-09-07", "2026-10-01", "2026-10-29")


def test_an_order_that_runs_stands_still_or_is_past_its_end_is_not_left_alone():
    client = came()
    order = make.order(client, start="2026-01-15", end="2026-08-01")
    assert where(RULE, client, SILENT) == ""
    pause_order(
        order,
        start=D("2026-09-01"),
        until=D("2026-12-01"),
        reason="Ziek",
        by=order.ordered_by,
        at=make.at("2026-09-01"),
    )
    assert where(RULE, client, SILENT) == ""


def test_an_order_that_ended_leaves_her_alone_from_the_day_after_its_last():
    client = came()
    order = make.order(client, start="2026-01-15")
    end_order(order, ended_on=D("2026-10-31"), reason="Klaar", by=order.ordered_by, at=make.at("2026-10-31"))
    assert [where(RULE, client, day) for day in ("2026-10-31", "2026-11-01")] == ["", "M"]
    assert dated(RULE, client)[0] == "2026-11-01"


def test_an_order_that_has_not_begun_does_not_run_yet():
    client = came()
    make.order(client, start="2026-10-01", placed_on="2026-09-01")
    assert [where(RULE, client, day) for day in (SILENT, "2026-09-30", "2026-10-01")] == ["M", "M", ""]


def test_an_activity_of_her_own_runs_up_to_its_last_day():
    client = came()
    row = ActivityRow(None, "volunteering", "Buurtrestaurant", D("2026-02-01"), D("2027-02-28"), None)
    planned(client, activities=[row])
    days = (SILENT, "2027-02-28", "2027-03-01")
    assert [where(RULE, client, day) for day in days] == ["", "", "M"]
    assert dated(RULE, client)[0] == "2027-03-01"


def test_who_is_exempt_in_full_was_not_forgotten_until_it_ends():
    client = came()
    exempt(client, **FULL)
    days = (SILENT, "2027-03-01", "2027-03-02")
    assert [where(RULE, client, day) for day in days] == ["", "", "M"]
    assert dated(RULE, client)[0] == "2027-03-02"


def test_a_partial_exemption_leaves_a_duty_and_so_does_a_request():
    partly, asked = came(), came()
    exempt(partly)
    make.exemption(asked, "submitted", "2026-02-01", **FULL)
    assert (where(RULE, partly, SILENT), where(RULE, asked, SILENT)) == ("M", "M")


def test_it_stands_on_one_line_with_the_silence_and_alone_on_the_leads_page(client):
    noor, lead = came(), make.team_lead()
    with time_machine.travel(make.at("2026-11-02", 10), tick=False):
        assert where(RULE, noor, "2026-11-02") == "ML"
        lines = {}
        for user in (noor.consultant, lead):
            client.force_login(user)
            page = client.get(reverse("today"))
            lines[user.role] = [
                (line.rule.name, [other.name for other in line.others])
                for group in page.context["groups"]
                for line in group.lines
            ]
    assert lines == {"consultant": [("no-contact", [RULE])], "team_lead": [(RULE, [])]}
