"""The caseload: a consultant's clients with what stands open, in a constant number of queries."""

import datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from wiz.clients.models import Client
from wiz.people.models import User

SORTS = {
    "": (F("next_due").asc(nulls_last=True), "last_name", "first_name", "pk"),
    "naam": ("last_name", "first_name", "pk"),
    "signalen": ("-open_flags", "last_name", "first_name", "pk"),
}


def caseload(
    user: User, *, whose: str, sort: str, only_flagged: bool, day: datetime.date
) -> QuerySet[Client, Any]:
    """Return clients visible to a user with the number of flags on her page and the date that waits longest.

    `whose`: a consultant's id, "niemand" for clients without one, "alle", or "" for the user's own.
    """
    clients = Client.objects.visible_to(user).select_related("consultant")
    if whose == "niemand":
        clients = clients.filter(consultant__isnull=True)
    elif whose.isdigit():
        clients = clients.filter(consultant_id=int(whose))
    elif whose != "alle":
        clients = clients.filter(consultant=user)
    open_flag = Q(flags__resolved_at__isnull=True)
    clients = clients.annotate(
        open_flags=Count("flags", filter=open_flag & Q(flags__consultant_from__lte=day)),
        next_due=Min("flags__due", filter=open_flag),
    )
    if only_flagged:
        clients = clients.filter(open_flags__gt=0)
    return clients.order_by(*SORTS.get(sort, SORTS[""]))
