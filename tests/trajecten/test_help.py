"""Referrals to help: noting, asking what came of it, and taking back a slip. No content, one owner, no duty changed."""

import datetime

import pytest
from django.utils import translation

from tests import make
from trajecten.help.actions import (
    change_owner,
    correct_referral,
    follow_up,
    remove_referral,
    undo_follow_up,
)
from trajecten.help.models import FollowUp, Referral
from wiz.actions import Conflict, Refused
from wiz.casefile.events import sentence
from wiz.casefile.models import Event

pytestmark = pytest.mark.django_db
DAY = datetime.date.fromisoformat


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def said(client):
    return [
        event.kind
        for event in Event.objects.filter(client=client, kind__startswith="referral").order_by("pk")
    ]


def ask(referral, outcome, on="2026-06-15", *, next_on=None, ended_on=None, by=None, revision=None):
    referral.refresh_from_db()
    return follow_up(
        referral,
        outcome=outcome,
        next_on=DAY(next_on) if next_on else None,
        ended_on=DAY(ended_on) if ended_on else None,
        revision=referral.revision if revision is None else revision,
        by=by or referral.made_by,
        at=make.at(on),
    )


def test_no_field_invites_content():
    """Texts are the name of who helps, and nothing else: whoever adds one has to think of this."""
    texts = {
        field.name
        for model in (Referral, FollowUp)
        for field in model._meta.concrete_fields
        if field.get_internal_type() in ("CharField", "TextField", "JSONField") and not field.choices
    }
    assert texts == {"owner_name"}


def test_help_that_ran_before_we_knew_begins_in_the_past():
    referral = make.referral(start="2024-11-03", already_helped=True)
    assert (referral.start, referral.already_helped) == (DAY("2024-11-03"), True)
    (event,) = Event.objects.filter(client=referral.client, kind="referral-found")
    assert "Kredietbank" in sentence(event)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"start": "2026-04-21"}, "Choose today, or the day in the past"),
        ({"until": DAY("2026-04-19")}, "cannot end before"),
        ({"ask": "2026-04-20"}, "Choose a day after today"),
        ({"ask": "2027-04-22"}, "within a year"),
        ({"owner_name": " "}, "Say who sees to it"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(fields, words):
    with pytest.raises(Refused, match=words):
        make.referral(**fields)
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"ask": "2026-04-21"}, {"ask": "2027-04-21"}, {"until": DAY("2026-04-20")}]
)
def test_the_last_days_that_can_be(fields):
    assert make.referral(**fields).pk


def test_one_owner_and_never_two():
    with pytest.raises(Refused, match="One owner only"):
        make.referral(owner_user=make.consultant(), owner_name="Kredietbank")
    for nobody in (make.consultant(is_active=False), make.administrator(), make.worker()):
        with pytest.raises(Refused, match="does not work cases"):
            make.referral(owner_user=nobody)


def test_only_case_workers_note_help():
    for somebody in (make.worker(), make.administrator()):
        with pytest.raises(Refused):
            make.referral(by=somebody)


def test_noted_twice_by_two_clicks_is_once():
    client, key = make.client(), "6f3a2d2e-0000-4000-8000-000000000001"
    first, second = (make.referral(client, form_key=key) for _click in range(2))
    assert first == second
    assert said(client) == ["referral-made"]


def test_it_runs_on_and_is_asked_again():
    referral = make.referral(until=DAY("2026-06-01"))
    row = ask(referral, "running", next_on="2026-08-10", ended_on="2026-06-15")
    referral.refresh_from_db()
    assert (referral.follow_up_on, referral.outcome, referral.until) == (DAY("2026-08-10"), "", None)
    assert (row.due_before, row.until_before) == (DAY("2026-06-15"), DAY("2026-06-01"))
    assert said(referral.client)[-1] == "referral-running"


def test_a_planned_end_that_is_still_ahead_stays_when_it_runs_on():
    referral = make.referral(until=DAY("2026-06-15"))
    ask(referral, "running", next_on="2026-08-10")
    referral.refresh_from_db()
    assert referral.until == DAY("2026-06-15")


@pytest.mark.parametrize(
    ("outcome", "ended_on", "until"),
    [
        ("finished", "2026-06-10", DAY("2026-06-10")),
        ("stopped", "2026-06-15", DAY("2026-06-15")),
        ("unknown", "2026-04-20", DAY("2026-04-20")),
        ("not_started", None, None),
    ],
)
def test_it_ends_with_an_outcome(outcome, ended_on, until):
    referral = make.referral()
    ask(referral, outcome, ended_on=ended_on)
    referral.refresh_from_db()
    assert (referral.outcome, referral.until, referral.is_open) == (outcome, until, False)
    with pytest.raises(Refused, match="ended already"):
        ask(referral, "running", next_on="2026-08-10")


@pytest.mark.parametrize(
    ("outcome", "days", "field"),
    [
        ("running", {}, "next_on"),
        ("running", {"next_on": "2026-06-15"}, "next_on"),
        ("running", {"next_on": "2027-06-17"}, "next_on"),
        ("finished", {}, "ended_on"),
        ("finished", {"ended_on": "2026-06-16"}, "ended_on"),
        ("stopped", {"ended_on": "2026-04-19"}, "ended_on"),
    ],
)
def test_an_answer_with_a_day_that_cannot_be_is_refused_at_its_field(outcome, days, field):
    with pytest.raises(Refused) as refused:
        ask(make.referral(), outcome, **days)
    assert refused.value.field == field


def test_answered_twice_by_two_clicks_is_once():
    referral = make.referral()
    first = ask(referral, "running", next_on="2026-08-10", revision=1)
    assert ask(referral, "running", next_on="2026-08-10", revision=1) == first
    assert referral.follow_ups.count() == 1


def test_who_is_second_hears_it():
    referral = make.referral()
    ask(referral, "running", next_on="2026-08-10", revision=1)
    with pytest.raises(Conflict):
        ask(referral, "stopped", ended_on="2026-06-15", by=make.consultant(), revision=1)
    with pytest.raises(Conflict):
        change_owner(
            referral, owner_name="Wijkteam", revision=1, by=make.consultant(), at=make.at("2026-06-15")
        )


def test_an_answer_can_be_taken_back_on_its_day_and_an_end_always():
    referral = make.referral(until=DAY("2026-06-01"))
    ask(referral, "running", next_on="2026-08-10")
    with pytest.raises(Refused, match="earlier day"):
        undo_follow_up(referral, by=make.consultant(), at=make.at("2026-06-16"))
    undo_follow_up(referral, by=make.consultant(), at=make.at("2026-06-15", 23))
    referral.refresh_from_db()
    assert (referral.follow_up_on, referral.until) == (DAY("2026-06-15"), DAY("2026-06-01"))
    ask(referral, "stopped", ended_on="2026-06-15")
    undo_follow_up(referral, by=make.consultant(), at=make.at("2026-09-01"))
    referral.refresh_from_db()
    assert (referral.is_open, referral.until) == (True, DAY("2026-06-01"))
    with pytest.raises(Refused, match="nothing to undo"):
        undo_follow_up(referral, by=make.consultant(), at=make.at("2026-09-01"))


def correct(referral, **changes):
    names = (
        "kind",
        "start",
        "until",
        "follow_up_on",
        "already_helped",
        "owner_user",
        "owner_name",
        "revision",
    )
    given = {name: getattr(referral, name) for name in names}
    correct_referral(referral, **{**given, **changes}, by=referral.made_by, at=make.at("2026-07-01"))


def test_a_mistake_is_corrected_and_what_stays_may_have_passed():
    referral = make.referral()
    correct(referral, kind="care", start=DAY("2026-03-01"))
    referral.refresh_from_db()
    assert (referral.kind, referral.start, referral.revision) == ("care", DAY("2026-03-01"), 2)
    correct(referral)
    assert said(referral.client) == ["referral-made", "referral-corrected"]
    with pytest.raises(Refused, match="after today"):
        correct(referral, follow_up_on=DAY("2026-07-01"))


def test_noted_with_the_wrong_client_it_can_go_until_it_was_asked_after():
    referral = make.referral()
    asked = make.referral()
    ask(asked, "running", next_on="2026-08-10")
    remove_referral(referral, by=referral.made_by, at=make.at("2026-04-21"))
    assert said(referral.client) == ["referral-made", "referral-removed"]
    with pytest.raises(Refused, match="so it stays"):
        remove_referral(asked, by=asked.made_by, at=make.at("2026-06-16"))
    with pytest.raises(Conflict, match="took this away"):
        remove_referral(referral, by=referral.made_by, at=make.at("2026-04-21"))


@pytest.mark.parametrize(
    ("until", "outcome", "ended_on", "runs_on"),
    [
        (None, "", None, {"2026-04-20", "2026-06-14", "2026-06-15", "2026-06-16"}),
        ("2026-06-15", "", None, {"2026-04-20", "2026-06-14", "2026-06-15"}),
        # Said to have ended on a day, it runs no more on that day: what hangs on it may go at once.
        (None, "finished", "2026-06-15", {"2026-04-20", "2026-06-14"}),
        (None, "stopped", "2026-06-15", {"2026-04-20", "2026-06-14"}),
        (None, "unknown", "2026-06-15", {"2026-04-20", "2026-06-14"}),
        (None, "not_started", None, set()),
    ],
)
def test_help_runs_on_these_days(until, outcome, ended_on, runs_on):
    referral = make.referral(until=DAY(until) if until else None)
    if outcome:
        ask(referral, outcome, ended_on=ended_on)
    days = ["2026-04-19", "2026-04-20", "2026-06-14", "2026-06-15", "2026-06-16"]
    assert {day for day in days if Referral.objects.running(DAY(day)).exists()} == runs_on
