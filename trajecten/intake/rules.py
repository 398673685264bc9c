"""Who may write an intake and keep the list of factors, and what counts as a difference. Pure."""

import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from wiz.actions import Refused
from wiz.people.models import User
from wiz.people.roles import Can

# Two steps on a scale of five: one is how people use a scale, two is something to talk about (ours).
DIFFERENCE = 2
MOST_HOURS = Decimal(60)


def check_intake(user: User) -> None:
    if not user.can(Can.WORK_CASES):
        raise Refused(_("Only the municipality can do this."))


def check_validity(start: datetime.date | None, until: datetime.date | None) -> None:
    """A conclusion or an advice holds from its day on."""
    if start and until and until < start:
        raise Refused(_("This must not end before it began."))


def differs(client_weight: int | None, consultant_weight: int | None) -> bool:
    """Say whether client and consultant see a factor so differently that it is what the talk is about."""
    if client_weight is None or consultant_weight is None:
        return False
    return abs(client_weight - consultant_weight) >= DIFFERENCE


def expired(until: datetime.date | None, today: datetime.date) -> bool:
    """A conclusion or an advice holds up to and including its last day."""
    return until is not None and until < today
