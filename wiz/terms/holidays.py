"""The days the law leaves out of terms by itself: Algemene termijnenwet (ATW), article 3, first and second paragraph.

Easter comes from dateutil. The library `holidays` does not fit: its Netherlands hold Easter Sunday and Whit Sunday, and
take Good Friday and four out of five times 5 May for something else than a public holiday, while the ATW names both.
Days a royal decree adds (third paragraph) are data: `ExtraHoliday`.
"""

import datetime
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dateutil.easter import easter
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DAY = datetime.timedelta(days=1)
SUNDAY = 6


@cache
def holidays(year: int) -> Mapping[datetime.date, str | Promise]:
    """Return the recognised holidays of a year with their names, by day; right from 1990 on.

    Where two meet on one day (Ascension Day on 5 May, as in 2016) the day stands there once.
    """
    sunday = easter(year)
    days: list[tuple[datetime.date, str | Promise]] = [
        (datetime.date(year, 1, 1), _("New Year's Day")),
        (sunday - 2 * DAY, _("Good Friday")),
        (sunday + DAY, _("Easter Monday")),
        _birthday(year),
        (datetime.date(year, 5, 5), _("Liberation Day")),
        (sunday + 39 * DAY, _("Ascension Day")),
        (sunday + 50 * DAY, _("Whit Monday")),
        (datetime.date(year, 12, 25), _("Christmas Day")),
        (datetime.date(year, 12, 26), _("Second Christmas Day")),
    ]
    return MappingProxyType(dict(sorted(days, key=lambda pair: pair[0])))


def _birthday(year: int) -> tuple[datetime.date, str | Promise]:
    """Return the day the birthday of the head of state is celebrated: on a Sunday it is the Saturday before."""
    if year >= 2014:
        day, name = datetime.date(year, 4, 27), _("King's Day")
    else:
        day, name = datetime.date(year, 4, 30), _("Queen's Day")
    return (day - DAY if day.weekday() == SUNDAY else day), name
