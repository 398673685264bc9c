"""The administrator's page on policy: what holds today, what held, and a new value from a day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wiz.actions import Refused
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.policy.actions import set_policy
from wiz.policy.forms import PolicyForm
from wiz.policy.models import PolicyValue
from wiz.policy.parameters import PARAMETERS, Parameter
from wiz.terms import today
from wiz.ui.refusals import refuse


@dataclass(frozen=True)
class Value:
    """A value in words; without a day it is the default, which held before any other."""

    words: str
    source: str
    since: datetime.date | None = None


@dataclass(frozen=True)
class Row:
    key: str
    label: str | Promise
    now: Value
    coming: list[Value]  # the next first
    past: list[Value]  # the latest first


def in_words(value: int, unit: str) -> str:
    if unit == "years":
        return ngettext("%(n)d year", "%(n)d years", value) % {"n": value}
    if unit == "weeks":
        return ngettext("%(n)d week", "%(n)d weeks", value) % {"n": value}
    if unit == "working days":
        return ngettext("%(n)d working day", "%(n)d working days", value) % {"n": value}
    if unit == "months":
        return ngettext("%(n)d month", "%(n)d months", value) % {"n": value}
    return ngettext("%(n)d day", "%(n)d days", value) % {"n": value}


def rows(day: datetime.date) -> list[Row]:
    """Return every parameter with its values around a day; one query."""
    stored: dict[str, list[PolicyValue]] = defaultdict(list)
    for value in PolicyValue.objects.order_by("-valid_from"):
        stored[value.key].append(value)
    return [_row(parameter, stored[parameter.key], day) for parameter in PARAMETERS.values()]


def _row(parameter: Parameter, stored: list[PolicyValue], day: datetime.date) -> Row:
    source = _("default of WIZ") if parameter.source == "(ours)" else parameter.source
    values = [Value(in_words(v.value, parameter.unit), v.source, v.valid_from) for v in stored]
    values.append(Value(in_words(parameter.default, parameter.unit), source))
    coming = [value for value in values if value.since and value.since > day]
    now, *past = values[len(coming) :]
    return Row(parameter.key, parameter.label, now, coming[::-1], past)


@needs(Can.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: UserRequest) -> HttpResponse:
    form = PolicyForm(request.POST or None, initial={"key": request.GET.get("key")})
    if form.is_valid():
        try:
            value = set_policy(**form.cleaned_data, by=request.user)
        except Refused as error:
            refuse(form, error, "value")
        else:
            parameter = PARAMETERS[value.key]
            sentence = _("%(rule)s: %(value)s from %(day)s.")
            messages.success(
                request,
                sentence
                % {
                    "rule": parameter.label,
                    "value": in_words(value.value, parameter.unit),
                    "day": date_format(value.valid_from, "j F Y"),
                },
            )
            return redirect("policy")
    return render(request, "policy/policy.html", {"form": form, "rows": rows(today())})
