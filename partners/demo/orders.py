"""When orders were placed, began, stood still, were extended and ended."""

import datetime
import random
from dataclasses import dataclass, field

from partners.demo.clock import between, days, workday
from wiz.terms import add_months

STAGES = {
    "planned": 7,
    "running": 52,
    "paused_now": 5,
    "paused_before": 6,
    "extended": 9,
    "past_end": 6,
    "ended": 14,
    "never_begun": 1,
}
MONTHS = {
    "Diagnose": (3, 3, 4),
    "Sollicitatietraining": (3, 4, 6),
    "Groepstraining": (4, 6),
    "Nazorg": (6, 12),
    "Proefplaatsing": (3, 6),
    "Stage": (4, 6, 9),
    "Jobhunting": (6, 9, 12),
    "Schuldhulp": (12, 18, 24),
    "Leer-werktraject": (12, 18, 24),
    "Opleiding of cursus": (9, 12, 18),
}
OTHERWISE = (6, 9, 12, 12, 18)


@dataclass
class Dates:
    start: datetime.date
    end: datetime.date
    placed_on: datetime.date
    ended_on: datetime.date | None = None
    never_begun: bool = False
    pauses: list[tuple[datetime.date, datetime.date]] = field(default_factory=list)
    planned_end: datetime.date | None = None  # before it was extended
    extended_on: datetime.date | None = None


def duration(rng: random.Random, instrument: str) -> int:
    """Return months."""
    return rng.choice(MONTHS.get(instrument, OTHERWISE))


def choose_dates(
    rng: random.Random, stage: str, months: int, today: datetime.date, first: datetime.date
) -> Dates:
    """Return the dates of an order at a stage; nothing before `first`."""
    yesterday = today - days(1)
    whole = days(months * 30)
    if stage == "planned":
        start = today + days(rng.randint(3, 60))
        return _dates(rng, start, months, max(first, workday(yesterday - days(rng.randint(0, 30)))))
    if stage == "never_begun":
        start = today - days(rng.randint(1, 200))
        dates = _dates(rng, start, months, max(first, workday(start - days(rng.randint(12, 40)))))
        dates.ended_on, dates.never_begun = max(dates.placed_on, start - days(rng.randint(1, 10))), True
        return dates
    if stage == "past_end":
        start = today - whole - days(rng.randint(2, 70))
    elif stage == "extended":
        start = today - whole - days(rng.randint(-20, 60))
    elif stage == "ended":
        ago = rng.randint(1, 40) if rng.random() < 0.45 else rng.randint(40, 420)
        start = today - days(ago) - whole * rng.uniform(0.35, 1.0)
    else:
        start = today - days(rng.randint(1 if stage == "running" else 50, max(60, whole.days - 4)))
    start = max(workday(start), first + days(10))
    dates = _dates(rng, start, months, max(first, workday(start - days(rng.randint(3, 35)))))
    if stage == "ended":
        dates.ended_on = max(start + days(14), min(yesterday, today - days(ago)))
        dates.ended_on = min(dates.ended_on, yesterday)
    elif stage == "past_end":
        dates.end = min(dates.end, today - days(rng.randint(30, 55)))
    elif stage == "extended":
        _extend(rng, dates, today)
    elif stage == "paused_now":
        begun = max(start + days(7), today - days(rng.randint(2, 40)))
        dates.pauses = [(min(begun, yesterday), today + days(rng.randint(7, 60)))]
    elif stage == "paused_before" and (today - start).days > 45:
        begun = between(rng, start + days(14), today - days(25))
        dates.pauses = [(begun, between(rng, begun + days(10), min(begun + days(60), today - days(3))))]
    if stage in ("running", "paused_now", "paused_before") and dates.end <= today:
        dates.end = today + days(rng.randint(5, 90))
    return dates


def _dates(rng: random.Random, start: datetime.date, months: int, placed_on: datetime.date) -> Dates:
    """Whole months mostly; one in four ends on a day somebody found handy."""
    end = add_months(start, months)
    if rng.random() < 0.25:
        end += days(rng.randint(-12, 20))
    return Dates(start, end, placed_on)


def _extend(rng: random.Random, dates: Dates, today: datetime.date) -> None:
    old = dates.end
    day = max(dates.start + days(7), min(today - days(1), old - days(rng.randint(2, 25))))
    dates.planned_end, dates.extended_on = old, min(workday(day), today - days(1))
    dates.end = max(add_months(old, rng.choice((3, 3, 6, 6, 12))), today + days(rng.randint(10, 80)))
