"""The decision term as a calendar table, written down by hand from the law and a calendar.

Awb 4:15, Algemene termijnenwet 1, 3 and 4. Each day has its weekday, which is checked.
"""

import pytest

from tests.wiz.test_working_days import day
from wiz.terms.decision import decide_by, suspended_days


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("Mon 1 Jun 2026", "Mon 29 Jun 2026"),
        ("Sat 6 Jun 2026", "Mon 6 Jul 2026"),
        ("Fri 6 Mar 2026", "Tue 7 Apr 2026"),
    ],
)
def test_four_weeks(received, expected):
    assert decide_by(day(received), 4) == day(expected)


def test_asked_on_monday_and_completed_on_friday_are_three_days():
    period = (day("Mon 1 Jun 2026"), day("Mon 15 Jun 2026"), day("Fri 5 Jun 2026"))
    assert suspended_days([period], day("Mon 29 Jun 2026")) == 3
