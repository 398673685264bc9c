"""What plans add to a client's case file."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from trajecten.plans.models import Activity, Plan
from wiz.casefile.events import event_kind, matter
from wiz.casefile.frame import tab
from wiz.casefile.panels import panel
from wiz.clients.models import Client
from wiz.people.models import User

matter("plan", _("Trajectory plan"), client_page="plan")
event_kind("plan-made", _("Trajectory plan made: %(plan)s"), plan=Plan.Kind)
event_kind("plan-changed", _("Trajectory plan changed"))


def plan_panel(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    plan = Plan.objects.visible_to(user).current().filter(client=client).prefetch_related("goals").first()
    activities = Activity.objects.visible_to(user).own().filter(client=client)
    return {"client": client, "plan": plan, "activities": list(activities), "today": today}


panel("plan", _("Trajectory plan"), "plans/_panel.html", plan_panel, place=30)
tab("plan", _("Trajectory plan"), place=30)
