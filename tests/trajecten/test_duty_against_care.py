"""Full duty while a rest plan or help runs: seen, and never changed by the system. Dates counted by hand."""

import datetime

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _

from tests import make
from trajecten.exemptions.duty import duty_of
from trajecten.help.actions import follow_up
from trajecten.plans import actions as plans
from trajecten.plans.models import Plan
from trajecten.reviews.actions import revoke
from wiz.flags.actions import refresh_flags, sweep
from wiz.flags.models import Flag

pytestmark = pytest.mark.django_db
DAY = datetime.date.fromisoformat


def stands(client, day: str) -> str:
    """Sweep on a day and return since when the flag stands on the consultant's page, "" for not at all."""
    sweep(at=make.at(day))
    found = list(Flag.objects.open().filter(rule="duty-against-care"))
    assert len(found) < 2
    if not found:
        return ""
    assert found[0].client == client
    assert Flag.objects.on_page_of_consultant(DAY(day)).filter(pk=found[0].pk).exists()
    assert not Flag.objects.on_page_of_lead(DAY(day)).filter(pk=found[0].pk).exists()
    return str(found[0].since)


def exempt(client, start, end, **changes):
    days = {"start": DAY(start), "end": DAY(end), "look_again_on": DAY(end)}
    return make.exemption(client, "granted", "2026-04-01", **{**days, **changes})


def rest_plan(client, signed="2026-05-11", until="2026-09-30"):
    plan = plans.save_plan(
        client,
        kind="rest",
        end_goal="Op adem komen",
        preference="",
        rest_until=DAY(until),
        expected="Een wandeling per dag",
        goals=[],
        revision=0,
        by=client.consultant,
        at=make.at("2026-05-04"),
    )
    version = plans.offer_plan(plan, revision=plan.revision, by=client.consultant, at=make.at("2026-05-04"))
    if signed:
        plans.sign_plan(
            version,
            how="screen",
            signed_on=DAY(signed),
            name="Noor",
            review_on=DAY("2026-12-01"),
            by=client.consultant,
            at=make.at(signed),
        )
    return Plan.objects.get(pk=plan.pk)


def contents() -> dict[str, list]:
    """Return every row of our models but the flags and the rounds that look for them."""
    return {
        model.__name__: sorted(map(repr, model._default_manager.values_list()))
        for name in ("wiz", "trajecten", "partners")
        for model in apps.get_app_config(name).get_models()
        if model.__name__ not in ("Flag", "Sweep")
    }


def test_example_7_help_and_full_duty_raise_a_flag_and_change_no_duty():
    """Raaff c.s., Kosten en moeite 3 (2006): a client is helped, the duty is full. The system says so, and no more."""
    client = make.client()
    referral = make.referral(client)
    before, duty = contents(), duty_of(client, DAY("2026-05-01"))
    assert duty.kind == "full"
    assert stands(client, "2026-05-01") == "2026-04-20"
    refresh_flags([client.pk], at=make.at("2026-05-02"))
    assert stands(client, "2027-05-01") == "2026-04-20"
    assert contents() == before
    assert duty_of(client, DAY("2026-05-01")) == duty
    # Nor does the end of the help give or take anything.
    ended = {"outcome": "finished", "ended_on": DAY("2027-05-02"), "next_on": None}
    follow_up(referral, **ended, revision=1, by=client.consultant, at=make.at("2027-05-02"))
    assert not Flag.objects.open().filter(rule="duty-against-care").exists()
    assert duty_of(client, DAY("2027-05-02")) == duty


def test_it_stands_from_the_day_the_help_was_known_not_from_when_it_began():
    client = make.client()
    make.referral(client, "2026-04-20", start="2024-01-01", already_helped=True)
    assert stands(client, "2026-04-20") == "2026-04-20"


@pytest.mark.parametrize(
    ("until", "last", "after"),
    [
        ("2026-06-30", "2026-06-30", "2026-07-01"),
        ("2027-02-28", "2027-02-28", "2027-03-01"),
        ("2028-02-29", "2028-02-29", "2028-03-01"),
    ],
)
def test_help_with_a_last_day_clashes_up_to_that_day(until, last, after):
    client = make.client()
    make.referral(client, until=DAY(until))
    assert [stands(client, day) for day in (last, after)] == ["2026-04-20", ""]


@pytest.mark.parametrize("extent", [{"extent": "full", "hours": None}, {}])
def test_any_exemption_in_force_answers_it_until_it_ends(extent):
    client = make.client()
    make.referral(client, "2026-04-20")
    exempt(client, "2026-05-01", "2027-02-28", **extent)
    days = ("2026-04-30", "2026-05-01", "2027-02-28", "2027-03-01", "2027-03-02")
    assert [stands(client, day) for day in days] == ["2026-04-20", "", "", "2027-03-01", "2027-03-01"]


def test_an_exemption_that_is_revoked_brings_it_back_at_once():
    client = make.client()
    make.referral(client, "2026-04-20")
    exemption = exempt(client, "2026-05-01", "2026-10-31")
    assert stands(client, "2026-06-01") == ""
    exemption.refresh_from_db()
    reason, last_day = "De situatie is veranderd.", DAY("2026-06-02")
    revoke(exemption, last_day=last_day, reason=reason, by=make.team_lead(), at=make.at(last_day))
    assert stands(client, "2026-06-02") == ""
    assert stands(client, "2026-06-03") == "2026-06-03"


def test_a_request_that_nobody_decided_is_no_exemption():
    client = make.client()
    make.referral(client, "2026-04-20")
    make.exemption(client, "submitted")
    assert stands(client, "2026-05-04") == "2026-04-20"


def test_a_rest_plan_clashes_when_it_is_signed_until_the_rest_is_over():
    client = make.client()
    rest_plan(client)
    days = ("2026-05-11", "2026-09-30", "2026-10-01")
    assert [stands(client, day) for day in days] == ["2026-05-11", "2026-05-11", ""]


def test_a_rest_plan_that_is_not_signed_clashes_with_nothing():
    client = make.client()
    rest_plan(client, signed="")
    assert stands(client, "2026-06-01") == ""


def test_the_first_of_both_counts():
    client = make.client()
    rest_plan(client)
    make.referral(client, "2026-06-01", ask="2026-08-01")
    assert stands(client, "2026-06-02") == "2026-05-11"


def test_what_ran_when_the_program_went_live_counts_from_then():
    make.service(live_since=DAY("2026-05-04"))
    client = make.client()
    make.referral(client, "2026-04-20")
    assert stands(client, "2026-06-02") == "2026-05-04"


def test_the_line_says_who_helps_and_that_nothing_was_granted(client):
    noor = make.client()
    make.referral(noor)
    rest_plan(noor)
    sweep(at=make.at("2026-06-01"))
    client.force_login(noor.consultant)
    with time_machine.travel(make.at("2026-06-01"), tick=False):
        page = client.get(reverse("today")).content.decode()
        overview = client.get(reverse("client", args=[noor.pk])).content.decode()
    for text in (page, overview):
        for words in ("Kredietbank", "30 sep", _("no exemption was granted")):
            assert words in text
