"""The administrator's pages on bureaus and the catalogue of instruments."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partners.bureaus.actions import save_bureau, save_instrument
from partners.bureaus.forms import BureauForm, InstrumentForm, InstrumentStateForm
from partners.bureaus.models import Bureau, Instrument
from partners.orders.models import Order
from wiz.actions import Refused
from wiz.people.access import UserRequest, needs
from wiz.people.first_steps import first_steps
from wiz.people.models import User
from wiz.people.names import Alphabetical
from wiz.people.roles import Can
from wiz.policy.models import policy_on
from wiz.terms import today
from wiz.ui.refusals import refuse


def _how_many(rows: QuerySet, bureau: str) -> Coalesce:
    """Count the rows of each bureau in a subquery of its own: two joins at once would multiply."""
    counted = rows.filter(**{bureau: OuterRef("pk")}).order_by().values(bureau).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


def with_counts(found: QuerySet[Bureau], day: datetime.date) -> QuerySet[Bureau]:
    return found.annotate(
        workers=_how_many(User.objects.active(), "organisation"),
        running=_how_many(Order.objects.running_on(day), "bureau"),
    )


@needs(Can.ADMINISTER)
@require_safe
def bureaus(request: UserRequest) -> HttpResponse:
    found = Bureau.objects.visible_to(request.user).select_related("organisation")
    context = {
        "section": "bureaus",
        "bureaus": with_counts(found, today()),
        "rule": policy_on(today()).months("report_interval"),
        "steps": first_steps(),
    }
    return render(request, "bureaus/bureaus.html", context)


@needs(Can.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def bureau_add(request: UserRequest) -> HttpResponse:
    form = BureauForm(request.POST or None, adding=True)
    if form.is_valid():
        try:
            bureau = save_bureau(None, **form.cleaned_data, active=True, by=request.user)
        except Refused as error:
            refuse(form, error, "name")
        else:
            messages.success(request, _("%(name)s has been added. Now add its people.") % {"name": bureau})
            return redirect("bureau_change", bureau.pk)
    return render(request, "bureaus/bureau.html", {"section": "bureaus", "form": form})


@needs(Can.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def bureau_change(request: UserRequest, pk: int) -> HttpResponse:
    found = Bureau.objects.visible_to(request.user).select_related("organisation")
    bureau = get_object_or_404(found, pk=pk)
    form = BureauForm(
        request.POST or None,
        initial={
            "name": bureau.organisation.name,
            "kind": bureau.kind,
            "phone": bureau.organisation.phone,
            "report_interval": bureau.report_interval,
            "active": bureau.active,
        },
    )
    context = {
        "section": "bureaus",
        "bureau": bureau,
        "bureau_name": bureau.organisation.name,
        "form": form,
        "steps": first_steps(),
        "workers": User.objects.visible_to(request.user).filter(organisation=bureau.organisation),
    }
    if form.is_valid():
        try:
            save_bureau(bureau, **form.cleaned_data, by=request.user)
        except Refused as error:
            refuse(form, error, "name")
        else:
            messages.success(request, _("%(name)s has been saved.") % {"name": bureau})
            return redirect("bureaus")
    return render(request, "bureaus/bureau.html", context)


@needs(Can.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def instruments(request: UserRequest) -> HttpResponse:
    """The catalogue; what is sent is a new name, or the button behind an instrument."""
    if "instrument" in request.POST:
        return _set_state(request)
    form = InstrumentForm(request.POST or None)
    if form.is_valid():
        try:
            instrument = save_instrument(None, name=form.cleaned_data["name"], active=True, by=request.user)
        except Refused as error:
            refuse(form, error, "name")
        else:
            messages.success(request, _("%(name)s can be ordered from now on.") % {"name": instrument})
            return redirect("instruments")
    context = {
        "section": "bureaus",
        "form": form,
        "instruments": Instrument.objects.order_by("-active", Alphabetical("name")),
    }
    return render(request, "bureaus/instruments.html", context)


def _set_state(request: UserRequest) -> HttpResponse:
    form = InstrumentStateForm(request.POST)
    if form.is_valid():
        instrument, active = form.cleaned_data["instrument"], form.cleaned_data["active"]
        save_instrument(instrument, name=instrument.name, active=active, by=request.user)
        sentence = _("%(name)s can be ordered again.") if active else _("%(name)s can no longer be ordered.")
        messages.success(request, sentence % {"name": instrument})
    else:
        messages.error(request, _("This instrument is not in the catalogue."))
    return redirect("instruments")
