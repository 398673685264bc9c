"""Exemptions in the calendar: they start and end, are looked at again, and wait for a review."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajecten.exemptions.flags import undecided
from trajecten.exemptions.models import Exemption
from trajecten.exemptions.rules import asked_by, reviews
from trajecten.exemptions.shown import extent_words
from wiz.calendar.sources import Entry, Kind, Scope, calendar_source
from wiz.people.models import User
from wiz.people.roles import Can

S = Exemption.State
SHOWN = (
    *("client", "state", "made_by", "submitted_by", "review_due"),
    *("granted_from", "granted_until", "granted_extent", "granted_hours", "look_again_on", "looked_again_at"),
)
TO_LOOK_AT = Q(state=S.GRANTED, looked_again_at__isnull=True)


def exemptions(scope: Scope, first: datetime.date, last: datetime.date) -> list[Entry]:
    """Two queries at most. What follows an end, a review and a look stay open until somebody saw to them."""
    days, open_days = (first, last), (scope.since, last)
    hers = scope.hers()
    # Who covers for nobody covers for no team lead: not worth asking.
    may = scope.person and (scope.covers or scope.person.can(Can.REVIEW)) and reviews(scope.person, first)
    reviewer = scope.person if may else None
    if reviewer:
        hers |= Q(state=S.SUBMITTED) & ~asked_by(reviewer)
    found = (
        Exemption.objects.filter(hers)
        .annotate(
            open_end=Exists(undecided().filter(pk=OuterRef("pk"))),
            own=asked_by(reviewer) if reviewer else Value(True),
        )
        .filter(
            Q(state=S.SUBMITTED, review_due__range=open_days)
            | Q(state__in=(S.GRANTED, S.REVOKED), granted_from__range=days)
            | Q(state__in=(S.GRANTED, S.REVOKED), granted_until__range=days)
            | (TO_LOOK_AT & Q(look_again_on__range=open_days, granted_until__gte=first))
            | Q(open_end=True, granted_until__range=open_days)
        )
    )
    return [
        entry
        for exemption in found.only(*SHOWN)
        for entry in (
            _review(exemption, reviewer)
            if exemption.state == S.SUBMITTED
            else _period(exemption, first, last)
        )
    ]


def _review(exemption: Exemption, reviewer: User | None) -> Iterator[Entry]:
    """Who reviews decides by that day; the consultant sees that it lies there."""
    if exemption.review_due is None:
        return
    if reviewer and not exemption.own:  # type: ignore[attr-defined]
        page = reverse("review", args=[exemption.pk])
        yield Entry(
            exemption.review_due, exemption.client_id, _("Exemption"), Kind.DECIDE, page, owner_id=reviewer.pk
        )
    else:
        yield _entry(exemption, exemption.review_due, Kind.DUE, _("lies with the team lead"))


def _period(exemption: Exemption, first: datetime.date, last: datetime.date) -> Iterator[Entry]:
    def comes(day: datetime.date | None) -> bool:
        return day is not None and first <= day <= last

    start, end = exemption.granted_from, exemption.granted_until
    if start and comes(start):
        note = extent_words(exemption.granted_extent, exemption.granted_hours)
        yield _entry(exemption, start, Kind.STARTS, note)
    if end and end <= last and exemption.open_end:  # type: ignore[attr-defined]
        yield _entry(exemption, end, Kind.ENDS, _("decide what follows"))
    elif end and comes(end):
        yield _entry(exemption, end, Kind.ENDS)
    again = exemption.look_again_on
    to_look_at = exemption.state == S.GRANTED and exemption.looked_again_at is None
    if to_look_at and end and again <= min(end, last) and end >= first:
        button = (_("Looked at"), reverse("exemption_look_again", args=[exemption.pk]))
        yield _entry(exemption, again, Kind.LOOK_AGAIN, buttons=(button,))


def _entry(
    exemption: Exemption,
    day: datetime.date,
    kind: Kind,
    note: str = "",
    buttons: tuple[tuple[str, str], ...] = (),
) -> Entry:
    page = reverse("exemption", args=[exemption.pk])
    return Entry(day, exemption.client_id, _("Exemption"), kind, page, note=note, buttons=buttons)


calendar_source("ontheffing", gettext_lazy("Exemptions"), exemptions)
