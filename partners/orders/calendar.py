"""Orders in the calendar: when they start, and when they end."""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from partners.orders.models import Order
from wiz.calendar.sources import Entry, Kind, Scope, calendar_source

SHOWN = (
    *("activity__client", "activity__start", "activity__end", "ended_on"),
    *("instrument__name", "bureau__organisation__name"),
)


def orders(scope: Scope, first: datetime.date, last: datetime.date) -> list[Entry]:
    """Return orders that start or end. One past its planned end runs on until somebody decides: it stays."""
    planned_end = Q(activity__end__range=(scope.since, last), ended_on__isnull=True)
    found = Order.objects.filter(
        planned_end | Q(ended_on__range=(first, last)) | Q(activity__start__range=(first, last)),
        scope.hers("activity__client"),
    )
    parties = found.select_related("activity", "bureau__organisation", "instrument")
    return [entry for order in parties.only(*SHOWN) for entry in _entries(order, first, last)]


def _entries(order: Order, first: datetime.date, last: datetime.date) -> list[Entry]:
    found = []
    start, end = order.activity.start, order.ended_on or order.activity.end
    # Ended before it began: it never starts.
    if first <= start <= last and end >= start:
        found.append(_entry(order, start, Kind.STARTS))
    if end <= last and (end >= first or order.ended_on is None):
        found.append(_entry(order, end, Kind.ENDS))
    return found


def _entry(order: Order, day: datetime.date, kind: Kind) -> Entry:
    return Entry(
        day=day,
        client_id=order.activity.client_id,
        what=str(order.instrument),
        kind=kind,
        url=reverse("order", args=[order.pk]),
        organisation=str(order.bureau),
    )


calendar_source("opdrachten", gettext_lazy("Orders"), orders)
