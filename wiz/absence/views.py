"""Recording who is away and who covers: for oneself, and for a team lead's team."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wiz.absence.actions import add_absence, change_absence, end_absence
from wiz.absence.forms import AbsenceForm
from wiz.absence.models import Absence, AbsenceQuerySet
from wiz.absence.rules import may_be_recorded_by
from wiz.actions import Refused
from wiz.people.access import UserRequest, needs
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.terms import day_of, now, today
from wiz.ui.refusals import refuse


@needs(Can.WORK_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: UserRequest) -> HttpResponse:
    """Who is away now or soon, as far as it is this person's to know, and a form for another absence."""
    form = AbsenceForm(request.POST or None, user=request.user)
    if form.is_valid():
        person = form.cleaned_data.pop("person", request.user)
        try:
            add_absence(person, **form.cleaned_data, by=request.user, at=now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved. The colleague sees these clients in these days."))
            return redirect("absences")
    day = today()
    own = may_be_recorded_by(request.user)
    rows = list(_recordable(request.user, day, covered=True).select_related("person", "covered_by"))
    context = {
        "section": "absences",
        "form": form,
        "may_record": own.exists(),
        "rows": [
            {"absence": row, "now": row.first_day <= day, "mine": row.covered_by_id == request.user.pk}
            for row in rows
        ],
        "cover_away": _covers_who_are_away(rows, day),
        "today": day,
    }
    return render(request, "absence/absences.html", context)


def _recordable(user: User, day: datetime.date, *, covered: bool = False) -> AbsenceQuerySet:
    """Return the absences, not over yet, that somebody may change; and those she covers, when asked."""
    whose = Q(person__in=may_be_recorded_by(user))
    if covered:
        whose |= Q(covered_by=user)
    return Absence.objects.filter(whose, last_day__gte=day)


def _covers_who_are_away(rows: list[Absence], day: datetime.date) -> set[int]:
    """Return the absences whose colleague is away herself in the same days; one query."""
    others = Absence.objects.filter(person__in=[row.covered_by_id for row in rows], last_day__gte=day)
    away = list(others)
    return {
        row.pk
        for row in rows
        for other in away
        if other.person_id == row.covered_by_id
        and other.first_day <= row.last_day
        and row.first_day <= other.last_day
    }


@needs(Can.WORK_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def absence_change(request: UserRequest, pk: int) -> HttpResponse:
    at = now()
    absence = _absence(request, pk)
    initial = {name: getattr(absence, name) for name in ("first_day", "last_day", "covered_by")}
    form = AbsenceForm(request.POST or None, user=request.user, person=absence.person, initial=initial)
    if form.is_valid():
        try:
            change_absence(absence, **form.cleaned_data, by=request.user, at=at)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("absences")
    context = {"section": "absences", "form": form, "absence": absence, "today": day_of(at)}
    return render(request, "absence/change.html", context)


@require_POST
@needs(Can.WORK_CASES)
def absence_end(request: UserRequest, pk: int) -> HttpResponse:
    try:
        end_absence(_absence(request, pk), by=request.user, at=now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The absence is over."))
    return redirect("absences")


def _absence(request: UserRequest, pk: int) -> Absence:
    return get_object_or_404(_recordable(request.user, today()).select_related("person"), pk=pk)
