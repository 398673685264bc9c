"""Agreements in the calendar: what a consultant promised herself. Others' are chased by their flags."""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from trajecten.agreements.models import Agreement
from wiz.calendar.sources import Entry, Kind, Scope, calendar_source


def agreements(scope: Scope, first: datetime.date, last: datetime.date) -> list[Entry]:
    """Return what she promised to anybody's client, and what a colleague promised to hers."""
    hers = scope.hers()
    if scope.person:
        hers |= Q(owner_user=scope.person)
    found = Agreement.objects.open().filter(
        hers, owner=Agreement.Owner.CONSULTANT, due__range=(scope.since, last)
    )
    return [
        Entry(
            day=agreement.due,
            client_id=agreement.client_id,
            what=agreement.text,
            kind=Kind.DUE,
            url=reverse("meetings", args=[agreement.client_id]),
            owner_id=agreement.owner_user_id,
        )
        for agreement in found.only("client", "due", "text", "owner_user")
    ]


calendar_source("afspraken", gettext_lazy("Agreements"), agreements)
