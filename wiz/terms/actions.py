"""Every write on the days a decree adds."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wiz.actions import Refused
from wiz.locks import DAYS_LOCK, lock
from wiz.people.actions import check_administer
from wiz.people.models import User
from wiz.terms.models import ExtraHoliday
from wiz.terms.recompute import recompute
from wiz.terms.rules import check_extra_day


@transaction.atomic
def add_extra_holiday(*, day: datetime.date, reason: str, by: User, at: datetime.datetime) -> int:
    """Let no term end on a day; return how many running terms moved.

    The same day for the same reason again changes nothing. Raises Refused for a day that is no working day already
    (`check_extra_day`), and for one that stands there for another reason.
    """
    check_administer(by)
    check_extra_day(day)
    lock(DAYS_LOCK)
    reason = reason.strip()
    if earlier := ExtraHoliday.objects.filter(day=day).first():
        if earlier.reason == reason:
            return 0
        raise Refused(
            _("This day is on the list already: %(reason)s") % {"reason": earlier.reason}, field="day"
        )
    ExtraHoliday.objects.create(day=day, reason=reason, made_by=by, made_at=at)
    return recompute(at=at)


@transaction.atomic
def remove_extra_holiday(holiday: ExtraHoliday, *, by: User, at: datetime.datetime) -> int:
    """Let terms end on a day again; return how many running terms moved. Raises Refused when it was gone already."""
    check_administer(by)
    lock(DAYS_LOCK)
    gone, _rows = ExtraHoliday.objects.filter(pk=holiday.pk).delete()
    if not gone:
        raise Refused(_("This day has been taken away already."))
    return recompute(at=at)
