"""A client's trajectory plan, on one page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from trajecten.plans.actions import save_plan
from trajecten.plans.forms import ActivityRows, GoalRows, PlanForm
from trajecten.plans.models import Activity, Plan
from wiz.actions import Conflict, Refused
from wiz.casefile.frame import client_page
from wiz.clients.models import Client
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import now
from wiz.ui.refusals import refuse


@needs(Can.WORK_CASES)
def plan(request: UserRequest, pk: int) -> HttpResponse:
    """Show and save the plan. Who was second sees the newer version beside her own, and chooses (409)."""
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=pk)
    current, newer, status, at = _plan_of(client), None, 200, now()
    form = PlanForm(request.POST or None, plan=current)
    goals = GoalRows(request.POST or None, goals=current.goals.all() if current else ())
    activities = ActivityRows(request.POST or None, activities=Activity.objects.own().filter(client=client))
    if request.method == "POST" and form.is_valid() & goals.is_valid() & activities.is_valid():
        try:
            save_plan(
                client,
                **form.cleaned_data,
                goals=goals.rows(),
                activities=activities.rows(),
                by=request.user,
                at=at,
            )
        except Conflict as error:
            refuse(form, error)
            newer, status = _plan_of(client), 409
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Plan saved."))
            return redirect("client", client.pk)
    context = {
        "form": form,
        "formset": goals,
        "activities": activities,
        "forms": [activities],
        "newer": newer,
        "is_new": current is None,
    }
    return client_page(request, client, "plans/plan.html", context, tab="plan", status=status)


def _plan_of(client: Client) -> Plan | None:
    return Plan.objects.current().filter(client=client).prefetch_related("goals").first()
