"""The term within which the service decides on an application. Pure: dates in, dates out.

How it is counted, and where that comes from:

- The day of receipt does not count. Four weeks from a Monday end on a Monday; that whole day is still in time.
- Extension and suspended days are added to the end as it was before any move to a working day. The move to a working
  day comes last (ATW article 1; by Gemeentewet article 145 also for terms in a council's by-law).
- A term of more than twelve weeks is not moved (ATW article 4). An extension counts with the term it extends (ours:
  it gives the earlier day); suspended days do not, for they are not part of the term as it was set.
- Suspended (Awb 4:15, first paragraph, a) is every day *from the day after* the one on which the applicant was asked
  to complete the application, *until* the day on which she did. Where the Awb includes a last day it says "tot en
  met"; here it says "tot", so that on the day of completion the clock runs again. Asked on Monday the 1st, completed
  on Friday the 5th: Tuesday, Wednesday and Thursday, three days.
- When she does not answer, it lasts until the term she was given has lapsed unused. A term lapses at the end of its
  last day, so that day is suspended too: asked on Monday the 1st, to be answered by Monday the 15th, unused: fourteen
  days, the two weeks she was given. What comes in after that is too late to suspend anything.
- Without a term to answer by there is no suspension (Raad van State 21 September 2016, ECLI:NL:RVS:2016:2527).
- Days in two suspensions at once count once.
- What has ended cannot be suspended: who records a request for data on or after the last day refuses that.
"""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from wiz.terms.working_days import DAY, next_working_day

WEEK = datetime.timedelta(weeks=1)
LONGEST_MOVED = 12  # weeks


class Period(NamedTuple):
    """On which day the applicant was asked for data, by when, and when she gave them: None while she has not.

    A plain tuple of the three will do.
    """

    asked_on: datetime.date
    respond_by: datetime.date
    completed_on: datetime.date | None = None


Days = tuple[datetime.date, datetime.date, datetime.date | None]


def decide_by(
    received: datetime.date,
    weeks: int,
    *,
    extension_weeks: int = 0,
    suspended_days: int = 0,
    extra: frozenset[datetime.date] = frozenset(),
) -> datetime.date:
    """Return the last day on which a decision is in time."""
    end = received + (weeks + extension_weeks) * WEEK + suspended_days * DAY
    return end if weeks + extension_weeks > LONGEST_MOVED else next_working_day(end, extra)


def answer_by(
    asked_on: datetime.date, days: int, extra: frozenset[datetime.date] = frozenset()
) -> datetime.date:
    """Return the last day of the term the applicant is given to complete her application.

    The service sets this term itself, so that the ATW does not reach it; it ends on a working day all the same (ours).
    """
    return next_working_day(asked_on + days * DAY, extra)


def suspended_days(periods: Iterable[Days], today: datetime.date) -> int:
    """Return on how many days, up to and including today, the term was suspended."""
    return len(set().union(*(_days(period, today) for period in periods)))


def _days(period: Days, today: datetime.date) -> set[datetime.date]:
    asked_on, respond_by, completed_on = period
    last = min(respond_by, today)
    if completed_on is not None:
        last = min(last, completed_on - DAY)
    return {asked_on + n * DAY for n in range(1, (last - asked_on).days + 1)}
