"""The coming week in a few lines, beside what waits today."""

import datetime
from dataclasses import dataclass, replace

from wiz.calendar.page import Line, lines_of
from wiz.calendar.sources import SOURCES, absences_around, entries, scope_of
from wiz.people.models import User

AHEAD = datetime.timedelta(days=6)
AT_MOST = 10


@dataclass(frozen=True)
class Coming:
    lines: list[Line]
    more: int


def coming_week(person: User | None, viewer: User, today: datetime.date) -> Coming:
    """Return what happens in seven days, today included, and what a person promised herself for then."""
    last = today + AHEAD
    # A team lead for a whole city has thousands of dates that passed, and none of them is to come.
    scope = replace(scope_of(person, viewer, absences_around(person, today, last)), since=today)
    sources = [source.key for source in SOURCES.values() if source.on_today]
    found = entries(scope, today, last, only=sources)
    return Coming(lines_of(found[:AT_MOST], scope, today), max(len(found) - AT_MOST, 0))
