"""How days and months count, everywhere in WIZ.

Calendar months are counted from the first date and clamped to the month's last day: from 30 November
come 28 February and 30 May. Days are those of Amsterdam. Nothing here reads the clock but `now`.
"""

import calendar
import datetime

from django.utils import timezone


def now() -> datetime.datetime:
    """Return this moment. Only views, tasks and commands may ask; everything else gets it as a parameter."""
    return timezone.now()


def day_of(moment: datetime.datetime) -> datetime.date:
    """Return the day in Amsterdam to which an aware moment belongs."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def today() -> datetime.date:
    """Return the current day in Amsterdam."""
    return day_of(now())


def start_of(day: datetime.date) -> datetime.datetime:
    """Return the moment a day begins in Amsterdam."""
    return datetime.datetime.combine(day, datetime.time.min, timezone.get_default_timezone())


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the day `months` calendar months after `day`, clamped to the last day of its month.

    Count from the first date of a series, never from an earlier result: the clamp would stick.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def age_on(birth_date: datetime.date, day: datetime.date) -> int:
    """Return the age in whole years on a day; who is born on 29 February turns a year older on 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
