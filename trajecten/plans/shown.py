"""How a plan stands, in a badge and in rows: the same on its own page, on the client's page and in the caseload."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trajecten.plans.models import ActivityGoal, Goal, Plan, PlanVersion
from wiz.clients.models import Client
from wiz.templatetags.wiz_ui import day, days_words

Badge = tuple[str, str]


@dataclass(frozen=True)
class GoalShown:
    goal: Goal
    who: str
    badge: Badge


def badge_of(plan: Plan, versions: list[PlanVersion]) -> Badge:
    """Return the state of a plan in words, with the day that belongs to it; `versions` highest number first."""
    signed = next((version for version in versions if version.signed_on), None)
    waiting = next((v for v in versions if not v.signed_on and not v.withdrawn_at), None)
    if plan.ended_on:
        return "plain", _("ended %(day)s") % {"day": day(plan.ended_on)}
    if plan.state == Plan.State.CHANGED:
        return "soon", _("changed since it was signed, not offered yet")
    if waiting:
        return "soon", _("offered %(day)s, not signed yet") % {"day": day(waiting.offered_on)}
    if signed:
        return "ok", _("signed %(day)s") % {"day": day(signed.signed_on)}
    return "info", _("draft, not offered yet")


def version_badge(version: PlanVersion) -> Badge:
    """Return what became of one version."""
    if version.signed_on:
        return "ok", _("signed %(day)s") % {"day": day(version.signed_on)}
    if version.withdrawn_at:
        return "plain", _("taken back %(day)s") % {"day": day(version.withdrawn_at)}
    return "soon", _("offered %(day)s, not signed yet") % {"day": day(version.offered_on)}


def goals_of(plan: Plan, client: Client, today: datetime.date) -> list[GoalShown]:
    """Return the goals of a plan with who does it and how it stands; what was dropped comes last.

    One query for the bureaus, when there is a goal of a bureau that is not named.
    """
    goals = list(plan.goals.all())
    unnamed = [goal.pk for goal in goals if goal.who == Goal.Who.BUREAU and not goal.who_name]
    bureaus = _bureaus(unnamed) if unnamed else {}
    shown = [
        GoalShown(goal, who_does(goal, client, bureaus.get(goal.pk, "")), goal_badge(goal, today))
        for goal in goals
    ]
    return sorted(shown, key=lambda row: row.goal.state == Goal.State.DROPPED)


def _bureaus(goals: list[int]) -> dict[int, str]:
    """Return with whom an activity works on these goals; of several, the one that began first."""
    found = ActivityGoal.objects.filter(goal__in=goals, activity__organisation__isnull=False)
    in_order = found.order_by("-activity__start", "activity")
    return dict(in_order.values_list("goal_id", "activity__organisation__name"))


def who_does(goal: Goal, client: Client, bureau: str = "") -> str:
    """Return the name of who does it, or the word for who it is."""
    if goal.who == Goal.Who.CLIENT:
        return client.first_name
    if goal.who == Goal.Who.CONSULTANT and client.consultant:
        return client.consultant.name
    return goal.who_name or (bureau if goal.who == Goal.Who.BUREAU else "") or str(goal.get_who_display())


def goal_badge(goal: Goal, today: datetime.date) -> Badge:
    """Return how a goal stands on a day."""
    if goal.state == Goal.State.REACHED:
        return "ok", _("reached %(day)s") % {"day": day(goal.settled_on, today)}
    if goal.state == Goal.State.DROPPED:
        return "plain", _("dropped")
    if goal.due and goal.due < today:
        return "late", days_words((goal.due - today).days)
    return ("info", _("open")) if goal.due is None else ("info", days_words((goal.due - today).days))
