"""Dated policy: from which day a parameter has which value."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wiz.people.models import Organisation
from wiz.policy.parameters import PARAMETERS
from wiz.trust.history import history


def parameters() -> list[tuple[str, str | Promise]]:
    """Return the keys with their labels. A function, so that another parameter asks for no migration."""
    return [(p.key, p.label) for p in PARAMETERS.values()]


@history(_("Policy value"), about="key")
class PolicyValue(models.Model):
    """From `valid_from` on, parameter `key` has `value` (in the unit of the parameter)."""

    key = models.CharField(_("parameter"), max_length=40, choices=parameters)
    valid_from = models.DateField(_("from"))
    value = models.PositiveSmallIntegerField(_("value"))
    source = models.CharField(_("source"), max_length=200, help_text=_("The decision or rule this rests on."))

    class Meta:
        ordering = ["key", "-valid_from"]
        constraints = [models.UniqueConstraint(fields=["key", "valid_from"], name="policy_one_value_a_day")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value} ({self.valid_from})"


@dataclass(frozen=True)
class Policy:
    """The values in force on one day, read in two queries. `live_since`: the day the program went live."""

    live_since: datetime.date = datetime.date.min
    values: dict[str, int] = field(default_factory=dict, hash=False)

    def days(self, key: str) -> datetime.timedelta:
        """Return a parameter measured in days. Raises KeyError for one that is unknown or in months."""
        return datetime.timedelta(days=self._value(key, "days"))

    def months(self, key: str) -> int:
        """Return a parameter measured in calendar months. Raises KeyError for one that is not."""
        return self._value(key, "months")

    def count(self, key: str, unit: str) -> int:
        """Return a parameter counted in another unit, as "working days" or "weeks". Raises KeyError when it is not."""
        return self._value(key, unit)

    def _value(self, key: str, unit: str) -> int:
        parameter = PARAMETERS[key]
        if parameter.unit != unit:
            raise KeyError(f"{key} is in {parameter.unit}, not {unit}")
        return self.values.get(key, parameter.default)


def policy_on(day: datetime.date) -> Policy:
    """Return the policy in force on a day."""
    live_since = (
        Organisation.objects.filter(kind=Organisation.Kind.SERVICE)
        .values_list("live_since", flat=True)
        .first()
    )
    return Policy(live_since=live_since or datetime.date.min, values=_values_on(day))


def terms_on(day: datetime.date) -> Policy:
    """Return the policy in force on a day without the day the program went live, for a page: one query."""
    return Policy(values=_values_on(day))


def days_on(day: datetime.date, key: str) -> datetime.timedelta:
    """Return one parameter measured in days, for a page that needs no more."""
    return terms_on(day).days(key)


def _values_on(day: datetime.date) -> dict[str, int]:
    values = PolicyValue.objects.filter(valid_from__lte=day).order_by("valid_from")
    return dict(values.values_list("key", "value"))  # the last one holds
