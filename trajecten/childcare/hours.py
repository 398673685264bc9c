"""Hours of an ordinary week: when a client is away, when her child is at school or in care, and when nobody is there.

Pure arithmetic, no models. A time is a number of minutes since midnight, 0 to 1440; a weekday is 0 (Monday) to 6.
Hours do not cross midnight: night work from 22 to 6 is two spans, 22–24 on one day and 0–6 on the next. The form
says so instead of guessing, because an end before its start is far more often a slip than a night.

Nothing here knows holidays, days off school or the clocks changing: it is the week the client lives in most.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

WEEKDAYS = range(7)
DAY = 24 * 60
# Python knows no 24:00. As the end of hours the last minute of the day stands for it, here and in the database.
LAST_MINUTE = datetime.time(23, 59)


class Span(NamedTuple):
    """From a minute up to another, the last not included: 8:30–9:00 and 9:00–10:00 touch and don't overlap."""

    start: int
    end: int


# Sorted and apart: what touched or overlapped is one span. A day without hours is left out of a week.
Spans = tuple[Span, ...]
Week = Mapping[int, Spans]
Row = tuple[int, datetime.time, datetime.time]


def union(spans: Iterable[tuple[int, int]]) -> Spans:
    """Return the same minutes as few spans as possible, the earliest first. Refuses a span that isn't one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if not 0 <= start < end <= DAY:
            raise ValueError(f"no hours of one day: {start}–{end}")
        if found and start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, end))
        else:
            found.append(Span(start, end))
    return tuple(found)


def both(spans: Spans, others: Spans) -> Spans:
    """Return the minutes that are in one and in the other."""
    pairs = ((max(a.start, b.start), min(a.end, b.end)) for a in spans for b in others)
    return union((start, end) for start, end in pairs if start < end)


def without(spans: Spans, others: Spans) -> Spans:
    """Return the minutes that are in the first and not in the other."""
    edges = [0, *(edge for other in others for edge in other), DAY]
    rest = zip(edges[::2], edges[1::2], strict=True)
    return both(spans, tuple(Span(start, end) for start, end in rest if start < end))


def widened(spans: Spans, minutes: int) -> Spans:
    """Return the spans with so many minutes before and after each, as far as the day reaches."""
    if minutes < 0:
        raise ValueError("nobody travels less than no minutes")
    return union((max(0, start - minutes), min(DAY, end + minutes)) for start, end in spans)


def total(spans: Iterable[Span]) -> int:
    """Return how many minutes these are."""
    return sum(end - start for start, end in spans)


# To and from what is kept: a row for each span


def minutes_of(time: datetime.time, *, is_end: bool = False) -> int:
    """Return a time of day as minutes; as an end midnight and the last minute are the end of the day."""
    if is_end and time in (LAST_MINUTE, datetime.time.min):
        return DAY
    return time.hour * 60 + time.minute


def time_of(minutes: int) -> datetime.time:
    """Return minutes as a time of day, the end of the day as its last minute."""
    return LAST_MINUTE if minutes >= DAY else datetime.time(minutes // 60, minutes % 60)


def week_of(rows: Iterable[Row]) -> Week:
    """Return the week of rows (day of the week, start, end) as the database keeps them, in any order."""
    days: dict[int, list[tuple[int, int]]] = {}
    for weekday, start, end in rows:
        days.setdefault(weekday, []).append((minutes_of(start), minutes_of(end, is_end=True)))
    return {weekday: union(spans) for weekday, spans in sorted(days.items())}


def rows_of(week: Week) -> list[Row]:
    """Return a week as rows to keep, one a span."""
    return [
        (weekday, time_of(span.start), time_of(span.end)) for weekday, spans in week.items() for span in spans
    ]


# When nobody is with the child


class Why(StrEnum):
    """What a gap lies next to, so that one sees at once what would close it."""

    NOBODY = "nobody"  # neither school nor care that day, or care at quite other hours
    BEFORE_SCHOOL = "before_school"
    AFTER_SCHOOL = "after_school"
    LUNCH = "lunch"  # between two parts of a school day
    CARE_LATE = "care_late"  # care opens later than the client must leave
    CARE_EARLY = "care_early"  # care closes before the client is back
    BETWEEN = "between"  # between school and care, or between two times of care


class Gap(NamedTuple):
    """Minutes in which the client is away and nobody is with the child.

    `on_the_way`: all of it is travelling, the activity itself is covered.
    """

    weekday: int
    span: Span
    why: Why
    on_the_way: bool


@dataclass(frozen=True)
class Day:
    """One day of a child's week. School and care are whole; what they cover of `needed` is asked with `both`."""

    weekday: int
    away: Spans
    needed: Spans  # away with the travelling before and after
    school: Spans
    care: Spans
    gaps: tuple[Gap, ...]

    @property
    def travel(self) -> Spans:
        return without(self.needed, self.away)

    @property
    def uncovered_by_school(self) -> Spans:
        """The hours care is asked for."""
        return without(self.needed, self.school)

    @property
    def is_misjudged(self) -> bool:
        """The activity lies within school hours, and yet there is a gap: travelling takes her out of them."""
        return bool(self.away and self.gaps) and not without(self.away, self.school)


@dataclass(frozen=True)
class ChildWeek:
    """A child's week, Monday first; the days on which nothing happens are there too, without hours."""

    days: tuple[Day, ...]

    @property
    def gaps(self) -> list[Gap]:
        return [gap for day in self.days for gap in day.gaps]

    @property
    def misjudged(self) -> list[Day]:
        return [day for day in self.days if day.is_misjudged]

    @property
    def needed(self) -> int:
        """Minutes a week the client is away, with travelling."""
        return sum(total(day.needed) for day in self.days)

    @property
    def at_school(self) -> int:
        return sum(total(both(day.needed, day.school)) for day in self.days)

    @property
    def in_care(self) -> int:
        """Minutes a week care covers, those of school not counted again."""
        return sum(total(both(day.uncovered_by_school, day.care)) for day in self.days)

    @property
    def uncovered(self) -> int:
        return sum(total([gap.span]) for gap in self.gaps)

    def asked(self) -> Week:
        """Return the hours that school leaves: what care is asked for."""
        return {day.weekday: day.uncovered_by_school for day in self.days if day.uncovered_by_school}


def child_week(away: Week, travel: int, school: Week, care: Week) -> ChildWeek:
    """Return the week of one child.

    `travel`: minutes from where the child is brought (home, school, care) to the activity, and as many back. So the
    way past the school is part of it, and fetching needs no minutes of its own. Source of what is looked for:
    Raaff c.s., Kosten en moeite 3 (2006), on childcare: it opens later than the course begins; courses lie
    within school hours, and still women must leave early to fetch a child.
    """
    return ChildWeek(tuple(_day(weekday, away, travel, school, care) for weekday in WEEKDAYS))


def gaps(away: Week, travel: int, school: Week, care: Week) -> list[Gap]:
    """Return when the client is away or on her way and the child is neither at school nor in care."""
    return child_week(away, travel, school, care).gaps


def _day(weekday: int, away: Week, travel: int, school: Week, care: Week) -> Day:
    gone, lessons, cared = (week.get(weekday, ()) for week in (away, school, care))
    needed = widened(gone, travel)
    rest = without(needed, union((*lessons, *cared)))
    found = (Gap(weekday, span, _why(span, lessons, cared), not both((span,), gone)) for span in rest)
    return Day(weekday, gone, needed, lessons, cared, tuple(found))


def _why(span: Span, school: Spans, care: Spans) -> Why:
    """Name a gap by what it touches on either side; what touches nothing by where it lies in the school day."""
    before = _touched(span.start, (part.end for part in school), (part.end for part in care))
    after = _touched(span.end, (part.start for part in school), (part.start for part in care))
    if before and after:
        return Why.LUNCH if before == after == "school" else Why.BETWEEN
    if "care" in (before, after):
        return Why.CARE_LATE if after else Why.CARE_EARLY
    if not school:
        return Why.NOBODY
    if span.end <= school[0].start:
        return Why.BEFORE_SCHOOL
    return Why.AFTER_SCHOOL if span.start >= school[-1].end else Why.LUNCH


def _touched(minute: int, school: Iterable[int], care: Iterable[int]) -> str:
    if minute in school:
        return "school"
    return "care" if minute in care else ""
