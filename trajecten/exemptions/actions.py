"""Every write on a request for an exemption by who asks: making it, submitting it, asking colleagues, taking it back.

What a reviewer does lies in `trajecten.reviews`. Each locks the client first: two people at one request
wait for each other, and the second sees what the first did.
"""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from trajecten.exemptions.models import Exemption, ExemptionDocument, Meanwhile, PeerOpinion
from trajecten.exemptions.rules import (
    check_answer,
    check_exemptions,
    check_extent,
    check_look_again,
    check_move,
    check_outcome,
    check_peer,
    check_period,
    check_reason,
    check_submission,
)
from wiz.actions import Conflict, Refused
from wiz.casefile.actions import record
from wiz.clients.models import Client
from wiz.files.models import StoredFile
from wiz.flags.actions import refresh_flags
from wiz.people.models import User
from wiz.policy.models import policy_on
from wiz.terms import day_of
from wiz.terms.models import extra_days
from wiz.terms.recompute import on_extra_days
from wiz.terms.working_days import add_working_days


@dataclass(frozen=True)
class Asked:
    """What is asked for, as the form holds it. `hours`: a week that remain; None for a full exemption."""

    extent: str
    hours: Decimal | None
    start: datetime.date
    end: datetime.date
    ground: str
    reason: str
    look_again_on: datetime.date
    support: str = ""
    participation: str = ""
    client_view: str = ""


class MeanwhileRow(NamedTuple):
    """Something the client does meanwhile, as typed; an empty text takes an existing one away."""

    row: Meanwhile | None
    text: str
    due: datetime.date | None = None


class OutcomeRow(NamedTuple):
    """What came of something the client would do while the exemption before lasted."""

    row: Meanwhile
    outcome: str
    note: str = ""


# Making and changing


@transaction.atomic
def save_request(
    client: Client,
    asked: Asked,
    *,
    meanwhile: Iterable[MeanwhileRow] = (),
    exemption: Exemption | None = None,
    renews: Exemption | None = None,
    outcomes: Iterable[OutcomeRow] = (),
    files: Iterable[StoredFile] = (),
    revision: int = 0,
    form_key: uuid.UUID | None = None,
    by: User,
    at: datetime.datetime,
) -> Exemption:
    """Make a request for a client, or change `exemption`, and return it as a draft or as it was returned.

    A renewal names what it `renews` and says what came of what was agreed then. `files` become its documents.
    `revision` is the one the page showed, 0 for a new request; `form_key` is the page's own: sent twice, it changes
    nothing, and with another text it changes what that page saved. Raises Conflict when somebody changed it since or
    asked for this client already; Refused when what is asked cannot be.
    """
    check_exemptions(by)
    client = _locked(client)
    meanwhile, files = list(meanwhile), list(files)
    saved = Exemption.objects.filter(form_key=form_key).first() if form_key else None
    if saved is not None and saved.client_id != client.pk:
        saved = form_key = None
    if saved is not None:
        files = _not_yet_with(saved, files)
        if not files and _says(saved, asked, meanwhile):
            return saved  # the second of two clicks
        # The browser's way back brought the page that saved it last: nobody changed it since.
        exemption, revision = saved, saved.revision
    if exemption is None:
        exemption = _new(client, renews, by=by, at=at)
    else:
        exemption = _fresh(exemption)
        if exemption.revision != revision:
            raise Conflict(_("A colleague changed this request meanwhile. Your text is still here."))
        check_move(by, exemption, "change", day_of(at))
    check_extent(asked.extent, asked.hours)
    check_period(asked.start, asked.end, policy_on(day_of(at)).months("exemption_longest"))
    check_look_again(asked.look_again_on, asked.start, asked.end)
    check_reason(asked.reason)
    for name, value in _stripped(asked).items():
        setattr(exemption, name, value)
    is_new = exemption.pk is None
    exemption.revision = 1 if is_new else exemption.revision + 1
    exemption.form_key = form_key or uuid.uuid4()
    exemption.save()
    _save_meanwhile(exemption, meanwhile, again=saved is not None)
    for file in files:
        ExemptionDocument.objects.create(exemption=exemption, file=file, by=by, at=at)
    for outcome in outcomes:
        _settle(outcome, renews=exemption.renews_id, by=by, at=at)
    _done(exemption, "exemption-drafted" if is_new else "exemption-changed", by=by, at=at)
    return exemption


def _new(client: Client, renews: Exemption | None, *, by: User, at: datetime.datetime) -> Exemption:
    """Return a request still to be filled. What it renews is followed by something now."""
    if Exemption.objects.open().filter(client=client).exists():
        raise Conflict(_("There is a request for this client already. Your text is still here."))
    if renews is not None:
        renews = _fresh(renews)
        if renews.client_id != client.pk:
            raise Refused(_("An exemption of another client is not renewed here."))
        check_move(by, renews, "renew", day_of(at))
        if renews.nothing_follows:
            renews.nothing_follows = ""
            renews.save()
    return Exemption(client=client, renews=renews, made_by=by, made_at=at)


def _stripped(asked: Asked) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in vars(asked).items()}


def _says(exemption: Exemption, asked: Asked, rows: Iterable[MeanwhileRow]) -> bool:
    """Say whether a request says this already."""
    typed = [(row.text.strip(), row.due) for row in rows if row.text.strip()]
    kept = [(line.text, line.due) for line in exemption.meanwhile.all()]
    return typed == kept and all(
        getattr(exemption, name) == value for name, value in _stripped(asked).items()
    )


def _not_yet_with(exemption: Exemption, files: Iterable[StoredFile]) -> list[StoredFile]:
    kept = set(exemption.documents.values_list("file__sha256", flat=True))
    return [file for file in files if file.sha256 not in kept]


def _save_meanwhile(exemption: Exemption, rows: Iterable[MeanwhileRow], *, again: bool) -> None:
    """Keep the rows of a page; sent `again`, a row without a number is the one that was made of it then."""
    made = {line.position: line for line in exemption.meanwhile.all()} if again else {}
    for position, row in enumerate(rows):
        text = row.text.strip()
        if row.row is not None and row.row.exemption_id != exemption.pk:
            raise Refused(_("This belongs to another request."))
        known = row.row or made.get(position)
        if not text:
            if known is not None:
                known.delete()
            continue
        line = known or Meanwhile(exemption=exemption)
        line.text, line.due, line.position = text, row.due, position
        line.save()


@transaction.atomic
def remove_document(document: ExemptionDocument, *, by: User, at: datetime.datetime) -> None:
    """Take a document from a request that is not with the reviewers; what they saw stays."""
    exemption = _held(document.exemption)
    check_move(by, exemption, "change", day_of(at))
    if exemption.reviews.filter(at__gte=document.at).exists():
        raise Refused(_("A reviewer has seen this document: it stays with the request."))
    document.delete()


# To the reviewers and back


@transaction.atomic
def submit(exemption: Exemption, *, revision: int, by: User, at: datetime.datetime) -> None:
    """Put a request before the reviewers. Its term of review is fixed now, in working days.

    Raises Conflict when it changed since the page was shown.
    """
    exemption = _held(exemption)
    today = day_of(at)
    if (exemption.state, exemption.submitted_by_id) == (Exemption.State.SUBMITTED, by.pk):
        return  # the second of two clicks
    check_move(by, exemption, "submit", today)
    if exemption.revision != revision:
        raise Conflict(_("A colleague changed this request meanwhile. Read it again before you submit it."))
    check_submission(exemption, today)
    exemption.state = Exemption.State.SUBMITTED
    exemption.submitted_by, exemption.submitted_at = by, at
    exemption.review_due = _review_due(today, extra_days())
    exemption.rounds += 1
    exemption.save()
    _done(exemption, "exemption-submitted", by=by, at=at)


@transaction.atomic
def take_back(exemption: Exemption, *, by: User, at: datetime.datetime) -> None:
    """Take a request back from the reviewers, to change it: it is a draft again, or as it was returned."""
    exemption = _held(exemption)
    if exemption.state in (Exemption.State.DRAFT, Exemption.State.RETURNED):
        return  # the second of two clicks
    check_move(by, exemption, "take_back", day_of(at))
    returned = exemption.reviews.exists()
    exemption.state = Exemption.State.RETURNED if returned else Exemption.State.DRAFT
    exemption.save()
    _done(exemption, "exemption-taken-back", by=by, at=at)


@transaction.atomic
def withdraw(exemption: Exemption, *, reason: str, by: User, at: datetime.datetime) -> None:
    """End a request that was not decided. It stays readable, with why."""
    exemption = _held(exemption)
    if exemption.state == Exemption.State.WITHDRAWN:
        return  # the second of two clicks
    check_move(by, exemption, "withdraw", day_of(at))
    exemption.state = Exemption.State.WITHDRAWN
    exemption.withdrawn_reason = reason.strip()
    exemption.save()
    exemption.opinions.unanswered().update(withdrawn_at=at)
    _done(exemption, "exemption-withdrawn", by=by, at=at)


@on_extra_days
@transaction.atomic
def settle_review_terms(*, at: datetime.datetime) -> int:
    """Compute until when a review is in time again, with the days that are no working days now; return how many moved.

    A term that is over keeps its last day: what was late stays late.
    """
    extra, moved = extra_days(), []
    waiting = Exemption.objects.waiting().filter(review_due__gte=day_of(at))
    for exemption in waiting.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        due = _review_due(day_of(exemption.submitted_at), extra)  # type: ignore[arg-type]
        if due != exemption.review_due:
            exemption.review_due = due
            moved.append(exemption)
    Exemption.objects.bulk_update(moved, ["review_due"], batch_size=1000)
    refresh_flags([exemption.client_id for exemption in moved], at=at)
    return len(moved)


def _review_due(submitted_on: datetime.date, extra: frozenset[datetime.date]) -> datetime.date:
    """Return the last day on which a review is in time, by the policy of the day it was submitted on."""
    term = policy_on(submitted_on).count("exemption_review", "working days")
    return add_working_days(submitted_on, term, extra)


# Colleagues


@transaction.atomic
def ask_peers(
    exemption: Exemption, peers: Iterable[User], *, question: str = "", by: User, at: datetime.datetime
) -> list[PeerOpinion]:
    """Ask colleagues what they think, and return what was asked; who was asked already is not asked twice."""
    exemption = _held(exemption)
    check_move(by, exemption, "ask_peer", day_of(at))
    waiting = set(exemption.opinions.unanswered().values_list("peer", flat=True))
    asked = []
    for peer in peers:
        check_peer(by, peer)
        if peer.pk not in waiting:
            asked.append(
                PeerOpinion.objects.create(
                    exemption=exemption, peer=peer, question=question.strip(), asked_by=by, asked_at=at
                )
            )
            _done(exemption, "exemption-peer-asked", by=by, at=at, peer=peer.name)
    return asked


@transaction.atomic
def answer_peer(opinion: PeerOpinion, *, words: str, by: User, at: datetime.datetime) -> None:
    """Keep a colleague's opinion, in her own words. It decides nothing and is not changed afterwards."""
    exemption = _held(opinion.exemption)
    opinion = PeerOpinion.objects.select_for_update(no_key=True).get(pk=opinion.pk)
    if opinion.answered_at is not None and opinion.words == words.strip() and opinion.peer_id == by.pk:
        return  # the second of two clicks
    check_move(by, exemption, "answer_peer", day_of(at))
    check_answer(by, opinion)
    if not words.strip():
        raise Refused(_("Say what you think, in a sentence or two."), field="words")
    opinion.words, opinion.answered_at = words.strip(), at
    opinion.save()
    _done(exemption, "exemption-peer-answered", by=by, at=at)


@transaction.atomic
def withdraw_question(opinion: PeerOpinion, *, by: User, at: datetime.datetime) -> None:
    """Ask a colleague no longer. Who asked may do this, as may the colleague herself."""
    exemption = _held(opinion.exemption)
    opinion = PeerOpinion.objects.select_for_update(no_key=True).get(pk=opinion.pk)
    if opinion.withdrawn_at is not None:
        return  # the second of two clicks
    check_exemptions(by)
    if by.pk not in (opinion.asked_by_id, opinion.peer_id):
        raise Refused(_("Only the person who asked, or who was asked, can withdraw the question."))
    if opinion.answered_at is not None:
        raise Refused(_("This colleague gave an opinion already."))
    opinion.withdrawn_at, opinion.withdrawn_by = at, by
    opinion.save()
    if by.pk == opinion.peer_id:
        _done(exemption, "exemption-peer-declined", by=by, at=at, peer=by.name)
    else:
        _done(exemption, "exemption-peer-withdrawn", by=by, at=at)


# While it lasts


@transaction.atomic
def settle_meanwhile(
    row: Meanwhile, *, outcome: str, note: str = "", by: User, at: datetime.datetime
) -> None:
    """Keep what came of something the client would do meanwhile; an empty outcome opens it again."""
    exemption = _held(row.exemption)
    check_move(by, exemption, "settle", day_of(at))
    _settle(OutcomeRow(row, outcome, note), renews=exemption.pk, by=by, at=at)
    _done(exemption, "exemption-meanwhile-settled", by=by, at=at)


@transaction.atomic
def agree(
    exemption: Exemption,
    rows: Iterable[tuple[str, datetime.date | None]],
    *,
    by: User,
    at: datetime.datetime,
) -> list[Meanwhile]:
    """Add what the client will do to an exemption that was granted, and return the new rows."""
    exemption = _held(exemption)
    check_move(by, exemption, "agree", day_of(at))
    known = {row.text for row in exemption.meanwhile.all()}
    texts = {text.strip(): due for text, due in rows if text.strip()}
    if not texts:
        raise Refused(_("Say what the client will do."), field="text")
    made = [
        Meanwhile.objects.create(exemption=exemption, text=text, due=due, position=len(known) + n)
        for n, (text, due) in enumerate(texts.items())
        if text not in known
    ]
    if made:
        _done(exemption, "exemption-agreed", by=by, at=at)
    return made


def _settle(given: OutcomeRow, *, renews: int | None, by: User, at: datetime.datetime) -> None:
    row = given.row
    if row.exemption_id != renews:
        raise Refused(_("This belongs to another exemption."))
    if not given.outcome:
        row.outcome, row.outcome_note, row.settled_by, row.settled_at = "", "", None, None
    else:
        check_outcome(given.outcome)
        if (row.outcome, row.outcome_note) == (given.outcome, given.note.strip()):
            return
        row.outcome, row.outcome_note = given.outcome, given.note.strip()
        row.settled_by, row.settled_at = by, at
    row.save()


@transaction.atomic
def let_end(exemption: Exemption, *, reason: str, by: User, at: datetime.datetime) -> None:
    """Decide that nothing follows: the exemption ends on its day and the full duty is back. A renewal undoes it."""
    exemption = _held(exemption)
    check_move(by, exemption, "let_end", day_of(at))
    if not reason.strip():
        raise Refused(_("Say why nothing follows."), field="reason")
    if exemption.nothing_follows == reason.strip():
        return  # the second of two clicks
    if exemption.renewals.open().exists():
        raise Refused(_("A renewal has been asked for. Withdraw that request first."))
    exemption.nothing_follows = reason.strip()
    exemption.save()
    _done(exemption, "exemption-let-end", by=by, at=at)


@transaction.atomic
def look_again(exemption: Exemption, *, note: str, by: User, at: datetime.datetime) -> None:
    """Record that it was looked at again, with what was seen when there is something to say."""
    exemption = _held(exemption)
    check_move(by, exemption, "look_again", day_of(at))
    if exemption.looked_again_at is not None:
        return  # the second of two clicks, or a colleague was first
    exemption.looked_again_by, exemption.looked_again_at = by, at
    exemption.looked_again_note = note.strip()
    exemption.save()
    _done(exemption, "exemption-looked-again", by=by, at=at)


@transaction.atomic
def undo_look_again(exemption: Exemption, *, by: User, at: datetime.datetime) -> None:
    """Take back that it was looked at again: it stands in the calendar once more."""
    exemption = _held(exemption)
    check_move(by, exemption, "look_again", day_of(at))
    if exemption.looked_again_at is None:
        return  # the second of two clicks
    exemption.looked_again_by = exemption.looked_again_at = None
    exemption.looked_again_note = ""
    exemption.save()
    _done(exemption, "exemption-look-again-undone", by=by, at=at)


# Inside an action


def _locked(client: Client) -> Client:
    return Client.objects.select_for_update(no_key=True).get(pk=client.pk)


def _held(exemption: Exemption) -> Exemption:
    """Lock the client and return the exemption as it is now."""
    Client.objects.select_for_update(no_key=True).get(pk=exemption.client_id)
    return _fresh(exemption)


def _fresh(exemption: Exemption) -> Exemption:
    return Exemption.objects.select_related("client").get(pk=exemption.pk)


def _done(exemption: Exemption, kind: str, *, by: User, at: datetime.datetime, **facts: str) -> None:
    record(exemption.client, kind, at=at, by=by, subject=exemption, **facts)
    refresh_flags([exemption.client_id], at=at)
