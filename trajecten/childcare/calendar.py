"""Childcare in the calendar: decide by, needed from, and the end."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajecten.childcare.models import OPEN, ChildcareRequest, Suspension
from wiz.calendar.sources import Entry, Kind, Scope, calendar_source

S = ChildcareRequest.State
SHOWN = ("client", "owner", "state", "urgent", "decide_by", "needed_from", "until", "ended_on")
NOT_STARTED = (*OPEN, S.GRANTED, S.PARTLY)


def childcare(scope: Scope, first: datetime.date, last: datetime.date) -> list[Entry]:
    """Return requests to decide on, care that is needed and has not started, and care that ends."""
    hers = scope.hers()
    if scope.person:
        hers |= Q(owner=scope.person)
    days = (scope.since, last)
    found = ChildcareRequest.objects.filter(
        Q(state__in=NOT_STARTED, needed_from__range=days)
        | Q(state__in=OPEN, decide_by__range=days)
        | Q(state=S.STARTED, until__range=days)
        | Q(state=S.ENDED, ended_on__range=(first, last)),
        hers,
    )
    return [
        entry
        for request in found.with_owner()
        .annotate(awaits_data=Exists(Suspension.objects.standing(first).filter(request=OuterRef("pk"))))
        .only(*SHOWN)
        for entry in _entries(request, first, last)
    ]


def _entries(request: ChildcareRequest, first: datetime.date, last: datetime.date) -> Iterator[Entry]:
    if request.decide_by and request.decide_by <= last:
        awaits = request.awaits_data  # type: ignore[attr-defined]
        yield _entry(request, request.decide_by, Kind.DECIDE, _("waits for data") if awaits else "")
    if request.state in NOT_STARTED and request.needed_from <= last:
        # Care that was granted still has to begin: until somebody says that it did, it stays.
        yield _entry(request, request.needed_from, Kind.STARTS, str(request.get_state_display()).lower())
    end = request.ended_on or (request.until if request.state == S.STARTED else None)
    if end and end <= last:
        yield _entry(request, end, Kind.ENDS)


def _entry(request: ChildcareRequest, day: datetime.date, kind: Kind, note: str = "") -> Entry:
    urgent = [_("urgent")] if request.urgent and request.is_open else []
    return Entry(
        day=day,
        client_id=request.client_id,
        what=_("Childcare"),
        kind=kind,
        url=reverse("childcare_request", args=[request.pk]),
        owner_id=request.owner_id_now,  # type: ignore[attr-defined]
        note=" · ".join([*urgent, *filter(None, [note])]),
    )


calendar_source("opvang", gettext_lazy("Childcare"), childcare)
