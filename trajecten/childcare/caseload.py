"""What childcare adds to the caseload: the day by which a request must be decided on."""

import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy

from trajecten.childcare.models import ChildcareRequest
from wiz.clients.columns import deadline


def decision(today: datetime.date) -> Subquery:
    waiting = ChildcareRequest.objects.open().filter(client=OuterRef("pk"))
    return Subquery(waiting.order_by("decide_by").values("decide_by")[:1])


deadline("opvang", gettext_lazy("decision on childcare"), decision)
