"""What plans add to a client's case file."""

import datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trajecten.plans.models import Activity, Plan, PlanVersion
from trajecten.plans.shown import badge_of, goals_of
from wiz.casefile.events import event_kind, matter
from wiz.casefile.frame import tab
from wiz.casefile.once import once
from wiz.casefile.panels import panel
from wiz.casefile.threads import Thread, threads
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.templatetags.wiz_ui import hours_a_week

RECENT = datetime.timedelta(days=92)  # what ended is still drawn

matter("plan", _("Trajectory plan"), client_page="plan")
event_kind("plan-made", _("Trajectory plan made: %(plan)s"), plan=Plan.Kind)
event_kind("plan-changed", _("Trajectory plan changed"))
event_kind("plan-offered", _("Trajectory plan offered to the client, version %(number)s"))
event_kind("plan-withdrawn", _("Offer of the trajectory plan taken back, version %(number)s"))
event_kind("plan-signed", _("Trajectory plan signed on %(day)s, version %(number)s"))
event_kind("plan-reviewed", _("Trajectory plan reviewed; next time by %(day)s"))
event_kind("plan-ended", _("Trajectory plan ended: %(result)s. %(reason)s"), result=Plan.Result)
event_kind("plan-goal-reached", _("Goal reached: %(goal)s"))
event_kind("plan-goal-reopened", _("Goal open again: %(goal)s"))
event_kind("plan-goal-dropped", _("Goal dropped: %(goal)s. %(reason)s"))
event_kind("plan-training-refused", _("Training refused: %(training)s. %(reason)s"))


def _own_activities(client: Client, user: User) -> list[Activity]:
    """Return what she takes part in without a bureau, the latest first; asked once a page."""
    return once(
        client,
        f"activities for {user.pk}",
        lambda: list(Activity.objects.visible_to(user).own().filter(client=client)),
    )


def plan_panel(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    """Five queries at most: the plan, its goals, their bureaus, its versions, and what else she takes part in."""
    plans = Plan.objects.visible_to(user).current().filter(client=client)
    offered = PlanVersion.objects.defer("content")  # all that is said in it
    plan = plans.prefetch_related("goals", Prefetch("versions", offered)).first()
    own = _own_activities(client, user)
    shown: dict[str, Any] = {"client": client, "plan": plan, "activities": own, "today": today}
    if plan is not None:
        versions = list(plan.versions.all())
        shown["state"] = badge_of(plan, versions)
        shown["goals"] = goals_of(plan, client, today)
        shown["signed"] = next((version for version in versions if version.signed_on), None)
    return shown


panel("plan", _("Trajectory plan"), "plans/_panel.html", plan_panel, place=30)
tab("plan", _("Trajectory plan"), place=30)


def activity_threads(client: Client, user: User, today: datetime.date) -> list[Thread]:
    """Return a thread per thing the client does without a bureau: what runs, comes, or ended in the last months."""
    own = _own_activities(client, user)
    recent = sorted((one for one in own if one.end >= today - RECENT), key=lambda one: (one.start, one.pk))
    return [_activity_thread(activity, today) for activity in recent]


def _activity_thread(activity: Activity, today: datetime.date) -> Thread:
    def on(sentence: str, day: datetime.date) -> str:
        return sentence % {
            "day": date_format(day, gettext("j M") if day.year == today.year else gettext("j M Y"))
        }

    about = str(activity.get_kind_display())
    if activity.hours:
        about += " · " + hours_a_week(activity.hours)
    if activity.start > today:
        kind, state = "info", on(gettext("starts on %(day)s"), activity.start)
    elif activity.end < today:
        kind, state = "plain", on(gettext("ended on %(day)s"), activity.end)
    else:
        kind, state = "ok", on(gettext("until %(day)s"), activity.end)
    return Thread(activity.title, about, kind, state, url=reverse("plan", args=[activity.client_id]))


threads("activities", activity_threads)
