"""Days a consultant is not there, and the colleague who covers."""

from __future__ import annotations

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from wiz.people.models import User
from wiz.trust.history import history


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: datetime.date) -> AbsenceQuerySet:
        return self.filter(first_day__lte=day, last_day__gte=day)

    def during(self, first: datetime.date, last: datetime.date) -> AbsenceQuerySet:
        return self.filter(first_day__lte=last, last_day__gte=first)


@history(_("Absence"), about="person__name")
class Absence(models.Model):
    """Somebody is away from `first_day` up to and including `last_day`; until then a colleague sees her clients too.

    It ends by itself. Cover goes one step: who covers for somebody covers her own clients only, not those of a third.
    """

    person = models.ForeignKey(User, verbose_name=_("who"), on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    covered_by = models.ForeignKey(
        User, verbose_name=_("covered by"), on_delete=models.PROTECT, related_name="covers"
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "pk"]
        indexes = [models.Index(fields=["covered_by", "last_day"], name="absence_covered_by")]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_forward"),
            models.CheckConstraint(condition=~Q(person=F("covered_by")), name="absence_not_by_herself"),
            ExclusionConstraint(
                name="absence_not_twice",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        Func("first_day", "last_day", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.first_day} – {self.last_day}"


def away_on(day: datetime.date) -> dict[int, Absence]:
    """Return who is away on a day, by the person's id, with who covers; one query for a whole page."""
    return {absence.person_id: absence for absence in Absence.objects.on(day).select_related("covered_by")}
