"""Exemptions in the calendar: they start and end, are looked at again, and wait for a review."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajecten.exemptions.flags import undecided
from trajecten.exemptions.models import Exemption
from trajecten.exemptions.shown import extent_words
from wiz.calendar.sources import Entry, Kind, Scope, calendar_source

S = Exemption.State


def exemptions(scope: Scope, first: datetime.date, last: datetime.date) -> list[Entry]:
    """One query. What follows an end, and a review, stay open until somebody decided them."""
    days = (first, last)
    found = (
        Exemption.objects.filter(client__in=scope.clients)
        .annotate(open_end=Exists(undecided().filter(pk=OuterRef("pk"))))
        .filter(
            Q(state=S.SUBMITTED, review_due__lte=last)
            | Q(state__in=(S.GRANTED, S.REVOKED), granted_from__range=days)
            | Q(state__in=(S.GRANTED, S.REVOKED), granted_until__range=days)
            | Q(state=S.GRANTED, look_again_on__range=days, granted_until__gte=first)
            | Q(open_end=True, granted_until__lte=last)
        )
        .select_related("client")
    )
    return [entry for exemption in found for entry in _entries(exemption, first, last)]


def _entries(exemption: Exemption, first: datetime.date, last: datetime.date) -> Iterator[Entry]:
    def entry(day: datetime.date, what: str, kind: Kind, note: str = "") -> Entry:
        return Entry(day, exemption.client, what, kind, reverse("exemption", args=[exemption.pk]), note=note)

    def comes(day: datetime.date | None) -> bool:
        return day is not None and first <= day <= last

    if exemption.state == S.SUBMITTED and exemption.review_due and exemption.review_due <= last:
        note = _("lies with the team lead")
        yield entry(exemption.review_due, _("Exemption to be reviewed"), Kind.DUE, note)
    start, end = exemption.granted_from, exemption.granted_until
    if start and comes(start):
        note = extent_words(exemption.granted_extent, exemption.granted_hours)
        yield entry(start, _("Exemption starts"), Kind.STARTS, note)
    if end and exemption.open_end:  # type: ignore[attr-defined]
        yield entry(end, _("Exemption ends: decide what follows"), Kind.DECIDE)
    elif end and comes(end):
        yield entry(end, _("Exemption ends"), Kind.ENDS)
    again = exemption.look_again_on
    if exemption.state == S.GRANTED and end and again <= end and comes(again):
        yield entry(again, _("Look at the exemption again"), Kind.LOOK_AGAIN)


calendar_source("ontheffing", gettext_lazy("Exemptions"), exemptions)
