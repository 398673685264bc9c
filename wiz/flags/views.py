"""Today: what needs this person now, and putting it off."""

import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wiz.actions import Refused
from wiz.calendar.coming import coming_week
from wiz.calendar.sources import person_of
from wiz.clients.models import Client
from wiz.flags.actions import snooze_flag, wake_flag
from wiz.flags.asked import asked_of
from wiz.flags.forms import SnoozeForm
from wiz.flags.models import Flag
from wiz.flags.rules import RULES
from wiz.flags.today import groups, mine, tabs_for
from wiz.people.access import UserRequest, needs
from wiz.people.models import User
from wiz.people.roles import Can, Role
from wiz.terms import now, today
from wiz.trust.actions import record_look
from wiz.trust.models import Look
from wiz.ui.back import back_to, next_of
from wiz.ui.navigation import counts, entries

TABS = {
    "mine": gettext_lazy("With you"),
    "bureau": gettext_lazy("Waiting for the bureau"),
    "lead": gettext_lazy("Also with the team lead"),
    "snoozed": gettext_lazy("Have been put off"),
}
LEAD_TABS = {"mine": gettext_lazy("Escalated to you"), "snoozed": gettext_lazy("Have been put off")}


@counts("today")
def waiting_for(user: User) -> QuerySet[Any, Any]:
    return mine(user, today())


@require_GET
@needs(Can.WORK_CASES)
def today_page(request: UserRequest) -> HttpResponse:
    """Vandaag: the flags on this person's page, grouped by client, most urgent first."""
    day = today()
    is_lead = request.user.role == Role.TEAM_LEAD
    whose = request.GET.get("van", "") if is_lead else ""
    tabs = tabs_for(request.user, day, whose)
    chosen = request.GET.get("lijst", "mine")
    chosen = chosen if chosen in tabs else "mine"
    page, found = groups(tabs[chosen].flags, request.GET.get("page"), day)
    labels = LEAD_TABS if is_lead else TABS
    numbers = {key: tab.count for key, tab in tabs.items()}
    if not whose:  # what is asked of her stands on that list too: the same number as in the menu
        in_menu = (entry.count for entry in entries(request) if entry.name == "today")
        numbers["mine"] = next(in_menu, numbers["mine"])
    consultants = list(User.objects.consultants().visible_to(request.user)) if is_lead else []
    context = {
        "tabs": [(key, labels[key], numbers[key]) for key in tabs],
        "chosen": chosen,
        "page": page,
        "groups": found,
        "asked": asked_of(request.user, day) if chosen == "mine" and page.number == 1 else [],
        "today": day,
        "is_lead": is_lead,
        "whose": whose,
        "consultants": consultants,
        "coming": coming_week(person_of(whose, request.user, consultants), request.user, day),
        "has_clients": bool(page.paginator.count) or Client.objects.filter(consultant=request.user).exists(),
    }
    return render(request, "flags/today.html", context)


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def flag_snooze(request: UserRequest, pk: int) -> HttpResponse:
    """Put a flag off to a day with a reason, on a small page, then back to where she came from."""
    flag = get_object_or_404(Flag.objects.visible_to(request.user).select_related("client"), pk=pk)
    form = SnoozeForm(request.POST or None, initial={"until": today() + datetime.timedelta(days=7)})
    if request.method == "POST" and form.is_valid():
        try:
            snooze_flag(flag, **form.cleaned_data, by=request.user, at=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Put off. It comes back by itself."))
            return back_to(request, "today")
    if flag.client:
        record_look(request.user, Look.What.CLIENT, flag.client, at=now(), subject_id=flag.pk)
    context = {"form": form, "flag": flag, "rule": RULES.get(flag.rule), "next": next_of(request)}
    return render(request, "flags/snooze.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Can.WORK_CASES)
def flag_wake(request: UserRequest, pk: int) -> HttpResponse:
    flag = get_object_or_404(Flag.objects.visible_to(request.user), pk=pk)
    try:
        wake_flag(flag, by=request.user, at=now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It stands on your page again."))
    return back_to(request, "today")
