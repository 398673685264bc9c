"""Every write on agreements that stand: they are made with a meeting (`trajecten.meetings.actions`)."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trajecten.agreements.models import Agreement, AgreementReminder
from trajecten.agreements.rules import check_due, check_open, check_settle, check_work
from wiz.actions import Refused
from wiz.casefile.actions import record
from wiz.flags.actions import refresh_flags
from wiz.people.models import User
from wiz.terms import day_of


@transaction.atomic
def settle_agreement(agreement: Agreement, *, outcome: str = "", by: User, at: datetime.datetime) -> None:
    """Say that an agreement was kept, perhaps with what came of it; twice is once."""
    agreement = _locked(agreement)
    if agreement.state == Agreement.State.DONE:
        return
    check_settle(by, agreement)
    _close(agreement, Agreement.State.DONE, outcome, "agreement-done", by=by, at=at)


@transaction.atomic
def drop_agreement(agreement: Agreement, *, reason: str, by: User, at: datetime.datetime) -> None:
    """Let an agreement go, with a reason; twice is once."""
    agreement = _locked(agreement)
    if agreement.state == Agreement.State.DROPPED:
        return
    check_open(by, agreement)
    if not reason.strip():
        raise Refused(_("Say why it is dropped."))
    _close(agreement, Agreement.State.DROPPED, reason, "agreement-dropped", by=by, at=at)


@transaction.atomic
def reopen_agreement(agreement: Agreement, *, by: User, at: datetime.datetime) -> None:
    """Undo: the agreement stands again. What had been said of it stays in the timeline."""
    agreement = _locked(agreement)
    check_work(by)
    if agreement.is_open:
        return
    agreement.state, agreement.outcome = Agreement.State.OPEN, ""
    agreement.settled_at, agreement.settled_by = None, None
    agreement.save()
    _settled(agreement, "agreement-reopened", by=by, at=at)


@transaction.atomic
def move_agreement(
    agreement: Agreement, *, due: datetime.date, reason: str, by: User, at: datetime.datetime
) -> None:
    """Give an agreement another date, with a reason."""
    agreement = _locked(agreement)
    check_open(by, agreement)
    if (agreement.due, agreement.due_reason) == (due, reason.strip()):
        return  # the second of two clicks
    check_due(due, agreement.meeting.on)
    if due < day_of(at):
        raise Refused(_("Choose today or a day that is coming."))
    if not reason.strip():
        raise Refused(_("Say why it gets another date."))
    agreement.due, agreement.due_reason = due, reason.strip()
    agreement.save()
    _settled(agreement, "agreement-moved", by=by, at=at, day=due, reason=reason.strip())


@transaction.atomic
def remind_of_agreement(agreement: Agreement, *, by: User, at: datetime.datetime) -> bool:
    """Record that its owner was reminded; say whether this is the first time today."""
    agreement = _locked(agreement)
    check_open(by, agreement)
    _reminder, is_first = AgreementReminder.objects.get_or_create(
        agreement=agreement, on=day_of(at), defaults={"by": by, "at": at}
    )
    if is_first:
        _settled(agreement, "agreement-reminded", by=by, at=at)
    return is_first


def _close(
    agreement: Agreement, state: str, words: str, kind: str, *, by: User, at: datetime.datetime
) -> None:
    agreement.state, agreement.outcome = state, words.strip()
    agreement.settled_at, agreement.settled_by = at, by
    agreement.save()
    _settled(agreement, kind, by=by, at=at, reason=words.strip())


def _settled(agreement: Agreement, kind: str, *, by: User, at: datetime.datetime, **facts: Any) -> None:
    client = agreement.client
    record(client, kind, at=at, by=by, subject=agreement, text=agreement.text, who=agreement.party, **facts)
    refresh_flags([client.pk], at=at)


def _locked(agreement: Agreement) -> Agreement:
    return Agreement.objects.with_parties().select_for_update(no_key=True, of=("self",)).get(pk=agreement.pk)
