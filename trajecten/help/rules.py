"""Who may note, follow up, change and remove a referral to help, and when."""

import datetime

from django.utils.translation import gettext as _

from trajecten.help.models import FollowUp, Referral
from wiz.actions import Conflict, Refused
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.terms import day_of

# Longer ahead it would be forgotten, and the flag with it.
FURTHEST = datetime.timedelta(days=366)


def check_work(user: User) -> None:
    if not user.can(Can.WORK_CASES):
        raise Refused(_("Only the municipality can do this."))


def check_owner(owner_user: User | None, owner_name: str) -> None:
    """One owner: a colleague who works cases, or a name from outside; not both, not nobody."""
    if owner_user is None and not owner_name.strip():
        raise Refused(_("Say who sees to it: somebody outside, or a colleague."), field="owner_name")
    if owner_user is not None and owner_name.strip():
        raise Refused(_("One owner only: empty the name, or choose no colleague."), field="owner_name")
    if owner_user is not None and not owner_user.can(Can.WORK_CASES):
        raise Refused(_("This colleague does not work cases any more."), field="owner_user")


def check_days(start: datetime.date, until: datetime.date | None, today: datetime.date) -> None:
    """Help may have begun long ago, not in the days to come; it ends after it began."""
    if start > today:
        raise Refused(_("Choose today, or the day in the past on which it began."), field="start")
    if until is not None and until < start:
        raise Refused(_("It cannot end before it began."), field="until")


def check_next(on: datetime.date, today: datetime.date, *, field: str = "follow_up_on") -> None:
    """What came of it is asked on a day that is coming, within a year."""
    if on <= today:
        raise Refused(_("Choose a day after today."), field=field)
    if on > today + FURTHEST:
        raise Refused(_("Choose a day within a year: what lies further off is forgotten."), field=field)


def check_open(user: User, referral: Referral) -> None:
    check_work(user)
    if not referral.is_open:
        raise Refused(_("This help has ended already."))


def check_follow_up(
    user: User,
    referral: Referral,
    outcome: str,
    ended_on: datetime.date | None,
    next_on: datetime.date | None,
    today: datetime.date,
) -> None:
    """It runs on until it is asked again, or it ended on a day that has come; what never began has no such day."""
    check_open(user, referral)
    if outcome == FollowUp.Outcome.RUNNING:
        if next_on is None:
            raise Refused(_("Say when you ask again."), field="next_on")
        check_next(next_on, today, field="next_on")
    elif outcome != FollowUp.Outcome.NOT_STARTED:
        if ended_on is None:
            raise Refused(_("Say on which day it ended."), field="ended_on")
        if not referral.start <= ended_on <= today:
            raise Refused(_("It ended on a day between its start and today."), field="ended_on")


def check_seen(referral: Referral, revision: int) -> None:
    if referral.revision != revision:
        raise Conflict(
            _("A colleague changed this meanwhile. Look at what stands here now, then save again.")
        )


def check_undo(user: User, referral: Referral, last: FollowUp | None, today: datetime.date) -> None:
    """The last answer can be taken back on the day it was given; an end always: the help goes on after all."""
    check_work(user)
    if last is None:
        raise Refused(_("There is nothing to undo."))
    if referral.is_open and day_of(last.at) != today:
        raise Refused(_("This was said on an earlier day. Say what came of it now instead."))


def check_remove(user: User, referral: Referral, has_follow_ups: bool) -> None:
    """What was noted by mistake can go; what was followed up is part of what happened."""
    check_work(user)
    if has_follow_ups:
        raise Refused(_("It was asked what came of this, so it stays. Say that it ended instead."))
