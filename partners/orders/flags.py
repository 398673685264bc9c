"""The flag about a consultant who changed: who works on after her must know."""

import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from partners.orders.models import Order
from wiz.clients.models import Assignment
from wiz.flags.models import Side
from wiz.flags.rules import counted, flag_rule, plus
from wiz.policy.models import Policy

DAY = datetime.timedelta(days=1)


def load_assignments(ids: list[int]) -> dict[int, Any]:
    """Return assignments by id, with the bureaus that have not seen this consultant yet, in one query."""
    unseen = Order.objects.with_new_contact().filter(activity__client=OuterRef("client"))
    names = unseen.order_by("bureau__organisation__name").values("bureau__organisation__name").distinct()
    return (
        Assignment.objects.select_related("client")
        .annotate(unseen_by=ArraySubquery(names))
        .order_by()
        .in_bulk(ids)
    )


@flag_rule(
    "consultant-changed",
    side=Side.MUNICIPALITY,
    title=_("Consultant changed"),
    sentence=_(
        "The client has moved to another consultant. There is no hand-over note, or a bureau with a running order has "
        "not seen the new consultant in time."
    ),
    closes=_("The hand-over note is written, and every bureau with a running order has opened a page of it."),
    has_term=False,
    subjects=load_assignments,
    client="client",
)
def consultant_changed(today: datetime.date, policy: Policy) -> QuerySet[Assignment]:
    term = policy.days("contact_seen")
    earlier = Assignment.objects.filter(client=OuterRef("client"), until__lte=OuterRef("start"))
    running = Order.objects.running_on(today).with_new_contact()
    unseen = Exists(running.filter(activity__client=OuterRef("client")))
    changed = Assignment.objects.open().filter(Exists(earlier), start__lte=today)
    without_note = Q(note="")
    return (
        changed.annotate(counts_from=counted("start", policy))
        .filter(without_note | Q(unseen, counts_from__lt=today - term))
        .annotate(
            since=Case(When(without_note, then=F("counts_from")), default=plus("counts_from", term + DAY))
        )
        .annotate(waited_for=F("since"))
    )
