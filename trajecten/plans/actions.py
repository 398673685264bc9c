"""Every write on plans and goals."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from trajecten.plans.models import Activity, Goal, Plan
from wiz.actions import Conflict, Refused
from wiz.casefile.actions import record
from wiz.clients.models import Client
from wiz.flags.actions import refresh_flags
from wiz.people.models import User
from wiz.people.roles import Can

GoalRow = tuple[Goal | None, str, datetime.date | None]


@dataclass(frozen=True)
class ActivityRow:
    """What the client does without a bureau. Without a title, an activity that exists is taken away."""

    activity: Activity | None
    kind: str
    title: str
    start: datetime.date | None
    end: datetime.date | None
    hours: Decimal | None


def check_plan(user: User) -> None:
    if not user.can(Can.WORK_CASES):
        raise Refused(_("Only the municipality can do this."))


@transaction.atomic
def save_plan(
    client: Client,
    *,
    kind: str,
    end_goal: str,
    preference: str,
    goals: Iterable[GoalRow],
    activities: Iterable[ActivityRow] = (),
    revision: int,
    by: User,
    at: datetime.datetime,
) -> Plan:
    """Make or change a client's plan with its goals and what she does without a bureau, and return it.

    `goals`: (existing goal or None, text, date); an empty text takes an existing goal away. `revision` is the one
    the page showed, 0 for none. Raises Conflict when somebody changed the plan since, Refused for a goal that
    is taken away while an order or a report rests on it.
    """
    check_plan(by)
    client = Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=client.pk)
    plan = Plan.objects.current().filter(client=client).first()
    if (plan.revision if plan else 0) != revision:
        raise Conflict(_("A colleague changed this plan meanwhile. Your text stands here still."))
    is_new = plan is None
    plan = plan or Plan(client=client, made_by=by, made_at=at, revision=0)
    plan.kind, plan.end_goal, plan.preference = kind, end_goal.strip(), preference.strip()
    plan.revision += 1
    plan.save()
    for position, (goal, text, due) in enumerate(goals):
        if goal is not None and not text.strip():
            _take_away(goal)
        elif text.strip():
            goal = goal or Goal(plan=plan)
            goal.text, goal.due, goal.position = text.strip(), due, position
            goal.save()
    for row in activities:
        _save_activity(client, row)
    record(
        client,
        "plan-made" if is_new else "plan-changed",
        at=at,
        by=by,
        subject=plan,
        plan=plan.get_kind_display(),
    )
    refresh_flags([client.pk], at=at)
    return plan


def add_goals(
    client: Client, rows: Iterable[tuple[str, datetime.date | None]], *, by: User, at: datetime.datetime
) -> list[Goal]:
    """Add goals to the client's plan and return them; a client without a plan gets one towards work.

    Part of a larger action, which holds the lock on the client.
    """
    rows = [(text.strip(), due) for text, due in rows if text.strip()]
    if not rows:
        return []
    plan = Plan.objects.current().filter(client=client).first()
    if plan is None:
        plan = Plan.objects.create(
            client=client, kind=Plan.Kind.WORK, end_goal=rows[0][0], made_by=by, made_at=at
        )
        record(client, "plan-made", at=at, by=by, subject=plan, plan=plan.get_kind_display())
    last = plan.goals.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    return Goal.objects.bulk_create(
        [Goal(plan=plan, text=text, due=due, position=first + n) for n, (text, due) in enumerate(rows)]
    )


def _save_activity(client: Client, row: ActivityRow) -> None:
    if not row.title.strip():
        if row.activity is not None:
            row.activity.delete()
        return
    if row.start is None or row.end is None or row.end < row.start:
        raise Refused(
            _("The end of '%(activity)s' must not come before its start.") % {"activity": row.title}
        )
    if row.kind == Activity.Kind.ORDER:
        raise ValueError("an order makes its own activity")
    activity = row.activity or Activity(client=client)
    activity.kind, activity.title, activity.hours = row.kind, row.title.strip(), row.hours
    activity.start, activity.end = row.start, row.end
    activity.save()


def _take_away(goal: Goal) -> None:
    if goal.activities.exists():
        raise Refused(_("The goal '%(goal)s' is part of an order, so it stays.") % {"goal": goal.text})
    try:
        goal.delete()
    except ProtectedError as error:
        raise Refused(
            _("There is a report on the goal '%(goal)s', so it stays.") % {"goal": goal.text}
        ) from error
