"""The flags about exemptions: the day before, on and after each term. Dates counted by hand."""

import datetime

import pytest

from tests import make
from trajecten.exemptions.actions import agree, let_end, submit, withdraw
from trajecten.exemptions.models import Exemption
from trajecten.reviews.actions import revoke
from wiz.flags.actions import sweep
from wiz.flags.models import Flag

pytestmark = pytest.mark.django_db
DAY = datetime.date.fromisoformat


def stands(rule: str, exemption, day: str, page: str = "consultant") -> str:
    """Sweep on a day and return since when the flag stands on that page only, "" for not at all."""
    sweep(at=make.at(day))
    found = list(Flag.objects.open().filter(rule=rule, client=exemption.client))
    assert len(found) < 2
    if not found:
        return ""
    on_consultants = Flag.objects.on_page_of_consultant(DAY(day)).filter(pk=found[0].pk).exists()
    on_leads = Flag.objects.on_page_of_lead(DAY(day)).filter(pk=found[0].pk).exists()
    assert (on_consultants, on_leads) == (page == "consultant", page == "lead")
    return str(found[0].since)


@pytest.mark.parametrize(
    ("submitted", "last_in_time", "since"),
    [
        # Five working days: Tuesday to Monday.
        ("2026-11-16", "2026-11-23", "2026-11-24"),
        # A Saturday: Monday to Friday.
        ("2026-11-14", "2026-11-20", "2026-11-21"),
        # Over Easter: Good Friday 3 and Easter Monday 6 April do not count.
        ("2026-04-01", "2026-04-10", "2026-04-11"),
        # Over Christmas, a Friday, and New Year's Day, a Friday.
        ("2026-12-23", "2026-12-31", "2027-01-01"),
        # King's Day, a Monday, and 5 May, a Tuesday.
        ("2026-04-24", "2026-05-04", "2026-05-05"),
        # The end of February in a leap year.
        ("2028-02-24", "2028-03-02", "2028-03-03"),
    ],
)
def test_awaiting_review_after_five_working_days(submitted, last_in_time, since):
    end = {"start": DAY("2028-06-01"), "end": DAY("2028-12-31"), "look_again_on": DAY("2028-10-01")}
    exemption = make.exemption(make.client(on="2019-01-02"), "submitted", submitted, **end)
    rule = "exemption-awaiting-review"
    assert stands(rule, exemption, last_in_time, "lead") == ""
    assert stands(rule, exemption, since, "lead") == since
    make.decide(exemption, "returned", since)
    assert stands(rule, exemption, since, "lead") == ""


def test_a_second_round_has_a_new_term():
    exemption = make.exemption(make.client(), "returned", "2026-11-16", **LATER)
    submit(exemption, revision=exemption.revision, by=exemption.made_by, at=make.at("2026-11-27"))
    assert stands("exemption-awaiting-review", exemption, "2026-12-04", "lead") == ""
    assert stands("exemption-awaiting-review", exemption, "2026-12-05", "lead") == "2026-12-05"


LATER = {"start": DAY("2027-01-01"), "end": DAY("2027-06-30"), "look_again_on": DAY("2027-04-01")}


@pytest.mark.parametrize(
    ("end", "before", "since", "last", "after"),
    [
        # From 42 days before the end up to and including the end; ended the day after.
        ("2026-10-31", "2026-09-18", "2026-09-19", "2026-10-31", "2026-11-01"),
        ("2028-02-29", "2028-01-17", "2028-01-18", "2028-02-29", "2028-03-01"),
        ("2027-03-31", "2027-02-16", "2027-02-17", "2027-03-31", "2027-04-01"),
    ],
)
def test_expiring_then_expired(end, before, since, last, after):
    dates = {"end": DAY(end), "look_again_on": DAY("2026-06-01")}
    exemption = make.exemption(make.client(), "granted", **dates)
    assert stands("exemption-expiring", exemption, before) == ""
    assert [stands("exemption-expiring", exemption, day) for day in (since, last)] == [since, since]
    assert stands("exemption-expired", exemption, last) == ""
    assert stands("exemption-expired", exemption, after) == after
    assert stands("exemption-expiring", exemption, after) == ""


@pytest.mark.parametrize("how", ["renewed", "nothing follows", "revoked", "another granted"])
def test_decided_what_follows(how):
    exemption = make.exemption(make.client(), "granted")
    assert stands("exemption-expiring", exemption, "2026-10-01") == "2026-09-19"
    by, at = exemption.client.consultant, make.at("2026-10-01", 12)
    following = {"start": DAY("2026-11-01"), "end": DAY("2027-01-31"), "look_again_on": DAY("2027-01-01")}
    if how == "nothing follows":
        let_end(exemption, reason="De opvang is rond", by=by, at=at)
    elif how == "revoked":
        revoke(exemption, last_day=DAY("2026-10-10"), reason="Opvang rond", by=make.team_lead(), at=at)
    else:
        made = make.exemption(exemption.client, "draft", "2026-10-01", **following)
        if how == "renewed":
            Exemption.objects.filter(pk=made.pk).update(renews=exemption)
        # As long as it is a draft nobody decided anything.
        assert stands("exemption-expiring", exemption, "2026-10-01") == "2026-09-19"
        submit(made, revision=1, by=by, at=at)
        if how == "another granted":
            make.decide(made, "granted", "2026-10-01")
    for day in ("2026-10-01", "2026-10-31", "2026-11-02"):
        assert stands("exemption-expiring", exemption, day) == ""
        assert stands("exemption-expired", exemption, day) == ""


def test_a_renewal_that_is_withdrawn_leaves_it_undecided():
    exemption = make.exemption(make.client(), "granted")
    following = {"start": DAY("2026-11-01"), "end": DAY("2027-01-31"), "look_again_on": DAY("2027-01-01")}
    made = make.exemption(exemption.client, "submitted", "2026-10-01", **following)
    Exemption.objects.filter(pk=made.pk).update(renews=exemption)
    withdraw(made, reason="Toch niet", by=made.made_by, at=make.at("2026-10-02"))
    assert stands("exemption-expiring", exemption, "2026-10-03") == "2026-09-19"


def test_granted_without_agreements_until_there_is_one_or_it_is_over():
    exemption = make.exemption(make.client(), "granted", meanwhile=())
    rule = "exemption-without-agreements"
    assert stands(rule, exemption, "2026-04-20") == "2026-04-20"
    assert stands(rule, exemption, "2026-10-31") == "2026-04-20"
    assert stands(rule, exemption, "2026-11-01") == ""
    assert stands(rule, exemption, "2026-05-01") == "2026-04-20"
    by, at = exemption.client.consultant, make.at("2026-05-01", 12)
    for _click in range(2):
        agree(exemption, [("Elke ochtend wandelen", None)], by=by, at=at)
    assert exemption.meanwhile.count() == 1
    assert stands(rule, exemption, "2026-05-01") == ""


def test_with_agreements_nothing_is_said():
    assert (
        stands("exemption-without-agreements", make.exemption(make.client(), "granted"), "2026-05-01") == ""
    )


def test_flags_change_no_duty_and_no_row():
    exemption = make.exemption(make.client(), "granted", meanwhile=())
    before = Exemption.objects.values().get(pk=exemption.pk)
    for day in ("2026-09-19", "2026-11-01"):
        sweep(at=make.at(day))
    assert Exemption.objects.values().get(pk=exemption.pk) == before
