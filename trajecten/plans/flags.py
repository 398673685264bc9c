"""The flags about trajectory plans. Terms are dated policy; days count as `wiz.flags.rules` says."""

import datetime
from typing import Any

from django.db.models import DateField, Exists, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from trajecten.intake.models import Intake
from trajecten.plans.models import Goal, Plan, PlanVersion
from wiz.clients.models import Client
from wiz.flags.models import Side
from wiz.flags.rules import amsterdam_day, counted, flag_rule, plus
from wiz.policy.models import Policy

DAY = datetime.timedelta(days=1)


def load_clients(ids: list[int]) -> dict[int, Any]:
    return Client.objects.only("pk").order_by().in_bulk(ids)


def load_plans(ids: list[int]) -> dict[int, Any]:
    """Return plans by id with the offer that waits, as a line shows them."""
    shown = ("client", "kind", "state", "review_on")
    return Plan.objects.with_offer().only(*shown).order_by().in_bulk(ids)


def load_goals(ids: list[int]) -> dict[int, Any]:
    return Goal.objects.select_related("plan").order_by().in_bulk(ids)


@flag_rule(
    "plan-missing",
    side=Side.MUNICIPALITY,
    title=_("Trajectory plan missing"),
    sentence=_("Some weeks after the intake, or after the last plan ended, there is no trajectory plan."),
    closes=_("You make a plan."),
    subjects=load_clients,
    client="pk",
)
def plan_missing(today: datetime.date, policy: Policy) -> QuerySet[Client]:
    """Counted from the intake's first version, or from the end of the last plan when that came later."""
    term = policy.days("plan_missing")
    intakes = Intake.objects.first_versions().filter(client=OuterRef("pk")).order_by().values("client")
    came = intakes.annotate(day=Max(amsterdam_day("at"))).values("day")
    plans = Plan.objects.filter(client=OuterRef("pk")).order_by()
    ended = plans.values("client").annotate(day=Max("ended_on")).values("day")
    return (
        Client.objects.filter(~Exists(plans.current()))
        .annotate(came=Subquery(came, output_field=DateField()))
        .filter(came__isnull=False)
        # NULLs are passed over by GREATEST.
        .annotate(waits_since=Greatest("came", Subquery(ended, output_field=DateField())))
        .annotate(counts_from=counted("waits_since", policy))
        .filter(counts_from__lt=today - term)
        .annotate(since=plus("counts_from", term + DAY), waited_for=plus("counts_from", term))
    )


@flag_rule(
    "plan-unsigned",
    side=Side.MUNICIPALITY,
    title=_("Trajectory plan not signed"),
    sentence=_("The plan, or a change of it, was offered to the client and has not been signed."),
    closes=_("The client signs, or you take the offer back."),
    subjects=load_plans,
    client="client",
)
def plan_unsigned(today: datetime.date, policy: Policy) -> QuerySet[Plan]:
    term = policy.days("plan_unsigned")
    waiting = (
        PlanVersion.objects.waiting().filter(plan=OuterRef("pk")).values(day=amsterdam_day("offered_at"))
    )
    return (
        Plan.objects.current()
        .annotate(offered_day=Subquery(waiting[:1], output_field=DateField()))
        .filter(offered_day__isnull=False)
        .annotate(counts_from=counted("offered_day", policy))
        .filter(counts_from__lt=today - term)
        .annotate(since=plus("counts_from", term + DAY), waited_for=plus("counts_from", term))
    )


@flag_rule(
    "plan-past-review",
    side=Side.MUNICIPALITY,
    title=_("Trajectory plan past its review"),
    sentence=_("The day by which the signed plan would be looked at again has passed."),
    closes=_("You review the plan, or it ends."),
    subjects=load_plans,
    client="client",
)
def plan_past_review(today: datetime.date, policy: Policy) -> QuerySet[Plan]:
    return (
        Plan.objects.current()
        .signed()
        .filter(review_on__lt=today)
        .annotate(counts_from=counted("review_on", policy))
        .filter(counts_from__lt=today)
        .annotate(since=plus("counts_from", DAY), waited_for=F("counts_from"))
    )


@flag_rule(
    "goal-overdue",
    side=Side.MUNICIPALITY,
    title=_("Goal overdue"),
    sentence=_("The day of a goal has passed and it is still open."),
    closes=_("You tick the goal off, give it another day, or drop it with a reason."),
    subjects=load_goals,
    client="plan__client",
)
def goal_overdue(today: datetime.date, policy: Policy) -> QuerySet[Goal]:
    """Whoever does it: the consultant directs the plan, and asks the others."""
    return (
        Goal.objects.filter(state=Goal.State.OPEN, plan__ended_on__isnull=True, due__lt=today)
        .annotate(counts_from=counted("due", policy))
        .filter(counts_from__lt=today)
        .annotate(since=plus("counts_from", DAY), waited_for=F("counts_from"))
    )
