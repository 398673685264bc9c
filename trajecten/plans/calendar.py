"""Trajectory plans in the calendar: reviews, rest that ends, goals, and what clients take part in by themselves."""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajecten.plans.models import Activity, Goal, Plan
from wiz.calendar.sources import Entry, Kind, Scope, calendar_source


def plans(scope: Scope, first: datetime.date, last: datetime.date) -> list[Entry]:
    """Return the reviews of signed plans, and the ends of rest plans: what follows must be decided by then."""
    signed = Q(state__in=Plan.SIGNED)
    days = (scope.since, last)
    resting = Q(kind=Plan.Kind.REST, rest_until__range=days)
    current = Plan.objects.current().filter(scope.hers())
    found = []
    shown = ("client", "kind", "state", "review_on", "rest_until")
    for plan in current.filter(resting | (signed & Q(review_on__range=days))).only(*shown):
        if plan.is_signed and plan.review_on and plan.review_on <= last:
            found.append(_of_plan(plan, plan.review_on, Kind.LOOK_AGAIN, "plan_review", _("Trajectory plan")))
        if plan.kind == Plan.Kind.REST and plan.rest_until and plan.rest_until <= last:
            found.append(_of_plan(plan, plan.rest_until, Kind.ENDS, "plan", str(plan.get_kind_display())))
    return found


def _of_plan(plan: Plan, day: datetime.date, kind: Kind, page: str, what: str) -> Entry:
    return Entry(
        day=day, client_id=plan.client_id, what=what, kind=kind, url=reverse(page, args=[plan.client_id])
    )


def goals(scope: Scope, first: datetime.date, last: datetime.date) -> list[Entry]:
    """Return the open goals of the client and the consultant; what a bureau does, its reports tell."""
    theirs = (Goal.Who.CLIENT, Goal.Who.CONSULTANT)
    found = Goal.objects.filter(
        scope.hers("plan__client"),
        plan__ended_on__isnull=True,
        state=Goal.State.OPEN,
        who__in=theirs,
        due__lte=last,
    )
    return [
        Entry(
            day=goal.due,
            client_id=goal.plan.client_id,
            what=goal.text,
            kind=Kind.DUE,
            url=reverse("plan", args=[goal.plan.client_id]),
            note=str(goal.get_who_display()).lower(),
        )
        for goal in found.select_related("plan")
        if goal.due
    ]


def activities(scope: Scope, first: datetime.date, last: datetime.date) -> list[Entry]:
    """Return what clients begin and stop by themselves; orders are told by their bureaus' matter."""
    window = (first, last)
    found = Activity.objects.own().filter(Q(start__range=window) | Q(end__range=window), scope.hers())
    return [
        Entry(
            day=day,
            client_id=activity.client_id,
            what=activity.title,
            kind=kind,
            url=reverse("plan", args=[activity.client_id]),
            organisation=str(activity.organisation or ""),
            note=str(activity.get_kind_display()).lower(),
        )
        for activity in found.select_related("organisation").only(
            "client", "title", "kind", "start", "end", "organisation__name"
        )
        for day, kind in ((activity.start, Kind.STARTS), (activity.end, Kind.ENDS))
        if first <= day <= last
    ]


calendar_source("plannen", gettext_lazy("Trajectory plans"), plans)
calendar_source("doelen", gettext_lazy("Goals"), goals, on_today=False)
calendar_source("activiteiten", gettext_lazy("Own activities"), activities)
