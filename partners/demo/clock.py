"""Days and moments of the demo: office hours in Amsterdam, never in the future."""

import datetime
import random

from django.utils import timezone

DAY = datetime.timedelta(days=1)


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def workday(day: datetime.date) -> datetime.date:
    """Return the day itself, or the Friday before a weekend."""
    return day - days(max(0, day.weekday() - 4))


def moment(rng: random.Random, day: datetime.date) -> datetime.datetime:
    """Return a moment within office hours on a day."""
    return datetime.datetime(
        day.year,
        day.month,
        day.day,
        rng.randint(8, 16),
        rng.randint(0, 59),
        tzinfo=timezone.get_default_timezone(),
    )


def between(rng: random.Random, first: datetime.date, last: datetime.date) -> datetime.date:
    """Return a day from `first` up to and including `last`; `last` when the two are the wrong way round."""
    span = (last - first).days
    return last if span <= 0 else first + days(rng.randint(0, span))
