"""One page with all a consultant needs before a meeting, to print or to read on the screen."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from trajecten.agreements.models import Agreement
from trajecten.intake.models import Intake
from trajecten.meetings.models import Meeting
from trajecten.plans.models import Plan
from wiz.casefile.briefing import briefing, sections_of
from wiz.casefile.events import sentence
from wiz.casefile.frame import client_page
from wiz.casefile.models import Event
from wiz.casefile.threads import threads_of
from wiz.clients.models import Client
from wiz.flags.models import Flag
from wiz.flags.rules import RULES
from wiz.people.access import UserRequest, needs
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.terms import day_of, now
from wiz.ui.lists import at_most

EVENTS = 15
AT_MOST = 50  # agreements, and flags, on paper: the oldest; her own pages show more


@require_GET
@needs(Can.WORK_CASES)
def meeting_brief(request: UserRequest, pk: int) -> HttpResponse:
    """The look is recorded, as on every page of a client."""
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("client__consultant", "led_by"), pk=pk
    )
    client, day = meeting.client, day_of(now())
    flags = Flag.objects.visible_to(request.user).open().filter(client=client, rule__in=RULES)
    shown, more = at_most(flags.select_related("organisation"), AT_MOST)
    context = {
        "meeting": meeting,
        "sections": sections_of(client, request.user, day),
        "threads": threads_of(client, request.user, day),
        "flags": [
            {"title": RULES[flag.rule].title, "who": flag.organisation, "since": flag.since} for flag in shown
        ],
        "more_flags": more,
    }
    return client_page(request, client, "meetings/brief.html", context, tab="meetings")


def wish_section(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    """What she wants: from the latest intake, else from her plan."""
    intake = Intake.objects.visible_to(user).filter(client=client).exclude(wish="").order_by("-pk").first()
    return {"wish": intake.wish} if intake else {}


def plan_section(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    plan = Plan.objects.visible_to(user).current().filter(client=client).prefetch_related("goals").first()
    return {"plan": plan} if plan else {}


def talks_section(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    """The last talk, the agreements that stand, and what happened since."""
    last = (
        Meeting.objects.visible_to(user)
        .contacts()
        .filter(client=client, on__lte=today)
        .select_related("led_by")
        .prefetch_related("experiences__activity")
        .first()
    )
    events = Event.objects.visible_to(user).filter(client=client)
    if last and last.written_at:
        events = events.filter(at__gt=last.written_at)
    agreements, more = at_most(
        Agreement.objects.visible_to(user).open().filter(client=client).with_parties(), AT_MOST
    )
    return {
        "last": last,
        "agreements": agreements,
        "more_agreements": more,
        "since": [{"at": event.at, "text": sentence(event)} for event in events[:EVENTS]],
    }


briefing("wish", _("What the client wants"), "meetings/_brief_wish.html", wish_section, place=10)
briefing("plan", _("Trajectory plan"), "meetings/_brief_plan.html", plan_section, place=30)
briefing("talks", _("Since the last talk"), "meetings/_brief_talks.html", talks_section, place=40)
