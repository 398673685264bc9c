"""What agreements add to the caseload: the day of the first that stands, whoever promised it."""

import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy

from trajecten.agreements.models import Agreement
from wiz.clients.columns import deadline


def first_due(today: datetime.date) -> Subquery:
    standing = Agreement.objects.open().filter(client=OuterRef("pk"))
    return Subquery(standing.order_by("due").values("due")[:1])


deadline("afspraak", gettext_lazy("agreement"), first_due)
