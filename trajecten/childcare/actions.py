"""Every write on requests for childcare: its whole way, so longer than most.

Each locks the client first: two people at one request wait for each other, and the second sees what the first did.
What touches the term computes it again in the same transaction, and a decision is made together with its letter.
"""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trajecten.childcare.alike import says
from trajecten.childcare.hours import Week, rows_of
from trajecten.childcare.letters import data_letter, decision_letter, extension_letter
from trajecten.childcare.models import (
    OPEN,
    AwayHours,
    CareHours,
    CareNotNeeded,
    ChildcareNeed,
    ChildcareRequest,
    SchoolHours,
    Suspension,
)
from trajecten.childcare.rules import (
    check_advance,
    check_asking,
    check_childcare,
    check_day,
    check_decision,
    check_extension,
    check_move,
    check_needs,
    check_owner,
    check_reason,
    check_request,
    owns,
    past_care,
    split,
)
from trajecten.childcare.term import last_day
from trajecten.plans.models import Activity
from wiz.actions import Conflict, Refused
from wiz.casefile.actions import record
from wiz.clients.models import Child, Client
from wiz.flags.actions import refresh_flags
from wiz.people.models import User
from wiz.policy.models import policy_on
from wiz.terms import day_of
from wiz.terms.models import extra_days
from wiz.terms.recompute import on_extra_days

S = ChildcareRequest.State


@dataclass(frozen=True)
class NeedRow:
    """What one child needs, as typed. `after_primary`: it has left primary school, so there is no care for it."""

    child: Child
    kind: str
    facility: str = ""
    lrk_number: str = ""
    after_primary: bool = False
    note: str = ""
    care: Week = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A request as the form holds it; `school` by the number of the child."""

    purpose: str
    needed_from: datetime.date
    received_on: datetime.date
    needs: Sequence[NeedRow]
    activity: Activity | None = None
    until: datetime.date | None = None
    urgent: bool = False
    travel_minutes: int = 0
    back_up: str = ""
    note: str = ""
    advance_needed: bool = False
    away: Week = field(default_factory=dict)
    school: Mapping[int, Week] = field(default_factory=dict)


# Asking


@transaction.atomic
def save_request(
    client: Client,
    asked: Asked,
    *,
    request: ChildcareRequest | None = None,
    revision: int = 0,
    form_key: uuid.UUID | None = None,
    by: User,
    at: datetime.datetime,
) -> ChildcareRequest:
    """Make a request for a client, or change `request`, and return it.

    The term starts with a new request and keeps the weeks of that day. `revision` is the one the page showed, 0 for a
    new one; the same `form_key` twice gives the first request again, and with another text changes it. A child past the
    age of childcare keeps its need as unmet. Raises Conflict when somebody changed the request since, Refused when what
    is asked cannot be.
    """
    check_childcare(by)
    client = _locked_client(client)
    earlier = ChildcareRequest.objects.filter(form_key=form_key).first() if form_key else None
    if earlier is not None and earlier.client_id != client.pk:
        earlier = form_key = None
    if request is None and earlier is not None:
        if says(earlier, asked):
            return earlier  # the second of two clicks
        request, revision = earlier, 1  # the browser's way back brought the page that made it
    is_new = request is None
    if request is None:
        request = _new(client, asked, form_key or uuid.uuid4(), by=by, at=at)
    else:
        request = _fresh(request)
        check_move(by, request, "change", owns=owns(by, request, day_of(at)))
        if request.revision != revision:
            raise Conflict(_("A colleague changed this request meanwhile. Your text is still here."))
    _check(client, asked, day_of(at))
    for name in ("purpose", "activity", "needed_from", "until", "urgent", "received_on", "travel_minutes"):
        setattr(request, name, getattr(asked, name))
    request.back_up, request.note = asked.back_up.strip(), asked.note.strip()
    # Once an amount is known, the tick is the business of the advance itself.
    request.advance_needed = asked.advance_needed or request.advance_amount is not None
    request.decide_by = last_day(request, () if is_new else request.suspensions.all(), extra_days())
    request.revision += 1
    request.save()
    _save_needs(request, asked, at)
    kind = "childcare-asked" if is_new else "childcare-changed"
    return _done(request, kind, by=by, at=at, purpose=request.purpose)


def _new(
    client: Client, asked: Asked, form_key: uuid.UUID, *, by: User, at: datetime.datetime
) -> ChildcareRequest:
    policy = policy_on(asked.received_on)
    return ChildcareRequest(
        client=client,
        term_weeks=policy.count("childcare_term", "weeks"),
        extension_weeks=policy.count("childcare_extension", "weeks"),
        made_by=by,
        made_at=at,
        form_key=form_key,
        revision=0,
    )


def _check(client: Client, asked: Asked, today: datetime.date) -> None:
    if asked.activity and asked.activity.client_id != client.pk:
        raise Refused(_("This activity belongs to another client."), field="activity")
    if any(row.child.client_id != client.pk for row in asked.needs):
        raise Refused(_("This child belongs to another client."))
    check_request(asked.received_on, asked.needed_from, asked.until, today)
    check_needs(asked.needs)


def _save_needs(request: ChildcareRequest, asked: Asked, at: datetime.datetime) -> None:
    last_age = policy_on(day_of(at)).count("childcare_age", "years")
    known = {(need.child_id, need.kind): need for need in request.needs.all()}
    for row in asked.needs:
        need = known.pop((row.child.pk, row.kind), None) or ChildcareNeed(
            request=request, child=row.child, kind=row.kind
        )
        need.facility, need.lrk_number = row.facility.strip(), row.lrk_number.replace(" ", "")
        need.note = row.note.strip()
        need.unmet = row.after_primary or past_care(row.child, request.needed_from, last_age)
        need.save()
        _save_hours(CareHours, row.care, need=need)
    request.needs.filter(pk__in=[need.pk for need in known.values()]).delete()
    _save_hours(AwayHours, asked.away, request=request)
    children = {row.child.pk: row.child for row in asked.needs if row.child.pk in asked.school}
    for child in children.values():
        _save_hours(SchoolHours, asked.school[child.pk], child=child)


def _save_hours(model: type[Any], week: Week, **of: Any) -> None:
    """Make the hours of something those of `week`, writing what differs: each row written is a line of the history."""
    new, old = rows_of(week), []
    for row in model.objects.filter(**of):
        same = (row.weekday, row.start, row.end)
        if same in new:
            new.remove(same)
        else:
            old.append(row)
    for weekday, start, end in new:
        row = next((row for row in old if row.weekday == weekday), None)
        if row is None:
            row = model(weekday=weekday, **of)
        else:
            old.remove(row)
        row.start, row.end = start, end
        row.save()
    model.objects.filter(pk__in=[row.pk for row in old]).delete()


@transaction.atomic
def give_request(request: ChildcareRequest, *, owner: User | None, by: User, at: datetime.datetime) -> None:
    """Let a colleague see to a request, or (without one) the client's consultant again."""
    request = _for_move(request, "give", by=by, at=at)
    check_owner(owner)
    if request.owner_id == (owner.pk if owner else None):
        return  # the second of two clicks
    request.owner = owner
    _saved(request, "childcare-given", by=by, at=at, owner=str(request.owner_now or "–"))


# The offer, and the money


@transaction.atomic
def ask_offer(request: ChildcareRequest, *, on: datetime.date, by: User, at: datetime.datetime) -> None:
    """Keep on which day an offer was asked of the facility."""
    request = _fresh(request)
    if request.state == S.OFFER_ASKED and request.offer_asked_on == on:
        return  # the second of two clicks
    _may(request, "ask_offer", by=by, at=at)
    check_day(on, request.received_on - datetime.timedelta(days=366), day_of(at), field="on")
    request.offer_asked_on, request.state = on, S.OFFER_ASKED
    _saved(request, "childcare-offer-asked", by=by, at=at)


@transaction.atomic
def receive_offer(
    request: ChildcareRequest,
    *,
    on: datetime.date,
    cost: Decimal | None,
    payers: Mapping[str, Decimal | None],
    by: User,
    at: datetime.datetime,
) -> None:
    """Keep the offer with its cost a month, and who pays what of it. May be put right until the decision."""
    request = _for_move(request, "receive_offer", by=by, at=at)
    check_day(on, request.offer_asked_on or datetime.date.min, day_of(at), field="on")
    parts = split(cost, dict(payers))
    request.offer_received_on, request.cost, request.state = on, cost, S.OFFER_RECEIVED
    for name, part in parts.items():
        setattr(request, name, part)
    _saved(request, "childcare-offer-received", by=by, at=at)


@transaction.atomic
def pay_advance(
    request: ChildcareRequest,
    *,
    needed: bool,
    amount: Decimal | None,
    paid_on: datetime.date | None,
    by: User,
    at: datetime.datetime,
) -> None:
    """Keep whether the municipality pays ahead of the allowance, how much, and when it did."""
    request = _for_move(request, "pay_advance", by=by, at=at)
    check_advance(needed, amount, paid_on, day_of(at))
    request.advance_needed, request.advance_amount, request.advance_paid_on = needed, amount, paid_on
    kind = "childcare-advance-paid" if paid_on else "childcare-advance-changed"
    _saved(request, kind, by=by, at=at, **({"day": paid_on} if paid_on else {}))


# The term


@transaction.atomic
def ask_data(
    request: ChildcareRequest, *, what: str, respond_by: datetime.date, by: User, at: datetime.datetime
) -> Suspension:
    """Ask the client for what is missing, by a letter; the term stands still while it is awaited. Return the row."""
    today = day_of(at)
    request = _for_move(request, "ask_data", by=by, at=at)
    if waiting := request.suspensions.standing(today).first():
        if (waiting.what, waiting.respond_by) == (what.strip(), respond_by):
            return waiting  # the second of two clicks
        raise Conflict(_("Data are awaited already. Note what came in before you ask for more."))
    check_asking(request, what, today, respond_by, today)
    row = Suspension.objects.create(
        request=request, what=what.strip(), asked_on=today, respond_by=respond_by, by=by
    )
    _settle(request)
    data_letter(request, row, by=by, at=at)
    _saved(request, "childcare-data-asked", by=by, at=at, day=respond_by)
    return row


@transaction.atomic
def receive_data(suspension: Suspension, *, on: datetime.date, by: User, at: datetime.datetime) -> None:
    """Keep on which day the client handed in what was asked: from that day the term runs again."""
    request = _fresh(suspension.request)
    suspension = request.suspensions.get(pk=suspension.pk)
    if suspension.completed_on == on:
        return  # the second of two clicks
    _may(request, "receive_data", by=by, at=at)
    if suspension.completed_on is not None:
        raise Conflict(_("A colleague noted already that the data came in."))
    check_day(on, suspension.asked_on, day_of(at), field="on")
    suspension.completed_on = on
    suspension.save()
    _settle(request)
    _saved(request, "childcare-data-received", by=by, at=at)


@transaction.atomic
def extend_term(request: ChildcareRequest, *, reason: str, by: User, at: datetime.datetime) -> None:
    """Take more time, once, and tell the client by a letter before the term ends (Awb 4:14)."""
    request = _fresh(request)
    if request.extended_on == day_of(at) and request.extension_reason == reason.strip():
        return  # the second of two clicks
    _may(request, "extend", by=by, at=at)
    check_extension(request, reason, day_of(at))
    request.extended_on, request.extension_reason = day_of(at), reason.strip()
    _settle(request)
    extension_letter(request, by=by, at=at)
    _saved(
        request, "childcare-extended", by=by, at=at, day=request.decide_by, reason=request.extension_reason
    )


@on_extra_days
@transaction.atomic
def settle_terms(*, at: datetime.datetime) -> int:
    """Compute every running term again with the days that end no term now; return how many moved.

    A term that is over keeps its last day: what was late stays late.
    """
    extra = extra_days()
    running = (
        ChildcareRequest.objects.filter(state__in=OPEN, decide_by__gte=day_of(at))
        .select_for_update(no_key=True, of=("self",))
        .prefetch_related("suspensions")
        .order_by("pk")
    )
    moved = []
    for request in running:
        decide_by = last_day(request, request.suspensions.all(), extra)
        if decide_by != request.decide_by:
            request.decide_by = decide_by
            moved.append(request)
    ChildcareRequest.objects.bulk_update(moved, ["decide_by"], batch_size=1000)
    refresh_flags([request.client_id for request in moved], at=at)
    return len(moved)


# The decision, and what follows


@transaction.atomic
def decide(
    request: ChildcareRequest,
    *,
    outcome: str,
    reason: str,
    granted: Mapping[int, bool],
    revision: int,
    by: User,
    at: datetime.datetime,
) -> None:
    """Decide on a request, per child, and make the letter; `granted` by the number of the need.

    Data that are still awaited are awaited no longer. Raises Conflict when somebody decided or changed the request
    since the page was shown; Refused when outcome and children disagree, or a reason lacks.
    """
    request = _fresh(request)
    if request.decided_at and not request.is_open:
        if request.decided_by_id == by.pk and (request.outcome, request.decision_reason) == (
            outcome,
            reason.strip(),
        ):
            return  # the second of two clicks
        raise Conflict(_("A colleague has decided on this request meanwhile."))
    _may(request, "decide", by=by, at=at)
    if request.revision != revision:
        raise Conflict(_("A colleague changed this request meanwhile. Look at it again before you decide."))
    needs = list(request.needs.select_related("child").prefetch_related("care_hours"))
    check_decision(outcome, reason, dict(granted), needs)
    for need in needs:
        need.granted = bool(granted.get(need.pk)) if not need.unmet else False
    ChildcareNeed.objects.bulk_update(needs, ["granted"])
    request.suspensions.standing(day_of(at)).update(completed_on=day_of(at))
    request.state, request.outcome, request.decision_reason = outcome, outcome, reason.strip()
    request.decided_by, request.decided_at, request.decided_on = by, at, day_of(at)
    _settle(request)
    decision_letter(request, needs, by=by, at=at)
    _saved(request, f"childcare-{outcome}", by=by, at=at)


@transaction.atomic
def start_care(request: ChildcareRequest, *, on: datetime.date, by: User, at: datetime.datetime) -> None:
    """Keep that the care has begun."""
    request = _fresh(request)
    if request.state == S.STARTED and request.started_on == on:
        return  # the second of two clicks
    _may(request, "start", by=by, at=at)
    check_day(on, request.received_on, day_of(at), field="on")
    request.state, request.started_on = S.STARTED, on
    _saved(request, "childcare-started", by=by, at=at, day=on)


@transaction.atomic
def end_care(
    request: ChildcareRequest, *, on: datetime.date, reason: str, by: User, at: datetime.datetime
) -> None:
    """Keep the last day of the care, and why it ended."""
    request = _fresh(request)
    if request.state == S.ENDED and request.ended_on == on and request.end_reason == reason.strip():
        return  # the second of two clicks
    _may(request, "end", by=by, at=at)
    check_day(on, request.started_on or on, day_of(at), field="on")
    check_reason(reason)
    request.state, request.ended_on, request.end_reason = S.ENDED, on, reason.strip()
    _saved(request, "childcare-ended", by=by, at=at, day=on, reason=request.end_reason)


@transaction.atomic
def withdraw_request(request: ChildcareRequest, *, reason: str, by: User, at: datetime.datetime) -> None:
    """Keep that the client takes the request back."""
    request = _fresh(request)
    if request.state == S.WITHDRAWN and request.withdrawal_reason == reason.strip():
        return  # the second of two clicks
    _may(request, "withdraw", by=by, at=at)
    request.suspensions.standing(day_of(at)).update(completed_on=day_of(at))
    request.state, request.withdrawn_on = S.WITHDRAWN, day_of(at)
    request.withdrawal_reason = reason.strip()
    _settle(request)
    _saved(request, "childcare-withdrawn", by=by, at=at)


# No need


@transaction.atomic
def no_care_needed(activity: Activity, *, reason: str, note: str, by: User, at: datetime.datetime) -> None:
    """Keep that somebody looked and an activity asks for no childcare, and why."""
    check_childcare(by)
    client = _locked_client(activity.client)
    if reason == CareNotNeeded.Reason.OTHER and not note.strip():
        raise Refused(_("Say why no childcare is needed."), field="note")
    CareNotNeeded.objects.update_or_create(
        activity=activity, defaults={"reason": reason, "note": note.strip(), "by": by, "at": at}
    )
    words = CareNotNeeded.Reason(reason)
    record(
        client, "childcare-not-needed", at=at, by=by, subject=client, activity=activity.title, reason=words
    )
    refresh_flags([client.pk], at=at)


@transaction.atomic
def care_needed_after_all(activity: Activity, *, by: User, at: datetime.datetime) -> None:
    """Take back that an activity asks for no childcare."""
    check_childcare(by)
    client = _locked_client(activity.client)
    gone, _rows = CareNotNeeded.objects.filter(activity=activity).delete()
    if gone:
        record(client, "childcare-needed-again", at=at, by=by, activity=activity.title)
        refresh_flags([client.pk], at=at)


# What they share


def _locked_client(client: Client) -> Client:
    return Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=client.pk)


def _fresh(request: ChildcareRequest) -> ChildcareRequest:
    """Return a request as it is now, with its client locked."""
    _locked_client(Client(pk=request.client_id))
    rows = ChildcareRequest.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("client__consultant", "client__municipality", "owner", "activity").get(
        pk=request.pk
    )


def _may(request: ChildcareRequest, move: str, *, by: User, at: datetime.datetime) -> None:
    check_move(by, request, move, owns=owns(by, request, day_of(at)))


def _for_move(request: ChildcareRequest, move: str, *, by: User, at: datetime.datetime) -> ChildcareRequest:
    request = _fresh(request)
    _may(request, move, by=by, at=at)
    return request


def _settle(request: ChildcareRequest) -> None:
    request.decide_by = last_day(request, request.suspensions.all(), extra_days())


def _saved(request: ChildcareRequest, kind: str, *, by: User, at: datetime.datetime, **facts: Any) -> None:
    request.revision += 1
    request.save()
    _done(request, kind, by=by, at=at, **facts)


def _done(
    request: ChildcareRequest, kind: str, *, by: User, at: datetime.datetime, **facts: Any
) -> ChildcareRequest:
    record(request.client, kind, at=at, by=by, subject=request, **facts)
    refresh_flags([request.client_id], at=at)
    return request
