"""Planning a meeting with many clients at once."""

import datetime
import uuid
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from trajecten.meetings.actions import plan_meetings
from trajecten.meetings.forms import DAY_NEEDED, INLINE, KIND, TimeField
from trajecten.meetings.models import Meeting
from wiz.actions import Refused
from wiz.caseload.selection import chosen_clients
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import now
from wiz.ui.forms import DateField
from wiz.ui.refusals import refuse

DAY = datetime.timedelta(days=1)


@require_GET
@needs(Can.WORK_CASES)
def agenda(request: UserRequest) -> HttpResponse:
    """Lead to the talks in the calendar: people kept this address from before there was one."""
    whose = request.GET.get("van", "")
    chosen = {"soort": "gesprekken"} | ({"van": whose} if whose else {})
    return redirect(f"{reverse('calendar')}?{urlencode(chosen)}")


class PlanManyForm(forms.Form):
    """From when, how many a day and how long: a consultant fills her weeks by it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[c for c in Meeting.Kind.choices if c[0] in ("office", "phone", "home")],
        initial=Meeting.Kind.OFFICE,
        widget=forms.RadioSelect(attrs=INLINE),
        error_messages=KIND,
    )
    first = DateField(label=gettext_lazy("First day"), error_messages=DAY_NEEDED)
    time = TimeField(
        label=gettext_lazy("First talk at"), error_messages={"required": gettext_lazy("Choose a time.")}
    )
    a_day = forms.IntegerField(
        label=gettext_lazy("Talks a day"), min_value=1, max_value=8, initial=4, widget=forms.NumberInput
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes each"), min_value=10, max_value=120, initial=60, widget=forms.NumberInput
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_key": uuid.uuid4(), "time": datetime.time(9)}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


def slots(
    first: datetime.date, time: datetime.time, a_day: int, minutes: int, number: int
) -> list[tuple[datetime.date, datetime.time]]:
    """Return so many moments, one after the other on each day, Monday to Friday."""
    found: list[tuple[datetime.date, datetime.time]] = []
    day = first
    while len(found) < number:
        if day.weekday() < 5:
            start = datetime.datetime.combine(day, time)
            for n in range(min(a_day, number - len(found))):
                moment = start + datetime.timedelta(minutes=minutes * n)
                if moment.date() != day:
                    raise Refused(_("So many talks do not fit in a day."))
                found.append((day, moment.time()))
        day += DAY
    return found


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def meetings_plan_many(request: UserRequest) -> HttpResponse:
    """Plan one meeting with each of the clients chosen on the caseload."""
    if request.method == "GET":
        return redirect("caseload")
    try:
        chosen = chosen_clients(request)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("caseload")
    form = PlanManyForm(request.POST if "form_key" in request.POST else None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            moments = slots(data["first"], data["time"], data["a_day"], data["minutes"], len(chosen))
            plan_meetings(
                chosen,
                moments,
                kind=data["kind"],
                place=data["place"],
                form_key=data["form_key"],
                by=request.user,
                at=now(),
            )
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(n)d meetings planned.") % {"n": len(chosen)})
            return redirect("agenda")
    return render(request, "meetings/plan_many.html", {"form": form, "chosen": chosen})
