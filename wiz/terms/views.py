"""The administrator's page on holidays: those of the law, and the days a decree adds."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from wiz.actions import Refused
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import now, today
from wiz.terms.actions import add_extra_holiday, remove_extra_holiday
from wiz.terms.forms import ExtraHolidayForm
from wiz.terms.holidays import holidays
from wiz.terms.models import ExtraHoliday
from wiz.ui.refusals import refuse

YEARS_SHOWN = 3


@dataclass(frozen=True)
class Row:
    """A recognised holiday and its day in each year shown; None where it falls together with another."""

    name: str
    days: list[datetime.date | None]


def by_law(years: range) -> list[Row]:
    """Return the recognised holidays of some years, in the order of the first."""
    days = [{str(name): day for day, name in holidays(year).items()} for year in years]
    return [
        Row(name, [of_year.get(name) for of_year in days])
        for name in {name: 1 for each in days for name in each}
    ]


@needs(Can.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def extra_holidays(request: UserRequest) -> HttpResponse:
    form = ExtraHolidayForm(request.POST or None)
    if form.is_valid():
        try:
            moved = add_extra_holiday(**form.cleaned_data, by=request.user, at=now())
        except Refused as error:
            refuse(form, error)
        else:
            words = date_format(form.cleaned_data["day"], "j F Y")
            sentence = _("No decision term ends on %(day)s any more.") % {"day": words}
            messages.success(request, f"{sentence} {_moved(moved)}")
            return redirect("extra_holidays")
    day = today()
    years = range(day.year, day.year + YEARS_SHOWN)
    context = {
        "section": "policy",
        "form": form,
        "extra": ExtraHoliday.objects.select_related("made_by"),
        "years": years,
        "rows": by_law(years),
        "today": day,
    }
    return render(request, "terms/holidays.html", context)


@require_POST
@needs(Can.ADMINISTER)
def extra_holiday_remove(request: UserRequest, pk: int) -> HttpResponse:
    holiday = get_object_or_404(ExtraHoliday, pk=pk)
    try:
        moved = remove_extra_holiday(holiday, by=request.user, at=now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        words = date_format(holiday.day, "j F Y")
        sentence = _("Decision terms can end on %(day)s again.") % {"day": words}
        messages.success(request, f"{sentence} {_moved(moved)}")
    return redirect("extra_holidays")


def _moved(n: int) -> str:
    if not n:
        return _("That moved no running term.")
    return ngettext("That moved %(n)d running term.", "That moved %(n)d running terms.", n) % {"n": n}
