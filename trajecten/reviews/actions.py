"""Every write of a reviewer: granting, returning with advice, refusing, revoking.

The first decision is the only one: the client is locked, the round is asked for, and the database keeps one review a
round and one decision a request.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trajecten.exemptions.models import Exemption, ExemptionDocument, ExemptionReview, Meanwhile, PeerOpinion
from trajecten.exemptions.rules import check_granted, check_move, check_revocation
from trajecten.reviews.letters import decision_letter, revocation_letter
from trajecten.reviews.rules import Judgement, check_judgement
from wiz.actions import Conflict, Refused
from wiz.casefile.actions import record
from wiz.clients.models import Client
from wiz.flags.actions import refresh_flags
from wiz.people.models import User
from wiz.terms import day_of

O = ExemptionReview.Outcome  # noqa: E741


@dataclass(frozen=True)
class Terms:
    """What is granted when that is not all that was asked. `hours`: a week that remain; None for a full exemption."""

    extent: str
    hours: Decimal | None
    start: datetime.date
    end: datetime.date


def asked_terms(exemption: Exemption) -> Terms:
    return Terms(exemption.extent, exemption.hours, exemption.start, exemption.end)


@transaction.atomic
def review(
    exemption: Exemption,
    outcome: str,
    judgement: Judgement,
    *,
    terms: Terms | None = None,
    revision: int,
    by: User,
    at: datetime.datetime,
) -> ExemptionReview:
    """Grant a submitted request (as asked or on other `terms`), return it with advice, or refuse it; give the review.

    `revision` is the one the reviewer read. Raises Conflict when another reviewer was first or the request changed;
    Refused for a requester, without a reason, or for a period that another exemption of this client covers.
    """
    Client.objects.select_for_update(no_key=True).get(pk=exemption.client_id)
    exemption = Exemption.objects.select_related("client").get(pk=exemption.pk)
    today = day_of(at)
    if earlier := _same(exemption, outcome, judgement, by):
        return earlier
    if exemption.state in (Exemption.State.GRANTED, Exemption.State.REFUSED, Exemption.State.RETURNED):
        raise Conflict(_("A colleague reviewed this request meanwhile."))
    check_move(by, exemption, "review", today)
    if exemption.revision != revision:
        raise Conflict(_("The request was changed meanwhile. Read it again before you decide."))
    check_judgement(outcome, judgement)
    granted = outcome == O.GRANTED
    terms = (terms or asked_terms(exemption)) if granted else None
    if terms is not None:
        check_granted(exemption, terms.start, terms.end, terms.extent, terms.hours)
        _check_free(exemption, terms)
    made = ExemptionReview.objects.create(
        exemption=exemption,
        round=exemption.rounds,
        outcome=outcome,
        lawful=judgement.lawful,
        falls_short=judgement.falls_short,
        short_of=judgement.short_of.strip() if judgement.falls_short else "",
        reason=judgement.reason.strip(),
        lesson=judgement.lesson.strip(),
        asked=content_of(
            exemption,
            meanwhile=exemption.meanwhile.all(),
            documents=exemption.documents.select_related("file"),
            opinions=exemption.opinions.select_related("peer"),
        ),
        by=by,
        at=at,
        **(vars(terms) if terms else {}),
    )
    exemption.state = outcome
    if terms is not None:
        exemption.granted_extent, exemption.granted_hours = terms.extent, terms.hours
        exemption.granted_from, exemption.granted_until = terms.start, terms.end
        # Granted for less, it is looked at again within what was granted; `asked` keeps the day that was asked for.
        exemption.look_again_on = min(max(exemption.look_again_on, terms.start), terms.end)
    exemption.revision += 1
    exemption.save()
    if outcome != O.RETURNED:  # else colleagues may answer still
        exemption.opinions.unanswered().update(withdrawn_at=at)
        decision_letter(exemption, made, by=by, at=at)
    period = {"period": (terms.start, terms.end)} if terms else {}
    record(exemption.client, f"exemption-{outcome}", at=at, by=by, subject=exemption, **period)
    refresh_flags([exemption.client_id], at=at)
    return made


def _same(exemption: Exemption, outcome: str, judgement: Judgement, by: User) -> ExemptionReview | None:
    """Return the review of this round when it says the same by the same person: the second of two clicks."""
    last = exemption.reviews.filter(round=exemption.rounds, by=by).first()
    same = last and (last.outcome, last.reason) == (outcome, judgement.reason.strip())
    return last if same else None


def _check_free(exemption: Exemption, terms: Terms) -> None:
    others = Exemption.objects.filter(
        client=exemption.client_id, granted_from__lte=terms.end, granted_until__gte=terms.start
    )
    other = others.exclude(pk=exemption.pk).first()
    if other is not None:
        raise Refused(
            _(
                "Another exemption of this client runs until %(day)s. Choose a later start, or revoke that one first."
            )
            % {"day": f"{other.granted_until:%d-%m-%Y}"},
            field="start",
        )


def content_of(
    exemption: Exemption,
    *,
    meanwhile: Iterable[Meanwhile],
    documents: Iterable[ExemptionDocument],
    opinions: Iterable[PeerOpinion],
) -> dict[str, Any]:
    """Return a request as it lies before the reviewer, to be kept with the review."""
    fields = ("extent", "ground", "reason", "support", "participation", "client_view")
    return {
        **{name: getattr(exemption, name) for name in fields},
        "hours": str(exemption.hours) if exemption.hours is not None else None,
        "start": exemption.start.isoformat(),
        "end": exemption.end.isoformat(),
        "look_again_on": exemption.look_again_on.isoformat(),
        "meanwhile": [
            {"text": row.text, "due": row.due.isoformat() if row.due else None} for row in meanwhile
        ],
        "documents": [{"name": one.file.name, "sha256": one.file.sha256} for one in documents],
        "opinions": [{"peer": one.peer.name, "words": one.words} for one in opinions if one.answered_at],
    }


@transaction.atomic
def revoke(
    exemption: Exemption, *, last_day: datetime.date, reason: str, by: User, at: datetime.datetime
) -> None:
    """End a granted exemption after `last_day`, with the reason; one that has not begun never comes into force."""
    Client.objects.select_for_update(no_key=True).get(pk=exemption.client_id)
    exemption = Exemption.objects.select_related("client").get(pk=exemption.pk)
    if exemption.state == Exemption.State.REVOKED and exemption.revoked_by_id == by.pk:
        return  # the second of two clicks
    today = day_of(at)
    check_move(by, exemption, "revoke", today)
    check_revocation(exemption, last_day, reason, today)
    start = exemption.granted_from or exemption.start
    if last_day < start:
        exemption.granted_from = exemption.granted_until = None
    else:
        exemption.granted_until = last_day
    exemption.state = Exemption.State.REVOKED
    exemption.revoked_by, exemption.revoked_at, exemption.revoke_reason = by, at, reason.strip()
    exemption.save()
    revocation_letter(exemption, start, last_day, by=by, at=at)
    record(exemption.client, "exemption-revoked", at=at, by=by, subject=exemption, day=last_day)
    refresh_flags([exemption.client_id], at=at)
