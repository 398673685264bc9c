"""Which day can be no working day by decree."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wiz.actions import Refused
from wiz.terms.holidays import holidays
from wiz.terms.working_days import SATURDAY


def check_extra_day(day: datetime.date) -> None:
    """A day that is no working day already needs no decree. Raises Refused with what it is."""
    words = date_format(day, "j F Y")
    if day.weekday() >= SATURDAY:
        weekday = date_format(day, "l")
        sentence = _("%(day)s is a %(weekday)s: terms do not end on it as it is.")
        raise Refused(sentence % {"day": words, "weekday": weekday}, field="day")
    if name := holidays(day.year).get(day):
        sentence = _("%(day)s is %(name)s: terms do not end on it as it is.")
        raise Refused(sentence % {"day": words, "name": name}, field="day")
