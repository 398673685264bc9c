"""The calendar: what starts, ends and must be decided in the coming weeks, of one consultant's clients."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wiz.calendar.page import Line, Week, absence_words, clients_in, lines_of, weeks_of
from wiz.calendar.sources import SOURCES, Entry, Scope, absences_around, entries, person_of, scope_of
from wiz.clients.models import Client
from wiz.people.access import UserRequest, needs
from wiz.people.models import User
from wiz.people.roles import Can, Role
from wiz.policy.models import days_on
from wiz.terms import today
from wiz.terms.holidays import holidays
from wiz.terms.models import ExtraHoliday

WHOSE, WEEKS, SOURCE, CLIENT = "van", "weken", "soort", "client"
CHOICES = (2, 6, 13)
A_PAGE = 150
PASSED, PASSED_AT_MOST = 5, 100  # at once, and with what is behind “more”
AWAY = 8


@dataclass(frozen=True)
class Asked:
    """What the address asks for, as far as it exists."""

    weeks: int
    source: str
    client: int | None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.source or self.client)


def asked(data: QueryDict, usual: int) -> Asked:
    weeks, client = data.get(WEEKS, ""), data.get(CLIENT, "")
    return Asked(
        weeks=int(weeks) if weeks in map(str, CHOICES) else usual,
        source=data.get(SOURCE, "") if data.get(SOURCE) in SOURCES else "",
        client=int(client) if client.isdecimal() and len(client) < 19 else None,
    )


@require_GET
@needs(Can.WORK_CASES)
def calendar(request: UserRequest) -> HttpResponse:
    """Show the coming weeks, and on top what passed without being settled; a team lead may choose whose."""
    day = today()
    is_lead = request.user.role == Role.TEAM_LEAD
    consultants = list(User.objects.consultants().visible_to(request.user)) if is_lead else []
    person = person_of(request.GET.get(WHOSE, ""), request.user, consultants)
    choice = asked(request.GET, days_on(day, "calendar_ahead").days // 7)
    last = day + datetime.timedelta(weeks=choice.weeks)
    context = {
        "today": day,
        "last": last,
        "asked": choice,
        "weeks_to_choose": sorted({*CHOICES, choice.weeks}),
        "sources": SOURCES.values(),
        "is_lead": is_lead,
        "consultants": consultants,
        "person": person,
        **_found(request, person, choice, day, last),
    }
    return render(request, "calendar/calendar.html", context)


def _found(
    request: UserRequest, person: User | None, choice: Asked, day: datetime.date, last: datetime.date
) -> dict[str, Any]:
    away = absences_around(person, day, last)
    scope = scope_of(person, request.user, away)
    found = entries(scope, day, last, only=[choice.source] if choice.source else ())
    clients = clients_in(found)
    if choice.client:
        clients += _without_dates(scope, clients, choice.client)
        found = [entry for entry in found if entry.client.pk == choice.client]
    passed = [entry for entry in found if entry.day < day]
    page = Paginator([entry for entry in found if entry.day >= day], A_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(passed[:PASSED_AT_MOST], scope, day) if page.number == 1 else []
    return {
        "clients": clients,
        "away": [absence_words(absence, request.user, day) for absence in away[:AWAY]],
        "more_away": max(len(away) - AWAY, 0),
        "passed_count": len(passed),
        "passed": lines[:PASSED],
        "passed_more": lines[PASSED:],
        "passed_beyond": max(len(passed) - PASSED_AT_MOST, 0),
        "page": page,
        "weeks": _weeks(page, scope, day, last),
    }


def _without_dates(scope: Scope, clients: list[Client], pk: int) -> list[Client]:
    """Return the client who was asked for and has nothing in these weeks, so that the page can say so."""
    if pk not in scope.clients or any(client.pk == pk for client in clients):
        return []
    return list(Client.objects.filter(pk=pk))


def _days_off(first: datetime.date, last: datetime.date) -> dict[datetime.date, str]:
    """Return the recognised holidays, and the days by decree, with their names; one query."""
    off = {
        day: str(name) for year in range(first.year, last.year + 1) for day, name in holidays(year).items()
    }
    return off | dict(ExtraHoliday.objects.filter(day__range=(first, last)).values_list("day", "reason"))


def _weeks(page: Page, scope: Scope, day: datetime.date, last: datetime.date) -> Sequence[Week]:
    """Return the weeks of one page of entries; the first begins today, the last ends with what was asked for."""
    shown: list[Entry] = list(page)
    if not shown:
        return []
    first = shown[0].day if page.has_previous() else day
    last = shown[-1].day if page.has_next() else last
    lines: list[Line] = lines_of(shown, scope, day)
    return weeks_of(lines, first, last, today=day, off=_days_off(first, last))
