"""Every write on the days a decree adds."""

import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from wiz.actions import Refused
from wiz.people.actions import check_administer
from wiz.people.models import User
from wiz.terms.models import ExtraHoliday
from wiz.terms.recompute import recompute
from wiz.terms.rules import check_extra_day

DAYS_LOCK = 4_150_315  # two administrators one after the other: each computes with the other's day


@transaction.atomic
def add_extra_holiday(*, day: datetime.date, reason: str, by: User, at: datetime.datetime) -> int:
    """Let no term end on a day; return how many running terms moved.

    The same day for the same reason again changes nothing. Raises Refused for a day that is no working day already
    (`check_extra_day`), and for one that stands there for another reason.
    """
    check_administer(by)
    check_extra_day(day)
    _one_at_a_time()
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
    _one_at_a_time()
    gone, _rows = ExtraHoliday.objects.filter(pk=holiday.pk).delete()
    if not gone:
        raise Refused(_("This day has been taken away already."))
    return recompute(at=at)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DAYS_LOCK])
