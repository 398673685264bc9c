"""Working days: every day but Saturday, Sunday, the recognised holidays and the days a decree adds.

`extra` is what a decree adds: `wiz.terms.models.extra_days()`, read once by who asks about many days.
"""

import datetime

from wiz.terms.holidays import holidays

DAY = datetime.timedelta(days=1)
SATURDAY = 5


def is_working_day(day: datetime.date, extra: frozenset[datetime.date] = frozenset()) -> bool:
    return day.weekday() < SATURDAY and day not in holidays(day.year) and day not in extra


def next_working_day(day: datetime.date, extra: frozenset[datetime.date] = frozenset()) -> datetime.date:
    """Return the day itself when it is a working day, else the first one after it (ATW article 1)."""
    while not is_working_day(day, extra):
        day += DAY
    return day


def add_working_days(
    day: datetime.date, n: int, extra: frozenset[datetime.date] = frozenset()
) -> datetime.date:
    """Return the n-th working day after a day, which itself does not count; with n = 0 the day as it is.

    *Within n working days of* a date ends on that day. Raises ValueError for n below 0.
    """
    if n < 0:
        raise ValueError("working days are counted forward")
    for _step in range(n):
        day = next_working_day(day + DAY, extra)
    return day


def working_days_since(
    day: datetime.date, today: datetime.date, extra: frozenset[datetime.date] = frozenset()
) -> int:
    """Return how many working days have passed, today included, since a day, which itself does not count."""
    days = (today - day).days
    return sum(is_working_day(day + n * DAY, extra) for n in range(1, days + 1))
