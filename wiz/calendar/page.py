"""The weeks of a calendar: what stands on which day, and which days are no working days."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wiz.absence.models import Absence
from wiz.calendar.sources import Entry, Scope
from wiz.clients.models import Client
from wiz.people.models import User

DAY = datetime.timedelta(days=1)
WEEK = datetime.timedelta(weeks=1)
SATURDAY = 5


@dataclass(frozen=True)
class Line:
    """An entry as one person reads it."""

    entry: Entry
    days: int  # from today; negative when it passed
    about: list[str]  # with whom, where, whose it is when it is not hers


@dataclass(frozen=True)
class Day:
    day: datetime.date
    is_today: bool
    off: str  # why it is no working day: the holiday's name, or that it is weekend
    lines: list[Line]


@dataclass(frozen=True)
class Week:
    title: str
    first: datetime.date
    last: datetime.date
    days: list[Day]


def lines_of(entries: Iterable[Entry], scope: Scope, today: datetime.date) -> list[Line]:
    absent = {absence.person_id: absence.person for absence in scope.covers}
    return [
        Line(entry, (entry.day - today).days, list(_about(entry, scope.person, absent))) for entry in entries
    ]


def _about(entry: Entry, person: User | None, absent: Mapping[int, User]) -> Iterator[str]:
    """Yield what stands behind an entry; whose move it is only when that is neither hers nor who she covers for."""
    yield from filter(None, (entry.organisation, entry.note))
    covered = absent.get(entry.client.consultant_id or 0)
    if entry.owner and entry.owner not in (person, covered):
        yield str(entry.owner)
    if covered and entry.owner != person:
        yield _("for %(who)s") % {"who": covered}


def weeks_of(
    lines: Sequence[Line],
    first: datetime.date,
    last: datetime.date,
    *,
    today: datetime.date,
    off: Mapping[datetime.date, str],
) -> list[Week]:
    """Return the weeks, Monday to Sunday, of lines in the order of their days.

    A day without lines stands there only when it is today, or a holiday (of `off`) from `first` to `last` on which
    people would have worked.
    """
    by_day = {day: list(some) for day, some in groupby(lines, key=lambda line: line.entry.day)}
    holidays = {day for day in off if first <= day <= last and day.weekday() < SATURDAY}
    now = {today} if first <= today <= last else set()
    days = [
        Day(day, day == today, off.get(day) or _weekend(day), by_day.get(day, []))
        for day in sorted({*by_day, *holidays, *now})
    ]
    return [
        Week(_title(monday, today), monday, monday + WEEK - DAY, list(some))
        for monday, some in groupby(days, key=lambda day: monday_of(day.day))
    ]


def monday_of(day: datetime.date) -> datetime.date:
    return day - day.weekday() * DAY


def _weekend(day: datetime.date) -> str:
    return _("weekend") if day.weekday() >= SATURDAY else ""


def _title(monday: datetime.date, today: datetime.date) -> str:
    ahead = (monday - monday_of(today)) // WEEK
    if ahead == 0:
        return _("This week")
    if ahead == 1:
        return _("Next week")
    return _("Week %(n)d") % {"n": monday.isocalendar().week}


def clients_in(entries: Iterable[Entry]) -> list[Client]:
    """Return whose dates these are, by name, each once."""
    found = {entry.client.pk: entry.client for entry in entries}
    return sorted(found.values(), key=lambda client: (client.sort_name, client.pk))


def absence_words(absence: Absence, user: User, today: datetime.date) -> str:
    """Say who is away when, and who covers; `user` reads it, “you” to herself."""
    words = {
        "who": absence.person,
        "cover": absence.covered_by,
        "first": _days(absence.first_day, today),
        "last": _days(absence.last_day, today),
    }
    if absence.person_id == user.pk:
        return _("You are away from %(first)s up to and including %(last)s; %(cover)s covers.") % words
    if absence.covered_by_id == user.pk:
        return _("%(who)s is away from %(first)s up to and including %(last)s; you cover.") % words
    return _("%(who)s is away from %(first)s up to and including %(last)s; %(cover)s covers.") % words


def _days(day: datetime.date, today: datetime.date) -> str:
    return date_format(day, _("j M") if day.year == today.year else _("j M Y"))
