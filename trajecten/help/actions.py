"""Every write on referrals to help. None of them changes what duty the client has."""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trajecten.help.models import FollowUp, Referral
from trajecten.help.rules import (
    check_days,
    check_follow_up,
    check_next,
    check_open,
    check_owner,
    check_remove,
    check_seen,
    check_undo,
    check_work,
)
from wiz.actions import Conflict, check_same_form
from wiz.casefile.actions import record
from wiz.clients.models import Client
from wiz.flags.actions import refresh_flags
from wiz.people.models import User
from wiz.terms import day_of


@transaction.atomic
def add_referral(
    client: Client,
    *,
    kind: str,
    owner_user: User | None = None,
    owner_name: str = "",
    start: datetime.date,
    until: datetime.date | None = None,
    follow_up_on: datetime.date,
    already_helped: bool = False,
    form_key: uuid.UUID | None = None,
    by: User,
    at: datetime.datetime,
) -> Referral:
    """Note that somebody helps a client and return the row; the same `form_key` twice gives the same row.

    One owner: a colleague, or the name of who helps from outside. Raises Conflict when the page was used for something
    else, Refused when the rules say no.
    """
    check_work(by)
    client = Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=client.pk)
    if form_key and (earlier := Referral.objects.with_parties().filter(form_key=form_key).first()):
        typed = (kind, start, until, follow_up_on, already_helped, owner_user, owner_name.strip())
        check_same_form((earlier.client, _noted(earlier)), (client, typed))
        return earlier
    today = day_of(at)
    check_owner(owner_user, owner_name)
    check_days(start, until, today)
    check_next(follow_up_on, today)
    referral = Referral(client=client, kind=kind, start=start, until=until, follow_up_on=follow_up_on)
    referral.owner_user, referral.owner_name, referral.owner_since = owner_user, owner_name.strip(), today
    referral.already_helped, referral.made_by, referral.made_at = already_helped, by, at
    referral.form_key = form_key or referral.form_key
    referral.save()
    kind_of_event = "referral-found" if already_helped else "referral-made"
    _settle(referral, kind_of_event, by=by, at=at, day=start)
    return referral


@transaction.atomic
def follow_up(
    referral: Referral,
    *,
    outcome: str,
    ended_on: datetime.date | None = None,
    next_on: datetime.date | None = None,
    revision: int,
    by: User,
    at: datetime.datetime,
) -> FollowUp:
    """Say what came of it: it runs on and is asked again on `next_on`, or it ended on `ended_on`.

    `revision` is what the page showed; the same answer twice is once. Raises Conflict when somebody changed it
    since, Refused when the rule says no.
    """
    referral = _locked(referral)
    last = referral.follow_ups.first()
    goes_on = outcome == FollowUp.Outcome.RUNNING
    same = (by.pk, outcome, next_on if goes_on else None)
    if last and (last.by_id, last.outcome, last.next_on) == same and revision == referral.revision - 1:
        return last  # the second of two clicks
    check_open(by, referral)
    check_seen(referral, revision)
    today = day_of(at)
    check_follow_up(by, referral, outcome, ended_on, next_on, today)
    row = FollowUp(referral=referral, on=today, outcome=outcome, by=by, at=at)
    row.due_before, row.until_before = referral.follow_up_on, referral.until
    if goes_on and next_on:
        row.next_on = referral.follow_up_on = next_on
        # It was to be over by now, and is not.
        referral.until = None if referral.until and referral.until < today else referral.until
    else:
        referral.outcome = outcome
        referral.until = None if outcome == FollowUp.Outcome.NOT_STARTED else ended_on
    row.save()
    _save(referral)
    _settle(referral, f"referral-{outcome}", by=by, at=at, day=next_on or ended_on or today)
    return row


@transaction.atomic
def undo_follow_up(referral: Referral, *, by: User, at: datetime.datetime) -> None:
    """Take back the last answer: the help runs as it did before. Raises Refused when the rule says no."""
    referral = _locked(referral)
    last = referral.follow_ups.first()
    check_undo(by, referral, last, day_of(at))
    assert last
    referral.outcome, referral.until, referral.follow_up_on = "", last.until_before, last.due_before
    last.delete()
    _save(referral)
    _settle(referral, "referral-undone", by=by, at=at)


@transaction.atomic
def change_owner(
    referral: Referral,
    *,
    owner_user: User | None = None,
    owner_name: str = "",
    revision: int,
    by: User,
    at: datetime.datetime,
) -> None:
    """Give the referral to another owner; to whom has it already, nothing happens."""
    referral = _locked(referral)
    if (referral.owner_user, referral.owner_name) == (owner_user, owner_name.strip()):
        return
    check_open(by, referral)
    check_seen(referral, revision)
    check_owner(owner_user, owner_name)
    _own(referral, owner_user, owner_name, day_of(at))
    _save(referral)
    _settle(referral, "referral-owner", by=by, at=at)


@transaction.atomic
def correct_referral(
    referral: Referral,
    *,
    kind: str,
    start: datetime.date,
    until: datetime.date | None,
    follow_up_on: datetime.date,
    already_helped: bool,
    owner_user: User | None = None,
    owner_name: str = "",
    revision: int,
    by: User,
    at: datetime.datetime,
) -> None:
    """Correct what was noted wrongly; what stays as it is may have passed. Saved twice, it is once."""
    referral = _locked(referral)
    before = _noted(referral)
    after = (kind, start, until, follow_up_on, already_helped, owner_user, owner_name.strip())
    if before == after:
        return
    check_open(by, referral)
    check_seen(referral, revision)
    today = day_of(at)
    if (referral.owner_user, referral.owner_name) != (owner_user, owner_name.strip()):
        check_owner(owner_user, owner_name)
        _own(referral, owner_user, owner_name, today)
    check_days(start, until, today)
    if follow_up_on != referral.follow_up_on:
        check_next(follow_up_on, today)
    referral.kind, referral.start, referral.until = kind, start, until
    referral.follow_up_on, referral.already_helped = follow_up_on, already_helped
    _save(referral)
    _settle(referral, "referral-corrected", by=by, at=at)


@transaction.atomic
def remove_referral(referral: Referral, *, by: User, at: datetime.datetime) -> None:
    """Take away what was noted by mistake, as with the wrong client. Raises Refused when the rule says no."""
    referral = _locked(referral)
    check_remove(by, referral, referral.follow_ups.exists())
    client, kind = referral.client, referral.kind
    referral.delete()
    record(client, "referral-removed", at=at, by=by, help=kind)
    refresh_flags([client.pk], at=at)


def _noted(referral: Referral) -> tuple[Any, ...]:
    return (
        referral.kind,
        referral.start,
        referral.until,
        referral.follow_up_on,
        referral.already_helped,
        referral.owner_user,
        referral.owner_name,
    )


def _own(referral: Referral, owner_user: User | None, owner_name: str, today: datetime.date) -> None:
    referral.owner_user, referral.owner_name, referral.owner_since = owner_user, owner_name.strip(), today


def _locked(referral: Referral) -> Referral:
    found = (
        Referral.objects.with_parties()
        .select_for_update(no_key=True, of=("self",))
        .filter(pk=referral.pk)
        .first()
    )
    if found is None:
        raise Conflict(_("A colleague took this away meanwhile: it was noted by mistake."))
    return found


def _save(referral: Referral) -> None:
    referral.revision += 1
    referral.save()


def _settle(referral: Referral, kind: str, *, by: User, at: datetime.datetime, **facts: Any) -> None:
    client = referral.client
    words = {"help": referral.kind, "who": referral.owner}
    record(client, kind, at=at, by=by, subject=referral, **words, **facts)
    refresh_flags([client.pk], at=at)
