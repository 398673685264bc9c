"""Every write on absences. No flag depends on them: they only show on one more person's page."""

import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wiz.absence.models import Absence
from wiz.absence.rules import check_cover, check_days, check_person, check_running
from wiz.actions import Refused
from wiz.people.models import User
from wiz.terms import day_of

DAY = datetime.timedelta(days=1)


@transaction.atomic
def add_absence(
    person: User,
    *,
    first_day: datetime.date,
    last_day: datetime.date,
    covered_by: User,
    by: User,
    at: datetime.datetime,
) -> Absence:
    """Record that somebody is away, both days included. The same again changes nothing.

    Raises Refused for days that overlap an absence there is, and for a colleague who is away too.
    """
    check_person(by, person)
    check_days(first_day, last_day, day_of(at))
    check_cover(person, covered_by, first_day, last_day)
    same = {"person": person, "first_day": first_day, "last_day": last_day, "covered_by": covered_by}
    if earlier := Absence.objects.filter(**same).first():
        return earlier
    absence = Absence(**same, made_by=by, made_at=at)
    _store(absence)
    return absence


@transaction.atomic
def change_absence(
    absence: Absence,
    *,
    first_day: datetime.date,
    last_day: datetime.date,
    covered_by: User,
    by: User,
    at: datetime.datetime,
) -> None:
    """Change the days or who covers, as long as it is not over."""
    absence = _locked(absence)
    check_person(by, absence.person)
    check_running(absence, day_of(at))
    check_days(first_day, last_day, day_of(at))
    check_cover(absence.person, covered_by, first_day, last_day)
    absence.first_day, absence.last_day, absence.covered_by = first_day, last_day, covered_by
    _store(absence)


@transaction.atomic
def end_absence(absence: Absence, *, by: User, at: datetime.datetime) -> None:
    """She is back today: yesterday was the last day. An absence that did not last a day is taken off."""
    absence = _locked(absence)
    today = day_of(at)
    check_person(by, absence.person)
    check_running(absence, today)
    if absence.first_day >= today:
        absence.delete()
    else:
        absence.last_day = today - DAY
        absence.save()


def _locked(absence: Absence) -> Absence:
    rows = Absence.objects.select_related("person").select_for_update(no_key=True, of=("self",))
    found = rows.filter(pk=absence.pk).first()
    if found is None:
        raise Refused(_("This absence has been removed already."))
    return found


def _store(absence: Absence) -> None:
    try:
        with transaction.atomic():
            absence.save()
    except IntegrityError as error:
        sentence = _("There is an absence in these days already. Change that one.")
        raise Refused(sentence, field="first_day") from error
