"""Which duty to apply for work a client has on a day.

Everybody has the duty in full, unless an exemption was granted for that day; nothing else changes it. Help that runs,
a rest plan or missing childcare is shown beside it, and flagged, never weighed by the system.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from trajecten.exemptions.models import Exemption
from wiz.clients.models import Client


@dataclass(frozen=True)
class Duty:
    """`hours`: for which the duty stays, a week, when it is partial. `exemption`: what makes it so."""

    kind: str  # "full", "partial" or "none"
    hours: Decimal | None = None
    exemption: Exemption | None = None


def duty_of(client: Client, day: datetime.date) -> Duty:
    """Return the duty of a client on a day; one query."""
    exemption = Exemption.objects.in_force(day).filter(client=client).first()
    if exemption is None:
        return Duty("full")
    if exemption.granted_extent == Exemption.Extent.FULL:
        return Duty("none", exemption=exemption)
    return Duty("partial", exemption.granted_hours, exemption)


def full_duty(day: datetime.date, client: str = "pk") -> Q:
    """Return a condition: no exemption is in force on a day. `client` is the look-up to the client's id."""
    return ~Q(Exists(Exemption.objects.in_force(day).filter(client=OuterRef(client))))


def some_duty(day: datetime.date, client: str = "pk") -> Q:
    """Return a condition: no full exemption is in force on a day, so that the duty stays, in full or in part."""
    fully = Exemption.objects.in_force(day).filter(
        client=OuterRef(client), granted_extent=Exemption.Extent.FULL
    )
    return ~Q(Exists(fully))
