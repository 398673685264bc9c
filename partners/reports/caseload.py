"""What reports add to the caseload: the day the first one is due from a bureau."""

import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy

from partners.reports.models import Report
from wiz.clients.columns import deadline


def first_due(today: datetime.date) -> Subquery:
    owed = Report.objects.owed().filter(order__activity__client=OuterRef("pk"))
    return Subquery(owed.order_by("due").values("due")[:1])


deadline("rapport", gettext_lazy("report due"), first_due)
