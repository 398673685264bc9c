"""Whose absence somebody may record, and who can cover."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from wiz.absence.models import Absence
from wiz.actions import Refused
from wiz.people.models import User, UserQuerySet
from wiz.people.roles import Can, Role


def may_be_recorded_by(user: User) -> UserQuerySet:
    """Return whose absence somebody may record: a consultant her own; a team lead that of leads and of her team.

    A team lead without a team records everybody's.
    """
    people: UserQuerySet = User.objects.active()
    if not user.can(Can.REASSIGN):
        return people.filter(pk=user.pk, role=Role.CONSULTANT)
    consultants = Q(role=Role.CONSULTANT)
    return people.filter(
        (consultants & Q(team=user.team_id) if user.team_id else consultants) | Q(role=Role.TEAM_LEAD)
    )


def may_cover(person: User | None) -> UserQuerySet:
    """Return who can cover for somebody: consultants for a consultant; for a team lead also another team lead.

    Not knowing who it will be, return both.
    """
    if person is not None and person.role == Role.CONSULTANT:
        return User.objects.consultants().exclude(pk=person.pk)
    staff: UserQuerySet = User.objects.case_workers()
    return staff.exclude(pk=person.pk) if person else staff


def check_person(user: User, person: User) -> None:
    if not may_be_recorded_by(user).filter(pk=person.pk).exists():
        raise Refused(
            _("You can record your own absence; a team lead that of the own team and of team leads.")
        )


def check_days(first_day: datetime.date, last_day: datetime.date, today: datetime.date) -> None:
    if last_day < first_day:
        raise Refused(_("The last day comes before the first."), field="last_day")
    if last_day < today:
        raise Refused(_("The last day is past already."), field="last_day")


def check_cover(person: User, covered_by: User, first_day: datetime.date, last_day: datetime.date) -> None:
    """A colleague who is there herself in these days. Should she fall ill later, that can be recorded all the same.

    Who covers for a team lead reviews exemptions in these days (`trajecten.exemptions.rules`).
    """
    if not may_cover(person).filter(pk=covered_by.pk).exists():
        raise Refused(_("Choose a colleague who works here as a consultant."), field="covered_by")
    if Absence.objects.filter(person=covered_by).during(first_day, last_day).exists():
        raise Refused(_("This colleague is away in these days too."), field="covered_by")


def check_running(absence: Absence, today: datetime.date) -> None:
    if absence.last_day < today:
        raise Refused(_("This absence is over already."))
