"""The days a royal decree puts on a par with the recognised holidays."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wiz.people.models import User
from wiz.trust.history import history


@history(_("Extra holiday"), about="day")
class ExtraHoliday(models.Model):
    """No working day by decree (Algemene termijnenwet, article 3, third paragraph).

    Known decrees come with WIZ: nobody made those.
    """

    day = models.DateField(_("day"))
    reason = models.CharField(_("which decree"), max_length=200)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["day"], name="extra_holiday_once"),
            models.CheckConstraint(condition=Q(day__iso_week_day__lte=5), name="extra_holiday_on_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.day} ({self.reason})"


def extra_days() -> frozenset[datetime.date]:
    """Return every day a decree adds; one query, for `extra` of the functions in `working_days` and `decision`."""
    return frozenset(ExtraHoliday.objects.order_by().values_list("day", flat=True))
