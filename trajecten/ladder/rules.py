"""Who may place a client, and when."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trajecten.ladder.models import Ladder, Placement, Rung
from wiz.actions import Refused
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.terms import day_of


class WrongDay(Refused):
    """The day is the fault; said at its field."""


def check_work(user: User) -> None:
    if not user.can(Can.WORK_CASES):
        raise Refused(_("Only the municipality can do this."))


def check_place(
    rung: Rung, current: Placement | None, reason: str, on: datetime.date, today: datetime.date
) -> None:
    """A client is placed with a reason, on a ladder in use, not ahead of time and not before where she stands now."""
    if not reason.strip():
        raise Refused(_("Say why."))
    if on > today:
        raise WrongDay(_("This day is still to come. Choose today or a day before."))
    if current and on < current.on:
        day = date_format(current.on, "j F Y")
        raise WrongDay(
            _("What stands here last is of %(day)s, so choose that day or a later one.") % {"day": day}
        )
    if not rung.ladder.holds_on(on):
        raise WrongDay(_("The ladder '%(ladder)s' was not in use on that day.") % {"ladder": rung.ladder})


def check_undo(user: User, placement: Placement, today: datetime.date) -> None:
    """A slip can be undone by who made it, on the same day, as long as nothing was built on it."""
    check_work(user)
    if placement.until is not None:
        raise Refused(_("Something came after this, so it stays."))
    if placement.by_id != user.pk or day_of(placement.at) != today:
        raise Refused(
            _(
                "Only the person who recorded this can undo it, on the same day. Place the client again instead."
            )
        )


def check_follow_up(user: User, placement: Placement, text: str) -> None:
    """After a step back one says what happens now, as long as the client stands there."""
    check_work(user)
    if placement.kind != Placement.Kind.DOWN or placement.until is not None:
        raise Refused(_("The client has moved since. There is nothing to answer here any more."))
    if not text.strip():
        raise Refused(_("Say what happens now."))


def kind_of(rung: Rung, current: Placement | None) -> Placement.Kind:
    """Say what placing on this rung is, seen from where the client stands."""
    if current is None:
        return Placement.Kind.PLACED
    if rung.pk == current.rung_id:
        return Placement.Kind.PROGRESS
    return Placement.Kind.UP if rung.position > current.rung.position else Placement.Kind.DOWN


def check_ladder(ladder: Ladder, was_default: bool) -> None:
    """There is always one ladder for new placements, and it is in use."""
    if was_default and not ladder.is_default:
        raise Refused(_("One ladder is always the one for new placements. Choose it at another ladder."))
    if ladder.is_default and ladder.retired_from:
        raise Refused(
            _(
                "This ladder is the one for new placements. Choose another for that first, then retire this one."
            )
        )
    if ladder.valid_from and ladder.retired_from and ladder.retired_from <= ladder.valid_from:
        raise Refused(_("A ladder cannot retire before it is in use."))
