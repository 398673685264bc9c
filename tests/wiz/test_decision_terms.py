"""The decision term as a calendar table, written down by hand from the law and a calendar.

Awb 4:15, first paragraph, a; Algemene termijnenwet articles 1, 3 and 4. Each day stands with its weekday, which is
checked, so that a slip in the table is not taken for one in the program. Above each group: what a clerk would say.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wiz.test_working_days import day
from wiz.terms.decision import answer_by, decide_by, suspended_days
from wiz.terms.working_days import is_working_day

LATER = date(2199, 12, 31)


def rows(table):
    """Return the rows of a table as lists of cells; lines that begin with # explain."""
    lines = [line.strip() for line in table.strip().splitlines()]
    return [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]


# Received | weeks, with those of an extension | the last day that is in time
TERMS = """
# Received on each day of the week. The day of receipt does not count: four weeks from a Monday end on a Monday.
Mon 1 Jun 2026  | 4   | Mon 29 Jun 2026
Tue 2 Jun 2026  | 4   | Tue 30 Jun 2026
Wed 3 Jun 2026  | 4   | Wed 1 Jul 2026
Thu 4 Jun 2026  | 4   | Thu 2 Jul 2026
Fri 5 Jun 2026  | 4   | Fri 3 Jul 2026
Sat 6 Jun 2026  | 4   | Mon 6 Jul 2026
Sun 7 Jun 2026  | 4   | Mon 6 Jul 2026
# The same, extended.
Mon 1 Jun 2026  | 4+4 | Mon 27 Jul 2026
Tue 2 Jun 2026  | 4+4 | Tue 28 Jul 2026
Wed 3 Jun 2026  | 4+4 | Wed 29 Jul 2026
Thu 4 Jun 2026  | 4+4 | Thu 30 Jul 2026
Fri 5 Jun 2026  | 4+4 | Fri 31 Jul 2026
Sat 6 Jun 2026  | 4+4 | Mon 3 Aug 2026
Sun 7 Jun 2026  | 4+4 | Mon 3 Aug 2026
# Easter 2026: Good Friday, two days of the weekend and Easter Monday in a row.
Thu 5 Mar 2026  | 4   | Thu 2 Apr 2026
Fri 6 Mar 2026  | 4   | Tue 7 Apr 2026
Sat 7 Mar 2026  | 4   | Tue 7 Apr 2026
Sun 8 Mar 2026  | 4   | Tue 7 Apr 2026
Mon 9 Mar 2026  | 4   | Tue 7 Apr 2026
Tue 10 Mar 2026 | 4   | Tue 7 Apr 2026
Fri 6 Feb 2026  | 4+4 | Tue 7 Apr 2026
# Easter 2027, of which the Sunday is the day the clock goes forward.
Fri 26 Feb 2027 | 4   | Tue 30 Mar 2027
Sun 28 Feb 2027 | 4   | Tue 30 Mar 2027
Mon 1 Mar 2027  | 4   | Tue 30 Mar 2027
# An extension counts from the end as it was: not from the Tuesday after Easter, which would give 6 May.
Fri 6 Mar 2026  | 4+4 | Fri 1 May 2026
# The clock goes forward, and back: the end falls on that Sunday, or the receipt.
Sun 1 Mar 2026  | 4   | Mon 30 Mar 2026
Sun 27 Sep 2026 | 4   | Mon 26 Oct 2026
Mon 28 Sep 2026 | 4   | Mon 26 Oct 2026
Sun 29 Mar 2026 | 4   | Tue 28 Apr 2026
Sun 25 Oct 2026 | 4   | Mon 23 Nov 2026
# King's Day on a Monday, so that Saturday runs on to Tuesday.
Fri 27 Mar 2026 | 4   | Fri 24 Apr 2026
Sat 28 Mar 2026 | 4   | Tue 28 Apr 2026
Mon 30 Mar 2026 | 4   | Tue 28 Apr 2026
# In 2025 the 27th is a Sunday: celebrated on Saturday, and Monday is for work.
Fri 28 Mar 2025 | 4   | Fri 25 Apr 2025
Sat 29 Mar 2025 | 4   | Mon 28 Apr 2025
Sun 30 Mar 2025 | 4   | Mon 28 Apr 2025
Mon 31 Mar 2025 | 4   | Mon 28 Apr 2025
# On a Tuesday; the Monday before is for work. On a Saturday. Received on Easter Monday.
Tue 30 Mar 2027 | 4   | Wed 28 Apr 2027
Mon 29 Mar 2027 | 4   | Mon 26 Apr 2027
Sat 30 Mar 2024 | 4   | Mon 29 Apr 2024
# Queen's Day until 2013: 30 April, or the Saturday before a Sunday. From 2014 the 30th is for work.
Tue 2 Apr 2013  | 4   | Wed 1 May 2013
Sat 1 Apr 2006  | 4   | Mon 1 May 2006
Sun 2 Apr 2006  | 4   | Mon 1 May 2006
Wed 2 Apr 2014  | 4   | Wed 30 Apr 2014
# 5 May on a Tuesday, Monday, Friday, Saturday, Sunday: every year, not only each fifth.
Tue 7 Apr 2026  | 4   | Wed 6 May 2026
Tue 10 Mar 2026 | 4+4 | Wed 6 May 2026
Mon 7 Apr 2025  | 4   | Tue 6 May 2025
Sat 5 Apr 2025  | 4   | Tue 6 May 2025
Fri 7 Apr 2028  | 4   | Mon 8 May 2028
Sat 7 Apr 2018  | 4   | Mon 7 May 2018
Sun 7 Apr 2024  | 4   | Mon 6 May 2024
# 5 May on a Wednesday with Ascension Day behind it; and both on one day.
Wed 7 Apr 2027  | 4   | Fri 7 May 2027
Thu 7 Apr 2016  | 4   | Fri 6 May 2016
# Ascension Day, the day before and after (what a decree does to that Friday stands in DECREE).
Wed 15 Apr 2026 | 4   | Wed 13 May 2026
Thu 16 Apr 2026 | 4   | Fri 15 May 2026
Thu 19 Mar 2026 | 4+4 | Fri 15 May 2026
# Whit Monday, from the Saturday on; received on King's Day; after an end that would have been King's Day.
Sat 25 Apr 2026 | 4   | Tue 26 May 2026
Sun 26 Apr 2026 | 4   | Tue 26 May 2026
Mon 27 Apr 2026 | 4   | Tue 26 May 2026
Mon 12 May 2025 | 4   | Tue 10 Jun 2025
Mon 8 May 2028  | 4   | Tue 6 Jun 2028
Mon 30 Mar 2026 | 4+4 | Tue 26 May 2026
# Christmas on Friday and Saturday, on the weekend, on Thursday and Friday, Sunday and Monday, Monday and Tuesday.
Thu 26 Nov 2026 | 4   | Thu 24 Dec 2026
Fri 27 Nov 2026 | 4   | Mon 28 Dec 2026
Sat 28 Nov 2026 | 4   | Mon 28 Dec 2026
Sun 29 Nov 2026 | 4   | Mon 28 Dec 2026
Fri 30 Oct 2026 | 4+4 | Mon 28 Dec 2026
Fri 26 Nov 2027 | 4   | Fri 24 Dec 2027
Sat 27 Nov 2027 | 4   | Mon 27 Dec 2027
Thu 27 Nov 2025 | 4   | Mon 29 Dec 2025
Sat 26 Nov 2022 | 4   | Tue 27 Dec 2022
Sat 25 Nov 2028 | 4   | Wed 27 Dec 2028
Mon 27 Nov 2028 | 4   | Wed 27 Dec 2028
# New Year on a Friday, Saturday, Wednesday, Monday; 31 December is for work.
Thu 3 Dec 2026  | 4   | Thu 31 Dec 2026
Fri 4 Dec 2026  | 4   | Mon 4 Jan 2027
Fri 6 Nov 2026  | 4+4 | Mon 4 Jan 2027
Sat 4 Dec 2027  | 4   | Mon 3 Jan 2028
Wed 4 Dec 2024  | 4   | Thu 2 Jan 2025
Sat 2 Dec 2023  | 4   | Tue 2 Jan 2024
# Month ends and leap years: weeks are weeks.
Thu 29 Jan 2026 | 4   | Thu 26 Feb 2026
Fri 30 Jan 2026 | 4+4 | Fri 27 Mar 2026
Sat 31 Jan 2026 | 4   | Mon 2 Mar 2026
Mon 1 Feb 2027  | 4   | Mon 1 Mar 2027
Sat 29 Jan 2028 | 4   | Mon 28 Feb 2028
Mon 31 Jan 2028 | 4   | Mon 28 Feb 2028
Tue 1 Feb 2028  | 4   | Tue 29 Feb 2028
Wed 2 Feb 2028  | 4   | Wed 1 Mar 2028
Tue 29 Feb 2028 | 4   | Tue 28 Mar 2028
Tue 29 Feb 2028 | 4+4 | Tue 25 Apr 2028
Tue 4 Jan 2028  | 4+4 | Tue 29 Feb 2028
Thu 1 Feb 2024  | 4   | Thu 29 Feb 2024
Thu 29 Feb 2024 | 4   | Thu 28 Mar 2024
Fri 31 Jul 2026 | 4   | Fri 28 Aug 2026
Wed 31 Dec 2025 | 4   | Wed 28 Jan 2026
# Other terms. Twelve weeks still move to a working day; longer ones do not (ATW 4), an extension counted with it.
Fri 27 Mar 2026 | 1   | Tue 7 Apr 2026
Sat 6 Jun 2026  | 6   | Mon 20 Jul 2026
Sat 6 Jun 2026  | 12  | Mon 31 Aug 2026
Sat 6 Jun 2026  | 8+4 | Mon 31 Aug 2026
Sat 6 Jun 2026  | 13  | Sat 5 Sep 2026
Sat 6 Jun 2026  | 8+5 | Sat 5 Sep 2026
Fri 2 Jan 2026  | 13  | Fri 3 Apr 2026
"""


@pytest.mark.parametrize(("received", "weeks", "expected"), rows(TERMS))
def test_term(received, weeks, expected):
    weeks, _plus, extension = weeks.partition("+")
    assert decide_by(day(received), int(weeks), extension_weeks=int(extension or 0)) == day(expected)


# Received | weeks | without the decree | with it: a day of the decrees for 2023 to 2028
DECREE = """
# The Friday after Ascension Day.
Fri 17 Apr 2026 | 4   | Fri 15 May 2026 | Mon 18 May 2026
Thu 16 Apr 2026 | 4   | Fri 15 May 2026 | Mon 18 May 2026
Thu 19 Mar 2026 | 4+4 | Fri 15 May 2026 | Mon 18 May 2026
Sat 18 Apr 2026 | 4   | Mon 18 May 2026 | Mon 18 May 2026
Wed 15 Apr 2026 | 4   | Wed 13 May 2026 | Wed 13 May 2026
Thu 11 Apr 2024 | 4   | Fri 10 May 2024 | Mon 13 May 2024
Thu 1 May 2025  | 4   | Fri 30 May 2025 | Mon 2 Jun 2025
# Five days in a row: Liberation Day, Ascension Day, the Friday, the weekend.
Tue 6 Apr 2027  | 4   | Tue 4 May 2027  | Tue 4 May 2027
Wed 7 Apr 2027  | 4   | Fri 7 May 2027  | Mon 10 May 2027
# Between New Year or Christmas and the weekend, and after King's Day on a Thursday.
Thu 4 Dec 2025  | 4   | Fri 2 Jan 2026  | Mon 5 Jan 2026
Fri 5 Dec 2025  | 4   | Fri 2 Jan 2026  | Mon 5 Jan 2026
Wed 27 Nov 2024 | 4   | Fri 27 Dec 2024 | Mon 30 Dec 2024
Thu 30 Mar 2028 | 4   | Fri 28 Apr 2028 | Mon 1 May 2028
# A term of more than twelve weeks is not moved for a decree either.
Fri 13 Feb 2026 | 13  | Fri 15 May 2026 | Fri 15 May 2026
"""
DECREED = frozenset(
    map(
        day,
        ["Fri 10 May 2024", "Fri 27 Dec 2024", "Fri 30 May 2025", "Fri 2 Jan 2026", "Fri 15 May 2026"]
        + ["Fri 7 May 2027", "Fri 28 Apr 2028", "Fri 26 May 2028"],
    )
)


@pytest.mark.parametrize(("received", "weeks", "without", "expected"), rows(DECREE))
def test_term_with_a_day_by_decree(received, weeks, without, expected):
    weeks, _plus, extension = weeks.partition("+")
    term = {"received": day(received), "weeks": int(weeks), "extension_weeks": int(extension or 0)}
    assert decide_by(**term) == day(without)
    assert decide_by(**term, extra=DECREED) == day(expected)


# Received | weeks | asked > to answer by > completed (- not at all) | days suspended | the last day that is in time
SUSPENSIONS = """
# Asked on Monday the 8th, to answer by the 22nd. Completed on Friday: Tuesday, Wednesday, Thursday.
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 | 3 | Thu 2 Jul 2026
# On the day itself, the day after, and the day after that.
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Mon 8 Jun 2026  | 0 | Mon 29 Jun 2026
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Tue 9 Jun 2026  | 0 | Mon 29 Jun 2026
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Wed 10 Jun 2026 | 1 | Tue 30 Jun 2026
# The end comes on a Saturday, a Sunday, a Monday.
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Sun 14 Jun 2026 | 5 | Mon 6 Jul 2026
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Mon 15 Jun 2026 | 6 | Mon 6 Jul 2026
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Tue 16 Jun 2026 | 7 | Mon 6 Jul 2026
# On the last day she had; not at all: the two weeks she was given; and too late to count.
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Mon 22 Jun 2026 | 13 | Mon 13 Jul 2026
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > -               | 14 | Mon 13 Jul 2026
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Tue 23 Jun 2026 | 14 | Mon 13 Jul 2026
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Tue 30 Jun 2026 | 14 | Mon 13 Jul 2026
# Days are added to Easter Monday or Good Friday itself, not to the Tuesday it would have become.
Mon 9 Mar 2026  | 4   | Mon 16 Mar 2026 > Mon 30 Mar 2026 > Wed 18 Mar 2026 | 1 | Tue 7 Apr 2026
Mon 9 Mar 2026  | 4   | Mon 16 Mar 2026 > Mon 30 Mar 2026 > Thu 19 Mar 2026 | 2 | Wed 8 Apr 2026
Fri 6 Mar 2026  | 4   | Mon 16 Mar 2026 > Mon 30 Mar 2026 > Sat 21 Mar 2026 | 4 | Tue 7 Apr 2026
Fri 6 Mar 2026  | 4   | Mon 16 Mar 2026 > Mon 30 Mar 2026 > Sun 22 Mar 2026 | 5 | Wed 8 Apr 2026
# Onto King's Day; over Easter, whose days count like any other.
Mon 23 Mar 2026 | 4   | Wed 1 Apr 2026 > Wed 15 Apr 2026 > Thu 9 Apr 2026   | 7 | Tue 28 Apr 2026
# Over the nights the clock goes forward and back.
Mon 16 Mar 2026 | 4   | Fri 27 Mar 2026 > Fri 10 Apr 2026 > Tue 31 Mar 2026 | 3 | Thu 16 Apr 2026
Mon 12 Oct 2026 | 4   | Fri 23 Oct 2026 > Fri 6 Nov 2026 > Tue 27 Oct 2026  | 3 | Thu 12 Nov 2026
# Over 29 February, and up to it; over New Year, with a term to answer that was moved to Monday 4 January.
Mon 7 Feb 2028  | 4   | Mon 28 Feb 2028 > Mon 13 Mar 2028 > Thu 2 Mar 2028  | 2 | Wed 8 Mar 2028
Mon 7 Feb 2028  | 4   | Tue 15 Feb 2028 > Tue 29 Feb 2028 > -               | 14 | Mon 20 Mar 2028
Mon 7 Dec 2026  | 4   | Fri 18 Dec 2026 > Mon 4 Jan 2027 > -                | 17 | Thu 21 Jan 2027
# Extended as well; asked during the extension; onto 5 May and Ascension Day.
Mon 1 Jun 2026  | 4+4 | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026  | 3 | Thu 30 Jul 2026
Mon 1 Jun 2026  | 4+4 | Mon 8 Jun 2026 > Mon 22 Jun 2026 > -                | 14 | Mon 10 Aug 2026
Mon 1 Jun 2026  | 4+4 | Mon 6 Jul 2026 > Mon 20 Jul 2026 > Mon 13 Jul 2026  | 6 | Mon 3 Aug 2026
Fri 6 Mar 2026  | 4+4 | Mon 16 Mar 2026 > Mon 30 Mar 2026 > Sat 21 Mar 2026 | 4 | Wed 6 May 2026
Fri 6 Mar 2026  | 4+4 | Mon 16 Mar 2026 > Mon 30 Mar 2026 > Mon 30 Mar 2026 | 13 | Fri 15 May 2026
# Two: apart; the second asked on the day the first was completed; the second unused.
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 ; Mon 15 Jun 2026 > Mon 29 Jun 2026 > Thu 18 Jun 2026 | 5 | Mon 6 Jul 2026
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 ; Fri 12 Jun 2026 > Fri 26 Jun 2026 > Tue 16 Jun 2026 | 6 | Mon 6 Jul 2026
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 ; Mon 15 Jun 2026 > Mon 22 Jun 2026 > -               | 10 | Thu 9 Jul 2026
# Overlapping days count once: 9 to 11 with 11 to 16; one within another; the same twice; three.
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 ; Wed 10 Jun 2026 > Wed 24 Jun 2026 > Wed 17 Jun 2026 | 8 | Tue 7 Jul 2026
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > - ; Wed 10 Jun 2026 > Wed 17 Jun 2026 > Mon 15 Jun 2026              | 14 | Mon 13 Jul 2026
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 ; Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026  | 3 | Thu 2 Jul 2026
Mon 1 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 ; Wed 10 Jun 2026 > Wed 24 Jun 2026 > Wed 17 Jun 2026 ; Mon 15 Jun 2026 > Mon 29 Jun 2026 > Sat 20 Jun 2026 | 11 | Fri 10 Jul 2026
# Extended, and two.
Mon 1 Jun 2026  | 4+4 | Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 ; Mon 6 Jul 2026 > Mon 20 Jul 2026 > Mon 13 Jul 2026  | 9 | Wed 5 Aug 2026
# However long it stood still, a term of four weeks stays one that moves to a working day.
Sat 6 Jun 2026  | 4   | Mon 8 Jun 2026 > Mon 17 Aug 2026 > -                | 70 | Mon 14 Sep 2026
"""  # noqa: E501


def is_suspended(periods, today):
    """Say whether the term stands still today: after the day she was asked, until she answered or should have."""
    return any(
        asked_on < today <= respond_by and (completed_on is None or today < completed_on)
        for asked_on, respond_by, completed_on in periods
    )


def periods_of(text):
    return [
        tuple(None if cell.strip() == "-" else day(cell.strip()) for cell in period.split(">"))
        for period in text.split(";")
    ]


@pytest.mark.parametrize(("received", "weeks", "asked", "days", "expected"), rows(SUSPENSIONS))
def test_term_with_suspension(received, weeks, asked, days, expected):
    weeks, _plus, extension = weeks.partition("+")
    periods = periods_of(asked)
    assert suspended_days(periods, LATER) == suspended_days(periods[::-1], LATER) == int(days)
    found = decide_by(
        day(received),
        int(weeks),
        extension_weeks=int(extension or 0),
        suspended_days=suspended_days(periods, LATER),
    )
    assert found == day(expected)


def test_suspended_days_end_on_a_day_by_decree():
    # Received on Thursday 9 April: the end would be 7 May, and eight days later is the Friday after Ascension Day.
    periods = periods_of("Thu 16 Apr 2026 > Thu 30 Apr 2026 > Sat 25 Apr 2026")
    n = suspended_days(periods, LATER)
    assert n == 8
    received = day("Thu 9 Apr 2026")
    assert decide_by(received, 4, suspended_days=n, extra=DECREED) == day("Mon 18 May 2026")


# Asked > to answer by > completed | the day one looks | days so far | stands still on that day
DAY_BY_DAY = """
# While the answer is awaited.
Mon 8 Jun 2026 > Mon 22 Jun 2026 > - | Sun 7 Jun 2026  | 0  | no
Mon 8 Jun 2026 > Mon 22 Jun 2026 > - | Mon 8 Jun 2026  | 0  | no
Mon 8 Jun 2026 > Mon 22 Jun 2026 > - | Tue 9 Jun 2026  | 1  | yes
Mon 8 Jun 2026 > Mon 22 Jun 2026 > - | Fri 12 Jun 2026 | 4  | yes
Mon 8 Jun 2026 > Mon 22 Jun 2026 > - | Sun 21 Jun 2026 | 13 | yes
Mon 8 Jun 2026 > Mon 22 Jun 2026 > - | Mon 22 Jun 2026 | 14 | yes
Mon 8 Jun 2026 > Mon 22 Jun 2026 > - | Tue 23 Jun 2026 | 14 | no
Mon 8 Jun 2026 > Mon 22 Jun 2026 > - | Thu 31 Dec 2026 | 14 | no
# Looked back at, after it was completed on Friday.
Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 | Mon 8 Jun 2026  | 0 | no
Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 | Tue 9 Jun 2026  | 1 | yes
Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 | Thu 11 Jun 2026 | 3 | yes
Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 | Fri 12 Jun 2026 | 3 | no
Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 | Mon 22 Jun 2026 | 3 | no
# A second one is open when the first is over.
Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 ; Mon 15 Jun 2026 > Mon 29 Jun 2026 > - | Mon 15 Jun 2026 | 3 | no
Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 ; Mon 15 Jun 2026 > Mon 29 Jun 2026 > - | Tue 16 Jun 2026 | 4 | yes
Mon 8 Jun 2026 > Mon 22 Jun 2026 > Fri 12 Jun 2026 ; Mon 15 Jun 2026 > Mon 29 Jun 2026 > - | Tue 30 Jun 2026 | 17 | no
# From a day in summer time to one in winter time.
Fri 23 Oct 2026 > Fri 6 Nov 2026 > - | Sun 25 Oct 2026 | 2 | yes
Fri 23 Oct 2026 > Fri 6 Nov 2026 > - | Mon 26 Oct 2026 | 3 | yes
"""


@pytest.mark.parametrize(("asked", "today", "days", "still"), rows(DAY_BY_DAY))
def test_suspended_day_by_day(asked, today, days, still):
    assert suspended_days(periods_of(asked), day(today)) == int(days)
    assert is_suspended(periods_of(asked), day(today)) is (still == "yes")


def test_without_a_request_for_data_nothing_stands_still():
    assert suspended_days([], LATER) == 0


# Asked | days given | the last day to answer
ANSWERS = """
Mon 8 Jun 2026  | 14 | Mon 22 Jun 2026
Sat 6 Jun 2026  | 14 | Mon 22 Jun 2026
Mon 8 Jun 2026  | 12 | Mon 22 Jun 2026
Fri 20 Mar 2026 | 14 | Tue 7 Apr 2026
Fri 18 Dec 2026 | 14 | Mon 4 Jan 2027
Tue 15 Feb 2028 | 14 | Tue 29 Feb 2028
Fri 1 May 2026  | 14 | Mon 18 May 2026
"""


@pytest.mark.parametrize(("asked", "days", "expected"), rows(ANSWERS))
def test_term_to_answer_ends_on_a_working_day(asked, days, expected):
    assert answer_by(day(asked), int(days), DECREED) == day(expected)


spring = st.dates(date(2028, 2, 1), date(2028, 4, 30))
asked = st.tuples(spring, st.integers(1, 40), st.none() | st.integers(0, 60)).map(
    lambda p: (p[0], p[0] + timedelta(p[1]), None if p[2] is None else p[0] + timedelta(p[2]))
)


@given(st.lists(asked, max_size=4), spring)
def test_suspended_days_are_the_days_on_which_it_stood_still(periods, today):
    passed = [date(2028, 2, 1) + timedelta(n) for n in range((today - date(2028, 2, 1)).days + 1)]
    assert suspended_days(periods, today) == sum(is_suspended(periods, each) for each in passed)


days = st.dates(date(1995, 1, 1), date(2090, 12, 31))


@given(days, st.integers(1, 12), st.integers(0, 40), st.frozensets(days, max_size=3))
def test_a_term_is_moved_forward_to_the_first_working_day(received, weeks, suspended, extra):
    found = decide_by(received, weeks, suspended_days=suspended, extra=extra)
    end = received + timedelta(weeks=weeks, days=suspended)
    assert is_working_day(found, extra)
    assert found >= end
    assert not any(is_working_day(end + timedelta(n), extra) for n in range((found - end).days))
