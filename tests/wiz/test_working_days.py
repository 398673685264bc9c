"""Holidays and working days, against lists written down by hand from the law and printed calendars.

A day is written with its weekday, and the weekday is checked: what was copied wrongly does not pass for a calendar.
"""

import datetime
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from wiz.terms.holidays import holidays
from wiz.terms.working_days import add_working_days, is_working_day, next_working_day


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def day(text: str) -> date:
    """Read `Mon 27 Apr 2026`."""
    found = datetime.datetime.strptime(text[4:], "%d %b %Y").date()
    assert found.strftime("%a") == text[:3], f"{text} is a {found:%a}"
    return found


# Algemene termijnenwet, article 3, first and second paragraph; Easter from a printed table.
HOLIDAYS = {
    # Queen's Day on 30 April, and on a Sunday the day before.
    2003: "Wed 1 Jan, Fri 18 Apr, Mon 21 Apr, Wed 30 Apr, Mon 5 May, Thu 29 May, Mon 9 Jun, Thu 25 Dec, Fri 26 Dec",
    2006: "Sun 1 Jan, Fri 14 Apr, Mon 17 Apr, Sat 29 Apr, Fri 5 May, Thu 25 May, Mon 5 Jun, Mon 25 Dec, Tue 26 Dec",
    2013: "Tue 1 Jan, Fri 29 Mar, Mon 1 Apr, Tue 30 Apr, Sun 5 May, Thu 9 May, Mon 20 May, Wed 25 Dec, Thu 26 Dec",
    # King's Day on 27 April; in the first year that was a Sunday at once.
    2014: "Wed 1 Jan, Fri 18 Apr, Mon 21 Apr, Sat 26 Apr, Mon 5 May, Thu 29 May, Mon 9 Jun, Thu 25 Dec, Fri 26 Dec",
    # Ascension Day and Liberation Day on one day.
    2016: "Fri 1 Jan, Fri 25 Mar, Mon 28 Mar, Wed 27 Apr, Thu 5 May, Mon 16 May, Sun 25 Dec, Mon 26 Dec",
    2020: "Wed 1 Jan, Fri 10 Apr, Mon 13 Apr, Mon 27 Apr, Tue 5 May, Thu 21 May, Mon 1 Jun, Fri 25 Dec, Sat 26 Dec",
    2024: "Mon 1 Jan, Fri 29 Mar, Mon 1 Apr, Sat 27 Apr, Sun 5 May, Thu 9 May, Mon 20 May, Wed 25 Dec, Thu 26 Dec",
    2025: "Wed 1 Jan, Fri 18 Apr, Mon 21 Apr, Sat 26 Apr, Mon 5 May, Thu 29 May, Mon 9 Jun, Thu 25 Dec, Fri 26 Dec",
    2026: "Thu 1 Jan, Fri 3 Apr, Mon 6 Apr, Mon 27 Apr, Tue 5 May, Thu 14 May, Mon 25 May, Fri 25 Dec, Sat 26 Dec",
    2027: "Fri 1 Jan, Fri 26 Mar, Mon 29 Mar, Tue 27 Apr, Wed 5 May, Thu 6 May, Mon 17 May, Sat 25 Dec, Sun 26 Dec",
    2028: "Sat 1 Jan, Fri 14 Apr, Mon 17 Apr, Thu 27 Apr, Fri 5 May, Thu 25 May, Mon 5 Jun, Mon 25 Dec, Tue 26 Dec",
    # The latest Easter there can be: Easter Monday the day before King's Day.
    2038: "Fri 1 Jan, Fri 23 Apr, Mon 26 Apr, Tue 27 Apr, Wed 5 May, Thu 3 Jun, Mon 14 Jun, Sat 25 Dec, Sun 26 Dec",
}


@pytest.mark.parametrize("year", HOLIDAYS)
def test_holidays_of_a_year(year):
    assert list(holidays(year)) == [day(f"{text} {year}") for text in HOLIDAYS[year].split(", ")]


def test_holidays_have_their_names():
    assert [str(name) for name in holidays(2026).values()] == [
        "New Year's Day",
        "Good Friday",
        "Easter Monday",
        "King's Day",
        "Liberation Day",
        "Ascension Day",
        "Whit Monday",
        "Christmas Day",
        "Second Christmas Day",
    ]
    assert str(holidays(2013)[date(2013, 4, 30)]) == "Queen's Day"


def test_the_list_of_a_year_cannot_be_changed_by_who_reads_it():
    with pytest.raises(TypeError):
        holidays(2026)[date(2026, 7, 1)] = "Keti Koti"


EXTRA = frozenset({date(2026, 5, 15), date(2026, 1, 2)})


@pytest.mark.parametrize(
    ("text", "is_one", "the_next"),
    [
        ("Wed 10 Jun 2026", True, "Wed 10 Jun 2026"),
        ("Fri 12 Jun 2026", True, "Fri 12 Jun 2026"),
        ("Sat 13 Jun 2026", False, "Mon 15 Jun 2026"),
        ("Sun 14 Jun 2026", False, "Mon 15 Jun 2026"),
        ("Mon 15 Jun 2026", True, "Mon 15 Jun 2026"),
        # Easter: the Saturday and Sunday count too.
        ("Thu 2 Apr 2026", True, "Thu 2 Apr 2026"),
        ("Fri 3 Apr 2026", False, "Tue 7 Apr 2026"),
        ("Sat 4 Apr 2026", False, "Tue 7 Apr 2026"),
        ("Sun 5 Apr 2026", False, "Tue 7 Apr 2026"),
        ("Mon 6 Apr 2026", False, "Tue 7 Apr 2026"),
        # King's Day celebrated on Saturday: the Sunday the calendar has is a Sunday, Monday is for work.
        ("Sat 26 Apr 2025", False, "Mon 28 Apr 2025"),
        ("Sun 27 Apr 2025", False, "Mon 28 Apr 2025"),
        ("Mon 28 Apr 2025", True, "Mon 28 Apr 2025"),
        # Liberation Day on Wednesday and Ascension Day on Thursday.
        ("Wed 5 May 2027", False, "Fri 7 May 2027"),
        ("Thu 6 May 2027", False, "Fri 7 May 2027"),
        # Days that are no holidays at all, whatever an office does.
        ("Fri 24 Dec 2027", True, "Fri 24 Dec 2027"),
        ("Thu 31 Dec 2026", True, "Thu 31 Dec 2026"),
        ("Mon 4 May 2026", True, "Mon 4 May 2026"),
        # Christmas on Friday and Saturday; on Saturday and Sunday; New Year on the Friday after.
        ("Fri 25 Dec 2026", False, "Mon 28 Dec 2026"),
        ("Sat 26 Dec 2026", False, "Mon 28 Dec 2026"),
        ("Sat 25 Dec 2027", False, "Mon 27 Dec 2027"),
        ("Fri 1 Jan 2027", False, "Mon 4 Jan 2027"),
        # By decree: on the day, and the chain that comes of it.
        ("Fri 15 May 2026", False, "Mon 18 May 2026"),
        ("Thu 14 May 2026", False, "Mon 18 May 2026"),
        ("Thu 1 Jan 2026", False, "Mon 5 Jan 2026"),
        # The clock goes forward and back on these Sundays: a day is a day.
        ("Sun 29 Mar 2026", False, "Mon 30 Mar 2026"),
        ("Sun 25 Oct 2026", False, "Mon 26 Oct 2026"),
    ],
)
def test_working_day_or_the_next(text, is_one, the_next):
    assert is_working_day(day(text), EXTRA) is is_one
    assert next_working_day(day(text), EXTRA) == day(the_next)


def test_without_the_decree_the_day_is_for_work():
    assert is_working_day(date(2026, 5, 15))
    assert next_working_day(date(2026, 5, 14)) == date(2026, 5, 15)


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("Mon 8 Jun 2026", 0, "Mon 8 Jun 2026"),
        ("Mon 8 Jun 2026", 1, "Tue 9 Jun 2026"),
        ("Mon 8 Jun 2026", 4, "Fri 12 Jun 2026"),
        ("Mon 8 Jun 2026", 5, "Mon 15 Jun 2026"),
        ("Fri 12 Jun 2026", 1, "Mon 15 Jun 2026"),
        ("Fri 12 Jun 2026", 5, "Fri 19 Jun 2026"),
        # From a day that is no working day, Monday is the first.
        ("Sat 13 Jun 2026", 0, "Sat 13 Jun 2026"),
        ("Sat 13 Jun 2026", 1, "Mon 15 Jun 2026"),
        ("Sun 14 Jun 2026", 5, "Fri 19 Jun 2026"),
        # Over Easter: Wed, Thu | Tue, Wed, Thu.
        ("Tue 31 Mar 2026", 2, "Thu 2 Apr 2026"),
        ("Tue 31 Mar 2026", 3, "Tue 7 Apr 2026"),
        ("Tue 31 Mar 2026", 5, "Thu 9 Apr 2026"),
        # Over Ascension Day, with and without the Friday.
        ("Wed 13 May 2026", 1, "Mon 18 May 2026"),
        ("Mon 11 May 2026", 5, "Wed 20 May 2026"),
        # Over Christmas and New Year: Thu 24 | Mon 28 to Thu 31 | Mon 4.
        ("Wed 23 Dec 2026", 1, "Thu 24 Dec 2026"),
        ("Wed 23 Dec 2026", 2, "Mon 28 Dec 2026"),
        ("Wed 23 Dec 2026", 5, "Thu 31 Dec 2026"),
        ("Wed 23 Dec 2026", 6, "Mon 4 Jan 2027"),
        # Over 29 February.
        ("Mon 28 Feb 2028", 1, "Tue 29 Feb 2028"),
        ("Mon 28 Feb 2028", 2, "Wed 1 Mar 2028"),
    ],
)
def test_add_working_days(start, n, expected):
    assert add_working_days(day(start), n, EXTRA) == day(expected)


def test_working_days_are_not_counted_backward():
    with pytest.raises(ValueError, match="forward"):
        add_working_days(date(2026, 6, 8), -1)


days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(days, st.frozensets(days, max_size=5), st.integers(1, 30))
def test_the_nth_working_day_has_n_working_days_before_it(start, extra, n):
    found = add_working_days(start, n, extra)
    between = [start + datetime.timedelta(days=k) for k in range(1, (found - start).days + 1)]
    assert is_working_day(found, extra)
    assert sum(is_working_day(each, extra) for each in between) == n
