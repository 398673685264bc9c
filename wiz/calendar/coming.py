"""The coming week in a few lines, beside what waits today."""

import datetime
from dataclasses import dataclass

from wiz.calendar.page import Line, lines_of
from wiz.calendar.sources import Entry, Kind, Scope, absences_around, entries, scope_of
from wiz.people.models import User

AHEAD = datetime.timedelta(days=6)
AT_MOST = 10


@dataclass(frozen=True)
class Coming:
    lines: list[Line]
    more: int  # that the calendar has in these days


def coming_week(person: User | None, viewer: User, today: datetime.date) -> Coming:
    """Return what happens in seven days, today included, and what a person must do herself by a day.

    Not what others owe by then: that reaches her by its flag, and the calendar has it.
    """
    last = today + AHEAD
    scope = scope_of(person, viewer, absences_around(person, today, last))
    found = [entry for entry in entries(scope, today, last) if entry.day >= today]
    shown = [entry for entry in found if _is_hers(entry, scope)][:AT_MOST]
    return Coming(lines_of(shown, scope, today), len(found) - len(shown))


def _is_hers(entry: Entry, scope: Scope) -> bool:
    return entry.kind != Kind.DUE or (entry.owner is not None and entry.owner == scope.person)
