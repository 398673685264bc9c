"""How days and months count. Every expected date was read off a calendar."""

import datetime
from datetime import UTC, date

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from wiz.terms import add_months, age_on, day_of


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        # The worked example: each counted from the start, never from the clamped one before.
        (date(2006, 11, 30), 3, date(2007, 2, 28)),
        (date(2006, 11, 30), 6, date(2007, 5, 30)),
        (date(2006, 11, 30), 9, date(2007, 8, 30)),
        (date(2006, 11, 30), 12, date(2007, 11, 30)),
        # Into a leap year, and a century that is none.
        (date(2007, 11, 30), 3, date(2008, 2, 29)),
        (date(2007, 11, 29), 3, date(2008, 2, 29)),
        (date(2007, 11, 28), 3, date(2008, 2, 28)),
        (date(1999, 11, 30), 3, date(2000, 2, 29)),
        (date(2099, 11, 30), 3, date(2100, 2, 28)),
        # From 29 February.
        (date(2008, 2, 29), 3, date(2008, 5, 29)),
        (date(2008, 2, 29), 12, date(2009, 2, 28)),
        (date(2008, 2, 29), 48, date(2012, 2, 29)),
        # From a 31st.
        (date(2006, 3, 31), 3, date(2006, 6, 30)),
        (date(2006, 3, 31), 6, date(2006, 9, 30)),
        (date(2006, 3, 31), 9, date(2006, 12, 31)),
        (date(2006, 3, 31), 11, date(2007, 2, 28)),
        (date(2006, 1, 31), 1, date(2006, 2, 28)),
        # Across the turn of the year, none at all, and back.
        (date(2006, 12, 15), 1, date(2007, 1, 15)),
        (date(2006, 10, 15), 27, date(2009, 1, 15)),
        (date(2006, 5, 17), 0, date(2006, 5, 17)),
        (date(2006, 3, 31), -1, date(2006, 2, 28)),
        (date(2006, 1, 15), -1, date(2005, 12, 15)),
    ],
)
def test_add_months_counts_calendar_months(start, months, expected):
    assert add_months(start, months) == expected


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(0, 120))
def test_add_months_lands_in_the_right_month_on_the_same_day_or_its_last(start, months):
    found = add_months(start, months)
    assert (found.year - start.year) * 12 + found.month - start.month == months
    assert found.day == start.day or (found.day < start.day and (found + datetime.timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        # Winter: Amsterdam is an hour ahead of UTC.
        ("2026-01-14T22:59:59", date(2026, 1, 14)),
        ("2026-01-14T23:00:00", date(2026, 1, 15)),
        # Summer: two hours.
        ("2026-07-14T21:59:59", date(2026, 7, 14)),
        ("2026-07-14T22:00:00", date(2026, 7, 15)),
        # The clock goes forward on Sunday 29 March 2026, at 2: the day before still begins at 23:00 UTC ...
        ("2026-03-27T22:59:59", date(2026, 3, 27)),
        ("2026-03-27T23:00:00", date(2026, 3, 28)),
        ("2026-03-28T22:59:59", date(2026, 3, 28)),
        ("2026-03-28T23:00:00", date(2026, 3, 29)),
        ("2026-03-29T00:59:59", date(2026, 3, 29)),
        ("2026-03-29T01:00:00", date(2026, 3, 29)),
        # ... and the day after at 22:00 UTC: this Sunday has 23 hours.
        ("2026-03-29T21:59:59", date(2026, 3, 29)),
        ("2026-03-29T22:00:00", date(2026, 3, 30)),
        # It goes back on Sunday 25 October 2026, at 3: this Sunday has 25 hours.
        ("2026-10-24T21:59:59", date(2026, 10, 24)),
        ("2026-10-24T22:00:00", date(2026, 10, 25)),
        ("2026-10-25T00:30:00", date(2026, 10, 25)),
        ("2026-10-25T01:30:00", date(2026, 10, 25)),
        ("2026-10-25T22:59:59", date(2026, 10, 25)),
        ("2026-10-25T23:00:00", date(2026, 10, 26)),
        # New Year is an hour earlier than in London.
        ("2026-12-31T22:59:59", date(2026, 12, 31)),
        ("2026-12-31T23:00:00", date(2027, 1, 1)),
    ],
)
def test_day_of_a_moment_is_the_day_in_amsterdam(moment, expected):
    assert day_of(datetime.datetime.fromisoformat(moment).replace(tzinfo=UTC)) == expected


def test_day_of_a_moment_whatever_zone_somebody_works_in():
    with timezone.override(datetime.timezone(datetime.timedelta(hours=-8))):
        assert day_of(datetime.datetime(2026, 7, 14, 22, 0, tzinfo=UTC)) == date(2026, 7, 15)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2014, 6, 10), date(2026, 6, 9), 11),
        (date(2014, 6, 10), date(2026, 6, 10), 12),
        (date(2014, 6, 10), date(2026, 6, 11), 12),
        (date(2014, 6, 10), date(2027, 6, 9), 12),
        (date(2014, 6, 10), date(2027, 6, 10), 13),
        # Born on 29 February: a year older on 1 March, or on the day itself.
        (date(2012, 2, 29), date(2025, 2, 28), 12),
        (date(2012, 2, 29), date(2025, 3, 1), 13),
        (date(2012, 2, 29), date(2024, 2, 28), 11),
        (date(2012, 2, 29), date(2024, 2, 29), 12),
        (date(2025, 12, 31), date(2026, 1, 1), 0),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_age_on_counts_birthdays(born, day, age):
    assert age_on(born, day) == age
