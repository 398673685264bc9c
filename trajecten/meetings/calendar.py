"""Talks in the calendar: what is planned, and what passed without a word of what became of it."""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajecten.meetings.models import Meeting
from wiz.calendar.sources import Entry, Kind, Scope, calendar_source


def talks(scope: Scope, first: datetime.date, last: datetime.date) -> list[Entry]:
    """Return what is planned with her clients, and what she leads herself for another's."""
    hers = scope.hers()
    if scope.person:
        hers |= Q(led_by=scope.person)
    found = Meeting.objects.planned().filter(hers, on__range=(scope.since, last))
    return [
        Entry(
            day=meeting.on,
            client_id=meeting.client_id,
            what=str(meeting.get_kind_display()),
            kind=Kind.TALK,
            url=reverse("meeting", args=[meeting.pk]),
            owner_id=meeting.led_by_id,
            time=meeting.time,
            note=" · ".join(filter(None, [meeting.place, meeting.subject])),
            buttons=_buttons(meeting, first),
        )
        for meeting in found.only("client", "kind", "on", "time", "place", "subject", "led_by")
    ]


def _buttons(meeting: Meeting, today: datetime.date) -> tuple[tuple[str, str], ...]:
    prepare = (_("Prepare"), reverse("meeting_brief", args=[meeting.pk]))
    note = (_("Note"), reverse("meeting_note", args=[meeting.pk]))
    return (note, prepare) if meeting.on <= today else (prepare,)


calendar_source("gesprekken", gettext_lazy("Talks"), talks)
