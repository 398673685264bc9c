"""Help adrift: the day before, on and after the day of asking, and an owner who left. Dates counted by hand."""

import datetime

import pytest

from tests import make
from trajecten.help.actions import change_owner, follow_up
from trajecten.help.models import Referral
from wiz.flags.actions import sweep
from wiz.flags.models import Flag
from wiz.people.actions import save_user
from wiz.people.models import User

pytestmark = pytest.mark.django_db
DAY = datetime.date.fromisoformat


def stands(client, day: str) -> str:
    """Sweep on a day and return since when the flag stands and by when it was due, "" for not at all."""
    sweep(at=make.at(day))
    found = list(Flag.objects.open().filter(rule="referral-adrift", client=client))
    assert len(found) < 2
    if not found:
        return ""
    assert Flag.objects.on_page_of_consultant(DAY(day)).filter(pk=found[0].pk).exists()
    assert not Flag.objects.on_page_of_lead(DAY(day)).filter(pk=found[0].pk).exists()
    return f"{found[0].since} {found[0].due}"


@pytest.mark.parametrize(
    ("asked", "before", "on", "after"),
    [
        ("2026-06-15", "2026-06-14", "2026-06-15", "2026-06-16"),
        ("2027-02-28", "2027-02-27", "2027-02-28", "2027-03-01"),
        ("2028-02-28", "2028-02-27", "2028-02-28", "2028-02-29"),
        ("2028-02-29", "2028-02-28", "2028-02-29", "2028-03-01"),
        ("2026-12-31", "2026-12-30", "2026-12-31", "2027-01-01"),
        ("2026-04-30", "2026-04-29", "2026-04-30", "2026-05-01"),
    ],
)
def test_the_day_of_asking_has_passed_from_the_day_after(asked, before, on, after):
    day = DAY(asked) - datetime.timedelta(days=90)
    referral = make.referral(make.client(on=day), day, ask=asked)
    expected = f"{after} {asked}"
    assert [stands(referral.client, each) for each in (before, on, after)] == ["", "", expected]


def test_what_had_passed_when_the_program_went_live_counts_from_then():
    make.service(live_since=DAY("2026-07-01"))
    referral = make.referral(ask="2026-06-15")
    assert stands(referral.client, "2026-07-01") == ""
    assert stands(referral.client, "2026-07-02") == "2026-07-02 2026-07-01"


def test_an_answer_closes_it_at_once_and_the_next_day_of_asking_raises_it_again():
    referral = make.referral()
    assert stands(referral.client, "2026-06-20")
    ask_again = {"outcome": "running", "next_on": DAY("2026-07-20")}
    follow_up(referral, **ask_again, revision=1, by=referral.made_by, at=make.at("2026-06-20"))
    assert not Flag.objects.open().filter(rule="referral-adrift").exists()
    assert stands(referral.client, "2026-07-20") == ""
    assert stands(referral.client, "2026-07-21") == "2026-07-21 2026-07-20"


@pytest.mark.parametrize("outcome", ["finished", "stopped", "unknown", "not_started"])
def test_what_ended_is_never_adrift(outcome):
    referral = make.referral()
    ended = {"outcome": outcome, "ended_on": DAY("2026-06-01")}
    follow_up(referral, **ended, revision=1, by=referral.made_by, at=make.at("2026-06-20"))
    assert stands(referral.client, "2026-08-01") == ""


def test_help_past_its_planned_end_is_still_asked_after():
    referral = make.referral(until=DAY("2026-05-01"))
    assert stands(referral.client, "2026-06-15") == ""
    assert stands(referral.client, "2026-06-16")


def leave(user: User, last_login: str = "") -> None:
    User.objects.filter(pk=user.pk).update(last_login=make.at(last_login) if last_login else None)
    user.refresh_from_db()
    save_user(user, {"is_active": False}, by=make.administrator())


@pytest.mark.parametrize(
    ("last_login", "since"),
    [("2026-05-04", "2026-05-04"), ("2026-02-01", "2026-04-20"), ("", "2026-04-20")],
)
def test_a_colleague_who_left_sees_to_nothing(last_login, since):
    """Since she signed in last, or since she got it when that was later."""
    owner = make.consultant()
    referral = make.referral(owner_user=owner)
    assert stands(referral.client, "2026-05-05") == ""
    leave(owner, last_login)
    assert stands(referral.client, "2026-05-05") == f"{since} {since}"
    # The day of asking passes as well: what was first, speaks.
    assert stands(referral.client, "2026-06-16") == f"{since} {since}"


def test_a_colleague_with_another_role_sees_to_nothing():
    owner = make.consultant()
    referral = make.referral(owner_user=owner)
    save_user(owner, {"role": "administrator"}, by=make.administrator())
    assert stands(referral.client, "2026-05-05")
    assert Referral.objects.with_parties().get().has_lost_owner


def test_another_owner_closes_it_at_once():
    owner = make.consultant()
    referral = make.referral(owner_user=owner)
    leave(owner)
    assert stands(referral.client, "2026-05-05")
    change_owner(referral, owner_name="Wijkteam", revision=1, by=referral.made_by, at=make.at("2026-05-05"))
    assert not Flag.objects.open().filter(rule="referral-adrift").exists()


def test_it_is_the_move_of_the_clients_consultant():
    referral = make.referral(owner_user=make.consultant())
    stands(referral.client, "2026-06-16")
    flag = Flag.objects.open().get(rule="referral-adrift")
    assert flag.owner == referral.client.consultant
