"""Every write on orders. What is owed follows from the order's dates in the same transaction."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from partners.bureaus.models import Bureau, Instrument
from partners.orders.models import Order, Pause
from partners.orders.rules import check_change, check_end, check_pause, check_period, check_reason, check_work
from partners.reports.actions import make_schedule
from trajecten.plans.actions import add_goals, settle_client_plan
from trajecten.plans.models import Activity, Goal
from wiz.actions import Refused, check_same_form
from wiz.casefile.actions import record
from wiz.clients.models import Client
from wiz.flags.actions import refresh_flags
from wiz.people.models import User
from wiz.policy.models import policy_on
from wiz.terms import day_of


@transaction.atomic
def place_order(
    client: Client,
    *,
    bureau: Bureau,
    instrument: Instrument,
    question: str,
    start: datetime.date,
    end: datetime.date,
    goals: Iterable[Goal] = (),
    new_goals: Iterable[tuple[str, datetime.date | None]] = (),
    coach: User | None = None,
    form_key: uuid.UUID | None = None,
    by: User,
    at: datetime.datetime,
) -> Order:
    """Order an instrument from a bureau, with everything it will owe, and return the order.

    Goals are goals of the client's plan; new ones are added to it (a plan is made when there is none). At least
    one is needed: the bureau reports per goal. The same `form_key` twice gives the first order again; raises Conflict
    when that one asks something else.
    """
    check_work(by)
    client = Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=client.pk)
    goals, new_goals = list(goals), list(new_goals)
    if form_key and (earlier := Order.objects.with_parties().filter(form_key=form_key).first()):
        texts = {goal.text for goal in goals} | {text.strip() for text, _due in new_goals if text.strip()}
        check_same_form(_asked(earlier), (client, bureau, instrument, question.strip(), start, end, texts))
        return earlier
    check_period(start, end)
    if coach and coach.organisation_id != bureau.pk:
        raise Refused(_("This coach does not work at this bureau."))
    chosen = [goal for goal in goals if goal.plan.client_id == client.pk and goal.plan.ended_on is None]
    chosen += add_goals(client, new_goals, by=by, at=at)
    if not chosen:
        raise Refused(_("Choose or add at least one goal: the bureau reports on each."))
    activity = Activity.objects.create(
        client=client,
        kind=Activity.Kind.ORDER,
        title=instrument.name,
        organisation=bureau.organisation,
        start=start,
        end=end,
    )
    activity.goals.set(chosen)
    settle_client_plan(client)
    policy = policy_on(day_of(at))
    order = Order.objects.create(
        activity=activity,
        bureau=bureau,
        instrument=instrument,
        coach=coach,
        question=question.strip(),
        ordered_by=by,
        ordered_at=at,
        contact_seen_id=client.consultant_id,  # stands in the order itself: nobody new
        # Running terms are fixed when they start: a later policy leaves this order alone.
        report_interval=bureau.report_interval or policy.months("report_interval"),
        report_final=policy.days("report_final").days,
        form_key=form_key or uuid.uuid4(),
    )
    make_schedule(order)
    record(client, "order-placed", at=at, by=by, subject=order, bureau=bureau, instrument=instrument)
    refresh_flags([client.pk], at=at)
    return order


@transaction.atomic
def extend_order(order: Order, *, end: datetime.date, reason: str, by: User, at: datetime.datetime) -> None:
    """Move the planned end, later or earlier; the reports owed follow."""
    order = _locked(order)
    check_change(by, order)
    check_reason(reason)
    check_period(order.activity.start, end)
    order.activity.end = end
    order.activity.save()
    _settle(order, "order-extended", by=by, at=at, reason=reason.strip())


@transaction.atomic
def pause_order(
    order: Order, *, start: datetime.date, until: datetime.date, reason: str, by: User, at: datetime.datetime
) -> None:
    """Let an order stand still up to `until`, when it goes on; what is owed from then moves by as many days."""
    order = _locked(order)
    check_change(by, order)
    check_reason(reason)
    check_pause(order, start, until)
    Pause.objects.create(order=order, start=start, until=until, reason=reason.strip())
    _settle(order, "order-paused", by=by, at=at, reason=reason.strip())


@transaction.atomic
def resume_order(order: Order, *, by: User, at: datetime.datetime) -> None:
    """Let a paused order go on today."""
    order = _locked(order)
    check_change(by, order)
    today = day_of(at)
    pause = order.pauses.filter(start__lte=today, until__gt=today).first()
    if pause is None:
        raise Refused(_("This order is not paused."))
    if pause.start == today:
        pause.delete()
    else:
        pause.until = today
        pause.save()
    _settle(order, "order-resumed", by=by, at=at)


@transaction.atomic
def end_order(order: Order, *, ended_on: datetime.date, reason: str, by: User, at: datetime.datetime) -> None:
    """End an order on a day, with a reason. Its bureau owes a final report from then."""
    order = _locked(order)
    if order.ended_on == ended_on and order.end_reason == reason.strip():
        return  # the second of two clicks
    check_change(by, order)
    check_reason(reason)
    check_end(order, ended_on, day_of(at))
    order.ended_on, order.end_reason = ended_on, reason.strip()
    order.save()
    order.activity.ended_on = ended_on
    order.activity.save()
    _settle(order, "order-ended", by=by, at=at, reason=reason.strip())


@transaction.atomic
def change_coach(order: Order, *, coach: User, by: User, at: datetime.datetime) -> None:
    """Say which worker of the bureau is the coach. The bureau itself may do this, and the service."""
    order = _locked(order)
    if by.organisation_id != order.bureau_id:
        check_work(by)
    if coach.organisation_id != order.bureau_id:
        raise Refused(_("This coach does not work at this bureau."))
    order.coach = coach
    order.save()
    _settle(order, "order-coach-changed", by=by, at=at, coach=coach.name)


def see_contact(order: Order, *, by: User, at: datetime.datetime) -> bool:
    """Remember that the bureau saw who the consultant is, as `order` showed it; return whether that one was new.

    For who works at the order's bureau; anybody else's look says nothing about what the bureau knows.
    """
    if not order.has_new_contact or by.organisation_id != order.bureau_id:
        return False
    client = order.activity.client
    # Not around the whole function: nearly every look finds nothing new, and then asks the database nothing.
    with transaction.atomic():
        Order.objects.filter(pk=order.pk).update(contact_seen=client.consultant_id)
        refresh_flags([client.pk], at=at)
    return True


def _asked(order: Order) -> tuple[Any, ...]:
    activity = order.activity
    texts = set(activity.goals.values_list("text", flat=True))
    return (
        order.client,
        order.bureau,
        order.instrument,
        order.question,
        activity.start,
        activity.end,
        texts,
    )


def _locked(order: Order) -> Order:
    return Order.objects.with_parties().select_for_update(no_key=True, of=("self",)).get(pk=order.pk)


def _settle(order: Order, kind: str, *, by: User, at: datetime.datetime, **facts: str) -> None:
    make_schedule(order)
    client = order.activity.client
    record(client, kind, at=at, by=by, subject=order, **{"bureau": str(order.bureau), **facts})
    refresh_flags([client.pk], at=at)
