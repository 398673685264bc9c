"""Every write on plans, goals and what a client takes part in.

Each of them locks the client first: two people at one plan wait for each other, and the second sees what the first did.
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from trajecten.plans.content import content_of
from trajecten.plans.models import Activity, Goal, Plan, PlanReview, PlanVersion, TrainingRefusal
from trajecten.plans.rows import ActivityRow, ContributionRow, GoalRow
from trajecten.plans.rules import (
    check_activity,
    check_complete,
    check_drop,
    check_ending,
    check_goal,
    check_move,
    check_plan,
    check_rest,
    check_review,
    check_scan,
    check_signing,
    check_take_away,
    state_of,
)
from wiz.actions import Conflict, Refused, check_same_form
from wiz.casefile.actions import record
from wiz.clients.models import Client
from wiz.files.actions import store_file
from wiz.flags.actions import refresh_flags
from wiz.people.models import User
from wiz.terms import day_of

# Making and changing


@transaction.atomic
def save_plan(
    client: Client,
    *,
    kind: str,
    end_goal: str,
    preference: str,
    goals: Iterable[Sequence[Any]],
    activities: Iterable[ActivityRow] = (),
    contributions: Iterable[ContributionRow] = (),
    hours: Decimal | None = None,
    rest_until: datetime.date | None = None,
    expected: str = "",
    review_on: datetime.date | None = None,
    revision: int,
    by: User,
    at: datetime.datetime,
) -> Plan:
    """Make or change a client's plan with its goals and what she does without a bureau, and return it.

    `goals`: as `GoalRow`. `revision` is the one the page showed, 0 for none. A signed plan stays in force as it was
    signed: what is saved here is a change still to be offered. Raises Conflict when somebody changed the plan since;
    Refused while an offer waits, for a rest plan without an end or expectations, and for a goal that is taken away
    while an order, a report or a signature rests on it.
    """
    check_plan(by)
    client = _locked(client)
    plan = Plan.objects.current().filter(client=client).first()
    if (plan.revision if plan else 0) != revision:
        raise Conflict(_("A colleague changed this plan meanwhile. Your text is still here."))
    check_rest(kind, rest_until, expected)
    if plan is not None:
        check_move(by, plan, "change")
    is_new = plan is None
    plan = plan or Plan(client=client, made_by=by, made_at=at, revision=0)
    plan.kind, plan.end_goal, plan.preference = kind, end_goal.strip(), preference.strip()
    plan.hours, plan.rest_until, plan.expected = hours, rest_until, expected.strip()
    # A signed plan keeps a day of review, also when the page had none.
    plan.review_on = review_on or (plan.review_on if plan.is_signed else None)
    plan.revision += 1
    plan.save()
    _save_goals(plan, goals)
    for row in activities:
        _save_activity(client, row)
    for contribution in contributions:
        _save_contribution(client, contribution)
    settle_plan(plan)
    record(client, "plan-made" if is_new else "plan-changed", at=at, by=by, subject=plan, plan=plan.kind)
    refresh_flags([client.pk], at=at)
    return plan


def add_goals(
    client: Client, rows: Iterable[tuple[str, datetime.date | None]], *, by: User, at: datetime.datetime
) -> list[Goal]:
    """Add goals to the client's plan and return them; a client without a plan gets one towards work.

    They are the bureau's to reach. Part of a larger action, which holds the lock on the client and calls
    `settle_client_plan` when it is done.
    """
    rows = [(text.strip(), due) for text, due in rows if text.strip()]
    if not rows:
        return []
    plan = Plan.objects.current().filter(client=client).first()
    if plan is None:
        plan = Plan.objects.create(
            client=client, kind=Plan.Kind.WORK, end_goal=rows[0][0], made_by=by, made_at=at
        )
        record(client, "plan-made", at=at, by=by, subject=plan, plan=plan.kind)
    last = plan.goals.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    return Goal.objects.bulk_create(
        [
            Goal(plan=plan, text=text, due=due, who=Goal.Who.BUREAU, position=first + n)
            for n, (text, due) in enumerate(rows)
        ]
    )


def settle_client_plan(client: Client) -> None:
    """Let the state of a client's plan follow what was added to it, inside the transaction of who added it."""
    plan = Plan.objects.current().filter(client=client).first()
    if plan is not None:
        settle_plan(plan)


def settle_plan(plan: Plan) -> None:
    """Write the state that follows from a plan's versions and what it says now."""
    # Rows may have been written since the plan was loaded: read them anew.
    plan = Plan.objects.prefetch_related("goals").get(pk=plan.pk)
    state = state_of(plan, list(plan.versions.all()), content_of(plan))
    if state != plan.state:
        plan.state = state
        plan.save()


# Offering and signing


@transaction.atomic
def offer_plan(plan: Plan, *, revision: int, by: User, at: datetime.datetime) -> PlanVersion:
    """Put what the plan says now before the client, frozen as a new version, and return it.

    Raises Conflict when the plan changed since the page was shown, Refused when it is not complete or not new.
    """
    plan = _current(plan)
    waiting = plan.versions.waiting().first()
    if waiting is not None and plan.revision == revision:
        return waiting  # the second of two clicks
    check_move(by, plan, "offer")
    if plan.revision != revision:
        raise Conflict(_("The plan was changed meanwhile. Read it again before you offer it."))
    content = content_of(plan)
    check_complete(content, day_of(at))
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    version = PlanVersion.objects.create(
        plan=plan, number=last + 1, content=content, offered_at=at, offered_by=by
    )
    _done(plan, "plan-offered", by=by, at=at, number=version.number)
    return version


@transaction.atomic
def withdraw_offer(version: PlanVersion, *, by: User, at: datetime.datetime) -> None:
    """Take an offer back, to change it. The version stays, as one that was never signed."""
    plan = _current(version.plan)
    version = plan.versions.get(pk=version.pk)
    if version.withdrawn_at is not None:
        return  # the second of two clicks
    if version.signed_on is not None:
        raise Conflict(_("This version has been signed meanwhile."))
    check_move(by, plan, "withdraw")
    version.withdrawn_at = at
    version.save()
    _done(plan, "plan-withdrawn", by=by, at=at, number=version.number)


@transaction.atomic
def sign_plan(
    version: PlanVersion,
    *,
    how: str,
    signed_on: datetime.date,
    name: str,
    scan: UploadedFile | None = None,
    review_on: datetime.date,
    by: User,
    at: datetime.datetime,
) -> PlanVersion:
    """Record that the client signed this version, and return it; from now on the plan is what it says.

    On paper: with a scan of her signature. On screen: with the name as she confirmed it in the presence of `by`.
    Raises Conflict when this version is no longer the one that waits, Refused when something is missing.
    """
    plan = _current(version.plan)
    version = plan.versions.get(pk=version.pk)
    if version.signed_on == signed_on and version.signed_by_id == by.pk:
        return version  # the second of two clicks
    if version.signed_on is not None:
        raise Conflict(_("A colleague has recorded this signature already."))
    if version.withdrawn_at is not None:
        raise Conflict(_("This version was taken back. Offer the plan again and let that version be signed."))
    check_move(by, plan, "sign")
    today = day_of(at)
    check_signing(signed_on, version, today)
    check_review(signed_on, review_on, today)
    if not name.strip():
        raise Refused(_("Fill in the name of the person who signs."))
    file = None
    if how == PlanVersion.How.PAPER:
        check_scan(scan)
        file = store_file(scan, by=by, at=at)  # type: ignore[arg-type]
    version.signed_on, version.signed_at, version.signed_by = signed_on, at, by
    version.how, version.signed_name, version.signed_file = how, name.strip(), file
    version.save()
    plan.review_on = review_on
    _done(plan, "plan-signed", by=by, at=at, number=version.number, day=signed_on.isoformat())
    return version


# While it runs


@transaction.atomic
def review_plan(
    plan: Plan,
    *,
    on: datetime.date,
    note: str,
    next_on: datetime.date,
    form_key: uuid.UUID,
    by: User,
    at: datetime.datetime,
) -> PlanReview:
    """Keep that a signed plan was looked at again and when the next time is; return the review."""
    plan = _current(plan)
    if earlier := PlanReview.objects.filter(form_key=form_key).first():
        check_same_form((earlier.plan_id, earlier.on, earlier.note), (plan.pk, on, note.strip()))
        return earlier
    check_move(by, plan, "review")
    check_review(on, next_on, day_of(at))
    if not note.strip():
        raise Refused(_("Say in a sentence what came of it."))
    review = PlanReview.objects.create(
        plan=plan, on=on, note=note.strip(), next_on=next_on, by=by, at=at, form_key=form_key
    )
    plan.review_on = next_on
    _done(plan, "plan-reviewed", by=by, at=at, day=next_on.isoformat())
    return review


@transaction.atomic
def settle_goal(goal: Goal, *, reached: bool, by: User, at: datetime.datetime) -> None:
    """Tick a goal off, or open it again. It changes nothing of what was agreed, so nothing is signed anew."""
    plan, goal = _with_goal(goal)
    check_move(by, plan, "settle_goal")
    if goal.state == Goal.State.DROPPED:
        raise Refused(_("This goal was dropped."))
    if (goal.state == Goal.State.REACHED) == reached:
        return  # the second of two clicks
    goal.state = Goal.State.REACHED if reached else Goal.State.OPEN
    goal.settled_on = day_of(at) if reached else None
    goal.save()
    _done(plan, "plan-goal-reached" if reached else "plan-goal-reopened", by=by, at=at, goal=goal.text)


@transaction.atomic
def drop_goal(goal: Goal, *, reason: str, by: User, at: datetime.datetime) -> None:
    """Let a goal go, with a reason. It stays with what was reported on it; of a signed plan this is a change."""
    plan, goal = _with_goal(goal)
    if goal.state == Goal.State.DROPPED:
        return  # the second of two clicks
    check_move(by, plan, "change")
    check_drop(goal, reason)
    goal.state, goal.settled_on, goal.drop_reason = Goal.State.DROPPED, day_of(at), reason.strip()
    goal.save()
    _done(plan, "plan-goal-dropped", by=by, at=at, goal=goal.text, reason=reason.strip())


@transaction.atomic
def end_plan(
    plan: Plan, *, ended_on: datetime.date, result: str, reason: str, by: User, at: datetime.datetime
) -> None:
    """End a plan with its result and why. An offer that still waits is taken back with it."""
    client = _locked(plan.client)
    plan = Plan.objects.get(pk=plan.pk)
    if plan.ended_on == ended_on and plan.result == result:
        return  # the second of two clicks
    check_move(by, plan, "end")
    check_ending(plan, ended_on, reason, day_of(at))
    plan.versions.waiting().update(withdrawn_at=at)
    plan.ended_on, plan.result, plan.end_reason = ended_on, result, reason.strip()
    plan.state = Plan.State.ENDED
    plan.client = client
    _done(plan, "plan-ended", by=by, at=at, result=result, reason=reason.strip())


@transaction.atomic
def refuse_training(
    client: Client,
    *,
    training: str,
    reason: str,
    on: datetime.date,
    form_key: uuid.UUID,
    by: User,
    at: datetime.datetime,
) -> TrainingRefusal:
    """Keep that the service refused training the client asked for, and why; return the row.

    The reason is needed: the council's rule asks for training (Raaff, Kosten en moeite 2, 2006, §2.2).
    """
    check_plan(by)
    client = _locked(client)
    if earlier := TrainingRefusal.objects.filter(form_key=form_key).first():
        said = (earlier.client_id, earlier.training, earlier.reason, earlier.on)
        check_same_form(said, (client.pk, training.strip(), reason.strip(), on))
        return earlier
    if not training.strip() or not reason.strip():
        raise Refused(_("Say which training it is, and why it is refused."))
    if on > day_of(at):
        raise Refused(_("The day must not lie in the future."))
    refusal = TrainingRefusal.objects.create(
        client=client,
        training=training.strip(),
        reason=reason.strip(),
        on=on,
        by=by,
        at=at,
        form_key=form_key,
    )
    facts = {"training": refusal.training, "reason": refusal.reason}
    record(client, "plan-training-refused", at=at, by=by, subject=refusal, **facts)
    refresh_flags([client.pk], at=at)
    return refusal


# Helpers


def _locked(client: Client) -> Client:
    return Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=client.pk)


def _current(plan: Plan) -> Plan:
    """Return the plan as it is now, with its client locked."""
    _locked(plan.client)
    return Plan.objects.select_related("client").prefetch_related("goals").get(pk=plan.pk)


def _with_goal(goal: Goal) -> tuple[Plan, Goal]:
    plan = _current(goal.plan)
    return plan, Goal.objects.get(pk=goal.pk)


def _done(plan: Plan, kind: str, *, by: User, at: datetime.datetime, **facts: Any) -> None:
    plan.revision += 1
    plan.save()
    settle_plan(plan)
    record(plan.client, kind, at=at, by=by, subject=plan, **facts)
    refresh_flags([plan.client_id], at=at)


def _save_goals(plan: Plan, rows: Iterable[Sequence[Any]]) -> None:
    for position, row in enumerate(GoalRow(*row) for row in rows):
        goal, text = row.goal, row.text.strip()
        if goal is not None and not text:
            _take_away(goal)
        elif text:
            check_goal(row)
            goal = goal or Goal(plan=plan)
            goal.text, goal.due, goal.position = text, row.due, position
            goal.who, goal.who_name = row.who, row.who_name.strip()
            goal.save()


def _save_activity(client: Client, row: ActivityRow) -> None:
    if not row.title.strip():
        if row.activity is not None:
            row.activity.delete()
        return
    start, end = check_activity(row)
    activity = row.activity or Activity(client=client)
    activity.kind, activity.title, activity.hours = row.kind, row.title.strip(), row.hours
    activity.start, activity.end = start, end
    activity.save()


def _save_contribution(client: Client, row: ContributionRow) -> None:
    Activity.objects.filter(pk=row.activity.pk, client=client).update(
        contribution=row.contribution.strip(), cost=row.cost
    )


def _take_away(goal: Goal) -> None:
    check_take_away(goal)
    try:
        goal.delete()
    except ProtectedError as error:
        raise Refused(
            _("There is a report on the goal '%(goal)s', so it stays.") % {"goal": goal.text}
        ) from error
